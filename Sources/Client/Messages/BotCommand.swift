// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The command that a message to a bot begins with.
public struct BotCommand: Hashable, Sendable {
    /// The command without slash, in lower case.
    public let name: String
    /// The bot that is meant, if the command names one.
    public let username: String?
    /// What follows.
    public let arguments: String

    /// Reads a command: ASCII letters, digits and `_` behind a slash, up to the end of the word.
    ///
    /// - Parameter text: The text of a message.
    public init?(_ text: String) {
        guard text.hasPrefix("/"), let name = Self.word(text.dropFirst(), 1...64) else { return nil }
        var rest = text.dropFirst(1 + name.count)
        var username: Substring?
        if rest.hasPrefix("@"), let word = Self.word(rest.dropFirst(), 3...32) {
            username = word
            rest = rest.dropFirst(1 + word.count)
        }
        self.name = name.lowercased()
        self.username = username.map(String.init)
        arguments = String(rest).trimmed
    }

    /// The word at the beginning of a text, if it ends at a border and has such a length.
    private static func word(_ text: Substring, _ length: ClosedRange<Int>) -> Substring? {
        let word = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard length.contains(word.count) else { return nil }
        if let next = text.dropFirst(word.count).first, next.isLetter || next.isNumber || "/<>".contains(next) {
            return nil
        }
        return word
    }
}
