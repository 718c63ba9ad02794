// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import XCTest

@testable import FerogramSession

/// Leases on a clock that the test moves.
final class StoreLeaseTests: XCTestCase {
    /// A clock on which every sleep passes at once.
    private final class Clock: Sendable {
        private let value = Lock(MonotonicTime(nanoseconds: 0))

        var time: Timekeeper {
            Timekeeper(
                now: { self.value.withLock { $0 } }, sinceEpoch: { .zero },
                sleep: { until in
                    try Task.checkCancellation()
                    self.value.withLock { $0 = max($0, until) }
                    await Task.yield()
                })
        }

        func advance(_ duration: Duration) { value.withLock { $0 = $0 + duration } }
    }

    /// A clock that stands still: its sleeps end with their tasks.
    private static let stopped = Timekeeper(
        now: { MonotonicTime(nanoseconds: 0) }, sinceEpoch: { .zero },
        sleep: { _ in while true { try await Task.sleep(for: .milliseconds(5)) } })

    func testALeaseThatIsDroppedIsFreeAtOnce() async throws {
        let store = MemoryStore()
        do {
            let dropped = StoreLease("a", in: store, Self.stopped)
            guard case .held = try await dropped.acquire() else { return XCTFail("it is free") }
        }
        guard case .held = try await StoreLease("a", in: store, Self.stopped).acquire() else {
            return XCTFail("nobody has it any more")
        }
    }

    func testTheLeaseMovesWhenItsHolderIsSilent() async throws {
        let store = MemoryStore()
        // The first holder's heart never beats, as that of a process that was stopped.
        let first = StoreLease("a", in: store, Self.stopped)
        guard case .held = try await first.acquire() else { return XCTFail("it is free") }
        var batch = StoreBatch()
        batch.put([1], at: StoreKey("x", "y"))
        XCTAssertTrue(first.guarding(&batch))
        let isDone = try await store.commit(batch)
        XCTAssertTrue(isDone)
        guard case .inUse(let holder) = try await StoreLease("a", in: store).acquire() else {
            return XCTFail("it is in use")
        }
        XCTAssertTrue(holder.isThisProcess)
        let clock = Clock()
        let second = StoreLease("a", in: store, clock.time)
        guard case .held = try await second.acquire(waits: true) else { return XCTFail("it waited") }
        // What the old holder commits now is refused.
        var late = StoreBatch()
        late.put([2], at: StoreKey("x", "y"))
        XCTAssertTrue(first.guarding(&late))
        let isLate = try await store.commit(late)
        XCTAssertFalse(isLate)
        let value = try await store.value(at: StoreKey("x", "y"))
        XCTAssertEqual(value, [1])
        await second.release()
        await first.release()
        guard case .held = try await StoreLease("a", in: store).acquire() else { return XCTFail("it was given back") }
    }

    func testAHolderKnowsThatItsTimeIsOver() async throws {
        let clock = Lock(MonotonicTime(nanoseconds: 0))
        let time = Timekeeper(
            now: { clock.withLock { $0 } }, sinceEpoch: { .zero },
            sleep: { _ in while true { try await Task.sleep(for: .milliseconds(5)) } })
        let lease = StoreLease("a", in: MemoryStore(), duration: .seconds(4), time)
        XCTAssertFalse(lease.isHeld)
        guard case .held = try await lease.acquire() else { return XCTFail("it is free") }
        XCTAssertTrue(lease.isHeld)
        clock.withLock { $0 = $0 + .milliseconds(3_999) }
        XCTAssertTrue(lease.isHeld)
        clock.withLock { $0 = $0 + .milliseconds(1) }
        XCTAssertFalse(lease.isHeld)
    }
}
