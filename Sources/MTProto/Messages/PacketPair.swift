// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramCrypto

/// Two packets of the same sender that are sealed together, which takes little more time than one of them.
package struct PacketPair: Sendable {
    let first: OutgoingPacket
    let firstKey: AuthKey
    let second: OutgoingPacket
    let secondKey: AuthKey

    /// Puts two packets together.
    ///
    /// - Parameters:
    ///   - first: The one that goes first.
    ///   - firstKey: Its key.
    ///   - second: The one that follows.
    ///   - secondKey: The key of that.
    package init(_ first: OutgoingPacket, _ firstKey: AuthKey, _ second: OutgoingPacket, _ secondKey: AuthKey) {
        (self.first, self.firstKey, self.second, self.secondKey) = (first, firstKey, second, secondKey)
    }

    /// Chooses how long the encrypted messages are.
    ///
    /// - Parameter generator: Where random lengths come from.
    /// - Returns: The numbers of bytes to give to ``PacketCipher/seal(_:into:direction:using:)``.
    package func sealedCounts(using generator: inout some RandomNumberGenerator) -> (Int, Int) {
        (
            PacketCipher.sealedCount(of: first, using: &generator),
            PacketCipher.sealedCount(of: second, using: &generator)
        )
    }
}

/// Two packets that are written and hashed, and wait to be encrypted.
package struct PreparedPair: Sendable {
    struct Message: Sendable {
        /// What is encrypted.
        var plaintext: [UInt8]
        let authKey: AuthKey
        let messageKey: MessageKey
    }

    let first: Message
    let second: Message

    /// How long the encrypted messages are.
    package var sealedCounts: (Int, Int) {
        (
            OutgoingPacket.envelopeCount + first.plaintext.count, OutgoingPacket.envelopeCount + second.plaintext.count
        )
    }
}

extension PacketCipher {
    /// Two places in memory.
    package typealias Places = (UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer)

    /// Encrypts two messages, each in the place from which it is sent.
    ///
    /// - Parameters:
    ///   - pair: The messages.
    ///   - places: As many bytes for each as ``PacketPair/sealedCounts(using:)`` says; all of them are written.
    ///   - direction: Who sends them.
    ///   - generator: Where the padding comes from.
    package mutating func seal(
        _ pair: PacketPair, into places: Places, direction: MessageDirection,
        using generator: inout some RandomNumberGenerator
    ) {
        let first = write(pair.first, to: places.0, using: &generator)
        let second = write(pair.second, to: places.1, using: &generator)
        let texts = (
            MessageCipher.Text(UnsafeRawBufferPointer(first), pair.firstKey),
            MessageCipher.Text(UnsafeRawBufferPointer(second), pair.secondKey)
        )
        let keys = cipher.digests(of: texts.0, and: texts.1, direction: direction)
        cipher.encrypt(.init(texts.0, keys.0, to: first), and: .init(texts.1, keys.1, to: second), direction: direction)
        Self.address(places.0, pair.firstKey, keys.0)
        Self.address(places.1, pair.secondKey, keys.1)
    }

    /// Writes and hashes two messages that are encrypted later, while the next two are hashed.
    ///
    /// - Parameters:
    ///   - pair: The messages.
    ///   - direction: Who sends them.
    ///   - generator: Where the padding comes from.
    /// - Returns: The messages.
    package mutating func prepare(
        _ pair: PacketPair, direction: MessageDirection, using generator: inout some RandomNumberGenerator
    ) -> PreparedPair {
        let plaintexts = write(pair, using: &generator)
        let keys = plaintexts.0.withUnsafeBytes { first in
            plaintexts.1.withUnsafeBytes { second in
                cipher.digests(
                    of: MessageCipher.Text(first, pair.firstKey), and: MessageCipher.Text(second, pair.secondKey),
                    direction: direction)
            }
        }
        return PreparedPair(pair, plaintexts, keys)
    }

    /// Encrypts two messages that were prepared.
    ///
    /// - Parameters:
    ///   - prepared: The messages.
    ///   - places: As many bytes for each as ``PreparedPair/sealedCounts`` says; all of them are written.
    ///   - direction: Who sends them.
    package mutating func seal(_ prepared: PreparedPair, into places: Places, direction: MessageDirection) {
        prepared.withTexts(places) { first, second in
            cipher.encrypt(first, and: second, direction: direction)
        }
    }

    /// Encrypts two messages that were prepared, and prepares the next two meanwhile.
    ///
    /// - Parameters:
    ///   - prepared: The messages.
    ///   - places: As many bytes for each as ``PreparedPair/sealedCounts`` says; all of them are written.
    ///   - next: The next two.
    ///   - direction: Who sends them.
    ///   - generator: Where the padding comes from.
    /// - Returns: The next two.
    package mutating func seal(
        _ prepared: PreparedPair, into places: Places, preparing next: PacketPair, direction: MessageDirection,
        using generator: inout some RandomNumberGenerator
    ) -> PreparedPair {
        let plaintexts = write(next, using: &generator)
        let keys = plaintexts.0.withUnsafeBytes { third in
            plaintexts.1.withUnsafeBytes { fourth in
                prepared.withTexts(places) { first, second in
                    cipher.encrypt(
                        first, and: second, digesting: MessageCipher.Text(third, next.firstKey),
                        and: MessageCipher.Text(fourth, next.secondKey), direction: direction)
                }
            }
        }
        return PreparedPair(next, plaintexts, keys)
    }

    private mutating func write(
        _ pair: PacketPair, using generator: inout some RandomNumberGenerator
    ) -> ([UInt8], [UInt8]) {
        (plaintext(of: pair.first, using: &generator), plaintext(of: pair.second, using: &generator))
    }

    private mutating func plaintext(
        of packet: OutgoingPacket, using generator: inout some RandomNumberGenerator
    ) -> [UInt8] {
        let count = Self.sealedCount(of: packet, using: &generator) - OutgoingPacket.envelopeCount
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
            write(packet, toPlaintext: place, using: &generator)
            initialized = count
        }
    }
}

extension PreparedPair {
    fileprivate init(_ pair: PacketPair, _ plaintexts: ([UInt8], [UInt8]), _ keys: (MessageKey, MessageKey)) {
        first = Message(plaintext: plaintexts.0, authKey: pair.firstKey, messageKey: keys.0)
        second = Message(plaintext: plaintexts.1, authKey: pair.secondKey, messageKey: keys.1)
    }

    /// Writes what stands before the messages, and lends them with the places where they go.
    fileprivate func withTexts<Result>(
        _ places: PacketCipher.Places,
        _ body: (MessageCipher.DigestedText, MessageCipher.DigestedText) -> Result
    ) -> Result {
        first.withText(places.0) { first in
            second.withText(places.1) { second in body(first, second) }
        }
    }
}

extension PreparedPair.Message {
    fileprivate func withText<Result>(
        _ place: UnsafeMutableRawBufferPointer, _ body: (MessageCipher.DigestedText) -> Result
    ) -> Result {
        PacketCipher.address(place, authKey, messageKey)
        let target = UnsafeMutableRawBufferPointer(rebasing: place[OutgoingPacket.envelopeCount...])
        return plaintext.withUnsafeBytes { plaintext in
            body(MessageCipher.DigestedText(MessageCipher.Text(plaintext, authKey), messageKey, to: target))
        }
    }
}
