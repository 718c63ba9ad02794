// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Callers to be resumed, once the lock is left.
struct Resumptions: Sendable {
    private struct Resumption: Sendable {
        let continuation: TaskContinuation<CallResult>
        let result: CallResult
    }

    private var first: Resumption?
    private var others: [Resumption] = []

    mutating func add(_ continuation: TaskContinuation<CallResult>, _ result: CallResult) {
        let resumption = Resumption(continuation: continuation, result: result)
        if first == nil { first = resumption } else { others.append(resumption) }
    }

    /// Makes room for so many.
    mutating func reserve(_ count: Int) {
        if count > 1 { others.reserveCapacity(count - 1) }
    }

    func resume() {
        if let first { first.continuation.resume(returning: first.result) }
        for resumption in others { resumption.continuation.resume(returning: resumption.result) }
    }
}
