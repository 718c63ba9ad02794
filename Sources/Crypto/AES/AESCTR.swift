// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// AES-256 in counter mode as a running key stream.
///
/// The counter is the whole 16-byte initialisation vector, big-endian, and wraps around. Encryption and decryption are
/// the same operation. The stream goes on where it stopped, at any byte; the key schedule is wiped with the value.
public struct AESCTR: ~Copyable {
    private let context: CipherContext

    /// Starts a key stream.
    ///
    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - iv: 16 bytes, the counter of the stream's first block.
    ///   - offset: At which byte of the stream to start.
    public init(key: some ByteSource, iv: some ByteSource, offset: UInt64 = 0) {
        context = CipherContext(CipherAlgorithm.aes256CTR, .encrypt)
        key.withContiguousBytes { key in
            precondition(key.count == AES.keyByteCount, "an AES-256 key has 32 bytes")
            iv.withContiguousBytes { iv in
                precondition(iv.count == AES.blockByteCount, "the counter has 16 bytes")
                var counter = UInt128(bigEndian: iv.loadUnaligned(as: UInt128.self))
                counter &+= UInt128(offset / UInt64(AES.blockByteCount))
                withUnsafeBytes(of: counter.bigEndian) { context.set(key: key.baseAddress, iv: $0.baseAddress) }
            }
        }
        // The part of the first block that lies before the offset is drawn and thrown away.
        var skipped: UInt128 = 0
        withUnsafeMutableBytes(of: &skipped) { scratch in
            if let start = scratch.baseAddress {
                context.update(start, from: start, count: Int(offset % UInt64(AES.blockByteCount)))
            }
        }
    }

    /// Encrypts or decrypts in place with the next bytes of the stream.
    ///
    /// - Parameter buffer: Any number of bytes.
    public mutating func apply(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress else { return }
        context.update(start, from: start, count: buffer.count)
    }

    /// Encrypts or decrypts in place with the next bytes of the stream.
    ///
    /// - Parameter bytes: Any number of bytes.
    public mutating func apply(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            context.update(start, from: start, count: buffer.count)
        }
    }
}

// The value owns its context alone and cannot be copied, so at any time one thread at most can use it.
extension AESCTR: @unchecked Sendable {}
