// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Counts the differences that left a gap where it was.
///
/// Some servers give out numbers for which there is no event, and no difference will ever fill such a gap.
struct Standstill<Place: Hashable & Sendable>: Sendable {
    /// Where the sequence stood after the last difference that left a gap.
    private var place: Place?
    private var count = 0
    /// The last object that had come when the server was asked last.
    private(set) var lastObject: UInt64 = 0

    /// Takes note that the server is asked.
    mutating func asked(after object: UInt64) {
        lastObject = object
    }

    /// Takes note of the end of a difference.
    ///
    /// - Parameters:
    ///   - place: Where the sequence stands now.
    ///   - hasGap: Whether something is missing still.
    /// - Returns: How many differences in a row have changed nothing about it.
    mutating func answered(at place: Place, hasGap: Bool) -> Int {
        guard hasGap else {
            self.place = nil
            count = 0
            return 0
        }
        count = place == self.place ? count + 1 : 1
        self.place = place
        return count
    }
}
