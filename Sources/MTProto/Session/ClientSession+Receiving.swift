// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase

extension ClientSession {
    /// Takes a packet.
    ///
    /// - Parameters:
    ///   - contents: The messages of the packet, which ``PacketCipher`` opened and checked.
    ///   - connection: Where it came.
    ///   - now: The time.
    ///   - generator: Where a new session's name comes from.
    /// - Returns: What it brought, in order.
    /// - Throws: ``SessionError`` for a packet that must be dropped; nothing of it is remembered then, and the connection
    ///   is to be closed.
    public mutating func received(
        _ contents: PacketContents, on connection: ConnectionID, now: MonotonicTime,
        using generator: inout some RandomNumberGenerator
    ) throws(SessionError) -> [SessionEvent] {
        var contents = contents
        let header = contents.header
        guard header.sessionID == id else {
            guard formerIDs.contains(header.sessionID) else { throw SessionError(.sessionMismatch) }
            links[connection]?.received(at: now)
            return []
        }
        try Self.checkOrigin(header.messageID)
        switch verdict(on: header.messageID) {
        case .new:
            break
        case .duplicate:
            links[connection]?.received(at: now)
            acknowledgeAgain(contents, now: now)
            try contents.readServerMessages()
            return repeated(contents, on: connection, now: now, using: &generator)
        case .forgotten:
            try contents.readServerMessages()
            guard contents.serverMessages?.contains(where: { isAwaited($0) }) ?? false else {
                throw SessionError(.messageIDForgotten)
            }
            links[connection]?.received(at: now)
            return repeated(contents, on: connection, now: now, using: &generator)
        }
        try contents.readServerMessages()
        let messages = contents.serverMessages ?? []
        try checkTime(of: header.messageID, with: messages, now: now)

        // From here on nothing is refused.
        receivedIDs.insert(header.messageID)
        clock.observe(header.messageID, at: now)
        links[connection]?.received(at: now)
        statistics.malformed += contents.malformed
        if messages.contains(where: { !$0.isRefusal }) { isSessionConfirmed = true }
        var packet = ReceivedPacket(id: header.messageID, connection: connection, now: now)
        for index in messages.indices {
            receive(contents.messages[index], messages[index], isContained: contents.isContainer, in: &packet)
        }
        finish(&packet, using: &generator)
        links.update(isWaiting: outbox.sentCount > 0, at: now)
        return packet.events
    }

    /// A packet while its messages are gone through.
    struct ReceivedPacket {
        let id: MessageID
        let connection: ConnectionID
        let now: MonotonicTime
        var events: [SessionEvent] = []
        /// What the server's new sessions have not seen; looked at when the answers in the packet were.
        var firstMessages: [MessageID] = []
        var needsReset = false

        mutating func settle(_ settlement: Settlement?) {
            if let settlement { events.append(.settled(settlement)) }
        }
    }

    // MARK: Checks

    private static func checkOrigin(_ id: MessageID) throws(SessionError) {
        switch id.origin {
        case .answer, .server: return
        case .client, .invalid: throw SessionError(.messageIDInvalid, found: id.rawValue & 3)
        }
    }

    /// Compares the time of a packet with the server's, if that is known well enough.
    ///
    /// A packet that speaks about a message of ours is believed in any case: it is what puts a wrong clock right.
    private mutating func checkTime(
        of id: MessageID, with messages: [ServerMessage], now: MonotonicTime
    ) throws(SessionError) {
        guard clock.isConfirmed else { return }
        let age = clock.unixTime(at: now) - id.unixTime
        guard age > SessionLimits.oldestMessage || -age > SessionLimits.newestMessage else { return }
        if messages.contains(where: { $0.subject.map(isOurs) ?? false }) {
            clock.reset(to: id, at: now)
            return
        }
        if age > 0 {
            throw SessionError(.messageTooOld, found: age, expected: SessionLimits.oldestMessage)
        }
        throw SessionError(.messageTooNew, found: -age, expected: SessionLimits.newestMessage)
    }

    /// Whether an id names one of our last messages.
    private func isOurs(_ id: MessageID) -> Bool {
        outbox.call(for: id) != nil || service[id] != nil || containers[id] != nil
    }

    // MARK: Messages

    private mutating func acknowledgeAgain(_ contents: PacketContents, now: MonotonicTime) {
        statistics.duplicates += 1
        for message in contents.messages where message.isContentRelated {
            acknowledgements.add(message.id, at: now)
        }
    }

    private func verdict(on id: MessageID) -> ReceivedIDs.Verdict {
        let verdict = receivedIDs.verdict(on: id)
        // What waits for its acknowledgement has come before, however long ago that was.
        return verdict == .forgotten && acknowledgements.isHeld(id) ? .duplicate : verdict
    }

