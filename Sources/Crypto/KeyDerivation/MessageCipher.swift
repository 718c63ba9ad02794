// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Encrypts and decrypts the messages of MTProto 2.0 in place.
///
/// The contexts of AES and SHA-256 are made once and given a new key for each message, and no message allocates but the first
/// two that are worked on at once. One cipher serves all keys of a connection. See core.telegram.org/mtproto/description.
public struct MessageCipher: ~Copyable {
    var hash: MessageHash
    var encryptor: AESIGEEncryptor
    /// For the second of two messages; most connections never have two.
    var secondEncryptor: AESIGEEncryptor?
    let usesProcessor: Bool
    private var decryptor: AESIGEDecryptor
    private var secondDecryptor: AESIGEDecryptor?
    /// Room for key, vector and two digests, wiped as soon as the key is installed.
    let scratch = UnsafeMutableRawBufferPointer.allocate(
        byteCount: MessageKeyDerivation.roomByteCount, alignment: 16)

    /// Makes the contexts.
    public init() {
        self.init(usesProcessor: ProcessorAES.isThere)
    }

    /// Makes contexts that use the processor's own instructions for AES, which must be there, or do not.
    package init(usesProcessor: Bool) {
        self.usesProcessor = usesProcessor
        hash = MessageHash(usesProcessor: usesProcessor && ProcessorAES.hashes)
        encryptor = AESIGEEncryptor(usesProcessor: usesProcessor)
        decryptor = AESIGEDecryptor(usesProcessor: usesProcessor)
    }

    deinit {
        wipe()
        scratch.deallocate()
    }

    /// Encrypts a message.
    ///
    /// - Parameters:
    ///   - plaintext: Salt, session, header, body and 12 to 1,024 bytes of padding, a multiple of 16 bytes altogether.
    ///   - authKey: The key.
    ///   - direction: Who sends the message.
    /// - Returns: The message key that goes before the ciphertext, and the token with which the server may acknowledge the
    ///   packet quickly.
    public mutating func encrypt(
        _ plaintext: UnsafeMutableRawBufferPointer, authKey: AuthKey, direction: MessageDirection
    ) -> (messageKey: MessageKey, quickAckToken: UInt32) {
        let result = digest(of: plaintext, authKey, direction)
        deriveKey(authKey, result.messageKey, direction)
        encryptor.setKey(key, iv: iv)
        wipe()
        encryptor.encrypt(plaintext)
        return result
    }

    /// Decrypts a message and checks its message key, before anything of it is looked at.
    ///
    /// - Parameters:
    ///   - ciphertext: The encrypted part of a packet; a padded transport's extra bytes are cut off already.
    ///   - messageKey: The packet's message key.
    ///   - authKey: The key.
    ///   - direction: Who sent the message.
    /// - Throws: ``CryptoError/Code/partialBlock`` if the ciphertext is no whole number of blocks, or
    ///   ``CryptoError/Code/messageKeyMismatch`` if it was altered or belongs to another key; the buffer is zeroed then.
    public mutating func decrypt(
        _ ciphertext: UnsafeMutableRawBufferPointer, messageKey: MessageKey, authKey: AuthKey,
        direction: MessageDirection
    ) throws(CryptoError) {
        deriveKey(authKey, messageKey, direction)
        decryptor.setKey(key, iv: iv)
        wipe()
        let isRight = try decryptAndHash(ciphertext, authKey, direction) == messageKey
        guard Self.keep(ciphertext, if: isRight) else { throw CryptoError(.messageKeyMismatch) }
    }

