// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramBase
import FerogramTLTypes

extension ClientSession {
    /// Makes the packets that are due on a connection.
    ///
    /// - Parameters:
    ///   - connection: The connection; nothing goes out on one that is not known.
    ///   - now: The time.
    ///   - limit: After about how many bytes no further call is added; one goes out however long it is.
    ///   - generator: Where random parts of message ids come from.
    /// - Returns: The packets, to be sealed and sent in order.
    public mutating func flush(
        on connection: ConnectionID, now: MonotonicTime, limit: Int = .max,
        using generator: inout some RandomNumberGenerator
    ) -> FlushedPackets {
        var result = FlushedPackets()
        guard links[connection] != nil else { return result }
        isFlushAwaited = false
        if salts.advance(to: clock.unixTime(at: now)) { hasNewSalt = true }
        let isPaced = pacedUntil.map { now < $0 } ?? false
        if !isPaced { pacedUntil = nil }
        expireResends(now: now, into: &result.settled)
        if let binding = bindingPacket(on: connection, now: now, using: &generator) { result.packets.append(binding) }
        var byteCount = 0
        while true {
            var batch = Batch(limit: limit - byteCount)
            addService(to: &batch, on: connection, now: now, using: &generator)
            if !isPaced, !needsBinding {
                addCalls(to: &batch, on: connection, now: now, into: &result.settled, using: &generator)
            }
            if batch.hasReachedLimit { result.hasMore = outbox.hasQueued }
            guard !batch.messages.isEmpty else { break }
            addAcknowledgement(to: &batch, now: now, using: &generator)
            byteCount += batch.byteCount
            result.packets.append(packet(for: batch, now: now, using: &generator))
            guard !batch.isFull else {
                pacedUntil = now + SessionLimits.containerPace
                break
            }
            if isPaced || result.hasMore { break }
        }
        if let deadline = acknowledgements.deadline, now >= deadline {
            var batch = Batch()
            addAcknowledgement(to: &batch, now: now, using: &generator)
            result.packets.append(packet(for: batch, now: now, using: &generator))
        }
        links[connection]?.update(isWaiting: outbox.sentCount > 0, at: now)
        return result
    }

    /// The messages of a packet as it grows.
    private struct Batch {
        var messages: [PlainMessage] = []
        var calls: [CallID] = []
        var hasResends = false
        private(set) var byteCount = MessageContainer.headerCount
        private let limit: Int

        init(limit: Int = .max) {
            self.limit = limit
        }

        /// Whether it holds as many messages as it may; one place is kept for the acknowledgements.
        var isFull: Bool { messages.count >= SessionLimits.containerMessages - 1 }
        /// Whether further calls are to wait for the next flush.
        var hasReachedLimit: Bool { byteCount >= limit }

        func hasRoom(for count: Int) -> Bool {
            let sum = byteCount + MessageContainer.messageHeaderCount + count
            return messages.isEmpty || sum <= SessionLimits.containerBytes
        }

        mutating func add(_ message: PlainMessage) {
            messages.append(message)
            byteCount += MessageContainer.messageHeaderCount + message.byteCount
        }
    }

    private mutating func nextID(_ now: MonotonicTime, using generator: inout some RandomNumberGenerator) -> MessageID {
        messageIDs.next(unixNanoseconds: clock.unixNanoseconds(at: now), using: &generator)
    }

    /// Adds the pending acknowledgements, if there is room for them.
    private mutating func addAcknowledgement(
        to batch: inout Batch, now: MonotonicTime, using generator: inout some RandomNumberGenerator
    ) {
        let count = acknowledgements.pending.count
        guard count > 0, batch.hasRoom(for: 12 + 8 * count) else { return }
        batch.add(message(.acknowledgement(acknowledgements.take()), now: now, using: &generator))
    }

    private mutating func message(
        _ content: ServiceMessage, now: MonotonicTime, using generator: inout some RandomNumberGenerator
    ) -> PlainMessage {
        let id = nextID(now, using: &generator)
        service.remember(content, as: id)
        return PlainMessage(
            id: id, sequenceNumber: sequenceNumbers.next(isContentRelated: false), body: content.body[...])
    }

    private mutating func addService(
        to batch: inout Batch, on connection: ConnectionID, now: MonotonicTime,
        using generator: inout some RandomNumberGenerator
    ) {
        for content in service.take(on: connection, limit: SessionLimits.containerMessages / 2) {
            batch.add(message(content, now: now, using: &generator))
        }
    }

    // MARK: Calls

