// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Array where Element == UInt8 {
    /// Reads hexadecimal digits; blanks and line ends between them are skipped.
    ///
    /// The result is `nil` if the text is not an even number of hexadecimal digits.
    ///
    /// - Parameter hex: Digits of either case.
    public init?(hex: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hex.utf8.count / 2)
        var high: UInt8?
        for character in hex.unicodeScalars where !character.properties.isWhitespace {
            guard let digit = Character(character).hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(digit))
                high = nil
            } else {
                high = UInt8(digit)
            }
        }
        guard high == nil else { return nil }
        self = bytes
    }

    /// The bytes as lower-case hexadecimal digits.
    public var hex: String {
        let digits: [Character] = "0123456789abcdef".map(\.self)
        var text = ""
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
