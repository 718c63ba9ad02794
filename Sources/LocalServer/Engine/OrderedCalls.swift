// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

/// What became of the last calls, for those that run after them (`invokeAfterMsg`).
///
/// See core.telegram.org/method/invokeAfterMsg.
struct OrderedCalls: Sendable {
    /// A call that waits for others.
    struct Waiting: Sendable {
        let body: ArraySlice<UInt8>
        let call: PendingCall
        let predecessors: [MessageID]
        /// When the server waits no longer, in seconds since 1970.
        let deadline: Int64
    }

    enum Verdict: Hashable, Sendable {
        /// All calls before it succeeded.
        case ready
        /// One of them is not over.
        case early
        /// One of them failed, or never came.
        case failed
    }

    private enum Outcome: Sendable {
        case running
        case succeeded
        case failed
    }

    /// How many calls are remembered.
    private static let capacity = 8_192

    private var outcomes: [CallName: Outcome] = [:]
    private var order: ArraySlice<CallName> = []
    /// In the order in which they came.
    private var waiting: [Waiting] = []
    /// Those that have waited and are about to run.
    var ready: ArraySlice<Waiting> = []
    var isRunning = false

    /// How many calls wait.
    var count: Int { waiting.count }

    /// When the first call has waited for too long.
    var nextExpiry: Int64? { waiting.map(\.deadline).min() }

    mutating func began(_ call: PendingCall) {
        let name = CallName(origin: call.origin, id: call.id)
        guard outcomes.updateValue(.running, forKey: name) == nil else { return }
        order.append(name)
        if order.count > Self.capacity, let oldest = order.popFirst() { outcomes[oldest] = nil }
    }

    func verdict(on predecessors: [MessageID], of origin: CallOrigin) -> Verdict {
        var isEarly = false
        for id in predecessors {
            switch outcomes[CallName(origin: origin, id: id)] {
            case .succeeded: continue
            case .running: isEarly = true
            case .failed, nil: return .failed
            }
        }
        return isEarly ? .early : .ready
    }

    mutating func wait(_ call: Waiting) {
        waiting.append(call)
    }

    /// Takes note of the end of a call.
    ///
    /// - Returns: The calls that need not wait any longer.
    mutating func ended(_ call: PendingCall, succeeded: Bool) -> [Waiting] {
        let name = CallName(origin: call.origin, id: call.id)
        if outcomes[name] != nil { outcomes[name] = succeeded ? .succeeded : .failed }
        guard !waiting.isEmpty else { return [] }
        let isFree = waiting.map { verdict(on: $0.predecessors, of: $0.call.origin) != .early }
        defer { waiting = zip(waiting, isFree).filter { !$0.1 }.map(\.0) }
        return zip(waiting, isFree).filter(\.1).map(\.0)
    }

    /// Takes the calls that have waited for too long.
    mutating func expire(at unixTime: Int64) -> [PendingCall] {
        guard let nextExpiry, nextExpiry <= unixTime else { return [] }
        defer { waiting.removeAll { $0.deadline <= unixTime } }
        return waiting.filter { $0.deadline <= unixTime }.map(\.call)
    }
}

extension Engine {
    private static let waitTimeout = TLErrorName(rawValue: "MSG_WAIT_TIMEOUT")

    /// Lets a call wait for those that it runs after.
    ///
    /// - Returns: Whether it waits.
    /// - Throws: `MSG_WAIT_FAILED` if one of them failed.
    mutating func waits(
        _ body: ArraySlice<UInt8>, _ call: PendingCall, for predecessors: [MessageID]
    ) throws(RPCFailure) -> Bool {
        guard !predecessors.isEmpty else { return false }
        switch ordered.verdict(on: predecessors, of: call.origin) {
        case .ready: return false
        case .failed: throw .bad(.msgWaitFailed)
        case .early:
            // Telegram waits for about half a second.
            ordered.wait(.init(body: body, call: call, predecessors: predecessors, deadline: unixTime + 1))
            return true
        }
    }

    /// Runs the calls that waited for one.
    mutating func runFollowers(of call: PendingCall, succeeded: Bool) {
        ordered.ready += ordered.ended(call, succeeded: succeeded)
        // One after the other, however long the line is.
        guard !ordered.isRunning else { return }
        ordered.isRunning = true
        while let next = ordered.ready.popFirst() { run(next.body, next.call) }
        ordered.isRunning = false
    }

    /// Ends the calls that have waited for too long.
    mutating func expireOrderedCalls() {
        for call in ordered.expire(at: unixTime) {
            answer(call, with: .failure(.bad(Self.waitTimeout)))
        }
    }
}
