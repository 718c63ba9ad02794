// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Ten thousand people who talk with a bot at once.
final class CrowdTests: XCTestCase {
    /// Takes each message that is sent and each answer to a button.
    private final class Post: Invoker {
        private let state = Lock((messages: Int32(0), answers: 0))

        var messageCount: Int { state.withLock { Int($0.messages) } }
        var answerCount: Int { state.withLock { $0.answers } }

        func invoke<Function: TLFunction>(
            _ function: Function, on destination: CallDestination, options: CallOptions
        ) async throws(InvocationError) -> Function.Response {
            if let yes = true as? Function.Response {
                state.withLock { $0.answers += 1 }
                return yes
            }
            let id = state.withLock { state in
                state.messages += 1
                return state.messages
            }
            let sent = TL.Updates.updateShortSentMessage(.init(out: true, id: id, pts: 0, ptsCount: 0, date: 1))
            guard let sent = sent as? Function.Response else {
                throw .invalidArgument(method: "\(Function.self)", "the test has no answer for this call")
            }
            return sent
        }
    }

    private static let users = (1...10_000).map { Int64($0) + 100 }
    private static let knownUsers = users.map { TL.User.user(.init(id: $0, accessHash: 1)) }

    private static func updates(
        _ text: String, from users: [Int64], _ core: ClientCore, firstID: Int32
    ) throws -> [Update] {
        let context = core.context()
        return try users.enumerated().map { index, user in
            .message(
                try XCTUnwrap(
                    Message(Sample.message(firstID + Int32(index), in: .user(user), text, out: false), context)))
        }
    }

    /// What the handlers did, in their order, chat by chat.
    private final class Record: Sendable {
        private let lines = Lock<[Int64: [String]]>([:])

        func append(_ line: String, _ message: Message) {
            guard let user = message.senderID?.userID else { return }
            lines.withLock { $0[user, default: []].append(line) }
        }

        subscript(user: Int64) -> [String] { lines.withLock { $0[user] ?? [] } }
        func count(_ line: String) -> Int { lines.withLock { $0.values.count { $0.contains(line) } } }
    }

    func testTenThousandPeopleAreInConversationsAtOnce() async throws {
        let (clock, post, record, gate) = (VirtualClock(), Post(), Record(), AsyncSemaphore(0))
        let client = try TelegramClient.scripted(
            post, isBot: true, knowing: (Self.knownUsers, []), time: clock.timekeeper)
        let core = client.core
        let dispatcher = Dispatcher(concurrency: 16)
        dispatcher.onCommand("start") { message in
            do {
                let name = try await message.conversation.ask("Name?", timeout: .seconds(100))
                let age = try await message.conversation.ask("Age?", as: Int.self, timeout: .seconds(100))
                record.append("\(name.text) \(age)", message)
            } catch let error as ConversationError {
                record.append("\(error == .timedOut)", message)
            }
        }
        dispatcher.onMessage(.text(matching: /\d: .*/)) { message in
            if message.text == "0: stuck" { try await gate.acquire() }
            record.append(message.text, message)
        }
        dispatcher.onCallbackQuery { query in try await query.answer("Good") }
        try await within(.seconds(120)) {
            let run = Task { try await dispatcher.run(on: client) }
            try await until { core.updates.isClaimed }
            let users = Self.users
            let before = Self.memory
            core.updates.append(try Self.updates("/start", from: users, core, firstID: 1), [])
            try await until { post.messageCount == users.count && core.questions.count == users.count }
            try await until { core.updates.waitingCount == 0 }
            let sizes = zip(Self.memory, before).map { ($0 - $1) / users.count }
            print("a conversation that waits takes \(sizes[0]) bytes, and \(sizes[1]) with what the allocator keeps")
            for size in sizes { XCTAssertLessThan(size, 4_096 * Self.debugFactor) }
            // The last hundred do not answer any more.
            let talkative = Array(users.dropLast(100))
            core.updates.append(try Self.updates("Zoe", from: talkative.shuffled(), core, firstID: 20_000), [])
            try await until { post.messageCount == users.count + talkative.count }
            core.updates.append(try Self.updates("30", from: talkative.shuffled(), core, firstID: 40_000), [])
            try await until { record.count("Zoe 30") == talkative.count }
            clock.advance(by: .seconds(101))
            try await until { record.count("true") == 100 }
            XCTAssertEqual(core.questions.count, 0)
            // One chat is stuck: its button is answered all the same, and nobody else notices.
            core.updates.append(try Self.updates("0: stuck", from: [users[0]], core, firstID: 60_000), [])
            for step in 1...3 {
                let text = "\(step): more"
                core.updates.append(
                    try Self.updates(text, from: users, core, firstID: 60_000 + Int32(step) * 20_000), [])
            }
            core.updates.append(
                query: Update(
                    .botCallbackQuery(
                        .init(
                            queryID: 1, userID: users[0], peer: PeerID.user(users[0]).tlPeer, msgID: 1, chatInstance: 1)
                    ),
                    core.context()))
            try await until { record.count("3: more") == users.count - 1 && post.answerCount == 1 }
            XCTAssertEqual(record[users[0]], ["Zoe 30"])
            gate.release()
            try await until { record.count("3: more") == users.count }
            for user in users {
                let first = user > users[users.count - 101] ? "true" : "Zoe 30"
                let stuck = user == users[0] ? ["0: stuck"] : []
                XCTAssertEqual(record[user], [first] + stuck + ["1: more", "2: more", "3: more"])
            }
            run.cancel()
            _ = await run.result
        }
    }

    /// What is in use, where the allocator can tell, and what the process has.
    private static var memory: [Int] {
        let resident = ProcessFigures.residentMemory
        return [ProcessFigures.liveMemory ?? resident, resident]
    }

    /// Frames of functions are larger where the compiler does not optimise: 5 to 7.5 KiB were measured.
    private static var debugFactor: Int {
        #if DEBUG
        3
        #else
        1
        #endif
    }
}
