// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// The random bytes at the end of a frame in the padded intermediate framing.
struct FramePadding: Sendable {
    /// The most that a frame may have, in bytes.
    static let maximumCount = 15

    /// The bytes, the first one lowest.
    private let bytes: UInt128
    /// How many there are.
    let count: Int

    static let none = FramePadding([])

    /// Draws 0 to `maximum` random bytes.
    ///
    /// Number and bytes are drawn at once, for each draw from the system's generator is a system call.
    ///
    /// - Parameters:
    ///   - maximum: At most 15.
    ///   - generator: Where count and bytes come from.
    init(upTo maximum: Int, using generator: inout some RandomNumberGenerator) {
        precondition(maximum <= Self.maximumCount, "padding is at most 15 bytes")
        var drawn: UInt128 = 0
        withUnsafeMutableBytes(of: &drawn) { generator.fill($0) }
        bytes = UInt128(littleEndian: drawn)
        // The last byte is never padding, so it can tell how many there are.
        count = Int(bytes >> 120) * (maximum + 1) / 256
    }

    /// Takes given bytes, at most 15.
    init(_ bytes: [UInt8]) {
        precondition(bytes.count <= Self.maximumCount, "padding is at most 15 bytes")
        self.bytes = bytes.reversed().reduce(0) { $0 << 8 | UInt128($1) }
        count = bytes.count
    }

    /// Writes the bytes to the start of `target`, which holds at least ``count`` bytes.
    func write(to target: UnsafeMutableRawBufferPointer) {
        withUnsafeBytes(of: bytes.littleEndian) {
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count]))
        }
    }
}
