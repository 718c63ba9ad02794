// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The clocks of one machine: that of the wall is put back and forth, and the steady one goes on while the machine sleeps.
final class SoakClock: Sendable {
    private let offsets = Lock<(wall: Duration, steady: Duration)>((.zero, .zero))
    /// How long one sleeps at most before one looks at the clock again.
    private static let step = Duration.milliseconds(200)

    /// The time since 1970.
    var sinceEpoch: Duration { WallClock.sinceEpoch + offsets.withLock { $0.wall } }

    private var now: MonotonicTime { .now + offsets.withLock { $0.steady } }

    /// Changes the clocks at once.
    ///
    /// - Parameters:
    ///   - wall: By how much that of the wall is put forward, or back.
    ///   - steady: By how much the steady one goes on; not below zero.
    func jump(by wall: Duration, steady: Duration) {
        offsets.withLock { offsets in
            offsets.wall += wall
            offsets.steady += max(.zero, steady)
        }
    }

    /// Puts the clock of the wall right.
    func putRight() {
        offsets.withLock { $0.wall = .zero }
    }

    /// The clocks as a client sees them.
    var timekeeper: Timekeeper {
        Timekeeper(
            now: { self.now }, sinceEpoch: { self.sinceEpoch },
            sleep: { end in
                while true {
                    let rest = end - self.now
                    guard rest > .zero else { return }
                    try await Task.sleep(for: min(rest, Self.step))
                }
            })
    }
}
