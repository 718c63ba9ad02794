// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Fits quotations to whole lines, as Markdown can only quote such.
struct QuoteFitting {
    /// The offsets of all line ends, in UTF-16 code units.
    private let newlines: [Int]
    /// The offsets of line ends after which something stands that reads as the mark of a quotation.
    private let newlinesBeforeMarks: Set<Int>
    private let length: Int
    /// Whether a quotation has the line end after it as its last character.
    private let endsWithNewline: Bool

    /// Creates a fitting.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - endsWithNewline: Whether a quotation takes in the line end after it.
    init(_ bytes: [UInt8], endsWithNewline: Bool) {
        let text = ByteText(bytes)
        var newlines: [Int] = []
        var newlinesBeforeMarks: Set<Int> = []
        var offset = 0
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") {
                newlines.append(offset)
                if text.has(">", at: index + 1) || text.has("**>", at: index + 1) { newlinesBeforeMarks.insert(offset) }
            }
            offset += utf16Units(startingWith: byte)
        }
        self.newlines = newlines
        self.newlinesBeforeMarks = newlinesBeforeMarks
        length = offset
        self.endsWithNewline = endsWithNewline
    }

    /// Widens quotations to whole lines, and cuts what crosses or surrounds them.
    ///
    /// - Parameter entities: Anything.
    /// - Returns: Entities in which quotations are outermost and do not overlap.
    func fitted(_ entities: [MessageEntity]) -> [MessageEntity] {
        var quotes: [MessageEntity] = []
        let whole = entities.lazy.filter(\.kind.isBlockquote).compactMap(wholeLines).sorted { $0.offset < $1.offset }
        for quote in whole where quote.offset >= quotes.last?.end ?? 0 {
            // An empty line that two of them claim goes to the second.
            if !endsWithNewline, let last = quotes.last, last.end == quote.offset {
                quotes[quotes.count - 1].length -= 1
                if last.length == 1 { quotes.removeLast() }
            }
            quotes.append(quote)
        }
        guard !quotes.isEmpty else { return entities.filter { !$0.kind.isBlockquote } }
        let borders = quotes.flatMap { [$0.offset, $0.end] }
        var result = quotes
        for entity in entities where !entity.kind.isBlockquote {
            var start = max(0, entity.offset)
            let end = min(length, entity.end)
            var border = borders.index(notBefore: start)
            while start < end {
                while border < borders.count, borders[border] <= start { border += 1 }
                let next = border < borders.count ? min(end, borders[border]) : end
                result.append(MessageEntity(entity.kind, offset: start, length: next - start))
                start = next
            }
        }
        return result
    }

    private func wholeLines(_ quote: MessageEntity) -> MessageEntity? {
        let first = max(0, quote.offset)
        let last = min(quote.end, length)
        guard first < last else { return nil }
        let start = lineStart(of: first)
        let end: Int
        if endsWithNewline {
            end = newlines.first(notBefore: last - 1).map { $0 + 1 } ?? length
        } else if newlines.first(notBefore: last) == last {
            end = last
        } else {
            end = newlines.first(notBefore: last - 1) ?? length
        }
        return end > start ? MessageEntity(quote.kind, offset: start, length: end - start) : nil
    }

    /// Leaves line ends next to quotations to the quotations.
    ///
    /// In MarkdownV2 a quotation ends only at a line end that nothing inside covers, and begins only after one that is
    /// not verbatim. In ferogram's Markdown verbatim text right after a quotation is a part of it until its line ends.
    ///
    /// - Parameter nested: Entities in the order in which they open.
    /// - Returns: The entities of which something remains.
    func clipped(_ nested: [MessageEntity]) -> [MessageEntity] {
        let quoteStarts = nested.filter(\.kind.isBlockquote).map(\.offset)
        guard !quoteStarts.isEmpty else { return nested }
        guard endsWithNewline else { return clippedAfterQuotes(nested) }
        var quoteEnd = -1
        return nested.compactMap { entity in
            let end = entity.end
            let endsWithNewline = newlines.first(notBefore: end - 1) == end - 1
            if entity.kind.isBlockquote {
                quoteEnd = endsWithNewline ? end : -1
                return entity
            }
            let touchesNext = entity.kind.isVerbatim && endsWithNewline && quoteStarts.first(notBefore: end) == end
            guard end == quoteEnd || touchesNext else { return entity }
            return entity.length > 1
                ? MessageEntity(entity.kind, offset: entity.offset, length: entity.length - 1) : nil
        }
    }

    /// Leaves the line end after a quotation out of verbatim text, if what follows would read as the quotation's mark.
    private func clippedAfterQuotes(_ nested: [MessageEntity]) -> [MessageEntity] {
        var quoteEnd = -1
        return nested.compactMap { entity in
            if entity.kind.isBlockquote { quoteEnd = entity.end }
            guard entity.kind.isVerbatim, entity.offset == quoteEnd, newlinesBeforeMarks.contains(quoteEnd) else {
                return entity
            }
            return entity.length > 1
                ? MessageEntity(entity.kind, offset: entity.offset + 1, length: entity.length - 1) : nil
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
