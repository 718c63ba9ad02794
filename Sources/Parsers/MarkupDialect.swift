// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A language in which formatted text is written.
public enum MarkupDialect: String, Sendable, Hashable, CaseIterable {
    /// Ferogram's Markdown, which never fails.
    ///
    /// `**bold**` or `*bold*`, `_italic_`, `__underline__`, `~strike~`, `||spoiler||`, code in backticks,
    /// `[text](url)`, `[name](tg://user?id=1)`, `![x](tg://emoji?id=1)`, `![x](tg://time?unix=1&format=wDT)`,
    /// `> quote` and `**> folded quote`. A backslash makes the next character literal; a marker without its
    /// partner disappears.
    case markdown
    /// MarkdownV2 of the Bot API, strict (core.telegram.org/bots/api#markdownv2-style).
    case markdownV2
    /// The old Markdown of the Bot API, strict (core.telegram.org/bots/api#markdown-style).
    case botMarkdownLegacy
    /// HTML that never fails: unknown tags are dropped and their text is kept.
    case html
    /// HTML of the Bot API, strict (core.telegram.org/bots/api#html-style).
    case botHTML
    /// Markdown as Telethon reads it.
    case telethonMarkdown
    /// HTML as Telethon reads it.
    case telethonHTML
    /// Markdown as Pyrogram and its forks read it.
    case pyrogramMarkdown
    /// HTML as Pyrogram and its forks read it.
    case pyrogramHTML

    /// Whether wrong input is an error.
    public var isStrict: Bool {
        switch self {
        case .markdownV2, .botMarkdownLegacy, .botHTML: true
        case .markdown, .html, .telethonMarkdown, .telethonHTML, .pyrogramMarkdown, .pyrogramHTML: false
        }
    }
}
