// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Spreads definitions over a fixed number of files.
///
/// A build plugin must know the files before the generator runs, so their number cannot depend on the schema. The
/// file follows from the name alone: an edit of the schema changes only the files that hold the edited names.
enum Shard {
    /// The file of a name: 64-bit FNV-1a modulo the number of files.
    static func index(of name: String, count: Int) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        // The low bits of FNV-1a alone spread short names badly.
        return Int((hash >> 32 ^ hash) & 0xFFFF_FFFF) % count
    }

    static func number(_ index: Int) -> String {
        index < 10 ? "0\(index)" : "\(index)"
    }
}
