// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto

/// What a client has after a key exchange.
public struct KeyExchangeOutcome: Equatable, Sendable {
    /// The key.
    public let authKey: AuthKey
    /// The first server salt of the key.
    public let serverSalt: Int64
    /// How many seconds the server's clock is ahead of the one the exchange was told.
    public let timeOffset: Int64
    /// When a temporary key expires, in seconds since 1970 by the server's clock; `nil` for a permanent key.
    public let expiresAt: Int32?
    /// The group the server chose; exchanges that are given it need not test its prime again.
    public let group: DiffieHellmanGroup
}
