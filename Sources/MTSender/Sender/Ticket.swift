// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// Names a call before the session has a name for it.
struct Ticket: Hashable, Comparable, ExpressibleByIntegerLiteral, Sendable {
    let number: UInt64

    init(_ number: UInt64) {
        self.number = number
    }

    init(integerLiteral number: UInt64) {
        self.number = number
    }

    static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    // The numbers are our own.
    func _rawHashValue(seed: Int) -> Int { OwnNumberHash.of(number, seed) }
}
