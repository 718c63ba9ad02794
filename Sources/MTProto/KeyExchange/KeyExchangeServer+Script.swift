// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto

extension KeyExchangeServer {
    /// What differs from an ordinary exchange: given numbers for vectors, and misbehaviour for tests of clients.
    package struct Script: Sendable {
        /// The server's nonce, 16 bytes.
        package var serverNonce: [UInt8]?
        /// The factors of pq.
        package var factors: (UInt32, UInt32)?
        /// What stands in `resPQ` in the place of the product.
        package var pq: [UInt8]?
        /// The fingerprints to list, in the place of those of the keys.
        package var fingerprints: [Int64]?
        /// The server's exponent, big-endian.
        package var exponent: SecureBytes?
        /// What stands in the place of the generator, whether it fits or not.
        package var generator: Int32?
        /// What stands in the place of the prime.
        package var prime: [UInt8]?
        /// What stands in the place of `g_a`.
        package var publicValue: [UInt8]?
        /// Whether the answer to `req_DH_params` is `server_DH_params_fail`.
        package var refusesParameters = false
        /// The verdicts on the client's keys in turn; afterwards they are honest.
        package var verdicts: [KeyExchangeAnswer] = []
        /// How many random bytes follow the object in each answer in turn, counted in the declared length.
        package var paddingByteCounts: [Int] = []

        /// An ordinary exchange.
        package init() {}
    }
}
