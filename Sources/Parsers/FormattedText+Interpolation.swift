// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension FormattedText {
    /// Text from ferogram's Markdown; interpolated values are text, not markup.
    ///
    /// - Parameter markdown: The markup, as in `.markdown("You said **\\(value)**")`.
    /// - Returns: The text and its entities.
    public static func markdown(_ markdown: MarkdownText) -> FormattedText {
        markdown.formattedText
    }

    /// Text from HTML; interpolated values are text, not markup.
    ///
    /// - Parameter html: The markup, as in `.html("You said <b>\\(value)</b>")`.
    /// - Returns: The text and its entities.
    public static func html(_ html: HTMLText) -> FormattedText {
        html.formattedText
    }
}
