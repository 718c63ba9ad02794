// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

/// Encryption with AES-256-IGE.
///
/// It runs on the processor's own instructions. OpenSSL's own IGE is deprecated and slow, so where there are none, the mode
/// is built on CBC: with `y[i] = c[i] ^ p[i-1]` the definition of IGE says `y[i] = E((p[i] ^ p[i-2]) ^ y[i-1])`, which is
/// CBC over `p[i] ^ p[i-2]`. That runs over batches of blocks.
public typealias AESIGEEncryptor = AESIGECipher<AESIGEEncryption>

extension AESIGECipher where Direction == AESIGEEncryption {
    /// Encrypts the next blocks in place.
    ///
    /// - Parameter buffer: A whole number of blocks of 16 bytes.
    public mutating func encrypt(_ buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count % AES.blockByteCount == 0, "AES-IGE takes whole blocks")
        guard let start = buffer.baseAddress else { return }
        switch engine {
        case .processor: ferogram_ige_encrypt(memory.schedule, memory.chain, start, start, buffer.count)
        case .library(let context): encrypt(buffer, start, context)
        }
    }

    /// Encrypts the next blocks of two texts.
    ///
    /// The processor encrypts both in the time that the longer one takes: a block waits for the one before it, and meanwhile
    /// there is a block of the other text. OpenSSL takes one after the other.
    ///
    /// - Parameters:
    ///   - text: A whole number of blocks of 16 bytes.
    ///   - other: What encrypts the other text.
    ///   - otherText: A whole number of blocks too.
    package mutating func encrypt(_ text: IGEText, and other: inout AESIGEEncryptor, _ otherText: IGEText) {
        guard engine.isProcessor, other.engine.isProcessor else {
            encrypt(text.moved())
            return other.encrypt(otherText.moved())
        }
        ferogram_ige_encrypt_two(
            memory.schedule, memory.chain, text.source, text.target, text.count,
            other.memory.schedule, other.memory.chain, otherText.source, otherText.target, otherText.count)
    }

    /// Does the same, which the processor must do, and goes on with the hashes of two further texts meanwhile, in little
    /// more time than hashing them takes.
    ///
    /// - Parameters:
    ///   - text: A whole number of blocks of 16 bytes.
    ///   - other: What encrypts the other text.
    ///   - otherText: A whole number of blocks too.
    ///   - third: What is hashed, a multiple of 64 bytes.
    ///   - state: Where its hash is kept.
    ///   - fourth: What else is hashed.
    ///   - otherState: Where the hash of that is kept.
    mutating func encrypt(
        _ text: IGEText, and other: inout AESIGEEncryptor, _ otherText: IGEText,
        hashing third: UnsafeRawBufferPointer, in state: UnsafeMutableRawBufferPointer,
        _ fourth: UnsafeRawBufferPointer, in otherState: UnsafeMutableRawBufferPointer
    ) {
        precondition(engine.isProcessor && other.engine.isProcessor && ProcessorAES.hashes, "the processor does it")
        ferogram_ige_encrypt_two_hash_two(
            memory.schedule, memory.chain, text.source, text.target, text.count,
            other.memory.schedule, other.memory.chain, otherText.source, otherText.target, otherText.count,
            state.baseAddress, third.baseAddress, third.count,
            otherState.baseAddress, fourth.baseAddress, fourth.count)
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
