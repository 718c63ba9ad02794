// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// The machine of a sender, and the tasks that wait for its calls.
struct SenderCalls {
    typealias Turn = Waiters<AsyncSemaphore.Admission>.Waiter

    var machine: SenderState
    /// Those that wait until there is room for their calls, which are not written yet.
    var line = Waiters<AsyncSemaphore.Admission>()
    /// Whether one of them has been let in and has not said how long its call is.
    private var isTurnTaken = false
    /// Those that wait for a temporary key.
    var keyLine = Waiters<Void>()
    private var waiting: [Ticket: TaskContinuation<CallResult>] = [:]

    init(_ machine: SenderState) {
        self.machine = machine
    }

    mutating func add(_ ticket: Ticket, _ continuation: TaskContinuation<CallResult>) {
        waiting[ticket] = continuation
    }

    /// Gives back memory if the machine has.
    mutating func restWithMachine() {
        guard machine.hasRested else { return }
        machine.endRest()
        if waiting.isEmpty { waiting = [:] }
    }

    /// Takes out the tasks whose calls ended.
    mutating func take(_ results: CallResults) -> Resumptions {
        var resumptions = Resumptions()
        resumptions.reserve(results.calls.count)
        for call in results.calls {
            guard let continuation = waiting.removeValue(forKey: call.ticket) else { continue }
            resumptions.add(continuation, call.result)
        }
        return resumptions
    }

    /// Takes out who waits for a temporary key, if there is one or never will be.
    mutating func takeKeyWaiters() -> [Waiters<Void>.Waiter] {
        guard !keyLine.isEmpty, machine.failure != nil || machine.temporaryLane != nil else { return [] }
        return keyLine.removeAll()
    }

    // MARK: Room

    /// Whether a call may be written without standing in line.
    var hasRoom: Bool { machine.hasRoom && line.isEmpty && !isTurnTaken }

    /// Lets in a task that has not entered the line, if there is room; it says when its turn is over.
    mutating func takeTurn() -> Bool {
        guard hasRoom else { return false }
        isTurnTaken = true
        return true
    }

    /// Takes out who is next, if there is room; it says when its turn is over, and the others wait until then.
    mutating func nextTurn() -> Turn? {
        guard !line.isEmpty, !isTurnTaken, machine.hasRoom, let next = line.popFirst() else { return nil }
        isTurnTaken = true
        return next
    }

    /// A turn is over: the call was taken, or will never be.
    ///
    /// - Returns: Who is next.
    mutating func endTurn() -> Turn? {
        isTurnTaken = false
        return nextTurn()
    }
}
