// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

extension SessionSimulation {
    /// Lets an event happen.
    ///
    /// - Returns: Whether it can do anything in this run.
    mutating func happen(_ event: SimulationEvent) throws -> Bool {
        let detail = event.detail
        switch event.kind {
        case .call:
            call(detail)
            try flushClient()
        case .callBurst:
            // More than a container holds takes long to simulate, so not every run does it.
            for index in 0..<(seed % 8 == 0 ? 1100 : 40) { call(detail &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15) }
            try flushClient()
        case .cancel:
            let open = ledger.open
            guard !open.isEmpty else { return true }
            let id = open[Int(detail % UInt64(open.count))]
            if case .unknown = client.cancel(id) { throw SimulationViolation("an open call is unknown") }
            if let number = ledger.number(of: id), book.members[number] != nil { book.end(number) }
            ledger.cancelled(id)
            try flushClient()
        case .update:
            guard server.sessions[client.id] != nil else { return true }
            server.sessions[client.id]?.push(SimulatedCall.words([0x5117_0DA7, ledger.nextUpdate()]))
            try flushServer(client.id)
        case .drop: fault(detail) { $0.drop += 1 + Int(detail >> 1 & 3) }
        case .duplicate:
            fault(detail) { $0.duplicate += 1 + Int(detail >> 1 & 3) }
            return !hasStreams
        case .reorder:
            fault(detail) { $0.reorder += 1 }
            return !hasStreams
        case .delay: fault(detail) { $0.delay += 1 }
        case .split: fault(detail) { $0.split += 1 }
        case .corrupt:
            ledger.wasCorrupted = true
            fault(detail) { $0.corrupt += 1 }
        case .close:
            let open = connections.keys.sorted { $0.number < $1.number }
            guard !open.isEmpty else { return true }
            try close(open[Int(detail % UInt64(open.count))])
        case .extraConnection:
            if connections.count < 3 { try connect() }
        case .clockAhead:
            ledger.permitUnknown("a clock step")
            clockStep += Int64(detail % 3600) * Self.second
            try tick()
        case .clockBehind:
            // The machine sleeps: the world goes on without it, and what was under way is gone.
            ledger.permitUnknown("a clock step")
            let pause = Int64(detail % 3600) * Self.second
            clockStep -= pause
            now += pause
        case .saltsLost:
            server.salts = ServerSalts(period: server.salts.period)
        case .restart, .restartWithoutMemory:
            // What the network repeats would run again if not even the highest ids stayed; a stream repeats nothing.
            if event.kind == .restartWithoutMemory { server.forgetSessions(completely: hasStreams) }
            for id in connections.keys.sorted(by: { $0.number < $1.number }) { try close(id) }
        case .initializationLost:
            if client.configuration.initialization != nil { server.isInitialized = false }
        case .keyRenewal:
            return startRenewal()
        }
        return true
    }

    private mutating func call(_ detail: UInt64) {
        var call = SimulatedCall(number: ledger.nextNumber(), detail: detail)
        // Three calls of eight are in one of two orders, and some of them fail.
        if detail >> 56 & 7 < 3 {
            call.fails = detail >> 59 & 7 == 0
            book.enter(call, order: Int(detail >> 62 & 1))
        }
        send(call)
    }

    mutating func send(_ call: SimulatedCall) {
        guard !isRenewing else { return backlog.append(call) }
        if book.members[call.number] != nil { return sendInOrder(call) }
        let repetition: OutgoingCall.Repetition = call.isHarmless ? .harmless : .harmful
        guard let id = client.send(OutgoingCall(body: call.body, repetition: repetition)) else { return }
        ledger.sent(id, call, now: now)
    }

    private mutating func fault(_ detail: UInt64, _ change: (inout NetworkFaults) -> Void) {
        if detail & 1 == 0 { change(&toServer) } else { change(&toClient) }
    }
}
