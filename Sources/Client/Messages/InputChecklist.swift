// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
import FerogramTLTypes

/// A list of things to do, to send.
public struct InputChecklist: Hashable, Sendable, Codable {
    /// Something to do.
    public struct Item: Hashable, Sendable, Codable {
        /// The item's number, which no other one of the list has.
        public var id: Int32
        /// What to do; 1 to 64 UTF-16 units.
        public var title: FormattedText

        /// Creates an item.
        ///
        /// - Parameters:
        ///   - id: The item's number, which no other one of the list has.
        ///   - title: What to do; 1 to 64 UTF-16 units.
        public init(id: Int32, _ title: FormattedText) {
            (self.id, self.title) = (id, title)
        }
    }

    /// What the list is about; 1 to 32 UTF-16 units.
    public var title: FormattedText
    /// What to do, 1 to 30 items.
    public var items: [Item]
    /// Whether others may add items.
    public var othersCanAdd = false
    /// Whether others may mark items as done.
    public var othersCanComplete = false

    /// Creates a list.
    ///
    /// - Parameters:
    ///   - title: What the list is about; 1 to 32 UTF-16 units.
    ///   - items: What to do, 1 to 30 items.
    public init(_ title: FormattedText, items: [Item]) {
        (self.title, self.items) = (title, items)
    }

    /// Creates a list whose items are numbered from 1 on.
    ///
    /// - Parameters:
    ///   - title: What the list is about; 1 to 32 UTF-16 units.
    ///   - items: What to do, 1 to 30 items.
    public init(_ title: FormattedText, _ items: [FormattedText]) {
        self.title = title
        self.items = items.enumerated().map { Item(id: Int32(clamping: $0.offset + 1), $0.element) }
    }

    /// Refuses what the server would refuse.
    func check(_ limits: ClientLimits, method: String) throws(InvocationError) {
        try Self.check(title, "the list's title", limit: limits.checklistTitleLength, method)
        guard (1...limits.checklistItems).contains(items.count) else {
            throw .invalidArgument(
                method: method, "the list has \(items.count) items, 1 to \(limits.checklistItems) are allowed")
        }
        try Self.check(items, limits, method: method)
    }

    static func check(_ items: [Item], _ limits: ClientLimits, method: String) throws(InvocationError) {
        guard Set(items.map(\.id)).count == items.count else {
            throw .invalidArgument(method: method, "two items of the list have the same number")
        }
        for item in items { try check(item.title, "an item", limit: limits.checklistItemLength, method) }
    }

    private static func check(
        _ text: FormattedText, _ what: String, limit: Int, _ method: String
    ) throws(InvocationError) {
        guard (1...limit).contains(text.utf16Length) else {
            throw .invalidArgument(
                method: method, "\(what) has \(text.utf16Length) UTF-16 units, 1 to \(limit) are allowed")
        }
    }

    func tl(_ resolve: (Int64) -> TL.InputUser?) -> TL.TodoList {
        TL.TodoList(
            othersCanAppend: othersCanAdd, othersCanComplete: othersCanComplete, title: title.tl(resolve),
            list: items.map { TL.TodoItem(id: $0.id, title: $0.title.tl(resolve)) })
    }
}

extension FormattedText {
    /// The text with its entities as one TL value.
    func tl(_ resolve: (Int64) -> TL.InputUser? = { _ in nil }) -> TL.TextWithEntities {
        TL.TextWithEntities(text: text, entities: tlEntities(resolvingMentions: resolve))
    }

    init(_ raw: TL.TextWithEntities) {
        self.init(raw.text, tlEntities: raw.entities)
    }
}
