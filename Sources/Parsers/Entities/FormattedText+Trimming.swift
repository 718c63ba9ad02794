// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension FormattedText {
    /// The text without white space at both ends, as Telegram stores it.
    ///
    /// Entities move along; they lose the white space at their own ends, and those that cover nothing else go.
    ///
    /// - Returns: The trimmed text, with its entities sorted.
    public func trimmed() -> FormattedText {
        var result = strippingWhitespace()
        result.entities = SpaceMap(result.text).trimmed(result.entities)
        result.entities.sortForNesting()
        return result
    }

    /// What Telegram makes of the text: trimmed, with entities in valid nesting and equal styles merged.
    ///
    /// Entities outside the text are cut off and none splits a surrogate pair. Code, blocks and dates have no style, and
    /// of links, mentions, code and the like none is in another (core.telegram.org/bots/api#formatting-options).
    ///
    /// - Returns: The text with valid entities, sorted.
    public func normalized() -> FormattedText {
        var result = snappedToScalars().strippingWhitespace()
        let spaces = SpaceMap(result.text)
        let merged = Self.merged(spaces.trimmed(result.entities))
        let nested = EntityNesting.nested(merged, textLength: spaces.length)
        // What was cut around code may cross a quotation that it held before.
        let valid = Self.separated(nested).map { EntityNesting.nested($0, textLength: spaces.length) } ?? nested
        // Cutting may leave pieces that begin or end with white space.
        result.entities = spaces.trimmed(valid)
        result.entities.sortForNesting()
        return result
    }

    /// The text without white space at both ends; entities are only moved and cut.
    func strippingWhitespace() -> FormattedText {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isSpace }),
            let last = scalars.lastIndex(where: { !$0.isSpace })
        else { return FormattedText() }
        let left = String(scalars[..<first]).utf16Length
        let end = scalars.index(after: last)
        // Nearly always there is nothing to strip, and the text need not be copied.
        let isWhole = first == scalars.startIndex && end == scalars.endIndex
        let stripped = isWhole ? text : String(scalars[first..<end])
        guard !entities.isEmpty else { return FormattedText(stripped) }
        let length = stripped.utf16Length
        let moved = entities.compactMap { entity -> MessageEntity? in
            let start = max(left, entity.offset) - left
            let end = min(left + length, max(left, entity.end)) - left
            return start < end ? MessageEntity(entity.kind, offset: start, length: end - start) : nil
        }
        return FormattedText(stripped, entities: moved)
    }

    /// Takes entities out of those that hold no others, and cuts styles around code.
    ///
    /// - Parameter nested: Entities that do not cross, in the order in which they open.
    /// - Returns: The entities that remain, or `nil` if they stay as they are.
    private static func separated(_ nested: [MessageEntity]) -> [MessageEntity]? {
        var result: [MessageEntity] = []
        var holes: [Range<Int>] = []
        var end = 0
        var isSame = true
        for entity in nested where !entity.kind.isStyle && !entity.kind.isBlockquote {
            guard entity.offset >= end else {
                isSame = false
                continue
            }
            end = entity.end
            result.append(entity)
            if entity.kind.isUnstyled { holes.append(entity.offset..<entity.end) }
        }
        for entity in nested where entity.kind.isStyle || entity.kind.isBlockquote {
            guard entity.kind.isStyle else {
                result.append(entity)
                continue
            }
            var start = entity.offset
            // The first hole that reaches into the entity.
            var index = holes.partitioningIndex { $0.upperBound > entity.offset }
            while index < holes.count, holes[index].lowerBound < entity.end {
                isSame = false
                let piece = MessageEntity(entity.kind, offset: start, length: holes[index].lowerBound - start)
                if piece.length > 0 { result.append(piece) }
                start = holes[index].upperBound
                index += 1
            }
            if start < entity.end {
                result.append(MessageEntity(entity.kind, offset: start, length: entity.end - start))
            }
        }
        return isSame ? nil : result
    }

    /// Joins equal styles that touch or overlap.
    private static func merged(_ entities: [MessageEntity]) -> [MessageEntity] {
        var result: [MessageEntity] = []
        var newest: [MessageEntity.Kind: Int] = [:]
        for entity in entities.sorted(by: { $0.offset < $1.offset }) {
            guard entity.kind.isStyle else {
                result.append(entity)
                continue
            }
            if let index = newest[entity.kind], result[index].end >= entity.offset {
                result[index].length = max(result[index].end, entity.end) - result[index].offset
            } else {
                newest[entity.kind] = result.count
                result.append(entity)
            }
        }
        return result
    }

    /// Widens entities that begin or end inside a surrogate pair.
    func snappedToScalars() -> FormattedText {
        // Only scalars of four bytes have two code units.
        guard !entities.isEmpty, text.utf8.contains(where: { $0 >= 0xF0 }) else { return self }
        let length = utf16Length
        var isInner = [Bool](repeating: false, count: length + 1)
        var offset = 0
        for byte in text.utf8 {
            if byte >= 0xF0 { isInner[offset + 1] = true }
            offset += utf16Units(startingWith: byte)
        }
        let snapped = entities.compactMap { entity -> MessageEntity? in
            var start = max(0, entity.offset)
            var end = min(length, entity.end)
            guard start < end else { return nil }
            if isInner[start] { start -= 1 }
            if isInner[end] { end += 1 }
            return MessageEntity(entity.kind, offset: start, length: end - start)
        }
        return FormattedText(text, entities: snapped)
    }
}

extension MessageEntity.Kind {
    /// Whether no style may be inside.
    fileprivate var isUnstyled: Bool {
        if case .formattedDate = self { true } else { isVerbatim }
    }
}

extension [Range<Int>] {
    /// The index of the first range from which on a condition holds.
    fileprivate func partitioningIndex(where holds: (Range<Int>) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The white space of a text.
private struct SpaceMap {
    /// Runs of white space, as UTF-16 offsets in order; none touches another.
    private var runs: [Range<Int>] = []
    /// The text's length in UTF-16 code units.
    let length: Int

    init(_ text: String) {
        let bytes = ByteText(text)
        var index = 0
        var offset = 0
        while let scalar = bytes.scalar(at: index) {
            let next = offset + (scalar.value > 0xFFFF ? 2 : 1)
            if scalar.isSpace {
                if let last = runs.last, last.upperBound == offset {
                    runs[runs.count - 1] = last.lowerBound..<next
                } else {
                    runs.append(offset..<next)
                }
            }
            index += UTF8.width(scalar)
            offset = next
        }
        length = offset
    }

    /// Takes white space off both ends of entities.
    func trimmed(_ entities: [MessageEntity]) -> [MessageEntity] {
        entities.compactMap { entity in
            guard entity.offset >= 0, entity.end <= length else { return nil }
            let start = textStart(from: entity.offset)
            let end = textEnd(upTo: entity.end)
            return start < end ? MessageEntity(entity.kind, offset: start, length: end - start) : nil
        }
    }

    /// The first offset from one on at which there is no white space, or the text's end.
    private func textStart(from offset: Int) -> Int {
        let index = runs.partitioningIndex { $0.upperBound > offset }
        return index < runs.count && runs[index].lowerBound <= offset ? runs[index].upperBound : offset
    }

    /// The end of the last thing before an offset that is no white space.
    private func textEnd(upTo offset: Int) -> Int {
        let index = runs.partitioningIndex { $0.upperBound >= offset }
        return index < runs.count && runs[index].lowerBound < offset ? runs[index].lowerBound : offset
    }
}
