// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A flags word: which of the optional fields are present.
///
/// Methods instead of operators: the generated code uses them thousands of times, and the compiler checks them faster.
package struct TLFlags {
    package private(set) var rawValue: UInt32

    package init(rawValue: UInt32 = 0) {
        self.rawValue = rawValue
    }

    @inline(__always)
    package func contains(_ bit: UInt32) -> Bool {
        rawValue & (1 << bit) != 0
    }

    @inline(__always)
    mutating func insert(_ bit: UInt32) {
        rawValue |= 1 << bit
    }
}
