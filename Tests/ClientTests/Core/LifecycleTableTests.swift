// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTSender
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// One test for each cell of the table in `Ferogram.docc/Lifecycle.md`.
///
/// In each cell a handler is at work on the message "one", while "two" of the same chat waits.
final class LifecycleTableTests: XCTestCase {
    private enum Stage { case connected, draining, stopped }
    private enum Account { case none, first, second }
    private enum Run { case running, cancelled }

    private static let ping = TL.help.GetConfig()

    private static func dispatcher(
        _ begun: Log, _ handled: Log, _ gate: AsyncSemaphore
    ) -> Dispatcher {
        let dispatcher = Dispatcher()
        dispatcher.onError { error, _ in begun.append("error: \(error)") }
        dispatcher.onMessage(.text) { message in
            begun.append(message.text)
            try await gate.acquire()
            try await message.respond("done")
            handled.append(message.text)
        }
        return dispatcher
    }

    private static func end(of dispatcher: Dispatcher, on client: TelegramClient) async -> String {
        do throws(DispatcherError) {
            try await dispatcher.run(on: client)
            return "ended"
        } catch {
            switch error {
            case .alreadyRunning: return "already running"
            case .clientStopped: return "stopped"
            }
        }
    }

    /// Looks at a cell: what becomes of a call that is made now and of another run of a dispatcher, what is handled in the
    /// end, and what comes again after a restart.
    private func check(
        _ stage: Stage, _ account: Account, _ run: Run, calls: String, rerun: String, handled expected: [String] = [],
        again: [String] = [], line: UInt = #line
    ) async throws {
        let result = try await within { () -> [String] in
            let local = try await LocalClients()
            let ann = try local.server.addPerson("ann")
            let bots = try [local.server.addBot(username: "one_bot"), local.server.addBot(username: "two_bot")]
            let storage = MemorySessionStorage()
            let client = try await local.builder.session(storage).connect()
            let (begun, handled, gate) = (Log(), Log(), AsyncSemaphore(0))
            var bot: LocalBot?
            if account != .none {
                bot = bots[0]
                try await client.signIn(botToken: bots[0].token)
            }
            if account == .second {
                try await ann.send("of the first account", to: bots[0])
                try await until { client.updateBacklog.queued == 1 }
                bot = bots[1]
                try await client.signIn(botToken: bots[1].token, replacesAccount: true)
                XCTAssertEqual(client.updateBacklog.queued, 0, line: line)
            }
            let dispatcher = Self.dispatcher(begun, handled, gate)
            let running = Task { await Self.end(of: dispatcher, on: client) }
            try await until { client.core.updates.isClaimed }
            if let bot {
                let before = client.core.updates.orderedCount
                try await ann.send("one", to: bot)
                try await until { begun.lines == ["one"] }
                try await ann.send("two", to: bot)
                try await until { client.core.updates.orderedCount == before + 2 }
            }
            if run == .cancelled {
                running.cancel()
                _ = await running.value
            }
            var end: Task<Void, Never>?
            switch stage {
            case .connected: break
            case .draining:
                end = Task { await client.shutdown() }
                try await until { client.core.updates.phase != .delivering }
            case .stopped: await client.disconnect()
            }
            let invoke = { @Sendable in
                await outcome { () throws(InvocationError) in try await client.invoke(Self.ping) }
            }
            if bot == nil, stage != .connected { _ = await running.value }
            var call = await invoke()
            // A shutdown without handlers takes calls for a moment.
            while call == "answered", calls != "answered" { call = await invoke() }
            let second = Task { await Self.end(of: dispatcher, on: client) }
            if rerun != "running" {
                let outcome = await second.value
                XCTAssertEqual(outcome, rerun, line: line)
            } else {
                try await until { begun.lines == (bot == nil ? [] : ["one", "one"]) }
            }
            gate.release()
            gate.release()
            try await until { handled.lines.count >= expected.count }
            await end?.value
            await client.shutdown()
            _ = await running.value
            _ = await second.value
            XCTAssertEqual(handled.lines, expected, line: line)
            XCTAssertEqual(begun.lines.filter { $0.hasPrefix("error") }, [], line: line)
            XCTAssertFalse(stage != .connected && begun.lines.contains("two"), "began after the end", line: line)
            guard let bot else { return [call] }
            let next = try await local.builder.session(storage).connect()
            try await next.signIn(botToken: bot.token)
            try await ann.send("three", to: bot)
            var texts: [String] = []
            for await update in next.updates {
                if case .message(let message) = update { texts.append(message.text) }
                if texts.last == "three" { break }
            }
            XCTAssertEqual(texts, again + ["three"], line: line)
            await next.disconnect()
            return [call]
        }
        XCTAssertEqual(result, [calls], line: line)
    }

