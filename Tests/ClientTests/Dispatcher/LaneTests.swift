// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramMTSender
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What waits for what.
final class LaneTests: XCTestCase {
    func testAButtonPassesTheMessagesOfItsChat() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let ann = try local.server.addPerson("ann")
            let (begun, gate) = (Log(), AsyncSemaphore(0))
            let dispatcher = Dispatcher(concurrency: 1)
            dispatcher.onMessage(.command("start")) { message in
                try await message.respond(.text("Well?").keyboard(.inline([[.callback("Cancel", data: "no")]])))
            }
            dispatcher.onMessage(.text && !.anyCommand) { message in
                begun.append(message.text)
                try await gate.acquire()
            }
            dispatcher.onCallbackQuery { try await $0.answer("cancelled") }
            async let run: Void = dispatcher.run(on: client)
            try await ann.send("/start", to: bot)
            let question = try await ann.expect(.button("Cancel"), from: bot)
            for number in 0..<20 { try await ann.send("\(number)", to: bot) }
            try await until { begun.lines == ["0"] }
            let answer = try await ann.press("Cancel", under: question)
            XCTAssertEqual(answer.message, "cancelled")
            XCTAssertEqual(begun.lines, ["0"])
            for _ in 0..<20 { gate.release() }
            try await until { begun.lines.count == 20 }
            await client.shutdown()
            try await run
            XCTAssertEqual(begun.lines, (0..<20).map(String.init))
        }
    }

    func testAStuckChatStopsNoOther() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            let (ann, bob) = (try local.server.addPerson("ann"), try local.server.addPerson("bob"))
            let gate = AsyncSemaphore(0)
            let dispatcher = Dispatcher(concurrency: 2)
            dispatcher.onMessage(.fromUser(ann.id)) { _ in try await gate.acquire() }
            dispatcher.onMessage(.fromUser(bob.id)) { try await $0.respond("hello") }
            let run = Task { try await dispatcher.run(on: client) }
            for number in 0..<300 { try await ann.send("\(number)", to: bot) }
            try await until { client.core.updates.orderedCount == 300 }
            try await bob.send("hello", to: bot)
            try await bob.expect(.text("hello"), from: bot)
            run.cancel()
            _ = await run.result
            await client.disconnect()
        }
    }

    func testADeletionComesAfterTheMessagesThatItSpeaksOf() throws {
        let lanes = ConversationLanes<Void>()
        let core = try TelegramClient.scripted(RecordingInvoker([])).core
        func place(_ update: Update) -> ConversationLanes<Void>.Placement { lanes.place(update, ()) }
        let (one, two) = (Self.message(1, from: 7, core), Self.message(2, from: 8, core))
        let deletion = Update.messagesDeleted(DeletedMessages(ids: [1, 2, 3], channelID: nil))
        guard case .first(.chat(.user(7))) = place(one),
            case .first(.chat(.user(8))) = place(two),
            case .behind(let gate) = place(deletion)
        else { return XCTFail("not behind its messages") }
        // Another chat does not wait for it.
        guard case .queued = place(Self.message(4, from: 7, core)) else { return XCTFail("no lane") }
        lanes.leave(one)
        XCTAssertFalse(gate.tryAcquire())
        lanes.leave(two)
        XCTAssertTrue(gate.tryAcquire())
        guard case .free = place(deletion) else { return XCTFail("it waits for nothing") }
    }

    func testRawUpdatesTakeTheLaneOfTheirChat() {
        let typing = Update.raw(.userTyping(.init(userID: 5, action: .typing)))
        XCTAssertEqual(typing.lane, .chat(.user(5)))
        let read = Update.raw(
            .readHistoryOutbox(.init(peer: .chat(.init(chatID: 6)), maxID: 1, pts: 1, ptsCount: 1)))
        XCTAssertEqual(read.lane, .chat(.chat(6)))
        XCTAssertEqual(Update.raw(.config).lane, .account)
        XCTAssertEqual(Update.messagesDeleted(.init(ids: [1], channelID: 9)).lane, .chat(.channel(9)))
    }

    private static func message(_ id: Int32, from user: Int64, _ core: ClientCore) -> Update {
        let message = TL.Message.message(
            .init(id: id, peerID: .user(.init(userID: user)), date: 0, message: "\(id)"))
        return Update(.newMessage(.init(message: message, pts: id, ptsCount: 1)), core.context())
    }
}
