// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

/// The faults that were injected, and what they still have in store.
struct FaultTable: Sendable {
    private struct Entry: Sendable {
        let id: LocalFaultID
        let fault: LocalFault
        var remaining: Int
    }

    /// A call, as faults look at it.
    struct Subject: Sendable {
        let method: String
        let account: Int64?
        let dataCenter: Int
        /// How many calls of the session are being run.
        var runningCalls = 0
    }

    /// What stands for the method of messages that call none, such as pings.
    static let noMethod = ""

    private var entries: [Entry] = []
    private var lastNumber: UInt64 = 0
    private var generator: SeededRandomness
    /// How often each fault occurred, by its name.
    private(set) var counts: [LocalFaultID: Int] = [:]
    /// What happens to the answers of calls that are being run.
    private var answers: [PendingCall: LocalFault.Kind] = [:]
    /// What happens to the packets that a session sends next.
    private(set) var packets: [CallOrigin: LocalFault.Kind] = [:]

    init(seed: UInt64) {
        generator = SeededRandomness(seed: seed ^ 0xFA17)
    }

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ fault: LocalFault) -> LocalFaultID {
        lastNumber += 1
        let id = LocalFaultID(number: lastNumber)
        let remaining = if case .times(let count) = fault.occurrence { count } else { Int.max }
        entries.append(Entry(id: id, fault: fault, remaining: remaining))
        return id
    }

    mutating func remove(_ id: LocalFaultID) {
        entries.removeAll { $0.id == id }
    }

    mutating func removeAll() {
        entries = []
    }

    /// Draws what goes wrong at a call, the fault that was injected first.
    mutating func draw(_ subject: Subject, _ moment: LocalFault.Moment) -> LocalFault.Kind? {
        for index in entries.indices {
            let entry = entries[index]
            guard entry.fault.kind.moment == moment, entry.remaining > 0,
                Self.fits(entry.fault, subject)
            else { continue }
            if case .probability(let probability) = entry.fault.occurrence {
                // 53 bits, as many as a Double holds.
                guard Double(generator.next() >> 11) < probability * 0x1p53 else { continue }
            }
            if case .times = entry.fault.occurrence { entries[index].remaining -= 1 }
            counts[entry.id, default: 0] += 1
            return entry.fault.kind
        }
        return nil
    }

    private static func fits(_ fault: LocalFault, _ subject: Subject) -> Bool {
        if case .loseAnswerBeyond(let count) = fault.kind, subject.runningCalls <= count { return false }
        return (!fault.kind.moment.isOfCalls || (fault.methods?.contains(subject.method) ?? true))
            && (fault.dataCenter.map { $0 == subject.dataCenter } ?? true)
            && (fault.account.map { $0 == subject.account } ?? true)
    }

    // MARK: Answers

    mutating func remember(_ kind: LocalFault.Kind, for call: PendingCall) {
        // Calls that are never answered leave theirs behind; there are not many at a time.
        if answers.count >= SessionLimits.runningCalls { answers = [:] }
        answers[call] = kind
    }

    /// The answer to a call goes into its session.
    mutating func answered(_ call: PendingCall) {
        guard !answers.isEmpty, let kind = answers.removeValue(forKey: call) else { return }
        // Sessions that never send again leave theirs behind.
        if packets.count >= SessionLimits.runningCalls { packets = [:] }
        packets[call.origin] = kind
    }

    /// A session is about to be told of updates.
    mutating func setPacketFault(_ kind: LocalFault.Kind, of origin: CallOrigin) {
        packets[origin] = kind
    }

    /// A session sends.
    mutating func takePacketFault(of origin: CallOrigin) -> LocalFault.Kind? {
        packets.isEmpty ? nil : packets.removeValue(forKey: origin)
    }
}
