// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
package import FerogramTLTypes

/// The checksums of a file's parts, as the server gave them (`fileHash`).
package struct FileHashTable: Sendable {
    /// How many are kept; those of a file of 4,000 MiB in pieces of 128 KiB.
    private static let capacity = 32_768

    private var entries: [Int64: TL.FileHash] = [:]

    package init() {}

    package mutating func insert(_ hashes: [TL.FileHash]) {
        for hash in hashes where hash.offset >= 0 && hash.limit > 0 && hash.hash.count == SHA256.byteCount {
            if entries.count < Self.capacity || entries[hash.offset] != nil { entries[hash.offset] = hash }
        }
    }

    /// Whether each byte of a range has a checksum.
    package func covers(_ start: Int64, upTo end: Int64) -> Bool { firstGap(from: start) >= end }

    /// The first byte from an offset on that has no checksum.
    package func firstGap(from start: Int64) -> Int64 {
        var offset = start
        while let hash = entries[offset] { offset += Int64(hash.limit) }
        return offset
    }

    /// The checksums from an offset on, as far as they lie in a range.
    package func entries(from start: Int64, count: Int) -> [TL.FileHash] {
        var found: [TL.FileHash] = []
        var offset = start
        while let hash = entries[offset], offset < start + Int64(count) {
            found.append(hash)
            offset += Int64(hash.limit)
        }
        return found
    }

    /// Whether bytes have the checksums that they should have.
    ///
    /// - Parameters:
    ///   - bytes: The bytes from the offset on.
    ///   - offset: Where they are in the file.
    ///   - hashes: The checksums from that offset on.
    /// - Returns: Whether each byte has one, and all are right. The last one may reach beyond the end of the file.
    package static func verify(_ bytes: [UInt8], at offset: Int64, _ hashes: [TL.FileHash]) -> Bool {
        var position = 0
        for hash in hashes where position < bytes.count {
            guard hash.offset == offset + Int64(position) else { return false }
            let end = min(bytes.count, position + Int(hash.limit))
            guard SHA256.hash(of: bytes[position..<end]) == hash.hash else { return false }
            position = end
        }
        return position == bytes.count
    }
}
