// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

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

    /// Something is attached; a link preview is nothing of that kind.
    public static var media: Self { Self(\.hasMedia) }

    /// It answers another message.
    public static var reply: Self { Self { $0.replyToMessageID != nil } }

    /// It tells that something happened in the chat.
    public static var service: Self { Self(\.isService) }

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

    /// One of these users sent it.
    public static func fromUsers(_ ids: Set<Int64>) -> Self {
        Self { $0.senderID?.userID.map(ids.contains) ?? false }
    }

    /// A bot sent it.
    public static var fromBot: Self { Self { $0.sender?.isBot ?? false } }

    /// It was sent by way of a bot's inline mode.
    public static var viaBot: Self { Self { $0.viaBotID != nil } }

    /// It was forwarded.
    public static var forwarded: Self { Self(\.isForwarded) }

    /// It belongs to an album.
    public static var album: Self { Self { $0.albumID != nil } }

    /// It mentions the account, or answers it.
    public static var mentioned: Self { Self(\.isMention) }

    /// It was edited.
    public static var edited: Self { Self { $0.editDate != nil } }

    /// It is in this topic of a forum.
    ///
    /// - Parameter id: The number of the topic's first message; 1 is the general one, to which belongs what is in no other
    ///   topic of a forum that came along with the message.
    /// - Returns: The condition.
    public static func topic(_ id: Int32) -> Self {
        Self { message in
            if let topic = message.topicID { return topic == id }
            return id == 1 && message.chat?.isForum == true
        }
    }

    /// The whole text matches a regular expression.
    ///
    /// - Parameter regex: The expression.
    /// - Returns: The condition.
    public static func text<Output>(matching regex: @escaping @autoclosure @Sendable () -> Regex<Output>) -> Self {
        Self { (try? regex().wholeMatch(in: $0.text)) != nil }
    }

    /// A photo is attached.
    public static var photo: Self { Self { $0.media?.photo != nil } }

    /// A file of any kind is attached, also videos, music and stickers.
    public static var document: Self { Self { $0.media?.document != nil } }

    /// A video is attached, not a GIF or a video message.
    public static var video: Self { Self { if case .video = $0.media?.kind { true } else { false } } }

    /// It is a video message.
    public static var videoNote: Self { Self { if case .videoNote = $0.media?.kind { true } else { false } } }

    /// A GIF or a video without sound is attached.
    public static var animation: Self { Self { if case .animation = $0.media?.kind { true } else { false } } }

    /// Music is attached.
    public static var audio: Self { Self { if case .audio = $0.media?.kind { true } else { false } } }

    /// It is a voice message.
    public static var voice: Self { Self { if case .voice = $0.media?.kind { true } else { false } } }

    /// It is a sticker.
    public static var sticker: Self { Self { if case .sticker = $0.media?.kind { true } else { false } } }

    /// It is a poll.
    public static var poll: Self { Self { $0.poll != nil } }

    /// A contact is attached.
    public static var contact: Self { Self { if case .contact = $0.media?.kind { true } else { false } } }

    /// A place is attached, also one with a name or one that moves.
    public static var location: Self {
        Self { message in
            switch message.media?.kind {
            case .location, .liveLocation, .venue: true
            default: false
            }
        }
    }

    /// It is a die or another emoji with a random value.
    public static var dice: Self { Self { $0.dice != nil } }

    /// Somebody joined the chat, or was added to it.
    public static var newMembers: Self {
        Self { message in
            switch message.action?.kind {
            case .membersAdded, .joinedByLink, .joinedByRequest, .joinedByCommunity: true
            default: false
            }
        }
    }

    /// A payment came in.
    public static var payment: Self { Self { $0.successfulPayment != nil } }

    /// The person's program is in this language.
    ///
    /// - Parameter code: Two letters, `de`.
    /// - Returns: The condition.
    public static func language(_ code: String) -> Self {
        Self { $0.sender?.raw.langCode.map { $0 == code || $0.hasPrefix(code + "-") } ?? false }
    }
}
