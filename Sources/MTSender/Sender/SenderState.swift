// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// Names a call before the session has a name for it.
typealias Ticket = UInt64

/// What a call came to.
typealias CallResult = Result<ArraySlice<UInt8>, InvocationError>

/// Callers to be resumed, once the lock is left.
struct Resumptions: Sendable {
    private var first: (CheckedContinuation<CallResult, Never>, CallResult)?
    private var others: [(CheckedContinuation<CallResult, Never>, CallResult)] = []

    mutating func add(_ continuation: CheckedContinuation<CallResult, Never>, _ result: CallResult) {
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

/// What a sender knows: the session, who waits for what, and until when. It acts on nothing.
struct SenderState: Sendable {
    struct Caller: Sendable {
        let continuation: CheckedContinuation<CallResult, Never>
        /// The method, by its id.
        let method: UInt32
        let hasDeadline: Bool
        /// The call, until the session takes it.
        var call: OutgoingCall?
        var id: CallID?
    }

    let dataCenter: Int
    private(set) var session: ClientSession?
    private(set) var authKey: AuthKey?
    private(set) var connection: ConnectionID?
    private var callers: [Ticket: Caller] = [:]
    private var tickets: [CallID: Ticket] = [:]
    /// Calls that wait for a session, in order.
    private var early: [Ticket] = []
    private var deadlines = DeadlineHeap()
    private var lastTicket: Ticket = 0
    /// Why no more calls are taken.
    private(set) var failure: InvocationError?
    /// When the timer goes off next.
    var armed = MonotonicTime(nanoseconds: .max)

    init(dataCenter: Int) {
        self.dataCenter = dataCenter
    }

    var pendingCallCount: Int { callers.count }

    // MARK: Calls

    mutating func makeTicket() -> Ticket {
        lastTicket += 1
        return lastTicket
    }

    /// Takes a call.
    ///
    /// - Returns: Why not, or `nil`.
    mutating func begin(
        _ ticket: Ticket, _ call: OutgoingCall, method: UInt32, deadline: MonotonicTime?,
        _ continuation: CheckedContinuation<CallResult, Never>
    ) -> InvocationError? {
        if let failure { return failure }
        guard callers.count < SessionLimits.pendingCalls else {
            return .tooManyPendingCalls(method: Self.name(of: method))
        }
        var caller = Caller(continuation: continuation, method: method, hasDeadline: deadline != nil)
        if session == nil {
            caller.call = call
            early.append(ticket)
        } else {
            guard let id = session?.send(call) else { return .tooManyPendingCalls(method: Self.name(of: method)) }
            caller.id = id
            tickets[id] = ticket
        }
        callers[ticket] = caller
        if let deadline {
            deadlines.insert(ticket, at: deadline)
            if deadlines.count > 64 + 4 * callers.count {
                deadlines.prune { callers[$0]?.hasDeadline == true }
            }
        }
        return nil
    }

    /// Gives up a call.
    ///
    /// - Returns: Who waits for it, and whether the server is to be told.
    mutating func cancel(_ ticket: Ticket) -> (caller: Caller, wasSent: Bool)? {
        guard let caller = callers.removeValue(forKey: ticket) else { return nil }
        guard let id = caller.id else {
            early.removeAll { $0 == ticket }
            return (caller, false)
        }
        tickets[id] = nil
        if case .dropped = session?.cancel(id) { return (caller, true) }
        return (caller, false)
    }

    mutating func settle(_ settlement: Settlement, into resumptions: inout Resumptions) {
        guard let ticket = tickets.removeValue(forKey: settlement.call),
            let caller = callers.removeValue(forKey: ticket)
        else { return }
        resumptions.add(caller.continuation, result(of: settlement.outcome, method: caller.method))
    }

    private func result(of outcome: CallOutcome, method: UInt32) -> CallResult {
        switch outcome {
        case .answer(.object(let bytes)):
            return .success(bytes)
        case .answer(.error(let code, let message)):
            let method = Self.name(of: method)
            return .failure(.rpc(RPCError(code: Int(code), message: message, method: method, dataCenter: dataCenter)))
        case .answer(.malformed):
            return .failure(.invalidResponse(method: Self.name(of: method), nil))
        case .outcomeUnknown, .tooManyResends:
            return .failure(.outcomeUnknown(method: Self.name(of: method)))
        }
    }

    static func name(of method: UInt32) -> String {
        TL.name(ofConstructor: method) ?? "0x" + String(method, radix: 16)
    }

    // MARK: Keys and connections

    /// Takes a key, and gives the calls that waited for one to its session.
    mutating func adopt(_ key: AuthKey, _ session: ClientSession) {
        precondition(self.session == nil, "a sender has one session")
        authKey = key
        var session = session
        for ticket in early {
            guard var caller = callers[ticket], let call = caller.call, let id = session.send(call) else { continue }
            caller.call = nil
            caller.id = id
            callers[ticket] = caller
            tickets[id] = ticket
        }
        early = []
        self.session = session
    }

    mutating func connected(_ id: ConnectionID, now: MonotonicTime) {
        session?.connected(id, now: now)
        connection = id
    }

    mutating func disconnected(_ id: ConnectionID, now: MonotonicTime) -> Resumptions {
        var resumptions = Resumptions()
        guard connection == id else { return resumptions }
        connection = nil
        for settlement in session?.disconnected(id, now: now) ?? [] { settle(settlement, into: &resumptions) }
        return resumptions
    }

    /// Takes no more calls, and ends those that are pending.
    mutating func fail(_ error: InvocationError) -> Resumptions {
        var resumptions = Resumptions()
        failure = failure ?? error
        for caller in callers.values { resumptions.add(caller.continuation, .failure(error)) }
        callers = [:]
        tickets = [:]
        early = []
        return resumptions
    }

    // MARK: Packets

    mutating func flush(
        now: MonotonicTime, using generator: inout some RandomNumberGenerator, into resumptions: inout Resumptions
    ) -> [OutgoingPacket] {
        guard let connection, let flushed = session?.flush(on: connection, now: now, using: &generator) else {
            return []
        }
        for settlement in flushed.settled { settle(settlement, into: &resumptions) }
        return flushed.packets
    }

    mutating func received(
        _ contents: PacketContents, on connection: ConnectionID, now: MonotonicTime,
        using generator: inout some RandomNumberGenerator, into resumptions: inout Resumptions
    ) throws(SessionError) -> [SessionEvent] {
        guard let events = try session?.received(contents, on: connection, now: now, using: &generator) else {
            return []
        }
        var others: [SessionEvent] = []
        for event in events {
            switch event {
            case .settled(let settlement): settle(settlement, into: &resumptions)
            case .acknowledged, .sessionReset: continue
            case .update, .updatesLost, .saltsChanged: others.append(event)
            }
        }
        return others
    }

    // MARK: Time

    /// When ``tick(now:using:)`` is due.
    var nextDeadline: MonotonicTime? {
        guard let first = deadlines.earliest else { return session?.nextDeadline }
        return session?.nextDeadline.map { min($0, first) } ?? first
    }

    struct Tick {
        var resumptions = Resumptions()
        var closesConnection = false
        var saltsChanged = false
    }

    mutating func tick(now: MonotonicTime, using generator: inout some RandomNumberGenerator) -> Tick {
        var tick = Tick()
        for ticket in deadlines.removeDue(at: now) {
            guard let (caller, _) = cancel(ticket) else { continue }
            tick.resumptions.add(
                caller.continuation, .failure(.deadlineExceeded(method: Self.name(of: caller.method))))
        }
        for action in session?.tick(now: now, using: &generator) ?? [] {
            switch action {
            case .close: tick.closesConnection = true
            case .settled(let settlement): settle(settlement, into: &tick.resumptions)
            case .saltsChanged: tick.saltsChanged = true
            case .renewTemporaryKey: continue
            }
        }
        if tick.closesConnection { connection = nil }
        return tick
    }
}
