// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps values under keys, so that several changes happen together or not at all.
///
/// Sessions, states of conversations, values of chats, timers and the journal of updates can share one. A store that
/// several processes use keeps them apart by conditions on what is changed: see ``StoreBatch/require(_:at:)``.
public protocol Store: Sendable {
    /// The value under a key.
    ///
    /// - Parameter key: The key.
    /// - Returns: The value; `nil` if there is none.
    /// - Throws: ``StoreError``.
    func value(at key: StoreKey) async throws(StoreError) -> [UInt8]?

    /// The entries of a table in the order of their names, byte by byte.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - prefix: What the names begin with; empty for all.
    ///   - name: The name after which the entries begin; `nil` for the first one.
    ///   - limit: How many at most, at least 1.
    /// - Returns: The entries.
    /// - Throws: ``StoreError``.
    func entries(
        in table: String, prefix: String, after name: String?, limit: Int
    ) async throws(StoreError) -> [StoreEntry]

    /// Makes changes, all of them or none.
    ///
    /// When it returns `true`, the changes outlive the process; see the store's own documentation for power failures.
    ///
    /// - Parameter batch: The changes, and the conditions under which they are made.
    /// - Returns: Whether all conditions held; if not, nothing was changed.
    /// - Throws: ``StoreError``; whether the changes were made is then unknown, and making them again does no harm.
    func commit(_ batch: StoreBatch) async throws(StoreError) -> Bool

    /// Lets go of the store after everything that was committed is kept.
    func close() async
}

/// Where a value is kept.
public struct StoreKey: Hashable, Codable, Sendable {
    /// The table: what sort of values these are, `"states"`.
    public var table: String
    /// The name of the value in its table.
    public var name: String

    /// Creates a key.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - name: The name of the value in its table.
    public init(_ table: String, _ name: String) {
        self.table = table
        self.name = name
    }
}

extension StoreKey: CustomStringConvertible {
    /// The table and the name.
    public var description: String { "\(table)/\(name)" }
}

/// A value and its name.
public struct StoreEntry: Hashable, Sendable {
    /// The name of the value in its table.
    public var name: String
    /// The value.
    public var value: [UInt8]

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - name: The name of the value in its table.
    ///   - value: The value.
    public init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }
}

/// Why a store could not do what it was asked.
public enum StoreError: Error, Sendable {
    /// The store is not open any more.
    case closed
    /// The task was cancelled.
    case cancelled
    /// Somebody else uses what only one may use.
    case inUse(String)
    /// What is kept cannot be read; it is left as it is.
    case damaged(String)
    /// The store, or the way to it, failed; the text says how. Trying again may help.
    case unavailable(String)
    /// The store was asked for something that it cannot do.
    case unsupported(String)
}

extension StoreError: CustomStringConvertible {
    /// What happened, in one line.
    public var description: String {
        switch self {
        case .closed: "the store is closed"
        case .cancelled: "cancelled"
        case .inUse(let text): "the store is in use: \(text)"
        case .damaged(let text): "the store is damaged and was left as it is: \(text)"
        case .unavailable(let text): "the store failed: \(text)"
        case .unsupported(let text): "the store cannot do that: \(text)"
        }
    }
}
