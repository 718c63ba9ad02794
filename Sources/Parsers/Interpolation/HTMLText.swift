// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// HTML whose interpolated values are text, not markup.
///
/// ```swift
/// let text: HTMLText = "You said <b>\(message.text)</b>"          // whatever was said, it is bold
/// let link: HTMLText = "<a href=\"\(url)\">\(title)</a> \(raw: markup)"
/// ```
///
/// Values may stand in text and in attributes with quotes.
public struct HTMLText: Sendable, Hashable {
    /// The markup.
    public let markup: String

    /// Takes a text as markup, without any escaping.
    ///
    /// - Parameter markup: The text with its markup.
    public init(raw markup: String) {
        self.markup = markup
    }

    /// The text and its entities.
    public var formattedText: FormattedText { FormattedText(html: markup) }

    /// Makes every character of a text literal.
    ///
    /// - Parameter text: Any text.
    /// - Returns: HTML that says just the text, in text and in attributes with quotes of either kind.
    public static func escaped(_ text: some StringProtocol) -> String {
        HTMLEscaping.escaped(text, special: "&<>\"'")
    }
}

extension HTMLText: ExpressibleByStringInterpolation {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        markup = value
    }

    /// Creates the text from a literal with interpolated values.
    public init(stringInterpolation: StringInterpolation) {
        markup = stringInterpolation.markup
    }

    /// Puts markup and values together.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup: String

        /// Begins an empty text.
        public init(literalCapacity: Int, interpolationCount: Int) {
            markup = ""
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Adds a part that is markup.
        public mutating func appendLiteral(_ literal: String) {
            markup += literal
        }

        /// Appends a value as text.
        ///
        /// An optional value has to be unwrapped, or "nil" would be sent some day.
        ///
        /// - Parameter value: The value; its description is what is written.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            markup += HTMLText.escaped(value.description)
        }

        /// Appends a value as markup.
        ///
        /// - Parameter markup: Text with markup that you trust.
        public mutating func appendInterpolation(raw markup: String) {
            self.markup += markup
        }

        /// Appends formatted text, with its entities.
        ///
        /// - Parameter text: The text.
        public mutating func appendInterpolation(_ text: FormattedText) {
            markup += text.markup(as: .html)
        }

        /// Appends other markup.
        ///
        /// - Parameter text: The markup.
        public mutating func appendInterpolation(_ text: HTMLText) {
            markup += text.markup
        }
    }
}
