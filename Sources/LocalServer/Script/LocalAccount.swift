// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A place to write to: a person, a bot, a group or a channel.
public protocol LocalPeer: Sendable {
    /// The number as the Bot API writes it, which clients take too: users as they are, basic groups negated, channels and
    /// supergroups as −(10^12 + id).
    var id: Int64 { get }
}

/// A person or a bot; the ``LocalPeer/id`` is the user id.
public protocol LocalAccount: LocalPeer {}

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
