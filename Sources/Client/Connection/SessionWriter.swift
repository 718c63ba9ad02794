// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock
import FerogramMTProto
import FerogramMTSender
import FerogramSession

/// Saves changes of the session, in order, one batch at a time.
///
/// What cannot be saved waits and is tried again, after 1 s, 2 s and so on up to a minute; that it cannot, and that it can
/// again, is said once each.
final class SessionWriter: Sendable {
    private struct State {
        var pending: [SessionChange] = []
        var isStopped = false
        var failure: SessionStorageError?
    }

    private let storage: any SessionStorage
    private let time: Timekeeper
    private let note: @Sendable (LogLevel, String) -> Void
    private let state = Lock(State())
    private let patience: Alarm
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(
        _ storage: any SessionStorage, _ time: Timekeeper = .system,
        note: @escaping @Sendable (LogLevel, String) -> Void = { _, _ in }
    ) {
        self.storage = storage
        self.time = time
        self.note = note
        patience = Alarm(time)
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The last save's error, if it failed.
    var failure: SessionStorageError? { state.withLock { $0.failure } }

    /// How many changes wait, while the storage fails, before older ones are dropped that the server tells again.
    private static let capacity = 10_000
    /// The longest pause between two attempts.
    private static let longestPause = Duration.seconds(60)

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
        for await _ in signals {
            var failures = 0
            while await save() != nil, !isStopped, !Task.isCancelled {
                failures += 1
                await patience.sleep(until: time.now() + Self.pause(after: failures))
            }
        }
    }

    private static func pause(after failures: Int) -> Duration {
        min(longestPause, .seconds(1 << min(failures - 1, 6)))
    }

    private var isStopped: Bool { state.withLock(\.isStopped) }

    func stop() {
        state.withLock { $0.isStopped = true }
        signal.finish()
        patience.ring()
    }

    /// Saves what is left and closes the storage.
    ///
    /// - Returns: Why something could not be saved.
    func finish() async -> SessionStorageError? {
        let error = await save()
        await storage.close()
        return error
    }

    /// - Returns: Why it could not be done.
    private func save() async -> SessionStorageError? {
        let changes = state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
        guard !changes.isEmpty else { return nil }
        do throws(SessionStorageError) {
            try await storage.save(changes)
        } catch {
            let isFirst = state.withLock { state in
                state.pending = changes + state.pending
                defer { state.failure = error }
                return state.failure == nil
            }
            if isFirst { note(.error, "the session cannot be saved, which is tried again: \(error)") }
            return error
        }
        let hadFailed = state.withLock { $0.failure.take() != nil }
        if hadFailed { note(.info, "the session is saved again") }
        return nil
    }
}
