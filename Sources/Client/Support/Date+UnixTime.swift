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
        let seconds = timeIntervalSince1970.rounded(.down)
        // What is no number is not greater either.
        guard seconds > 0 else { return 0 }
        return Int32(min(seconds, TimeInterval(Int32.max - 1)))
    }
}
