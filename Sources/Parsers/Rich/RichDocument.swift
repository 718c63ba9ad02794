// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A rich message: blocks of text, pictures and tables.
public struct RichDocument: Sendable, Hashable, Codable {
    /// The blocks, in their order.
    public var blocks: [RichBlock]

    /// Creates the value from its parts.
    public init(_ blocks: [RichBlock] = []) {
        self.blocks = blocks
    }

    /// Reads rich Markdown, which never fails.
    ///
    /// Blocks are separated as usual: headings, lists and tasks, quotations, fenced code, tables with pipes, dividers,
    /// `![](url "caption")`, formulas between `$$`, HTML for everything else, and paragraphs.
    ///
    /// - Parameter markdown: The markup.
    public init(markdown: String) {
        var parser = RichMarkdownParser()
        blocks = parser.blocks(in: ByteText(markdown).lines(), depth: 0)
    }

    /// Reads rich HTML, which never fails.
    ///
    /// - Parameter html: The markup.
    public init(html: String) {
        blocks = RichHTMLConverter.blocks(in: HTMLTree.parse(html))
    }

    /// The message as rich Markdown, with HTML where Markdown has no words.
    public var markdown: String { RichMarkdownWriter.write(blocks) }

    /// The message as rich HTML.
    public var html: String { RichHTMLWriter.write(blocks) }
}

extension RichText {
    /// Reads the inline part of rich Markdown, which never fails.
    ///
    /// `**bold**` or `__bold__`, `*italic*` or `_italic_`, `~~strike~~`, `||spoiler||`, code in backticks,
    /// `==marked==`, `$formula$`, `[text](url)`, `![x](tg://emoji?id=1)`, `![x](tg://time?unix=1&format=t)`, and
    /// the HTML of inline text.
    ///
    /// - Parameter markdown: The markup.
    public init(markdown: String) {
        self = RichInlineParser.parse(ByteText(markdown))
    }

    /// Reads the inline part of rich HTML, which never fails.
    ///
    /// - Parameter html: The markup.
    public init(html: String) {
        self = RichHTMLConverter.inline(HTMLTree.parse(html))
    }

    /// The text as the inline part of rich Markdown.
    public var markdown: String { RichInlineWriter.write(self, .markdown) }

    /// The text as the inline part of rich HTML.
    public var html: String { RichInlineWriter.write(self, .html) }
}
