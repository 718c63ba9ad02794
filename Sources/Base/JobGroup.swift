// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Runs jobs as tasks of its own, and ends them together.
///
/// While there is no job there is no task either, not even one that waits for jobs: a client that only waits for something
/// is small by that.
package final class JobGroup: Sendable {
    package typealias Job = @Sendable () async -> Void

    private struct State {
        /// What came before the group was opened.
        var early: [Job] = []
        /// The jobs that are under way.
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var lastID: UInt64 = 0
        var isOpen = false
        /// Whether no more jobs are taken.
        var isFinished = false
        var priority: TaskPriority?
        var whenOver: (@Sendable () -> Void)?

        /// What is to be told that the group is over, once.
        mutating func takeEnd() -> (@Sendable () -> Void)? {
            guard isOpen, isFinished, tasks.isEmpty else { return nil }
            return whenOver.take()
        }
    }

    private let state = Lock(State())

    /// Creates a group; ``open(whenOver:)`` or ``run()`` lets its jobs run.
    package init() {}

    /// Runs a job soon.
    ///
    /// - Parameter job: The job; at the end of the group its task is cancelled.
    /// - Returns: Whether it is run; it is not after the end.
    @discardableResult
    package func start(_ job: @escaping Job) -> Bool {
        state.withLock { state in
            guard !state.isFinished else { return false }
            if state.isOpen { begin(job, &state) } else { state.early.append(job) }
            return true
        }
    }

    /// Lets jobs run, until ``finish()``; once.
    ///
    /// A job that was taken is begun in any case, perhaps in a cancelled task.
    ///
    /// - Parameter whenOver: Called once, when the group has been finished and no job is under way any more. It must return
    ///   quickly, and not wait for whoever finishes the group.
    package func open(whenOver: @escaping @Sendable () -> Void) {
        let end = state.withLock { state in
            state.isOpen = true
            state.priority = Task.currentPriority
            state.whenOver = whenOver
            for job in state.early { begin(job, &state) }
            state.early = []
            if state.isFinished { for task in state.tasks.values { task.cancel() } }
            return state.takeEnd()
        }
        end?()
    }

    /// Ends the group.
    package func finish() {
        let (tasks, end) = state.withLock { state in
            state.isFinished = true
            return (Array(state.tasks.values), state.takeEnd())
        }
        for task in tasks { task.cancel() }
        end?()
    }

    /// Runs jobs until ``finish()`` is called or the task is cancelled, and waits for those that are under way.
    package func run() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                open { continuation.resume() }
            }
        } onCancel: {
            finish()
        }
        state.synchronize()
    }

    /// Under the lock, so that the task is known before its end.
    private func begin(_ job: @escaping Job, _ state: inout State) {
        state.lastID += 1
        // It is nothing of whoever has just a reason for it, whose values it would keep.
        state.tasks[state.lastID] = Task.detached(priority: state.priority) { [self, id = state.lastID] in
            await job()
            ended(id)
        }
    }

    private func ended(_ id: UInt64) {
        let end = state.withLock { state in
            state.tasks[id] = nil
            // Most of the time there is none for long.
            if state.tasks.isEmpty { state.tasks = [:] }
            return state.takeEnd()
        }
        end?()
    }
}
