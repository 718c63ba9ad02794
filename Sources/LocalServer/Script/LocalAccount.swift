// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Somebody to write to.
public protocol LocalAccount: Sendable {
    /// The user id.
    var id: Int64 { get }
}

/// A bot of a local server; its program is the client under test.
public struct LocalBot: LocalAccount, Hashable {
    /// The user id.
    public let id: Int64
    /// The username.
    public let username: String
    /// What the program logs in with.
    public let token: String
    /// The data centre where the bot lives.
    public let dataCenter: Int
}

extension LocalBot: CustomStringConvertible {
    /// The username, never the token.
    public var description: String { "LocalBot(@\(username))" }
}
