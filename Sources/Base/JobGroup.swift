// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Runs jobs in the task group of one task, so that what only waits for something needs no task of its own.
package final class JobGroup: Sendable {
    package typealias Job = @Sendable () async -> Void

    private struct State {
        /// What was not begun yet.
        var jobs: [Job] = []
        var runner: CheckedContinuation<Void, Never>?
        var isOver = false
    }

    private let state = Lock(State())

    /// Creates a group; ``run()`` runs its jobs.
    package init() {}

    /// Runs a job soon.
    ///
    /// - Parameter job: The job; at the end of the group its task is cancelled.
    /// - Returns: Whether it is run; it is not after the end.
    @discardableResult
    package func start(_ job: @escaping Job) -> Bool {
        let (isTaken, runner) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard !state.isOver else { return (false, nil) }
            state.jobs.append(job)
            return (true, state.runner.take())
        }
        runner?.resume()
        return isTaken
    }

    /// Ends the group.
    package func finish() {
        let runner = state.withLock { state in
            state.isOver = true
            return state.runner.take()
        }
        runner?.resume()
    }

    /// Runs jobs until ``finish()`` is called or the task is cancelled, and waits for those that are under way.
    ///
    /// A job that was taken is begun in any case, perhaps in a cancelled task.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while true {
                await waitForJobs()
                let (jobs, isOver) = state.withLock { state in
                    defer { state.jobs = [] }
                    return (state.jobs, state.isOver)
                }
                for job in jobs { group.addTask { await job() } }
                if isOver, jobs.isEmpty { break }
            }
            group.cancelAll()
        }
    }

    private func waitForJobs() async {
        defer { state.synchronize() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if Task.isCancelled { state.isOver = true }
                    if state.isOver || !state.jobs.isEmpty { return true }
                    state.runner = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            finish()
        }
    }
}
