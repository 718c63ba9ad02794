// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which way AES-IGE goes: ``AESIGEEncryption`` or ``AESIGEDecryption``.
public protocol AESIGEDirection: Sendable {
    /// Whether it encrypts.
    static var encrypts: Bool { get }
}

/// From plaintext to ciphertext.
public enum AESIGEEncryption: AESIGEDirection {
    /// It does.
    public static var encrypts: Bool { true }
}

/// From ciphertext to plaintext.
public enum AESIGEDecryption: AESIGEDirection {
    /// It does not.
    public static var encrypts: Bool { false }
}

/// AES-256-IGE in one direction, in place, whole blocks at a time, going on where the last call stopped:
/// ``AESIGEEncryptor`` and ``AESIGEDecryptor``.
///
/// The key schedule and the last blocks are wiped with the value.
public struct AESIGECipher<Direction: AESIGEDirection>: ~Copyable {
    let engine: IGEEngine
    let memory: IGEMemory

    /// Prepares a context without a key, to be given one by ``setKey(_:iv:)``.
    public init() {
        self.init(usesProcessor: ProcessorAES.isThere)
    }

    /// Prepares a context that uses the processor's own instructions, which must be there, or does not.
    package init(usesProcessor: Bool) {
        if usesProcessor {
            engine = .processor
        } else if Direction.encrypts {
            engine = .library(CipherContext(CipherAlgorithm.aes256CBC, .encrypt))
        } else {
            engine = .library(CipherContext(CipherAlgorithm.aes256ECB, .decrypt))
        }
        memory = IGEMemory()
    }

    /// Starts with a key.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 32 bytes.
    public init(key: some ByteSource, iv: some ByteSource) {
        self.init()
        setKey(key, iv: iv)
    }

    /// Starts again in the same context, which is three times faster than making a new one.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 32 bytes.
    public mutating func setKey(_ key: some ByteSource, iv: some ByteSource) {
        memory.begin(engine, Direction.encrypts ? .encrypt : .decrypt, key: key, iv: iv)
    }

    /// The initialisation vector with which another context would go on from here: 32 bytes.
    public var iv: SecureBytes { memory.iv }
}

// The value owns its context and memory alone and cannot be copied, so at any time one thread at most can use it.
extension AESIGECipher: @unchecked Sendable {}
