// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A salt of a data centre and when it may be used.
///
/// See core.telegram.org/mtproto/description#server-salt.
public struct ServerSalt: Codable, Hashable, Sendable {
    /// The salt.
    public var salt: Int64
    /// When it begins, in seconds since 1970 by the server's clock.
    public var validSince: Int64
    /// When it ends.
    public var validUntil: Int64

    /// Creates a salt.
    ///
    /// - Parameters:
    ///   - salt: The salt.
    ///   - validSince: When it begins, in seconds since 1970 by the server's clock.
    ///   - validUntil: When it ends.
    public init(salt: Int64, validSince: Int64, validUntil: Int64) {
        self.salt = salt
        self.validSince = validSince
        self.validUntil = validUntil
    }
}
