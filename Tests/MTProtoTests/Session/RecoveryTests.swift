// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTLTypes
import XCTest

/// What becomes of calls when connections, sessions and keys are lost.
final class RecoveryTests: XCTestCase {
    func testAfterAReconnectTheSameMessageGoesInAContainer() throws {
        for repetition in [OutgoingCall.Repetition.harmless, .harmful] {
            var client = try ClientHarness()
            let (call, id) = try client.sentCall(repetition)
            let (connection, settled) = client.reconnect(after: 30)
            XCTAssertTrue(settled.isEmpty)
            // Something of the server's must confirm the clock before a harmful call goes.
            _ = try client.deliver([7, 7, 7, 7], id: client.serverID(.server), on: connection)
            let packets = client.flush(on: connection)
            let again = packets.filter { $0.messages.contains { $0.id == id } }
            XCTAssertEqual(again.count, 1)
            XCTAssertTrue(again[0].isContainer)
            let message = try XCTUnwrap(again[0].messages.first { $0.id == id })
            XCTAssertEqual(Array(message.body), [1, 2, 3, 4])
            XCTAssertEqual(message.sequenceNumber, 1)
            let events = try client.deliver(try ClientHarness.result(of: id), on: connection)
            XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
        }
    }

    func testAMessageOf240SecondsIsNotSentAgain() throws {
        for (age, isSame) in [(238, true), (241, false)] as [(Int64, Bool)] {
            var client = try ClientHarness()
            let harmless = try client.sentCall()
            let harmful = try client.sentCall(.harmful)
            let (connection, settled) = client.reconnect(after: age)
            XCTAssertTrue(settled.isEmpty)
            _ = try client.deliver([7, 7, 7, 7], id: client.serverID(.server), on: connection)
            let flushed = client.flushAll(on: connection)
            let ids = flushed.packets.flatMap(\.messages).map(\.id)
            XCTAssertEqual(ids.contains(harmless.id), isSame)
            XCTAssertEqual(ids.contains(harmful.id), isSame)
            let unknown = flushed.settled.filter { $0.outcome.isUnknown }.map(\.call)
            XCTAssertEqual(unknown, isSame ? [] : [harmful.call])
            XCTAssertEqual(client.session.pendingCallCount, isSame ? 2 : 1)
        }
    }

