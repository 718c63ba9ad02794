// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension Unicode.Scalar {
    /// Whether it has Unicode's property `White_Space`, which is fixed; asking the tables takes longer.
    @inline(__always)
    var isSpace: Bool {
        if value < 0x80 { return value == 0x20 || (value >= 0x09 && value <= 0x0D) }
        switch value {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
        default: return false
        }
    }

    /// What Python takes for white space.
    @inline(__always)
    var isPythonSpace: Bool { isSpace || (0x1C...0x1F).contains(value) }
}

extension ByteText {
    /// The first index from `start` on at which no white space of Python's stands, or the text's end.
    func endOfPythonSpace(from start: Int) -> Int {
        var index = start
        while let scalar = scalar(at: index), scalar.isPythonSpace { index += UTF8.width(scalar) }
        return min(index, count)
    }

    /// Where the white space of Python's begins that ends at `end`.
    func startOfPythonSpace(upTo end: Int) -> Int {
        var index = end
        while let scalar = scalar(before: index), scalar.isPythonSpace { index -= UTF8.width(scalar) }
        return max(0, index)
    }
}
