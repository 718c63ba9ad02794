// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A QR code (ISO/IEC 18004): bytes with error correction of level M, in the smallest of the versions 1 to 15.
public struct QRCode: Hashable, Sendable {
    /// How many modules a side has, without the margin.
    public private(set) var size: Int
    /// The modules row by row; `true` is dark.
    private var modules: [Bool]
    private var isFunction: [Bool]

    /// How many bytes a code can carry.
    public static let maximumByteCount = 412

    /// Writes a text, unless it is too long.
    ///
    /// - Parameter text: The text, at most ``maximumByteCount`` bytes in UTF-8.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = (1...15).first(where: { QRVersion($0).capacity >= bytes.count }) else { return nil }
        let form = QRVersion(version)
        size = form.size
        modules = Array(repeating: false, count: size * size)
        isFunction = modules
        drawPatterns(form)
        place(form.codewords(bytes))
        var best: (penalty: Int, code: QRCode)?
        for mask in 0..<8 {
            var candidate = self
            candidate.apply(mask: mask)
            candidate.drawFormat(mask: mask)
            let penalty = candidate.penalty
            if best.map({ penalty < $0.penalty }) ?? true { best = (penalty, candidate) }
        }
        if let best { self = best.code }
    }

    /// Whether a module is dark; those outside of the code are not.
    ///
    /// - Parameters:
    ///   - row: The row, from 0.
    ///   - column: The column, from 0.
    public subscript(row: Int, column: Int) -> Bool {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
        return modules[row * size + column]
    }

    /// The modules as rows; `true` is dark.
    public var rows: [[Bool]] {
        (0..<size).map { row in (0..<size).map { self[row, $0] } }
    }

    // MARK: Patterns

    private mutating func set(_ row: Int, _ column: Int, _ isDark: Bool) {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return }
        modules[row * size + column] = isDark
        isFunction[row * size + column] = true
    }

    private mutating func drawPatterns(_ form: QRVersion) {
        for index in 0..<size {
            set(6, index, index % 2 == 0)
            set(index, 6, index % 2 == 0)
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawFinder(row, column) }
        let centres = form.alignmentCentres
        for row in centres {
            for column in centres where !isCorner(row, column) { drawAlignment(row, column) }
        }
        drawFormat(mask: 0)
        drawVersion(form)
    }

    private func isCorner(_ row: Int, _ column: Int) -> Bool {
        let (first, last) = (6, size - 7)
        return (row, column) == (first, first) || (row, column) == (first, last) || (row, column) == (last, first)
    }

    private mutating func drawFinder(_ row: Int, _ column: Int) {
        for y in -4...4 {
            for x in -4...4 {
                let distance = max(abs(x), abs(y))
                set(row + y, column + x, distance != 2 && distance != 4)
            }
        }
    }

    private mutating func drawAlignment(_ row: Int, _ column: Int) {
        for y in -2...2 {
            for x in -2...2 { set(row + y, column + x, max(abs(x), abs(y)) != 1) }
        }
    }

    private mutating func drawFormat(mask: Int) {
        // Level M has the number 0, so the data is the mask alone.
        var remainder = mask
        for _ in 0..<10 { remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537) }
        let bits = (mask << 10 | remainder) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 != 0 }
        for index in 0...5 { set(index, 8, bit(index)) }
        set(7, 8, bit(6))
        set(8, 8, bit(7))
        set(8, 7, bit(8))
        for index in 9..<15 { set(8, 14 - index, bit(index)) }
        for index in 0..<8 { set(8, size - 1 - index, bit(index)) }
        for index in 8..<15 { set(size - 15 + index, 8, bit(index)) }
        set(size - 8, 8, true)
    }

    private mutating func drawVersion(_ form: QRVersion) {
        guard form.number >= 7 else { return }
        var remainder = form.number
        for _ in 0..<12 { remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1f25) }
        let bits = form.number << 12 | remainder
        for index in 0..<18 {
            let (long, short) = (size - 11 + index % 3, index / 3)
            set(long, short, bits >> index & 1 != 0)
            set(short, long, bits >> index & 1 != 0)
        }
    }

    // MARK: Data

    /// Puts the codewords into what is free, in a zigzag from the lower right corner.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        var right = size - 1
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                let isUpward = (right + 1) & 2 == 0
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isFunction[row * size + column] && index < codewords.count * 8 {
                    modules[row * size + column] = codewords[index / 8] >> (7 - index % 8) & 1 != 0
                    index += 1
                }
            }
            right -= 2
        }
    }

    private mutating func apply(mask: Int) {
        for row in 0..<size {
            for column in 0..<size where !isFunction[row * size + column] {
                let inverts =
                    switch mask {
                    case 0: (row + column) % 2 == 0
                    case 1: row % 2 == 0
                    case 2: column % 3 == 0
                    case 3: (row + column) % 3 == 0
                    case 4: (row / 2 + column / 3) % 2 == 0
                    case 5: row * column % 2 + row * column % 3 == 0
                    case 6: (row * column % 2 + row * column % 3) % 2 == 0
                    default: ((row + column) % 2 + row * column % 3) % 2 == 0
                    }
                if inverts { modules[row * size + column].toggle() }
            }
        }
    }

    /// How hard the code is to read, by the standard's rules.
    private var penalty: Int {
        var total = 0
        for line in 0..<size {
            total += Self.penalty(of: (0..<size).map { self[line, $0] })
            total += Self.penalty(of: (0..<size).map { self[$0, line] })
        }
        for row in 0..<size - 1 {
            for column in 0..<size - 1 {
                let colour = self[row, column]
                if colour == self[row, column + 1], colour == self[row + 1, column], colour == self[row + 1, column + 1]
                {
                    total += 3
                }
            }
        }
        let dark = modules.count { $0 }
        return total + abs(dark * 20 - modules.count * 10) / modules.count * 10
    }

    private static func penalty(of line: [Bool]) -> Int {
        var total = 0
        var run = 0
        for (index, isDark) in line.enumerated() {
            run = index > 0 && line[index - 1] == isDark ? run + 1 : 1
            if run == 5 { total += 3 } else if run > 5 { total += 1 }
        }
        let finder = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        for start in 0...max(0, line.count - 11) {
            let part = Array(line[start..<min(line.count, start + 11)])
            if part == finder + light || part == light + finder { total += 40 }
        }
        return total
    }
}
