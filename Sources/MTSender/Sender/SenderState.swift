// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes

/// What a sender knows: the sessions, the calls that are pending, and until when.
///
/// It decides and never acts: it speaks of calls by their tickets, and says what became of them.
struct SenderState {
    struct Caller: Sendable {
        /// The method, by its id.
        let method: UInt32
        let hasDeadline: Bool
        /// How long the call is.
        let byteCount: Int
        /// The call, until a session takes it.
        var call: OutgoingCall?
        var sent: LaneCall?

        mutating func take(_ placement: Placement) {
            switch placement {
            case .sent(let name): (call, sent) = (nil, name)
            case .early(let early): (call, sent) = (early, nil)
            }
        }
    }

    /// Where a call is.
    enum Placement: Sendable {
        /// A session has it.
        case sent(LaneCall)
        /// It waits for one.
        case early(OutgoingCall)
    }

    let dataCenter: Int
    let usesTemporaryKeys: Bool
    var permanentKey: KeyMaterial?
    /// The id of the permanent key that was given up last.
    var lostKey: Int64?
    /// The session that works, if there is one, and those that come before and after it; three at most.
    var lanes: [KeyedSession] = []
    var lastGeneration: UInt32 = 0
    private(set) var connection: ConnectionID?
    /// Whether a temporary key is to be made, though there may be one that still works.
    var wantsTemporaryKey = false
    /// Whether the server seems to have lost the permanent key, and is to be asked in a way that proves it.
    var doubtsKey = false
    /// How often the server said in a row that it does not know a key.
    var unknownKeyCount = 0
    /// How often the server refused in a row to bind a key to the permanent one.
    var refusedBindings = 0
    /// Whether a binding was refused and it is not decided yet what follows: no other key is made until then.
    var hasOpenRefusal = false
    /// Why calls cannot go out, as far as that is known: what a caller learns whose time is over.
    var obstacle: String?
    /// Where ids and the numbers of pings come from.
    var generator = BufferedRandomNumberGenerator()
    private var callers: [Ticket: Caller] = [:]
    /// How many bytes the pending calls have together.
    private(set) var pendingByteCount = 0
    /// The calls after which some calls run.
    private var predecessors: [Ticket: [Ticket]] = [:]
    /// Calls that wait for a session, in order; those that are settled meanwhile stay in it for a while.
    private var early: [Ticket] = []
    private var deadlines = DeadlineHeap<Ticket>()
    /// Why no more calls are taken.
    private(set) var failure: InvocationError?
    /// Whether a flush is on its way that takes along whatever comes until then.
    private(set) var isFlushDue = false
    /// Whether nothing is called any more, and the memory of calls is given back with the next flush.
    private var restsAfterFlush = false
    /// Whether that has just happened.
    private(set) var hasRested = false
    /// When the timer goes off next.
    var armed = MonotonicTime(nanoseconds: .max)

    /// How many entries of settled calls may stand in a list before they are looked for.
    private static let staleEntries = 1_024
    /// Once the pending calls have this many bytes, further ones wait before they are written.
    static let byteBudget = 8 << 20

    init(dataCenter: Int, usesTemporaryKeys: Bool = false) {
        self.dataCenter = dataCenter
        self.usesTemporaryKeys = usesTemporaryKeys
        wantsTemporaryKey = usesTemporaryKeys
    }

    var pendingCallCount: Int { callers.count }
    /// Whether a further call may be written; a sender that has failed refuses it at once.
    var hasRoom: Bool { pendingByteCount < Self.byteBudget || failure != nil }

    // MARK: Calls

    /// Takes a call.
    ///
    /// - Returns: Why not, or `nil`.
    mutating func begin(
        _ ticket: Ticket, _ call: OutgoingCall, method: UInt32, deadline: MonotonicTime?, after earlier: [Ticket] = []
    ) -> InvocationError? {
        if let failure { return failure }
        guard callers.count < SessionLimits.pendingCalls else {
            return .tooManyPendingCalls(method: Self.name(of: method))
        }
        if !earlier.isEmpty { predecessors[ticket] = earlier }
        guard earlier.allSatisfy({ callers[$0] != nil }), let placement = place(ticket, call) else {
            predecessors[ticket] = nil
            return waitFailure(method)
        }
        var caller = Caller(method: method, hasDeadline: deadline != nil, byteCount: call.body.count)
        caller.take(placement)
        callers[ticket] = caller
        pendingByteCount += call.body.count
        if let deadline {
            deadlines.insert(ticket, at: deadline)
            if deadlines.count > 64 + 4 * callers.count {
                deadlines.prune { callers[$0]?.hasDeadline == true }
            }
        }
        return nil
    }

