// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock
import FerogramSession

/// Saves changes of the session, in order, one batch at a time.
final class SessionWriter: Sendable {
    private struct State {
        var pending: [SessionChange] = []
        var isStopped = false
        var failure: (any Error)?
    }

    private let storage: any SessionStorage
    private let state = Lock(State())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(_ storage: any SessionStorage) {
        self.storage = storage
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The last save's error, if it failed.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// How many changes wait, while the storage fails, before older ones are dropped that the server tells again.
    private static let capacity = 10_000

    /// Takes changes to save.
    func submit(_ changes: [SessionChange]) {
        guard !changes.isEmpty else { return }
        state.withLock { state in
            state.pending += changes
            guard state.pending.count > Self.capacity else { return }
            let newest = state.pending.suffix(Self.capacity / 2)
            state.pending = state.pending.dropLast(newest.count).filter(\.isDurable) + newest
        }
        signal.yield()
    }

    /// Saves what is submitted until ``stop()``.
    func run() async {
        for await _ in signals { await save() }
    }

    func stop() {
        signal.finish()
    }

    /// Saves what is left and closes the storage.
    func finish() async {
        await save()
        await storage.close()
    }

    private func save() async {
        let changes = state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
        guard !changes.isEmpty else { return }
        do {
            try await storage.save(changes)
        } catch {
            state.withLock { state in
                state.failure = error
                state.pending = changes + state.pending
            }
        }
    }
}
