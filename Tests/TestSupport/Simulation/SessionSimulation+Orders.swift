// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// The calls of a run that are made in orders, as their maker sees them.
struct OrderBook {
    struct Member {
        let call: SimulatedCall
        let order: Int
        /// Its name, while a session has it.
        var id: CallID?
        /// The call after which it was sent the last time.
        var sentAfter: CallID?
        /// The call because of which it came back.
        var refusedAfter: CallID?
        var isOver = false
    }

    private(set) var members: [UInt32: Member] = [:]
    private var orders: [Int: [UInt32]] = [:]
    /// The calls that no session has, and that are to be sent when those before them are.
    private(set) var parked: [UInt32] = []

    mutating func enter(_ call: SimulatedCall, order: Int) {
        members[call.number] = Member(call: call, order: order)
        orders[order, default: []].append(call.number)
    }

    /// The calls before one that have not ended.
    func before(_ number: UInt32) -> [UInt32] {
        guard let member = members[number], let all = orders[member.order] else { return [] }
        return all.prefix { $0 != number }.filter { members[$0]?.isOver == false }
    }

    /// After which call one may be sent; `nil` if it has to wait.
    func place(of number: UInt32) -> [CallID]? {
        guard let last = before(number).last else { return [] }
        guard let id = members[last]?.id, id != members[number]?.refusedAfter else { return nil }
        return [id]
    }

    mutating func sent(_ number: UInt32, as id: CallID, after place: [CallID]) {
        parked.removeAll { $0 == number }
        members[number]?.id = id
        members[number]?.sentAfter = place.first
        members[number]?.refusedAfter = nil
    }

    mutating func park(_ number: UInt32) {
        let refused = members[number]?.sentAfter
        members[number]?.refusedAfter = refused
        members[number]?.id = nil
        if !parked.contains(number) { parked = (parked + [number]).sorted() }
    }

    mutating func end(_ number: UInt32) {
        members[number]?.isOver = true
        members[number]?.id = nil
    }

    /// The session is over, and its names mean nothing any more.
    mutating func forgetNames() {
        for number in members.keys {
            members[number]?.id = nil
            members[number]?.sentAfter = nil
            members[number]?.refusedAfter = nil
        }
    }
}

extension SessionSimulation {
    /// Makes a call in an order, or lets it wait.
    mutating func sendInOrder(_ call: SimulatedCall) {
        guard let place = book.place(of: call.number) else { return book.park(call.number) }
        let repetition: OutgoingCall.Repetition = call.isHarmless ? .harmless : .harmful
        guard let id = client.send(OutgoingCall(body: call.body, repetition: repetition), after: place) else {
            return book.park(call.number)
        }
        book.sent(call.number, as: id, after: place)
        ledger.sent(id, call, now: now)
    }

    /// Makes the calls that waited for those before them.
    mutating func sendParked() {
        guard !isRenewing else { return }
        for number in book.parked where book.place(of: number) != nil {
            if let call = book.members[number]?.call { sendInOrder(call) }
        }
    }

    /// Takes note of the end of a call in an order.
    ///
    /// - Returns: Whether that is all there is to say of it.
    mutating func settleInOrder(_ settlement: Settlement) -> Bool {
        guard let number = ledger.number(of: settlement.call), book.members[number] != nil else { return false }
        if case .answer(.error(400, "MSG_WAIT_FAILED")) = settlement.outcome {
            ledger.park(settlement.call)
            book.park(number)
            return true
        }
        if case .answer(.error(400, "MSG_WAIT_TIMEOUT")) = settlement.outcome {
            ledger.park(settlement.call)
            book.park(number)
            return true
        }
        book.end(number)
        guard case .answer(.error(400, "CALL_FAILED")) = settlement.outcome else { return false }
        ledger.failed(settlement.call)
        return true
    }

    /// Checks that the calls that began did so after those before them.
    mutating func checkOrder() throws {
        let started = server.orders.started
        server.orders.started = []
        for number in started {
            for earlier in book.before(number) where !server.orders.succeeded.contains(earlier) {
                throw SimulationViolation("call \(number) ran before call \(earlier), which comes first")
            }
        }
    }

    /// Lets the server go on with calls that it may work on now.
    mutating func work(on calls: [SimulatedServer.Work]) throws {
        try checkOrder()
        for work in calls { queue.add(.answer(work), at: now + Int64(work.call.work) * Self.millisecond) }
    }
}
