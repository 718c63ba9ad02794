// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Filter where Subject == Message {
    /// The chat is one with a person or a bot.
    public static var `private`: Self { Self(\.isPrivate) }

    /// The chat is a group, basic or super.
    public static var group: Self { Self(\.isGroup) }

    /// The chat is a supergroup.
    public static var supergroup: Self {
        Self { message in
            if case .channel = message.chatID { return message.isGroup }
            return false
        }
    }

    /// The chat is a channel, in which admins alone post.
    public static var channel: Self { Self(\.isChannel) }

    /// There is a text or a caption.
    public static var text: Self { Self { !$0.text.isEmpty } }

    /// Something is attached.
    public static var media: Self { Self { $0.media != nil } }

    /// It answers another message.
    public static var reply: Self { Self { $0.replyToMessageID != nil } }

    /// It tells that something happened in the chat.
    public static var service: Self { Self { $0.action != nil } }

    /// Somebody else sent it.
    public static var incoming: Self { Self { !$0.isOutgoing } }

    /// The account itself sent it, from another session.
    public static var outgoing: Self { Self(\.isOutgoing) }

    /// The text begins with a command.
    public static var anyCommand: Self { Self { $0.command != nil } }

    /// The text begins with this command, for this account: `/start` or `/start@its_name`, not `/start@another_bot`.
    ///
    /// - Parameter name: The command without slash; case does not count.
    /// - Returns: The condition.
    public static func command(_ name: String) -> Self {
        let name = name.lowercased()
        return Self { message in
            guard let command = message.command, command.name == name else { return false }
            return command.username.map(message.context.core.isOwnName) ?? true
        }
    }

    /// The text contains this, letter by letter.
    public static func textContains(_ part: String) -> Self { Self { $0.text.contains(part) } }

    /// The text begins with this, letter by letter.
    public static func textStartsWith(_ start: String) -> Self { Self { $0.text.hasPrefix(start) } }

    /// This user sent it.
    public static func fromUser(_ id: Int64) -> Self { Self { $0.senderID == .user(id) } }

    /// It is in this chat.
    public static func inChat(_ id: PeerID) -> Self { Self { $0.chatID == id } }
}

extension Filter where Subject == CallbackQuery {
    /// The button holds this text.
    public static func data(_ text: String) -> Self { Self { $0.text == text } }

    /// The button holds a text that begins with this.
    public static func data(prefix: String) -> Self { Self { $0.text?.hasPrefix(prefix) ?? false } }
}
