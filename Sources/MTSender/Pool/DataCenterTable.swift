// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// A value for each of some data centres: they are so few that looking through them takes less than a dictionary's hash.
struct DataCenterTable<Value: Sendable>: Sendable {
    private(set) var entries: [(id: Int, value: Value)] = []

    var count: Int { entries.count }
    var values: [Value] { entries.map(\.value) }

    subscript(id: Int) -> Value? {
        get {
            for entry in entries where entry.id == id { return entry.value }
            return nil
        }
        set {
            let index = entries.firstIndex { $0.id == id }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((id, value))
            case (nil, nil): break
            }
        }
    }
}
