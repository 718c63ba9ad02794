// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto

/// An authorization key and what it stands for.
struct ServedKey: Sendable {
    let authKey: AuthKey
    let dataCenter: Int
    /// When a temporary key ends, in seconds since 1970; `nil` for a permanent one.
    let expiresAt: Int32?
    var salts = ServerSalts()
    /// The permanent key to which a temporary one is bound.
    var boundTo: Int64?
    /// Who is logged in, for permanent keys.
    var account: Int64?
    /// The layer that the client speaks, for permanent keys.
    var layer: Int32?
    /// Whether the client has introduced itself, for permanent keys.
    var isInitialized = false
    var lastUsed: Int64
}
