// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a `t.me` or `tg:` link means (core.telegram.org/api/links).
///
/// Links are read and built without a connection; what they lead to may not exist.
///
/// ```swift
/// if case .message(let link) = TelegramLink("https://t.me/durov/1?single") { print(link.messageID) }
/// print(TelegramLink.botStart(bot: "name", parameter: "x").url)  // https://t.me/name?start=x
/// ```
public enum TelegramLink: Hashable, Sendable {
    // MARK: Chats

    /// A public chat, bot or user, perhaps with text to put into the input field.
    case username(String, draft: String? = nil)
    /// The profile of a public chat, bot or user.
    case profile(username: String)
    /// The direct messages of a public channel.
    case directMessages(username: String)
    /// A user by phone number, in digits, perhaps with text to put into the input field.
    case phone(String, draft: String? = nil)
    /// A user by a temporary token (`contacts.importContactToken`).
    case contactToken(String)
    /// A user by number, known to the account already.
    case userID(Int64)
    /// A channel or supergroup by number, known to the account already.
    case channel(Int64)
    /// An invitation to a chat by its hash (`messages.checkChatInvite`).
    case invite(String)
    /// A folder of chats (`chatlists.checkChatlistInvite`).
    case folder(slug: String)
    /// A message.
    case message(Message)
    /// A business chat with text that its owner prepared (`account.resolveBusinessChatLink`).
    case businessChat(slug: String)
    /// A boost of a channel or supergroup.
    case boost(Chat)
    /// A video chat or live stream of a public chat, with the hash of an invitation to speak.
    case videoChat(username: String, inviteHash: String?, kind: VideoChatKind)
    /// A group call by its invitation.
    case groupCall(slug: String)

    // MARK: Stories and collections

    /// A story.
    case story(username: String, id: Int32)
    /// The live story of a chat.
    case liveStory(username: String)
    /// An album of stories.
    case storyAlbum(username: String, id: Int32)
    /// A collection of gifts.
    case giftCollection(username: String, id: Int32)

    // MARK: Bots

    /// A bot that is started with a parameter.
    case botStart(bot: String, parameter: String)
    /// A bot that is added to a group, perhaps with rights of an administrator such as `change_info`.
    case botStartGroup(bot: String, parameter: String, rights: [String])
    /// A bot that is added to a channel with rights of an administrator.
    case botStartChannel(bot: String, rights: [String])
    /// A game of a bot.
    case game(bot: String, shortName: String)
    /// A Mini App of a bot, or its main one if `shortName` is `nil`.
    case miniApp(bot: String, shortName: String?, parameter: String?, mode: String?)
    /// A bot of the attachment menu, to be opened in a chat, or in one of the kinds to choose from.
    case attachmentMenu(bot: String, chat: AttachmentChat?, parameter: String?)
    /// A referral to a bot.
    case referral(bot: String, code: String)
    /// A bot that another bot would have made, with the user name and the name that it suggests.
    case managedBot(manager: String, username: String?, name: String?)

    // MARK: Things

    /// A set of stickers.
    case stickerSet(String)
    /// A set of custom emoji.
    case emojiSet(String)
    /// A theme.
    case theme(slug: String)
    /// A style for the compose assistant.
    case style(slug: String)
    /// A language pack.
    case languagePack(String)
    /// A background: a slug, a color or colors of a gradient, and parameters such as `mode` in alphabetical order.
    case background(String, parameters: [Parameter])
    /// An invoice.
    case invoice(slug: String)
    /// A gift code.
    case giftCode(slug: String)
    /// A collectible gift.
    case collectibleGift(slug: String)
    /// An auction of gifts.
    case giftAuction(slug: String)
    /// Text or an address to share with a chat.
    case share(url: String, text: String?)
    /// An MTProto proxy; the parameters are `server`, `port` and `secret`.
    case proxy(server: String, port: UInt16, secret: String)
    /// A SOCKS5 proxy.
    case socksProxy(server: String, port: UInt16, user: String?, password: String?)
    /// A web page in the Instant View that a template makes.
    case instantView(url: String, templateHash: String?)

    // MARK: Account

