// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTLTypes

/// A place in the lines of the orders of a call.
struct OrderedPlace: Sendable {
    let place: CallLines.Place
    let turn: AsyncSemaphore
}

extension SenderPool {
    /// Makes a call after those of its orders that were made before.
    func performInOrder(_ call: PooledCall, _ orders: [CallOrder]) async throws(InvocationError) -> ArraySlice<UInt8> {
        let turn = AsyncSemaphore(0)
        let place = lines.withLock { $0.enter(orders, turn: turn) }
        defer { release(lines.withLock { $0.leave(place) }) }
        var call = call
        call.place = OrderedPlace(place: place, turn: turn)
        return try await perform(call)
    }

    /// Waits until the calls right before one have gone out, so that it does not wait for what they wait for as well.
    func waitForTurn(_ call: PooledCall) async throws(InvocationError) {
        guard let place = call.place else { return }
        while !lines.withLock({ $0.isNear(place.place) }) { try await acquire(place.turn, call) }
    }

    /// Makes an attempt at a call that runs in orders.
    ///
    /// - Returns: The result; `nil` if the call was not run because of one before it.
    func attemptInOrder(
        _ call: PooledCall, _ place: OrderedPlace, by sender: Sender
    ) async throws(InvocationError) -> ArraySlice<UInt8>? {
        let (id, name) = (place.place, ObjectIdentifier(sender))
        var predecessors: [Ticket] = []
        admission: while true {
            switch lines.withLock({ $0.admission(id, to: name) }) {
            case .after(let tickets):
                predecessors = tickets
                break admission
            case .wait:
                try await acquire(place.turn, call)
            }
        }
        do throws(InvocationError) {
            return try await sender.invoke(
                method: call.method, deadline: call.deadline, after: predecessors,
                begun: { [self] ticket in release(lines.withLock { $0.submitted(id, to: name, ticket) }) },
                write: call.write)
        } catch {
            let wasRefused = !predecessors.isEmpty && error.saysThatAnotherCallFailed
            release(lines.withLock { $0.withdrawn(id, by: name, refusedAfter: wasRefused ? predecessors : []) })
            guard wasRefused else { throw error }
            return nil
        }
    }

    private func release(_ turns: [AsyncSemaphore]) {
        for turn in turns { turn.release() }
    }
}

extension InvocationError {
    /// Whether the server did not run a call because of the one that it was to run after.
    fileprivate var saysThatAnotherCallFailed: Bool {
        `is`(.msgWaitFailed) || `is`(TLErrorName(rawValue: "MSG_WAIT_TIMEOUT"))
    }
}
