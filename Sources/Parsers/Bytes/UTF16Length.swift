// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How many UTF-16 code units the scalar takes that starts with this UTF-8 byte; 0 for its other bytes.
///
/// - Parameter byte: A byte of valid UTF-8.
/// - Returns: 0, 1 or 2.
@inline(__always)
func utf16Units(startingWith byte: UInt8) -> Int {
    (byte & 0xC0 == 0x80 ? 0 : 1) &+ (byte >= 0xF0 ? 1 : 0)
}

/// How many UTF-16 code units valid UTF-8 takes.
///
/// - Parameter bytes: Valid UTF-8 from a scalar's first byte on.
/// - Returns: The number of UTF-16 code units.
func utf16Length(of bytes: ArraySlice<UInt8>) -> Int {
    var length = 0
    for byte in bytes { length &+= utf16Units(startingWith: byte) }
    return length
}

extension String {
    /// How many UTF-16 code units the text takes, in one pass over its bytes.
    var utf16Length: Int {
        // A loop over memory that is in one piece handles many bytes at once.
        let length = utf8.withContiguousStorageIfAvailable { bytes in
            bytes.reduce(0) { $0 &+ utf16Units(startingWith: $1) }
        }
        return length ?? utf8.reduce(0) { $0 &+ utf16Units(startingWith: $1) }
    }
}
