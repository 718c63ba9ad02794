// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// Writes the parts of a binary format, in memory that is wiped.
///
/// What is written may hold keys, so it must not lie about in buffers that grew. The same code therefore runs twice:
/// first it only counts, then it fills memory of the right size.
struct ByteWriter {
    private let output: UnsafeMutableRawBufferPointer?
    private(set) var count = 0

    /// Begins at the first byte.
    ///
    /// - Parameter output: Memory of the right size, or `nil` to count.
    init(_ output: UnsafeMutableRawBufferPointer?) {
        self.output = output
    }

    /// Writes into memory of the right size.
    ///
    /// - Parameter body: Writes everything; it runs twice and must write the same.
    /// - Returns: What was written.
    static func write(_ body: (inout Self) -> Void) -> SecureBytes {
        var counter = Self(nil)
        body(&counter)
        return SecureBytes(count: counter.count) { memory in
            var writer = Self(memory)
            body(&writer)
        }
    }

    /// A writer that only counts.
    static var counter: Self { Self(nil) }

    /// Writes bytes as they are.
    mutating func bytes(_ source: some ByteSource) {
        source.withContiguousBytes { source in
            if let output {
                UnsafeMutableRawBufferPointer(rebasing: output[count..<count + source.count]).copyMemory(from: source)
            }
            count += source.count
        }
    }

    /// Writes one byte.
    mutating func byte(_ value: UInt8) {
        if let output { output[count] = value }
        count += 1
    }

    /// Writes a number, lowest byte first.
    mutating func integer<Number: FixedWidthInteger>(_ value: Number) {
        if let output { output.storeBytes(of: value.littleEndian, toByteOffset: count, as: Number.self) }
        count += MemoryLayout<Number>.size
    }

    /// Writes a number, highest byte first.
    mutating func bigEndian<Number: FixedWidthInteger>(_ value: Number) {
        integer(value.byteSwapped)
    }

    /// Writes a number in as few groups of seven bits as it takes, lowest first.
    mutating func compact(_ value: some BinaryInteger) {
        var rest = UInt64(truncatingIfNeeded: value)
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        byte(UInt8(truncatingIfNeeded: rest))
    }

    /// Writes a length and that many bytes.
    mutating func block(_ source: [UInt8]) {
        compact(source.count)
        bytes(source)
    }

    /// Writes a length and a text in UTF-8.
    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            compact(utf8.count)
            bytes(UnsafeRawBufferPointer(utf8))
        }
    }
}
