// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What handlers of most kinds of updates get: it knows the client, and what came along.
///
/// What is about a chat is a ``ChatUpdate``, what a user brought about or is about a user a ``UserUpdate``. One filter or
/// function serves all kinds of such updates:
///
///     extension Filter where Subject: ChatUpdate {
///         static func near(_ id: PeerID) -> Self { Self { $0.chatID == id } }
///     }
///     dispatcher.onJoinRequest(.near(office)) { request in try await request.approve() }
///     dispatcher.onReaction(.near(office)) { change in print(change.newReactions) }
public protocol ReceivedUpdate: Sendable {
    /// What came along: users and chats that the update speaks of.
    var context: ObjectContext { get }
}

extension ReceivedUpdate {
    /// The client that received it; it does not keep the client alive.
    @inlinable
    public var client: TelegramClient { context.client }
}

/// What handlers of updates about a chat get, see ``ReceivedUpdate``.
public protocol ChatUpdate: ReceivedUpdate {
    /// The chat.
    var chatID: PeerID { get }
}

extension ChatUpdate {
    /// The chat, if it came along.
    @inlinable
    public var chat: Chat? { context.chat(chatID) }
}

/// What handlers of updates about a user get, or of those that a user brought about, see ``ReceivedUpdate``.
public protocol UserUpdate: ReceivedUpdate {
    /// The user.
    var userID: Int64 { get }
}

extension UserUpdate {
    /// The user, if that came along.
    @inlinable
    public var user: User? { context.user(userID) }
}
