// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A place where messages are: a private chat with a user, a basic group, a supergroup or a channel.
///
/// Forbidden chats and those that the account left are chats as well: see ``isForbidden`` and ``hasLeft``.
public struct Chat: Sendable, Identifiable {
    /// What a chat is.
    @nonexhaustive
    public enum Kind: Sendable {
        /// A private chat with a user or a bot.
        case user(User)
        /// A basic group.
        case group(Group)
        /// A supergroup or a channel.
        case channel(Channel)
        /// A kind that has no type of its own yet.
        case raw(TL.Chat)
    }

    /// What it is.
    public let kind: Kind
    /// The chat's number.
    public let id: PeerID

    init(_ user: User) {
        kind = .user(user)
        id = user.peerID
    }

    /// Takes a TL chat; empty ones are none.
    init?(_ raw: TL.Chat, _ context: ObjectContext) {
        switch raw {
        case .chat(let chat): kind = .group(Group(chat, context))
        case .forbidden(let chat): kind = .group(Group(forbidden: chat, context))
        case .channel(let channel): kind = .channel(Channel(channel, context))
        case .channelForbidden(let channel): kind = .channel(Channel(forbidden: channel, context))
        case .empty: return nil
        default: kind = .raw(raw)
        }
        guard let id = raw.peerID else { return nil }
        self.id = id
    }

    /// The user of a private chat.
    public var user: User? { if case .user(let user) = kind { user } else { nil } }
    /// The basic group.
    public var group: Group? { if case .group(let group) = kind { group } else { nil } }
    /// The supergroup or channel.
    public var channel: Channel? { if case .channel(let channel) = kind { channel } else { nil } }

    /// The name; a user's full name.
    public var title: String {
        switch kind {
        case .user(let user): user.fullName
        case .group(let group): group.title
        case .channel(let channel): channel.title
        case .raw(let raw): raw.title
        }
    }

    /// The main public name, without `@`.
    public var username: String? { user?.username ?? channel?.username }
    /// Whether it is a private chat.
    public var isPrivate: Bool { user != nil }
    /// Whether it is a group, basic or super.
    public var isGroup: Bool { group != nil || channel?.isSupergroup == true }
    /// Whether it is a supergroup.
    public var isSupergroup: Bool { channel?.isSupergroup == true }
    /// Whether it is a channel, in which administrators alone post.
    public var isChannel: Bool { channel?.isBroadcast == true }
    /// Whether it is a supergroup with topics.
    public var isForum: Bool { channel?.isForum == true }
    /// Whether the account is not a member any more.
    public var hasLeft: Bool { group?.hasLeft ?? channel?.hasLeft ?? false }
    /// Whether the account was removed, so that nothing more can be seen.
    public var isForbidden: Bool { group?.isForbidden ?? channel?.isForbidden ?? false }
}

extension TL.Chat {
    fileprivate var title: String {
        switch self {
        case .chat(let chat): chat.title
        case .forbidden(let chat): chat.title
        case .channel(let channel): channel.title
        case .channelForbidden(let channel): channel.title
        default: ""
        }
    }
}

extension Chat: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        switch kind {
        case .user(let user): user.peerReference
        case .group(let group): group.peerReference
        case .channel(let channel): channel.peerReference
        case .raw: .id(id)
        }
    }
}

extension Chat: Hashable {
    /// Whether both are the same chat, whatever was known of it when.
    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Chat: CustomStringConvertible {
    /// A description for people.
    public var description: String { title }
}
