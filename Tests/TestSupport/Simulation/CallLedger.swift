// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// What became of the calls of a run, and what must hold for them.
struct CallLedger {
    private struct Entry {
        let number: UInt32
        let isHarmless: Bool
        let madeAt: Int64
        var isCancelled = false
        var outcome: String?
    }

    private var entries: [CallID: Entry] = [:]
    /// Calls of the sessions of earlier keys, whose names mean nothing any more.
    private var past: [Entry] = []
    private var bindings: Set<CallID> = []
    private var lastNumber: UInt32 = 0
    private var unsettled = 0
    private var services: Set<CallID> = []
    /// Why calls may end without anyone knowing whether they ran.
    private var reasons: Set<String> = []
    private var updatesSent: UInt32 = 0
    private var updatesSeen: Set<UInt32> = []
    private var wasTold = false
    var wasCorrupted = false
    /// Whether the packet that is being taken gives such a reason.
    var isPermittedByPacket = false

    var isSettled: Bool { unsettled == 0 }

    mutating func nextNumber() -> UInt32 {
        lastNumber += 1
        return lastNumber
    }

    mutating func nextUpdate() -> UInt32 {
        updatesSent += 1
        return updatesSent
    }

    mutating func sent(_ id: CallID, _ call: SimulatedCall, now: Int64) {
        entries[id] = Entry(number: call.number, isHarmless: call.isHarmless, madeAt: now)
        unsettled += 1
    }

    /// The number of a call that a session has.
    func number(of id: CallID) -> UInt32? { entries[id]?.number }

    /// A call came back without having run, and will be made again.
    mutating func park(_ id: CallID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        past.append(entry)
        unsettled -= 1
    }

    /// A call ended with the error that it asks for.
    mutating func failed(_ id: CallID) {
        guard entries[id]?.outcome == nil else { return }
        entries[id]?.outcome = "failed"
        unsettled -= 1
    }

    /// Takes note of a call that the simulation makes on its own account.
    mutating func sentService(_ id: CallID) {
        services.insert(id)
    }

    /// Takes note of a call that binds a key.
    mutating func sentBinding(_ id: CallID) {
        services.insert(id)
        bindings.insert(id)
    }

    /// The session is over, and what happens to its binding is of no interest.
    mutating func forgetBindings() { bindings = [] }

    /// The session is over: the names of its calls will be those of others.
    mutating func forgetServices() { services = [] }

    func isBinding(_ id: CallID) -> Bool { bindings.contains(id) }

    /// Goes on with the calls of another session.
    ///
    /// - Parameter names: The names of the calls that go over, in both sessions.
    mutating func wentOver(_ names: [(old: CallID, new: CallID)]) {
        let before = entries
        entries = [:]
        for (old, new) in names { entries[new] = before[old] }
        let over = Set(names.map(\.old))
        past += before.filter { !over.contains($0.key) }.map(\.value)
    }

    mutating func permitUnknown(_ reason: String) {
        reasons.insert(reason)
    }

    /// The calls that may still be cancelled.
    var open: [CallID] {
        entries.filter { $0.value.outcome == nil && !$0.value.isCancelled }.map(\.key).sorted()
    }

    mutating func cancelled(_ id: CallID) {
        entries[id]?.isCancelled = true
        unsettled -= 1
    }

    mutating func settle(_ settlement: Settlement, runs: [UInt32: Int], now: Int64) throws {
        guard services.remove(settlement.call) == nil else { return }
        guard let entry = entries[settlement.call] else { throw SimulationViolation("an unknown call was settled") }
        let name = "call \(entry.number)"
        guard !entry.isCancelled else { throw SimulationViolation("\(name) was settled after it was cancelled") }
        guard entry.outcome == nil else { throw SimulationViolation("\(name) was settled twice") }
        entries[settlement.call]?.outcome = "\(settlement.outcome)"
        unsettled -= 1
        switch settlement.outcome {
        case .answer(.object(let object)):
            guard SimulatedCall.number(answeredBy: object) == entry.number else {
                throw SimulationViolation("\(name) got the answer to another call")
            }
            guard runs[entry.number, default: 0] >= 1 else { throw SimulationViolation("\(name) was answered unrun") }
        case .answer(.error(400, "CONNECTION_NOT_INITED")) where reasons.contains("many resends"):
            // It was sent as often as a call may be, and the server refused it without running it.
            break
        case .answer(.error), .answer(.malformed):
            throw SimulationViolation("\(name) got an error nobody made")
        case .outcomeUnknown:
            guard !entry.isHarmless else {
                throw SimulationViolation("\(name) may run twice, yet its outcome is unknown")
            }
            // Ids are whole seconds, and the first message has its id from a clock that is a little behind.
            let isOld = now - entry.madeAt >= (SessionLimits.resendAge - 5) * SessionSimulation.second
            guard isOld || isPermittedByPacket || !reasons.isEmpty else {
                throw SimulationViolation("the outcome of \(name) is unknown without a reason")
            }
        case .tooManyResends:
            guard reasons.contains("many resends") else { throw SimulationViolation("\(name) was given up too early") }
        }
    }

    mutating func updated(_ body: ArraySlice<UInt8>) throws {
        guard body.count >= 8 else { throw SimulationViolation("an update nobody made") }
        let number = body.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
        guard updatesSeen.insert(number).inserted else {
            throw SimulationViolation("update \(number) was delivered twice")
        }
    }

    mutating func updatesLost() {
        wasTold = true
    }

    /// Checks the number of runs: a call that does harm when it runs twice never does.
    func checkRuns(_ runs: [UInt32: Int], renewals: Int) throws {
        for entry in Array(entries.values) + past {
            let count = runs[entry.number, default: 0]
            if !entry.isHarmless, count > 1 {
                throw SimulationViolation("call \(entry.number) ran \(count) times and must not run twice")
            }
            if count > 1 + renewals { throw SimulationViolation("call \(entry.number) ran \(count) times") }
        }
    }

    func checkAllSettled() throws {
        guard let call = open.first, let entry = entries[call] else { return }
        throw SimulationViolation("call \(entry.number) and \(unsettled - 1) others were never settled")
    }

    /// Checks that no update was lost without a word.
    func checkUpdates() throws {
        if updatesSeen.count < Int(updatesSent), !wasTold {
            throw SimulationViolation("\(Int(updatesSent) - updatesSeen.count) updates were lost without a word")
        }
    }
}