    /// What to do after a call was taken.
    enum FlushVerdict: Hashable, Sendable {
        /// Send it at once: it is alone.
        case now
        /// Send it in a moment, with those that come until then.
        case soon
        /// Nothing: a flush is on its way, or there is no connection.
        case underWay
    }

    /// Decides how a call that was just taken goes out; whoever asks does what it says.
    mutating func planFlush() -> FlushVerdict {
        guard connection != nil, !isFlushDue else { return .underWay }
        isFlushDue = true
        // A long call is worth waiting for: two are sealed in the time of one.
        return callers.count <= 1 && pendingByteCount < OutgoingPacket.longCount ? .now : .soon
    }

    /// What comes from now on needs another flush.
    mutating func beginFlush() {
        isFlushDue = false
    }

    /// Whoever flushes does it once more.
    mutating func promiseFlush() {
        isFlushDue = true
    }

    private mutating func removeCaller(_ ticket: Ticket) -> Caller? {
        callers.index(forKey: ticket).map { removeCaller(ticket, at: $0) }
    }

    private mutating func removeCaller(_ ticket: Ticket, at index: [Ticket: Caller].Index) -> Caller {
        if !predecessors.isEmpty { predecessors[ticket] = nil }
        let caller = callers.remove(at: index).value
        pendingByteCount -= caller.byteCount
        return caller
    }

    /// Gives a call to the session that works, or lets it wait for one.
    ///
    /// - Returns: Where it is; `nil` if the calls after which it runs are not in the same session, and then nothing happens.
    private mutating func place(_ ticket: Ticket, _ call: OutgoingCall) -> Placement? {
        var earlier: [CallID] = []
        let index = lanes.firstIndex { $0.role == .current }
        if let index, !predecessors.isEmpty, let tickets = predecessors[ticket] {
            for predecessor in tickets {
                guard let sent = callers[predecessor]?.sent, sent.generation == lanes[index].generation else {
                    return nil
                }
                earlier.append(sent.call)
            }
        }
        // A session has no more calls than there are callers, so that one that works has room.
        var named = call
        named.caller = ticket.number
        guard let index, let id = lanes[index].session.send(named, after: earlier) else {
            if early.count >= Self.staleEntries + 2 * callers.count {
                early.removeAll { callers[$0]?.call == nil }
            }
            early.append(ticket)
            return .early(call)
        }
        return .sent(LaneCall(generation: lanes[index].generation, call: id))
    }

    /// Gives a call that was taken already to the session that works, or back to its maker.
    private mutating func placeAgain(_ ticket: Ticket, _ call: OutgoingCall, into results: inout CallResults) {
        if let placement = place(ticket, call) {
            callers[ticket]?.take(placement)
        } else if let caller = removeCaller(ticket) {
            results.add(ticket, .failure(waitFailure(caller.method)))
        }
    }

    /// A call is not run because of those before it: whoever made it knows what became of them.
    private func waitFailure(_ method: UInt32) -> InvocationError {
        .rpc(
            RPCError(code: 400, message: "MSG_WAIT_FAILED", method: Self.name(of: method), dataCenter: dataCenter))
    }

    /// Gives the calls that waited to the session that works.
    mutating func placeEarlyCalls(into results: inout CallResults) {
        let waiting = early
        early = []
        for ticket in waiting {
            if let call = callers[ticket]?.call { placeAgain(ticket, call, into: &results) }
        }
    }

    /// Gives up a call.
    ///
    /// - Returns: Its method, and whether the server is to be told; `nil` if the call has ended already.
    mutating func cancel(_ ticket: Ticket) -> (method: UInt32, wasSent: Bool)? {
        guard let caller = removeCaller(ticket) else { return nil }
        guard let sent = caller.sent else { return (caller.method, false) }
        guard let index = lanes.firstIndex(where: { $0.generation == sent.generation }) else {
            return (caller.method, false)
        }
        if case .dropped = lanes[index].session.cancel(sent.call) { return (caller.method, true) }
        return (caller.method, false)
    }

