// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which message is waited for.
public struct MessageMatcher: Sendable, CustomStringConvertible {
    /// What is waited for, in words.
    public let description: String
    let matches: @Sendable (LocalMessage) -> Bool

    /// Any message for which a closure says so.
    ///
    /// - Parameters:
    ///   - description: What is waited for, for the error.
    ///   - matches: Decides; it is called under a lock and must come back soon.
    public init(_ description: String, where matches: @escaping @Sendable (LocalMessage) -> Bool) {
        self.description = description
        self.matches = matches
    }

    /// Any message.
    public static let any = Self("any message") { _ in true }

    /// A message with exactly this text.
    ///
    /// - Parameter text: The text.
    /// - Returns: The matcher.
    public static func text(_ text: String) -> Self {
        Self("the text \"\(text)\"") { $0.text == text }
    }

    /// A message whose text contains another.
    ///
    /// - Parameter part: What the text contains.
    /// - Returns: The matcher.
    public static func contains(_ part: String) -> Self {
        Self("a text with \"\(part)\"") { $0.text.contains(part) }
    }

    /// A message with a button.
    ///
    /// - Parameter text: What the button shows.
    /// - Returns: The matcher.
    public static func button(_ text: String) -> Self {
        Self("a button \"\(text)\"") { $0.buttons.contains { $0.contains(text) } }
    }
}
