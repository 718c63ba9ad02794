// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// The server's side of an encrypted session, for servers to test against.
///
/// Like ``ClientSession`` it decides and never acts. It checks what a server must check, runs each call once, remembers its
/// answer until the client has it, and tells a client that errs what is wrong. See core.telegram.org/mtproto/description
/// and core.telegram.org/mtproto/service_messages_about_messages.
public struct ServerSession: Sendable {
    enum CallState: Sendable {
        case running
        /// The client does not want the answer.
        case dropped
        /// The answer, which is empty as soon as the client has it, and the message that brought it.
        case answered(ServerObject, message: MessageID?)
    }

    /// The session's name, as the client chose it.
    public let id: Int64
    /// How calls that come again are treated.
    public let policy: ServerPolicy
    /// How many calls came alone that had come before; clients must not do that.
    public internal(set) var repeatedStandalone = 0
    /// How many calls came again.
    public internal(set) var repeatedCalls = 0

    /// How many calls are being worked on; at most 65,536, and any more are answered with an error.
    public var runningCallCount: Int { runningCount }

    /// How many answers and updates the client has not acknowledged.
    public var unacknowledgedCount: Int { outbox.unacknowledged.count }

    var messageIDs = MessageIDGenerator()
    var sequenceNumbers = SequenceNumbers()
    var receivedIDs = ReceivedIDs()
    var pendingAcknowledgements: [MessageID] = []
    var outbox = ServerOutbox()
    var calls: [MessageID: CallState] = [:]
    /// How many of the calls are not answered.
    private(set) var runningCount = 0
    /// Answered calls, oldest first.
    private var answeredOrder = FIFO<MessageID>()
    /// The highest id that came, and its number.
    var highest: (id: MessageID, sequenceNumber: Int32)?
    /// Ids up to this one may have come, and are forgotten.
    var floor = MessageID(rawValue: 0)
    package internal(set) var needsAnnouncement = true
    /// Whether `new_session_created` always has the session's id as its unique id, as with servers that are less exact.
    package var repeatsUniqueID = false
    /// Whether the session gives its messages the same ids again each time that it is made anew, as servers do that count
    /// them from its beginning.
    package var repeatsMessageIDs = false
    /// Below which id messages are counted, and how many there were since the session was made anew.
    private var countedIDs: (start: UInt64, count: UInt64)?

    /// Creates a session when a client's first packet names it.
    ///
    /// - Parameters:
    ///   - id: Its name.
    ///   - policy: How calls that come again are treated.
    public init(id: Int64, policy: ServerPolicy = .strict) {
        self.id = id
        self.policy = policy
    }

    /// Forgets everything but the highest id that came, as a server does that lost its memory.
    ///
    /// The next packet is answered with `new_session_created`, and calls with lower ids with the code 20.
    public mutating func forgetEverything() {
        let top = highest.map(\.id) ?? floor
        var fresh = Self(id: id, policy: policy)
        fresh.floor = max(floor, top)
        fresh.repeatsUniqueID = repeatsUniqueID
        fresh.repeatsMessageIDs = repeatsMessageIDs
        fresh.countedIDs = countedIDs.map { ($0.start, 0) }
        fresh.messageIDs = messageIDs
        fresh.sequenceNumbers = sequenceNumbers
        fresh.repeatedStandalone = repeatedStandalone
        fresh.repeatedCalls = repeatedCalls
        self = fresh
    }

    /// Refuses calls up to an id with the code 20, since a server that is gone may have run them.
    ///
    /// - Parameter id: The highest id of the calls that it ran.
    package mutating func forget(upTo id: MessageID) {
        floor = max(floor, id)
    }

    /// Lets what the client has not acknowledged go out again.
    public mutating func connected() {
        outbox.sendAllAgain()
    }

    // MARK: Speaking

    /// Answers a call; an answer that is not wanted any more is dropped.
    ///
    /// - Parameters:
    ///   - request: The call.
    ///   - object: The result, an `rpc_error`, or either of them packed.
    public mutating func answer(_ request: MessageID, with object: [UInt8]) {
        answer(request, with: ServerObject(object))
    }

    /// Answers a call; see ``answer(_:with:)``.
    package mutating func answer(_ request: MessageID, with object: ServerObject) {
        switch calls[request] {
        case .running:
            remember(object, for: request)
            let body = ServerBody(object, resultOf: request)
            outbox.append(.init(body: body, origin: .answer, isContentRelated: true, request: request))
        case .dropped:
            remember(.none, for: request)
        case .answered, nil:
            break
        }
    }

    /// Takes a call that is to be run.
    ///
    /// - Returns: Whether it is; one that is one too many is answered with an error instead.
    mutating func begin(_ request: MessageID) -> Bool {
        guard runningCount < SessionLimits.runningCalls else {
            answerBusy(request)
            return false
        }
        calls[request] = .running
        runningCount += 1
        return true
    }

    private mutating func answerBusy(_ request: MessageID) {
        guard let error = try? TL.RpcError(errorCode: 500, errorMessage: "MT_SEND_QUEUE_TOO_LONG").encoded() else {
            preconditionFailure("an error can be written")
        }
        calls[request] = .running
        runningCount += 1
        answer(request, with: error)
    }

