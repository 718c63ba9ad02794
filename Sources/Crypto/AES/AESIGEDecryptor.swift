// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES

/// Decryption with AES-256-IGE.
///
/// Each block needs the plaintext of the one before it, so there is nothing to batch. With the processor's own
/// instructions it runs as fast as CBC encryption, which is as serial. Where there are none, a block costs one call of
/// OpenSSL's ECB mode, and the whole runs at three quarters of that speed: what is lost is not the call, which the processor
/// overlaps with the rounds (`EVP_Cipher`, which does less, is no faster), but each block's way through memory into OpenSSL
/// and out again.
public typealias AESIGEDecryptor = AESIGECipher<AESIGEDecryption>

extension AESIGECipher where Direction == AESIGEDecryption {
    /// Decrypts the next blocks in place.
    ///
    /// - Parameter buffer: A whole number of blocks of 16 bytes.
    /// - Throws: ``CryptoError/Code/partialBlock`` if it is not, before anything is changed.
    public mutating func decrypt(_ buffer: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        guard buffer.count % AES.blockByteCount == 0 else {
            throw CryptoError(.partialBlock, "\(buffer.count) bytes")
        }
        guard let start = buffer.baseAddress else { return }
        switch engine {
        case .processor: ferogram_ige_decrypt(memory.schedule, memory.chain, start, buffer.count)
        case .library(let context): decrypt(start, count: buffer.count, context)
        }
    }

    private func decrypt(_ start: UnsafeMutableRawPointer, count: Int, _ context: borrowing CipherContext) {
        let block = memory.batch
        var previousCipher = memory.cipherBlock.pointee
        var previousPlain = memory.plainBlock.pointee
        for offset in stride(from: 0, to: count, by: AES.blockByteCount) {
            let cipher = start.loadUnaligned(fromByteOffset: offset, as: AESIGE.Block.self)
            block.storeBytes(of: cipher ^ previousPlain, as: AESIGE.Block.self)
            context.update(block, from: block, count: AES.blockByteCount)
            previousPlain = block.load(as: AESIGE.Block.self) ^ previousCipher
            previousCipher = cipher
            start.storeBytes(of: previousPlain, toByteOffset: offset, as: AESIGE.Block.self)
        }
        memory.cipherBlock.pointee = previousCipher
        memory.plainBlock.pointee = previousPlain
    }

    /// Whether ``open(_:room:)`` may be called.
    var opens: Bool { engine.isProcessor && ProcessorAES.hashes }

    /// Decrypts the next blocks in place, and hashes 32 bytes and what comes out meanwhile.
    ///
    /// - Parameters:
    ///   - buffer: A whole number of blocks of 16 bytes.
    ///   - room: 64 bytes; the first 32 are hashed, and are the SHA-256 digest afterwards.
    mutating func open(_ buffer: UnsafeMutableRawBufferPointer, room: UnsafeMutableRawBufferPointer) {
        precondition(
            opens && buffer.count % AES.blockByteCount == 0 && room.count >= Int(ferogram_sha256_room_size),
            "whole blocks, and room for one unit of the hash")
        guard let start = buffer.baseAddress, let room = room.baseAddress else { return }
        ferogram_ige_open(memory.schedule, memory.chain, room, start, buffer.count)
    }

    /// Does the same with two texts, in two thirds of the time: a block waits for the one before it, and meanwhile there is
    /// a block of the other text.
    ///
    /// - Parameters:
    ///   - buffer: A whole number of blocks of 16 bytes, and some.
    ///   - room: Its room, as above.
    ///   - other: What decrypts the other text.
    ///   - otherBuffer: The other text, of which the same holds.
    ///   - otherRoom: Its room.
    mutating func open(
        _ buffer: UnsafeMutableRawBufferPointer, room: UnsafeMutableRawBufferPointer, and other: inout AESIGEDecryptor,
        _ otherBuffer: UnsafeMutableRawBufferPointer, room otherRoom: UnsafeMutableRawBufferPointer
    ) {
        let size = Int(ferogram_sha256_room_size)
        precondition(
            opens && other.opens && buffer.count % AES.blockByteCount == 0
                && otherBuffer.count % AES.blockByteCount == 0 && room.count >= size && otherRoom.count >= size,
            "whole blocks, and room for one unit of each hash")
        guard let start = buffer.baseAddress, let otherStart = otherBuffer.baseAddress else {
            open(buffer, room: room)
            return other.open(otherBuffer, room: otherRoom)
        }
        ferogram_ige_open_two(
            memory.schedule, memory.chain, room.baseAddress, start, buffer.count,
            other.memory.schedule, other.memory.chain, otherRoom.baseAddress, otherStart, otherBuffer.count)
    }
}
