// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Which numbered messages of each person a program began to handle, and which it handled.
final class HandledLog: Sendable {
    private struct State: Sendable {
        /// How many messages of each person were handled without a gap.
        var done: [Int64: Int] = [:]
        var isStopped = false
        var handled = 0
        var repeated = 0
        var failures: [String] = []
    }

    private let state = Lock(State())

    var failures: [String] { state.withLock { $0.failures } }
    var handled: Int { state.withLock { $0.handled } }
    var repeated: Int { state.withLock { $0.repeated } }

    /// How many messages of a person were handled.
    func done(_ person: Int64) -> Int { state.withLock { $0.done[person] ?? 0 } }

    /// Notes that no handler may begin any more.
    func stop() {
        state.withLock { $0.isStopped = true }
    }

    /// Notes that handlers may begin again.
    func start() {
        state.withLock { $0.isStopped = false }
    }

    /// Notes that a handler has begun.
    ///
    /// - Parameters:
    ///   - number: The number of the message, from 0.
    ///   - person: Who sent it.
    func begin(_ number: Int, of person: Int64) {
        state.withLock { state in
            let done = state.done[person] ?? 0
            if state.isStopped { state.failures.append("a handler began after the end") }
            if number > done { state.failures.append("\(number) of \(person) begins, but \(done) was not handled") }
            if number < done { state.repeated += 1 }
        }
    }

    /// Notes that a handler has done its work.
    func finish(_ number: Int, of person: Int64) {
        state.withLock { state in
            state.handled += 1
            state.done[person] = max(state.done[person] ?? 0, number + 1)
        }
    }

    func fail(_ text: String) {
        state.withLock { $0.failures.append(text) }
    }
}
