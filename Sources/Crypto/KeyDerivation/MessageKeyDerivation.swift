// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The derivation of message keys and AES keys in MTProto 2.0.
///
/// See core.telegram.org/mtproto/description#defining-aes-key-and-initialization-vector.
public enum MessageKeyDerivation {
    /// Computes the message key of a plaintext, and the quick-acknowledgement token of its packet.
    ///
    /// - Parameters:
    ///   - plaintext: The whole plaintext with its padding.
    ///   - authKey: The key.
    ///   - direction: Who sends the message.
    /// - Returns: The middle 128 bits of the digest, and its first 32 bits with the highest bit set, little-endian, as the
    ///   server will echo them.
    public static func messageKey(
        of plaintext: some ByteSource, authKey: AuthKey, direction: MessageDirection
    ) -> (messageKey: MessageKey, quickAckToken: UInt32) {
        var hash = MessageHash()
        return plaintext.withContiguousBytes { plaintext in
            withUnsafeTemporaryAllocation(byteCount: roomByteCount, alignment: 16) { room in
                digest(of: plaintext, authKey, direction, hash: &hash, room: room)
            }
        }
    }

    /// Layout of the working memory: key and vector, then two places for what is hashed, whose first halves are the digests
    /// afterwards.
    static let roomByteCount = IGEKey.byteCount + 2 * hashedByteCount
    private static let hashedByteCount = 64

    /// Where in the key the 32 bytes lie that are hashed before a plaintext.
    static func prefix(_ direction: MessageDirection) -> Range<Int> {
        let start = 88 + direction.offset
        return start..<start + 32
    }

    /// Hashes 32 bytes of the key and the plaintext.
    static func digest(
        of plaintext: UnsafeRawBufferPointer, _ authKey: AuthKey, _ direction: MessageDirection,
        hash: inout MessageHash, room: UnsafeMutableRawBufferPointer
    ) -> (messageKey: MessageKey, quickAckToken: UInt32) {
        authKey.withUnsafeBytes { room.write(UnsafeRawBufferPointer(rebasing: $0[prefix(direction)]), at: 0) }
        hash.digest(startingWith: room, plaintext)
        return read(room)
    }

    /// The places for two digests, with the 32 bytes of the keys that are hashed before the plaintexts.
    static func rooms(
        in room: UnsafeMutableRawBufferPointer, _ authKey: AuthKey, _ otherKey: AuthKey, _ direction: MessageDirection
    ) -> (UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer) {
        let first = UnsafeMutableRawBufferPointer(rebasing: room[..<hashedByteCount])
        let second = UnsafeMutableRawBufferPointer(rebasing: room[hashedByteCount..<2 * hashedByteCount])
        authKey.withUnsafeBytes { first.write(UnsafeRawBufferPointer(rebasing: $0[prefix(direction)]), at: 0) }
        otherKey.withUnsafeBytes { second.write(UnsafeRawBufferPointer(rebasing: $0[prefix(direction)]), at: 0) }
        return (first, second)
    }

    /// Reads message key and token from the digest at the start of `room`.
    static func read(_ room: UnsafeMutableRawBufferPointer) -> (messageKey: MessageKey, quickAckToken: UInt32) {
        let token = UInt32(littleEndian: room.loadUnaligned(as: UInt32.self)) | 0x8000_0000
        return (MessageKey(digest: UnsafeRawBufferPointer(room), from: 8), token)
    }

    /// Writes key and vector to the first 64 bytes of `room`; the rest of it holds digests afterwards.
    static func derive(
        _ authKey: AuthKey, _ messageKey: MessageKey, _ direction: MessageDirection,
        hash: inout MessageHash, room: UnsafeMutableRawBufferPointer
    ) {
        let x = direction.offset
        let first = UnsafeMutableRawBufferPointer(rebasing: room[IGEKey.byteCount..<IGEKey.byteCount + hashedByteCount])
        let second = UnsafeMutableRawBufferPointer(rebasing: room[(IGEKey.byteCount + hashedByteCount)...])
        authKey.withUnsafeBytes { key in
            messageKey.withContiguousBytes { messageKey in
                first.write(messageKey, at: 0)
                first.write(UnsafeRawBufferPointer(rebasing: key[x..<x + 36]), at: 16)
                second.write(UnsafeRawBufferPointer(rebasing: key[x + 40..<x + 76]), at: 0)
                second.write(messageKey, at: 36)
            }
        }
        hash.digest(shortIn: first, count: 52)
        hash.digest(shortIn: second, count: 52)
        let (a, b) = (UnsafeRawBufferPointer(first), UnsafeRawBufferPointer(second))
        var position = 0
        for (digest, range) in [
            (a, 0..<8), (b, 8..<24), (a, 24..<32),
            (b, 0..<8), (a, 8..<24), (b, 24..<32),
        ] {
            room.write(UnsafeRawBufferPointer(rebasing: digest[range]), at: position)
            position += range.count
        }
    }
}

extension IGEKey {
    /// Derives the AES key of a message in MTProto 2.0.
    ///
    /// - Parameters:
    ///   - messageKey: The message key.
    ///   - authKey: The key that the two sides share.
    ///   - direction: Who sends the message.
    public init(messageKey: MessageKey, authKey: AuthKey, direction: MessageDirection) {
        var hash = MessageHash()
        let room = SecureBytes(count: MessageKeyDerivation.roomByteCount) { room in
            MessageKeyDerivation.derive(authKey, messageKey, direction, hash: &hash, room: room)
        }
        self.init { bytes in
            room.withUnsafeBytes { room in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: room[..<Self.byteCount]))
            }
        }
    }
}
