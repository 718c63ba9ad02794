// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The derivation of message keys and AES keys in MTProto 1.0.
///
/// It is still needed to bind a temporary key and to read secret chats of old clients. See
/// core.telegram.org/mtproto/description_v1.
public enum VersionOneKeyDerivation {
    /// Computes the message key of a plaintext.
    ///
    /// - Parameter plaintext: The plaintext without its padding.
    /// - Returns: The last 128 bits of its SHA-1.
    public static func messageKey(of plaintext: some ByteSource) -> MessageKey {
        SHA1.hash(of: plaintext).withUnsafeBytes { MessageKey(digest: $0, from: 4) }
    }
}

extension IGEKey {
    /// Derives the AES key of a message in MTProto 1.0.
    ///
    /// - Parameters:
    ///   - messageKey: The message key.
    ///   - authKey: The key that the two sides share; the permanent one when a temporary key is bound.
    ///   - direction: Who sends the message; secret chats of version 1 use the client's direction both ways.
    public init(versionOneMessageKey messageKey: MessageKey, authKey: AuthKey, direction: MessageDirection) {
        let x = direction.offset
        let digests = authKey.withUnsafeBytes { key in
            func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: key[x + range.lowerBound..<x + range.upperBound])
            }
            return (
                a: SHA1.secureHash(of: messageKey, part(0..<32)),
                b: SHA1.secureHash(of: part(32..<48), messageKey, part(48..<64)),
                c: SHA1.secureHash(of: part(64..<96), messageKey),
                d: SHA1.secureHash(of: messageKey, part(96..<128))
            )
        }
        self.init(joining: [
            (digests.a, 0..<8), (digests.b, 8..<20), (digests.c, 4..<16),
            (digests.a, 8..<20), (digests.b, 0..<8), (digests.c, 16..<20), (digests.d, 0..<8),
        ])
    }

    /// Joins parts of digests to 64 bytes.
    init(joining parts: [(digest: SecureBytes, range: Range<Int>)]) {
        self.init { bytes in
            var position = 0
            for (digest, range) in parts {
                digest.withUnsafeBytes { digest in
                    bytes.write(UnsafeRawBufferPointer(rebasing: digest[range]), at: position)
                }
                position += range.count
            }
        }
    }
}