    private mutating func remember(_ object: ServerObject, for request: MessageID) {
        runningCount -= 1
        calls[request] = .answered(object, message: nil)
        answeredOrder.append(request)
        while answeredOrder.count > policy.rememberedCalls, let forgotten = answeredOrder.popFirst() {
            calls[forgotten] = nil
            floor = max(floor, forgotten)
        }
    }

    /// Sends updates, or anything else that answers nothing.
    ///
    /// While the client is away the newest 1,024 of them wait; if there are more, it is told of a new session, and asks for
    /// the difference.
    ///
    /// - Parameter object: The object.
    public mutating func push(_ object: [UInt8]) {
        outbox.append(.init(body: ServerBody(object), origin: .server, isContentRelated: true))
        if outbox.dropOldUpdates(limit: SessionLimits.waitingUpdates) { needsAnnouncement = true }
    }

    /// Drops the updates that the client does not have yet, since they are not for it any more.
    package mutating func dropUpdates() {
        outbox.dropUpdates()
    }

    /// Answers `destroy_session`.
    ///
    /// - Parameters:
    ///   - sessionID: The session that was named.
    ///   - existed: Whether there was one.
    public mutating func answerDestroySession(_ sessionID: Int64, existed: Bool) {
        let answer: TL.DestroySessionRes =
            existed
            ? .destroySessionOk(.init(sessionID: sessionID)) : .destroySessionNone(.init(sessionID: sessionID))
        say(answer, isContentRelated: true)
    }

    /// Answers `destroy_auth_key`.
    ///
    /// - Parameter wasDestroyed: Whether the key is gone.
    public mutating func answerDestroyAuthKey(_ wasDestroyed: Bool) {
        let answer: TL.DestroyAuthKeyRes = wasDestroyed ? .destroyAuthKeyOk : .destroyAuthKeyFail
        say(answer, isContentRelated: true)
    }

    mutating func say(_ object: some TLEncodable, isContentRelated: Bool = false) {
        guard let body = try? object.encoded() else { preconditionFailure("service messages can be written") }
        outbox.append(.init(body: ServerBody(body), origin: .answer, isContentRelated: isContentRelated))
    }

    /// Takes note that the client has a message; an answer that it has is not asked for again.
    mutating func acknowledged(_ id: MessageID) {
        guard let request = outbox.acknowledge(id)?.body.request, case .answered = calls[request] else { return }
        calls[request] = .answered(.none, message: id)
    }

    // MARK: Sending

    /// Makes the packets that are due.
    ///
    /// - Parameters:
    ///   - unixNanoseconds: The time since 1970.
    ///   - salt: The current salt.
    ///   - generator: Where random parts of message ids come from.
    /// - Returns: The packets, to be sealed and sent in order.
    public mutating func flush(
        unixNanoseconds: Int64, salt: Int64, using generator: inout some RandomNumberGenerator
    ) -> [OutgoingPacket] {
        var packets: [OutgoingPacket] = []
        if !pendingAcknowledgements.isEmpty {
            var rest = pendingAcknowledgements[...]
            while !rest.isEmpty {
                say(TL.MsgsAck(msgIDs: rest.prefix(SessionLimits.idsPerMessage).map(\.rawValue)))
                rest = rest.dropFirst(SessionLimits.idsPerMessage)
            }
            pendingAcknowledgements = []
        }
        while !outbox.isEmpty {
            var room = ServerOutbox.Room()
            let again = outbox.takeAgain(into: &room)
            var messages = again
            // A client that does not know of this session yet gets no updates in it.
            for draft in outbox.takeDrafts(into: &room, updates: !needsAnnouncement) {
                let message = ServerOutbox.Message(
                    id: nextID(unixNanoseconds, draft.origin, using: &generator),
                    sequenceNumber: sequenceNumbers.next(isContentRelated: draft.isContentRelated), body: draft.body)
                if let request = draft.request, case .answered(let body, _) = calls[request] {
                    calls[request] = .answered(body, message: message.id)
                }
                outbox.sent(message)
                messages.append(message)
            }
            guard !messages.isEmpty else { break }
            let children = messages.map { $0.body.message($0.id, sequenceNumber: $0.sequenceNumber) }
            if children.count == 1, again.isEmpty {
                packets.append(OutgoingPacket(header(salt, children[0].id, children[0].sequenceNumber), children[0]))
                continue
            }
            let container = nextID(unixNanoseconds, .server, using: &generator)
            let header = header(salt, container, sequenceNumbers.next(isContentRelated: false))
            packets.append(MessageContainer.packet(header, children))
        }
        return packets
    }

    private mutating func nextID(
        _ unixNanoseconds: Int64, _ origin: MessageID.Origin, using generator: inout some RandomNumberGenerator
    ) -> MessageID {
        let id = messageIDs.next(unixNanoseconds: unixNanoseconds, origin: origin, using: &generator)
        guard repeatsMessageIDs else { return id }
        let bits = UInt64(bitPattern: id.rawValue)
        let (start, count) = countedIDs ?? (bits & ~3, 0)
        countedIDs = (start, count + 1)
        return MessageID(rawValue: Int64(bitPattern: start &+ 4 &* count | bits & 3))
    }

    private func header(_ salt: Int64, _ messageID: MessageID, _ sequenceNumber: Int32) -> PacketHeader {
        PacketHeader(salt: salt, sessionID: id, messageID: messageID, sequenceNumber: sequenceNumber)
    }
}
