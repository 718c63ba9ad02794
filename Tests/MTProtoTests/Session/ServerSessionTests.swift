// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// What a server tells a client that errs, and what it bounds.
///
/// See core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-error-message.
final class ServerSessionTests: XCTestCase {
    /// A server's session whose client is the test.
    private struct Harness {
        let epoch: Int64 = 1_800_000_000
        var session = ServerSession(id: 7)
        var salts = ServerSalts()
        var generator = SeededGenerator(seed: 5)
        let key: AuthKey
        let box = CipherBox()

        init(policy: ServerPolicy = .strict) throws {
            session = ServerSession(id: 7, policy: policy)
            key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
            salt = salts.current(at: epoch, using: &generator)
        }

        private(set) var salt: Int64 = 0

        func id(_ seconds: Int64, _ fraction: Int64 = 4) -> MessageID {
            MessageID(rawValue: (epoch + seconds) << 32 | fraction)
        }

        /// Delivers a packet and says what the server answers.
        mutating func deliver(
            _ body: [UInt8], id: MessageID, number: Int32, salt: Int64? = nil
        ) throws -> (events: [ServerSessionEvent], answers: [PlainMessage]) {
            let header = PacketHeader(
                salt: salt ?? self.salt, sessionID: session.id, messageID: id, sequenceNumber: number)
            let sealed = box.cipher.seal(OutgoingPacket(header, body: body), authKey: key, using: &generator)
            let opened = try box.cipher.open(sealed.bytes, authKey: key, direction: .fromClient)
            let events = try session.received(
                try PacketContents(opened), unixTime: epoch, salts: &salts, using: &generator)
            return (events, flush())
        }

        /// How long the packets of a flush are.
        mutating func flushedLengths() -> [Int] {
            session.flush(unixNanoseconds: epoch * 1_000_000_000, salt: salt, using: &generator).map { packet in
                box.cipher.seal(packet, authKey: key, direction: .fromServer, using: &generator).bytes.count
            }
        }

        mutating func flush() -> [PlainMessage] {
            session.flush(unixNanoseconds: epoch * 1_000_000_000, salt: salt, using: &generator).flatMap { packet in
                let sealed = box.cipher.seal(packet, authKey: key, direction: .fromServer, using: &generator)
                let opened = try? box.cipher.open(sealed.bytes, authKey: key)
                return opened.flatMap { try? PacketContents($0) }?.messages ?? []
            }
        }

        /// The code of the notification that a packet is answered with.
        mutating func code(_ body: [UInt8], id: MessageID, number: Int32, salt: Int64? = nil) throws -> Int32? {
            for answer in try deliver(body, id: id, number: number, salt: salt).answers {
                switch try? TL.BadMsgNotification(decoding: [UInt8](answer.body)) {
                case .badMsgNotification(let bad): return bad.errorCode
                case .badServerSalt(let bad): return bad.errorCode
                case nil: continue
                }
            }
            return nil
        }
    }

    private let call: [UInt8] = [1, 2, 3, 4]

    private func container(_ children: [(MessageID, Int32)]) throws -> [UInt8] {
        try ClientHarness.container(children.map { (id: $0.0, sequenceNumber: $0.1, body: call) })
    }

    func testEveryFaultOfAClientHasItsCode() throws {
        var codes: Set<Int32> = []
        func expect(_ code: Int32, line: UInt = #line, _ provoke: (inout Harness) throws -> Int32?) throws {
            var server = try Harness()
            XCTAssertNil(try server.code(call, id: server.id(-10), number: 1), line: line)
            XCTAssertEqual(try provoke(&server), code, line: line)
            codes.insert(code)
        }
        let acknowledgement = try TL.MsgsAck(msgIDs: [1]).encoded()
        try expect(16) { try $0.code(call, id: $0.id(-301), number: 3) }
        try expect(17) { try $0.code(call, id: $0.id(32), number: 3) }
        for low: Int64 in 1...3 { try expect(18) { try $0.code(call, id: $0.id(-5, low), number: 3) } }
        try expect(18) { server in
            try server.code(try container([(server.id(-6, 5), 3)]), id: server.id(-5), number: 4)
        }
        try expect(19) { server in
            _ = try server.deliver(try container([(server.id(-6), 3)]), id: server.id(-5), number: 4)
            return try server.code(try container([(server.id(-4), 5)]), id: server.id(-5), number: 4)
        }
        try expect(20) { server in
            server.session.forgetEverything()
            return try server.code(call, id: server.id(-10), number: 1)
        }
        try expect(32) { server in
            _ = try server.deliver(call, id: server.id(-6), number: 5)
            return try server.code(call, id: server.id(-5), number: 3)
        }
        try expect(33) { try $0.code(call, id: $0.id(-11), number: 3) }
        try expect(34) { try $0.code(acknowledgement, id: $0.id(-5), number: 3) }
        try expect(34) { server in try server.code(try container([(server.id(-6), 3)]), id: server.id(-5), number: 5) }
        try expect(35) { try $0.code(call, id: $0.id(-5), number: 2) }
        try expect(48) { try $0.code(call, id: $0.id(-5), number: 3, salt: $0.salt ^ 1) }
        try expect(64) { server in
            let children = (0..<1021).map { (server.id(-6, Int64($0) * 4), Int32(3 + 2 * $0)) }
            return try server.code(try container(children), id: server.id(-5), number: 4000)
        }
        XCTAssertEqual(codes, [16, 17, 18, 19, 20, 32, 33, 34, 35, 48, 64])
    }

