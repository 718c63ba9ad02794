// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
public import Foundation

/// What encrypts push messages between the server and one device; keep it where only the app can read it.
public struct PushSecret: Hashable, Sendable {
    /// 256 bytes.
    public let bytes: [UInt8]

    /// Makes a new secret.
    public init() {
        var generator = SystemRandomness()
        bytes = generator.bytes(count: AuthKey.byteCount)
    }

    /// Takes a secret that was made before.
    ///
    /// - Parameter bytes: 256 bytes; `nil` is the result for another count.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == AuthKey.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Decrypts a push message; see core.telegram.org/api/push-updates.
    ///
    /// - Parameter text: What stands under `p` in the message.
    /// - Returns: JSON; `nil` if the message was made with another secret, or altered.
    public func decrypt(_ text: String) -> Data? {
        guard let message = Data(base64URL: text).map(Array.init), message.count >= 40, message.count <= 1 << 16,
            let key = try? AuthKey(SecureBytes(copying: bytes)),
            Array(message[..<8]) == withUnsafeBytes(of: key.id.littleEndian, Array.init),
            let messageKey = try? MessageKey(message[8..<24])
        else { return nil }
        var body = Array(message[24...])
        let isGenuine = body.withUnsafeMutableBytes { body in
            var cipher = MessageCipher()
            do throws(CryptoError) {
                try cipher.decrypt(body, messageKey: messageKey, authKey: key, direction: .fromServer)
                return true
            } catch {
                return false
            }
        }
        guard isGenuine else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(body[$1]) << (8 * $1) }
        guard length <= body.count - 4 else { return nil }
        return Data(body[4..<4 + length])
    }
}

extension PushSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of value, never the secret.
    public var description: String { "PushSecret" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
