// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Callers to be resumed, once the lock is left.
struct Resumptions: Sendable {
    private var first: (TaskContinuation<CallResult>, CallResult)?
    private var others: [(TaskContinuation<CallResult>, CallResult)] = []

    mutating func add(_ continuation: TaskContinuation<CallResult>, _ result: CallResult) {
        if first == nil {
            first = (continuation, result)
        } else {
            others.append((continuation, result))
        }
    }

    func resume() {
        if let first { first.0.resume(returning: first.1) }
        for (continuation, result) in others { continuation.resume(returning: result) }
    }
}
