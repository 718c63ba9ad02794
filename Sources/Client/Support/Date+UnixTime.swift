// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

extension Date {
    /// Takes a time as the schema has it: seconds since 1970.
    init(unixTime: Int32) {
        self.init(timeIntervalSince1970: TimeInterval(unixTime))
    }

    /// The time as the schema has it; times out of its range are the nearest one in it.
    var unixTime: Int32 {
        Int32(min(max(timeIntervalSince1970.rounded(.down), 0), TimeInterval(Int32.max - 1)))
    }
}
