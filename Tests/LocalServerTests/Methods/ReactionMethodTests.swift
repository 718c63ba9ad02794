// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Reactions and tags; see core.telegram.org/api/reactions and core.telegram.org/api/saved-messages.
final class ReactionMethodTests: XCTestCase {
    private func emoji(_ emoji: String) -> TL.Reaction { .emoji(.init(emoticon: emoji)) }

    private func react(
        _ reactions: TL.Reaction..., to id: Int32, in chat: Int64, by person: Int64, _ party: Party
    ) throws {
        _ = try party.client(of: person).invoke(
            TL.messages.SendReaction(peer: party.peer(chat, person), msgID: id, reaction: reactions))
    }

    /// What is on a message, with how often.
    private func seen(_ id: Int32, in chat: Int64, for viewer: Int64, _ party: Party) throws -> [String: Int32] {
        var counts: [String: Int32] = [:]
        for result in try party.message(id, in: chat, for: viewer).reactions?.results ?? [] {
            switch result.reaction {
            case .emoji(let emoji): counts[emoji.emoticon] = result.count
            case .customEmoji(let emoji): counts["\(emoji.documentID)"] = result.count
            case .paid: counts["paid"] = result.count
            case .empty: break
            }
        }
        return counts
    }

    func testReactionsOfSeveralKinds() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID, party.botID])
        let id = try party.say("well", by: party.annID, in: chat)
        let custom = TL.Reaction.customEmoji(.init(documentID: 99))
        try react(emoji("👍"), custom, emoji("🔥"), to: id, in: chat, by: party.bobID, party)
        try react(emoji("👍"), to: id, in: chat, by: party.annID, party)
        for viewer in [party.annID, party.bobID, party.botID] {
            XCTAssertEqual(try seen(id, in: chat, for: viewer, party), ["👍": 2, "99": 1, "🔥": 1])
        }
        let recent = try party.message(id, in: chat, for: party.annID).reactions?.recentReactions ?? []
        XCTAssertEqual(recent.map(\.my), [true, false, false, false])
        XCTAssertEqual(recent.map(\.unread), [false, true, true, true])
        for reactions in [
            [emoji("👍"), emoji("🔥"), emoji("👏"), emoji("😁")], [emoji("no emoji")], [.paid],
        ] as [[TL.Reaction]] {
            XCTAssertThrowsError(
                try party.bob.invoke(
                    TL.messages.SendReaction(peer: party.peer(chat, party.bobID), msgID: id, reaction: reactions))
            ) { error in
                let name = reactions.count > 3 ? RPCFailure.bad(.reactionsTooMany) : .bad(.reactionInvalid)
                XCTAssertEqual(error as? RPCFailure, name)
            }
        }
        assertRefused(
            .bad(.reactionsTooMany),
            try react(emoji("👍"), emoji("🔥"), to: id, in: chat, by: party.botID, party))
        assertRefused(.bad(.messageNotModified), try react(emoji("👍"), to: id, in: chat, by: party.annID, party))
        // The newest ones come first, each once.
        func lately() throws -> [String] {
            guard
                case .reactions(let answer) = try party.bob.invoke(TL.messages.GetRecentReactions(limit: 2, hash: 0))
            else { throw Unexpected("no reactions") }
            return answer.reactions.map { if case .emoji(let emoji) = $0 { emoji.emoticon } else { "custom" } }
        }
        try react(emoji("🔥"), to: id, in: chat, by: party.bobID, party)
        XCTAssertEqual(try lately(), ["🔥", "👍"])
        XCTAssertTrue(try party.bob.invoke(TL.messages.ClearRecentReactions()))
        XCTAssertEqual(try lately(), [])
    }

    func testAdministratorsTakeReactionsAway() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID])
        let ids = try (0..<3).map { try party.say("\($0)", by: party.annID, in: chat) }
        for id in ids {
            for person in [party.annID, party.bobID] { try react(emoji("👎"), to: id, in: chat, by: person, party) }
        }
        func one(_ person: Int64, by admin: Int64) throws -> TL.Updates {
            try party.client(of: admin).invoke(
                TL.messages.DeleteParticipantReaction(
                    peer: party.peer(chat, admin), msgID: ids[0], participant: party.peer(person, admin)))
        }
        func all(_ person: Int64, by admin: Int64) throws -> Bool {
            try party.client(of: admin).invoke(
                TL.messages.DeleteParticipantReactions(
                    peer: party.peer(chat, admin), participant: party.peer(person, admin)))
        }
        assertRefused(.bad(.chatAdminRequired), try one(party.annID, by: party.bobID))
        assertRefused(.bad(.chatAdminRequired), try all(party.annID, by: party.bobID))
        try party.settle()
        XCTAssertTrue(
            try one(party.bobID, by: party.annID).all.contains {
                if case .messageReactions = $0 { true } else { false }
            })
        XCTAssertEqual(try ids.map { try seen($0, in: chat, for: party.bobID, party)["👎"] }, [1, 2, 2])
        XCTAssertTrue(try all(party.bobID, by: party.annID))
        XCTAssertEqual(try ids.map { try seen($0, in: chat, for: party.bobID, party)["👎"] }, [1, 1, 1])
        let told = party.bob.takeUpdates().flatMap(\.all).count {
            if case .messageReactions = $0 { true } else { false }
        }
        XCTAssertEqual(told, 3, "Bob sees each one go")
    }

    func testReactionsAreReported() throws {
        let party = try Party()
        let chat = try party.makeChannel(with: [party.bobID])
        let id = try party.say("well", by: party.annID, in: chat)
        try react(emoji("👎"), to: id, in: chat, by: party.bobID, party)
        func report(_ person: Int64) throws -> Bool {
            try party.ann.invoke(
                TL.messages.ReportReaction(
                    peer: party.peer(chat, party.annID), id: id, reactionPeer: party.peer(person, party.annID)))
        }
        assertRefused(.bad(.messageIDInvalid), try report(party.annID))
        XCTAssertTrue(try report(party.bobID))
        XCTAssertEqual(party.harness.engine.world.messageState.reports.map(\.reporter), [party.annID])
        XCTAssertTrue(try party.ann.invoke(TL.messages.SetDefaultReaction(reaction: emoji("🔥"))))
        XCTAssertEqual(party.harness.engine.world.messageState.defaultReactions[party.annID], .emoji("🔥"))
        assertRefused(
            .bad(.reactionInvalid), try party.ann.invoke(TL.messages.SetDefaultReaction(reaction: .empty)))
    }

    func testTagsOfOnesOwnMessages() throws {
        let party = try Party()
        let ids = try (0..<2).map { try party.say("note \($0)", by: party.annID, in: party.annID) }
        for id in ids { try react(emoji("👍"), to: id, in: party.annID, by: party.annID, party) }
        XCTAssertTrue(try party.message(ids[0], in: party.annID, for: party.annID).reactions?.reactionsAsTags == true)
        let other = try EngineClient(party.harness)
        XCTAssertEqual(try other.logIn(phone: "9996610001"), party.annID)
        _ = try other.invoke(TL.updates.GetState())
        _ = other.takeUpdates()
        func tags() throws -> [TL.SavedReactionTag] {
            guard case .savedReactionTags(let answer) = try party.ann.invoke(TL.messages.GetSavedReactionTags(hash: 0))
            else { throw Unexpected("no tags") }
            return answer.tags
        }
        XCTAssertEqual(try tags().map(\.count), [2])
        XCTAssertEqual(try tags().map(\.title), [nil])
        XCTAssertTrue(
            try party.ann.invoke(TL.messages.UpdateSavedReactionTag(reaction: emoji("👍"), title: "good")))
        XCTAssertEqual(try tags().map(\.title), ["good"])
        XCTAssertTrue(
            other.takeUpdates().flatMap(\.all).contains { if case .savedReactionTags = $0 { true } else { false } },
            "the other session hears of it")
        assertRefused(
            .bad(.reactionInvalid),
            try party.ann.invoke(TL.messages.UpdateSavedReactionTag(reaction: emoji("🔥"), title: "x")))
        XCTAssertEqual(try party.bob.invoke(TL.messages.GetSavedReactionTags(hash: 0)).count, 0)
    }

    func testInWhoseNameStarsAreGiven() throws {
        let party = try Party()
        let chat = try party.makeChannel(isBroadcast: true, with: [party.bobID])
        let id = try party.say("a post", by: party.annID, in: chat)
        func hide(_ privacy: TL.PaidReactionPrivacy) throws -> Bool {
            try party.bob.invoke(
                TL.messages.TogglePaidReactionPrivacy(
                    peer: party.peer(chat, party.bobID), msgID: id, private: privacy))
        }
        assertRefused(.bad(.messageIDInvalid), try hide(.anonymous))
        _ = try party.bob.invoke(
            TL.messages.SendPaidReaction(
                peer: party.peer(chat, party.bobID), msgID: id, count: 5,
                randomID: party.harness.engine.world.now << 32 | 7))
        XCTAssertEqual(try seen(id, in: chat, for: party.annID, party), ["paid": 5])
        func giver() throws -> TL.MessageReactor? {
            try party.message(id, in: chat, for: party.annID).reactions?.topReactors?.first
        }
        guard case .user(let bob)? = try giver()?.peerID else { return XCTFail("nobody gave them") }
        XCTAssertEqual(bob.userID, party.bobID)
        try party.settle()
        XCTAssertTrue(try hide(.anonymous))
        XCTAssertNil(try giver()?.peerID)
        XCTAssertEqual(try giver()?.anonymous, true)
        XCTAssertTrue(
            party.ann.takeUpdates().flatMap(\.all).contains { if case .messageReactions = $0 { true } else { false } })
        let privacy = try party.bob.invoke(TL.messages.GetPaidReactionPrivacy())
        guard case .paidReactionPrivacy(let kept)? = privacy.all.first, case .anonymous = kept.private else {
            return XCTFail("\(privacy)")
        }
    }
}

extension TL.messages.SavedReactionTags {
    fileprivate var count: Int {
        if case .savedReactionTags(let answer) = self { answer.tags.count } else { 0 }
    }
}
