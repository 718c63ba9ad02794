// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The name of a value that a conversation remembers, with the value's type.
///
/// ```swift
/// extension ConversationField where Value == Int {
///     static let quantity = ConversationField("quantity")
/// }
/// ```
public struct ConversationField<Value: Codable & Sendable>: Hashable, Sendable {
    /// The name under which the value is stored.
    public let name: String

    /// Creates a field.
    ///
    /// - Parameter name: The name under which the value is stored.
    public init(_ name: String) {
        self.name = name
    }
}

extension ConversationField: ExpressibleByStringLiteral {
    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
