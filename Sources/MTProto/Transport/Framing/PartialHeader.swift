// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The first bytes of a header whose other bytes have not come yet.
struct PartialHeader: Sendable {
    /// The longest header that fits, in bytes.
    static let maximumLength = 8

    private var word: UInt64 = 0
    private(set) var count = 0

    /// The bytes kept so far followed by the next ones, the first lowest, and how many these are.
    ///
    /// What is not available is zero.
    func peek(_ rest: UnsafeRawBufferPointer) -> (word: UInt64, available: Int) {
        if count == 0, rest.count >= Self.maximumLength {
            return (UInt64(littleEndian: rest.loadUnaligned(as: UInt64.self)), Self.maximumLength)
        }
        var word = word
        var available = count
        for byte in rest.prefix(Self.maximumLength - count) {
            word |= UInt64(byte) << UInt64(8 * available)
            available += 1
        }
        return (word, available)
    }

    /// Keeps what ``peek(_:)`` saw, all that is left of the input.
    mutating func keep(_ peeked: (word: UInt64, available: Int)) {
        (word, count) = peeked
    }

    /// Ends a header and tells how many of its bytes were not kept but are in the input.
    mutating func finish(length: Int) -> Int {
        defer { (word, count) = (0, 0) }
        return length - count
    }
}
