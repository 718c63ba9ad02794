// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTLTypes
import XCTest

/// What a client does when the server refuses a message, code by code.
///
/// See core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-error-message.
final class BadMessageTests: XCTestCase {
    private static let codes: [(code: Int32, startsNewSession: Bool)] = [
        (16, false), (17, true), (18, true), (19, true), (20, false), (32, true), (33, true), (34, true), (35, true),
        (64, true), (99, false),
    ]

    func testAHarmlessCallGoesOutUnderANewID() throws {
        for (code, startsNewSession) in Self.codes {
            var client = try ClientHarness()
            let old = client.session.id
            let (call, id) = try client.sentCall()
            let events = try client.deliver(try ClientHarness.bad(id, code: code), sequenceNumber: 0)
            XCTAssertNil(events.outcome(of: call), "\(code)")
            XCTAssertEqual(events.sessionWasReset, startsNewSession, "\(code)")
            XCTAssertEqual(events.updatesWereLost, startsNewSession, "\(code)")
            XCTAssertEqual(client.session.id != old, startsNewSession, "\(code)")
            let messages = client.flush().flatMap(\.messages).filter { Array($0.body) == [1, 2, 3, 4] }
            XCTAssertEqual(messages.count, 1, "\(code)")
            XCTAssertNotEqual(messages.first?.id, id, "\(code)")
            XCTAssertEqual(messages.first?.sequenceNumber, startsNewSession ? 1 : 3, "a new number comes with a new id")
            let answer = try ClientHarness.result(of: try XCTUnwrap(messages.first?.id))
            XCTAssertEqual(try client.deliver(answer).outcome(of: call)?.isAnswer, true, "\(code)")
        }
    }

    func testAHarmfulCallEndsWithAnUnknownOutcome() throws {
        for (code, _) in Self.codes {
            var client = try ClientHarness()
            let (call, id) = try client.sentCall(.harmful)
            let events = try client.deliver(try ClientHarness.bad(id, code: code), sequenceNumber: 0)
            XCTAssertEqual(events.outcome(of: call)?.isUnknown, true, "\(code)")
            XCTAssertEqual(client.session.pendingCallCount, 0)
            XCTAssertTrue(client.flush().flatMap(\.messages).allSatisfy { Array($0.body) != [1, 2, 3, 4] }, "\(code)")
        }
    }

    func testOnlyTheMessageConcernedIsAffected() throws {
        for code: Int32 in [16, 20] {
            var client = try ClientHarness()
            let first = try client.sentCall(.harmful)
            let second = try client.sentCall(.harmful)
            let events = try client.deliver(try ClientHarness.bad(second.id, code: code), sequenceNumber: 0)
            XCTAssertEqual(events.outcome(of: second.call)?.isUnknown, true)
            XCTAssertNil(events.outcome(of: first.call))
            let answer = try ClientHarness.result(of: first.id)
            XCTAssertEqual(try client.deliver(answer).outcome(of: first.call)?.isAnswer, true)
        }
    }

    func testARefusedContainerHitsAllItsMessages() throws {
        var client = try ClientHarness()
        let calls = [try client.call(), try client.call(.harmful), try client.call()]
        let packet = try XCTUnwrap(client.flush().first)
        XCTAssertTrue(packet.isContainer)
        let refusal = try ClientHarness.bad(packet.header.messageID, code: 20)
        let events = try client.deliver(refusal, sequenceNumber: 0)
        XCTAssertEqual(events.outcome(of: calls[1])?.isUnknown, true)
        let again = client.flush().flatMap(\.messages).filter(\.isContentRelated)
        XCTAssertEqual(again.count, 2)
        XCTAssertTrue(Set(again.map(\.id)).isDisjoint(with: packet.messages.map(\.id)))
    }

    func testARefusalOfAnUnknownMessageIsIgnored() throws {
        for (code, _) in Self.codes {
            var client = try ClientHarness()
            let old = client.session.id
            _ = try client.sentCall(.harmful)
            let unknown = MessageID(rawValue: 0x1234_5678_0000_0004)
            let events = try client.deliver(try ClientHarness.bad(unknown, code: code), sequenceNumber: 0)
            XCTAssertTrue(events.isEmpty, "\(code)")
            XCTAssertEqual(client.session.id, old)
            XCTAssertTrue(client.flush().isEmpty)
        }
    }

