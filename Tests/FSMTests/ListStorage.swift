// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM

/// A storage as a user would write one: it knows nothing but the public protocol.
///
/// It yields inside every call, so that concurrent changes would mix if nobody kept them apart.
actor ListStorage: StateStorage {
    struct Refusal: Error {}

    private var states: [(key: ConversationKey, state: String)] = []
    private var fields: [(key: ConversationKey, name: String, value: [UInt8])] = []
    private var fails = false
    /// How many calls are under way.
    private var active = 0
    private(set) var mostActive = 0

    func setFails(_ fails: Bool) {
        self.fails = fails
    }

    private func call() async throws(StateStorageError) {
        active += 1
        mostActive = max(mostActive, active)
        for _ in 0..<3 { await Task.yield() }
        active -= 1
        if fails { throw .storage(Refusal()) }
    }

    func state(for key: ConversationKey) async throws(StateStorageError) -> String? {
        try await call()
        return states.first { $0.key == key }?.state
    }

    func setState(_ state: String, for key: ConversationKey) async throws(StateStorageError) {
        try await call()
        states.removeAll { $0.key == key }
        states.append((key, state))
    }

    func clearState(for key: ConversationKey) async throws(StateStorageError) {
        try await call()
        states.removeAll { $0.key == key }
    }

    func value(of field: String, for key: ConversationKey) async throws(StateStorageError) -> [UInt8]? {
        try await call()
        return fields.first { $0.key == key && $0.name == field }?.value
    }

    func setValue(_ value: [UInt8]?, of field: String, for key: ConversationKey) async throws(StateStorageError) {
        try await call()
        fields.removeAll { $0.key == key && $0.name == field }
        if let value { fields.append((key, field, value)) }
    }

    func values(for key: ConversationKey) async throws(StateStorageError) -> [String: [UInt8]] {
        try await call()
        return Dictionary(uniqueKeysWithValues: fields.filter { $0.key == key }.map { ($0.name, $0.value) })
    }

    func clearValues(for key: ConversationKey) async throws(StateStorageError) {
        try await call()
        fields.removeAll { $0.key == key }
    }

    func clearAll(for key: ConversationKey) async throws(StateStorageError) {
        try await call()
        states.removeAll { $0.key == key }
        fields.removeAll { $0.key == key }
    }
}
