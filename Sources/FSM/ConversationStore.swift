// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Gives out conversations, whose changes come one after another.
///
/// Use one store for each storage: two of them do not wait for each other.
public final class ConversationStore: Sendable {
    /// The key that the current task holds.
    private struct Held: Sendable {
        let store: ObjectIdentifier
        let key: ConversationKey
        let hold: KeyQueue.Hold
    }

    @TaskLocal private static var held: [Held] = []

    /// What keeps the states.
    public let storage: any StateStorage
    private let queue = KeyQueue()

    /// Creates a store.
    ///
    /// - Parameter storage: What keeps the states.
    public init(storage: any StateStorage) {
        self.storage = storage
    }

    /// The conversation with a key.
    ///
    /// - Parameters:
    ///   - key: Whose conversation it is.
    ///   - states: The conversation's steps.
    /// - Returns: The conversation.
    public func conversation<State: ConversationState>(
        for key: ConversationKey, as states: State.Type = State.self
    ) -> ConversationContext<State> {
        ConversationContext(key: key, store: self)
    }

    /// Works on a key while nobody else does.
    ///
    /// A task that holds the key already goes on at once, so calls may be nested.
    func exclusively<Result, Failure: Error>(
        _ key: ConversationKey, cancelled: Failure, _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        for held in Self.held where held.store == ObjectIdentifier(self) && held.key == key {
            // A hold that has been given back is worth nothing, as in a task that outlives the work.
            if await queue.holds(held.hold, key) { return try await body() }
        }
        guard let hold = await queue.acquire(key) else { throw cancelled }
        let held = Self.held + [Held(store: ObjectIdentifier(self), key: key, hold: hold)]
        let outcome: Swift.Result<Result, Failure> = await Self.$held.withValue(held) {
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        await queue.release(key)
        return try outcome.get()
    }
}
