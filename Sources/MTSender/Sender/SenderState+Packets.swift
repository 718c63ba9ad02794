// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto

/// What the task that keeps a sender connected is to know.
enum LinkSignal: Hashable, Sendable {
    /// A temporary key was bound; it is in use if it was meant to be.
    case bound
    /// The server refused to bind a temporary key, with these words.
    case bindingRefused(String)
    /// A temporary key is wanted.
    case keyWanted
}

extension SenderState {
    /// Packets with the key that seals them.
    struct Outgoing: Sendable {
        let packets: [OutgoingPacket]
        let key: AuthKey
    }

    /// What a flush has to send.
    struct Flushed: Sendable {
        var outgoing: [Outgoing] = []
        /// Whether calls wait for the next flush because of the limit.
        var hasMore = false
        /// Whether nothing is going to be called for a while.
        var isLast = false
    }

    /// Makes the packets that are due.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - limit: After about how many bytes a session adds no further call.
    ///   - results: Where calls are added that end.
    /// - Returns: The packets.
    mutating func flush(
        now: MonotonicTime, limit: Int = .max, into results: inout CallResults
    ) -> Flushed {
        beginFlush()
        var result = Flushed()
        guard let connection else { return result }
        for index in lanes.indices {
            var flushed = lanes[index].session.flush(on: connection, now: now, limit: limit, using: &generator)
            // A second long one is sealed in the time that the first one takes.
            if flushed.hasMore, flushed.packets.last?.isLong ?? false {
                let next = lanes[index].session.flush(on: connection, now: now, limit: limit, using: &generator)
                flushed.packets += next.packets
                flushed.settled += next.settled
                flushed.hasMore = next.hasMore
            }
            for settlement in flushed.settled { settle(settlement, in: lanes[index].generation, into: &results) }
            result.hasMore = result.hasMore || flushed.hasMore
            guard !flushed.packets.isEmpty else { continue }
            result.outgoing.append(Outgoing(packets: flushed.packets, key: lanes[index].key))
        }
        // Whoever flushes comes back for the rest, and takes along what is added until then.
        if result.hasMore { promiseFlush() }
        result.isLast = restIfPrepared()
        return result
    }

    /// The key that opens a packet, by its id.
    func lane(withKey id: Int64) -> (generation: UInt32, key: AuthKey, isBinding: Bool)? {
        lanes.first { $0.key.id == id }.map { ($0.generation, $0.key, $0.isBinding) }
    }

    /// Lets the acknowledgements of messages go.
    ///
    /// - Returns: Whether the timer must go off earlier than it would, and whether they are to go at once.
    mutating func acknowledge(_ messages: [MessageID], now: MonotonicTime) -> (rings: Bool, wantsFlush: Bool) {
        var rings = false
        var wantsFlush = false
        for index in lanes.indices {
            for message in messages { lanes[index].session.releaseAcknowledgement(of: message, now: now) }
            guard let deadline = lanes[index].session.findAcknowledgementDeadline() else { continue }
            if deadline <= now {
                wantsFlush = true
            } else if deadline < armed {
                armed = deadline
                rings = true
            }
        }
        return (rings, wantsFlush)
    }

    struct Received: Sendable {
        var events: [SessionEvent] = []
        var signals: [LinkSignal] = []
        /// Whether the packet made anything due that is to be sent.
        var wantsFlush = false
    }

    mutating func received(
        _ contents: PacketContents, in generation: UInt32, on connection: ConnectionID, now: MonotonicTime,
        into results: inout CallResults
    ) throws(SessionError) -> Received {
        var received = Received()
        guard let index = lanes.firstIndex(where: { $0.generation == generation }) else { return received }
        let events = try lanes[index].session.received(contents, on: connection, now: now, using: &generator)
        if !lanes[index].isBinding { unknownKeyCount = 0 }
        let role = lanes[index].role
        let binding = lanes[index].bindingCall
        for event in events {
            switch event {
            case .settled(let settlement) where settlement.call == binding:
                received.signals.append(bindingEnded(settlement.outcome, generation, now: now, &results))
            case .settled(let settlement):
                settle(settlement, in: generation, into: &results)
            case .update, .updatesLost:
                // Sessions that begin or end have updates to tell as well; the difference sorts out what comes twice.
                if role != .probe { received.events.append(event) }
            case .saltsChanged:
                // The salts of temporary keys go with them.
                if role == .current, !usesTemporaryKeys { received.events.append(event) }
            case .acknowledged, .sessionReset:
                continue
            }
        }
        removeDrainedLanes()
        for index in lanes.indices where lanes[index].session.wantsFlush(at: now) { received.wantsFlush = true }
        return received
    }

    struct Tick: Sendable {
        var closesConnection = false
        /// Whether there is something to send.
        var wantsFlush = false
        var saltsChanged = false
        var signals: [LinkSignal] = []
    }

    mutating func tick(now: MonotonicTime, into results: inout CallResults) -> Tick {
        var tick = Tick()
        for ticket in removeDueCalls(now: now) {
            guard let (method, wasSent) = cancel(ticket) else { continue }
            results.add(ticket, .failure(lateness(of: method, wasSent: wasSent)))
        }
        for index in lanes.indices {
            for action in lanes[index].session.tick(now: now, using: &generator) {
                switch action {
                case .close: tick.closesConnection = true
                case .settled(let settlement):
                    settle(settlement, in: lanes[index].generation, into: &results)
                case .saltsChanged: tick.saltsChanged = lanes[index].role == .current && !usesTemporaryKeys
                case .renewTemporaryKey where lanes[index].role == .current:
                    wantsTemporaryKey = true
                    tick.signals.append(.keyWanted)
                case .renewTemporaryKey: continue
                }
            }
        }
        // The server forgets a key when it ends, and whatever was not answered with it.
        while let index = lanes.firstIndex(where: { lane in
            lane.role == .draining && (lane.end.map { $0 <= now } ?? false)
        }) {
            removeLane(at: index, into: &results)
        }
        if tick.closesConnection { forgetConnection(now: now, into: &results) }
        removeDrainedLanes()
        for index in lanes.indices where lanes[index].session.wantsFlush(at: now) { tick.wantsFlush = true }
        prepareToRest(sends: tick.wantsFlush)
        return tick
    }

    /// Why a call has no answer when its time is over.
    func lateness(of method: UInt32, wasSent: Bool) -> InvocationError {
        if let obstacle, !wasSent, !hasCurrentLane {
            return .connectionLost("\(Self.name(of: method)) could not be sent in time: \(obstacle)")
        }
        return .deadlineExceeded(method: Self.name(of: method))
    }

    /// Whether the timer must go off earlier than it would.
    mutating func rearm() -> Bool {
        guard let next = nextDeadline(), next < armed else { return false }
        armed = next
        return true
    }

    /// Whether the timer must go off earlier than it would because of a call that was just taken.
    ///
    /// What else has its time because of the call begins when it is written, and is looked at then.
    mutating func rearm(for deadline: MonotonicTime?) -> Bool {
        guard let deadline, deadline < armed else { return false }
        armed = deadline
        return true
    }

    /// The salts of the permanent key, which are kept with it.
    var salts: SaltSchedule? {
        usesTemporaryKeys ? nil : lanes.first { $0.role == .current }?.session.salts
    }
}
