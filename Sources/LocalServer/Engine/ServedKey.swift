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
    /// Who has shown a code and is asked for a password, for permanent keys.
    var passwordPending: Int64?
    /// What the client is asked to prove; each question is good for one answer.
    var question: (id: Int64, verifier: SRPVerifier)?
    /// The layer that the client speaks, for permanent keys.
    var layer: Int32?
    /// Whether the client has introduced itself, for permanent keys.
    var isInitialized = false
    /// The beginnings of what it said of itself then.
    var introduction: [String]?
    var lastUsed: Int64
    /// When the key was made, in seconds since 1970.
    var created: Int64
    /// What the session does not take, by its person's choice.
    var refusesSecretChats = false
    var refusesCalls = false

    init(authKey: AuthKey, dataCenter: Int, expiresAt: Int32?, lastUsed: Int64) {
        self.authKey = authKey
        self.dataCenter = dataCenter
        self.expiresAt = expiresAt
        self.lastUsed = lastUsed
        created = lastUsed
    }
}
