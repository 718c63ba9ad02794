// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Decides which of several ways is tried when: in order, each some time after the one before it, or at once when that fails
/// (RFC 8305 calls it happy eyeballs).
///
/// It is pure: whoever runs it makes the attempts and measures the time.
package struct AddressRace: Sendable {
    /// What is to be done.
    package enum Action: Hashable, Sendable {
        /// Try this way.
        case attempt(Int)
        /// Call ``AddressRace/delayElapsed(_:)`` with this number after this time; earlier timers no longer count.
        case arm(Duration, timer: Int)
        /// This way won; all others are to be given up.
        case win(Int)
        /// All ways failed.
        case giveUp
    }

    private let delays: [Duration]
    private var next = 0
    private var running: Set<Int> = []
    private var timer = 0
    private var isDecided = false

    /// Creates a race.
    ///
    /// - Parameter delays: For each way, how long after the one before it to try it at the latest. The first one is tried at
    ///   once.
    package init(delays: [Duration]) {
        self.delays = delays
    }

    /// Begins.
    package mutating func start() -> [Action] {
        precondition(next == 0, "a race is run once")
        return attemptNext()
    }

    /// The time of a timer is over.
    ///
    /// - Parameter timer: The timer's number.
    /// - Returns: What is to be done.
    package mutating func delayElapsed(_ timer: Int) -> [Action] {
        guard !isDecided, timer == self.timer else { return [] }
        return attemptNext()
    }

    /// A way failed; whether it had been tried before does not matter.
    package mutating func failed(_ way: Int) -> [Action] {
        guard !isDecided, running.remove(way) != nil else { return [] }
        return attemptNext()
    }

    /// A way works.
    package mutating func succeeded(_ way: Int) -> [Action] {
        guard !isDecided, running.remove(way) != nil else { return [] }
        isDecided = true
        return [.win(way)]
    }

    private mutating func attemptNext() -> [Action] {
        guard next < delays.count else {
            guard running.isEmpty else { return [] }
            isDecided = true
            return [.giveUp]
        }
        let way = next
        running.insert(way)
        next += 1
        timer += 1
        return next < delays.count ? [.attempt(way), .arm(delays[next], timer: timer)] : [.attempt(way)]
    }
}
