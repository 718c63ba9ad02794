// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What is unread beside messages; see core.telegram.org/api/mentions, core.telegram.org/api/reactions and
/// core.telegram.org/api/poll.
final class UnreadMethodTests: XCTestCase {
    private enum Kind: CaseIterable { case mentions, reactions, votes }

    private func list(
        _ kind: Kind, _ party: Party, of viewer: Int64, in chat: Int64, limit: Int32 = 10
    ) throws -> (ids: [Int32], count: Int32) {
        let (client, peer) = (party.client(of: viewer), party.peer(chat, viewer))
        return switch kind {
        case .mentions:
            try client.invoke(
                TL.messages.GetUnreadMentions(
                    peer: peer, offsetID: 0, addOffset: 0, limit: limit, maxID: 0, minID: 0)
            ).page
        case .reactions:
            try client.invoke(
                TL.messages.GetUnreadReactions(
                    peer: peer, offsetID: 0, addOffset: 0, limit: limit, maxID: 0, minID: 0)
            ).page
        case .votes:
            try client.invoke(
                TL.messages.GetUnreadPollVotes(
                    peer: peer, offsetID: 0, addOffset: 0, limit: limit, maxID: 0, minID: 0)
            ).page
        }
    }

    private func read(
        _ kind: Kind, _ party: Party, by viewer: Int64, in chat: Int64
    ) throws -> TL.messages.AffectedHistory {
        let (client, peer) = (party.client(of: viewer), party.peer(chat, viewer))
        return switch kind {
        case .mentions: try client.invoke(TL.messages.ReadMentions(peer: peer))
        case .reactions: try client.invoke(TL.messages.ReadReactions(peer: peer))
        case .votes: try client.invoke(TL.messages.ReadPollVotes(peer: peer))
        }
    }

    /// The numbers of the list of conversations: mentions, reactions, votes.
    private func badges(_ party: Party, of viewer: Int64, in chat: Int64) throws -> [Int32] {
        let answer = try party.client(of: viewer).invoke(
            TL.messages.GetPeerDialogs(peers: [.inputDialogPeer(.init(peer: party.peer(chat, viewer)))]))
        guard case .dialog(let dialog)? = answer.dialogs.first else { throw Unexpected("no dialog") }
        return [dialog.unreadMentionsCount, dialog.unreadReactionsCount, dialog.unreadPollVotesCount]
    }

    private func poll() -> TL.InputMedia {
        .poll(
            .init(
                poll: .init(
                    id: 0, publicVoters: true, question: .init(text: "Which?", entities: []),
                    answers: [
                        .pollAnswer(.init(text: .init(text: "a", entities: []), option: [1])),
                        .pollAnswer(.init(text: .init(text: "b", entities: []), option: [2])),
                    ], hash: 0)))
    }

    func testEachKindIsListedCountedAndRead() throws {
        for isChannel in [true, false] {
            let party = try Party()
            let chat: Int64
            if isChannel {
                chat = try party.makeChannel(with: [party.bobID, party.botID])
            } else {
                chat = try party.harness.engine.world.createGroup("Talk", by: party.annID, with: [party.bobID]).group
                    .number
                try party.settle()
            }
            func id(_ id: Int32, from other: Int64) throws -> Int32 {
                isChannel ? id : try party.counterpart(of: id, of: other, in: chat, for: party.annID)
            }
            try party.harness.engine.world.setUsername("ann_here", of: party.annID)
            let plain = try party.say("plain", by: party.annID, in: chat)
            let asked = try party.say("", by: party.annID, in: chat, media: poll())
            let bobs = { (id: Int32) throws -> Int32 in
                isChannel ? id : try party.counterpart(of: id, of: party.annID, in: chat, for: party.bobID)
            }
            let peer = party.peer(chat, party.bobID)
            let named = try id(party.say("look, @ann_here", by: party.bobID, in: chat), from: party.bobID)
            let answer = try id(
                party.say("an answer", by: party.bobID, in: chat, answering: bobs(plain)), from: party.bobID)
            try party.say("nothing", by: party.bobID, in: chat)
            _ = try party.bob.invoke(
                TL.messages.SendReaction(peer: peer, msgID: bobs(plain), reaction: [.emoji(.init(emoticon: "👍"))]))
            _ = try party.bob.invoke(TL.messages.SendVote(peer: peer, msgID: bobs(asked), options: [[1]]))

            XCTAssertEqual(try list(.mentions, party, of: party.annID, in: chat).ids, [answer, named])
            XCTAssertEqual(try list(.reactions, party, of: party.annID, in: chat).ids, [plain])
            XCTAssertEqual(try list(.votes, party, of: party.annID, in: chat).ids, [asked])
            let part = try list(.mentions, party, of: party.annID, in: chat, limit: 1)
            XCTAssertEqual(part.ids, [answer])
            XCTAssertEqual(part.count, 2)
            XCTAssertEqual(try badges(party, of: party.annID, in: chat), [2, 1, 1])
            XCTAssertEqual(try badges(party, of: party.bobID, in: chat), [0, 0, 0], "what one does oneself is seen")
            for seen in [named, answer] {
                let message = try party.message(seen, in: chat, for: party.annID)
                XCTAssertTrue(message.mentioned && message.mediaUnread)
            }
            for kind in Kind.allCases {
                XCTAssertEqual(try list(kind, party, of: party.bobID, in: chat).ids, [])
                XCTAssertGreaterThanOrEqual(try read(kind, party, by: party.annID, in: chat).pts, 1)
                XCTAssertEqual(try list(kind, party, of: party.annID, in: chat).ids, [])
            }
            XCTAssertEqual(try badges(party, of: party.annID, in: chat), [0, 0, 0])
            let message = try party.message(named, in: chat, for: party.annID)
            XCTAssertTrue(message.mentioned, "it still names her")
            XCTAssertFalse(message.mediaUnread)
        }
    }

