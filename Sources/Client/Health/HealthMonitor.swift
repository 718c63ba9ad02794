// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender

/// Knows how the client is, and notifies its listeners.
final class HealthMonitor: Sendable {
    private struct State {
        var isConnected = false
        var isSyncing = false
        var floodEnd: MonotonicTime?
        /// How many calls wait until the server knows the key.
        var keyWaits = 0
        var stop: StopReason?
        var listeners: [UInt64: AsyncStream<ClientHealth>.Continuation] = [:]
        var lastListener: UInt64 = 0
    }

    private let time: Timekeeper
    private let state = Lock(State())

    init(_ time: Timekeeper) {
        self.time = time
    }

    var sequence: HealthSequence {
        HealthSequence { [self] in makeStream() }
    }

    private func makeStream() -> AsyncStream<ClientHealth> {
        // Only the newest state counts.
        let (stream, continuation) = AsyncStream.makeStream(of: ClientHealth.self, bufferingPolicy: .bufferingNewest(1))
        let now = time.now()
        let (health, number) = state.withLock { state in
            let health = Self.health(state, now)
            state.lastListener += 1
            if state.stop == nil { state.listeners[state.lastListener] = continuation }
            return (health, state.lastListener)
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        continuation.yield(health)
        if case .stopped = health { continuation.finish() }
        return stream
    }

    /// How the client is now.
    var current: ClientHealth {
        let now = time.now()
        return state.withLock { Self.health($0, now) }
    }

    private static func health(_ state: State, _ now: MonotonicTime) -> ClientHealth {
        if let stop = state.stop { return .stopped(stop) }
        guard state.isConnected else { return .connecting }
        if state.keyWaits > 0 { return .waitingForKey }
        if let end = state.floodEnd, end > now { return .flooded(wait: end - now) }
        return state.isSyncing ? .syncing : .live
    }

    func connected() {
        change { $0.isConnected = true }
    }

    func disconnected() {
        change { $0.isConnected = false }
    }

    /// Updates are missing, or no more.
    func setSyncing(_ isSyncing: Bool) {
        guard state.withLock({ $0.isSyncing }) != isSyncing else { return }
        change { $0.isSyncing = isSyncing }
    }

    /// Some calls wait.
    func flooded(for wait: Duration) {
        let end = time.now() + wait
        change { $0.floodEnd = $0.floodEnd.map { max($0, end) } ?? end }
    }

    /// A call begins to wait until the server knows the key, or does so no more.
    func waitForKey(_ isWaiting: Bool) {
        change { $0.keyWaits += isWaiting ? 1 : -1 }
    }

    /// A call has waited long enough.
    func flowed() {
        let now = time.now()
        change { state in
            if let end = state.floodEnd, end <= now { state.floodEnd = nil }
        }
    }

    /// Why the client has stopped; `nil` if it has not.
    var stopReason: StopReason? { state.withLock { $0.stop } }

    /// Begins anew after a stop that was not the program's.
    func restart() {
        state.withLock { state in
            state.stop = nil
            state.isConnected = false
            state.floodEnd = nil
        }
    }

    /// The first reason counts.
    func stop(_ reason: StopReason) {
        change { $0.stop = $0.stop ?? reason }
    }

    private func change(_ body: (inout State) -> Void) {
        let now = time.now()
        // Under the lock, so that what is told last is what holds; a stream's continuation takes no lock of ours.
        let ended = state.withLock { state -> [AsyncStream<ClientHealth>.Continuation] in
            let wasStopped = state.stop != nil
            body(&state)
            guard !wasStopped else { return [] }
            let health = Self.health(state, now)
            for listener in state.listeners.values { listener.yield(health) }
            guard state.stop != nil else { return [] }
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in ended { listener.finish() }
    }
}
