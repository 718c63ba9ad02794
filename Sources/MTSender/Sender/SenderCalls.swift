// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The machine of a sender, and the tasks that wait for its calls.
struct SenderCalls {
    var machine: SenderState
    private var waiting: [Ticket: CheckedContinuation<CallResult, Never>] = [:]

    init(_ machine: SenderState) {
        self.machine = machine
    }

    mutating func add(_ ticket: Ticket, _ continuation: CheckedContinuation<CallResult, Never>) {
        waiting[ticket] = continuation
    }

    /// Takes out the tasks whose calls ended.
    mutating func take(_ results: CallResults) -> Resumptions {
        var resumptions = Resumptions()
        for (ticket, result) in results.calls {
            guard let continuation = waiting.removeValue(forKey: ticket) else { continue }
            resumptions.add(continuation, result)
        }
        return resumptions
    }
}
