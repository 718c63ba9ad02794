// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What the lenient readers of HTML differ in.
struct HTMLRules {
    /// The meaning of a tag without attributes.
    enum Tag {
        case style(MessageEntity.Kind)
        case span
        case link
        case emoji
        case time
        case code
        case pre
        case quote
        case lineBreak
    }

    /// Whether the language of `pre` comes from its own attribute rather than from the code element inside.
    var readsPreLanguage = false
    /// Whether a code element inside `pre` only names the language.
    var joinsPreAndCode = true
    /// Whether a link to a user becomes a mention.
    var readsMentions = true
    /// Whether `mailto:` around its own address becomes an e-mail entity.
    var readsMailto = false
    /// Whether a link without a URL is a link to nothing.
    var keepsLinksWithoutURL = false
    /// Whether only the outermost of nested tags with one name counts, and ends at the first end tag.
    var ignoresNestedTags = false
    /// Whether white space is stripped from both ends of the text.
    var strips = false
    /// Whether white space is stripped around tags at both ends of the markup.
    var stripsAroundOuterTags = false
    /// Whether entities that cross are cut into valid nesting.
    var nests = false
    let tag: @Sendable (_ name: String) -> Tag?

    /// Ferogram's own.
    static let ferogram = HTMLRules(nests: true) { name in
        switch name {
        case "b", "strong": .style(.bold)
        case "i", "em": .style(.italic)
        case "u", "ins": .style(.underline)
        case "s", "strike", "del": .style(.strikethrough)
        case "tg-spoiler", "spoiler": .style(.spoiler)
        case "span": .span
        case "a": .link
        case "tg-emoji": .emoji
        case "tg-time": .time
        case "code": .code
        case "pre": .pre
        case "blockquote": .quote
        case "br": .lineBreak
        default: nil
        }
    }

    /// Telethon's (docs.telethon.dev/en/stable/concepts/entities.html and its HTML mode).
    static let telethon = HTMLRules(
        readsMentions: false, readsMailto: true, ignoresNestedTags: true, strips: true
    ) { name in
        switch name {
        case "b", "strong": .style(.bold)
        case "i", "em": .style(.italic)
        case "u": .style(.underline)
        case "s", "del": .style(.strikethrough)
        case "a": .link
        case "tg-emoji": .emoji
        case "code": .code
        case "pre": .pre
        case "blockquote": .quote
        default: nil
        }
    }

    /// Pyrogram's and kurigram's (docs.kurigram.icu/topics/text-formatting).
    static let pyrogram = HTMLRules(
        readsPreLanguage: true, joinsPreAndCode: false, readsMailto: true, keepsLinksWithoutURL: true,
        stripsAroundOuterTags: true
    ) { name in
        switch name {
        case "b", "strong": .style(.bold)
        case "i", "em": .style(.italic)
        case "u", "ins": .style(.underline)
        case "s", "strike", "del": .style(.strikethrough)
        case "spoiler", "tg-spoiler": .style(.spoiler)
        case "a": .link
        case "emoji", "tg-emoji": .emoji
        case "tg-time": .time
        case "code": .code
        case "pre": .pre
        case "blockquote": .quote
        default: nil
        }
    }
}
