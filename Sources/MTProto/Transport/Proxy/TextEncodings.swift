// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The encodings in which proxy secrets are written.
enum TextEncodings {
    /// Reads hexadecimal digits of either case.
    ///
    /// - Returns: The bytes, or `nil` if the text is anything else.
    static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map(hexadecimalDigit)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func hexadecimalDigit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The alphabets of RFC 4648, which differ in their last two characters.
    enum Alphabet {
        case url
        case standard

        fileprivate var last: (UInt8, UInt8) {
            switch self {
            case .url: (UInt8(ascii: "-"), UInt8(ascii: "_"))
            case .standard: (UInt8(ascii: "+"), UInt8(ascii: "/"))
            }
        }
    }

    /// Reads base64, with or without padding.
    ///
    /// - Returns: The bytes, or `nil` if the text is anything else.
    static func base64(_ text: String, alphabet: Alphabet) -> [UInt8]? {
        let characters = Array(text.utf8)
        let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2, padding == 0 || characters.count % 4 == 0 else { return nil }
        guard (characters.count - padding) % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        var window: UInt32 = 0
        var bits = 0
        for character in characters.dropLast(padding) {
            guard let value = sextet(character, alphabet: alphabet) else { return nil }
            window = window << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: window >> UInt32(bits)))
            }
        }
        return bytes
    }

    private static func sextet(_ character: UInt8, alphabet: Alphabet) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case alphabet.last.0: 62
        case alphabet.last.1: 63
        default: nil
        }
    }

    /// Writes base64 for links: the alphabet of RFC 4648, section 5, without padding.
    static func base64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let window = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0...group.count {
                text.append(alphabet[Int(window >> UInt32(18 - 6 * index)) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Replaces `%XX` by the bytes they stand for.
    ///
    /// - Returns: The text, or `nil` if an escape is broken or the result is not UTF-8.
    static func removingPercentEncoding(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst().flatMap(hexadecimalDigit),
                    let low = rest.popFirst().flatMap(hexadecimalDigit)
                else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Writes everything but letters, digits and `-._~` as `%XX`.
    static func addingPercentEncoding(_ text: String) -> String {
        let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        return text.utf8.reduce(into: "") { result, byte in
            if unreserved.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + hexadecimal([byte]).uppercased()
            }
        }
    }
}
