// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What a program pays for messages that it keeps.
final class KeptMessageTests: XCTestCase {
    /// What the guide promises: 3 KiB for a message of one line that came by itself, with its sender and its chat.
    private static let promise = 3 << 10
    private static let count = 10_000

    /// A message as it comes in a supergroup, from the bytes of its container.
    private static func container(_ number: Int32) throws -> [UInt8] {
        let channel = PeerID.channel(70)
        let message = TL.Message.message(
            .init(
                id: number, fromID: .user(.init(userID: Int64(number))), peerID: channel.tlPeer,
                replyTo: .messageReplyHeader(.init(replyToMsgID: number - 1)), date: 1_700_000_000,
                message: "A line of text of some length, number \(number)",
                entities: [.bold(.init(offset: 2, length: 4)), .italic(.init(offset: 7, length: 2))]))
        let user = TL.User.user(
            .init(
                id: Int64(number), accessHash: 710, firstName: "Somebody \(number)", lastName: "With a name",
                username: "somebody_\(number)",
                photo: .userProfilePhoto(.init(photoID: 1, strippedThumb: [UInt8](repeating: 1, count: 120), dcID: 2))))
        let chat = TL.Chat.channel(
            .init(id: 70, accessHash: 700, title: "A supergroup", username: "supergroup", photo: .empty, date: 1))
        return try TL.Updates.updates(
            .init(
                updates: [.newChannelMessage(.init(message: message, pts: number, ptsCount: 1))], users: [user],
                chats: [chat], date: 1_700_000_000, seq: 0)
        ).encoded()
    }

    private static func message(in container: [UInt8], _ client: TelegramClient) throws -> Message {
        guard case .updates(let batch) = try TL.Updates(decoding: container), let update = batch.updates.first,
            case .message(let message) = Update(update, client.core.context(batch.users, batch.chats))
        else { throw NoMessage() }
        return message
    }

    private struct NoMessage: Error {}

    func testTenThousandMessagesTakeNoMoreThanThePromise() throws {
        let client = try TelegramClient.scripted(RecordingInvoker([]))
        // What the library sets up once.
        _ = try Self.message(in: Self.container(1), client)
        guard let before = ProcessFigures.liveMemory else { throw XCTSkip("nobody counts memory here") }
        var messages: [Message] = []
        messages.reserveCapacity(Self.count)
        for number in 1...Self.count {
            messages.append(try Self.message(in: Self.container(Int32(number)), client))
        }
        let size = try XCTUnwrap(ProcessFigures.liveMemory) - before
        print("\(Self.count) kept messages: \(size / Self.count) bytes each")
        XCTAssertLessThan(size, Self.count * Self.promise)
        XCTAssertEqual(messages.last?.sender?.username, "somebody_\(Self.count)")
    }

    func testAnObjectKnowsWhatCameInItsContainerAndNoMore() throws {
        let client = try TelegramClient.scripted(RecordingInvoker([]))
        let messages = try (1...3).map { try Self.message(in: Self.container($0), client) }
        for (index, message) in messages.enumerated() {
            for id in 1...3 {
                XCTAssertEqual(message.context.user(Int64(id)) != nil, id == index + 1, "message \(index), user \(id)")
            }
            XCTAssertEqual(message.chat?.title, "A supergroup")
        }
        // The context of one is gone with it.
        weak var context: ObjectContext.Shared?
        do {
            let message = try Self.message(in: Self.container(4), client)
            context = message.context.shared
            XCTAssertNotNil(context)
        }
        XCTAssertNil(context)
    }
}