    /// Ends a call, unless it is none of a caller's.
    mutating func settle(_ settlement: Settlement, in generation: UInt32, into results: inout CallResults) {
        let (ticket, name) = (Ticket(settlement.caller), LaneCall(generation: generation, call: settlement.call))
        guard let index = callers.index(forKey: ticket), callers.values[index].sent == name else { return }
        let caller = removeCaller(ticket, at: index)
        results.add(ticket, result(of: settlement.outcome, method: caller.method))
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

    /// Takes no more calls, and ends those that are pending.
    mutating func fail(_ error: InvocationError, into results: inout CallResults) {
        failure = failure ?? error
        for ticket in callers.keys.sorted() { results.add(ticket, .failure(error)) }
        callers = [:]
        pendingByteCount = 0
        predecessors = [:]
        early = []
    }

    // MARK: Lanes

    /// Gives up a lane: its calls wait for another one, except for those of which nobody knows whether they ran.
    mutating func removeLane(at index: Int, into results: inout CallResults) {
        let generation = lanes[index].generation
        let (calls, settled) = lanes[index].session.handOver()
        lanes.remove(at: index)
        for (id, call) in calls {
            let ticket = Ticket(call.caller)
            guard callers[ticket]?.sent == LaneCall(generation: generation, call: id) else { continue }
            callers[ticket]?.take(.early(call))
            placeAgain(ticket, call, into: &results)
        }
        for settlement in settled { settle(settlement, in: generation, into: &results) }
    }

    /// Lets go of a session that has nothing more to wait for.
    mutating func removeDrainedLanes() {
        lanes.removeAll { $0.role == .draining && $0.session.pendingCallCount == 0 }
    }

    /// A connection is there.
    ///
    /// What may speak on it does so; see ``speaks(_:)``.
    mutating func connected(_ id: ConnectionID, now: MonotonicTime) {
        connection = id
        isFlushDue = false
        hasOpenRefusal = false
        for index in lanes.indices where speaks(lanes[index]) { lanes[index].session.connected(id, now: now) }
    }

    /// Lets a lane speak that came, or was let free, while there was a connection.
    mutating func join(_ index: Int, now: MonotonicTime) {
        if let connection { lanes[index].session.connected(connection, now: now) }
    }

    /// Whether a lane may use a connection: a key that the server seems to have lost keeps quiet until that is settled.
    private func speaks(_ lane: KeyedSession) -> Bool { !doubtsKey || lane.role == .probe }

    mutating func disconnected(_ id: ConnectionID, now: MonotonicTime, into results: inout CallResults) {
        guard connection == id else { return }
        forgetConnection(now: now, into: &results)
    }

    mutating func forgetConnection(now: MonotonicTime, into results: inout CallResults) {
        guard let id = connection else { return }
        connection = nil
        isFlushDue = false
        for index in lanes.indices {
            let settled = lanes[index].session.disconnected(id, now: now)
            for settlement in settled { settle(settlement, in: lanes[index].generation, into: &results) }
        }
        removeDrainedLanes()
        // A binding that was sent as often as a call may be is over, and must make way for another.
        lanes.removeAll { $0.isBinding && $0.session.pendingCallCount == 0 }
    }

    // MARK: Rest

    /// Lets a sender that has nothing to do but to keep its connection give back the memory of calls.
    ///
    /// - Parameter sends: Whether there is something to send before.
    mutating func prepareToRest(sends: Bool) {
        restsAfterFlush = true
        if !sends { restIfPrepared() }
    }

    /// - Returns: Whether it has.
    @discardableResult
    mutating func restIfPrepared() -> Bool {
        guard restsAfterFlush else { return false }
        restsAfterFlush = false
        guard callers.isEmpty else { return false }
        (callers, predecessors) = ([:], [:])
        early = []
        deadlines = DeadlineHeap()
        for index in lanes.indices { lanes[index].session.rest() }
        generator.rest()
        hasRested = true
        return true
    }

    /// Takes note that whoever holds more than the machine has given it back as well.
    mutating func endRest() {
        hasRested = false
    }

    // MARK: Time

    /// The calls whose deadline has come.
    mutating func removeDueCalls(now: MonotonicTime) -> [Ticket] {
        var due: [Ticket] = []
        while let entry = deadlines.removeFirst(notAfter: now) { due.append(entry.id) }
        return due
    }

    /// When ``tick(now:)`` is due.
    mutating func nextDeadline() -> MonotonicTime? {
        var next = deadlines.first?.time ?? MonotonicTime(nanoseconds: .max)
        for index in lanes.indices {
            if let time = lanes[index].session.findNextDeadline() { next = min(next, time) }
            if lanes[index].role == .draining, let end = lanes[index].end { next = min(next, end) }
        }
        return next.nanoseconds == .max ? nil : next
    }
}
