// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramLocalServer
import FerogramMTSender
import FerogramSession
import FerogramTestSupport
import XCTest

@testable import Ferogram

final class ConversationTests: XCTestCase {
    private enum Order: ConversationState {
        case product
        case amount(product: String)
    }

    /// Runs a dispatcher on a bot while a closure plays the people.
    private func run(
        _ dispatcher: Dispatcher,
        _ body: @escaping @Sendable (LocalClients, LocalBot, TelegramClient) async throws -> Void
    ) async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                try await body(local, bot, client)
                group.cancelAll()
            }
            await client.disconnect()
        }
    }

    private static func makeOrders(_ states: StateSource) -> Dispatcher {
        let dispatcher = Dispatcher(states: states)
        dispatcher.onCommand("order") { message in
            try await message.conversation(as: Order.self).transition(to: .product)
            try await message.respond("What?")
        }
        dispatcher.onMessage(in: Order.self) { message, state, conversation in
            switch state {
            case .product:
                try await conversation.transition(to: .amount(product: message.text))
                try await message.respond("How many?")
            case .amount(let product):
                let count = try await conversation.update("orders", default: 0) { count in
                    count += 1
                    return count
                }
                try await conversation.end()
                try await message.respond("\(message.text) \(product), order \(count)")
            }
        }
        dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("no order") }
        return dispatcher
    }

    func testStatesLeadThroughAConversation() async throws {
        try await run(Self.makeOrders(.memory)) { local, bot, _ in
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            try await ann.send("hello", to: bot)
            try await ann.expect(.text("no order"), from: bot)
            try await ann.send("/order", to: bot)
            try await ann.expect(.text("What?"), from: bot)
            try await bob.send("tea", to: bot)
            try await bob.expect(.text("no order"), from: bot)
            try await ann.send("tea", to: bot)
            try await ann.expect(.text("How many?"), from: bot)
            try await ann.send("3", to: bot)
            try await ann.expect(.text("3 tea, order 1"), from: bot)
            try await ann.send("4", to: bot)
            try await ann.expect(.text("no order"), from: bot)
        }
    }

    func testStatesOutliveTheDispatcher() async throws {
        let store = MemoryStore()
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            for (text, answer) in [("/order", "What?"), ("tea", "How many?"), ("3", "3 tea, order 1")] {
                let dispatcher = Self.makeOrders(.store(store))
                let run = Task { try await dispatcher.run(on: client) }
                try await ann.send(text, to: bot)
                try await ann.expect(.text(answer), from: bot)
                // What is cut off comes again.
                try await until { client.core.updates.activeCount == 0 }
                run.cancel()
                _ = await run.result
            }
            await client.disconnect()
        }
    }

    func testQuestionsAreAsked() async throws {
        let dispatcher = Dispatcher(concurrency: 1)
        dispatcher.onCommand("start") { message in
            let name = try await message.conversation.ask("Name?")
            let age = try await message.conversation.ask("Age?", as: Int.self, retry: "A number, please")
            let city = try await message.conversation.choose(from: ["Rome", "Bern"], "City?")
            try await message.respond("\(name.text) \(age) \(city)")
        }
        dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
        dispatcher.onError { error, update in
            if case .message(let message) = update { _ = try await message.respond("\(error)") }
        }
        try await run(dispatcher) { local, bot, _ in
            let people = try ["ann", "bob", "eve"].map { try local.server.addPerson($0) }
            for person in people {
                try await person.send("/start", to: bot)
                try await person.expect(.text("Name?"), from: bot)
            }
            for person in people.reversed() {
                try await person.send("me", to: bot)
                try await person.expect(.text("Age?"), from: bot)
                try await person.send("old", to: bot)
                try await person.expect(.text("A number, please"), from: bot)
                try await person.send("40", to: bot)
                try await person.expect(.button("Rome"), from: bot)
                // What is no choice waits for the end of the handler.
                try await person.send("Paris", to: bot)
                try await person.send("Bern", to: bot)
                try await person.expect(.text("me 40 Bern"), from: bot)
                try await person.expect(.text("echo Paris"), from: bot)
            }
            try await people[0].send("/start", to: bot)
            try await people[0].expect(.text("Name?"), from: bot)
            try await people[0].send("/CANCEL", to: bot)
            try await people[0].expect(.text("\(ConversationError.canceled)"), from: bot)
        }
    }

    func testTwoQuestionsAtOnceGiveTheirSlotBackOnce() async throws {
        let dispatcher = Dispatcher(concurrency: 1)
        let isFirst = Lock(true)
        dispatcher.onCommand("start") { message in
            async let first = try? message.conversation.ask("One?", timeout: .seconds(30))
            // So that they are asked in this order.
            while !isFirst.withLock({ $0 == false }) { try await Task.sleep(for: .milliseconds(1)) }
            async let second = message.conversation.ask("Two?", timeout: .seconds(30))
            let texts = [await first?.text ?? "none", try await second.text]
            try await message.respond(texts.joined(separator: " "))
        }
        dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
        try await run(dispatcher) { local, bot, client in
            let ann = try local.server.addPerson("ann")
            try await within(.seconds(20)) {
                for _ in 0..<3 {
                    isFirst.withLock { $0 = true }
                    try await ann.send("/start", to: bot)
                    try await ann.expect(.text("One?"), from: bot)
                    try await until { client.core.updates.activeCount == 0 }
                    isFirst.withLock { $0 = false }
                    try await ann.expect(.text("Two?"), from: bot)
                    try await ann.send("yes", to: bot)
                    try await ann.expect(.text("none yes"), from: bot)
                    try await ann.send("hello", to: bot)
                    try await ann.expect(.text("echo hello"), from: bot)
                }
            }
        }
    }

    func testAQuestionThatOutlivesItsHandlerTakesNoSlot() async throws {
        let (dispatcher, gate, log) = (Dispatcher(concurrency: 1), AsyncSemaphore(0), Log())
        dispatcher.onCommand("start") { message in
            Task {
                let answer = try? await message.conversation.ask("Name?", timeout: .seconds(30))
                log.append(answer?.text ?? "none")
            }
            try await gate.acquire()
        }
        dispatcher.onMessage(.text && !.anyCommand) { try await $0.respond("echo \($0.text)") }
        try await run(dispatcher) { local, bot, client in
            let ann = try local.server.addPerson("ann")
            try await within(.seconds(20)) {
                for number in 1...3 {
                    try await ann.send("/start", to: bot)
                    try await ann.expect(.text("Name?"), from: bot)
                    // The handler has given its slot back, and ends before the answer comes.
                    try await until { client.core.updates.activeCount == 0 }
                    gate.release()
                    try await ann.send("/other", to: bot)
                    try await until { log.lines.count == number }
                    try await ann.send("hello", to: bot)
                    try await ann.expect(.text("echo hello"), from: bot)
                }
            }
        }
        XCTAssertEqual(log.lines, ["/other", "/other", "/other"])
    }

    func testWordsThatEndAQuestionAreOfAnyCase() async throws {
        let dispatcher = Dispatcher()
        dispatcher.onCommand("start") { message in
            do {
                try await message.conversation.ask("Name?", cancelWords: ["Stop", "ABBRUCH"])
                try await message.respond("answered")
            } catch ConversationError.canceled {
                try await message.respond("cancelled")
            }
        }
        try await run(dispatcher) { local, bot, _ in
            let ann = try local.server.addPerson("ann")
            for word in ["Stop", "stop", "STOP", "abbruch"] {
                try await ann.send("/start", to: bot)
                try await ann.expect(.text("Name?"), from: bot)
                try await ann.send(word, to: bot)
                try await ann.expect(.text("cancelled"), from: bot)
            }
        }
    }

    func testNothingIsShownWhileAHandlerWaitsForAPerson() async throws {
        let (clock, invoker) = (VirtualClock(), RecordingInvoker([]))
        let client = try TelegramClient.scripted(
            invoker, isBot: true, knowing: (Sample.users, Sample.chats), time: clock.timekeeper)
        let message = try XCTUnwrap(
            Message(Sample.message(3, in: Sample.user, "x", out: false), client.core.context(Sample.users, [])))
        let turn = HandlerTurn(.message(message), HandlerTurn.Setting(states: nil) { true })
        try await within {
            try await HandlerTurn.$current.withValue(turn) {
                try await Middleware.showing(.typing).body(.message(message)) { _ in
                    try await until { invoker.calls.count == 1 && clock.sleeperCount == 1 }
                    turn.beginWaiting()
                    for _ in 0..<3 {
                        clock.advance(by: .seconds(5))
                        try await until { clock.sleeperCount == 1 }
                    }
                    XCTAssertEqual(invoker.calls.count, 1)
                    await turn.endWaiting()
                    clock.advance(by: .seconds(5))
                    try await until { invoker.calls.count == 2 }
                }
            }
        }
    }

    func testAQuestionEndsWithTheRun() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onCommand("start") { message in
            do {
                try await message.conversation.ask("Name?")
            } catch {
                log.append("ended")
                throw error
            }
        }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            async let run: Void = dispatcher.run(on: client)
            try await ann.send("/start", to: bot)
            try await ann.expect(.text("Name?"), from: bot)
            await client.disconnect()
            try await run
            XCTAssertEqual(log.lines, ["ended"])
        }
    }

    func testQuestionsAreRefusedWhereNobodyReads() async throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context(Sample.users)
        let message = try XCTUnwrap(Message(Sample.message(3, out: false), context))
        do {
            try await message.conversation.ask("Name?")
            XCTFail("asked")
        } catch let error as ConversationError {
            XCTAssertEqual(error, .noDispatcher)
        }
    }

    // MARK: The table of questions

    private func table(_ clock: VirtualClock) throws -> (QuestionTable, ObjectContext) {
        let questions = QuestionTable()
        questions.begin(clock.timekeeper)
        return (questions, try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context())
    }

    private static func message(_ text: String, from user: Int64, _ context: ObjectContext) throws -> Message {
        try XCTUnwrap(Message(Sample.message(3, in: .user(user), text, out: false), context))
    }

    private final class Answers: Sendable {
        let texts = Lock<[Int64: String]>([:])
    }

    func testTenThousandConversationsWaitAtOnce() async throws {
        let clock = VirtualClock()
        let (questions, context) = try table(clock)
        let count: Int64 = 10_000
        let answers = Answers()
        try await within {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for user in 1...count {
                    group.addTask {
                        for step in 0..<2 {
                            let place = QuestionTable.Place(chat: .user(user), sender: .user(user))
                            let id = try questions.open(place) { $0.text == "\(step)" }
                            let answer = try await questions.result(of: id, timeout: .seconds(100)).get().message
                            answers.texts.withLock { $0[user, default: ""] += answer.text }
                        }
                    }
                }
                for step in 0..<2 {
                    for user in (1...count).shuffled() {
                        let message = try Self.message("\(step)", from: user, context)
                        let other = try Self.message("other", from: user, context)
                        XCTAssertNil(questions.offer(other))
                        try await until { questions.offer(message) != nil }
                    }
                }
                try await group.waitForAll()
            }
        }
        XCTAssertEqual(answers.texts.withLock { $0.count }, Int(count))
        XCTAssertTrue(answers.texts.withLock { $0.values.allSatisfy { $0 == "01" } })
        XCTAssertEqual(questions.count, 0)
    }

    func testQuestionsTimeOutOnTheClock() async throws {
        let clock = VirtualClock()
        let (questions, _) = try table(clock)
        let log = Log()
        try await within {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (user, seconds) in [(1, 30), (2, 10), (3, 20)] as [(Int64, Int)] {
                    let id = try questions.open(.init(chat: .user(user), sender: .user(user))) { _ in true }
                    group.addTask {
                        do {
                            _ = try await questions.result(of: id, timeout: .seconds(seconds)).get()
                        } catch let error as ConversationError {
                            log.append("\(user) \(error == .timedOut)")
                        }
                    }
                }
                group.addTask { await clock.run(timesFaster: 1_000) }
                try await until { log.lines.count == 3 }
                group.cancelAll()
            }
        }
        XCTAssertEqual(log.lines, ["2 true", "3 true", "1 true"])
        XCTAssertEqual(questions.count, 0)
    }

    func testANewQuestionTakesThePlaceOfAnOlderOne() async throws {
        let (questions, context) = try table(VirtualClock())
        let place = QuestionTable.Place(chat: .user(5), sender: .user(5))
        let older = try questions.open(place) { _ in true }
        let newer = try questions.open(place) { _ in true }
        do {
            _ = try await questions.result(of: older, timeout: .seconds(1)).get()
            XCTFail("answered")
        } catch let error as ConversationError {
            XCTAssertEqual(error, .superseded)
        }
        // An answer that comes before anybody waits is kept, and the next message is another matter.
        XCTAssertNotNil(questions.offer(try Self.message("first", from: 5, context)))
        XCTAssertNil(questions.offer(try Self.message("second", from: 5, context)))
        let answer = try await questions.result(of: newer, timeout: .seconds(1)).get().message
        XCTAssertEqual(answer.text, "first")
    }

    func testCancellationEndsAQuestion() async throws {
        let (questions, _) = try table(VirtualClock())
        let id = try questions.open(.init(chat: .user(5), sender: .user(5))) { _ in true }
        let task = Task { try await questions.result(of: id, timeout: .seconds(1)).get() }
        task.cancel()
        let result = await task.result
        XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError) }
        XCTAssertEqual(questions.count, 0)
    }

    /// A table of questions has no lock that the program's own closure could meet.
    func testAProgramMayUseQuestionsWhereItAcceptsAnAnswer() throws {
        let (questions, context) = try table(VirtualClock())
        let id = try questions.open(.init(chat: .user(5), sender: .user(5))) { $0.text == "\(questions.count)" }
        XCTAssertNil(questions.offer(try Self.message("2", from: 5, context)))
        XCTAssertNotNil(questions.offer(try Self.message("1", from: 5, context)))
        XCTAssertEqual(questions.close(id)?.message.text, "1")
    }

    func testNobodyElseAnswersAQuestionToAnAdministratorWithoutAName() async throws {
        let chats = [Sample.group, Sample.supergroup, Sample.channel]
        let client = try TelegramClient.scripted(RecordingInvoker([]), isBot: true)
        let (questions, context) = (client.core.questions, client.core.context(Sample.users, Sample.chats))
        questions.begin(VirtualClock().timekeeper)
        func message(_ id: Int32, in chat: PeerID, from sender: PeerID?) throws -> Message {
            try XCTUnwrap(Message(Sample.message(id, in: chat, from: sender, "x", out: false), context))
        }
        for chat in chats.prefix(2) {
            for sender in [nil, chat, .channel(77)] as [PeerID?] {
                let asked = try message(3, in: chat, from: sender)
                let task = Task { try await Conversation<NoState>(asked, nil).ask("Name?") }
                task.cancel()
                _ = await task.result
                let id = try questions.open(.init(to: asked)) { _ in true }
                XCTAssertNil(questions.offer(try message(4, in: chat, from: Sample.user)), "\(chat) \(sender as Any)")
                XCTAssertNotNil(questions.offer(try message(5, in: chat, from: sender)), "\(chat) \(sender as Any)")
                questions.close(id)
            }
        }
    }

    func testTooManyMessagesBehindAQuestionEndIt() throws {
        let core = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core
        let lanes = ConversationLanes<Int>(waitingLimit: 3)
        func place(_ number: Int) throws -> ConversationLanes<Int>.Placement {
            lanes.place(.message(try Self.message("\(number)", from: 5, core.context())), number)
        }
        let lane = UpdateLaneName.chat(.user(5))
        guard case .first(lane) = try place(0), case .queued = try place(1) else { return XCTFail("placement") }
        XCTAssertEqual(lanes.next(of: lane)?.ticket, 0)
        XCTAssertEqual(lanes.beginWaiting(in: lane), 1)
        guard case .queuedBehindWaiting = try place(2), case .queuedBehindWaiting = try place(3),
            case .queuedBehindTooMany(lane) = try place(4)
        else { return XCTFail("placement") }
        lanes.endWaiting(in: lane)
        guard case .queued = try place(5) else { return XCTFail("placement") }
        var order: [String] = []
        while let next = lanes.next(of: lane) { order.append("\(next.ticket) \(next.hasRoom)") }
        XCTAssertEqual(order, ["1 false", "2 false", "3 false", "4 true", "5 true"])
    }

    func testStatesAndValuesAreKeptInAStore() async throws {
        let store = MemoryStore()
        let storage = StoreStateStorage(store)
        let (one, other) = (ConversationKey(userID: 1, chatID: 2), ConversationKey(userID: 1, chatID: 22))
        try await storage.setState("a", for: one)
        try await storage.setState("b", for: other)
        for number in 0..<250 { try await storage.setValue([1], of: "f\(number)", for: one) }
        let states = [try await storage.state(for: one), try await StoreStateStorage(store).state(for: other)]
        XCTAssertEqual(states, ["a", "b"])
        let count = try await storage.values(for: one).count
        XCTAssertEqual(count, 250)
        try await storage.setValue(nil, of: "f0", for: one)
        let gone = try await storage.value(of: "f0", for: one)
        XCTAssertNil(gone)
        try await storage.clearValues(for: one)
        let (values, state) = (try await storage.values(for: one), try await storage.state(for: one))
        XCTAssertEqual(values, [:])
        XCTAssertEqual(state, "a")
        try await storage.clearAll(for: one)
        let rest = [try await storage.state(for: one), try await storage.state(for: other)]
        XCTAssertEqual(rest, [nil, "b"])
    }
}