    /// What a packet brings whose id came before: updates that nobody could take, and answers to what has none yet.
    private mutating func repeated(
        _ contents: PacketContents, on connection: ConnectionID, now: MonotonicTime,
        using generator: inout some RandomNumberGenerator
    ) -> [SessionEvent] {
        let updates = postponedUpdates(in: contents)
        let answers = (contents.serverMessages ?? []).filter { isAwaited($0) }
        guard !answers.isEmpty else { return updates }
        var packet = ReceivedPacket(id: contents.header.messageID, connection: connection, now: now, events: updates)
        for answer in answers {
            noteRepeatedIDs(answer, contents.messages.map(\.id), in: &packet)
            handle(answer, in: &packet)
        }
        finish(&packet, using: &generator)
        links.update(isWaiting: outbox.sentCount > 0, at: now)
        return packet.events
    }

    /// Whether a message says what we wait for, so that it cannot have come before, whatever its id is: there are servers
    /// that give the same ids again in a session that they have made anew.
    private func isAwaited(_ message: ServerMessage) -> Bool {
        switch message {
        case .result(let request, _):
            outbox.call(for: request).flatMap { outbox[$0] }.map { $0.stage != .waiting } ?? false
        case .stateInfo(let request, _), .pong(let request, _), .futureSalts(let request, _):
            service[request] != nil
        case .sessionCreated(let first, let uniqueID, _):
            !sessionStarts.contains(SessionStart(uniqueID: uniqueID, first: first))
        default: false
        }
    }

    /// The server gives ids again: those that came before say nothing any more, and updates may have been taken for others.
    private mutating func noteRepeatedIDs(
        _ message: ServerMessage, _ ids: [MessageID], in packet: inout ReceivedPacket
    ) {
        switch message {
        case .result, .sessionCreated: break
        default: return
        }
        receivedIDs.removeAll()
        for id in Set(ids + [packet.id]) { receivedIDs.insert(id) }
        packet.events.append(.updatesLost)
    }

    /// Updates that come again because nobody could take them when they came first.
    private func postponedUpdates(in contents: PacketContents) -> [SessionEvent] {
        var events: [SessionEvent] = []
        for (message, content) in zip(contents.messages, contents.serverMessages ?? [])
        where acknowledgements.isHeld(message.id) {
            guard case .update(let body) = content else { continue }
            events.append(.update(message.id, body))
        }
        return events
    }

    private mutating func receive(
        _ message: PlainMessage, _ content: ServerMessage, isContained: Bool, in packet: inout ReceivedPacket
    ) {
        var isForgotten = false
        if isContained {
            guard message.id.origin == .answer || message.id.origin == .server else {
                statistics.malformed += 1
                return
            }
            switch verdict(on: message.id) {
            case .new:
                receivedIDs.insert(message.id)
            case .duplicate:
                statistics.duplicates += 1
                if message.isContentRelated { acknowledgements.add(message.id, at: packet.now) }
                if case .update(let body) = content, acknowledgements.isHeld(message.id) {
                    packet.events.append(.update(message.id, body))
                }
                if isAwaited(content) {
                    noteRepeatedIDs(content, [message.id], in: &packet)
                    handle(content, in: &packet)
                }
                return
            case .forgotten:
                isForgotten = true
            }
        }
        if message.isContentRelated {
            if case .update = content, configuration.holdsAcknowledgementsOfUpdates, !isForgotten {
                acknowledgements.hold(message.id)
            } else {
                acknowledgements.add(message.id, at: packet.now)
            }
        }
        if case .update(let body) = content {
            // Whether a forgotten message is a duplicate cannot be known; the difference tells.
            packet.events.append(isForgotten ? .updatesLost : .update(message.id, body))
            return
        }
        handle(content, in: &packet)
    }

    private mutating func finish(
        _ packet: inout ReceivedPacket, using generator: inout some RandomNumberGenerator
    ) {
        for first in packet.firstMessages {
            for call in outbox.calls.values.sorted(by: { $0.id < $1.id }) {
                guard let message = call.message else { continue }
                let isLost =
                    switch call.stage {
                    case .sent: (message.container ?? message.id) < first
                    // They went out before this connection was made. A server that has forgotten the session could run
                    // them once more, even if their ids are above the first one: that may be one that went again.
                    case .asking, .resending: call.mayHaveRun
                    case .waiting: false
                    }
                if isLost { packet.settle(refused(call.id)) }
            }
        }
        if packet.needsReset { packet.events += reset(using: &generator) }
    }
}

extension ServerMessage {
    /// Whether the server says that it did not process a message, which it does for any session.
    fileprivate var isRefusal: Bool {
        switch self {
        case .badMessage, .badServerSalt: true
        default: false
        }
    }

    /// The message of ours that this one speaks about.
    fileprivate var subject: MessageID? {
        switch self {
        case .result(let request, _), .pong(let request, _), .futureSalts(let request, _), .stateInfo(let request, _):
            request
        case .badMessage(let id, _), .badServerSalt(let id, _):
            id
        case .sessionCreated(let first, _, _):
            first
        case .acknowledgement(let ids):
            ids.first
        case .stateQuestion, .allStates, .detailedInfo, .resendRequest, .sessionDestroyed, .authKeyDestroyed, .update,
            .malformed:
            nil
        }
    }
}
