// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

extension MessageCipher {
    /// The message keys of two messages.
    package typealias Keys = (MessageKey, MessageKey)
    /// The places of two messages.
    package typealias Places = (UnsafeMutableRawBufferPointer, UnsafeMutableRawBufferPointer)

    /// Computes the message keys of two messages.
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - direction: Who sends them.
    /// - Returns: Their message keys.
    package mutating func digests(of messages: LongMessages, direction: MessageDirection) -> Keys {
        guard hash.isProcessor else {
            return (digestByLibrary(messages.first, direction), digestByLibrary(messages.second, direction))
        }
        let states = beginHashes(messages, direction)
        messages.withMiddles { first, second in
            ferogram_sha256_add_two(
                states.0.baseAddress, first.baseAddress, first.count,
                states.1.baseAddress, second.baseAddress, second.count)
        }
        return endHashes(messages)
    }

    /// Encrypts two messages, and computes the message keys of the next two meanwhile.
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - keys: Their message keys.
    ///   - places: Where the ciphertexts go, as many bytes as the messages have.
    ///   - direction: Who sends them.
    ///   - next: The next two, if there are any.
    /// - Returns: The message keys of the next two.
    package mutating func encrypt(
        _ messages: LongMessages, _ keys: Keys, to places: Places, direction: MessageDirection,
        digesting next: LongMessages? = nil
    ) -> Keys? {
        var second = setKeys(messages, keys, direction)
        let first = Target(messages.first, places.0)
        let other = Target(messages.second, places.1)
        Self.encrypt(messages.first.head, to: first.head, by: &encryptor)
        Self.encrypt(messages.second.head, to: other.head, by: &second)
        let states = hash.isProcessor ? next.map { beginHashes($0, direction) } : nil
        messages.withMiddles { middle, otherMiddle in
            let texts = (IGEText(middle, to: first.middle), IGEText(otherMiddle, to: other.middle))
            guard let next, let states else { return encryptor.encrypt(texts.0, and: &second, texts.1) }
            next.withMiddles { third, fourth in
                encryptor.encrypt(texts.0, and: &second, texts.1, hashing: third, in: states.0, fourth, in: states.1)
            }
        }
        Self.encrypt(messages.first.tail, to: first.tail, by: &encryptor)
        Self.encrypt(messages.second.tail, to: other.tail, by: &second)
        secondEncryptor = consume second
        return next.map { hash.isProcessor ? endHashes($0) : digests(of: $0, direction: direction) }
    }

    /// Where the pieces of a message go.
    private struct Target {
        let head: UnsafeMutableRawBufferPointer
        let middle: UnsafeMutableRawBufferPointer
        let tail: UnsafeMutableRawBufferPointer

        init(_ message: LongMessage, _ place: UnsafeMutableRawBufferPointer) {
            precondition(place.count == message.byteCount, "a ciphertext is as long as its text")
            let end = message.head.count + message.middle.count
            head = UnsafeMutableRawBufferPointer(rebasing: place[..<message.head.count])
            middle = UnsafeMutableRawBufferPointer(rebasing: place[message.head.count..<end])
            tail = UnsafeMutableRawBufferPointer(rebasing: place[end...])
        }
    }

    private static func encrypt(
        _ bytes: [UInt8], to place: UnsafeMutableRawBufferPointer, by encryptor: inout AESIGEEncryptor
    ) {
        place.copyBytes(from: bytes)
        encryptor.encrypt(place)
    }

    /// Installs the keys of two messages.
    ///
    /// - Returns: What encrypts the second one.
    private mutating func setKeys(
        _ messages: LongMessages, _ keys: Keys, _ direction: MessageDirection
    ) -> AESIGEEncryptor {
        deriveKey(messages.first.authKey, keys.0, direction)
        encryptor.setKey(key, iv: iv)
        deriveKey(messages.second.authKey, keys.1, direction)
        var second = secondEncryptor.take() ?? AESIGEEncryptor(usesProcessor: usesProcessor)
        second.setKey(key, iv: iv)
        wipe()
        return second
    }

    // MARK: Hashes

    /// Where two hashes are kept while they go on, and room for the end of one.
    private var states: (Places, room: UnsafeMutableRawBufferPointer) {
        let size = Int(ferogram_sha256_state_size)
        let (first, second) = (scratch[..<size], scratch[size..<2 * size])
        let room = scratch[2 * size..<2 * size + MessageHash.roomByteCount]
        return (
            (UnsafeMutableRawBufferPointer(rebasing: first), UnsafeMutableRawBufferPointer(rebasing: second)),
            UnsafeMutableRawBufferPointer(rebasing: room)
        )
    }

    /// Hashes a part of the keys and the heads.
    private func beginHashes(_ messages: LongMessages, _ direction: MessageDirection) -> Places {
        let states = states.0
        beginHash(messages.first, states.0, direction)
        beginHash(messages.second, states.1, direction)
        return states
    }

    private func beginHash(
        _ message: LongMessage, _ state: UnsafeMutableRawBufferPointer, _ direction: MessageDirection
    ) {
        message.authKey.withUnsafeBytes { key in
            let prefix = UnsafeRawBufferPointer(rebasing: key[MessageKeyDerivation.prefix(direction)])
            message.head.withUnsafeBytes { head in
                ferogram_sha256_open(state.baseAddress, prefix.baseAddress, head.baseAddress, head.count)
            }
        }
    }

    /// Hashes the tails.
    private func endHashes(_ messages: LongMessages) -> Keys {
        let (states, room) = states
        defer { wipe() }
        return (
            endHash(messages.first, states.0, room), endHash(messages.second, states.1, room)
        )
    }

    private func endHash(
        _ message: LongMessage, _ state: UnsafeMutableRawBufferPointer, _ room: UnsafeMutableRawBufferPointer
    ) -> MessageKey {
        message.tail.withUnsafeBytes { tail in
            ferogram_sha256_close(
                state.baseAddress, room.baseAddress, tail.baseAddress, tail.count,
                LongMessage.headCount + message.byteCount)
        }
        return MessageKeyDerivation.read(room).messageKey
    }

    private mutating func digestByLibrary(_ message: LongMessage, _ direction: MessageDirection) -> MessageKey {
        defer { wipe() }
        let room = states.room
        message.authKey.withUnsafeBytes { key in
            message.middle.withUnsafeBytes { middle in
                hash.digest(
                    of: UnsafeRawBufferPointer(rebasing: key[MessageKeyDerivation.prefix(direction)]), message.head,
                    middle, message.tail, into: room)
            }
        }
        return MessageKeyDerivation.read(room).messageKey
    }
}
