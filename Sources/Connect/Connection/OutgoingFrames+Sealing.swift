// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto
package import FerogramMTProto

extension OutgoingFrames {
    /// Seals a packet in the place from which it is sent, after what was only hashed so far.
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
        finish(direction: direction, cipher: &cipher)
        let count = PacketCipher.sealedCount(of: packet, using: &generator)
        append(count: count) { place in
            cipher.seal(packet, into: place, authKey: authKey, direction: direction, using: &generator)
        }
    }

    /// Takes two long packets to be sealed together.
    ///
    /// If more follow, they are only hashed for now, and go out with the next two or by ``finish(direction:cipher:)``: to
    /// encrypt two packets and to hash two others takes little more time at once than either alone.
    ///
    /// - Parameters:
    ///   - pair: The packets.
    ///   - isFollowed: Whether more long packets wait already.
    ///   - direction: Who sends them.
    ///   - cipher: Does the work.
    ///   - generator: Where the padding comes from.
    package mutating func append(
        _ pair: PacketPair, isFollowed: Bool, direction: MessageDirection, cipher: inout PacketCipher,
        using generator: inout some RandomNumberGenerator
    ) {
        if prepared != nil {
            seal(preparing: pair, direction, &cipher, &generator)
        } else {
            prepared = cipher.prepare(pair, direction: direction, using: &generator)
            if !isFollowed { finish(direction: direction, cipher: &cipher) }
        }
    }

    /// Seals what was only hashed so far.
    ///
    /// - Parameters:
    ///   - direction: Who sends it.
    ///   - cipher: Does the work.
    package mutating func finish(direction: MessageDirection, cipher: inout PacketCipher) {
        guard prepared != nil else { return }
        // No padding is drawn for what is prepared already.
        var generator = SystemRandomNumberGenerator()
        seal(preparing: nil, direction, &cipher, &generator)
    }

    private mutating func seal(
        preparing next: PacketPair?, _ direction: MessageDirection, _ cipher: inout PacketCipher,
        _ generator: inout some RandomNumberGenerator
    ) {
        guard let earlier = prepared.take() else { return }
        var following: PreparedPair?
        append(counts: earlier.sealedCounts) { places in
            following = cipher.seal(
                earlier, into: places, preparing: next, direction: direction, using: &generator)
        }
        prepared = following
    }
}
