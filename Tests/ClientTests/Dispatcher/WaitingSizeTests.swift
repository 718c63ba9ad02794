// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What a handler that waits for a person keeps in memory.
final class WaitingSizeTests: XCTestCase {
    /// Notes which tasks make calls; it answers none while it is held.
    private final class Post: Invoker {
        let tasks = Lock<[Int?]>([])
        let cancellations = Lock(0)
        private let isHeld: Bool

        init(isHeld: Bool = false) { self.isHeld = isHeld }

        func invoke<Function: TLFunction>(
            _ function: Function, on destination: CallDestination, options: CallOptions
        ) async throws(InvocationError) -> Function.Response {
            let id = tasks.withLock { tasks in
                tasks.append(TaskIdentity.current)
                return Int32(tasks.count)
            }
            if isHeld {
                try? await Task.sleep(for: .seconds(3_600))
                cancellations.withLock { $0 += Task.isCancelled ? 1 : 0 }
                throw .cancelled
            }
            let sent = TL.Updates.updateShortSentMessage(.init(out: true, id: id, pts: 0, ptsCount: 0, date: 1))
            guard let sent = sent as? Function.Response else {
                throw .invalidArgument(method: "\(Function.self)", "the test has no answer for this call")
            }
            return sent
        }
    }

    /// Runs a dispatcher whose handler of messages asks, and gives it a message.
    private func run(
        _ post: Post, _ body: @escaping @Sendable (ClientCore, SharedTask, Task<Void, any Error>) async throws -> Void
    ) async throws {
        let client = try TelegramClient.scripted(
            post, isBot: true, knowing: ([.user(.init(id: 5, accessHash: 1))], []), time: VirtualClock().timekeeper)
        let core = client.core
        let task = SharedTask()
        let dispatcher = Dispatcher()
        dispatcher.onCommand("start") { message in
            task.id.withLock { $0 = TaskIdentity.current }
            try await message.conversation.ask("Name?")
        }
        try await within {
            let run: Task<Void, any Error> = Task { try await dispatcher.run(on: client) }
            try await until { core.updates.isClaimed }
            let message = try XCTUnwrap(Message(Sample.message(1, in: .user(5), "/start", out: false), core.context()))
            core.updates.append([.message(message)], [])
            try await body(core, task, run)
            run.cancel()
            _ = await run.result
        }
    }

    private final class SharedTask: Sendable {
        let id = Lock<Int?>(nil)
    }

    func testAQuestionIsSentFromATaskOfItsOwn() async throws {
        let post = Post()
        try await run(post) { core, handler, _ in
            try await until { core.questions.count == 1 && core.updates.activeCount == 0 }
            // The memory of the calls below the one that sends goes with its task.
            let (asks, sends) = (handler.id.withLock { $0 }, post.tasks.withLock { $0 })
            XCTAssertNotNil(asks)
            XCTAssertEqual(sends.count, 1)
            XCTAssertFalse(sends.contains(asks))
        }
    }

    func testTheTaskThatSendsAQuestionIsCancelledWithTheHandler() async throws {
        let post = Post(isHeld: true)
        try await run(post) { core, _, run in
            try await until { post.tasks.withLock { $0.count } == 1 }
            run.cancel()
            _ = await run.result
            XCTAssertEqual(post.cancellations.withLock { $0 }, 1)
            XCTAssertEqual(core.questions.count, 0)
        }
    }

    func testWhatHandlersPassOnIsSmall() {
        // Each function between the dispatcher and the wait may have a copy.
        XCTAssertLessThanOrEqual(MemoryLayout<Message>.size, 16)
        XCTAssertLessThanOrEqual(MemoryLayout<Update>.size, 17)
        XCTAssertLessThanOrEqual(MemoryLayout<Conversation<NoState>>.size, 32)
        XCTAssertLessThanOrEqual(MemoryLayout<Result<QuestionTable.Answer, any Error>>.size, 9)
        XCTAssertEqual(MemoryLayout<UpdateQueue.Ticket>.size, MemoryLayout<Int>.size)
        XCTAssertEqual(MemoryLayout<SendPlan>.size, MemoryLayout<Int>.size)
    }
}
