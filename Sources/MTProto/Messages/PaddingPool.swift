// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Random bytes from the system, fetched in advance, since asking the kernel costs as much as encrypting a small packet.
///
/// They are for padding alone, which keeps no secret: a process that forks shares what is left with its child.
struct PaddingPool: Sendable {
    /// As much as the kernel gives at once.
    private static let capacity = 256

    private var bytes: [UInt8] = []
    /// How many of the bytes were used; they are zeroed.
    private var used = 0

    /// Fills memory with random bytes.
    ///
    /// - Parameters:
    ///   - buffer: The memory.
    ///   - generator: Where the bytes come from; nothing is fetched in advance from any but the system's.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer, using generator: inout some RandomNumberGenerator) {
        guard type(of: generator) == SystemRandomNumberGenerator.self, buffer.count <= Self.capacity / 4 else {
            return generator.fill(buffer)
        }
        if bytes.count - used < buffer.count {
            if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: Self.capacity) }
            bytes.withUnsafeMutableBytes { generator.fill($0) }
            used = 0
        }
        let range = used..<used + buffer.count
        bytes.withUnsafeMutableBytes { pool in
            let taken = UnsafeMutableRawBufferPointer(rebasing: pool[range])
            buffer.copyMemory(from: UnsafeRawBufferPointer(taken))
            taken.initializeMemory(as: UInt8.self, repeating: 0)
        }
        used = range.upperBound
    }
}
