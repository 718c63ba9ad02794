// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// A person or a bot.
public struct User: Sendable {
    /// The user as the schema has it.
    public let raw: TL.User.User

    /// Takes a TL user; empty ones are none.
    init?(_ raw: TL.User) {
        guard case .user(let user) = raw else { return nil }
        self.raw = user
    }

    /// The user's number.
    public var id: Int64 { raw.id }
    /// Whether it is a bot.
    public var isBot: Bool { raw.bot }
    /// The first name.
    public var firstName: String { raw.firstName ?? "" }
    /// The last name.
    public var lastName: String { raw.lastName ?? "" }
    /// First and last name.
    public var fullName: String { [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ") }
    /// The public name, without `@`.
    public var username: String? { raw.username ?? raw.usernames?.first { $0.active }?.username }
}

extension User: PeerConvertible {
    public var peerReference: PeerReference {
        if raw.isSelf { return .me }
        guard let hash = raw.accessHash, !raw.min else { return .id(.user(id)) }
        return .input(.user(.init(userID: id, accessHash: hash)))
    }
}

extension User: CustomStringConvertible {
    public var description: String { username.map { "\(fullName) (@\($0))" } ?? fullName }
}
