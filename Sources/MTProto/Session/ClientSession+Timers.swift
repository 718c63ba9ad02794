// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

extension ClientSession {
    /// When ``tick(now:using:)`` is due next, or `nil` while there is no connection.
    public var nextDeadline: MonotonicTime? {
        var deadline = links.deadline
        // Without a connection there is nothing to do.
        guard deadline != nil else { return nil }
        deadline = Self.earlier(deadline, outbox.watchDeadline)
        deadline = Self.earlier(deadline, nextSaltCheck)
        deadline = Self.earlier(deadline, renewalDeadline)
        return isFlushAwaited ? deadline : Self.earlier(deadline, flushDeadline)
    }

    private static func earlier(_ one: MonotonicTime?, _ other: MonotonicTime?) -> MonotonicTime? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    /// Finds ``nextDeadline`` in place: reading a property of a value as large as this one copies it in other modules.
    package mutating func findNextDeadline() -> MonotonicTime? { nextDeadline }

    /// When acknowledgements must go, the part of ``nextDeadline`` that ``releaseAcknowledgement(of:now:)`` may change.
    package mutating func findAcknowledgementDeadline() -> MonotonicTime? {
        links.isEmpty || isFlushAwaited ? nil : acknowledgements.deadline
    }

    /// When something waits no longer that only a flush can let go.
    private var flushDeadline: MonotonicTime? {
        Self.earlier(outbox.hasQueued ? pacedUntil : nil, acknowledgements.deadline)
    }

    /// Does what is due; a flush of every connection must follow.
    ///
    /// It may follow late, when a connection takes nothing for a while: ``nextDeadline`` does not name again what waits for
    /// nothing else.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - generator: Where the numbers of pings come from.
    /// - Returns: What else is to be done.
    public mutating func tick(
        now: MonotonicTime, using generator: inout some RandomNumberGenerator
    ) -> [TimerAction] {
        var actions: [TimerAction] = []
        for connection in links.ids {
            links[connection]?.update(isWaiting: outbox.sentCount > 0, at: now)
            switch links[connection]?.verdict(at: now) {
            case .ping:
                let ping = Int64(bitPattern: generator.next())
                links[connection]?.pinged(id: ping, at: now)
                service.append(.ping(ping, connection))
            case .dead:
                actions.append(.close(connection))
                actions += disconnected(connection, now: now).map(TimerAction.settled)
            case .alive, nil:
                continue
            }
        }
        guard !links.isEmpty else { return actions }
        if let flushDeadline, now >= flushDeadline { isFlushAwaited = true }
        askStates(of: outbox.overdue(at: now))
        if checkSalts(now: now) { actions.append(.saltsChanged) }
        if let renewalDeadline, now >= renewalDeadline {
            wasRenewalAsked = true
            actions.append(.renewTemporaryKey)
        }
        return actions
    }

    /// Goes on to the next salt and asks for more in time, once a minute at most.
    private mutating func checkSalts(now: MonotonicTime) -> Bool {
        guard let due = nextSaltCheck, now >= due else { return false }
        nextSaltCheck = now + SessionLimits.saltQuestionDelay
        let unixTime = clock.unixTime(at: now)
        let hasChanged = salts.advance(to: unixTime) || hasNewSalt
        hasNewSalt = false
        if salts.needsMore(at: unixTime) { service.append(.saltQuestion) }
        return hasChanged
    }
}
