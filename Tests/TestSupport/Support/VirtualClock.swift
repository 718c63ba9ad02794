// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramBase

/// A clock that stands still until it is told to go on, for code that waits.
public final class VirtualClock: Sendable {
    private struct Sleeper: Sendable {
        let id: UInt64
        let end: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: Sendable {
        var elapsed = Duration.zero
        var sleepers: [Sleeper] = []
        var lastSleeper: UInt64 = 0
    }

    private let state = Lock(State())
    /// What the clock showed at its beginning, since 1970.
    public let epoch: Duration

    /// Creates a clock that stands still.
    ///
    /// - Parameter epoch: What it shows, since 1970.
    public init(epoch: Duration = .seconds(1_790_000_000)) {
        self.epoch = epoch
    }

    /// How far the clock has gone.
    public var elapsed: Duration { state.withLock { $0.elapsed } }

    /// How many tasks wait for the clock.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Waits until the clock has gone so far.
    ///
    /// - Parameter end: How far, from its beginning.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(until end: Duration) async throws {
        let id = state.withLock { state in
            state.lastSleeper += 1
            return state.lastSleeper
        }
        defer { state.synchronize() }
        let hasSlept = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.elapsed >= end { return true }
                    state.sleepers.append(Sleeper(id: id, end: end, continuation: continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(returning: false)
        }
        guard hasSlept else { throw CancellationError() }
    }

    /// Lets time pass, and wakes those whose time has come.
    ///
    /// - Parameter duration: How much.
    public func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.elapsed += duration
            let elapsed = state.elapsed
            defer { state.sleepers.removeAll { $0.end <= elapsed } }
            return state.sleepers.filter { $0.end <= elapsed }
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    /// Lets time pass until the first of those is woken who sleep.
    public func advanceToNextSleeper() {
        let wait = state.withLock { state in state.sleepers.map(\.end).min().map { $0 - state.elapsed } }
        if let wait { advance(by: max(wait, .zero)) }
    }

    /// The clocks that go on when the process waits.
    private static let running = Lock<[VirtualClock]>([])

    /// Lets time pass, until the task is cancelled, whenever the whole process waits: nothing takes any time but sleep.
    ///
    /// Whoever waits by asking again and again must sleep in between, by the true clock. If there are several such clocks, all
    /// of them go on together.
    public func runWhenQuiet() async {
        Self.running.withLock { $0.append(self) }
        defer { Self.running.withLock { $0.removeAll { $0 === self } } }
        var activity = ProcessActivity()
        var quiet = 0
        while !Task.isCancelled {
            // One looks for all of them, or they would see each other look.
            guard Self.running.withLock({ $0.first === self }) else {
                try? await Task.sleep(for: .milliseconds(5))
                continue
            }
            try? await Task.sleep(for: .microseconds(100))
            quiet = activity.isQuiet() ? quiet + 1 : 0
            // Twice in a row, for a thread may be on its way to another when it is looked at.
            guard quiet >= 2 else { continue }
            quiet = 0
            for clock in Self.running.withLock({ $0 }) { clock.advanceToNextSleeper() }
        }
    }

    /// Lets time pass faster than it does, until the task is cancelled.
    ///
    /// - Parameter factor: How much faster; the steps are of one true millisecond, or of more on a busy machine.
    public func run(timesFaster factor: Int) async {
        while (try? await Task.sleep(for: .milliseconds(1))) != nil { advance(by: .milliseconds(factor)) }
    }
}
