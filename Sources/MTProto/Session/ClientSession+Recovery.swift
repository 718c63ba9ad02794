// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

extension ClientSession {
    /// Whether a message is too old for the server to know whether it has it.
    func isTooOld(_ message: SentMessage, now: MonotonicTime) -> Bool {
        clock.unixTime(at: now) - message.id.unixTime >= SessionLimits.resendAge
    }

    /// Lets a call go out again under the same id; its age is looked at when it goes.
    ///
    /// - Returns: How the call ended, if it did.
    mutating func resend(_ id: CallID) -> Settlement? {
        guard let call = outbox[id] else { return nil }
        // A binding repeats the id of its message, and must be built again for another.
        guard !call.isBinding else { return renew(id, keepingID: false) }
        guard call.resends < SessionLimits.resends else { return giveUp(call) }
        statistics.resends += 1
        outbox.resend(id)
        return nil
    }

    /// Lets a call go out again under a new id, or ends it if it must not run twice.
    ///
    /// - Parameters:
    ///   - id: The call.
    ///   - keepingID: Whether the old id may still be answered.
    ///   - isHarmless: Whether the server surely did not run it.
    /// - Returns: How the call ended, if it did.
    mutating func renew(_ id: CallID, keepingID: Bool = true, isHarmless: Bool = false) -> Settlement? {
        guard let call = outbox[id] else { return nil }
        guard call.isHarmless || isHarmless else {
            outbox.remove(id)
            return Settlement(call, .outcomeUnknown)
        }
        guard call.resends < SessionLimits.resends else { return giveUp(call) }
        statistics.renewals += 1
        outbox.renew(id, keepingID: keepingID)
        return nil
    }

    private mutating func giveUp(_ call: PendingCall) -> Settlement {
        outbox.remove(call.id)
        return Settlement(call, call.isHarmless ? .tooManyResends : .outcomeUnknown)
    }

    /// The server does not accept an id, or has forgotten it.
    mutating func refused(_ id: CallID) -> Settlement? {
        statistics.refusedIDs += 1
        return renew(id)
    }

    /// Gives the session up for a new one.
    ///
    /// Its messages can be neither answered nor recognised any more, so what was sent goes out anew or ends.
    mutating func reset(using generator: inout some RandomNumberGenerator) -> [SessionEvent] {
        let old = id
        formerIDs.append(old)
        if formerIDs.count > SessionLimits.formerSessions { formerIDs.removeFirst() }
        id = Self.randomID(using: &generator)
        messageIDs = MessageIDGenerator()
        sequenceNumbers = SequenceNumbers()
        receivedIDs.removeAll()
        acknowledgements.removeAll()
        containers.removeAll()
        service.removeAll()
        sessionStarts = []
        statistics.resets += 1
        var events = [SessionEvent.sessionReset(old: old), .updatesLost]
        for call in outbox.calls.values.sorted(by: { $0.id < $1.id }) where call.stage != .waiting {
            if let settlement = renew(call.id, keepingID: false) { events.append(.settled(settlement)) }
        }
        return events
    }
}

extension [Settlement] {
    mutating func append(_ settlement: Settlement?) {
        if let settlement { append(settlement) }
    }
}
