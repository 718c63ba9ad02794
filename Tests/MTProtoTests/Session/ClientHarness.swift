// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// A client's session whose server is the test.
struct ClientHarness {
    static let epoch: Int64 = 1_800_000_000
    static let second: Int64 = 1_000_000_000

    var session: ClientSession
    var generator: SeededGenerator
    let key: AuthKey
    let box = CipherBox()
    let link = ConnectionID(number: 1)
    /// Nanoseconds since the start.
    var time: Int64 = 0
    private var serverIDs = MessageIDGenerator()
    private var nextSequenceNumber: Int32 = 0

    /// Connects a session; if `isSettled`, the first ping was answered already, as on a connection that is not new.
    init(
        _ configuration: SessionConfiguration = .init(), salt: Int64 = 77, clockError: Int64 = 0, isSettled: Bool = true
    ) throws {
        generator = SeededGenerator(seed: 11)
        key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        let clock = ServerClock(unixTime: Self.epoch + clockError, now: MonotonicTime(nanoseconds: 0))
        session = ClientSession(
            configuration: configuration, salts: SaltSchedule(salt: salt), clock: clock, using: &generator)
        session.connected(link, now: now)
        if isSettled { try settle() }
    }

    var now: MonotonicTime { MonotonicTime(nanoseconds: time) }

    /// Answers the first ping, and gives salts that last.
    mutating func settle() throws {
        for packet in tick().packets {
            for message in packet.messages {
                switch message.constructor {
                case TL.PingDelayDisconnect.constructorID:
                    let pingID = Array(message.body.dropFirst(4)).long
                    _ = try deliver(TL.Pong(msgID: message.id.rawValue, pingID: pingID).encoded(), sequenceNumber: 0)
                case TL.GetFutureSalts.constructorID:
                    let now = Int32(Self.epoch)
                    let salt = TL.FutureSalt(validSince: now - 100, validUntil: now + 100_000, salt: 77)
                    let salts = TL.FutureSalts(reqMsgID: message.id.rawValue, now: now, salts: [salt])
                    _ = try deliver(salts.encoded(), sequenceNumber: 0)
                default:
                    XCTFail("an unexpected message at the start")
                }
            }
        }
        XCTAssertTrue(session.clock.isConfirmed)
    }

    /// Queues a call.
    mutating func call(
        _ repetition: OutgoingCall.Repetition = .harmless, body: [UInt8] = [1, 2, 3, 4]
    ) throws -> CallID {
        try XCTUnwrap(session.send(OutgoingCall(body: body, repetition: repetition)))
    }

    /// Queues a call and lets it go out.
    mutating func sentCall(_ repetition: OutgoingCall.Repetition = .harmless) throws -> (call: CallID, id: MessageID) {
        let call = try call(repetition)
        let packets = flush()
        return (call, try XCTUnwrap(packets.last?.messages.last { $0.isContentRelated }?.id))
    }

    // MARK: Sending

    /// What the client sends, decrypted as the server does.
    mutating func flush(on connection: ConnectionID? = nil) -> [PacketContents] {
        flushAll(on: connection).packets
    }

    mutating func flushAll(on connection: ConnectionID? = nil) -> (packets: [PacketContents], settled: [Settlement]) {
        let flushed = session.flush(on: connection ?? link, now: now, using: &generator)
        var packets: [PacketContents] = []
        for packet in flushed.packets {
            let sealed = box.cipher.seal(packet, authKey: key, using: &generator)
            guard let opened = try? box.cipher.open(sealed.bytes, authKey: key, direction: .fromClient),
                let contents = try? PacketContents(opened)
            else {
                XCTFail("a packet that cannot be read")
                continue
            }
            packets.append(contents)
        }
        return (packets, flushed.settled)
    }

    /// Lets time pass and the session act.
    mutating func tick(after seconds: Double = 0) -> (actions: [TimerAction], packets: [PacketContents]) {
        time += Int64(seconds * Double(Self.second))
        let actions = session.tick(now: now, using: &generator)
        return (actions, flush())
    }

    /// Lets the first ping of a connection go out.
    mutating func pinged(on connection: ConnectionID) -> PlainMessage? {
        _ = session.tick(now: now, using: &generator)
        return flush(on: connection).messages(TL.PingDelayDisconnect.constructorID).first
    }

