// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes

extension Engine {
    /// Lets a packet meet its fate before anything in it is run.
    ///
    /// - Returns: Whether it goes no further.
    mutating func intercept(_ contents: PacketContents, _ origin: CallOrigin, on connection: ConnectionID) -> Bool {
        guard !faults.isEmpty else { return false }
        for message in contents.messages {
            let method = Self.method(of: message.body)
            let subject = FaultTable.Subject(
                method: method ?? FaultTable.noMethod, account: account(of: origin),
                dataCenter: connections[connection]?.dataCenter ?? 0)
            // A call that has run already is answered from memory, whatever else may happen.
            if sessions[origin]?.machine.knows(message.id) ?? false { continue }
            guard let kind = faults.draw(subject, .beforeRunning) else { continue }
            if method == nil, case .answer = kind { continue }
            guard apply(kind, to: contents, message.id, origin, on: connection) else { continue }
            return true
        }
        return false
    }

    /// - Returns: Whether the packet goes no further.
    private mutating func apply(
        _ kind: LocalFault.Kind, to contents: PacketContents, _ call: MessageID, _ origin: CallOrigin,
        on connection: ConnectionID
    ) -> Bool {
        switch kind {
        case .answer(let failure):
            // Those of messages that were refused for another reason stay behind; there are not many at a time.
            if refusals.count >= SessionLimits.runningCalls { refusals = [:] }
            refusals[CallName(origin: origin, id: call)] = failure
            return false
        case .badMessage(let code):
            sessions[origin]?.machine.refuse(contents, code: code)
            flush(origin)
        case .badServerSalt:
            let salt = currentSalt(of: origin)
            sessions[origin]?.machine.refuseSalt(of: contents, salt: salt)
            flush(origin)
        case .transportError(let code):
            append(.close(connection, transportError: code))
        case .closeBeforeRunning:
            append(.close(connection, transportError: nil))
        case .forgetSessions:
            forgetSessions()
        case .forgetKey:
            removeKey(origin.authKeyID)
            append(.close(connection, transportError: -404))
        case .ignoreMessage, .closeAfterRunning, .loseAnswer, .duplicateAnswer, .delayAnswer, .loseAnswerBeyond,
            .dropUpdates, .loseUpdates, .duplicateUpdates, .delayUpdates, .repeatUniqueID, .repeatMessageIDs,
            .skipNumber:
            break
        }
        return true
    }

    /// Draws what happens to the answer of a call that is about to run.
    ///
    /// - Returns: The error that answers the call in the place of the method.
    mutating func drawFault(of call: PendingCall, _ method: String) -> RPCFailure? {
        if !refusals.isEmpty,
            let failure = refusals.removeValue(forKey: CallName(origin: call.origin, id: call.id))
        {
            return failure
        }
        guard !faults.isEmpty else { return nil }
        let subject = FaultTable.Subject(
            method: method, account: call.account, dataCenter: call.dataCenter,
            runningCalls: sessions[call.origin]?.machine.runningCallCount ?? 0)
        if let kind = faults.draw(subject, .afterRunning) { faults.remember(kind, for: call) }
        return nil
    }

    /// Sends packets as their fate has it.
    mutating func send(_ packets: [OutgoingPacket], to target: ConnectionID, of origin: CallOrigin, _ key: ServedKey) {
        let kind = packets.isEmpty ? nil : faults.takePacketFault(of: origin)
        for packet in packets {
            switch kind {
            case .closeAfterRunning, .loseAnswer, .loseAnswerBeyond:
                continue
            case .duplicateAnswer:
                append(.packet(target, packet, key.authKey))
                append(.packet(target, packet, key.authKey))
            case .delayAnswer(let delay):
                append(.later(delay, target, packet, key.authKey, origin, account: account(of: origin)))
            default:
                append(.packet(target, packet, key.authKey))
            }
        }
        if kind == .closeAfterRunning { append(.close(target, transportError: nil)) }
    }

    /// Draws what happens to updates on their way to a session.
    ///
    /// - Returns: How often the session is told.
    mutating func drawFault(ofUpdatesFor origin: CallOrigin, _ account: Int64) -> Int {
        guard !faults.isEmpty else { return 1 }
        // Nothing is on its way without a connection; what went wrong would befall the first answer on the next one.
        guard sessions[origin]?.connections.isEmpty == false else { return 1 }
        let dataCenter = keys[origin.authKeyID]?.dataCenter ?? 0
        let subject = FaultTable.Subject(method: FaultTable.noMethod, account: account, dataCenter: dataCenter)
        switch faults.draw(subject, .telling) {
        case .dropUpdates:
            return 0
        case .duplicateUpdates:
            return 2
        case .loseUpdates:
            faults.setPacketFault(.loseAnswer, of: origin)
        case .delayUpdates(let delay):
            faults.setPacketFault(.delayAnswer(delay), of: origin)
        default:
            break
        }
        return 1
    }

    /// Draws how a session is announced that is new, or was forgotten.
    mutating func drawFault(ofAnnouncing origin: CallOrigin, on connection: ConnectionID) {
        guard !faults.isEmpty, sessions[origin]?.machine.needsAnnouncement == true else { return }
        let subject = FaultTable.Subject(
            method: FaultTable.noMethod, account: account(of: origin),
            dataCenter: connections[connection]?.dataCenter ?? 0)
        let kind = faults.draw(subject, .announcing)
        sessions[origin]?.machine.repeatsUniqueID = kind == .repeatUniqueID
        sessions[origin]?.machine.repeatsMessageIDs = kind == .repeatMessageIDs
    }

    /// Draws what becomes of an account's numbers after updates.
    mutating func drawFault(ofNumbersOf account: Int64) {
        guard !faults.isEmpty, let dataCenter = world[account]?.dataCenter else { return }
        let subject = FaultTable.Subject(method: FaultTable.noMethod, account: account, dataCenter: dataCenter)
        guard faults.draw(subject, .numbering) == .skipNumber else { return }
        world.changeMailbox(account) { $0.skipNumber() }
    }

    private static func method(of body: ArraySlice<UInt8>) -> String? {
        guard let (function, _) = try? unwrap(body) else { return nil }
        return TL.name(ofConstructor: type(of: function).constructorID)
    }
}
