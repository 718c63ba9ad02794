// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramLocalServer

extension Party {
    /// Makes a supergroup or a channel of Ann's.
    ///
    /// - Parameters:
    ///   - isBroadcast: Whether it is a channel.
    ///   - username: Its public name.
    ///   - others: Who else is there.
    /// - Returns: Its number as the Bot API writes it.
    /// - Throws: `RPCFailure`.
    func makeChannel(isBroadcast: Bool = false, username: String? = nil, with others: [Int64]) throws -> Int64 {
        let channel = try harness.engine.world.createChannel(
            "Talk", isBroadcast: isBroadcast, username: username, by: annID, with: others
        ).channel
        try settle()
        return channel.number
    }

    /// Makes a group of Ann's the place in which the posts of a channel of hers are talked about.
    func link(_ channel: Int64, _ group: Int64) throws {
        let linked = try ann.invoke(
            TL.channels.SetDiscussionGroup(broadcast: inputChannel(channel, annID), group: inputChannel(group, annID)))
        XCTAssertTrue(linked)
        try settle()
    }

    /// Delivers what is under way, and forgets it.
    func settle() throws {
        harness.engine.deliver()
        try harness.pump()
        for client in [ann, bob, bot] { _ = client.takeUpdates() }
    }

    /// A chat or a person as somebody names it.
    func peer(_ number: Int64, _ viewer: Int64) -> TL.InputPeer {
        let hash = harness.engine.world.accessHash(of: number, for: viewer)
        return switch PeerNumber(number) {
        case .user(let id): id == viewer ? .peerSelf : .user(.init(userID: id, accessHash: hash))
        case .group(let id): .chat(.init(chatID: id))
        case .channel(let id): .channel(.init(channelID: id, accessHash: hash))
        }
    }

    /// A channel as somebody names it.
    func inputChannel(_ number: Int64, _ viewer: Int64) -> TL.InputChannel {
        guard case .channel(let id) = PeerNumber(number) else { return .empty }
        let hash = harness.engine.world.accessHash(of: number, for: viewer)
        return .inputChannel(.init(channelID: id, accessHash: hash))
    }

    /// Has somebody write; the number of the message in the writer's copy is returned.
    @discardableResult
    func say(
        _ text: String, by writer: Int64, in chat: Int64, answering: Int32? = nil, media: TL.InputMedia? = nil
    ) throws -> Int32 {
        let replyTo = answering.map { TL.InputReplyTo.message(.init(replyToMsgID: $0)) }
        let randomID = nextRandomID()
        let updates =
            if let media {
                try client(of: writer).invoke(
                    TL.messages.SendMedia(
                        peer: peer(chat, writer), replyTo: replyTo, media: media, message: text, randomID: randomID))
            } else {
                try client(of: writer).invoke(
                    TL.messages.SendMessage(
                        peer: peer(chat, writer), replyTo: replyTo, message: text, randomID: randomID))
            }
        if case .updateShortSentMessage(let sent) = updates { return sent.id }
        return try XCTUnwrap(updates.messages.first).id
    }

    /// A number for the next message.
    func nextRandomID() -> Int64 { Int64(harness.generator.next() >> 1) | 1 }

    func client(of person: Int64) -> EngineClient {
        person == annID ? ann : person == bobID ? bob : bot
    }

    /// A message as somebody finds it.
    func message(_ id: Int32, in chat: Int64, for viewer: Int64) throws -> TL.Message.Message {
        let world = harness.engine.world
        let stored = try world.message(id, in: chat, of: viewer)
        guard case .message(let message) = world.message(stored, for: viewer) else { throw Unexpected("no text") }
        return message
    }

    /// The number that a message has in the other side's copy.
    func counterpart(of id: Int32, of owner: Int64, in chat: Int64, for other: Int64) throws -> Int32 {
        let world = harness.engine.world
        let stored = try world.message(id, in: chat, of: owner)
        return try XCTUnwrap(world.mailbox(of: other).message(withSharedID: stored.sharedID)).id
    }
}

extension TL.Updates {
    /// The updates in it, whatever form they have.
    var all: [TL.Update] {
        switch self {
        case .updates(let batch): batch.updates
        case .updateShort(let short): [short.update]
        default: []
        }
    }

    /// The messages that it brings.
    var messages: [TL.Message.Message] {
        all.compactMap { update in
            switch update {
            case .newMessage(let new): if case .message(let message) = new.message { message } else { nil }
            case .newChannelMessage(let new): if case .message(let message) = new.message { message } else { nil }
            default: nil
            }
        }
    }
}

extension TL.messages.Messages {
    /// The messages of a page, and how many there are in all.
    var page: (ids: [Int32], count: Int32) {
        let (messages, count): ([TL.Message], Int32?) =
            switch self {
            case .messages(let answer): (answer.messages, nil)
            case .slice(let answer): (answer.messages, answer.count)
            case .channelMessages(let answer): (answer.messages, answer.count)
            case .notModified: ([], nil)
            }
        let ids = messages.compactMap { message -> Int32? in
            switch message {
            case .message(let message): message.id
            case .service(let message): message.id
            case .empty: nil
            }
        }
        return (ids, count ?? Int32(clamping: ids.count))
    }
}

/// Requires that the server refuses something with a certain error.
func assertRefused<Value>(_ failure: RPCFailure, _ body: @autoclosure () throws -> Value, line: UInt = #line) {
    XCTAssertThrowsError(try body(), line: line) { XCTAssertEqual($0 as? RPCFailure, failure, line: line) }
}
