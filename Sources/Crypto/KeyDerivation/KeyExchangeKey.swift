// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension IGEKey {
    /// Derives the temporary AES key of a key exchange from its nonces.
    ///
    /// See core.telegram.org/mtproto/auth_key, "Server responds with".
    ///
    /// - Parameters:
    ///   - newNonce: The 32 bytes of the client's secret `new_nonce`.
    ///   - serverNonce: The 16 bytes of the server's nonce.
    public init(newNonce: SecureBytes, serverNonce: some ByteSource) {
        precondition(newNonce.count == 32, "new_nonce has 32 bytes")
        let newThenServer = SHA1.secureHash(of: newNonce, serverNonce)
        let serverThenNew = SHA1.secureHash(of: serverNonce, newNonce)
        let newThenNew = SHA1.secureHash(of: newNonce, newNonce)
        self.init(joining: [
            (newThenServer, 0..<20), (serverThenNew, 0..<12),
            (serverThenNew, 12..<20), (newThenNew, 0..<20), (newNonce, 0..<4),
        ])
    }
}
