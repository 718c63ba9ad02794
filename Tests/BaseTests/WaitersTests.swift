// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import XCTest

final class WaitersTests: XCTestCase {
    /// Hands out numbers to tasks that wait for them.
    private final class Counter: Sendable {
        struct State {
            var stored: [Int] = []
            var waiters = Waiters<Int>()
            var isClosed = false
        }

        let state = Lock(State())

        /// The next number, or -1 if the task is cancelled.
        func next() async -> Int {
            await state.wait(in: \.waiters, orWhenCancelled: -1) { $0.stored.isEmpty ? nil : $0.stored.removeFirst() }
        }

        func give(_ number: Int) {
            let waiter = state.withLock { state -> Waiters<Int>.Waiter? in
                if let waiter = state.waiters.popFirst() { return waiter }
                state.stored.append(number)
                return nil
            }
            waiter?.resume(number)
        }

        func waits(_ count: Int) async {
            while state.withLock({ $0.waiters.count }) != count { await Task.yield() }
        }
    }

    func testWaiters_getWhatIsThereAtOnce() async {
        let counter = Counter()
        counter.give(7)
        let number = await counter.next()
        XCTAssertEqual(number, 7)
    }

    func testWaiters_areServedInOrder() async {
        let counter = Counter()
        var tasks: [Task<Int, Never>] = []
        for index in 0..<20 {
            tasks.append(Task { await counter.next() })
            await counter.waits(index + 1)
        }
        for index in 0..<20 { counter.give(index) }
        for (index, task) in tasks.enumerated() {
            let number = await task.value
            XCTAssertEqual(number, index)
        }
    }

    func testWaiter_thatIsCancelledLeavesTheLine() async {
        let counter = Counter()
        let first = Task { await counter.next() }
        await counter.waits(1)
        let second = Task { await counter.next() }
        await counter.waits(2)
        first.cancel()
        let nothing = await first.value
        XCTAssertEqual(nothing, -1)
        counter.give(1)
        let number = await second.value
        XCTAssertEqual(number, 1)
    }

    func testWaiter_thatWasCancelledBeforeTakesNothing() async {
        let counter = Counter()
        counter.give(1)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await counter.next()
        }
        task.cancel()
        let nothing = await task.value
        XCTAssertEqual(nothing, -1)
        XCTAssertEqual(counter.state.withLock { $0.stored }, [1])
    }

    func testWaiters_endExactlyOnceWhileOthersCancelThem() async {
        let counter = Counter()
        let sum = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<400 {
                group.addTask {
                    let task = Task { await counter.next() }
                    if Bool.random() { task.cancel() }
                    return max(0, await task.value)
                }
                counter.give(1)
            }
            return await group.reduce(0, +)
        }
        // What no task got is still there.
        XCTAssertEqual(sum + counter.state.withLock { $0.stored.count }, 400)
    }

    func testWait_withItsOwnCancellationLeavesTheResultToTheCaller() async {
        let counter = Counter()
        let task = Task { () -> Int in
            await counter.state.wait(in: \.waiters) {
                $0.isClosed ? .some(-1) : nil
            } onCancel: {
                let waiters = counter.state.withLock { state in
                    state.isClosed = true
                    return state.waiters.removeAll()
                }
                for waiter in waiters { waiter.resume(-1) }
            }
        }
        await counter.waits(1)
        task.cancel()
        let number = await task.value
        XCTAssertEqual(number, -1)
    }

    @MainActor
    func testWait_staysOnTheCallersActor() async {
        let counter = Counter()
        counter.give(1)
        _ = await counter.state.wait(in: \.waiters, orWhenCancelled: -1) { state in
            MainActor.assertIsolated()
            return state.stored.popLast()
        }
    }
}
