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
        let nested = EntityNesting.nested(merged, textLength: result.utf16Length)
        // What was cut around code may cross a quotation that it held before.
        let separated = EntityNesting.nested(Self.separated(nested), textLength: result.utf16Length)
        // Cutting may leave pieces that begin or end with white space.
        result.entities = spaces.trimmed(separated)
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
        let stripped = String(scalars[first...last])
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
    /// - Returns: The entities that remain.
    private static func separated(_ nested: [MessageEntity]) -> [MessageEntity] {
        var result: [MessageEntity] = []
        var holes: [Range<Int>] = []
        var end = 0
        for entity in nested where !entity.kind.isStyle && !entity.kind.isBlockquote {
            guard entity.offset >= end else { continue }
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
                let piece = MessageEntity(entity.kind, offset: start, length: holes[index].lowerBound - start)
                if piece.length > 0 { result.append(piece) }
                start = holes[index].upperBound
                index += 1
            }
            if start < entity.end {
                result.append(MessageEntity(entity.kind, offset: start, length: entity.end - start))
            }
        }
        return result
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
        guard text.utf8.contains(where: { $0 >= 0xF0 }) else { return self }
        let length = utf16Length
        var isInner = [Bool](repeating: false, count: length + 1)
        var offset = 0
        for scalar in text.unicodeScalars {
            if scalar.value > 0xFFFF { isInner[offset + 1] = true }
            offset += scalar.value > 0xFFFF ? 2 : 1
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

/// Where white space ends, for every place of a text.
private struct SpaceMap {
    /// For each offset the first one from it on that is no space.
    private var starts: [Int]
    /// For each offset the end of the last thing before it that is no space.
    private var ends: [Int]

    init(_ text: String) {
        let length = text.utf16Length
        starts = Array(repeating: length, count: length + 1)
        ends = Array(repeating: 0, count: length + 1)
        var offset = 0
        var spaceStart: Int?
        var textEnd = 0
        for scalar in text.unicodeScalars {
            let next = offset + (scalar.value > 0xFFFF ? 2 : 1)
            if scalar.isSpace {
                spaceStart = spaceStart ?? offset
            } else {
                for inner in (spaceStart ?? offset)..<next { starts[inner] = max(inner, offset) }
                spaceStart = nil
                textEnd = next
            }
            for inner in offset + 1...next { ends[inner] = min(inner, textEnd) }
            offset = next
        }
    }

    /// Takes white space off both ends of entities.
    func trimmed(_ entities: [MessageEntity]) -> [MessageEntity] {
        entities.compactMap { entity in
            let start = textStart(from: entity.offset)
            let end = textEnd(upTo: entity.end)
            return start < end ? MessageEntity(entity.kind, offset: start, length: end - start) : nil
        }
    }

    private func textStart(from offset: Int) -> Int { starts.indices.contains(offset) ? starts[offset] : starts.count }
    private func textEnd(upTo offset: Int) -> Int { ends.indices.contains(offset) ? ends[offset] : 0 }
}

extension Unicode.Scalar {
    /// Whether it is white space, without a look into tables for ASCII.
    fileprivate var isSpace: Bool {
        value < 0x80 ? value == 0x20 || (value >= 0x09 && value <= 0x0D) : properties.isWhitespace
    }
}
