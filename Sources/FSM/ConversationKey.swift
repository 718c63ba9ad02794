// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Whose conversation it is.
public struct ConversationKey: Hashable, Codable, Sendable {
    /// The user, or `nil` if everybody in the chat shares the conversation.
    public let userID: Int64?
    /// The chat, or `nil` if the user has one conversation in all chats.
    public let chatID: Int64?

    /// Creates a key.
    ///
    /// - Parameters:
    ///   - userID: The user, or `nil` for everybody.
    ///   - chatID: The chat, or `nil` for all chats.
    public init(userID: Int64?, chatID: Int64?) {
        self.userID = userID
        self.chatID = chatID
    }
}

extension ConversationKey: CustomStringConvertible {
    /// A description for people.
    public var description: String {
        (userID.map { "user \($0)" } ?? "everybody") + (chatID.map { " in chat \($0)" } ?? " everywhere")
    }
}

/// Who shares a conversation.
public enum ConversationScope: String, Hashable, Codable, Sendable, CaseIterable {
    /// Each user has a conversation of their own in each chat.
    case perUserInChat
    /// Each user has one conversation in all chats.
    case perUser
    /// All users of a chat have one conversation.
    case perChat

    /// The key of the conversation that a message belongs to.
    ///
    /// - Parameters:
    ///   - userID: The sender, or `nil` if there is none, as in a channel.
    ///   - chatID: The chat.
    /// - Returns: The key, or `nil` if conversations are per user and there is no user.
    public func key(userID: Int64?, chatID: Int64) -> ConversationKey? {
        switch self {
        case .perUserInChat: ConversationKey(userID: userID, chatID: chatID)
        case .perUser: userID.map { ConversationKey(userID: $0, chatID: nil) }
        case .perChat: ConversationKey(userID: nil, chatID: chatID)
        }
    }
}
