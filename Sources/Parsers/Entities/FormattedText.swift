// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Text with entities: what a message says and how it looks.
///
/// The entities may be anything; `normalized()` turns them into what Telegram accepts.
public struct FormattedText: Sendable, Hashable {
    /// The text without any markup.
    public var text: String
    /// Ranges of the text that mean or look like something.
    public var entities: [MessageEntity]

    /// Creates formatted text.
    ///
    /// - Parameters:
    ///   - text: The text without any markup.
    ///   - entities: Ranges of the text, in UTF-16 code units.
    public init(_ text: String = "", entities: [MessageEntity] = []) {
        self.text = text
        self.entities = entities
    }

    /// How many UTF-16 code units the text takes, which is what Telegram's limits count.
    public var utf16Length: Int { text.utf16Length }
}

extension FormattedText: ExpressibleByStringLiteral {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
