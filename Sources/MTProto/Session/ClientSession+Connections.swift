// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

extension ClientSession {
    /// Takes note of a new connection.
    ///
    /// - Parameters:
    ///   - connection: A name that was not used before.
    ///   - now: The time.
    public mutating func connected(_ connection: ConnectionID, now: MonotonicTime) {
        precondition(links[connection] == nil, "the connection is known already")
        links[connection] = Liveness(connectedAt: now)
        isFlushAwaited = false
        clock.doubt()
        isSessionConfirmed = false
        nextSaltCheck = nextSaltCheck ?? now
        let asked = outbox.calls.values.filter { $0.stage == .asking }.compactMap { $0.message?.id }
        askStates(of: asked)
    }

    /// Takes note of the end of a connection.
    ///
    /// - Parameters:
    ///   - connection: The connection; it may be forgotten already.
    ///   - now: The time.
    /// - Returns: Calls that ended because they were sent too often.
    public mutating func disconnected(_ connection: ConnectionID, now: MonotonicTime) -> [Settlement] {
        guard links.remove(connection) else { return [] }
        service.removePings(on: connection)
        var settled: [Settlement] = []
        var asked: [MessageID] = []
        for id in outbox.calls.values.filter({ $0.stage == .sent(connection) }).map(\.id).sorted() {
            outbox.markPerhapsRun(id)
            switch configuration.recovery {
            case .resend:
                settled.append(resend(id))
            case .askState:
                outbox.ask(id)
                asked += [outbox[id]?.message?.id].compactMap(\.self)
            }
        }
        // Another connection can ask at once; otherwise the next one will.
        if !links.isEmpty { askStates(of: asked) }
        return settled
    }

    mutating func askStates(of ids: [MessageID]) {
        var rest = ids.sorted()[...]
        while !rest.isEmpty {
            service.append(.stateQuestion(Array(rest.prefix(SessionLimits.rememberedIDs))))
            rest = rest.dropFirst(SessionLimits.rememberedIDs)
        }
    }
}
