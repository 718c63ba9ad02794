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

    /// Reads a command.
    ///
    /// - Parameter text: The text of a message.
    public init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        let word = text.dropFirst().prefix { !$0.isWhitespace }
        let parts = word.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        self.name = name.lowercased()
        username = parts.count > 1 ? String(parts[1]) : nil
        arguments = String(text.dropFirst(1 + word.count)).trimmed
    }
}
