// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Hashes numbers that this side gives out itself, with one multiplication.
package enum OwnNumberHash {
    /// - Parameters:
    ///   - number: A number that no other side chooses.
    ///   - seed: The dictionary's own.
    /// - Returns: The hash; both its halves depend on all of the number's lower bits.
    @inlinable
    package static func of(_ number: UInt64, _ seed: Int) -> Int {
        let product = (number ^ UInt64(bitPattern: Int64(seed))) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product ^ (product >> 32))
    }
}
