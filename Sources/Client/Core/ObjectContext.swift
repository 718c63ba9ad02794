// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the objects of one answer or update share: the client, and the users and chats that came with them.
///
///     dispatcher.onPollVote { vote in
///         if let id = vote.voterID.userID { print(vote.context.user(id)?.fullName ?? "unknown") }
///     }
public struct ObjectContext: Sendable {
    let shared: Shared

    final class Shared: Sendable {
        let core: ClientCore
        // Lists rather than dictionaries: they cost nothing to keep, few objects are asked for their peers, and the server
        // sends a hundred at most.
        let users: [TL.User]
        let chats: [TL.Chat]

        init(_ core: ClientCore, _ users: [TL.User], _ chats: [TL.Chat]) {
            (self.core, self.users, self.chats) = (core, users, chats)
        }
    }

    init(_ core: ClientCore, users: [TL.User] = [], chats: [TL.Chat] = []) {
        shared = Shared(core, users, chats)
    }

    var core: ClientCore { shared.core }

    /// The client that received them; it does not keep the client alive.
    public var client: TelegramClient { TelegramClient(handleOf: core) }

    /// A user.
    ///
    /// - Parameter id: The user's number.
    /// - Returns: The user, if it came along.
    public func user(_ id: Int64) -> User? {
        for case .user(let user) in shared.users where user.id == id { return User(user, self) }
        return nil
    }

    /// A chat, also one with a user.
    ///
    /// - Parameter id: The chat's number.
    /// - Returns: The chat, if it came along.
    public func chat(_ id: PeerID) -> Chat? {
        if case .user(let id) = id { return user(id).map { Chat($0) } }
        for raw in shared.chats where raw.peerID == id { return Chat(raw, self) }
        return nil
    }
}

extension TL.Chat {
    /// The number of the chat; `nil` for an empty one.
    var peerID: PeerID? {
        switch self {
        case .chat(let chat): .chat(chat.id)
        case .forbidden(let chat): .chat(chat.id)
        case .channel(let channel): .channel(channel.id)
        case .channelForbidden(let channel): .channel(channel.id)
        case .empty: nil
        default: nil
        }
    }
}
