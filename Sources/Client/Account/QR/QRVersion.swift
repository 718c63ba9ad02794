// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A version of QR codes with error correction of level M: how large it is, and how its codewords are made.
struct QRVersion {
    let number: Int

    init(_ number: Int) {
        self.number = number
    }

    // Tables 9 of the standard, for level M and the versions 1 to 15.
    private static let correctionPerBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24]
    private static let blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10]

    var size: Int { number * 4 + 17 }
    private var blockCount: Int { Self.blockCounts[number - 1] }
    private var correctionCount: Int { Self.correctionPerBlock[number - 1] }

    /// How many modules are neither patterns nor information on the code, in bytes.
    private var codewordCount: Int {
        var modules = (16 * number + 128) * number + 64
        if number >= 2 {
            let patterns = number / 7 + 2
            modules -= (25 * patterns - 10) * patterns - 55
            if number >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    private var dataCount: Int { codewordCount - correctionCount * blockCount }
    private var lengthBits: Int { number < 10 ? 8 : 16 }

    /// How many bytes fit.
    var capacity: Int { (dataCount * 8 - 4 - lengthBits) / 8 }

    /// Where the centres of the alignment patterns are, in rows and in columns.
    var alignmentCentres: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = (number * 8 + count * 3 + 5) / (count * 4 - 4) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    /// The data with its error correction, in the order in which it stands in the code.
    func codewords(_ bytes: [UInt8]) -> [UInt8] {
        let data = padded(bytes)
        let longCount = codewordCount % blockCount
        let shortLength = codewordCount / blockCount - correctionCount
        var blocks: [(data: ArraySlice<UInt8>, correction: [UInt8])] = []
        var rest = data[...]
        for index in 0..<blockCount {
            let length = shortLength + (index < blockCount - longCount ? 0 : 1)
            let block = rest.prefix(length)
            rest = rest.dropFirst(length)
            blocks.append((block, ReedSolomon.remainder(of: block, count: correctionCount)))
        }
        var result: [UInt8] = []
        for index in 0...shortLength {
            for block in blocks where index < block.data.count {
                result.append(block.data[block.data.startIndex + index])
            }
        }
        for index in 0..<correctionCount {
            for block in blocks { result.append(block.correction[index]) }
        }
        return result
    }

    /// The mode, the length, the bytes, and what fills the rest.
    private func padded(_ bytes: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int, to bits: inout [Bool]) {
            for shift in (0..<count).reversed() { bits.append(value >> shift & 1 != 0) }
        }
        append(0b0100, 4, to: &bits)
        append(bytes.count, lengthBits, to: &bits)
        for byte in bytes { append(Int(byte), 8, to: &bits) }
        append(0, min(4, dataCount * 8 - bits.count), to: &bits)
        append(0, (8 - bits.count % 8) % 8, to: &bits)
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var filler: UInt8 = 0xec
        while data.count < dataCount {
            data.append(filler)
            filler ^= 0xec ^ 0x11
        }
        return data
    }
}

/// Error correction over the field of 256 elements with the polynomial 0x11d.
private enum ReedSolomon {
    static func remainder(of data: ArraySlice<UInt8>, count: Int) -> [UInt8] {
        let divisor = divisor(count)
        var result = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in result.indices { result[index] ^= product(divisor[index], factor) }
        }
        return result
    }

    /// The product of (x − 2⁰) … (x − 2ⁿ⁻¹) without its highest coefficient.
    private static func divisor(_ count: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            for index in 0..<count {
                result[index] = product(result[index], root)
                if index + 1 < count { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for shift in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7) * 0x11d
            if right >> shift & 1 != 0 { result ^= Int(left) }
        }
        return UInt8(truncatingIfNeeded: result)
    }
}