    /// Loses the connection and makes another.
    mutating func reconnect(after seconds: Int64 = 1) -> (connection: ConnectionID, settled: [Settlement]) {
        let settled = session.disconnected(link, now: now)
        time += seconds * Self.second
        let connection = ConnectionID(number: 2)
        session.connected(connection, now: now)
        return (connection, settled)
    }

    // MARK: Receiving

    mutating func serverID(_ origin: MessageID.Origin = .answer, offset: Int64 = 0) -> MessageID {
        let unix = (Self.epoch + offset) * Self.second + time
        return serverIDs.next(unixNanoseconds: unix, origin: origin, using: &generator)
    }

    mutating func contents(
        ofServerMessage body: [UInt8], id: MessageID? = nil, sequenceNumber: Int32 = 1, sessionID: Int64? = nil
    ) throws -> PacketContents {
        let id = id ?? serverID()
        let header = PacketHeader(
            salt: 0, sessionID: sessionID ?? session.id, messageID: id, sequenceNumber: sequenceNumber)
        let sealed = box.cipher.seal(
            OutgoingPacket(header, body: body), authKey: key, direction: .fromServer, using: &generator)
        return try PacketContents(try box.cipher.open(sealed.bytes, authKey: key))
    }

    /// Delivers one message.
    mutating func deliver(
        _ body: [UInt8], id: MessageID? = nil, sequenceNumber: Int32 = 1, on connection: ConnectionID? = nil,
        sessionID: Int64? = nil
    ) throws -> [SessionEvent] {
        let contents = try contents(
            ofServerMessage: body, id: id, sequenceNumber: sequenceNumber, sessionID: sessionID)
        return try session.received(contents, on: connection ?? link, now: now, using: &generator)
    }

    /// Delivers several messages in a container.
    mutating func deliver(
        container messages: [(id: MessageID, sequenceNumber: Int32, body: [UInt8])], id: MessageID? = nil
    ) throws -> [SessionEvent] {
        try deliver(Self.container(messages), id: id, sequenceNumber: 0)
    }

    static func container(_ messages: [(id: MessageID, sequenceNumber: Int32, body: [UInt8])]) throws -> [UInt8] {
        var writer = TLWriter()
        writer.uint32(0x73F1_F8DC)
        writer.int32(Int32(messages.count))
        for message in messages {
            writer.int64(message.id.rawValue)
            writer.int32(message.sequenceNumber)
            writer.int32(Int32(message.body.count))
            writer.raw(message.body)
        }
        return try writer.finish()
    }

    static func result(of request: MessageID, _ object: [UInt8] = [9, 9, 9, 9]) throws -> [UInt8] {
        var writer = TLWriter()
        writer.uint32(0xF35C_6D01)
        writer.int64(request.rawValue)
        writer.raw(object)
        return try writer.finish()
    }

    static func bad(_ id: MessageID, code: Int32) throws -> [UInt8] {
        try TL.BadMsgNotification.badMsgNotification(
            .init(badMsgID: id.rawValue, badMsgSeqno: 1, errorCode: code)
        ).encoded()
    }
}

/// Holds a cipher, which cannot be copied.
final class CipherBox {
    var cipher = PacketCipher()
}

extension PlainMessage {
    /// The constructor of the body.
    var constructor: UInt32 { body.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) } }
}

extension [PacketContents] {
    /// All messages of a kind.
    func messages(_ constructor: UInt32) -> [PlainMessage] {
        flatMap(\.messages).filter { $0.constructor == constructor }
    }

    /// The ids that were acknowledged.
    var acknowledged: [Int64] {
        messages(TL.MsgsAck.constructorID).flatMap { (try? TL.MsgsAck(decoding: [UInt8]($0.body)).msgIDs) ?? [] }
    }
}

extension [SessionEvent] {
    func outcome(of call: CallID) -> CallOutcome? {
        for case .settled(let settlement) in self where settlement.call == call { return settlement.outcome }
        return nil
    }

    var updatesWereLost: Bool {
        contains { if case .updatesLost = $0 { true } else { false } }
    }

    var sessionWasReset: Bool {
        contains { if case .sessionReset = $0 { true } else { false } }
    }

    var updates: [[UInt8]] {
        compactMap { if case .update(_, let body) = $0 { [UInt8](body) } else { nil } }
    }
}

extension CallOutcome {
    var isUnknown: Bool { if case .outcomeUnknown = self { true } else { false } }
    var isAnswer: Bool { if case .answer = self { true } else { false } }
}
