// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The standard alphabet of base64 (RFC 4648), as PEM files and the special configuration use it.
package enum Base64 {
    /// Decodes text.
    ///
    /// White space is skipped. What is decoded may be a private key, so it goes to wiped memory.
    ///
    /// - Parameter text: ASCII characters.
    /// - Returns: The bytes, or `nil` if the text has other characters, wrong padding, or stops within a byte.
    package static func decode(_ text: some Sequence<UInt8>) -> SecureBytes? {
        let characters = text.filter { !isSpace($0) }
        let digits = characters.prefix { $0 != padding }
        let tail = characters.dropFirst(digits.count)
        guard characters.count % 4 == 0, tail.count <= 2, tail.allSatisfy({ $0 == padding }) else { return nil }
        guard digits.allSatisfy({ value(of: $0) != nil }) else { return nil }
        return SecureBytes(count: digits.count * 3 / 4) { output in
            var pending: UInt32 = 0
            var bits = 0
            var position = 0
            for digit in digits {
                pending = pending << 6 | UInt32(value(of: digit) ?? 0)
                bits += 6
                guard bits >= 8 else { continue }
                bits -= 8
                output[position] = UInt8(truncatingIfNeeded: pending >> UInt32(bits))
                position += 1
            }
        }
    }

    /// Encodes bytes, with padding and without line breaks.
    package static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 < group.count ? group[start + $1] : 0) }
            for digit in 0..<4 {
                text.append(digit <= group.count ? alphabet[Int(number >> (18 - 6 * UInt32(digit))) & 63] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The value of a digit, or `nil` for any other character.
    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    /// The character that fills the last group of four.
    static let padding = UInt8(ascii: "=")

    private static func isSpace(_ character: UInt8) -> Bool {
        character == 0x20 || (0x09...0x0D).contains(character)
    }
}
