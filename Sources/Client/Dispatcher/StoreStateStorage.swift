// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramFSM
public import FerogramSession

/// Keeps the states and values of conversations in a store.
public struct StoreStateStorage: StateStorage {
    private let store: any Store
    private let table: String

    /// Creates a storage.
    ///
    /// - Parameters:
    ///   - store: The store, which other things may be kept in too.
    ///   - table: The table of the store that is this storage's alone.
    public init(_ store: any Store, table: String = "states") {
        (self.store, self.table) = (store, table)
    }

    /// The state of a conversation.
    public func state(for key: ConversationKey) async throws(StateStorageError) -> String? {
        try await read(key.storeName + "s").flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Sets the state of a conversation.
    public func setState(_ state: String, for key: ConversationKey) async throws(StateStorageError) {
        try await commit { $0.put(Array(state.utf8), at: StoreKey(table, key.storeName + "s")) }
    }

    /// Ends the state of a conversation.
    public func clearState(for key: ConversationKey) async throws(StateStorageError) {
        try await commit { $0.remove(at: StoreKey(table, key.storeName + "s")) }
    }

    /// A value of a conversation.
    public func value(of field: String, for key: ConversationKey) async throws(StateStorageError) -> [UInt8]? {
        try await read(key.storeName + "v" + field)
    }

    /// Sets a value of a conversation.
    public func setValue(
        _ value: [UInt8]?, of field: String, for key: ConversationKey
    ) async throws(StateStorageError) {
        let place = StoreKey(table, key.storeName + "v" + field)
        try await commit { if let value { $0.put(value, at: place) } else { $0.remove(at: place) } }
    }

    /// All values of a conversation.
    public func values(for key: ConversationKey) async throws(StateStorageError) -> [String: [UInt8]] {
        let prefix = key.storeName + "v"
        var values: [String: [UInt8]] = [:]
        var last: String?
        while true {
            let entries: [StoreEntry]
            do throws(StoreError) {
                entries = try await store.entries(in: table, prefix: prefix, after: last, limit: 100)
            } catch {
                throw .storage(error)
            }
            for entry in entries { values[String(entry.name.dropFirst(prefix.count))] = entry.value }
            guard entries.count == 100, let next = entries.last?.name else { return values }
            last = next
        }
    }

    /// Forgets the values of a conversation.
    public func clearValues(for key: ConversationKey) async throws(StateStorageError) {
        try await commit { $0.removeAll(in: table, prefix: key.storeName + "v") }
    }

    /// Forgets a conversation.
    public func clearAll(for key: ConversationKey) async throws(StateStorageError) {
        try await commit { $0.removeAll(in: table, prefix: key.storeName) }
    }

    private func read(_ name: String) async throws(StateStorageError) -> [UInt8]? {
        do throws(StoreError) {
            return try await store.value(at: StoreKey(table, name))
        } catch {
            throw .storage(error)
        }
    }

    private func commit(_ change: (inout StoreBatch) -> Void) async throws(StateStorageError) {
        var batch = StoreBatch()
        change(&batch)
        do throws(StoreError) {
            _ = try await store.commit(batch)
        } catch {
            throw .storage(error)
        }
    }
}

extension ConversationKey {
    /// The beginning of the names under which the conversation is kept, which is no other one's beginning.
    fileprivate var storeName: String {
        (userID.map { "u\($0)" } ?? "") + "/" + (chatID.map { "c\($0)" } ?? "") + "/"
    }
}