    func testAPacketOfAnotherSessionIsRefused() throws {
        var server = try Harness()
        let id = server.id(0)
        server.session = ServerSession(id: 8)
        let header = PacketHeader(salt: 0, sessionID: 7, messageID: id, sequenceNumber: 1)
        let sealed = server.box.cipher.seal(
            OutgoingPacket(header, body: call), authKey: server.key, using: &server.generator)
        let opened = try server.box.cipher.open(sealed.bytes, authKey: server.key, direction: .fromClient)
        XCTAssertThrowsError(
            try server.session.received(
                try PacketContents(opened), unixTime: server.epoch, salts: &server.salts, using: &server.generator)
        ) { XCTAssertEqual(($0 as? SessionError)?.code, .sessionMismatch) }
    }

    func testACallIsRunOnceAndAnsweredAgain() throws {
        var server = try Harness()
        let id = server.id(-5)
        XCTAssertEqual(try server.deliver(call, id: id, number: 1).events.count, 1)
        XCTAssertTrue(try server.deliver(call, id: id, number: 1).events.isEmpty)
        server.session.answer(id, with: [9, 9, 9, 9])
        XCTAssertEqual(server.flush().filter { $0.constructor == 0xF35C_6D01 }.count, 1)
        let again = try server.deliver(call, id: id, number: 1)
        XCTAssertTrue(again.events.isEmpty)
        XCTAssertEqual(again.answers.filter { $0.constructor == 0xF35C_6D01 }.count, 1)
    }

    /// The end of an answer may lie elsewhere; it is sent, and sent again, in one piece.
    func testAnAnswerInTwoPartsIsSentWhole() throws {
        var server = try Harness()
        let id = server.id(-5)
        _ = try server.deliver(call, id: id, number: 1)
        let elsewhere: [UInt8] = [0, 0, 0, 5, 6, 7, 8, 0]
        let object = ServerObject(head: [1, 2, 3, 4], body: elsewhere[3..<7])
        XCTAssertEqual(object.constructorID, 0x0403_0201)
        XCTAssertEqual(object.bytes, [1, 2, 3, 4, 5, 6, 7, 8])
        server.session.answer(id, with: object)
        let first = server.flush().filter { $0.constructor == 0xF35C_6D01 }
        let again = try server.deliver(call, id: id, number: 1).answers.filter { $0.constructor == 0xF35C_6D01 }
        for answers in [first, again] {
            XCTAssertEqual(answers.map { Array($0.body.dropFirst(12)) }, [[1, 2, 3, 4, 5, 6, 7, 8]])
        }
    }

    /// A client refuses a frame that is too long, and would ask for what is in it for ever.
    func testLongAnswersGoInPacketsThatClientsTake() throws {
        var server = try Harness()
        let answer: [UInt8] = (0..<512 << 10).map { _ in UInt8.random(in: 0...255, using: &server.generator) }
        let ids = (0..<12).map { server.id(-30 + $0) }
        for (index, id) in ids.enumerated() { _ = try server.deliver(call, id: id, number: Int32(2 * index + 1)) }
        for id in ids { server.session.answer(id, with: answer) }
        for _ in 1...2 {
            let lengths = server.flushedLengths()
            XCTAssertGreaterThanOrEqual(lengths.count, 12)
            XCTAssertLessThanOrEqual(lengths.max() ?? 0, 1 << 20)
            XCTAssertGreaterThan(lengths.reduce(0, +), 12 * answer.count)
            // With another connection everything goes out again.
            server.session.connected()
        }
    }

