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

    /// Decodes leniently: numbers and common names; only a complete reference counts.
    ///
    /// - Parameters:
    ///   - text: The markup.
    ///   - start: The index of the ampersand.
    /// - Returns: The character and the index after the reference; `nil` if it is none.
    static func lenient(_ text: ByteText, at start: Int) -> (scalar: Unicode.Scalar, next: Int)? {
        if text[start + 1] == UInt8(ascii: "#") {
            let isHex = text[start + 2].asciiLowercased == UInt8(ascii: "x")
            let digits = start + (isHex ? 3 : 2)
            let end = text.firstIndex(from: digits, in: isHex ? .hexDigits : .digits, limit: 10)
            guard text[end] == UInt8(ascii: ";"),
                let value = UInt32(text.string(digits..<end), radix: isHex ? 16 : 10), value != 0
            else { return nil }
            return (Unicode.Scalar(value) ?? "\u{FFFD}", end + 1)
        }
        let end = text.firstIndex(from: start + 1, in: .alphanumerics, limit: 10)
        guard text[end] == UInt8(ascii: ";"), let scalar = named[text.string(start + 1..<end)] else { return nil }
        return (scalar, end + 1)
    }

    /// The names of Latin-1 in order from U+00A0 on (html.spec.whatwg.org/multipage/named-characters.html).
    private static let latin1 = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute         micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig         Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash         Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute         ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc         uuml yacute thorn yuml
        """

    private static let named: [String: Unicode.Scalar] = {
        var names: [String: Unicode.Scalar] = [
            "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "ndash": "\u{2013}", "mdash": "\u{2014}",
            "lsquo": "\u{2018}", "rsquo": "\u{2019}", "sbquo": "\u{201A}", "ldquo": "\u{201C}", "rdquo": "\u{201D}",
            "bdquo": "\u{201E}", "bull": "\u{2022}", "hellip": "\u{2026}", "lsaquo": "\u{2039}", "rsaquo": "\u{203A}",
            "euro": "\u{20AC}", "trade": "\u{2122}", "larr": "\u{2190}", "uarr": "\u{2191}", "rarr": "\u{2192}",
            "darr": "\u{2193}", "harr": "\u{2194}", "minus": "\u{2212}", "infin": "\u{221E}", "asymp": "\u{2248}",
            "ne": "\u{2260}", "le": "\u{2264}", "ge": "\u{2265}", "ensp": "\u{2002}", "emsp": "\u{2003}",
            "thinsp": "\u{2009}", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}",
        ]
        for (offset, name) in latin1.split(separator: " ").enumerated() {
            names[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset))
        }
        return names
    }()
}

extension ByteText {
    /// The first index from `start` on whose byte is not in `set`, at most `limit` bytes on.
    fileprivate func firstIndex(from start: Int, in set: ASCIISet, limit: Int) -> Int {
        var index = start
        while index < count, index - start < limit, set.contains(self[index]) { index += 1 }
        return index
    }
}
