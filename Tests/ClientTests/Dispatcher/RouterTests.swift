// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTSender
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class RouterTests: XCTestCase {
    private enum Failure: Error { case no }

    private func message(
        _ text: String, in chat: PeerID = Sample.user, from sender: PeerID? = nil
    ) throws -> Update {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
            .context(Sample.users, Sample.chats)
        return .message(
            try XCTUnwrap(Message(Sample.message(3, in: chat, from: sender, text, out: false), context)))
    }

    func testHandlersRunInTheOrderOfRegistrationAcrossRouters() async throws {
        let (dispatcher, child, log) = (Dispatcher(), Router(), Log())
        dispatcher.onMessage { _ in log.append("1") }
        dispatcher.include(child)
        dispatcher.onMessage { _ in log.append("4") }
        child.onMessage { _ in log.append("2") }
        child.onMessage(.command("no")) { _ in log.append("no") }
        child.onMessage { _ in log.append("3") }
        await dispatcher.dispatch(try message("hello"))
        XCTAssertEqual(log.lines, ["1", "2", "3", "4"])
    }

    func testTheFirstHandlerIsTheOnlyOneAcrossRouters() async throws {
        let (dispatcher, inner, log) = (Dispatcher(.first), Router(.all), Log())
        inner.onMessage(.command("both")) { _ in log.append("inner 1") }
        inner.onMessage(.command("both")) { _ in log.append("inner 2") }
        dispatcher.include(inner)
        dispatcher.onMessage { _ in log.append("outer 1") }
        dispatcher.onMessage { _ in log.append("outer 2") }
        await dispatcher.dispatch(try message("/both"))
        XCTAssertEqual(log.lines, ["inner 1", "inner 2"])
        await dispatcher.dispatch(try message("other"))
        XCTAssertEqual(log.lines, ["inner 1", "inner 2", "outer 1"])
    }

    func testHandlersSayWhatHappensAfterThem() async throws {
        let (dispatcher, child, log) = (Dispatcher(.first), Router(), Log())
        dispatcher.onError { error, _ in log.append("\(error)") }
        dispatcher.onMessage { _ in
            log.append("1")
            throw Propagation.continue
        }
        dispatcher.include(child)
        child.onMessage(.command("stop")) { _ in throw Propagation.stop }
        dispatcher.onMessage { _ in log.append("2") }
        await dispatcher.dispatch(try message("/stop"))
        XCTAssertEqual(log.lines, ["1"])
        await dispatcher.dispatch(try message("go"))
        XCTAssertEqual(log.lines, ["1", "1", "2"])
    }

    func testFiltersOfRoutersHoldForAllKinds() async throws {
        let (dispatcher, groups, log) = (Dispatcher(), Router(), Log())
        dispatcher.include(groups, where: .group)
        groups.onMessage { _ in log.append("message") }
        groups.onMemberChange { _ in log.append("member") }
        let context = try TelegramClient.scripted(RecordingInvoker([])).core.context(Sample.users, Sample.chats)
        func change(_ channel: Int64) -> Update {
            Update(.channelParticipant(.init(channelID: channel, date: 1, actorID: 1, userID: 5, qts: 1)), context)
        }
        await dispatcher.dispatch(try message("private"))
        await dispatcher.dispatch(change(9))
        XCTAssertEqual(log.lines, [])
        await dispatcher.dispatch(try message("group", in: Sample.supergroup, from: Sample.user))
        await dispatcher.dispatch(change(8))
        XCTAssertEqual(log.lines, ["message", "member"])
    }

    func testMiddlewareStandsAroundRoutersAndHandlers() async throws {
        let (dispatcher, child, log) = (Dispatcher(), Router(), Log())
        dispatcher.use { update, next in
            log.append("a")
            try await next(update)
            log.append("-a")
        }
        dispatcher.use { update, next in
            log.append("b")
            try await next(update)
            log.append("-b")
        }
        dispatcher.use(around: .handlers) { update, next in
            log.append("h")
            try await next(update)
            log.append("-h")
        }
        child.use { update, next in
            log.append("c")
            if update.message?.text != "kept" { try await next(update) }
        }
        dispatcher.onMessage { _ in log.append("1") }
        child.onMessage { _ in log.append("2") }
        dispatcher.include(child)
        await dispatcher.dispatch(try message("passed"))
        XCTAssertEqual(log.lines, ["a", "b", "h", "1", "-h", "c", "h", "2", "-h", "-b", "-a"])
        await dispatcher.dispatch(try message("kept"))
        XCTAssertEqual(log.lines.suffix(8), ["a", "b", "h", "1", "-h", "c", "-b", "-a"])
    }

    func testMiddlewareStandsAroundTheHandlersOfIncludedRouters() async throws {
        let (dispatcher, child, grandchild, log) = (Dispatcher(), Router(), Router(), Log())
        for (router, name) in [(dispatcher, "outer"), (grandchild, "inner")] as [(any UpdateRouting, String)] {
            router.use(around: .handlers) { update, next in
                log.append("begin \(name)")
                do { try await next(update) } catch {
                    log.append("\(name): \(error)")
                    throw error
                }
            }
        }
        dispatcher.include(child)
        child.include(grandchild)
        dispatcher.onError { error, _ in log.append("at last: \(error)") }
        grandchild.onMessage { _ in throw Failure.no }
        await dispatcher.dispatch(try message("hello"))
        XCTAssertEqual(log.lines, ["begin outer", "begin inner", "inner: no", "outer: no", "at last: no"])
    }

    func testPeopleReadThatSomethingWentWrong() async throws {
        let sent = RecordingInvoker([.value(Sample.updates())])
        let context = try TelegramClient.scripted(sent, isBot: true).core.context(Sample.users, Sample.chats)
        let (dispatcher, child) = (Dispatcher(), Router())
        dispatcher.onError { _, _ in }
        dispatcher.use(.reportingErrors { "Sorry: \($0)" })
        dispatcher.include(child)
        child.onMessage { _ in throw Failure.no }
        await dispatcher.dispatch(
            .message(
                try XCTUnwrap(
                    Message(Sample.message(3, in: Sample.user, "hello", out: false), context))))
        XCTAssertEqual(sent.calls.compactMap { ($0.function as? TL.messages.SendMessage)?.message }, ["Sorry: no"])
    }

    func testErrorsGoToTheNearestRouterAndOutwards() async throws {
        struct Trouble: Error { let text: String }
        let (dispatcher, child, silent, log) = (Dispatcher(), Router(), Router(), Log())
        dispatcher.onError { error, _ in log.append("outer \((error as? Trouble)?.text ?? "?")") }
        child.onError { error, _ in
            guard let trouble = error as? Trouble, trouble.text == "small" else { throw Trouble(text: "large") }
            log.append("child small")
        }
        child.onCommand("small") { _ in throw Trouble(text: "small") }
        child.onCommand("big") { _ in throw Trouble(text: "big") }
        silent.onCommand("silent") { _ in throw Trouble(text: "silent") }
        child.include(silent)
        dispatcher.include(child)
        for text in ["/small", "/big", "/silent"] { await dispatcher.dispatch(try message(text)) }
        XCTAssertEqual(log.lines, ["child small", "outer large", "outer large"])
    }

    func testHandlersComeAndGo() async throws {
        let (dispatcher, child, log) = (Dispatcher(), Router(), Log())
        let first = dispatcher.onMessage { _ in log.append("1") }
        let second = dispatcher.include(child)
        child.onMessage { _ in log.append("2") }
        await dispatcher.dispatch(try message("x"))
        dispatcher.remove(first)
        await dispatcher.dispatch(try message("x"))
        dispatcher.remove(second)
        await dispatcher.dispatch(try message("x"))
        XCTAssertEqual(log.lines, ["1", "2", "2"])
    }

    func testValuesAreRead() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onCommand("n", Int.self) { _, number in log.append("number \(number + 1)") }
        dispatcher.onCommand("w", [String].self) { _, words in log.append("words \(words)") }
        dispatcher.onMessage(matching: /(\d+) (?<unit>kg|g)/) { _, match in log.append("\(match.1) of \(match.unit)") }
        dispatcher.onMessage(reading: Extractor { $0.text.hasPrefix("#") ? $0.text.dropFirst().count : nil }) {
            _, count in
            log.append("count \(count)")
        }
        dispatcher.onStart { _, payload in log.append("start \(payload.raw) \(payload.text ?? "")") }
        for text in [
            "/n 4", "/n four", #"/w a "b c" d"#, "12 kg", "12 lb", "#four", "/start \(StartLink.encode("hé") ?? "")",
        ] {
            await dispatcher.dispatch(try message(text))
        }
        XCTAssertEqual(
            log.lines, ["number 5", #"words ["a", "b c", "d"]"#, "12 of kg", "count 4", "start aMOp hé"])
    }

    func testQueriesThatNobodyAnsweredAreAnswered() async throws {
        for (answers, expected) in [(true, 1), (false, 0)] {
            let calls = RecordingInvoker([.value(true)])
            let context = try TelegramClient.scripted(calls, isBot: true).core.context()
            let raw = TL.Update.botCallbackQuery(
                .init(queryID: 7, userID: 5, peer: Sample.user.tlPeer, msgID: 3, chatInstance: 1))
            await Dispatcher(answersCallbackQueries: answers).dispatch(Update(raw, context))
            XCTAssertEqual(calls.calls.count, expected)
        }
        let calls = RecordingInvoker([.value(true)])
        let context = try TelegramClient.scripted(calls, isBot: true).core.context()
        let dispatcher = Dispatcher()
        dispatcher.onCallbackQuery { try await $0.answer("once") }
        await dispatcher.dispatch(
            Update(
                .botCallbackQuery(
                    .init(queryID: 7, userID: 5, peer: Sample.user.tlPeer, msgID: 3, chatInstance: 1)), context))
        XCTAssertEqual(calls.calls.count, 1)
    }

    private enum Vote: CallbackData {
        case yes(Int)
        case no
    }

    func testDataOfButtonsAreRead() async throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context()
        let (dispatcher, log) = (Dispatcher(answersCallbackQueries: false), Log())
        dispatcher.onCallbackQuery(reading: Vote.self) { query, vote in
            let count = try await query.conversation().update("votes", default: 0) { count in
                count += 1
                return count
            }
            log.append("\(vote) \(count)")
        }
        dispatcher.onCallbackQuery(.data("other")) { _ in log.append("other") }
        dispatcher.onError { error, _ in log.append(error is CallbackDataError ? "outdated" : "\(error)") }
        let yes = try Vote.yes(3).packed()
        for data in [yes, try Vote.no.packed(), Array("other".utf8), yes + [1, 2, 3]] {
            await dispatcher.dispatch(
                Update(
                    .botCallbackQuery(
                        .init(
                            queryID: 7, userID: 5, peer: Sample.user.tlPeer, msgID: 3, chatInstance: 1, data: data)),
                    context))
        }
        XCTAssertEqual(log.lines, ["yes(3) 1", "no 2", "other", "outdated"])
    }

    func testCommandsAreLookedUp() async throws {
        let (dispatcher, child, log) = (Dispatcher(), Router(.first), Log())
        for number in 0..<5 { child.onCommand("Do\(number)") { _ in log.append("\(number)") } }
        let registration = child.onCommand("do4") { _ in log.append("never") }
        child.onMessage { log.append($0.text) }
        dispatcher.include(child)
        for text in ["/do3", "/do4@nobody_bot", "do2", "/DO1 x", "/do9"] {
            await dispatcher.dispatch(try message(text))
        }
        child.remove(registration)
        XCTAssertEqual(log.lines, ["3", "/do4@nobody_bot", "do2", "1", "/do9"])
    }

    /// Runs handlers for a limited time: until a gate opens.
    private static func limit(_ gate: AsyncSemaphore) -> Middleware {
        Middleware { update, next in
            async let _: Void = next(update)
            // It is cancelled when this is left.
            try await gate.acquire()
        }
    }

    func testAnUpdateThatAMiddlewareCutsShortIsHandled() async throws {
        for isNested in [false, true] {
            try await within(.seconds(20)) {
                let local = try await LocalClients()
                let (client, bot) = try await local.makeBot()
                let ann = try local.server.addPerson("ann")
                let (dispatcher, child, log, gate) = (Dispatcher(), Router(), Log(), AsyncSemaphore(0))
                let limited: any UpdateRouting = isNested ? child : dispatcher
                limited.use(Self.limit(gate))
                limited.onMessage { message in
                    log.append(message.text)
                    gate.release()
                    guard message.text == "slow" else { return }
                    try await Task.sleep(for: .seconds(3_600))
                }
                if isNested {
                    dispatcher.include(child)
                    dispatcher.onMessage { log.append("other \($0.text)") }
                }
                async let run: Void = dispatcher.run(on: client)
                try await ann.send("slow", to: bot)
                try await ann.send("quick", to: bot)
                try await until { log.lines.contains(isNested ? "other quick" : "quick") }
                try await until { client.core.updates.activeCount == 0 }
                await client.shutdown()
                try await run
                XCTAssertEqual(
                    log.lines, isNested ? ["slow", "other slow", "quick", "other quick"] : ["slow", "quick"])
            }
        }
    }

    func testRateLimitsForgetThoseWhoAreQuiet() {
        let now = Lock(MonotonicTime(nanoseconds: 0))
        let limiter = RateLimiter(2, per: .seconds(10)) { now.withLock { $0 } }
        XCTAssertEqual([1, 1, 1, 2].map { limiter.admits($0) }, [true, true, false, true])
        now.withLock { $0 = $0 + .seconds(9) }
        XCTAssertFalse(limiter.admits(1))
        now.withLock { $0 = $0 + .seconds(1) }
        XCTAssertTrue(limiter.admits(1))
        for user in 0..<1_000 { _ = limiter.admits(Int64(user)) }
        now.withLock { $0 = $0 + .seconds(10) }
        _ = limiter.admits(1)
        XCTAssertEqual(limiter.count, 1)
    }

    func testRateLimitsKeepUpdatesFromHandlers() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.use(.rateLimit(2, per: .seconds(3_600)))
        dispatcher.onMessage { log.append($0.text) }
        for number in 0..<4 { await dispatcher.dispatch(try message("\(number)")) }
        XCTAssertEqual(log.lines, ["0", "1"])
    }

    func testTracingWritesALineForEachUpdate() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.use(.tracing { log.append($0) })
        await dispatcher.dispatch(try message("x"))
        XCTAssertEqual(log.lines.count, 1)
        XCTAssertTrue(log.lines[0].hasPrefix("ferogram: message in "), log.lines[0])
    }
}
