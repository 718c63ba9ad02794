// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A button below a message.
public struct InlineButton: Sendable, Codable {
    /// What happens when it is pressed.
    @nonexhaustive public enum Kind: Sendable, Codable {
        /// The bot gets data.
        case callback(data: [UInt8], requiresPassword: Bool)
        /// A web page opens.
        case url(String)
        /// A web page opens where the person is signed in with Telegram.
        case login(url: String, forwardText: String?, bot: PeerReference?, requestsWriteAccess: Bool)
        /// The bot's inline mode begins.
        case switchInline(query: String, InlineTarget)
        /// A text is copied.
        case copy(String)
        /// A mini app opens.
        case webApp(url: String)
        /// Somebody's profile opens.
        case userProfile(PeerReference)
        /// A game begins; the first button of its message alone.
        case game
        /// An invoice is paid; the first button of its message alone.
        case buy
        /// Nothing.
        case disabled
        /// Whatever the schema has.
        case raw(TL.InlineButtonType)
    }

    /// Where a bot's inline mode begins.
    public enum InlineTarget: Hashable, Sendable, Codable {
        /// In the same chat.
        case sameChat
        /// In a chat that the person chooses.
        case chosenChat
        /// In a chat of certain kinds that the person chooses.
        case chat(of: Set<ChatKind>)
    }

    /// A kind of chats.
    @nonexhaustive public enum ChatKind: Hashable, Sendable, Codable {
        /// Private chats with people.
        case privateChats
        /// Private chats with bots.
        case bots
        /// The private chat with the bot itself.
        case sameBot
        /// Basic groups.
        case basicGroups
        /// Supergroups.
        case supergroups
        /// Channels.
        case channels
    }

    /// What it shows.
    public var text: String
    /// What happens when it is pressed.
    public var kind: Kind
    /// How it looks.
    public var style: ButtonStyle?
    /// Why its data could not be packed: sending says so.
    private(set) var failure: CallbackDataError?

    private enum CodingKeys: CodingKey {
        case text, kind, style
    }

    /// Creates a button.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - kind: What happens when it is pressed.
    ///   - style: How it looks.
    public init(_ text: String, _ kind: Kind, style: ButtonStyle? = nil) {
        (self.text, self.kind, self.style) = (text, kind, style)
    }

    private init(_ text: String, _ failure: CallbackDataError) {
        (self.text, kind, style, self.failure) = (text, .disabled, nil, failure)
    }

    /// Writes the value for an encoder; fails with ``CallbackDataError`` if its data could not be packed.
    public func encode(to encoder: any Encoder) throws {
        if let failure { throw failure }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(kind, forKey: .kind)
        try container.encodeIfPresent(style, forKey: .style)
    }

    /// A button that gives the bot a value when it is pressed.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - data: The value, which takes 64 bytes at most; a larger one makes sending fail.
    /// - Returns: The button.
    public static func callback(_ text: String, _ data: some CallbackData) -> Self {
        do throws(CallbackDataError) {
            return Self(text, .callback(data: try data.packed(), requiresPassword: false))
        } catch {
            return Self(text, error)
        }
    }

    /// A button that gives the bot data when it is pressed.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - data: What the bot gets, 1 to 64 bytes.
    ///   - requiresPassword: Whether the person has to type the password of the account.
    /// - Returns: The button.
    public static func callback(_ text: String, data: String, requiresPassword: Bool = false) -> Self {
        Self(text, .callback(data: Array(data.utf8), requiresPassword: requiresPassword))
    }

    /// A button that gives the bot data when it is pressed.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - data: What the bot gets, 1 to 64 bytes.
    ///   - requiresPassword: Whether the person has to type the password of the account.
    /// - Returns: The button.
    public static func callback(_ text: String, data: [UInt8], requiresPassword: Bool = false) -> Self {
        Self(text, .callback(data: data, requiresPassword: requiresPassword))
    }

    /// A button that opens a web page.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - url: The address.
    /// - Returns: The button.
    public static func url(_ text: String, _ url: String) -> Self { Self(text, .url(url)) }

    /// A button that opens a web page where the person is signed in with Telegram.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - url: The address.
    ///   - forwardText: What it shows in forwarded messages.
    ///   - bot: The bot that asks; `nil` for the bot that sends the message.
    ///   - requestsWriteAccess: Whether the bot asks whether it may write to the person.
    /// - Returns: The button.
    public static func login(
        _ text: String, url: String, forwardText: String? = nil, bot: PeerReference? = nil,
        requestsWriteAccess: Bool = false
    ) -> Self {
        Self(text, .login(url: url, forwardText: forwardText, bot: bot, requestsWriteAccess: requestsWriteAccess))
    }

    /// A button that begins the bot's inline mode.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - query: What is in the input field after the bot's name.
    ///   - target: In which chat.
    /// - Returns: The button.
    public static func switchInline(
        _ text: String, query: String = "", in target: InlineTarget = .chosenChat
    ) -> Self { Self(text, .switchInline(query: query, target)) }

    /// A button that copies a text.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - copied: What it copies, 1 to 256 characters.
    /// - Returns: The button.
    public static func copy(_ text: String, _ copied: String) -> Self { Self(text, .copy(copied)) }

    /// A button that opens a mini app.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - url: The address of the mini app.
    /// - Returns: The button.
    public static func webApp(_ text: String, url: String) -> Self { Self(text, .webApp(url: url)) }

    /// A button that opens somebody's profile.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - user: Whose.
    /// - Returns: The button.
    /// - Throws: ``InvocationError/invalidPeer(_:)``.
    public static func userProfile(_ text: String, _ user: some PeerConvertible) throws(InvocationError) -> Self {
        Self(text, .userProfile(try user.peerReference))
    }

    /// A button that begins the game of its message.
    ///
    /// - Parameter text: What it shows.
    /// - Returns: The button.
    public static func game(_ text: String) -> Self { Self(text, .game) }

    /// A button that pays the invoice of its message.
    ///
    /// - Parameter text: What it shows.
    /// - Returns: The button.
    public static func buy(_ text: String) -> Self { Self(text, .buy) }

    /// A button that does nothing.
    ///
    /// - Parameter text: What it shows.
    /// - Returns: The button.
    public static func disabled(_ text: String) -> Self { Self(text, .disabled) }

    /// The button in another look.
    ///
    /// - Parameters:
    ///   - emphasis: What it stands out by.
    ///   - iconID: A custom emoji before the text, by its number.
    /// - Returns: The changed button.
    public func style(_ emphasis: ButtonStyle.Emphasis? = nil, iconID: Int64? = nil) -> Self {
        var copy = self
        copy.style = ButtonStyle(emphasis, iconID: iconID)
        return copy
    }

    /// Not available here: the compiler says why.
    @available(*, unavailable, message: "this is a button of a ReplyKeyboard")
    public static func requestPhone(_ text: String) -> Self { Self(text, .disabled) }

    /// Not available here: the compiler says why.
    @available(*, unavailable, message: "this is a button of a ReplyKeyboard")
    public static func requestLocation(_ text: String) -> Self { Self(text, .disabled) }
}
