// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Synchronization

/// A clock that stands still until it is moved.
final class ManualClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private let seconds = Atomic<Int>(0)

    var now: Instant { Instant(offset: .seconds(seconds.load(ordering: .relaxed))) }
    var minimumResolution: Duration { .seconds(1) }

    func advance(seconds count: Int) {
        seconds.add(count, ordering: .relaxed)
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        preconditionFailure("nothing here sleeps")
    }
}
