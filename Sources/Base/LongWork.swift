// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import Dispatch
internal import Synchronization

/// Work that takes milliseconds, done by threads of its own that step back for all others.
///
/// The pool on which tasks run has one thread for each core, and no task is interrupted for another one: what takes long
/// there lets all of them wait. A thread of the system is interrupted for whoever has just something to do, and these give
/// way by themselves as well.
///
/// The line of jobs is as long as there are callers who wait, and these are bounded by what may be pending.
package final class LongWork: Sendable {
    /// With how many bytes of TL objects work takes long: most of a millisecond.
    package static let bytes = 128 << 10

    /// What the whole process uses; the threads are there only while they have something to do.
    package static let shared = LongWork(threads: SystemThread.processorCount)

    private struct Job: Sendable {
        let run: @Sendable () -> Void
    }

    private struct State {
        var jobs = FIFO<Job>()
        var threadCount = 0
    }

    private let state = Lock(State())
    let mostThreads: Int

    /// - Parameter count: How many threads may work at once.
    package init(threads count: Int) {
        mostThreads = count
    }

    /// How many jobs wait for a thread.
    package var waitingCount: Int { state.withLock { $0.jobs.count } }
    /// How many threads there are.
    package var threadCount: Int { state.withLock { $0.threadCount } }

    /// A job that somebody waits for.
    private final class Wait<Result: Sendable>: Sendable {
        struct State {
            var result: Result?
            var line = Waiters<Result>()
        }

        let state = Lock(State())
        let isCancelled = Atomic(false)

        func finish(_ result: Result) {
            let waiter = state.withLock { state in
                let waiter = state.line.popFirst()
                if waiter == nil { state.result = result }
                return waiter
            }
            waiter?.resume(result)
        }
    }

    /// Does something, and waits for it at most until the task is cancelled.
    ///
    /// - Parameters:
    ///   - cancelled: What comes back when the task is cancelled, also if that was before the call.
    ///   - body: Does it; what it is given says whether anybody still waits for it, and lets others go first. It is to be
    ///     called after each part that takes about a hundred microseconds.
    /// - Returns: What `body` returned.
    package func run<Result: Sendable>(
        orWhenCancelled cancelled: Result, _ body: @escaping @Sendable (_ isWanted: () -> Bool) -> Result
    ) async -> Result {
        let wait = Wait<Result>()
        start {
            guard !wait.isCancelled.load(ordering: .relaxed) else { return }
            let result = body {
                SystemThread.giveWay()
                return !wait.isCancelled.load(ordering: .relaxed)
            }
            wait.finish(result)
        }
        return await wait.state.wait(in: \.line) { state in
            Task.isCancelled ? cancelled : state.result.take()
        } onCancel: {
            wait.isCancelled.store(true, ordering: .relaxed)
            wait.state.withLock { $0.line.popFirst() }?.resume(cancelled)
        }
    }

    private func start(_ run: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.jobs.append(Job(run: run))
            guard state.threadCount < mostThreads else { return false }
            state.threadCount += 1
            return true
        }
        guard needsThread else { return }
        let code = SystemThread.start {
            SystemThread.nameThisOne("ferogram.long")
            SystemThread.stepBack()
            // Until then the thread has the turn that it was given before it stepped back, of milliseconds.
            SystemThread.giveWay()
            self.work()
        }
        // Without a thread of its own it is done all the same.
        if code != nil { DispatchQueue.global(qos: .utility).async { self.work() } }
    }

    private func work() {
        while let job = next() { job.run() }
    }

    private func next() -> Job? {
        state.withLock { state in
            let job = state.jobs.popFirst()
            if job == nil { state.threadCount -= 1 }
            return job
        }
    }
}
