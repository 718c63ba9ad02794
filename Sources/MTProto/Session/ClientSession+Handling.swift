// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

extension ClientSession {
    /// Does what a message asks for, whose id was judged and whose acknowledgement is under way.
    mutating func handle(_ message: ServerMessage, in packet: inout ReceivedPacket) {
        switch message {
        case .result(let request, let answer):
            answered(request, answer, in: &packet)
        case .acknowledgement(let ids):
            for id in ids {
                if containers[id] == nil { acknowledgedCall(id, in: &packet) } else { acknowledged(id, in: &packet) }
            }
        case .badMessage(let id, let code):
            rejected(id, code: code, in: &packet)
        case .badServerSalt(let id, let salt):
            guard isKnown(id) else { return }
            salts.replace(with: salt)
            packet.events.append(.saltsChanged)
            sendAgain(id, in: &packet)
        case .stateQuestion(let ids):
            service.append(.stateInfo(request: packet.id, ids.prefix(SessionLimits.idsPerMessage).map(state)))
        case .stateInfo(let request, let states):
            guard case .stateQuestion(let ids) = service[request] else { return }
            learned(ids, states, in: &packet)
        case .allStates(let ids, let states):
            learned(ids, states, in: &packet)
        case .detailedInfo(let request, let answer):
            answerExists(answer, to: request, in: &packet)
        case .resendRequest(let ids):
            for id in ids.prefix(SessionLimits.idsPerMessage) { sendAgain(id, in: &packet) }
        case .sessionCreated(let first, let uniqueID, let salt):
            sessionStarted(first, uniqueID, salt, in: &packet)
        case .pong(let request, let pingID):
            links[packet.connection]?.pong(id: pingID, at: packet.now)
            // An answer cannot be made before its question: our clock is ahead.
            if request.unixTime - packet.id.unixTime > 15 { clock.reset(to: packet.id, at: packet.now) }
        case .futureSalts(let request, let future):
            guard case .saltQuestion = service[request] else { return }
            salts.merge(future, at: clock.unixTime(at: packet.now))
            packet.events.append(.saltsChanged)
        case .sessionDestroyed(let sessionID, let body):
            settle(.destroySession(sessionID), body, in: &packet)
        case .authKeyDestroyed(let body):
            settle(.destroyAuthKey, body, in: &packet)
        case .update, .malformed:
            statistics.malformed += 1
        }
    }

    // MARK: Answers

    private mutating func answered(_ request: MessageID, _ answer: RPCAnswer, in packet: inout ReceivedPacket) {
        guard let id = outbox.call(for: request) else { return }
        // What the server did not run goes on.
        if !answer.isSuccess, goesOn(id, request, answer, in: &packet) { return }
        guard let call = outbox.remove(id, answer.isSuccess ? .succeeded : .failed) else { return }
        if call.message?.isWrapped ?? false { needsInitialization = false }
        if id == bindingCall { bound(by: answer) }
        packet.settle(Settlement(call, .answer(answer)))
    }

    /// Lets a call go on that the server did not run.
    ///
    /// - Returns: Whether it did not run it, so that this was no end.
    private mutating func goesOn(
        _ id: CallID, _ request: MessageID, _ answer: RPCAnswer, in packet: inout ReceivedPacket
    ) -> Bool {
        guard let call = outbox[id] else { return false }
        if case .error(_, let message) = answer, configuration.initialization != nil,
            message == "CONNECTION_NOT_INITED" || message == "CONNECTION_LAYER_INVALID",
            call.resends < SessionLimits.resends
        {
            // The server has forgotten initConnection and did not run the call.
            needsInitialization = true
            packet.settle(renew(id, keepingID: false, isHarmless: true))
            return true
        }
        if let precedence = outbox.precedence(of: id), CallPrecedence.isRefusal(answer),
            !isFinal(refusalOf: request, call, precedence)
        {
            waitAgain(request, call)
            return true
        }
        return false
    }

    /// Whether a call that the server did not run, because of those before it, is its maker's again.
    private func isFinal(refusalOf request: MessageID, _ call: PendingCall, _ precedence: CallPrecedence) -> Bool {
        guard let message = call.message, message.id == request else { return false }
        return precedence.sentAfter.isEmpty || precedence.hasFailed || call.resends >= SessionLimits.resends
    }

    /// Lets a call go out again that was not run because of those before it: when one of them has gone out under another id,
    /// or when they have come to their end.
    private mutating func waitAgain(_ request: MessageID, _ call: PendingCall) {
        guard let message = call.message, message.id == request else {
            // Another attempt is under way.
            return outbox.forget(request, of: call.id)
        }
        outbox.refused(call.id)
        // This has no limit of its own: it happens once for each id that a call before it goes out under, and those have one.
        statistics.renewals += 1
        outbox.renew(call.id, keepingID: false, countsAsResend: false)
    }

    private mutating func settle(
        _ content: PendingCall.ServiceCall, _ body: ArraySlice<UInt8>, in packet: inout ReceivedPacket
    ) {
        let asked = outbox.calls.values.filter { call in
            if case .service(content) = call.content { return call.message != nil }
            return false
        }
        guard let call = asked.min(by: { $0.id < $1.id }) else { return }
        outbox.remove(call.id)
        packet.settle(Settlement(call, .answer(.object(body))))
    }

    // MARK: Acknowledgements and states

    /// The calls that a message id stands for: one, or all of a container.
    private func calls(named id: MessageID) -> [CallID] {
        (containers[id] ?? [id]).compactMap(outbox.call).filter { outbox[$0]?.isNamed(by: id) ?? false }
    }

