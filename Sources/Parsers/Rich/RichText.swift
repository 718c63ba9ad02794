// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Text of a rich message, as a tree.
///
/// It mirrors Telegram's `RichText` (core.telegram.org/type/RichText).
public indirect enum RichText: Sendable, Hashable, Codable {
    case plain(String)
    /// Several texts, one after another.
    case concat([RichText])
    case bold(RichText)
    case italic(RichText)
    case underline(RichText)
    case strikethrough(RichText)
    /// Monospaced text.
    case fixed(RichText)
    case spoiler(RichText)
    /// Text on a coloured ground.
    case marked(RichText)
    case `subscript`(RichText)
    case superscript(RichText)
    case link(RichText, url: String)
    case email(RichText, address: String)
    case phone(RichText, number: String)
    /// Text to which links can point by name.
    case anchor(RichText, name: String)
    case mention(RichText, userID: Int64)
    case date(RichText, FormattedDate)
    /// An emoji that is drawn from the document with this id.
    case customEmoji(documentID: Int64, alternative: String)
    /// A formula in TeX.
    case math(String)
}

extension RichText: ExpressibleByStringLiteral {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self = .plain(value)
    }
}

extension RichText {
    /// No text.
    public static var empty: RichText { .plain("") }

    /// Whether there is no text.
    public var isEmpty: Bool { self == .empty || self == .concat([]) }

    /// The text without its style.
    public var plainText: String { RichSpans(self).string }

    /// The same text in its simplest form: equal neighbours joined, nothing empty, nothing twice in itself.
    public var canonical: RichText { RichSpans(self).richText }
}