    func testWhatIsDeletedOrTakenBackIsNotUnread() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID])
        let plain = try party.say("plain", by: party.annID, in: chat)
        let asked = try party.say("", by: party.annID, in: chat, media: poll())
        let peer = party.peer(chat, party.bobID)
        let answer = try party.say("an answer", by: party.bobID, in: chat, answering: plain)
        _ = try party.bob.invoke(
            TL.messages.SendReaction(peer: peer, msgID: plain, reaction: [.emoji(.init(emoticon: "👍"))]))
        _ = try party.bob.invoke(TL.messages.SendVote(peer: peer, msgID: asked, options: [[1]]))
        XCTAssertEqual(try badges(party, of: party.annID, in: chat), [1, 1, 1])
        _ = try party.bob.invoke(
            TL.channels.DeleteMessages(channel: party.inputChannel(chat, party.bobID), id: [answer]))
        _ = try party.bob.invoke(TL.messages.SendReaction(peer: peer, msgID: plain, reaction: []))
        _ = try party.bob.invoke(TL.messages.SendVote(peer: peer, msgID: asked, options: []))
        XCTAssertEqual(try badges(party, of: party.annID, in: chat), [0, 0, 0])
        let state = party.harness.engine.world.messageState
        XCTAssertTrue(state.unread.values.allSatisfy { $0.values.allSatisfy(\.isEmpty) }, "nothing of it is kept")
        XCTAssertTrue(state.mentions.values.allSatisfy(\.isEmpty))
    }

    func testWhoeverSpeaksLearnsThatSomebodyListened() throws {
        let party = try Party()
        let sent = try party.say("", by: party.annID, in: party.bobID, media: voice(party, 5))
        let heard = try party.counterpart(of: sent, of: party.annID, in: party.bobID, for: party.bobID)
        XCTAssertTrue(try party.message(sent, in: party.bobID, for: party.annID).mediaUnread)
        XCTAssertTrue(try party.message(heard, in: party.annID, for: party.bobID).mediaUnread)
        try party.settle()
        let before = party.harness.engine.world.mailbox(of: party.bobID).pts
        let affected = try party.bob.invoke(TL.messages.ReadMessageContents(id: [heard, 999]))
        XCTAssertEqual([affected.pts, affected.ptsCount], [before + 1, 1])
        XCTAssertFalse(try party.message(sent, in: party.bobID, for: party.annID).mediaUnread)
        XCTAssertFalse(try party.message(heard, in: party.annID, for: party.bobID).mediaUnread)
        let told = party.ann.takeUpdates().flatMap(\.all).compactMap { update in
            if case .readMessagesContents(let read) = update { read.messages } else { nil }
        }
        XCTAssertEqual(told, [[sent]])
        XCTAssertEqual(try party.bob.invoke(TL.messages.ReadMessageContents(id: [heard])).ptsCount, 0, "it is seen")
        // In a channel it is nobody's number.
        let chat = try party.makeChannel(with: [party.bobID])
        let again = try party.say("", by: party.annID, in: chat, answering: nil, media: voice(party, 6))
        XCTAssertTrue(try party.message(again, in: chat, for: party.bobID).mediaUnread)
        XCTAssertTrue(
            try party.bob.invoke(
                TL.channels.ReadMessageContents(channel: party.inputChannel(chat, party.bobID), id: [again])))
        XCTAssertFalse(try party.message(again, in: chat, for: party.bobID).mediaUnread)
    }

    /// A voice message of Ann's.
    private func voice(_ party: Party, _ file: Int64) throws -> TL.InputMedia {
        XCTAssertTrue(try party.ann.invoke(TL.upload.SaveFilePart(fileID: file, filePart: 0, bytes: [1, 2, 3])))
        return .uploadedDocument(
            .init(
                file: .inputFile(.init(id: file, parts: 1, name: "voice.ogg", md5Checksum: "")), mimeType: "audio/ogg",
                attributes: [.audio(.init(voice: true, duration: 1))]))
    }

    func testBotsHaveNoSuchLists() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID, party.botID])
        for kind in Kind.allCases {
            assertRefused(.bad(.botMethodInvalid), try list(kind, party, of: party.botID, in: chat))
            assertRefused(.bad(.botMethodInvalid), try read(kind, party, by: party.botID, in: chat))
            let secret = try party.harness.engine.world.createChannel("S", isBroadcast: false, by: party.annID).channel
            assertRefused(.bad(.channelPrivate), try list(kind, party, of: party.bobID, in: secret.number))
            assertRefused(.bad(.channelPrivate), try read(kind, party, by: party.bobID, in: secret.number))
        }
    }
}