    /// The client has the first one while the next ones are sealed.
    func testAPacketHasOneLongAnswerAndShortOnes() throws {
        var server = try Harness()
        let ids = (0..<6).map { server.id(-30 + $0) }
        for (index, id) in ids.enumerated() { _ = try server.deliver(call, id: id, number: Int32(2 * index + 1)) }
        let counts = [8, 8, 128 << 10, 128 << 10, 8, 8]
        for (id, count) in zip(ids, counts) {
            // What can be packed would be shorter.
            let answer = (0..<count).map { _ in UInt8.random(in: 0...255, using: &server.generator) }
            server.session.answer(id, with: answer)
        }
        let lengths = server.flushedLengths()
        XCTAssertEqual(lengths.map { $0 > 128 << 10 }, [true, true])
        XCTAssertLessThan(lengths.max() ?? .max, 130 << 10)
    }

    func testAnAnswerThatTheClientHasIsForgotten() throws {
        var server = try Harness()
        let id = server.id(-5)
        _ = try server.deliver(call, id: id, number: 1)
        server.session.answer(id, with: [9, 9, 9, 9])
        let answer = try XCTUnwrap(server.flush().first { $0.constructor == 0xF35C_6D01 })
        XCTAssertEqual(Array(answer.body.suffix(4)), [9, 9, 9, 9])
        let acknowledgement = try TL.MsgsAck(msgIDs: [answer.id.rawValue]).encoded()
        _ = try server.deliver(acknowledgement, id: server.id(-4), number: 2)
        // The call itself is remembered, so that it is not run again.
        let again = try server.deliver(call, id: id, number: 1)
        XCTAssertTrue(again.events.isEmpty)
        XCTAssertTrue(again.answers.allSatisfy { $0.constructor != 0xF35C_6D01 })
    }

    func testANewSessionIsAnnouncedBeforeAnythingElse() throws {
        var server = try Harness()
        server.session.push([5, 5, 5, 5])
        // A wrong salt makes no session.
        let refused = try server.deliver(call, id: server.id(-6), number: 1, salt: server.salt ^ 1).answers
        XCTAssertEqual(refused.count, 1)
        let answers = try server.deliver(call, id: server.id(-5), number: 1).answers
        XCTAssertEqual(answers.first?.constructor, TL.NewSession.constructorID)
        XCTAssertTrue(answers.contains { Array($0.body) == [5, 5, 5, 5] })
    }

    func testRunningCallsAreBounded() throws {
        var server = try Harness()
        var count = 0
        var number: Int32 = 1
        var packet: Int64 = 0
        // Some more than are allowed, none of which is answered.
        while count < SessionLimits.runningCalls + 500 {
            let first = packet * 8192
            let children = (0..<1000).map { index in
                (server.id(-200, first + Int64(index) * 4), number + 2 * Int32(index))
            }
            number += 2000
            let body = try container(children)
            let (events, answers) = try server.deliver(body, id: server.id(-200, first + 8000), number: number - 1)
            count += 1000
            packet += 1
            let refused = answers.filter { $0.constructor == 0xF35C_6D01 }.count
            XCTAssertEqual(events.count + refused, 1000)
            if count <= SessionLimits.runningCalls { XCTAssertEqual(refused, 0) }
        }
        XCTAssertEqual(server.session.runningCallCount, SessionLimits.runningCalls)
        // One that is answered makes room for one.
        server.session.answer(server.id(-200, 0), with: [9, 9, 9, 9])
        XCTAssertEqual(server.session.runningCallCount, SessionLimits.runningCalls - 1)
    }

    func testUpdatesForAClientThatIsAwayAreBounded() throws {
        var server = try Harness()
        XCTAssertNil(try server.code(call, id: server.id(-5), number: 1))
        for index in 0..<SessionLimits.waitingUpdates + 10 {
            server.session.push([UInt8(truncatingIfNeeded: index), UInt8(index >> 8), 0, 0])
        }
        let answers = try server.deliver(call, id: server.id(-4), number: 3).answers
        XCTAssertEqual(answers.filter { $0.body.count == 4 }.count, SessionLimits.waitingUpdates)
        XCTAssertEqual(
            answers.filter { $0.constructor == TL.NewSession.constructorID }.count, 1,
            "the client is told that something is missing")
    }
}
