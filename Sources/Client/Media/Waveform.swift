// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How loud a voice message is over time: up to 100 values of 0 to 31.
///
/// See core.telegram.org/api/files#voice-messages.
public struct Waveform: Hashable, Sendable, Codable {
    /// How many values servers and applications use.
    public static let usualCount = 100

    /// The values, each 0 to 31.
    public let values: [UInt8]

    /// Takes values.
    ///
    /// - Parameter values: The values; those above 31 count as 31.
    public init(_ values: some Sequence<UInt8>) {
        self.values = values.map { min($0, 31) }
    }

    /// Makes a waveform of samples.
    ///
    /// - Parameters:
    ///   - samples: The samples of the sound, −1 to 1.
    ///   - count: How many values there shall be, 1 to 1,000.
    public init(samples: some Collection<Float>, count: Int = usualCount) {
        let count = min(max(count, 1), 1_000)
        var peaks: [Float] = []
        var start = samples.startIndex
        let total = samples.count
        for index in 0..<count where total > 0 {
            let length = total * (index + 1) / count - total * index / count
            let end = samples.index(start, offsetBy: length)
            peaks.append(samples[start..<end].reduce(0) { max($0, $1.isFinite ? abs($1) : 0) })
            start = end
        }
        let loudest = max(peaks.max() ?? 0, .leastNormalMagnitude)
        self.init(peaks.map { UInt8(min(31, max(0, $0 / loudest * 31))) })
    }

    /// Reads five bits a value, from the lowest bit on.
    ///
    /// - Parameter packed: What the schema has.
    public init(packed: [UInt8]) {
        let count = packed.count * 8 / 5
        var values: [UInt8] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            let (byte, bit) = (index * 5).quotientAndRemainder(dividingBy: 8)
            let low = UInt16(packed[byte])
            let high = byte + 1 < packed.count ? UInt16(packed[byte + 1]) : 0
            values.append(UInt8(truncatingIfNeeded: (high << 8 | low) >> UInt16(bit) & 31))
        }
        self.values = values
    }

    /// The waveform as the schema has it.
    public var packed: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (values.count * 5 + 7) / 8)
        for (index, value) in values.enumerated() {
            let (byte, bit) = (index * 5).quotientAndRemainder(dividingBy: 8)
            let word = UInt16(value) << UInt16(bit)
            bytes[byte] |= UInt8(truncatingIfNeeded: word)
            if byte + 1 < bytes.count { bytes[byte + 1] |= UInt8(truncatingIfNeeded: word >> 8) }
        }
        return bytes
    }
}
