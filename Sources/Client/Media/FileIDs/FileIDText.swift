// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// The text form of file ids: base64 for addresses over bytes whose runs of zeros are shortened.
enum FileIDText {
    /// The longest run of zeros that is written as one.
    private static let longestRun = 250
    /// The longest id that is read; those of the Bot API have some hundred characters.
    private static let longestText = 8_192

    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64URL
    }

    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= longestText else { return nil }
        return Data(base64URL: text).map { Array($0) }
    }

    /// Writes each run of zeros as a zero and its length.
    static func shortened(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var run = 0
        for byte in bytes {
            if run > 0, byte != 0 || run == longestRun {
                result += [0, UInt8(run)]
                run = 0
            }
            if byte == 0 { run += 1 } else { result.append(byte) }
        }
        if run > 0 { result += [0, UInt8(run)] }
        return result
    }

    /// Writes the zeros out; `nil` if the length of a run is missing.
    static func restored(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var isRun = false
        for byte in bytes {
            if isRun {
                result += repeatElement(0, count: Int(byte))
                isRun = false
            } else if byte == 0 {
                isRun = true
            } else {
                result.append(byte)
            }
        }
        return isRun ? nil : result
    }
}

/// Reads numbers and strings as TL writes them.
struct FileIDReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func int32() -> Int32? {
        take(4).map { bytes in Int32(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }) }
    }

    mutating func int64() -> Int64? {
        take(8).map { bytes in Int64(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }) }
    }

    mutating func string() -> [UInt8]? {
        guard let first = take(1)?.first else { return nil }
        var count = Int(first)
        var header = 1
        if first == 254 {
            guard let length = take(3) else { return nil }
            count = length.reversed().reduce(0) { $0 << 8 | Int($1) }
            header = 4
        }
        guard first != 255, let bytes = take(count) else { return nil }
        // The padding of a string at the very end may be missing.
        rest = rest.dropFirst((4 - (header + count) % 4) % 4)
        return Array(bytes)
    }
}

/// Writes numbers and strings as TL does.
struct FileIDWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(byte: UInt8) { bytes.append(byte) }

    mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func write(string: [UInt8]) {
        let start = bytes.count
        if string.count < 254 {
            bytes.append(UInt8(string.count))
        } else {
            // Longer strings than the length can say are in no id.
            let count = min(string.count, 0xFF_FFFF)
            bytes += [254, UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count >> 16 & 0xFF)]
        }
        bytes += string.prefix(0xFF_FFFF)
        bytes += repeatElement(0, count: (4 - (bytes.count - start) % 4) % 4)
    }
}
