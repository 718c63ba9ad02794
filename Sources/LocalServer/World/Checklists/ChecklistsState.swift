// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The checklists of all chats; all copies of a message have the same one.
struct ChecklistsState: Sendable {
    private var lists: [Int64: StoredChecklist] = [:]
    private var lastID: Int64 = 9_000_000_000

    /// Adds a list.
    ///
    /// - Returns: Its number.
    mutating func add(_ list: StoredChecklist) -> Int64 {
        lastID += 1
        lists[lastID] = list
        return lastID
    }

    mutating func change(_ id: Int64, _ change: (inout StoredChecklist) -> Void) {
        guard let index = lists.index(forKey: id) else { return }
        change(&lists.values[index])
    }

    subscript(id: Int64) -> StoredChecklist? { lists[id] }
}

/// A list of things to do, and what is done of it.
struct StoredChecklist: Sendable {
    /// How many items there may be, and how long the texts, in UTF-16 units.
    static let (mostItems, longestTitle, longestItem) = (30, 255, 200)

    let author: Int64
    let title: TL.TextWithEntities
    let othersCanAppend: Bool
    let othersCanComplete: Bool
    var items: [TL.TodoItem]
    /// What is done, by whom and when.
    var completions: [TL.TodoCompletion] = []

    var media: TL.MessageMedia {
        .toDo(
            .init(
                todo: .init(
                    othersCanAppend: othersCanAppend, othersCanComplete: othersCanComplete, title: title, list: items),
                completions: completions.isEmpty ? nil : completions))
    }
}