    private mutating func addCalls(
        to batch: inout Batch, on connection: ConnectionID, now: MonotonicTime, into settled: inout [Settlement],
        using generator: inout some RandomNumberGenerator
    ) {
        // A wrong clock makes the server refuse messages, and one that must not run twice would be lost with that.
        var held: [CallID] = []
        var heldResends: [CallID] = []
        while !batch.isFull, !batch.hasReachedLimit, let call = outbox.nextResend() {
            let isSafe = call.isHarmless || (clock.isConfirmed && (isSessionConfirmed || !call.mayHaveRun))
            guard isSafe else {
                heldResends.append(call.id)
                continue
            }
            guard var message = call.message else { continue }
            guard batch.hasRoom(for: message.lead.count + message.body.count) else {
                heldResends.append(call.id)
                break
            }
            message.sentAt = now
            batch.hasResends = true
            add(message, of: call.id, to: &batch, on: connection)
        }
        outbox.putBackResends(heldResends)
        while !batch.isFull, !batch.hasReachedLimit, let call = outbox.nextWaiting() {
            guard clock.isConfirmed || call.content.isHarmless else {
                held.append(call.id)
                continue
            }
            let after: [MessageID]
            switch outbox.verdict(on: call.id) {
            case .after(let messages): after = messages
            case .blocked:
                held.append(call.id)
                continue
            case .failed:
                if let call = outbox.remove(call.id) { settled.append(Settlement(call, CallPrecedence.failure)) }
                continue
            }
            let (lead, body, isWrapped) = self.body(of: call.content, after: after)
            guard batch.hasRoom(for: lead.count + body.count) else {
                held.append(call.id)
                break
            }
            let message = SentMessage(
                id: nextID(now, using: &generator), sequenceNumber: sequenceNumbers.next(isContentRelated: true),
                lead: lead, body: body, isWrapped: isWrapped, sentAt: now)
            outbox.sent(call.id, after: after)
            add(message, of: call.id, to: &batch, on: connection)
        }
        outbox.putBackWaiting(held)
    }

    private mutating func add(
        _ message: consuming SentMessage, of call: CallID, to batch: inout Batch, on connection: ConnectionID
    ) {
        batch.add(
            PlainMessage(
                id: message.id, sequenceNumber: message.sequenceNumber, lead: message.lead, body: message.body[...]))
        batch.calls.append(call)
        outbox.sent(call, as: message, on: connection)
    }

    /// What is sent for a call, in two parts: a part of a file is long.
    private func body(
        of content: PendingCall.Content, after messages: [MessageID]
    ) -> (lead: [UInt8], bytes: [UInt8], isWrapped: Bool) {
        switch content {
        case .binding:
            preconditionFailure("a binding is built for its message")
        case .service(let service):
            return ([], service.body, false)
        case .request(let request):
            let initialization = needsInitialization ? configuration.initialization : nil
            var lead = configuration.callPrefix
            if let initialization { lead = initialization + lead }
            if !messages.isEmpty { lead = CallPrecedence.prefix(messages) + lead }
            guard configuration.compressesCalls, request.isCompressible else {
                return (lead, request.body, initialization != nil)
            }
            return ([], PackedObject.pack(lead.isEmpty ? request.body : lead + request.body), initialization != nil)
        }
    }

    /// The packet that binds the key, alone and without a container.
    private mutating func bindingPacket(
        on connection: ConnectionID, now: MonotonicTime, using generator: inout some RandomNumberGenerator
    ) -> OutgoingPacket? {
        guard let bindingCall, let call = outbox[bindingCall], call.stage == .waiting,
            case .binding(let key) = call.content
        else { return nil }
        let id = nextID(now, using: &generator)
        let binding = KeyBinding(
            permanentKey: key.permanentKey, temporaryKeyID: key.id, sessionID: self.id, expiresAt: key.expiresAt,
            using: &generator)
        guard let body = try? binding.request(messageID: id.rawValue, using: &generator).encoded() else {
            preconditionFailure("a binding can be written")
        }
        let message = SentMessage(
            id: id, sequenceNumber: sequenceNumbers.next(isContentRelated: true), body: body, isWrapped: false,
            sentAt: now)
        outbox.sent(bindingCall, as: message, on: connection)
        return OutgoingPacket(header(id, message.sequenceNumber), body: body)
    }

    /// Ends or renews the calls that waited so long that the server has forgotten their ids.
    private mutating func expireResends(now: MonotonicTime, into settled: inout [Settlement]) {
        var fresh: [CallID] = []
        while let call = outbox.nextResend() {
            if let message = call.message, isTooOld(message, now: now) {
                settled.append(renew(call.id))
            } else {
                fresh.append(call.id)
            }
        }
        outbox.putBackResends(fresh)
    }

    // MARK: Packets

    private mutating func packet(
        for batch: Batch, now: MonotonicTime, using generator: inout some RandomNumberGenerator
    ) -> OutgoingPacket {
        // A message that goes out again never goes alone.
        if batch.messages.count == 1, !batch.hasResends {
            let message = batch.messages[0]
            return OutgoingPacket(header(message.id, message.sequenceNumber), message)
        }
        let container = nextID(now, using: &generator)
        for call in batch.calls { outbox.setContainer(container, of: call) }
        containers.insert(container, children: batch.messages.map(\.id))
        let header = header(container, sequenceNumbers.next(isContentRelated: false))
        return MessageContainer.packet(header, batch.messages)
    }

    private func header(_ id: MessageID, _ sequenceNumber: Int32) -> PacketHeader {
        PacketHeader(salt: salts.current.salt, sessionID: self.id, messageID: id, sequenceNumber: sequenceNumber)
    }
}
