// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Writes text with markers put in before and after entities.
///
/// It serves dialects in which a marker never depends on its neighbours.
struct MarkerWriter {
    private struct Insertion {
        let offset: Int
        /// At one offset the ends come first, the inner ones before the outer ones.
        let order: Int
        let marker: String
    }

    private var insertions: [Insertion] = []

    /// Adds the markers of the next entity; outer entities come before inner ones.
    mutating func add(_ entity: MessageEntity, opening: String, closing: String) {
        let index = insertions.count
        insertions.append(Insertion(offset: entity.offset, order: index + 1, marker: opening))
        insertions.append(Insertion(offset: entity.end, order: -index - 1, marker: closing))
    }

    /// Puts the markers into a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - special: The characters for which `escape` is asked.
    ///   - verbatim: Ranges without escapes, in UTF-16 code units, in order.
    ///   - escape: What to write for such a character.
    /// - Returns: The markup.
    func write(
        _ text: String, escaping special: ASCIISet, verbatim: [Range<Int>] = [], escape: (UInt8) -> StaticString
    ) -> String {
        let sorted = insertions.sorted { ($0.offset, $0.order) < ($1.offset, $1.order) }
        var scanner = TextScanner(text)
        var output: [UInt8] = []
        output.reserveCapacity(scanner.bytes.count + scanner.bytes.count / 8)
        var verbatim = verbatim[...]
        func append(_ slice: ArraySlice<UInt8>, from offset: Int) {
            while let range = verbatim.first, range.upperBound <= offset { verbatim.removeFirst() }
            if let range = verbatim.first, range.contains(offset) {
                output += slice
                return
            }
            var start = slice.startIndex
            for index in slice.indices where special.contains(slice[index]) {
                output += slice[start..<index]
                escape(slice[index]).withUTF8Buffer { output += $0 }
                start = index + 1
            }
            output += slice[start...]
        }
        for insertion in sorted {
            let offset = scanner.utf16Offset
            append(scanner.advance(toUTF16: insertion.offset), from: offset)
            output += insertion.marker.utf8
        }
        let offset = scanner.utf16Offset
        append(scanner.advanceToEnd(), from: offset)
        return String(decoding: output, as: UTF8.self)
    }
}
