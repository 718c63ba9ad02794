// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramAES
import CFerogramOpenSSL

/// What an IGE operation carries from block to block, and room for round keys or a batch, in memory that is wiped at the end.
///
/// It is allocated once for each context, so that no call allocates.
struct IGEMemory: ~Copyable {
    /// A batch is long enough that OpenSSL's work for a call does not show, and stays in the first-level cache.
    static let batchByteCount = 2048

    private let start: UnsafeMutableRawPointer
    private static let byteCount = 3 * AES.blockByteCount + batchByteCount

    init() {
        start = .allocate(byteCount: Self.byteCount, alignment: AES.blockByteCount)
        start.initializeMemory(as: UInt8.self, repeating: 0, count: Self.byteCount)
    }

    deinit {
        OPENSSL_cleanse(start, Self.byteCount)
        start.deallocate()
    }

    /// The last ciphertext block.
    var cipherBlock: UnsafeMutablePointer<AESIGE.Block> { start.assumingMemoryBound(to: AESIGE.Block.self) }
    /// The last plaintext block.
    var plainBlock: UnsafeMutablePointer<AESIGE.Block> { cipherBlock + 1 }
    /// The plaintext block before that.
    var earlierPlainBlock: UnsafeMutablePointer<AESIGE.Block> { cipherBlock + 2 }
    /// The last ciphertext block and the last plaintext block.
    var chain: UnsafeMutableRawPointer { start }
    /// Room for a batch of blocks.
    var batch: UnsafeMutableRawPointer { start + 3 * AES.blockByteCount }
    /// The round keys of the processor, which needs no batch.
    var schedule: UnsafeMutableRawPointer { batch }

    /// Takes an initialisation vector of 32 bytes, and gives a key of 32 bytes to the engine; a context that encrypts is
    /// chained, and begins with the first half of the vector too.
    func begin(
        _ engine: borrowing IGEEngine, _ direction: CipherContext.Direction, key: some ByteSource, iv: some ByteSource
    ) {
        key.withContiguousBytes { key in
            iv.withContiguousBytes { iv in
                precondition(key.count == AES.keyByteCount && iv.count == AESIGE.ivByteCount, "32 bytes each")
                switch engine {
                case .processor: ferogram_aes_expand(key.baseAddress, direction == .decrypt ? 1 : 0, schedule)
                case .library(let context):
                    context.set(key: key.baseAddress, iv: direction == .encrypt ? iv.baseAddress : nil)
                }
                cipherBlock.pointee = iv.loadUnaligned(fromByteOffset: 0, as: AESIGE.Block.self)
                plainBlock.pointee = iv.loadUnaligned(fromByteOffset: 16, as: AESIGE.Block.self)
                earlierPlainBlock.pointee = .zero
            }
        }
    }

    var iv: SecureBytes {
        SecureBytes(copying: UnsafeRawBufferPointer(start: start, count: AESIGE.ivByteCount))
    }
}
