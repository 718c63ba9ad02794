// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A flags word: which of the optional fields are present.
///
/// Methods instead of operators: the generated code uses them thousands of times, and the compiler checks them faster.
@usableFromInline
package struct TLFlags {
    @usableFromInline package private(set) var rawValue: UInt32

    @usableFromInline
    package init(rawValue: UInt32 = 0) {
        self.rawValue = rawValue
    }

    @inlinable
    package func contains(_ bit: UInt32) -> Bool {
        rawValue & (1 << bit) != 0
    }

    @inline(__always)
    mutating func insert(_ bit: UInt32, if flag: Bool) {
        if flag { rawValue |= 1 << bit }
    }

    @inline(__always)
    mutating func insert<Value>(_ bit: UInt32, ifPresent value: Value?) {
        if value != nil { rawValue |= 1 << bit }
    }
}
