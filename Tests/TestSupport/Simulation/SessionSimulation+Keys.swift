// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto

extension SessionSimulation {
    /// How long calls that are with the server have to be answered under the old key.
    private static let drainTime = 20 * second

    /// Binds the key of the client's session, in runs with temporary keys.
    mutating func bindKey() {
        guard let permanentKey else { return }
        // The key has to be renewed in an hour less than it lives, which falls into the run.
        let life = 3600 + Int64.random(in: 120...1200, using: &generator)
        let key = TemporaryKey(permanentKey: permanentKey, id: authKey.id, expiresAt: Int32(unixTime + life))
        temporaryKey = key
        ledger.sentBinding(client.bind(key))
    }

    /// Binds again what was not bound, because the call went out too often.
    mutating func bindAgainIfNeeded(_ settlement: Settlement) throws {
        guard ledger.isBinding(settlement.call), let temporaryKey else { return }
        switch settlement.outcome {
        case .answer(.object): return
        case .answer(.error(400, "EXPIRES_AT_INVALID")) where Int64(temporaryKey.expiresAt) <= unixTime + 1:
            isRenewing = true
            queue.add(.renewKey, at: now)
        case .tooManyResends: ledger.sentBinding(client.bind(temporaryKey))
        case .answer, .outcomeUnknown: throw SimulationViolation("a binding was refused: \(settlement.outcome)")
        }
    }

    /// Lets no more calls go out under the key, which is about to be replaced.
    ///
    /// - Returns: Whether that makes a difference.
    mutating func startRenewal() -> Bool {
        guard permanentKey != nil, !isRenewing, !isHealed else { return false }
        isRenewing = true
        client.startDraining()
        queue.add(.renewKey, at: now + Int64.random(in: 0...Self.drainTime, using: &generator))
        return true
    }

    /// Goes on with another key and another session, to which the calls that are left go over.
    mutating func renewKey() throws {
        guard isRenewing else { return }
        isRenewing = false
        ledger.permitUnknown("a new key")
        let (calls, settled) = client.handOver()
        ledger.forgetBindings()
        try settle(settled)
        ledger.forgetServices()
        for id in connections.keys.sorted(by: { $0.number < $1.number }) { drop(id) }
        result.renewedKeys += 1
        pastRenewals += client.statistics.renewals + calls.count
        pastResets += client.statistics.resets
        authKey = try AuthKey(SecureBytes(randomCount: AuthKey.byteCount, using: &generator))
        server.changeKey()
        let (configuration, clock) = (client.configuration, client.clock)
        client = ClientSession(configuration: configuration, clock: clock, using: &generator)
        let session = client.id
        note("a new key and session \(session)")
        bindKey()
        book.forgetNames()
        var names: [(old: CallID, new: CallID)] = []
        var ordered: [SimulatedCall] = []
        for (old, call) in calls {
            if let number = ledger.number(of: old), let member = book.members[number] {
                // Made again where it belongs, when the ledger has the names of the others.
                ledger.park(old)
                ordered.append(member.call)
                continue
            }
            guard let new = client.send(call) else { throw SimulationViolation("a call cannot go over") }
            names.append((old, new))
        }
        ledger.wentOver(names)
        for call in ordered { sendInOrder(call) }
        let late = backlog
        backlog = []
        for call in late { send(call) }
        if connections.isEmpty { try connect() }
    }
}
