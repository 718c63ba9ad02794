// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One conversation: its state and what it remembers.
///
/// Changes of one conversation come one after another, however many tasks make them. Several changes that belong
/// together go into `exclusively(_:)`.
public struct ConversationContext<State: ConversationState>: Sendable {
    /// Whose conversation it is.
    public let key: ConversationKey
    private let store: ConversationStore

    init(key: ConversationKey, store: ConversationStore) {
        self.key = key
        self.store = store
    }

    private var storage: any StateStorage { store.storage }

    private func change<Result>(
        _ body: () async throws(StateStorageError) -> Result
    ) async throws(StateStorageError) -> Result {
        try await store.exclusively(key, cancelled: StateStorageError.cancelled, body)
    }

    /// Does several things while no other task changes the conversation.
    ///
    /// ```swift
    /// try await conversation.exclusively {
    ///     let count = try await conversation.value(of: .count) ?? 0
    ///     try await conversation.setValue(count + 1, of: .count)
    /// }
    /// ```
    ///
    /// Changes that tasks make that `body` starts come one after another as well, and the conversation is free for
    /// others when those that have begun are done. Two tasks that each hold one conversation and ask for that of the
    /// other wait until one is cancelled.
    ///
    /// - Parameter body: What to do; the conversation's other methods may be called in it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or a `CancellationError` if the task is cancelled while it waits for its turn.
    public func exclusively<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await store.exclusively(key, cancelled: CancellationError() as any Error, body)
    }
}

// MARK: - State

extension ConversationContext {
    /// The conversation's state, or `nil` if it has none or one of another enum.
    ///
    /// - Throws: A `StateStorageError`.
    public var state: State? {
        get async throws(StateStorageError) {
            try await storage.state(for: key).flatMap { State(stateName: $0) }
        }
    }

    /// Goes to a state, from whatever state.
    ///
    /// - Parameter state: The new state.
    /// - Throws: A `StateStorageError`.
    public func transition(to state: State) async throws(StateStorageError) {
        try await change { () async throws(StateStorageError) in try await storage.setState(state.stateName, for: key) }
    }

    /// Goes to a state if the conversation is where it should be.
    ///
    /// Of several tasks that leave the same state only one succeeds.
    ///
    /// - Parameters:
    ///   - expected: The state to leave; `nil` to begin a conversation.
    ///   - state: The new state.
    /// - Returns: Whether the conversation was in the expected state.
    /// - Throws: A `StateStorageError`.
    public func transition(from expected: State?, to state: State) async throws(StateStorageError) -> Bool {
        try await change { () async throws(StateStorageError) in
            let current = try await storage.state(for: key)
            let isExpected = expected == nil ? current == nil : current.flatMap { State(stateName: $0) } == expected
            guard isExpected else { return false }
            try await storage.setState(state.stateName, for: key)
            return true
        }
    }

    /// Ends the conversation; what it remembers stays.
    ///
    /// - Throws: A `StateStorageError`.
    public func clearState() async throws(StateStorageError) {
        try await change { () async throws(StateStorageError) in try await storage.clearState(for: key) }
    }

    /// Ends the conversation and forgets everything.
    ///
    /// - Throws: A `StateStorageError`.
    public func clearAll() async throws(StateStorageError) {
        try await change { () async throws(StateStorageError) in try await storage.clearAll(for: key) }
    }
}

// MARK: - Values

extension ConversationContext {
    /// A value that the conversation remembers.
    ///
    /// - Parameter field: The value's name and type.
    /// - Returns: The value, or `nil` if there is none.
    /// - Throws: A `StateStorageError`, also if the stored value is of another type.
    public func value<Value>(of field: ConversationField<Value>) async throws(StateStorageError) -> Value? {
        guard let json = try await storage.value(of: field.name, for: key) else { return nil }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(json))
        } catch {
            throw .decoding(field: field.name, error)
        }
    }

    /// Remembers a value.
    ///
    /// - Parameters:
    ///   - value: The value, or `nil` to forget it.
    ///   - field: The value's name and type.
    /// - Throws: A `StateStorageError`.
    public func setValue<Value>(_ value: Value?, of field: ConversationField<Value>) async throws(StateStorageError) {
        var json: [UInt8]?
        do {
            json = try value.map { try Array(JSONEncoder().encode($0)) }
        } catch {
            throw .encoding(field: field.name, error)
        }
        try await change { () async throws(StateStorageError) in
            try await storage.setValue(json, of: field.name, for: key)
        }
    }

    /// Changes a value that the conversation remembers, while no other task changes it; it is saved if the closure does not
    /// throw.
    ///
    /// - Parameters:
    ///   - field: The value's name and type.
    ///   - value: The value if there is none yet.
    ///   - body: Changes it.
    /// - Returns: What the closure returns.
    /// - Throws: What the closure throws, and `StateStorageError`.
    @discardableResult
    public func update<Value, Result>(
        _ field: ConversationField<Value>, default value: Value, _ body: (inout Value) async throws -> Result
    ) async throws -> Result {
        try await exclusively {
            var current = try await self.value(of: field) ?? value
            let result = try await body(&current)
            try await setValue(current, of: field)
            return result
        }
    }

    /// Everything that the conversation remembers, as JSON by name.
    ///
    /// - Throws: A `StateStorageError`.
    public var values: [String: [UInt8]] {
        get async throws(StateStorageError) { try await storage.values(for: key) }
    }

    /// Forgets everything but the state.
    ///
    /// - Throws: A `StateStorageError`.
    public func clearValues() async throws(StateStorageError) {
        try await change { () async throws(StateStorageError) in try await storage.clearValues(for: key) }
    }
}
