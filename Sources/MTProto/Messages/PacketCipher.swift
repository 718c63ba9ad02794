// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramCrypto

/// Turns messages into encrypted packets and back, in place.
///
/// The contexts are made once; one cipher serves a connection in both directions. See
/// core.telegram.org/mtproto/description#encrypted-message-encrypted-data.
public struct PacketCipher: ~Copyable, Sendable {
    var cipher = MessageCipher()
    private var pool = PaddingPool()

    /// Makes the contexts.
    public init() {}

    /// Encrypts a message.
    ///
    /// - Parameters:
    ///   - packet: The message.
    ///   - authKey: The key.
    ///   - direction: Who sends it.
    ///   - padding: How its length is hidden.
    ///   - generator: Where the padding comes from; a cryptographically secure one outside tests.
    /// - Returns: The packet, and the token with which the server may acknowledge it quickly.
    public mutating func seal(
        _ packet: OutgoingPacket, authKey: AuthKey, direction: MessageDirection = .fromClient,
        padding: PaddingPolicy = .sizeClasses, using generator: inout some RandomNumberGenerator
    ) -> (bytes: [UInt8], quickAckToken: UInt32) {
        var token: UInt32 = 0
        let count = Self.sealedCount(of: packet, padding: padding, using: &generator)
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let place = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
            token = seal(packet, into: place, authKey: authKey, direction: direction, using: &generator)
            initialized = count
        }
        return (bytes, token)
    }

    /// Chooses how long an encrypted message is.
    ///
    /// - Parameters:
    ///   - packet: The message.
    ///   - padding: How its length is hidden.
    ///   - generator: Where a random length comes from.
    /// - Returns: The number of bytes to give to ``seal(_:into:authKey:direction:using:)``.
    package static func sealedCount(
        of packet: OutgoingPacket, padding: PaddingPolicy = .sizeClasses,
        using generator: inout some RandomNumberGenerator
    ) -> Int {
        OutgoingPacket.envelopeCount + padding.paddedCount(for: packet.byteCount, using: &generator)
    }

    /// Encrypts a message in the place from which it is sent.
    ///
    /// - Parameters:
    ///   - packet: The message.
    ///   - place: As many bytes as ``sealedCount(of:padding:using:)`` says; all of them are written.
    ///   - authKey: The key.
    ///   - direction: Who sends it.
    ///   - generator: Where the padding comes from; a cryptographically secure one outside tests.
    /// - Returns: The token with which the server may acknowledge the packet quickly.
    @discardableResult
    package mutating func seal(
        _ packet: OutgoingPacket, into place: UnsafeMutableRawBufferPointer, authKey: AuthKey,
        direction: MessageDirection = .fromClient, using generator: inout some RandomNumberGenerator
    ) -> UInt32 {
        let plaintext = write(packet, to: place, using: &generator)
        let sealed = cipher.encrypt(plaintext, authKey: authKey, direction: direction)
        Self.address(place, authKey, sealed.messageKey)
        return sealed.quickAckToken
    }

    /// Writes a message and its padding, and gives the bytes that are encrypted.
    private mutating func write(
        _ packet: OutgoingPacket, to place: UnsafeMutableRawBufferPointer,
        using generator: inout some RandomNumberGenerator
    ) -> UnsafeMutableRawBufferPointer {
        let plaintext = UnsafeMutableRawBufferPointer(rebasing: place[OutgoingPacket.envelopeCount...])
        packet.write(to: plaintext)
        pool.fill(UnsafeMutableRawBufferPointer(rebasing: plaintext[packet.byteCount...]), using: &generator)
        return plaintext
    }

    /// Puts a message into the pieces in which it is sealed with another one.
    mutating func long(
        _ packet: OutgoingPacket, _ authKey: AuthKey, using generator: inout some RandomNumberGenerator
    ) -> LongMessage {
        let sealed = Self.sealedCount(of: packet, using: &generator)
        var padding = [UInt8](repeating: 0, count: sealed - OutgoingPacket.envelopeCount - packet.byteCount)
        padding.withUnsafeMutableBytes { pool.fill($0, using: &generator) }
        return packet.long(authKey, padding: padding)
    }

    /// Writes what stands before an encrypted message.
    static func address(
        _ place: UnsafeMutableRawBufferPointer, _ authKey: AuthKey, _ messageKey: MessageKey
    ) {
        place.storeBytes(of: authKey.id.littleEndian, as: Int64.self)
        messageKey.withContiguousBytes { key in
            UnsafeMutableRawBufferPointer(rebasing: place[8..<OutgoingPacket.envelopeCount]).copyMemory(from: key)
        }
    }

    /// Decrypts a packet in its own memory and checks it, as far as that needs no session.
    ///
    /// The message key is compared, in constant time, before anything of the message is looked at.
    ///
    /// - Parameters:
    ///   - frame: The payload of a transport's frame; extra bytes of a padded transport may be at its end. It is
    ///     decrypted in place if nobody else holds it.
    ///   - authKey: The key of the connection.
    ///   - direction: Who sent it.
    /// - Returns: The message.
    /// - Throws: ``SessionError`` with one code for each check: ``SessionError/Code/packetTooShort`` to
    ///   ``SessionError/Code/paddingTooLong``.
    public mutating func open(
        _ frame: consuming [UInt8], authKey: AuthKey, direction: MessageDirection = .fromServer
    ) throws(SessionError) -> OpenedPacket {
        try open(taking: &frame, authKey: authKey, direction: direction)
    }

    /// Decrypts a packet that a variable holds, as ``open(_:authKey:direction:)`` does, and takes it out of there.
    ///
    /// - Parameters:
    ///   - frame: The payload of a transport's frame, empty afterwards.
    ///   - authKey: The key of the connection.
    ///   - direction: Who sent it.
    /// - Returns: The message.
    /// - Throws: ``SessionError`` as above.
    package mutating func open(
        taking frame: inout [UInt8], authKey: AuthKey, direction: MessageDirection = .fromServer
    ) throws(SessionError) -> OpenedPacket {
        let count = try Self.encryptedCount(frame)
        var bytes: [UInt8] = []
        swap(&bytes, &frame)
        let fault = decrypt(&bytes, count: count, authKey, direction)
        if let fault { throw SessionError(fault) }
        return try OpenedPacket(decrypted: bytes, end: count)
    }

    /// Decrypts two packets of the same sender; of long ones that takes two thirds of the time.
    ///
    /// - Parameters:
    ///   - frame: The payload of the one frame, as above.
    ///   - authKey: Its key.
    ///   - other: The payload of the other one.
    ///   - otherKey: The key of that.
    ///   - direction: Who sent them.
    /// - Returns: What ``open(taking:authKey:direction:)`` would come to for each.
    package mutating func open(
        taking frame: inout [UInt8], authKey: AuthKey, and other: inout [UInt8], authKey otherKey: AuthKey,
        direction: MessageDirection = .fromServer
    ) -> (Result<OpenedPacket, SessionError>, Result<OpenedPacket, SessionError>) {
        guard let count = try? Self.encryptedCount(frame), let otherCount = try? Self.encryptedCount(other) else {
            return (opened(&frame, authKey, direction), opened(&other, otherKey, direction))
        }
        var (bytes, otherBytes): ([UInt8], [UInt8]) = ([], [])
        swap(&bytes, &frame)
        swap(&otherBytes, &other)
        let areRight = bytes.withUnsafeMutableBytes { bytes -> (Bool, Bool)? in
            otherBytes.withUnsafeMutableBytes { otherBytes -> (Bool, Bool)? in
                guard let sealed = Self.sealed(bytes, count: count, authKey),
                    let otherSealed = Self.sealed(otherBytes, count: otherCount, otherKey)
                else { return nil }
                return cipher.decrypt(
                    sealed.ciphertext, messageKey: sealed.messageKey, authKey: authKey,
                    and: otherSealed.ciphertext, messageKey: otherSealed.messageKey, authKey: otherKey,
                    direction: direction)
            }
        }
        guard let areRight else {
            swap(&bytes, &frame)
            swap(&otherBytes, &other)
            return (opened(&frame, authKey, direction), opened(&other, otherKey, direction))
        }
        return (
            Self.read(bytes, end: count, isRight: areRight.0),
            Self.read(otherBytes, end: otherCount, isRight: areRight.1)
        )
    }

    private mutating func opened(
        _ frame: inout [UInt8], _ authKey: AuthKey, _ direction: MessageDirection
    ) -> Result<OpenedPacket, SessionError> {
        do throws(SessionError) {
            return .success(try open(taking: &frame, authKey: authKey, direction: direction))
        } catch {
            return .failure(error)
        }
    }

    private static func read(_ bytes: [UInt8], end: Int, isRight: Bool) -> Result<OpenedPacket, SessionError> {
        guard isRight else { return .failure(SessionError(.messageKeyMismatch)) }
        do throws(SessionError) {
            return .success(try OpenedPacket(decrypted: bytes, end: end))
        } catch {
            return .failure(error)
        }
    }

    /// How many bytes of a frame are a packet.
    private static func encryptedCount(_ frame: [UInt8]) throws(SessionError) -> Int {
        let least = OutgoingPacket.envelopeCount + OutgoingPacket.headerCount + 16
        guard let count = MessageExtent.encrypted(payloadCount: frame.count), count >= least else {
            throw SessionError(.packetTooShort, found: Int64(frame.count), expected: Int64(least))
        }
        return count
    }

    /// What is encrypted of a packet, and its message key; `nil` if it was sealed with another key.
    private static func sealed(
        _ packet: UnsafeMutableRawBufferPointer, count: Int, _ authKey: AuthKey
    ) -> (ciphertext: UnsafeMutableRawBufferPointer, messageKey: MessageKey)? {
        guard Int64(littleEndian: packet.loadUnaligned(as: Int64.self)) == authKey.id,
            let key = try? MessageKey(UnsafeRawBufferPointer(rebasing: packet[8..<OutgoingPacket.envelopeCount]))
        else { return nil }
        return (UnsafeMutableRawBufferPointer(rebasing: packet[OutgoingPacket.envelopeCount..<count]), key)
    }

    private mutating func decrypt(
        _ bytes: inout [UInt8], count: Int, _ authKey: AuthKey, _ direction: MessageDirection
    ) -> SessionError.Code? {
        bytes.withUnsafeMutableBytes { buffer in
            guard let sealed = Self.sealed(buffer, count: count, authKey) else { return .authKeyMismatch }
            do {
                try cipher.decrypt(
                    sealed.ciphertext, messageKey: sealed.messageKey, authKey: authKey, direction: direction)
                return nil
            } catch {
                return .messageKeyMismatch
            }
        }
    }
}
