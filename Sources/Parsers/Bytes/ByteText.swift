// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The bytes of a text, which may be read past their end.
///
/// A byte past the end is 0, so that a scanner can look ahead without asking first.
struct ByteText {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var count: Int { bytes.count }

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        index >= 0 && index < bytes.count ? bytes[index] : 0
    }

    /// The bytes of a range, cut off at the text's ends.
    subscript(range: Range<Int>) -> ArraySlice<UInt8> {
        let clamped = range.clamped(to: 0..<bytes.count)
        return bytes[clamped]
    }

    /// Whether the bytes at `index` are those of `literal`.
    @inline(__always)
    func has(_ literal: StaticString, at index: Int) -> Bool {
        guard index >= 0, bytes.count - index >= literal.utf8CodeUnitCount else { return false }
        return literal.withUTF8Buffer { buffer in
            for offset in buffer.indices where bytes[index + offset] != buffer[offset] { return false }
            return true
        }
    }

    /// Whether all bytes at `index` are those of `literal`, ASCII letters of either case.
    func hasIgnoringCase(_ literal: StaticString, at index: Int) -> Bool {
        guard index >= 0, bytes.count - index >= literal.utf8CodeUnitCount else { return false }
        return literal.withUTF8Buffer { buffer in
            for offset in buffer.indices where bytes[index + offset].asciiLowercased != buffer[offset].asciiLowercased {
                return false
            }
            return true
        }
    }

    /// The first index from `start` on whose byte is in `set`, or the text's end.
    @inline(__always)
    func firstIndex(from start: Int, in set: ASCIISet) -> Int {
        firstIndex(from: start, upTo: bytes.count, in: set)
    }

    /// The first index from `start` on whose byte is in `set`, or `end`, which lies in the text.
    @inline(__always)
    func firstIndex(from start: Int, upTo end: Int, in set: ASCIISet) -> Int {
        guard start < end else { return start }
        let range = (start..<end).clamped(to: 0..<bytes.count)
        // One look at the bounds is enough for all bytes.
        return bytes.withUnsafeBufferPointer { bytes in
            var index = range.lowerBound
            while index < range.upperBound, !set.contains(bytes[index]) { index += 1 }
            return index
        }
    }

    /// The first index from `start` on whose byte is not in `set`, or the text's end.
    @inline(__always)
    func firstIndex(from start: Int, notIn set: ASCIISet) -> Int {
        var index = start
        while index < bytes.count, set.contains(bytes[index]) { index += 1 }
        return index
    }

    /// The first index from `start` on at which `byte` stands, or `nil`.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        var index = max(0, start)
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Eight bytes at a time: the lowest of them that is zero when `byte` is taken out borrows from its highest bit.
        let found = bytes.withUnsafeBytes { buffer -> Int? in
            while index <= buffer.count - 8 {
                let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let rest = word ^ (UInt64(byte) &* ones)
                let zeros = (rest &- ones) & ~rest & (ones << 7)
                if zeros != 0 { return index + zeros.trailingZeroBitCount / 8 }
                index += 8
            }
            return nil
        }
        if let found { return found }
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    func string(_ range: Range<Int>) -> String {
        String(decoding: self[range], as: UTF8.self)
    }
}

extension ASCIISet {
    /// What the Bot API takes for a space.
    static let whitespace: ASCIISet = " \t\r\n\u{B}\u{0}"
    static let digits: ASCIISet = "0123456789"
    static let hexDigits: ASCIISet = "0123456789abcdefABCDEF"
    static let letters: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let alphanumerics: ASCIISet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
}

extension UInt8 {
    /// The byte with ASCII capitals made small.
    var asciiLowercased: UInt8 {
        self >= 65 && self <= 90 ? self | 0x20 : self
    }

    var isASCIISpace: Bool { ASCIISet.whitespace.contains(self) }
    var isASCIIDigit: Bool { self >= 48 && self <= 57 }
    var isASCIILetter: Bool { (self | 0x20) >= 97 && (self | 0x20) <= 122 }
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
}

extension Collection<UInt8> {
    /// The bytes as a string with ASCII capitals made small.
    var asciiLowercasedString: String {
        // Nearly all names are written small and need no second array.
        contains { $0 >= 65 && $0 <= 90 }
            ? String(decoding: map(\.asciiLowercased), as: UTF8.self) : String(decoding: self, as: UTF8.self)
    }
}

extension Int64 {
    /// Reads a decimal number in its only normal form: no plus sign, no leading zeros, no "-0".
    ///
    /// - Parameter digits: The number's characters.
    init?(canonical digits: some StringProtocol) {
        guard let value = Int64(digits), String(value) == digits else { return nil }
        self = value
    }
}
