// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Fits quotations to whole lines, as Markdown can only quote such.
struct QuoteFitting {
    /// The offsets of all line ends, in UTF-16 code units.
    private let newlines: [Int]
    private let length: Int
    /// Whether a quotation has the line end after it as its last character.
    private let endsWithNewline: Bool

    /// Creates a fitting.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - endsWithNewline: Whether a quotation takes in the line end after it.
    init(_ bytes: [UInt8], endsWithNewline: Bool) {
        var newlines: [Int] = []
        var offset = 0
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { newlines.append(offset) }
            offset += utf16Units(startingWith: byte)
        }
        self.newlines = newlines
        length = offset
        self.endsWithNewline = endsWithNewline
    }

    /// Widens quotations to whole lines.
    func fitted(_ entities: [MessageEntity]) -> [MessageEntity] {
        guard entities.contains(where: { $0.kind.isBlockquote }) else { return entities }
        return entities.compactMap { entity in
            guard entity.kind.isBlockquote else { return entity }
            let first = max(0, entity.offset)
            guard first < min(entity.end, length) else { return nil }
            let start = lineStart(of: first)
            let last = min(entity.end, length) - 1
            let lineEnd = newlines.first(notBefore: last) ?? length
            let end = endsWithNewline ? min(length, lineEnd + 1) : lineEnd
            return end > start ? MessageEntity(entity.kind, offset: start, length: end - start) : nil
        }
    }

    /// Takes the line end of a quotation out of what is inside the quotation.
    ///
    /// - Parameter nested: Entities in the order in which they open.
    /// - Returns: The entities of which something remains.
    func clipped(_ nested: [MessageEntity]) -> [MessageEntity] {
        guard endsWithNewline else { return nested }
        var quoteEnd = -1
        return nested.compactMap { entity in
            if entity.kind.isBlockquote {
                let endsWithNewline = newlines.first(notBefore: entity.end - 1) == entity.end - 1
                quoteEnd = endsWithNewline ? entity.end : -1
                return entity
            }
            guard entity.end == quoteEnd else { return entity }
            return entity.length > 1 ? MessageEntity(entity.kind, offset: entity.offset, length: entity.length - 1) : nil
        }
    }

    private func lineStart(of offset: Int) -> Int {
        let next = newlines.index(notBefore: offset)
        return next > 0 ? newlines[next - 1] + 1 : 0
    }
}

extension [Int] {
    /// The index of the first number of a sorted array that is not less than `number`.
    fileprivate func index(notBefore number: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate func first(notBefore number: Int) -> Int? {
        let index = index(notBefore: number)
        return index < count ? self[index] : nil
    }
}
