// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto

/// Two long packets of the same sender that are sealed together, which takes little more time than one of them.
package struct PacketPair: Sendable {
    let first: OutgoingPacket
    let firstKey: AuthKey
    let second: OutgoingPacket
    let secondKey: AuthKey

    /// Puts two packets together.
    ///
    /// - Parameters:
    ///   - first: The one that goes first, a long one.
    ///   - firstKey: Its key.
    ///   - second: The one that follows, also long.
    ///   - secondKey: The key of that.
    package init(_ first: OutgoingPacket, _ firstKey: AuthKey, _ second: OutgoingPacket, _ secondKey: AuthKey) {
        (self.first, self.firstKey, self.second, self.secondKey) = (first, firstKey, second, secondKey)
    }
}

/// Two packets that are hashed, and wait to be encrypted.
package struct PreparedPair: Sendable {
    fileprivate let messages: LongMessages
    fileprivate let keys: MessageCipher.Keys

    /// How long the encrypted messages are.
    package var sealedCounts: (Int, Int) {
        (
            OutgoingPacket.envelopeCount + messages.first.byteCount,
            OutgoingPacket.envelopeCount + messages.second.byteCount
        )
    }
}

extension PacketCipher {
    /// Hashes two packets that are encrypted later, while the next two are hashed.
    ///
    /// - Parameters:
    ///   - pair: The packets.
    ///   - direction: Who sends them.
    ///   - generator: Where the padding comes from.
    /// - Returns: The packets.
    package mutating func prepare(
        _ pair: PacketPair, direction: MessageDirection, using generator: inout some RandomNumberGenerator
    ) -> PreparedPair {
        let messages = long(pair, using: &generator)
        return PreparedPair(messages: messages, keys: cipher.digests(of: messages, direction: direction))
    }

    /// Encrypts two packets that were prepared, and prepares the next two meanwhile.
    ///
    /// - Parameters:
    ///   - prepared: The packets.
    ///   - places: As many bytes for each as ``PreparedPair/sealedCounts`` says; all of them are written.
    ///   - next: The next two, if there are any.
    ///   - direction: Who sends them.
    ///   - generator: Where the padding comes from.
    /// - Returns: The next two.
    package mutating func seal(
        _ prepared: PreparedPair, into places: MessageCipher.Places, preparing next: PacketPair?,
        direction: MessageDirection, using generator: inout some RandomNumberGenerator
    ) -> PreparedPair? {
        let (messages, keys) = (prepared.messages, prepared.keys)
        Self.address(places.0, messages.first.authKey, keys.0)
        Self.address(places.1, messages.second.authKey, keys.1)
        let targets = (
            UnsafeMutableRawBufferPointer(rebasing: places.0[OutgoingPacket.envelopeCount...]),
            UnsafeMutableRawBufferPointer(rebasing: places.1[OutgoingPacket.envelopeCount...])
        )
        let following = next.map { long($0, using: &generator) }
        let nextKeys = cipher.encrypt(messages, keys, to: targets, direction: direction, digesting: following)
        guard let following, let nextKeys else { return nil }
        return PreparedPair(messages: following, keys: nextKeys)
    }

    private mutating func long(
        _ pair: PacketPair, using generator: inout some RandomNumberGenerator
    ) -> LongMessages {
        LongMessages(
            long(pair.first, pair.firstKey, using: &generator), long(pair.second, pair.secondKey, using: &generator))
    }
}