    /// A code for logging in.
    case loginCode(String)
    /// A token for logging in by QR code, in base64url (`auth.acceptLoginToken`).
    case loginToken(String)
    /// A request of a web site to log in with the account.
    case authorization(token: String)
    /// The confirmation that a phone number is not to be used for deleting an account.
    case confirmPhone(phone: String, hash: String)
    /// A request for data of Telegram Passport.
    case passport([Parameter])
    /// An offer of Telegram Premium, with its referrer.
    case premiumOffer(referrer: String?)
    /// A gift of Telegram Premium, with its referrer.
    case premiumGift(referrer: String?)
    /// A purchase of Telegram Stars.
    case starsTopUp(balance: Int64?, purpose: String?)
    /// A section of the settings, as in `tg://settings/privacy`; empty for the settings themselves.
    case settings([String])
    /// A screen of an app without parameters, such as `tg://new/group`, perhaps with a part of it, as in
    /// `tg://contacts/search`.
    case screen(Screen, path: [String] = [])
    /// A `tg:` link that this version does not know (`help.getDeepLinkInfo`): the path and what follows it.
    case unknown(path: String, parameters: [Parameter])
}

extension TelegramLink {
    /// A parameter of a link.
    public struct Parameter: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value, `nil` if there is no equals sign.
        public var value: String?

        /// Creates a parameter.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - value: The value, `nil` for a name alone.
        public init(_ name: String, _ value: String? = nil) {
            self.name = name
            self.value = value
        }
    }

    /// A chat that messages are in.
    public enum Chat: Hashable, Sendable {
        /// A public chat.
        case username(String)
        /// A channel or supergroup by number.
        case channel(Int64)
    }

    /// A message of a chat.
    public struct Message: Hashable, Sendable {
        /// The chat.
        public var chat: Chat
        /// The message's id.
        public var messageID: Int32
        /// The id of the topic or thread in which it is.
        public var threadID: Int32?
        /// The id of a comment to it, in the discussion group.
        public var commentID: Int32?
        /// Whether only this message of its album is meant.
        public var isSingle: Bool
        /// Where its media is to begin, in seconds.
        public var mediaTimestamp: Int32?
        /// The number of a task of its checklist.
        public var taskID: Int32?
        /// An option of its poll, as links have it.
        public var pollOption: String?

        /// Names a message.
        ///
        /// - Parameters:
        ///   - chat: The chat.
        ///   - messageID: The message's id.
        ///   - threadID: The id of the topic or thread in which it is.
        ///   - commentID: The id of a comment to it.
        ///   - isSingle: Whether only this message of its album is meant.
        ///   - mediaTimestamp: Where its media is to begin, in seconds, 1 to 10,000,000.
        ///   - taskID: The number of a task of its checklist.
        ///   - pollOption: An option of its poll, as links have it.
        public init(
            in chat: Chat, messageID: Int32, threadID: Int32? = nil, commentID: Int32? = nil, isSingle: Bool = false,
            mediaTimestamp: Int32? = nil, taskID: Int32? = nil, pollOption: String? = nil
        ) {
            self.chat = chat
            self.messageID = messageID
            self.threadID = threadID
            self.commentID = commentID
            self.isSingle = isSingle
            self.mediaTimestamp = mediaTimestamp
            self.taskID = taskID
            self.pollOption = pollOption
        }
    }

    /// What kind of video chat is meant.
    public enum VideoChatKind: String, Hashable, Sendable, CaseIterable {
        case videoChat = "videochat"
        case voiceChat = "voicechat"
        case liveStream = "livestream"
    }

    /// Where a bot of the attachment menu is opened.
    public enum AttachmentChat: Hashable, Sendable {
        /// In a public chat.
        case username(String)
        /// In the chat with a user, by phone number.
        case phone(String)
        /// In a chat of one of these kinds: `users`, `bots`, `groups`, `channels`.
        case choose([String])
    }

    /// Screens of apps that have links without parameters.
    public enum Screen: String, Hashable, Sendable, CaseIterable {
        case newPrivateChat = "new"
        case newGroup = "new/group"
        case newChannel = "new/channel"
        case newContact = "new/contact"
        case newStory = "post"
        case contacts
        case chats
        case calls
        case search
        case savedMessages = "saved"
        case restorePurchases = "restore_purchases"
        case stars
        case ton
        case passkeys
    }
}
