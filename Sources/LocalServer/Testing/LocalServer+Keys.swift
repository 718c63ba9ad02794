// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto
package import FerogramMTProto

/// A permanent key that a server made, for another process that is to take its place.
package struct KeptKey: Codable, Sendable {
    /// The key's 256 bytes; these are secret.
    package let bytes: [UInt8]
    /// The data centre that made it.
    package let dataCenter: Int
    /// Who is logged in with it.
    package let account: Int64?
}

extension LocalServer {
    /// The permanent keys that clients have, so that they can be kept.
    package var keptKeys: [KeptKey] {
        core.perform { engine in
            engine.keys.values.filter { $0.expiresAt == nil }.map { key in
                KeptKey(
                    bytes: key.authKey.withUnsafeBytes { Array($0) }, dataCenter: key.dataCenter, account: key.account)
            }
        }
    }

    /// Takes the place of a server that is gone, and of whose sessions nothing is left but what it ran.
    ///
    /// - Parameters:
    ///   - keys: The keys that it made; its accounts must have been added already.
    ///   - calls: For each session the highest id of the calls that it ran: calls up to it are refused from now on, the
    ///     others run as if they were new.
    /// - Throws: `CryptoError` if a key has not 256 bytes.
    package func restore(_ keys: [KeptKey], ranUpTo calls: [CallOrigin: MessageID]) throws(CryptoError) {
        let keys = try keys.map { key throws(CryptoError) in
            (authKey: try AuthKey(SecureBytes(copying: key.bytes)), dataCenter: key.dataCenter, account: key.account)
        }
        core.perform { engine in
            for key in keys { engine.restore(key.authKey, dataCenter: key.dataCenter, account: key.account) }
            for (origin, id) in calls { engine.restore(origin, ranUpTo: id) }
        }
    }
}
