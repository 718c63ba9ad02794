// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension FormattedText {
    /// The greatest length of a message, in UTF-16 code units.
    ///
    /// It is the server's `message_length_max` (core.telegram.org/api/config).
    public static let messageLengthLimit = 4096

    /// Cuts the text into parts that fit into messages.
    ///
    /// It cuts at the last line end of a part if there is one in its second half, otherwise at the last space, and in
    /// the middle of a word only if there is no other way; never inside a character that the reader sees as one, as
    /// long as that fits. White space at cuts is dropped, and entities go on in the next part; they are normalized
    /// first.
    ///
    /// - Parameter limit: The greatest length of a part in UTF-16 code units, at least 2.
    /// - Returns: Parts that are not empty.
    public func split(limit: Int = FormattedText.messageLengthLimit) -> [FormattedText] {
        precondition(limit >= 2, "a single character may take two code units")
        let whole = normalized()
        guard whole.utf16Length > limit else { return whole.text.isEmpty ? [] : [whole] }
        var parts: [FormattedText] = []
        var cursor = EntityCursor(whole.entities)
        var start = whole.text.startIndex
        var offset = 0
        while start < whole.text.endIndex {
            // A part counts characters from its own beginning, which may be inside one that had to be cut.
            let window = Self.window(of: whole.text.unicodeScalars[start...], limit: limit)
            let (cut, length) = Self.cut(window, limit: limit)
            let end = whole.text.utf8.index(start, offsetBy: window.utf8.distance(from: window.startIndex, to: cut))
            let part = FormattedText(
                String(whole.text[start..<end]), entities: cursor.entities(in: offset..<offset + length)
            ).trimmed()
            if !part.text.isEmpty { parts.append(part) }
            start = end
            offset += length
        }
        return parts
    }

    /// The beginning of a text, just long enough to see where its first part ends.
    ///
    /// A character may be as long as the whole text, so it must not be looked at as a whole again for each part.
    private static func window(of text: Substring.UnicodeScalarView, limit: Int) -> String {
        var window = String.UnicodeScalarView()
        var length = 0
        for scalar in text {
            window.append(scalar)
            length += scalar.value > 0xFFFF ? 2 : 1
            if length > limit { break }
        }
        return String(window)
    }

    /// Where the first part of a text should end, and its length in UTF-16 code units.
    private static func cut(_ text: String, limit: Int) -> (end: String.Index, length: Int) {
        var newline: (String.Index, Int)?
        var space: (String.Index, Int)?
        var length = 0
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            let character = text[index]
            let size = character.utf16.count
            if length + size > limit {
                if let newline, newline.1 * 2 >= limit { return newline }
                if let found = space ?? newline { return found }
                // One character alone may be longer than a part.
                return length > 0 ? (index, length) : cutScalars(text, limit: limit)
            }
            length += size
            index = next
            if character.isNewline {
                newline = (index, length)
            } else if character.isWhitespace {
                space = (index, length)
            }
        }
        return (index, length)
    }

    private static func cutScalars(_ text: String, limit: Int) -> (end: String.Index, length: Int) {
        var length = 0
        var index = text.startIndex
        while index < text.endIndex {
            let size = text.unicodeScalars[index].value > 0xFFFF ? 2 : 1
            if length + size > limit { break }
            length += size
            index = text.unicodeScalars.index(after: index)
        }
        return (index, length)
    }
}

/// Hands out entities range by range, from the beginning of a text to its end.
private struct EntityCursor {
    private var waiting: ArraySlice<MessageEntity>
    /// Entities that reach into the next range.
    private var active: [MessageEntity] = []

    init(_ entities: [MessageEntity]) {
        waiting = entities.sorted { $0.offset < $1.offset }[...]
    }

    /// The parts of entities that lie in a range, relative to its beginning.
    mutating func entities(in range: Range<Int>) -> [MessageEntity] {
        while let next = waiting.first, next.offset < range.upperBound {
            active.append(next)
            waiting.removeFirst()
        }
        var result: [MessageEntity] = []
        for entity in active {
            let inside = max(entity.offset, range.lowerBound)..<min(entity.end, range.upperBound)
            result.append(
                MessageEntity(entity.kind, offset: inside.lowerBound - range.lowerBound, length: inside.count))
        }
        active.removeAll { $0.end <= range.upperBound }
        result.sortForNesting()
        return result
    }
}
