// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import Dispatch

/// Runs an actor on a queue of its own, so that waiting for the disk blocks no thread of Swift's pool.
package final class FileExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "ferogram.session.file")

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}
