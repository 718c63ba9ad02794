// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Filter where Subject == Update {
    /// It is about a chat with a person or a bot.
    public static var `private`: Self { Self { if case .user = $0.chatID { true } else { false } } }

    /// It is about a group, basic or super; a supergroup that did not come along with the update cannot be told from a
    /// channel, and matches neither.
    public static var group: Self { Self { $0.chatKind == .group } }

    /// It is about a channel, in which admins alone post.
    public static var channel: Self { Self { $0.chatKind == .channel } }

    /// It is about this chat.
    ///
    /// - Parameter id: The chat.
    /// - Returns: The condition.
    public static func inChat(_ id: PeerID) -> Self { Self { $0.chatID == id } }

    /// This user brought it about.
    ///
    /// - Parameter ids: The users.
    /// - Returns: The condition.
    public static func fromUser(_ ids: Int64...) -> Self { Self { $0.userID.map(ids.contains) ?? false } }

    /// It is about a message that meets a condition.
    ///
    /// - Parameter filter: The condition.
    /// - Returns: The condition.
    public static func message(_ filter: Filter<Message>) -> Self {
        Self { $0.message.map { filter.matches($0) } ?? false }
    }
}

extension Update {
    fileprivate enum ChatKind {
        case user, group, channel
    }

    fileprivate var chatKind: ChatKind? {
        if let message { return message.isPrivate ? .user : message.isGroup ? .group : .channel }
        switch chatID {
        case .user: return .user
        case .chat: return .group
        case .channel: return isBroadcast.map { $0 ? .channel : .group }
        case nil: return nil
        }
    }

    /// Whether its chat is a channel in which admins alone post; `nil` if it is not known.
    private var isBroadcast: Bool? {
        // These are in supergroups alone.
        switch self {
        case .typing, .topicsPinned: return false
        default: break
        }
        guard case .channel(let channel) = chat?.kind else { return nil }
        return !channel.isSupergroup
    }
}
