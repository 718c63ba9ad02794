// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Character references of HTML, as in `&amp;` and `&#65;`.
enum CharacterReference {
    /// Decodes as the Bot API does: four names and numbers; the semicolon may be missing.
    ///
    /// - Parameters:
    ///   - text: The markup.
    ///   - start: The index of the ampersand.
    /// - Returns: The value, which may be a surrogate, and the index after the reference; `nil` if it is none.
    static func strict(_ text: ByteText, at start: Int) -> (value: UInt32, next: Int)? {
        var end = start + 1
        let value: UInt32
        if text[end] == UInt8(ascii: "#") {
            let isHex = text[start + 2] == UInt8(ascii: "x")
            let digits = start + (isHex ? 3 : 2)
            end = text.firstIndex(from: digits, in: isHex ? .hexDigits : .digits, limit: 10)
            value = UInt32(text.string(digits..<end), radix: isHex ? 16 : 10) ?? 0
            guard value != 0, value < 0x10FFFF, end - start < 10 else { return nil }
        } else {
            end = text.firstIndex(from: end, in: .letters, limit: 10)
            switch text.string(start + 1..<end) {
            case "lt": value = 60
            case "gt": value = 62
            case "amp": value = 38
            case "quot": value = 34
            default: return nil
            }
        }
        return (value, text[end] == UInt8(ascii: ";") ? end + 1 : end)
    }

    /// Decodes as the HTML standard does (html.spec.whatwg.org/multipage/parsing.html#character-reference-state).
    ///
    /// - Parameters:
    ///   - text: The markup.
    ///   - start: The index of the ampersand.
    ///   - end: Where the text ends, or the attribute's value.
    ///   - isInAttribute: Whether it is part of an attribute's value, where a name without a semicolon may be that of a
    ///     parameter of a URL.
    /// - Returns: The characters and the index after the reference; `nil` if it is none.
    static func lenient(
        _ text: ByteText, at start: Int, upTo end: Int, isInAttribute: Bool
    ) -> (text: String, next: Int)? {
        guard start + 1 < end else { return nil }
        if text[start + 1] == UInt8(ascii: "#") {
            return numeric(text, at: start, upTo: end).map { (String(Character($0.scalar)), $0.next) }
        }
        let limit = min(end, start + 1 + NamedReferences.longestName)
        var nameEnd = start + 1
        while nameEnd < limit, text[nameEnd].isASCIIAlphanumeric { nameEnd += 1 }
        if nameEnd < end, text[nameEnd] == UInt8(ascii: ";"),
            let entry = NamedReferences.entries[text.string(start + 1..<nameEnd)]
        {
            return (entry.text, nameEnd + 1)
        }
        nameEnd = min(nameEnd, start + 1 + NamedReferences.longestLegacyName)
        while nameEnd > start + 2 {
            if let entry = NamedReferences.entries[text.string(start + 1..<nameEnd)], entry.isLegacy {
                let next = nameEnd < end ? text[nameEnd] : 0
                let isParameter = isInAttribute && (next == UInt8(ascii: "=") || next.isASCIIAlphanumeric)
                return isParameter ? nil : (entry.text, nameEnd)
            }
            nameEnd -= 1
        }
        return nil
    }

    private static func numeric(_ text: ByteText, at start: Int, upTo end: Int) -> (scalar: Unicode.Scalar, next: Int)?
    {
        let isHex = text[start + 2].asciiLowercased == UInt8(ascii: "x")
        let digits: ASCIISet = isHex ? .hexDigits : .digits
        let first = start + (isHex ? 3 : 2)
        var index = first
        var value: UInt32 = 0
        while index < end, digits.contains(text[index]) {
            let digit = UInt32(text[index] & 0x0F) + (text[index].isASCIILetter ? 9 : 0)
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            index += 1
        }
        guard index > first else { return nil }
        if index < end, text[index] == UInt8(ascii: ";") { index += 1 }
        if (0x80...0x9F).contains(value) { value = windows1252[Int(value) - 0x80] }
        return (value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}", index)
    }

    /// What the numbers from 128 to 159 mean: the characters of Windows-1252, since that is what people meant.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
        0x178,
    ]
}

extension ByteText {
    /// The first index from `start` on whose byte is not in `set`, at most `limit` bytes on.
    fileprivate func firstIndex(from start: Int, in set: ASCIISet, limit: Int) -> Int {
        var index = start
        while index < count, index - start < limit, set.contains(self[index]) { index += 1 }
        return index
    }
}