    // MARK: Connected

    func testConnectedWithoutAccountAndRunning() async throws {
        try await check(.connected, .none, .running, calls: "answered", rerun: "already running")
    }

    func testConnectedWithoutAccountAndCancelled() async throws {
        try await check(.connected, .none, .cancelled, calls: "answered", rerun: "running")
    }

    func testConnectedAndRunning() async throws {
        try await check(
            .connected, .first, .running, calls: "answered", rerun: "already running", handled: ["one", "two"])
    }

    func testConnectedAndCancelled() async throws {
        try await check(.connected, .first, .cancelled, calls: "answered", rerun: "running", handled: ["one", "two"])
    }

    func testConnectedWithAnotherAccountAndRunning() async throws {
        try await check(
            .connected, .second, .running, calls: "answered", rerun: "already running", handled: ["one", "two"])
    }

    func testConnectedWithAnotherAccountAndCancelled() async throws {
        try await check(.connected, .second, .cancelled, calls: "answered", rerun: "running", handled: ["one", "two"])
    }

    // MARK: Draining

    func testDrainingWithoutAccountAndRunning() async throws {
        try await check(.draining, .none, .running, calls: "disconnected", rerun: "ended")
    }

    func testDrainingWithoutAccountAndCancelled() async throws {
        try await check(.draining, .none, .cancelled, calls: "disconnected", rerun: "ended")
    }

    func testDrainingAndRunning() async throws {
        try await check(
            .draining, .first, .running, calls: "answered", rerun: "already running", handled: ["one"], again: ["two"])
    }

    func testDrainingAndCancelled() async throws {
        try await check(.draining, .first, .cancelled, calls: "disconnected", rerun: "ended", again: ["one", "two"])
    }

    func testDrainingWithAnotherAccountAndRunning() async throws {
        try await check(
            .draining, .second, .running, calls: "answered", rerun: "already running", handled: ["one"], again: ["two"])
    }

    func testDrainingWithAnotherAccountAndCancelled() async throws {
        try await check(.draining, .second, .cancelled, calls: "disconnected", rerun: "ended", again: ["one", "two"])
    }

    // MARK: Stopped

    func testStoppedWithoutAccountAndRunning() async throws {
        try await check(.stopped, .none, .running, calls: "disconnected", rerun: "ended")
    }

    func testStoppedWithoutAccountAndCancelled() async throws {
        try await check(.stopped, .none, .cancelled, calls: "disconnected", rerun: "ended")
    }

    func testStoppedWhileRunning() async throws {
        try await check(
            .stopped, .first, .running, calls: "disconnected", rerun: "already running", again: ["one", "two"])
    }

    func testStoppedAndCancelled() async throws {
        try await check(.stopped, .first, .cancelled, calls: "disconnected", rerun: "ended", again: ["one", "two"])
    }

    func testStoppedWithAnotherAccountWhileRunning() async throws {
        try await check(
            .stopped, .second, .running, calls: "disconnected", rerun: "already running", again: ["one", "two"])
    }

    func testStoppedWithAnotherAccountAndCancelled() async throws {
        try await check(.stopped, .second, .cancelled, calls: "disconnected", rerun: "ended", again: ["one", "two"])
    }
}
