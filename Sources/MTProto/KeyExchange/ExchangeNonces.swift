// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes

/// The two public nonces of an exchange, which every message repeats.
struct ExchangeNonces: Sendable {
    let client: TL.Int128
    let server: TL.Int128

    /// Checks the nonces of a message.
    func check(_ client: TL.Int128, _ server: TL.Int128) throws(KeyExchangeFault) {
        guard client == self.client else { throw KeyExchangeFault(.nonceMismatch) }
        guard server == self.server else { throw KeyExchangeFault(.serverNonceMismatch) }
    }

    /// Checks the nonces of an object in an encrypted part.
    func checkInner(_ client: TL.Int128, _ server: TL.Int128) throws(KeyExchangeFault) {
        guard client == self.client else { throw KeyExchangeFault(.innerNonceMismatch) }
        guard server == self.server else { throw KeyExchangeFault(.innerServerNonceMismatch) }
    }

    /// Derives the key of the encrypted parts.
    func temporaryKey(newNonce: SecureBytes) -> IGEKey {
        IGEKey(newNonce: newNonce, serverNonce: server.bytes)
    }

    /// The first server salt: `new_nonce` XOR `server_nonce`, the first eight bytes of each.
    func serverSalt(newNonce: SecureBytes) -> Int64 {
        let first = newNonce.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        let second = server.bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        return Int64(littleEndian: first ^ second)
    }
}

extension TL.Int128 {
    /// Draws a nonce.
    static func nonce(using generator: inout some RandomNumberGenerator) -> Self {
        Self(exactly: generator.bytes(count: 16))
    }

    /// Takes what is known to be sixteen bytes.
    init(exactly bytes: [UInt8]) {
        guard let value = Self(bytes) else { preconditionFailure("an int128 has sixteen bytes") }
        self = value
    }
}

extension TLEncodable {
    /// The binary form of a message of the exchange, whose fields are always short enough.
    var messageBytes: [UInt8] {
        do {
            return try encoded()
        } catch {
            preconditionFailure("a message of the key exchange cannot be written: \(error)")
        }
    }
}