    func testACancelledCallIsNeverSentAgain() throws {
        var client = try ClientHarness()
        let waiting = try client.call()
        guard case .neverSent = client.session.cancel(waiting) else { return XCTFail("it had not gone out") }
        XCTAssertTrue(client.flush().isEmpty)
        let (call, id) = try client.sentCall()
        guard case .dropped = client.session.cancel(call) else { return XCTFail("it had gone out") }
        let drop = try XCTUnwrap(client.flush().messages(TL.RpcDropAnswer.constructorID).first)
        XCTAssertEqual(Array(drop.body.dropFirst(4)).long, id.rawValue)
        guard case .unknown = client.session.cancel(call) else { return XCTFail("it was given up before") }
        let (connection, _) = client.reconnect()
        XCTAssertTrue(client.flush(on: connection).flatMap(\.messages).allSatisfy { !$0.isContentRelated })
        // A late answer is acknowledged, so that the server can forget it, and otherwise dropped.
        let answerID = client.serverID()
        XCTAssertTrue(try client.deliver(try ClientHarness.result(of: id), id: answerID).isEmpty)
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [])
        XCTAssertEqual(client.flush(on: connection).acknowledged, [answerID.rawValue])
    }

    func testANewSessionLosesWhatCameBefore() throws {
        var client = try ClientHarness()
        let answered = try client.sentCall(.harmful)
        let harmful = try client.sentCall(.harmful)
        let harmless = try client.sentCall()
        let later = try client.sentCall(.harmful)
        let session = TL.NewSession(firstMsgID: later.id.rawValue, uniqueID: 5, serverSalt: 88)
        let messages = [
            (id: client.serverID(), sequenceNumber: Int32(1), body: try session.encoded()),
            (id: client.serverID(), sequenceNumber: Int32(3), body: try ClientHarness.result(of: answered.id)),
        ]
        let events = try client.deliver(container: messages)
        XCTAssertTrue(events.updatesWereLost)
        XCTAssertEqual(events.outcome(of: answered.call)?.isAnswer, true, "its answer was in the same packet")
        XCTAssertEqual(events.outcome(of: harmful.call)?.isUnknown, true)
        XCTAssertNil(events.outcome(of: later.call))
        XCTAssertEqual(client.session.salts.current.salt, 88)
        let sent = client.flush().flatMap(\.messages).filter(\.isContentRelated)
        XCTAssertEqual(sent.count, 1)
        XCTAssertNotEqual(sent[0].id, harmless.id)
        // The same announcement again, under another id, is obeyed once.
        let again = try client.deliver(session.encoded())
        XCTAssertFalse(again.updatesWereLost)
    }

    /// There are servers whose unique id is always the same, and what they announce is true all the same.
    func testAnotherSessionStartWithTheSameUniqueIDIsObeyed() throws {
        var client = try ClientHarness()
        for _ in 0..<3 {
            let call = try client.sentCall()
            let session = TL.NewSession(firstMsgID: call.id.rawValue, uniqueID: 5, serverSalt: 88)
            XCTAssertTrue(try client.deliver(session.encoded()).updatesWereLost)
            XCTAssertFalse(try client.deliver(session.encoded()).updatesWereLost)
        }
    }

    /// There are servers that count the messages of a session from its beginning, and begin anew when they have lost it.
    func testAnAnswerUnderAnIDThatCameBeforeCountsIfItIsAwaited() throws {
        for isContained in [false, true] {
            var client = try ClientHarness()
            let (first, request) = try client.sentCall()
            let id = client.serverID(.answer)
            XCTAssertEqual(
                try client.deliver(ClientHarness.result(of: request), id: id).outcome(of: first)?.isAnswer, true)
            let (second, next) = try client.sentCall()
            let body = try ClientHarness.result(of: next)
            let events =
                isContained
                ? try client.deliver(container: [(id: id, sequenceNumber: 1, body: body)])
                : try client.deliver(body, id: id)
            XCTAssertEqual(events.outcome(of: second)?.isAnswer, true)
            // What has its answer gets none a second time.
            XCTAssertTrue(try client.deliver(body, id: id).isEmpty)
        }
    }

    /// The server has made the answer, and it got lost on a connection that lives.
    func testAnAnswerThatIsLostIsFoundWithinTenSecondsAndUnderTheSameID() throws {
        for repetition in [OutgoingCall.Repetition.harmless, .harmful] {
            var client = try ClientHarness()
            let (call, id) = try client.sentCall(repetition)
            var again: PlainMessage?
            for _ in 0..<10 where again == nil {
                for message in client.tick(after: 1).packets.flatMap(\.messages) {
                    switch message.constructor {
                    case TL.PingDelayDisconnect.constructorID:
                        let pong = TL.Pong(msgID: message.id.rawValue, pingID: Array(message.body.dropFirst(4)).long)
                        _ = try client.deliver(pong.encoded(), sequenceNumber: 0)
                    case TL.MsgsStateReq.constructorID:
                        let info = TL.MsgsStateInfo(reqMsgID: message.id.rawValue, info: [4 | 64])
                        _ = try client.deliver(info.encoded(), sequenceNumber: 0)
                    default: break
                    }
                }
                again = client.flush().flatMap(\.messages).first { $0.isContentRelated }
            }
            XCTAssertEqual(again?.id, id)
            let events = try client.deliver(try ClientHarness.result(of: id))
            XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
        }
    }

    /// A call that takes its time is not asked about all the time.
    func testASlowCallIsAskedAboutMoreAndMoreRarely() throws {
        var client = try ClientHarness()
        _ = try client.sentCall()
        var questions: [Int64] = []
        for _ in 0..<600 {
            for message in client.tick(after: 1).packets.flatMap(\.messages) {
                switch message.constructor {
                case TL.PingDelayDisconnect.constructorID:
                    let pong = TL.Pong(msgID: message.id.rawValue, pingID: Array(message.body.dropFirst(4)).long)
                    _ = try client.deliver(pong.encoded(), sequenceNumber: 0)
                case TL.MsgsStateReq.constructorID:
                    questions.append(client.time / ClientHarness.second)
                    let info = TL.MsgsStateInfo(reqMsgID: message.id.rawValue, info: [4])
                    _ = try client.deliver(info.encoded(), sequenceNumber: 0)
                default: break
                }
            }
        }
        XCTAssertEqual(Array(questions.prefix(5)), [4, 8, 16, 32, 64])
        XCTAssertLessThan(questions.count, 20)
    }

    /// A server that has forgotten the session would run the call once more.
    func testANewSessionEndsWhatIsAboutToGoOutAgain() throws {
        var client = try ClientHarness()
        let older = try client.sentCall()
        let harmful = try client.sentCall(.harmful)
        let (connection, settled) = client.reconnect()
        XCTAssertTrue(settled.isEmpty)
        // The clock is in doubt, so the call waits; the ping goes.
        let ping = try XCTUnwrap(client.pinged(on: connection))
        // The first message of the new session may be one that went again and is older.
        for (first, uniqueID) in [(ping.id, Int64(5)), (older.id, 6)] {
            var client = client
            let session = TL.NewSession(firstMsgID: first.rawValue, uniqueID: uniqueID, serverSalt: 77)
            let events = try client.deliver(session.encoded(), on: connection)
            XCTAssertEqual(events.outcome(of: harmful.call)?.isUnknown, true)
            XCTAssertFalse(client.flush(on: connection).flatMap(\.messages).contains { $0.id == harmful.id })
        }
    }

    /// A wrong salt says the time and nothing about the session, which may be forgotten all the same.
    func testWhatMustNotRunTwiceWaitsForMoreThanARefusal() throws {
        var client = try ClientHarness()
        let harmful = try client.sentCall(.harmful)
        let (connection, _) = client.reconnect()
        let first = try XCTUnwrap(client.pinged(on: connection))
        let salt = TL.BadMsgNotification.badServerSalt(
            .init(badMsgID: first.id.rawValue, badMsgSeqno: 1, errorCode: 48, newServerSalt: 9))
        _ = try client.deliver(salt.encoded(), sequenceNumber: 0, on: connection)
        XCTAssertTrue(client.session.clock.isConfirmed)
        let ping = try XCTUnwrap(client.pinged(on: connection))
        XCTAssertFalse(client.flush(on: connection).flatMap(\.messages).contains { $0.id == harmful.id })
        let pong = TL.Pong(msgID: ping.id.rawValue, pingID: Array(ping.body.dropFirst(4)).long)
        _ = try client.deliver(pong.encoded(), sequenceNumber: 0, on: connection)
        XCTAssertTrue(client.flush(on: connection).flatMap(\.messages).contains { $0.id == harmful.id })
    }

    func testCallsThatComeAndGoWhileThereIsNoConnectionLeaveNothing() throws {
        var client = try ClientHarness()
        _ = client.session.disconnected(client.link, now: client.now)
        for _ in 0..<10_000 { _ = client.session.cancel(try client.call()) }
        for (kind, count, limit) in client.session.remembered { XCTAssertLessThanOrEqual(count, limit, kind) }
    }

    func testCallsThatAreAnsweredAtOnceLeaveNothing() throws {
        var client = try ClientHarness()
        for _ in 0..<10_000 {
            let (_, id) = try client.sentCall()
            _ = try client.deliver(try ClientHarness.result(of: id))
        }
        for (kind, count, limit) in client.session.remembered { XCTAssertLessThanOrEqual(count, limit, kind) }
    }

    func testAnAnswerUnderAnOldIDStillCounts() throws {
        var client = try ClientHarness()
        let (call, id) = try client.sentCall()
        _ = try client.deliver(try ClientHarness.bad(id, code: 20), sequenceNumber: 0)
        _ = client.flush()
        XCTAssertEqual(try client.deliver(try ClientHarness.result(of: id)).outcome(of: call)?.isAnswer, true)
        XCTAssertEqual(client.session.pendingCallCount, 0)
    }

    func testAForgottenInitializationIsSentAgain() throws {
        var configuration = SessionConfiguration()
        configuration.initialization = [0xD, 0x0D, 0x9B, 0xDA]
        for name in ["CONNECTION_NOT_INITED", "CONNECTION_LAYER_INVALID"] {
            var client = try ClientHarness(configuration)
            let first = try client.call()
            let wrapped = try XCTUnwrap(client.flush().last?.messages.last)
            XCTAssertEqual(Array(wrapped.body), [0xD, 0x0D, 0x9B, 0xDA, 1, 2, 3, 4])
            _ = try client.deliver(try ClientHarness.result(of: wrapped.id))
            _ = first
            let (call, id) = try client.sentCall(.harmful)
            let error = try TL.RpcError(errorCode: 400, errorMessage: name).encoded()
            XCTAssertNil(try client.deliver(try ClientHarness.result(of: id, error)).outcome(of: call))
            let again = try XCTUnwrap(client.flush().flatMap(\.messages).last(where: \.isContentRelated))
            XCTAssertEqual(Array(again.body), [0xD, 0x0D, 0x9B, 0xDA, 1, 2, 3, 4], name)
            XCTAssertNotEqual(again.id, id)
            let outcome = try client.deliver(try ClientHarness.result(of: again.id)).outcome(of: call)
            XCTAssertEqual(outcome?.isAnswer, true)
            _ = try client.call()
            let next = client.flush().flatMap(\.messages).first(where: \.isContentRelated)
            XCTAssertEqual(next?.body.count, 4, "the server knows us again")
        }
    }

    func testTheServerIsAskedFirstIfThatIsWanted() throws {
        var configuration = SessionConfiguration()
        configuration.recovery = .askState
        let states: [(state: UInt8, isResent: Bool, isRenewed: Bool)] = [
            (1, false, true), (2, true, false), (3, true, false), (4, false, false), (4 | 64, false, false),
        ]
        for (state, isResent, isRenewed) in states {
            var client = try ClientHarness(configuration)
            let (call, id) = try client.sentCall()
            let (connection, _) = client.reconnect()
            let question = try XCTUnwrap(
                client.flush(on: connection).messages(TL.MsgsStateReq.constructorID).first, "\(state)")
            XCTAssertEqual(try TL.MsgsStateReq(decoding: Array(question.body)).msgIDs, [id.rawValue])
            let info = TL.MsgsStateInfo(reqMsgID: question.id.rawValue, info: [state])
            _ = try client.deliver(info.encoded(), sequenceNumber: 0, on: connection)
            let sent = client.flush(on: connection).flatMap(\.messages).filter { Array($0.body) == [1, 2, 3, 4] }
            XCTAssertEqual(sent.contains { $0.id == id }, isResent, "\(state)")
            XCTAssertEqual(sent.contains { $0.id != id }, isRenewed, "\(state)")
            let last = sent.last?.id ?? id
            let events = try client.deliver(try ClientHarness.result(of: last), on: connection)
            XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
        }
    }

    func testAnOverdueAnswerIsAskedFor() throws {
        var client = try ClientHarness()
        let (_, id) = try client.sentCall()
        var question: PlainMessage?
        for _ in 0..<60 where question == nil {
            let packets = client.tick(after: 1).packets
            for ping in packets.messages(TL.PingDelayDisconnect.constructorID) {
                let pong = TL.Pong(msgID: ping.id.rawValue, pingID: Array(ping.body.dropFirst(4)).long)
                _ = try client.deliver(pong.encoded(), sequenceNumber: 0)
            }
            question = packets.messages(TL.MsgsStateReq.constructorID).first
        }
        XCTAssertEqual(try TL.MsgsStateReq(decoding: Array(try XCTUnwrap(question).body)).msgIDs, [id.rawValue])
    }

    func testMoreThanAContainerHoldsGoesInSeveralPacedOnes() throws {
        var client = try ClientHarness()
        for _ in 0..<2500 { _ = try client.call() }
        var sizes: [Int] = []
        for _ in 0..<10 {
            for packet in client.tick(after: 0.11).packets { sizes.append(packet.messages.count) }
        }
        XCTAssertEqual(sizes.reduce(0, +), 2500)
        XCTAssertEqual(sizes.count, 3)
        XCTAssertTrue(sizes.allSatisfy { $0 <= SessionLimits.containerMessages })
    }

    func testContainersStayWithinTheirSize() throws {
        var client = try ClientHarness()
        for _ in 0..<8 {
            let body = [UInt8](repeating: 1, count: 400_000)
            _ = client.session.send(OutgoingCall(body: body, repetition: .harmless, isCompressible: false))
        }
        let packets = client.flush()
        XCTAssertEqual(packets.flatMap(\.messages).filter(\.isContentRelated).count, 8)
        XCTAssertEqual(packets.count, 4)
        for packet in packets {
            XCTAssertLessThanOrEqual(
                packet.messages.reduce(8) { $0 + 16 + $1.body.count }, SessionLimits.containerBytes)
        }
    }

    func testDrainingHandsOverWhatMayRunElsewhere() throws {
        var client = try ClientHarness()
        let harmful = try client.sentCall(.harmful)
        let harmless = try client.sentCall()
        let waiting = try client.call(.harmful)
        client.session.startDraining()
        XCTAssertNil(client.session.send(OutgoingCall(body: [1, 2, 3, 4], repetition: .harmless)))
        let (calls, settled) = client.session.handOver()
        XCTAssertEqual(calls.map(\.0), [harmless.call, waiting])
        XCTAssertEqual(settled.map(\.call), [harmful.call])
        XCTAssertEqual(settled.first?.outcome.isUnknown, true)
        XCTAssertEqual(client.session.pendingCallCount, 0)
    }
}
