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
    /// A task that holds the key already waits only for others that it has started, so calls may be nested.
    func exclusively<Result, Failure: Error>(
        _ key: ConversationKey, cancelled: Failure, _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let hold = try await acquire(key, cancelled: cancelled)
        let held = Self.held + [Held(store: ObjectIdentifier(self), key: key, hold: hold)]
        let outcome: Swift.Result<Result, Failure> = await Self.$held.withValue(held) {
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        await queue.release(hold)
        return try outcome.get()
    }

    private func acquire<Failure: Error>(
        _ key: ConversationKey, cancelled: Failure
    ) async throws(Failure) -> KeyQueue.Hold {
        let outer = Self.held.reversed().filter { $0.store == ObjectIdentifier(self) && $0.key == key }.map(\.hold)
        for hold in outer.map(Optional.some) + [nil] {
            switch await queue.acquire(key, inside: hold) {
            case .granted(let hold): return hold
            case .cancelled: throw cancelled
            case .outlived: continue
            }
        }
        throw cancelled
    }
}
