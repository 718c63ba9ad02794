// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Parts of a text that turned out to be markup and are taken out at the end.
///
/// Taking them out at once would move everything behind them each time.
struct Removals {
    private var ranges: [Range<Int>] = []

    var isEmpty: Bool { ranges.isEmpty }

    mutating func append(_ range: Range<Int>) {
        ranges.append(range)
    }

    /// The ranges in order, with a way to find where an offset moves.
    func sorted() -> Sorted {
        Sorted(ranges.sorted { $0.lowerBound < $1.lowerBound })
    }

    struct Sorted {
        let ranges: [Range<Int>]
        /// How much is taken out before each range.
        private let removed: [Int]

        init(_ ranges: [Range<Int>]) {
            self.ranges = ranges
            var removed = [0]
            removed.reserveCapacity(ranges.count + 1)
            for range in ranges { removed.append((removed.last ?? 0) + range.count) }
            self.removed = removed
        }

        /// How much is taken out.
        var total: Int { removed.last ?? 0 }

        /// Where an offset is when everything has been taken out.
        func moved(_ offset: Int) -> Int {
            var low = 0
            var high = ranges.count
            while low < high {
                let middle = (low + high) / 2
                if ranges[middle].lowerBound < offset { low = middle + 1 } else { high = middle }
            }
            return offset - removed[low]
        }
    }
}
