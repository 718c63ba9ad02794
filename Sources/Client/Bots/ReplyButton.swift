// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A button in the place of the keyboard.
public struct ReplyButton: Sendable, Codable, ExpressibleByStringLiteral {
    /// What happens when it is pressed.
    @nonexhaustive public enum Kind: Sendable, Codable {
        /// The text is sent.
        case text
        /// The person's phone number is sent, after a question.
        case requestPhone
        /// The place where the person is is sent, after a question.
        case requestLocation
        /// A poll is made and sent: any, a quiz (`true`), or no quiz (`false`).
        case requestPoll(quiz: Bool?)
        /// People, bots or chats are chosen and sent to the bot.
        case requestPeer(PeerRequest)
        /// A mini app opens, which can send data to the bot.
        case webApp(url: String)
        /// Whatever the schema has.
        case raw(TL.ButtonType)
    }

    /// What it shows.
    public var text: String
    /// What happens when it is pressed.
    public var kind: Kind
    /// How it looks.
    public var style: ButtonStyle?

    /// Creates a button.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - kind: What happens when it is pressed.
    ///   - style: How it looks.
    public init(_ text: String, _ kind: Kind = .text, style: ButtonStyle? = nil) {
        (self.text, self.kind, self.style) = (text, kind, style)
    }

    /// Creates the value from a literal.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// A button that sends its text.
    ///
    /// - Parameter text: What it shows.
    /// - Returns: The button.
    public static func text(_ text: String) -> Self { Self(text) }

    /// A button that sends the person's phone number.
    ///
    /// - Parameter text: What it shows.
    /// - Returns: The button.
    public static func requestPhone(_ text: String) -> Self { Self(text, .requestPhone) }

    /// A button that sends the place where the person is.
    ///
    /// - Parameter text: What it shows.
    /// - Returns: The button.
    public static func requestLocation(_ text: String) -> Self { Self(text, .requestLocation) }

    /// A button with which the person makes a poll.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - quiz: Whether it has to be a quiz, or no quiz; `nil` for either.
    /// - Returns: The button.
    public static func requestPoll(_ text: String, quiz: Bool? = nil) -> Self { Self(text, .requestPoll(quiz: quiz)) }

    /// A button with which the person chooses people, bots or chats for the bot.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - request: Whom.
    /// - Returns: The button.
    public static func requestPeer(_ text: String, _ request: PeerRequest) -> Self { Self(text, .requestPeer(request)) }

    /// A button that opens a mini app, which can send data to the bot.
    ///
    /// - Parameters:
    ///   - text: What it shows.
    ///   - url: The address of the mini app.
    /// - Returns: The button.
    public static func webApp(_ text: String, url: String) -> Self { Self(text, .webApp(url: url)) }

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
    @available(*, unavailable, message: "this is a button of an InlineKeyboard")
    public static func callback(_ text: String, data: String) -> Self { Self(text) }

    /// Not available here: the compiler says why.
    @available(*, unavailable, message: "this is a button of an InlineKeyboard")
    public static func url(_ text: String, _ url: String) -> Self { Self(text) }

    /// The button as the schema has it.
    public var raw: TL.KeyboardButton {
        let type: TL.ButtonType =
            switch kind {
            case .text: .default
            case .requestPhone: .requestPhone
            case .requestLocation: .requestGeoLocation
            case .requestPoll(let quiz): .requestPoll(.init(quiz: quiz))
            case .requestPeer(let request): request.tl
            case .webApp(let url): .simpleWebView(.init(url: url))
            case .raw(let type): type
            }
        return TL.KeyboardButton(style: style?.tl, text: text, type: type)
    }
}
