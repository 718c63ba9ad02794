// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// The reactions that a message has.
public struct MessageReactions: Sendable {
    /// The reactions as the schema has them.
    public let raw: TL.MessageReactions
    let context: ObjectContext

    init(_ raw: TL.MessageReactions, _ context: ObjectContext) {
        (self.raw, self.context) = (raw, context)
    }

    /// How often there is a reaction.
    public struct Count: Hashable, Sendable {
        /// The reaction.
        public let reaction: Reaction
        /// How often.
        public let count: Int
        /// For the account's own: the place among them, from 0 on.
        public let ownPlace: Int?
    }

    /// What there is, the most frequent one first.
    public var counts: [Count] {
        raw.results.compactMap { result in
            Reaction(result.reaction).map {
                Count(reaction: $0, count: Int(result.count), ownPlace: result.chosenOrder.map(Int.init))
            }
        }
    }

    /// How many there are in all.
    public var total: Int { raw.results.reduce(0) { $0 + Int($1.count) } }

    /// The account's own, in the order in which it put them.
    public var own: [Reaction] {
        counts.filter { $0.ownPlace != nil }.sorted { ($0.ownPlace ?? 0) < ($1.ownPlace ?? 0) }.map(\.reaction)
    }

    /// Whether the account's own are left out, so that they have to be asked for.
    public var isMin: Bool { raw.min }
    /// Whether it can be asked who reacted.
    public var canListReactors: Bool { raw.canSeeList }
    /// Whether they are tags of a message in Saved Messages.
    public var areTags: Bool { raw.reactionsAsTags }
    /// The newest ones, if it can be seen whose they are.
    public var recent: [Reactor] { (raw.recentReactions ?? []).compactMap { Reactor($0, context) } }
    /// Who paid the most Stars.
    public var topSenders: [TL.MessageReactor] { raw.topReactors ?? [] }
}

/// Somebody who reacted to a message.
public struct Reactor: Sendable {
    /// The reaction as the schema has it.
    public let raw: TL.MessagePeerReaction
    /// The reaction.
    public let reaction: Reaction
    let context: ObjectContext

    init?(_ raw: TL.MessagePeerReaction, _ context: ObjectContext) {
        guard let reaction = Reaction(raw.reaction) else { return nil }
        (self.raw, self.reaction, self.context) = (raw, reaction, context)
    }

    /// Who.
    public var peerID: PeerID { PeerID(raw.peerID) }
    /// Who, if that came along.
    public var peer: Chat? { context.chat(peerID) }
    /// When.
    public var date: Date { Date(unixTime: raw.date) }
    /// Whether it came with a large animation.
    public var isBig: Bool { raw.big }
    /// Whether the account has not seen it yet.
    public var isUnread: Bool { raw.unread }
    /// Whether it is the account's own.
    public var isOwn: Bool { raw.my }
}

/// In whose name Stars are given.
public enum PaidReactionPrivacy: Hashable, Sendable {
    /// In the account's name.
    case visible
    /// In nobody's name.
    case anonymous
    /// In the name of a channel of the account.
    case channel(PeerID)
}
