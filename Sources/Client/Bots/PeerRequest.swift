// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// Whom a person is asked to choose with a button.
public struct PeerRequest: Sendable, Codable {
    /// What can be chosen.
    @nonexhaustive public enum Kind: Sendable, Codable {
        /// People or bots.
        case users(isBot: Bool? = nil, isPremium: Bool? = nil)
        /// A group.
        case group(GroupConditions = GroupConditions())
        /// A channel.
        case channel(isOwned: Bool = false, hasUsername: Bool? = nil)
        /// A new bot, which the asking bot manages if it likes.
        case newBot(isManaged: Bool = true, name: String? = nil, username: String? = nil)
        /// Whatever the schema has.
        case raw(TL.RequestPeerType)
    }

    /// Which groups can be chosen.
    public struct GroupConditions: Sendable, Codable {
        /// Whether the person has to own it.
        public var isOwned = false
        /// Whether the bot has to be a member.
        public var hasBot = false
        /// Whether it has to have a public name, or none.
        public var hasUsername: Bool?
        /// Whether it has to have topics, or none.
        public var isForum: Bool?
        /// What the person has to be allowed.
        public var userRights: TL.ChatAdminRights?
        /// What the bot has to be allowed.
        public var botRights: TL.ChatAdminRights?

        /// Creates conditions that all groups meet.
        public init() {}
    }

    /// A number of the bot's own, which the answer names.
    public var id: Int32
    /// What can be chosen.
    public var kind: Kind
    /// How many can be chosen, 1 to 10; more than one of people and bots alone.
    public var maximum: Int
    /// Whether the bot gets the names.
    public var sharesName = false
    /// Whether the bot gets the public names.
    public var sharesUsername = false
    /// Whether the bot gets the photos.
    public var sharesPhoto = false

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - kind: What can be chosen.
    ///   - id: A number of the bot's own, which the answer names.
    ///   - maximum: How many can be chosen, 1 to 10.
    public init(_ kind: Kind, id: Int32, maximum: Int = 1) {
        (self.kind, self.id, self.maximum) = (kind, id, maximum)
    }

    var tl: TL.ButtonType {
        let type: TL.RequestPeerType =
            switch kind {
            case .users(let isBot, let isPremium): .user(.init(bot: isBot, premium: isPremium))
            case .group(let conditions):
                .chat(
                    .init(
                        creator: conditions.isOwned, botParticipant: conditions.hasBot,
                        hasUsername: conditions.hasUsername, forum: conditions.isForum,
                        userAdminRights: conditions.userRights, botAdminRights: conditions.botRights))
            case .channel(let isOwned, let hasUsername):
                .broadcast(.init(creator: isOwned, hasUsername: hasUsername))
            case .newBot(let isManaged, let name, let username):
                .createBot(.init(botManaged: isManaged, suggestedName: name, suggestedUsername: username))
            case .raw(let type): type
            }
        let quantity = Int32(clamping: max(1, maximum))
        guard sharesName || sharesUsername || sharesPhoto else {
            return .requestPeer(.init(buttonID: id, peerType: type, maxQuantity: quantity))
        }
        return .inputRequestPeer(
            .init(
                nameRequested: sharesName, usernameRequested: sharesUsername, photoRequested: sharesPhoto,
                buttonID: id, peerType: type, maxQuantity: quantity))
    }
}
