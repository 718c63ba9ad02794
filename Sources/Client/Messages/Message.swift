// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

/// A message that came in or was sent.
public struct Message: ChatUpdate, Identifiable {
    // Two references and nothing else: messages are passed on by value, also by functions that wait for long.
    private enum Content {
        case message(TL.Message.Message)
        case service(TL.Message.Service)
    }

    private let storage: Content
    /// What came along.
    public let context: ObjectContext

    /// The message as the schema has it.
    public var raw: TL.Message {
        switch storage {
        case .message(let message): .message(message)
        case .service(let message): .service(message)
        }
    }

    /// The message's number, which is unique in its channel, or among an account's other chats.
    public var id: Int32 {
        switch storage {
        case .message(let message): message.id
        case .service(let message): message.id
        }
    }

    /// The chat that it is in.
    public var chatID: PeerID {
        switch storage {
        case .message(let message): PeerID(message.peerID)
        case .service(let message): PeerID(message.peerID)
        }
    }

    /// Takes a TL message; empty ones are none.
    init?(_ raw: TL.Message, _ context: ObjectContext) {
        switch raw {
        case .message(let message): storage = .message(message)
        case .service(let message): storage = .service(message)
        case .empty: return nil
        }
        self.context = context
    }

    var content: TL.Message.Message? {
        if case .message(let message) = storage { return message }
        return nil
    }

    /// The text or the caption; empty if there is none.
    public var text: String { content?.message ?? "" }

    /// The text with its entities.
    public var formattedText: FormattedText { FormattedText(text, tlEntities: content?.entities ?? []) }

    /// When it was sent.
    public var date: Date {
        switch storage {
        case .message(let message): Date(unixTime: message.date)
        case .service(let message): Date(unixTime: message.date)
        }
    }

    /// Whether the account itself sent it.
    public var isOutgoing: Bool {
        switch storage {
        case .message(let message): message.out
        case .service(let message): message.out
        }
    }

    /// Who sent it: in private chats the other side or the account itself, `nil` for anonymous posts in channels.
    public var senderID: PeerID? {
        let from: TL.Peer? =
            switch storage {
            case .message(let message): message.fromID
            case .service(let message): message.fromID
            }
        if let from { return PeerID(from) }
        guard case .user = chatID else { return nil }
        return isOutgoing ? context.core.account.map { .user($0.userID) } : chatID
    }

    /// The client that received or sent it.
    ///
    /// It does not keep the client alive: when the program has let go of that, calls fail.
    public var client: TelegramClient { TelegramClient(handleOf: context.core) }

    /// The chat, if it came along with the message; see ``fetchChat()``.
    public var chat: Chat? { context.chat(chatID) }

    /// The user who sent it, if it came along with the message; `nil` too for posts of channels and anonymous
    /// administrators, see ``senderChat``.
    public var sender: User? {
        guard case .user(let id) = senderID else { return nil }
        return context.user(id)
    }

    /// The chat in whose name it was sent, if that came along with the message: a channel, or a group's anonymous
    /// administrator.
    public var senderChat: Chat? {
        switch senderID {
        case .chat, .channel: senderID.flatMap(context.chat)
        case .user: nil
        case nil: chat
        }
    }

    /// What happened, if this is a service message.
    public var action: ServiceAction? {
        if case .service(let message) = storage { return ServiceAction(message.action) }
        return nil
    }

    /// Whether the chat is one with a person or a bot.
    public var isPrivate: Bool {
        if case .user = chatID { return true }
        return false
    }

    /// Whether the chat is a group, basic or super.
    public var isGroup: Bool {
        switch chatID {
        case .user: false
        case .chat: true
        case .channel: !isPost
        }
    }

    /// Whether the chat is a channel, in which admins alone post.
    public var isChannel: Bool {
        if case .channel = chatID { return isPost }
        return false
    }

    /// Whether it is a post of a channel.
    public var isPost: Bool {
        switch storage {
        case .message(let message): message.post
        case .service(let message): message.post
        }
    }

    /// The command at the beginning of the text, `/start@name arguments`, in its parts.
    public var command: BotCommand? { BotCommand(text) }
}

extension Message: CustomStringConvertible {
    /// A description for people.
    public var description: String { "Message(\(id) in \(chatID))" }
}