    /// Codes 16 and 17 carry the right time in their own message id.
    func testTheClockIsPutRight() throws {
        for (error, code) in [(-3600, 16), (3600, 17)] as [(Int64, Int32)] {
            var client = try ClientHarness(clockError: error, isSettled: false)
            let ping = try XCTUnwrap(client.tick().packets.first)
            let refusal = try ClientHarness.bad(ping.header.messageID, code: code)
            _ = try client.deliver(refusal, sequenceNumber: 0)
            XCTAssertEqual(client.session.clock.unixTime(at: client.now), ClientHarness.epoch)
            let (_, id) = try client.sentCall()
            XCTAssertLessThanOrEqual(abs(id.unixTime - ClientHarness.epoch), 1, "\(code)")
        }
    }

    /// A wrong clock would make the server refuse a call that then could not be sent again.
    func testAHarmfulCallWaitsUntilTheClockIsConfirmed() throws {
        var client = try ClientHarness(isSettled: false)
        _ = try client.call(.harmful)
        let call = try client.call()
        let first = client.tick().packets.flatMap(\.messages).filter(\.isContentRelated)
        XCTAssertEqual(first.count, 1, "only the harmless call goes out")
        let events = try client.deliver(try ClientHarness.result(of: first[0].id))
        XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
        XCTAssertEqual(client.flush().flatMap(\.messages).filter(\.isContentRelated).count, 1)
    }

    func testABadSaltIsReplacedAndTheSameMessageGoesAgainInAContainer() throws {
        var client = try ClientHarness()
        for repetition in [OutgoingCall.Repetition.harmless, .harmful] {
            let (call, id) = try client.sentCall(repetition)
            let notification = TL.BadMsgNotification.badServerSalt(
                .init(badMsgID: id.rawValue, badMsgSeqno: 1, errorCode: 48, newServerSalt: 4711))
            let events = try client.deliver(notification.encoded(), sequenceNumber: 0)
            XCTAssertNil(events.outcome(of: call))
            XCTAssertEqual(client.session.salts.current.salt, 4711)
            let packet = try XCTUnwrap(client.flush().first)
            XCTAssertEqual(packet.header.salt, 4711)
            XCTAssertTrue(packet.isContainer, "a repeated message never goes alone")
            XCTAssertTrue(packet.messages.contains { $0.id == id })
            XCTAssertGreaterThan(packet.header.messageID, id)
            _ = try client.deliver(try ClientHarness.result(of: id))
        }
        XCTAssertEqual(client.session.statistics.resends, 2)
    }

    func testABadSaltForAnUnknownMessageIsIgnored() throws {
        var client = try ClientHarness()
        let notification = TL.BadMsgNotification.badServerSalt(
            .init(badMsgID: 4, badMsgSeqno: 1, errorCode: 48, newServerSalt: 4711))
        _ = try client.deliver(notification.encoded(), sequenceNumber: 0)
        XCTAssertEqual(client.session.salts.current.salt, 77)
    }

    func testACallIsSentAgainTwelveTimesAtMost() throws {
        for repetition in [OutgoingCall.Repetition.harmless, .harmful] {
            var client = try ClientHarness()
            let (call, id) = try client.sentCall(repetition)
            var resends = 0
            for salt in 0..<20 {
                let notification = TL.BadMsgNotification.badServerSalt(
                    .init(badMsgID: id.rawValue, badMsgSeqno: 1, errorCode: 48, newServerSalt: Int64(1000 + salt)))
                let events = try client.deliver(notification.encoded(), sequenceNumber: 0)
                if let outcome = events.outcome(of: call) {
                    XCTAssertEqual(outcome.isUnknown, repetition == .harmful)
                    break
                }
                resends += client.flush().flatMap(\.messages).filter { $0.id == id }.count
            }
            XCTAssertEqual(resends, SessionLimits.resends)
            XCTAssertEqual(client.session.pendingCallCount, 0)
        }
    }

    func testRefusedAcknowledgementsGoAgain() throws {
        var client = try ClientHarness()
        let update = client.serverID(.server)
        _ = try client.deliver([5, 5, 5, 5], id: update)
        let packets = client.tick(after: 2).packets
        XCTAssertEqual(packets.acknowledged, [update.rawValue])
        let ack = try XCTUnwrap(packets.messages(TL.MsgsAck.constructorID).first)
        _ = try client.deliver(try ClientHarness.bad(ack.id, code: 20), sequenceNumber: 0)
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [update.rawValue])
    }
}