    /// Decrypts two messages of the same sender, which is faster than one after the other if the processor does it.
    ///
    /// - Parameters:
    ///   - ciphertext: The one, as ``decrypt(_:messageKey:authKey:direction:)`` takes it.
    ///   - messageKey: Its message key.
    ///   - authKey: Its key.
    ///   - other: The other one.
    ///   - otherMessageKey: The message key of that.
    ///   - otherKey: The key of that.
    ///   - direction: Who sent the messages.
    /// - Returns: Whether each is what its message key says; the buffer of one that is not is zeroed.
    package mutating func decrypt(
        _ ciphertext: UnsafeMutableRawBufferPointer, messageKey: MessageKey, authKey: AuthKey,
        and other: UnsafeMutableRawBufferPointer, messageKey otherMessageKey: MessageKey, authKey otherKey: AuthKey,
        direction: MessageDirection
    ) -> (Bool, Bool) {
        guard decryptor.opens, Self.isWhole(ciphertext), Self.isWhole(other) else {
            return (
                opens(ciphertext, messageKey, authKey, direction), opens(other, otherMessageKey, otherKey, direction)
            )
        }
        deriveKey(authKey, messageKey, direction)
        decryptor.setKey(key, iv: iv)
        deriveKey(otherKey, otherMessageKey, direction)
        var second = secondDecryptor.take() ?? AESIGEDecryptor(usesProcessor: usesProcessor)
        second.setKey(key, iv: iv)
        wipe()
        let rooms = MessageKeyDerivation.rooms(in: scratch, authKey, otherKey, direction)
        decryptor.open(ciphertext, room: rooms.0, and: &second, other, room: rooms.1)
        secondDecryptor = consume second
        defer { wipe() }
        return (
            Self.keep(ciphertext, if: MessageKeyDerivation.read(rooms.0).messageKey == messageKey),
            Self.keep(other, if: MessageKeyDerivation.read(rooms.1).messageKey == otherMessageKey)
        )
    }

    private mutating func opens(
        _ ciphertext: UnsafeMutableRawBufferPointer, _ messageKey: MessageKey, _ authKey: AuthKey,
        _ direction: MessageDirection
    ) -> Bool {
        do throws(CryptoError) {
            try decrypt(ciphertext, messageKey: messageKey, authKey: authKey, direction: direction)
            return true
        } catch {
            return Self.keep(ciphertext, if: false)
        }
    }

    private static func isWhole(_ ciphertext: UnsafeMutableRawBufferPointer) -> Bool {
        !ciphertext.isEmpty && ciphertext.count % AES.blockByteCount == 0
    }

    /// Zeroes what was altered.
    private static func keep(_ plaintext: UnsafeMutableRawBufferPointer, if isRight: Bool) -> Bool {
        if !isRight { plaintext.initializeMemory(as: UInt8.self, repeating: 0) }
        return isRight
    }

    /// Decrypts, and gives the message key of what came out.
    private mutating func decryptAndHash(
        _ ciphertext: UnsafeMutableRawBufferPointer, _ authKey: AuthKey, _ direction: MessageDirection
    ) throws(CryptoError) -> MessageKey {
        guard decryptor.opens, Self.isWhole(ciphertext) else {
            try decryptor.decrypt(ciphertext)
            return digest(of: ciphertext, authKey, direction).messageKey
        }
        authKey.withUnsafeBytes { key in
            scratch.copyMemory(from: UnsafeRawBufferPointer(rebasing: key[MessageKeyDerivation.prefix(direction)]))
        }
        decryptor.open(ciphertext, room: scratch)
        defer { wipe() }
        return MessageKeyDerivation.read(scratch).messageKey
    }

    private mutating func digest(
        of plaintext: UnsafeMutableRawBufferPointer, _ authKey: AuthKey, _ direction: MessageDirection
    ) -> (messageKey: MessageKey, quickAckToken: UInt32) {
        MessageKeyDerivation.digest(
            of: UnsafeRawBufferPointer(plaintext), authKey, direction, hash: &hash, room: scratch)
    }

    /// Fills ``key`` and ``iv``.
    mutating func deriveKey(_ authKey: AuthKey, _ messageKey: MessageKey, _ direction: MessageDirection) {
        MessageKeyDerivation.derive(authKey, messageKey, direction, hash: &hash, room: scratch)
    }

    var key: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: scratch[..<AES.keyByteCount])
    }

    var iv: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: scratch[AES.keyByteCount..<IGEKey.byteCount])
    }

    func wipe() {
        OPENSSL_cleanse(scratch.baseAddress, scratch.count)
    }
}

// The value owns its contexts and memory alone and cannot be copied, so at any time one thread at most can use it.
extension MessageCipher: @unchecked Sendable {}

extension CryptoError.Code {
    /// A packet was altered, or encrypted with another key.
    public static let messageKeyMismatch = Self(description: "the message key does not fit the message")
}
