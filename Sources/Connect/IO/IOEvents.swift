// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What a stream waits for, or what it may do now.
package struct IOEvents: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// There is something to read, an end of the stream included.
    package static let read = IOEvents(rawValue: 1)
    /// There is room to write, or a connect has ended.
    package static let write = IOEvents(rawValue: 2)
    /// The stream has just been registered; it comes once and first.
    package static let start = IOEvents(rawValue: 4)
    /// The stream was retired; it comes once and last.
    package static let end = IOEvents(rawValue: 8)
}
