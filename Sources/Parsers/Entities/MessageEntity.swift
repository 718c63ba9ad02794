// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A range of a message's text that means or looks like something: bold, a link, a mention.
///
/// Offsets and lengths count UTF-16 code units of the final text, as Telegram does
/// (core.telegram.org/api/entities).
public struct MessageEntity: Sendable, Hashable {
    /// Where the range begins, in UTF-16 code units.
    public var offset: Int
    /// How long the range is, in UTF-16 code units.
    public var length: Int
    /// What the range is.
    public var kind: Kind

    /// Creates an entity.
    ///
    /// - Parameters:
    ///   - kind: What the range is.
    ///   - offset: Where the range begins, in UTF-16 code units.
    ///   - length: How long the range is, in UTF-16 code units.
    public init(_ kind: Kind, offset: Int, length: Int) {
        self.offset = offset
        self.length = length
        self.kind = kind
    }

    /// The offset of the first UTF-16 code unit after the range.
    ///
    /// It saturates, so that an entity with absurd numbers can be looked at without a trap.
    public var end: Int {
        let (sum, overflow) = offset.addingReportingOverflow(length)
        return overflow ? (length < 0 ? Int.min : Int.max) : sum
    }
}

extension MessageEntity {
    /// What a range of text is.
    public enum Kind: Sendable, Hashable {
        /// Something that this library does not know.
        case unknown
        /// An `@username`.
        case mention
        /// A `#hashtag`.
        case hashtag
        /// A `$CASHTAG`.
        case cashtag
        /// A `/command`, perhaps with `@bot`.
        case botCommand
        /// A link that stands in the text itself.
        case url
        /// An e-mail address.
        case email
        /// A phone number.
        case phone
        /// The number of a bank card.
        case bankCard
        /// An address on the TON blockchain.
        case tonAddress
        case bold
        case italic
        case underline
        case strikethrough
        case spoiler
        /// Monospaced text within a line.
        case code
        /// A block of monospaced text, with its programming language or an empty string.
        case pre(language: String)
        /// Text that links to a URL.
        case textURL(String)
        /// Text that mentions a user without a username.
        case mentionName(userID: Int64)
        /// An emoji that is drawn from the document with this id.
        case customEmoji(documentID: Int64)
        /// A quotation, which is folded if `collapsed` is true.
        case blockquote(collapsed: Bool)
        /// A moment that every reader sees in their own time zone.
        case formattedDate(FormattedDate)
        /// Text that was inserted.
        case diffInsert
        /// Text that replaces other text.
        case diffReplace(oldText: String)
        /// Text that was deleted.
        case diffDelete
    }
}

extension MessageEntity.Kind {
    /// The order of entities that cover the same range, outermost first.
    ///
    /// It is the order in which Telegram's own clients sort them.
    var nestingPriority: Int {
        switch self {
        case .blockquote: 0
        case .pre(let language): language.isEmpty ? 11 : 10
        case .code: 20
        case .formattedDate: 30
        case .textURL, .mentionName: 49
        case .unknown, .mention, .hashtag, .cashtag, .botCommand, .url, .email, .phone, .bankCard,
            .tonAddress:
            50
        case .diffInsert, .diffReplace, .diffDelete: 60
        case .bold: 90
        case .italic: 91
        case .underline: 92
        case .strikethrough: 93
        case .spoiler: 94
        case .customEmoji: 99
        }
    }

    /// Whether the entity is mere style, which may be cut and merged without changing its meaning.
    var isStyle: Bool {
        switch self {
        case .bold, .italic, .underline, .strikethrough, .spoiler: true
        default: false
        }
    }

    /// Whether nothing else may be inside.
    var isVerbatim: Bool {
        switch self {
        case .code, .pre: true
        default: false
        }
    }

    var isBlockquote: Bool {
        if case .blockquote = self { true } else { false }
    }
}

extension [MessageEntity] {
    /// Sorts by offset, then the longer first, then outer kinds first.
    mutating func sortForNesting() {
        func precedes(_ a: MessageEntity, _ b: MessageEntity) -> Bool {
            if a.offset != b.offset { return a.offset < b.offset }
            if a.length != b.length { return a.length > b.length }
            return a.kind.nestingPriority < b.kind.nestingPriority
        }
        for index in indices.dropFirst() where precedes(self[index], self[index - 1]) {
            sort(by: precedes)
            return
        }
    }
}
