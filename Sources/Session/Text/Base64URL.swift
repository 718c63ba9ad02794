// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The alphabet of base64 that is safe in addresses and file names (RFC 4648, section 5).
enum Base64URL {
    /// Encodes bytes without padding.
    ///
    /// - Parameter bytes: Any bytes, also secret ones; the text is then as secret as they are.
    /// - Returns: The text.
    static func encode(_ bytes: some ByteSource) -> String {
        bytes.withContiguousBytes { bytes in
            String(unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { text in
                var end = 0
                for start in stride(from: 0, to: bytes.count, by: 3) {
                    let length = min(3, bytes.count - start)
                    let group = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 < length ? bytes[start + $1] : 0) }
                    for digit in 0...length {
                        text[end] = character(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * digit)) & 63)
                        end += 1
                    }
                }
                return end
            }
        }
    }

    /// Decodes text of this alphabet or of the standard one, with or without padding.
    ///
    /// - Parameter text: What to decode, without white space.
    /// - Returns: The bytes in memory that is wiped, or `nil` if the text is not base64, or not the only text for its
    ///   bytes.
    static func decode(_ text: some StringProtocol) -> SecureBytes? {
        let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
        let count = digits.count
        let padding = text.utf8.count - count
        guard count % 4 != 1, text.utf8.dropFirst(count).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
        guard padding == 0 || (padding < 3 && (count + padding) % 4 == 0) else { return nil }
        do throws(Malformed) {
            return try SecureBytes(count: count * 3 / 4) { output throws(Malformed) in
                var pending: UInt32 = 0
                var bits: UInt32 = 0
                var position = 0
                for digit in digits {
                    guard let value = value(of: digit) else { throw Malformed() }
                    pending = pending << 6 | UInt32(value)
                    bits += 6
                    guard bits >= 8 else { continue }
                    bits -= 8
                    output[position] = UInt8(truncatingIfNeeded: pending >> bits)
                    pending &= (1 << bits) - 1
                    position += 1
                }
                guard pending == 0 else { throw Malformed() }
            }
        } catch {
            return nil
        }
    }

    private struct Malformed: Error {}

    private static func character(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + (value - 26)
        case 52..<62: UInt8(ascii: "0") + (value - 52)
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
