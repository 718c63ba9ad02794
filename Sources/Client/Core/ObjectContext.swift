// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What the objects of one answer or update share: the client, and the users and chats that came with them.
final class ObjectContext: Sendable {
    let core: ClientCore
    // Lists rather than dictionaries: they cost nothing to keep, few objects are asked for their peers, and the server sends
    // a hundred at most.
    private let users: [TL.User]
    private let chats: [TL.Chat]

    init(_ core: ClientCore, users: [TL.User] = [], chats: [TL.Chat] = []) {
        self.core = core
        self.users = users
        self.chats = chats
    }

    func user(_ id: Int64) -> User? {
        for case .user(let user) in users where user.id == id { return User(user, self) }
        return nil
    }

    func chat(_ id: PeerID) -> Chat? {
        if case .user(let id) = id { return user(id).map { Chat($0) } }
        for raw in chats where raw.peerID == id { return Chat(raw, self) }
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
