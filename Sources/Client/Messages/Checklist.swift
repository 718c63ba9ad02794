// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramParsers
public import FerogramTLTypes
public import Foundation

/// A list of things to do, in a message.
public struct Checklist: Sendable {
    /// The list as the schema has it.
    public let raw: TL.MessageMedia.ToDo

    init(_ raw: TL.MessageMedia.ToDo) {
        self.raw = raw
    }

    /// Something to do.
    public struct Item: Sendable, Identifiable {
        /// The item's number.
        public let id: Int32
        /// What to do.
        public let title: FormattedText
        /// Who has done it.
        public let completedBy: PeerID?
        /// When it was done.
        public let completionDate: Date?
        /// Whether it is done.
        public var isCompleted: Bool { completedBy != nil }
    }

    /// What the list is about.
    public var title: FormattedText { FormattedText(raw.todo.title) }
    /// What to do.
    public var items: [Item] {
        raw.todo.list.map { item in
            let completion = raw.completions?.first { $0.id == item.id }
            return Item(
                id: item.id, title: FormattedText(item.title), completedBy: completion.map { PeerID($0.completedBy) },
                completionDate: completion.map { Date(unixTime: $0.date) })
        }
    }
    /// Whether others may add items.
    public var othersCanAdd: Bool { raw.todo.othersCanAppend }
    /// Whether others may mark items as done.
    public var othersCanComplete: Bool { raw.todo.othersCanComplete }
}
