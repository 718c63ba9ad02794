// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Makes text safe inside HTML.
enum HTMLEscaping {
    static let special: ASCIISet = "&<>\""

    static func reference(_ byte: UInt8) -> StaticString {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "'"): "&#39;"
        default: "&quot;"
        }
    }

    /// Escapes what has a meaning in HTML, in text as well as in attribute values with double quotes.
    static func escaped(_ text: some StringProtocol) -> String {
        escaped(text, special: special)
    }

    static func escaped(_ text: some StringProtocol, special: ASCIISet) -> String {
        guard text.utf8.contains(where: special.contains) else { return String(text) }
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if special.contains(byte) {
                reference(byte).withUTF8Buffer { output += $0 }
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
