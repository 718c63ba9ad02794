// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Makes one number of several, the same in every run.
struct StableHash {
    private(set) var value: Int64 = 0x2545_F491_4F6C_DD1D

    mutating func add(_ part: Int64) {
        value = (value ^ part) &* 0x0000_0100_0000_01B3
        value ^= value >> 29
    }
}

extension String {
    /// A number that is the same for the same text in every run, and hardly for two texts.
    var stableHash: Int64 {
        var hash = StableHash()
        for byte in utf8 { hash.add(Int64(byte)) }
        return hash.value
    }
}
