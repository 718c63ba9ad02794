// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// A server salt and when it may be used.
///
/// See core.telegram.org/mtproto/description#server-salt.
public struct FutureSalt: Hashable, Sendable {
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

    /// Reads a salt of the server's; its times are unsigned.
    init(_ salt: TL.FutureSalt) {
        self.init(
            salt: salt.salt, validSince: Int64(UInt32(bitPattern: salt.validSince)),
            validUntil: Int64(UInt32(bitPattern: salt.validUntil)))
    }
}
