// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers

/// A message that is to be sent.
public struct InputMessage: Sendable {
    /// The text with its entities; 1 to 4,096 UTF-16 units.
    public var text: FormattedText
    /// The message to answer.
    public var replyToMessageID: Int32?
    /// Whether it makes no sound.
    public var isSilent = false
    /// Whether links show no preview.
    public var hidesLinkPreview = false
    /// Whether it cannot be forwarded or saved.
    public var isProtected = false
    /// The buttons that come with it.
    public var keyboard: Keyboard?

    /// Creates a message.
    ///
    /// - Parameter text: The text with its entities.
    public init(_ text: FormattedText) {
        self.text = text
    }

    /// The message as an answer to another one.
    public func replying(to id: Int32) -> Self { with { $0.replyToMessageID = id } }

    /// The message without a sound.
    public func silent(_ isSilent: Bool = true) -> Self { with { $0.isSilent = isSilent } }

    /// The message without previews of links.
    public func withoutLinkPreview() -> Self { with { $0.hidesLinkPreview = true } }

    /// The message with buttons.
    public func keyboard(_ keyboard: Keyboard) -> Self { with { $0.keyboard = keyboard } }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}

extension InputMessage: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init(FormattedText(value))
    }
}

/// What can be given where a message is wanted: a text, or a message with all its options.
public protocol InputMessageConvertible: Sendable {
    /// The message to send.
    var inputMessage: InputMessage { get }
}

extension InputMessage: InputMessageConvertible {
    public var inputMessage: InputMessage { self }
}

extension String: InputMessageConvertible {
    /// The text as it is, without any markup.
    public var inputMessage: InputMessage { InputMessage(FormattedText(self)) }
}

extension FormattedText: InputMessageConvertible {
    public var inputMessage: InputMessage { InputMessage(self) }
}

extension InputMessageConvertible where Self == InputMessage {
    /// A text as it is.
    public static func text(_ text: String) -> InputMessage { InputMessage(FormattedText(text)) }

    /// A text with Markdown; values in `\(…)` are escaped.
    public static func markdown(_ text: MarkdownText) -> InputMessage { InputMessage(text.formattedText) }

    /// A text with HTML; values in `\(…)` are escaped.
    public static func html(_ text: HTMLText) -> InputMessage { InputMessage(text.formattedText) }
}
