// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes

/// A rich message to send: headings, lists, tables and the like.
@nonexhaustive public enum InputRichText: Sendable, Codable {
    /// Blocks.
    case blocks(RichDocument)
    /// HTML that the server reads.
    case html(String)
    /// Markdown that the server reads.
    case markdown(String)
    /// Whatever the schema has.
    case raw(TL.InputRichMessage)
}
