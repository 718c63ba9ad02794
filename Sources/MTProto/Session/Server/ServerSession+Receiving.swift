// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

extension ServerSession {
    /// Takes a packet.
    ///
    /// - Parameters:
    ///   - contents: The messages of the packet, which ``PacketCipher`` opened and checked.
    ///   - unixTime: The time, in seconds since 1970.
    ///   - salts: The salts of the key.
    ///   - generator: Where new salts come from.
    /// - Returns: What the client asks for.
    /// - Throws: ``SessionError/Code/sessionMismatch`` if the packet names another session.
    public mutating func received(
        _ contents: PacketContents, unixTime: Int64, salts: inout ServerSalts,
        using generator: inout some RandomNumberGenerator
    ) throws(SessionError) -> [ServerSessionEvent] {
        let header = contents.header
        guard header.sessionID == id else { throw SessionError(.sessionMismatch) }
        if let code = fault(in: contents, unixTime: unixTime) {
            refuse(header.messageID, header.sequenceNumber, code: code)
            return []
        }
        let salt = salts.current(at: unixTime, using: &generator)
        guard salts.accepts(header.salt, at: unixTime) else {
            let notification = TL.BadMsgNotification.BadServerSalt(
                badMsgID: header.messageID.rawValue, badMsgSeqno: header.sequenceNumber, errorCode: 48,
                newServerSalt: salt)
            say(TL.BadMsgNotification.badServerSalt(notification))
            return []
        }
        if needsAnnouncement { announce(contents, salt: salt, using: &generator) }
        if contents.isContainer { note(header.messageID, header.sequenceNumber) }
        var events: [ServerSessionEvent] = []
        for message in contents.messages {
            receive(
                message, isStandalone: !contents.isContainer, unixTime: unixTime, salts: &salts, using: &generator,
                into: &events)
        }
        return events
    }

    // MARK: Checks

    /// What is wrong with a packet as a whole, by the codes of `bad_msg_notification`.
    private mutating func fault(in contents: PacketContents, unixTime: Int64) -> Int32? {
        let id = contents.header.messageID
        guard id.origin == .client else { return 18 }
        if id.unixTime < unixTime - SessionLimits.oldestMessage { return 16 }
        if id.unixTime > unixTime + SessionLimits.newestMessage { return 17 }
        guard contents.isContainer else { return nil }
        if contents.header.sequenceNumber & 1 == 1 { return 34 }
        if contents.malformed > 0 || contents.messages.count > SessionLimits.containerMessages { return 64 }
        if receivedIDs.verdict(on: id) == .duplicate { return isRepeat(contents) ? nil : 19 }
        return orderFault(id, contents.header.sequenceNumber)
    }

    /// Whether a container whose id came before may just have been sent twice by the network.
    private func isRepeat(_ contents: PacketContents) -> Bool {
        contents.messages.allSatisfy { receivedIDs.verdict(on: $0.id) != .new || calls[$0.id] != nil }
    }

    private func orderFault(_ id: MessageID, _ sequenceNumber: Int32) -> Int32? {
        guard let highest else { return nil }
        if id > highest.id, sequenceNumber < highest.sequenceNumber { return 32 }
        if id < highest.id, sequenceNumber > highest.sequenceNumber { return 33 }
        return nil
    }

    private mutating func note(_ id: MessageID, _ sequenceNumber: Int32) {
        if receivedIDs.verdict(on: id) == .new { receivedIDs.insert(id) }
        if highest.map({ $0.id < id }) ?? true { highest = (id, sequenceNumber) }
    }

    private mutating func refuse(_ id: MessageID, _ sequenceNumber: Int32, code: Int32) {
        let notification = TL.BadMsgNotification.BadMsgNotification(
            badMsgID: id.rawValue, badMsgSeqno: sequenceNumber, errorCode: code)
        say(TL.BadMsgNotification.badMsgNotification(notification))
    }

    /// Whether a call with this id came before.
    ///
    /// - Parameter id: The id.
    /// - Returns: Whether it is remembered.
    public func knows(_ id: MessageID) -> Bool { calls[id] != nil }

    /// Refuses a packet as a whole, as if something were wrong with it, and remembers nothing of it.
    ///
    /// - Parameters:
    ///   - contents: The messages of the packet.
    ///   - code: A code of `bad_msg_notification`.
    public mutating func refuse(_ contents: PacketContents, code: Int32) {
        refuse(contents.header.messageID, contents.header.sequenceNumber, code: code)
    }

    /// Refuses a packet as a whole, as if it had a wrong salt, and remembers nothing of it.
    ///
    /// - Parameters:
    ///   - contents: The messages of the packet.
    ///   - salt: The right salt.
    public mutating func refuseSalt(of contents: PacketContents, salt: Int64) {
        let header = contents.header
        say(
            TL.BadMsgNotification.badServerSalt(
                .init(
                    badMsgID: header.messageID.rawValue, badMsgSeqno: header.sequenceNumber, errorCode: 48,
                    newServerSalt: salt)))
    }

    private mutating func announce(
        _ contents: PacketContents, salt: Int64, using generator: inout some RandomNumberGenerator
    ) {
        needsAnnouncement = false
        let ids = contents.messages.map(\.id).filter { $0 > floor } + [contents.header.messageID]
        let first = ids.min() ?? contents.header.messageID
        let uniqueID = repeatsUniqueID ? id : Int64(bitPattern: generator.next())
        let announcement = TL.NewSession(firstMsgID: first.rawValue, uniqueID: uniqueID, serverSalt: salt)
        guard let body = try? announcement.encoded() else { preconditionFailure("an announcement can be written") }
        outbox.prepend(.init(body: ServerBody(body), origin: .answer, isContentRelated: true))
    }

