// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender

/// What a transfer and its handle share.
final class TransferControl: Sendable {
    private struct State {
        var isPaused = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        var meter = ProgressMeter()
        var listeners: [UInt64: AsyncStream<TransferProgress>.Continuation] = [:]
        var lastListener: UInt64 = 0
        var isOver = false
    }

    private let state = Lock(State())
    let time: Timekeeper
    private let begun: MonotonicTime

    init(_ time: Timekeeper) {
        self.time = time
        begun = time.now()
    }

    private var elapsed: Duration { time.now() - begun }

    // MARK: Pausing

    var isPaused: Bool { state.withLock { $0.isPaused } }

    func pause() { state.withLock { $0.isPaused = true } }

    func resume() {
        let waiters = state.withLock { state in
            state.isPaused = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until the transfer is not paused, or its task is cancelled.
    func waitWhilePaused() async {
        guard isPaused, !Task.isCancelled else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.isPaused, !Task.isCancelled else { return false }
                    state.waiters.append(continuation)
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            let waiters = state.withLock { state in
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
        }
        state.synchronize()
    }

    // MARK: Progress

    var progress: TransferProgress {
        let elapsed = elapsed
        return state.withLock { $0.meter.progress(elapsed) }
    }

    func begin(at completed: Int64, total: Int64?) {
        state.withLock { $0.meter.begin(at: completed, total: total) }
    }

    func learned(total: Int64) { state.withLock { $0.meter.learned(total: total) } }

    func add(_ count: Int64) {
        let elapsed = elapsed
        state.withLock { state in
            guard let progress = state.meter.add(count, elapsed: elapsed) else { return }
            for listener in state.listeners.values { listener.yield(progress) }
        }
    }

    /// The transfer is over.
    func finish(succeeded: Bool) {
        let elapsed = elapsed
        let listeners = state.withLock { state in
            state.isOver = true
            if succeeded {
                let progress = state.meter.finish(elapsed: elapsed)
                for listener in state.listeners.values { listener.yield(progress) }
            }
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    func listen() -> AsyncStream<TransferProgress> {
        let elapsed = elapsed
        // Who is slow misses values, never the last one.
        let (stream, continuation) = AsyncStream.makeStream(
            of: TransferProgress.self, bufferingPolicy: .bufferingNewest(1))
        let number: UInt64? = state.withLock { state in
            guard !state.isOver else {
                continuation.yield(state.meter.progress(elapsed))
                return nil
            }
            state.lastListener += 1
            state.listeners[state.lastListener] = continuation
            return state.lastListener
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return stream
    }
}
