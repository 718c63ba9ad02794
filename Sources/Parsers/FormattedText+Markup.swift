// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension FormattedText {
    /// Reads text from markup.
    ///
    /// Only strict dialects fail.
    ///
    /// - Parameters:
    ///   - markup: The text with its markup.
    ///   - dialect: The language of the markup.
    /// - Throws: A `MarkupError` with the position if a strict dialect refuses the markup.
    public init(parsing markup: String, as dialect: MarkupDialect) throws(MarkupError) {
        switch dialect {
        case .markdown: self = MarkdownParser.parse(markup)
        case .markdownV2: self = try MarkdownV2Parser.parse(markup)
        case .botMarkdownLegacy: self = try LegacyMarkdownParser.parse(markup)
        case .html: self = LenientHTMLParser.parse(markup, rules: .ferogram)
        case .botHTML: self = try StrictHTMLParser.parse(markup)
        case .telethonMarkdown: self = TelethonMarkdown.parse(markup)
        case .telethonHTML: self = LenientHTMLParser.parse(markup, rules: .telethon)
        case .pyrogramMarkdown: self = PyrogramMarkdown.parse(markup)
        case .pyrogramHTML: self = LenientHTMLParser.parse(markup, rules: .pyrogram)
        }
    }

    /// Reads ferogram's Markdown, which never fails.
    ///
    /// - Parameter markdown: The text with its markup.
    public init(markdown: String) {
        self = MarkdownParser.parse(markdown)
    }

    /// Reads HTML, which never fails.
    ///
    /// - Parameter html: The text with its markup.
    public init(html: String) {
        self = LenientHTMLParser.parse(html, rules: .ferogram)
    }

    /// Writes the text as markup, such that reading it again gives the same.
    ///
    /// Entities are brought into valid nesting first. What a dialect has no words for is left out, and so are kinds
    /// that Telegram finds by itself, such as hashtags; the text is always kept.
    ///
    /// - Parameter dialect: The language of the markup.
    /// - Returns: The markup.
    public func markup(as dialect: MarkupDialect) -> String {
        // Half of a surrogate pair would be nothing in UTF-8, and markers around nothing melt into others.
        let text = snappedToScalars()
        return switch dialect {
        case .markdown: MarkdownWriter.write(text, style: .ferogram)
        case .markdownV2: MarkdownWriter.write(text, style: .botAPI)
        case .botMarkdownLegacy: LegacyMarkdownWriter.write(text)
        case .html, .botHTML: HTMLWriter.write(text, style: dialect == .html ? .ferogram : .botAPI)
        case .telethonHTML: HTMLWriter.write(text, style: .telethon)
        case .pyrogramHTML: HTMLWriter.write(text, style: .pyrogram)
        case .telethonMarkdown: TelethonMarkdown.write(text)
        case .pyrogramMarkdown: PyrogramMarkdown.write(text)
        }
    }
}