    // MARK: Messages

    private mutating func receive(
        _ message: PlainMessage, isStandalone: Bool, unixTime: Int64, salts: inout ServerSalts,
        using generator: inout some RandomNumberGenerator, into events: inout [ServerSessionEvent]
    ) {
        guard message.id.origin == .client else { return refuse(message.id, message.sequenceNumber, code: 18) }
        if message.isContentRelated { pendingAcknowledgements.append(message.id) }
        if let state = calls[message.id] {
            repeated(message, state, isStandalone: isStandalone)
            return
        }
        let content = ClientMessage(message.body)
        switch receivedIDs.verdict(on: message.id) {
        case .duplicate where message.id > floor: return
        case .new where message.id > floor: break
        case .new, .duplicate, .forgotten:
            guard message.isContentRelated else { return }
            return refuse(message.id, message.sequenceNumber, code: 20)
        }
        if message.id.unixTime < unixTime - SessionLimits.oldestMessage {
            return refuse(message.id, message.sequenceNumber, code: 20)
        }
        if let expected = content.mustBeContentRelated, expected != message.isContentRelated {
            return refuse(message.id, message.sequenceNumber, code: expected ? 35 : 34)
        }
        if let code = orderFault(message.id, message.sequenceNumber) {
            return refuse(message.id, message.sequenceNumber, code: code)
        }
        note(message.id, message.sequenceNumber)
        run(content, of: message.id, unixTime: unixTime, salts: &salts, using: &generator, into: &events)
    }

    /// A call that came before is never run again.
    private mutating func repeated(_ message: PlainMessage, _ state: CallState, isStandalone: Bool) {
        repeatedCalls += 1
        if isStandalone {
            repeatedStandalone += 1
            if policy.refusesRepeatedStandalone { return refuse(message.id, message.sequenceNumber, code: 16) }
        }
        switch state {
        case .running, .dropped:
            return
        case .answered(let body, let answer):
            if let answer, outbox.unacknowledged[answer] != nil {
                outbox.sendAgain(answer)
            } else if answer != nil, body.byteCount > 0 {
                let body = ServerBody(body, resultOf: message.id)
                outbox.append(.init(body: body, origin: .answer, isContentRelated: true, request: message.id))
            }
        }
    }

    private mutating func run(
        _ content: ClientMessage, of id: MessageID, unixTime: Int64, salts: inout ServerSalts,
        using generator: inout some RandomNumberGenerator, into events: inout [ServerSessionEvent]
    ) {
        switch content {
        case .acknowledgement(let ids):
            for id in ids { acknowledged(id) }
            events.append(.acknowledged(ids))
        case .ping(let pingID):
            say(TL.Pong(msgID: id.rawValue, pingID: pingID))
        case .saltQuestion(let count):
            let upcoming = salts.upcoming(count, at: unixTime, using: &generator).map { salt in
                TL.FutureSalt(
                    validSince: Int32(truncatingIfNeeded: salt.validSince),
                    validUntil: Int32(truncatingIfNeeded: salt.validUntil), salt: salt.salt)
            }
            say(TL.FutureSalts(reqMsgID: id.rawValue, now: Int32(truncatingIfNeeded: unixTime), salts: upcoming))
        case .stateQuestion(let ids):
            say(TL.MsgsStateInfo(reqMsgID: id.rawValue, info: ids.map(state)))
        case .resendRequest(let ids):
            for id in ids where outbox.unacknowledged[id] != nil { outbox.sendAgain(id) }
        case .dropAnswer(let request):
            drop(request, asked: id, into: &events)
        case .destroySession(let sessionID):
            events.append(.destroySession(sessionID))
        case .destroyAuthKey:
            events.append(.destroyAuthKey)
        case .call(let body):
            if begin(id) { events.append(.call(id, body)) }
        case .stateInfo, .malformed:
            break
        }
    }

    /// The state of a message, as `msgs_state_info` says it.
    private func state(of id: MessageID) -> UInt8 {
        switch calls[id] {
        case .running, .dropped: return 4 | 32
        case .answered: return 4 | 64
        case nil: break
        }
        if id <= floor { return 1 }
        switch receivedIDs.verdict(on: id) {
        case .duplicate: return 4
        case .forgotten: return 1
        case .new: return highest.map { id > $0.id } ?? true ? 3 : 2
        }
    }

    private mutating func drop(_ request: MessageID, asked id: MessageID, into events: inout [ServerSessionEvent]) {
        var writer = TLWriter(capacity: 32)
        switch calls[request] {
        case .running:
            calls[request] = .dropped
            events.append(.dropped(request))
            writer.uint32(0xCD78_E586)  // rpc_answer_dropped_running
        case .answered(let body, let answer) where answer.map { outbox.unacknowledged[$0] != nil } ?? true:
            outbox.dropDraft(answering: request)
            let message = answer.flatMap { outbox.unacknowledged[$0] }
            if let answer { acknowledged(answer) }
            writer.uint32(0xA43A_D8B7)  // rpc_answer_dropped
            writer.int64(answer?.rawValue ?? 0)
            writer.int32(message?.sequenceNumber ?? 0)
            writer.int32(Int32(clamping: ServerBody(body, resultOf: request).byteCount))
        case .answered, .dropped, nil:
            writer.uint32(0x5E2A_D36E)  // rpc_answer_unknown
        }
        guard let object = try? writer.finish() else { return }
        outbox.append(.init(body: ServerBody(object, resultOf: id), origin: .answer, isContentRelated: true))
    }
}
