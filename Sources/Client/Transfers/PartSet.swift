// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Which parts of a file are done.
struct PartSet: Sendable {
    fileprivate var words: [UInt64] = []
    private(set) var count = 0

    func contains(_ index: Int) -> Bool {
        let word = index >> 6
        return index >= 0 && word < words.count && words[word] & (1 << UInt64(index & 63)) != 0
    }

    mutating func insert(_ index: Int) {
        guard index >= 0, !contains(index) else { return }
        let word = index >> 6
        if word >= words.count { words += repeatElement(0, count: word + 1 - words.count) }
        words[word] |= 1 << UInt64(index & 63)
        count += 1
    }

    mutating func remove(_ index: Int) {
        guard contains(index) else { return }
        words[index >> 6] &= ~(1 << UInt64(index & 63))
        count -= 1
    }
}

extension PartSet {
    /// The parts in order.
    var elements: [Int] {
        words.indices.flatMap { word in (0..<64).filter { contains(word << 6 | $0) }.map { word << 6 | $0 } }
    }
}
