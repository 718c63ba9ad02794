// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto
package import FerogramMTProto

extension OutgoingFrames {
    /// Seals a packet in the place from which it is sent.
    ///
    /// - Parameters:
    ///   - packet: The packet.
    ///   - authKey: Its key.
    ///   - direction: Who sends it.
    ///   - cipher: Does the work.
    ///   - generator: Where the padding comes from.
    package mutating func append(
        _ packet: OutgoingPacket, authKey: AuthKey, direction: MessageDirection, cipher: inout PacketCipher,
        using generator: inout some RandomNumberGenerator
    ) {
        let count = PacketCipher.sealedCount(of: packet, using: &generator)
        append(count: count) { place in
            cipher.seal(packet, into: place, authKey: authKey, direction: direction, using: &generator)
        }
    }

    /// Seals two packets together; of long ones that takes little more time than the longer one alone.
    ///
    /// - Parameters:
    ///   - packet: The one that goes first.
    ///   - authKey: Its key.
    ///   - other: The one that follows.
    ///   - otherKey: The key of that.
    ///   - direction: Who sends them.
    ///   - cipher: Does the work.
    ///   - generator: Where the padding comes from.
    package mutating func append(
        _ packet: OutgoingPacket, authKey: AuthKey, and other: OutgoingPacket, authKey otherKey: AuthKey,
        direction: MessageDirection, cipher: inout PacketCipher, using generator: inout some RandomNumberGenerator
    ) {
        let count = PacketCipher.sealedCount(of: packet, using: &generator)
        let otherCount = PacketCipher.sealedCount(of: other, using: &generator)
        append(counts: (count, otherCount)) { place, otherPlace in
            cipher.seal(
                packet, into: place, authKey: authKey, and: other, into: otherPlace, authKey: otherKey,
                direction: direction, using: &generator)
        }
    }
}