    /// The server has a message that is no container.
    private mutating func acknowledgedCall(_ id: MessageID, in packet: inout ReceivedPacket) {
        guard let call = outbox.call(for: id), outbox.markAcknowledged(call, named: id) else { return }
        packet.events.append(.acknowledged(call))
    }

    private mutating func acknowledged(_ id: MessageID, in packet: inout ReceivedPacket) {
        for call in calls(named: id) where outbox[call]?.message?.isAcknowledged == false {
            outbox.markAcknowledged(call)
            packet.events.append(.acknowledged(call))
        }
    }

    /// What we tell the server about one of its messages.
    private func state(of id: MessageID) -> UInt8 {
        switch receivedIDs.verdict(on: id) {
        case .duplicate: 4
        case .forgotten: 1
        case .new: 2
        }
    }

    /// The server says which of our messages it has.
    private mutating func learned(_ ids: [MessageID], _ states: [UInt8], in packet: inout ReceivedPacket) {
        for (id, state) in zip(ids, states) {
            guard let callID = outbox.call(for: id), let call = outbox[callID], call.message?.id == id else { continue }
            switch call.stage {
            case .sent, .asking: break
            case .waiting, .resending: continue
            }
            switch state & 7 {
            case 1:
                packet.settle(refused(callID))
            case 2, 3:
                packet.settle(resend(callID))
            case 4 where state & 64 != 0 && call.message?.isAcknowledged ?? false:
                outbox.markPerhapsRun(callID)
                // The answer was made and did not come: the same question brings it again.
                packet.settle(resend(callID))
            case 4 where call.isService && call.message?.isAcknowledged ?? false:
                // Answers of this kind are not remembered, but asking again does no harm.
                packet.settle(renew(callID))
            case 4:
                outbox.keepWaiting(callID, on: packet.connection, now: packet.now)
            default:
                continue
            }
        }
    }

    private mutating func answerExists(_ answer: MessageID, to request: MessageID?, in packet: inout ReceivedPacket) {
        let isWanted = request.map { outbox.call(for: $0) != nil } ?? true
        switch receivedIDs.verdict(on: answer) {
        case .new where isWanted:
            service.append(.resendRequest([answer]))
        case .new, .duplicate, .forgotten:
            acknowledgements.add(answer, at: packet.now)
        }
    }

    // MARK: Refusals

    private func isKnown(_ id: MessageID) -> Bool {
        !calls(named: id).isEmpty || service[id] != nil || containers[id] != nil
    }

    /// Sends messages again that the server did not process; of service messages only acknowledgements are worth it.
    private mutating func sendAgain(_ id: MessageID, in packet: inout ReceivedPacket) {
        for call in calls(named: id) {
            guard case .sent = outbox[call]?.stage else { continue }
            packet.settle(resend(call))
        }
        restoreService(id, now: packet.now)
    }

    private mutating func restoreService(_ id: MessageID, now: MonotonicTime) {
        for child in containers[id] ?? [id] {
            switch service[child] {
            case .acknowledgement(let ids):
                for id in ids { acknowledgements.add(id, at: now) }
            case .saltQuestion:
                nextSaltCheck = now
            case .stateQuestion(let ids):
                service.append(.stateQuestion(ids))
            case .ping(_, let connection):
                links[connection]?.pingWasRefused()
            case .stateInfo, .resendRequest, .dropAnswer, nil:
                continue
            }
        }
    }

    /// See core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-error-message.
    private mutating func rejected(_ id: MessageID, code: Int32, in packet: inout ReceivedPacket) {
        guard isKnown(id) else { return }
        switch code {
        case 17:
            // Our ids are in the future, and can only grow: they need a new session.
            clock.reset(to: packet.id, at: packet.now)
            packet.needsReset = true
        case 18, 19, 32, 33, 34, 35, 64:
            packet.needsReset = true
        case 48:
            nextSaltCheck = packet.now
            sendAgain(id, in: &packet)
        default:
            if code == 16 { clock.reset(to: packet.id, at: packet.now) }
            for call in calls(named: id) {
                guard case .sent = outbox[call]?.stage else { continue }
                packet.settle(refused(call))
            }
            restoreService(id, now: packet.now)
        }
    }

    /// What names one `new_session_created`.
    struct SessionStart: Hashable, Sendable {
        let uniqueID: Int64
        let first: MessageID
    }

    private mutating func sessionStarted(
        _ first: MessageID, _ uniqueID: Int64, _ salt: Int64, in packet: inout ReceivedPacket
    ) {
        // Some servers announce each of their sessions under the same unique id; the first message tells them apart.
        let start = SessionStart(uniqueID: uniqueID, first: first)
        guard !sessionStarts.contains(start) else { return }
        sessionStarts.append(start)
        if sessionStarts.count > SessionLimits.rememberedSessionStarts { sessionStarts.removeFirst() }
        salts.replace(with: salt)
        packet.firstMessages.append(first)
        packet.events += [.saltsChanged, .updatesLost]
    }

    // MARK: Quick acknowledgements

    /// Takes note of the token of a packet that asked for a quick acknowledgement.
    ///
    /// - Parameters:
    ///   - token: The token, from ``PacketCipher``.
    ///   - packet: The packet's ``OutgoingPacket/messageID``.
    public mutating func awaitQuickAck(_ token: UInt32, of packet: MessageID) {
        quickAcks.insert(token, packet: packet)
    }

    /// Takes a quick acknowledgement.
    ///
    /// - Parameter token: The token that came; one that nobody awaits is ignored.
    /// - Returns: The calls that the server now has.
    public mutating func receivedQuickAck(_ token: UInt32) -> [CallID] {
        guard let packet = quickAcks.take(token) else { return [] }
        let calls = calls(named: packet)
        for call in calls { outbox.markAcknowledged(call) }
        return calls
    }
}
