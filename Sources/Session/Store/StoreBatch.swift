// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Changes of a store that are made together, and the conditions under which they are made.
public struct StoreBatch: Hashable, Sendable {
    /// A change of one value.
    public enum Change: Hashable, Sendable {
        /// Puts a value under a key.
        case put(StoreKey, [UInt8])
        /// Removes what is under a key, if there is anything.
        case remove(StoreKey)
        /// Removes all values of a table whose names begin with a text.
        case removeAll(table: String, prefix: String)
    }

    /// A condition on one value.
    public struct Condition: Hashable, Sendable {
        /// Where the value is.
        public var key: StoreKey
        /// The value that must be there; `nil` if there must be none.
        public var value: [UInt8]?
    }

    /// The changes in the order in which they are made.
    public private(set) var changes: [Change] = []
    /// What must hold before.
    public private(set) var conditions: [Condition] = []

    /// Whether the changes, and all that were made before them, must outlive a power failure as well, where the store can do
    /// that; it takes longer.
    public var isDurable = false

    /// Creates a batch without changes.
    public init() {}

    /// Whether the batch changes nothing.
    public var isEmpty: Bool { changes.isEmpty }

    /// Puts a value under a key.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - key: The key.
    public mutating func put(_ value: [UInt8], at key: StoreKey) { changes.append(.put(key, value)) }

    /// Removes what is under a key.
    ///
    /// - Parameter key: The key.
    public mutating func remove(at key: StoreKey) { changes.append(.remove(key)) }

    /// Removes all values of a table whose names begin with a text.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - prefix: What the names begin with; empty for all.
    public mutating func removeAll(in table: String, prefix: String = "") {
        changes.append(.removeAll(table: table, prefix: prefix))
    }

    /// Makes the changes only if a value is what it is expected to be.
    ///
    /// - Parameters:
    ///   - value: The value that must be there; `nil` if there must be none.
    ///   - key: The key.
    public mutating func require(_ value: [UInt8]?, at key: StoreKey) {
        conditions.append(Condition(key: key, value: value))
    }
}
