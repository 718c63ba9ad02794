// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

/// AES-256-IGE encryption in place, whole blocks at a time, going on where the last call stopped.
///
/// It runs on the processor's own instructions. OpenSSL's own IGE is deprecated and slow, so where there are none, the mode
/// is built on CBC: with `y[i] = c[i] ^ p[i-1]` the definition of IGE says `y[i] = E((p[i] ^ p[i-2]) ^ y[i-1])`, which is
/// CBC over `p[i] ^ p[i-2]`. That runs over batches of blocks. The key schedule and the last plaintext blocks are wiped with the value.
public struct AESIGEEncryptor: ~Copyable {
    private let engine: IGEEngine
    private let memory: IGEMemory

    /// Prepares a context without a key, to be given one by ``setKey(_:iv:)``.
    public init() {
        self.init(usesProcessor: ProcessorAES.isThere)
    }

    /// Prepares a context that uses the processor's own instructions, which must be there, or does not.
    package init(usesProcessor: Bool) {
        engine = usesProcessor ? .processor : .library(CipherContext(CipherAlgorithm.aes256CBC, .encrypt))
        memory = IGEMemory()
    }

    /// Starts an encryption.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 32 bytes.
    public init(key: some ByteSource, iv: some ByteSource) {
        self.init()
        setKey(key, iv: iv)
    }

    /// Starts another encryption in the same context, which is three times faster than making a new one.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 32 bytes.
    public mutating func setKey(_ key: some ByteSource, iv: some ByteSource) {
        memory.begin(engine, .encrypt, key: key, iv: iv)
    }

    /// The initialisation vector with which another encryption would go on from here: 32 bytes.
    public var iv: SecureBytes { memory.iv }

    /// Encrypts the next blocks in place.
    ///
    /// - Parameter buffer: A whole number of blocks of 16 bytes.
    public mutating func encrypt(_ buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count % AES.blockByteCount == 0, "AES-IGE takes whole blocks")
        guard let start = buffer.baseAddress else { return }
        switch engine {
        case .processor: ferogram_ige_encrypt(memory.schedule, memory.chain, start, buffer.count)
        case .library(let context): encrypt(buffer, start, context)
        }
    }

    /// Encrypts the next blocks of two texts in place.
    ///
    /// The processor encrypts both in the time that the longer one takes: a block waits for the one before it, and meanwhile
    /// there is a block of the other text. OpenSSL takes one after the other.
    ///
    /// - Parameters:
    ///   - buffer: A whole number of blocks of 16 bytes.
    ///   - other: What encrypts the other text.
    ///   - otherBuffer: A whole number of blocks too.
    package mutating func encrypt(
        _ buffer: UnsafeMutableRawBufferPointer, and other: inout AESIGEEncryptor,
        _ otherBuffer: UnsafeMutableRawBufferPointer
    ) {
        precondition(
            buffer.count % AES.blockByteCount == 0 && otherBuffer.count % AES.blockByteCount == 0,
            "AES-IGE takes whole blocks")
        guard engine.isProcessor, other.engine.isProcessor, let start = buffer.baseAddress,
            let otherStart = otherBuffer.baseAddress
        else {
            encrypt(buffer)
            return other.encrypt(otherBuffer)
        }
        ferogram_ige_encrypt_two(
            memory.schedule, memory.chain, start, buffer.count,
            other.memory.schedule, other.memory.chain, otherStart, otherBuffer.count)
    }

    private func encrypt(
        _ buffer: UnsafeMutableRawBufferPointer, _ start: UnsafeMutableRawPointer, _ context: borrowing CipherContext
    ) {
        var cursor = start
        var remaining = buffer.count
        let batch = memory.batch
        var previous = memory.plainBlock.pointee
        var earlier = memory.earlierPlainBlock.pointee
        while remaining > 0 {
            let count = min(remaining, IGEMemory.batchByteCount)
            let batchStart = previous
            for offset in stride(from: 0, to: count, by: 16) {
                let plain = cursor.loadUnaligned(fromByteOffset: offset, as: AESIGE.Block.self)
                batch.storeBytes(of: plain ^ earlier, toByteOffset: offset, as: AESIGE.Block.self)
                earlier = previous
                previous = plain
            }
            context.update(batch, from: batch, count: count)
            var before = batchStart
            for offset in stride(from: 0, to: count, by: 16) {
                let plain = cursor.loadUnaligned(fromByteOffset: offset, as: AESIGE.Block.self)
                let mixed = batch.load(fromByteOffset: offset, as: AESIGE.Block.self)
                cursor.storeBytes(of: mixed ^ before, toByteOffset: offset, as: AESIGE.Block.self)
                before = plain
            }
            cursor += count
            remaining -= count
        }
        memory.plainBlock.pointee = previous
        memory.earlierPlainBlock.pointee = earlier
        if buffer.count > 0 {
            memory.cipherBlock.pointee = buffer.loadUnaligned(
                fromByteOffset: buffer.count - AES.blockByteCount, as: AESIGE.Block.self)
        }
    }
}

// The value owns its context and memory alone and cannot be copied, so at any time one thread at most can use it.
extension AESIGEEncryptor: @unchecked Sendable {}
