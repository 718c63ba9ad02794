// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Brings entities into valid nesting: none crosses another, none is inside verbatim text.
///
/// Where two cross, styles are cut into pieces; of anything else only the part inside the first remains. Properly
/// nested entities come out as they went in. The result is in the order in which the entities open.
struct EntityNesting {
    private struct Level {
        let kind: MessageEntity.Kind
        /// The piece that is open, as an index into `pieces`.
        let piece: Int
        var end: Int
    }

    private var pieces: [MessageEntity] = []
    /// What is open, outermost first; at most one level of each style.
    private var levels: [Level] = []
    /// Styles that wait for verbatim text to end, and their own ends; at most one of each style.
    private var waiting: [(kind: MessageEntity.Kind, end: Int)] = []

    /// Nests entities.
    ///
    /// - Parameters:
    ///   - entities: Anything; what lies outside the text is cut off.
    ///   - textLength: The text's length in UTF-16 code units.
    /// - Returns: Entities that do not cross.
    static func nested(_ entities: [MessageEntity], textLength: Int) -> [MessageEntity] {
        var sorted = entities.compactMap { entity -> MessageEntity? in
            let range = max(0, entity.offset)..<max(0, entity.offset, min(entity.end, textLength))
            return range.isEmpty ? nil : MessageEntity(entity.kind, offset: range.lowerBound, length: range.count)
        }
        sorted.sort(by: precedes)
        var nesting = EntityNesting()
        nesting.pieces.reserveCapacity(sorted.count)
        for entity in sorted {
            nesting.close(upTo: entity.offset)
            nesting.open(entity.kind, at: entity.offset, end: entity.end)
        }
        nesting.close(upTo: textLength)
        return nesting.pieces.filter { $0.length > 0 }
    }

    /// Verbatim text is inside everything that covers it; otherwise Telegram's own order counts.
    private static func precedes(_ a: MessageEntity, _ b: MessageEntity) -> Bool {
        if a.offset != b.offset { return a.offset < b.offset }
        if a.length != b.length { return a.length > b.length }
        return (a.kind.isVerbatim ? 95 : a.kind.nestingPriority) < (b.kind.isVerbatim ? 95 : b.kind.nestingPriority)
    }

    private mutating func open(_ kind: MessageEntity.Kind, at offset: Int, end: Int) {
        if kind.isStyle {
            if let verbatim = levels.last(where: { $0.kind.isVerbatim }) {
                if end > verbatim.end { wait(kind, end: end) }
            } else if let same = levels.firstIndex(where: { $0.kind == kind }) {
                levels[same].end = max(levels[same].end, end)
            } else {
                push(kind, at: offset, end: end)
            }
            return
        }
        var end = end
        for outer in levels where !outer.kind.isStyle {
            guard outer.kind.mayHold(kind) else { return }
            end = min(end, outer.end)
        }
        // A style that ends inside this entity goes on inside it.
        let crossing = levels.firstIndex { $0.kind.isStyle && $0.end < end } ?? levels.count
        let rest = cut(from: crossing, at: offset)
        push(kind, at: offset, end: end)
        for level in rest { open(level.kind, at: offset, end: level.end) }
    }

    private mutating func push(_ kind: MessageEntity.Kind, at offset: Int, end: Int) {
        levels.append(Level(kind: kind, piece: pieces.count, end: end))
        pieces.append(MessageEntity(kind, offset: offset, length: 0))
    }

    private mutating func wait(_ kind: MessageEntity.Kind, end: Int) {
        if let same = waiting.firstIndex(where: { $0.kind == kind }) {
            waiting[same].end = max(waiting[same].end, end)
        } else {
            waiting.append((kind, end))
        }
    }

    /// Ends the pieces from a depth on.
    ///
    /// - Returns: The levels that should go on.
    private mutating func cut(from depth: Int, at position: Int) -> [Level] {
        let ended = levels[depth...]
        for level in ended { pieces[level.piece].length = position - pieces[level.piece].offset }
        levels.removeSubrange(depth...)
        return ended.filter { $0.end > position }
    }

    /// Closes everything that ends up to a position, and opens again what had to be cut for that.
    private mutating func close(upTo position: Int) {
        while let depth = levels.indices.min(by: { levels[$0].end < levels[$1].end }), levels[depth].end <= position {
            let end = levels[depth].end
            for level in cut(from: depth, at: end) { open(level.kind, at: end, end: level.end) }
            guard !waiting.isEmpty, !levels.contains(where: { $0.kind.isVerbatim }) else { continue }
            let styles = waiting
            waiting = []
            for style in styles where style.end > end { open(style.kind, at: end, end: style.end) }
        }
    }
}

extension MessageEntity.Kind {
    /// Whether something that is no style may be inside.
    fileprivate func mayHold(_ inner: MessageEntity.Kind) -> Bool {
        switch self {
        case .code, .pre, .formattedDate, .customEmoji: false
        default: nestingPriority != inner.nestingPriority
        }
    }
}
