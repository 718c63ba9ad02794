// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Synchronization

/// Whether a dispatcher is to go on, also for tasks that a middleware has cancelled for reasons of its own.
final class DispatcherLife: Sendable {
    private let isOver = Atomic(false)

    /// Whether the task that called ``run(_:)`` is not cancelled.
    var goesOn: Bool { !isOver.load(ordering: .acquiring) }

    /// Runs a closure until it returns; it is cancelled with the task.
    ///
    /// It has a task of its own, so that it is known to be over before anything within is cancelled: what the cancellation
    /// brings about is never taken for a handler's failure.
    func run(_ body: @escaping @Sendable () async -> Void) async {
        let task = Task { await body() }
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            isOver.store(true, ordering: .releasing)
            task.cancel()
        }
    }
}
