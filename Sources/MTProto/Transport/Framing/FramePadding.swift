// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The random bytes at the end of a frame in the padded intermediate framing.
struct FramePadding: Sendable {
    /// The bytes, the first one lowest.
    private let words: (UInt64, UInt64)
    /// How many there are, 0 to 15.
    let count: Int

    static let none = FramePadding(words: (0, 0), count: 0)

    private init(words: (UInt64, UInt64), count: Int) {
        self.words = words
        self.count = count
    }

    /// Draws 0 to `maximum` random bytes.
    ///
    /// - Parameters:
    ///   - maximum: At most 15.
    ///   - generator: Where count and bytes come from.
    init(upTo maximum: Int = 15, using generator: inout some RandomNumberGenerator) {
        precondition(maximum <= 15, "padding is at most 15 bytes")
        self.init(
            words: (generator.next(), generator.next()), count: Int.random(in: 0...maximum, using: &generator))
    }

    /// Takes given bytes, at most 15.
    init(_ bytes: [UInt8]) {
        precondition(bytes.count <= 15, "padding is at most 15 bytes")
        let padded = bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
        self.init(words: padded.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64).self) }, count: bytes.count)
    }

    /// Writes the bytes to the start of `target`, which holds at least ``count`` bytes.
    func write(to target: UnsafeMutableRawBufferPointer) {
        withUnsafeBytes(of: words) { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
}
