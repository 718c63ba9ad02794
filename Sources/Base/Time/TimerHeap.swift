// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Dispatch

/// What the whole process waits for, kept with one timer of the system.
final class TimerHeap: Sendable {
    /// A closure; bare ones in a dictionary are wrapped in another one each.
    private struct Body: Sendable {
        let run: @Sendable () -> Void
    }

    private struct State {
        var deadlines = DeadlineHeap<UInt64>()
        var bodies: [UInt64: Body] = [:]
        var lastID: UInt64 = 0
        /// The system's timer; made with the first deadline.
        var timer: (any DispatchSourceTimer)?
        /// For when it is set; it goes off a little later.
        var armed: MonotonicTime?
    }

    static let shared = TimerHeap()

    /// The system's timer may stand still while the machine sleeps; after that nobody waits much longer than this.
    private static let longestWait = Duration.seconds(30)

    /// By how much a timer goes off late at most, in nanoseconds.
    private static let longestDelay: Int64 = 50_000_000

    private let state = Lock(State())
    private let queue = DispatchQueue(label: "ferogram.timers")

    /// Sets a timer.
    ///
    /// - Parameters:
    ///   - deadline: When it goes off.
    ///   - body: What is done then, on a queue of its own; it must return quickly.
    /// - Returns: The name by which it can be cancelled.
    func set(_ deadline: MonotonicTime, _ body: @escaping @Sendable () -> Void) -> UInt64 {
        let now = MonotonicTime.now
        return state.withLock { state in
            state.lastID += 1
            state.bodies[state.lastID] = Body(run: body)
            state.deadlines.insert(state.lastID, at: deadline)
            if state.deadlines.count > 64 + 4 * state.bodies.count {
                state.deadlines.prune { state.bodies[$0] != nil }
            }
            arm(&state, now)
            return state.lastID
        }
    }

    /// Cancels a timer; its body may be running already.
    func cancel(_ id: UInt64) {
        state.withLock { $0.bodies[id] = nil }
    }

    /// How many timers are set.
    var count: Int { state.withLock { $0.bodies.count } }

    private func arm(_ state: inout State, _ now: MonotonicTime) {
        guard let first = state.deadlines.first?.time else { return }
        // A little late, so that one wake-up serves what is due at almost the same time.
        let exact = min(max(first, now), now + Self.longestWait)
        let wait = exact.nanoseconds &- now.nanoseconds
        // By the deadline itself: what is added shrinks as it comes nearer, and setting the system's timer anew for that each
        // time took a thread, four system calls and two switches of tasks.
        if let armed = state.armed, armed <= exact { return }
        state.armed = exact
        let next = MonotonicTime(nanoseconds: exact.nanoseconds &+ min(wait / 64, Self.longestDelay))
        let timer = state.timer ?? makeTimer()
        state.timer = timer
        timer.schedule(deadline: .now() + .nanoseconds(Int(clamping: next.nanoseconds &- now.nanoseconds)))
    }

    private func makeTimer() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.goOff() }
        timer.activate()
        return timer
    }

    private func goOff() {
        let now = MonotonicTime.now
        let due = state.withLock { state in
            // However early or late it is, it does not come again by itself.
            state.armed = nil
            var due: [Body] = []
            while let entry = state.deadlines.removeFirst(notAfter: now) {
                if let body = state.bodies.removeValue(forKey: entry.id) { due.append(body) }
            }
            arm(&state, now)
            return due
        }
        for body in due { body.run() }
    }
}
