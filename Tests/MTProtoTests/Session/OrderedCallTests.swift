// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramMTProto

/// Calls that run after others, without waiting for their answers.
///
/// See core.telegram.org/method/invokeAfterMsg.
final class OrderedCallTests: XCTestCase {
    private static let body: [UInt8] = [1, 2, 3, 4]

    /// What a message asks the server to wait for.
    private func messages(before message: PlainMessage) throws -> [Int64] {
        let bytes = [UInt8](message.body)
        switch message.constructor {
        case TL.InvokeAfterMsg<TLRawFunction>.constructorID:
            XCTAssertEqual(Array(bytes.dropFirst(12).suffix(4)), Self.body)
            return [Array(bytes[4..<12]).long]
        case TL.InvokeAfterMsgs<TLRawFunction>.constructorID:
            let count = Int(bytes[8])
            return (0..<count).map { Array(bytes[12 + 8 * $0..<20 + 8 * $0]).long }
        default:
            return []
        }
    }

    private func call(
        _ client: inout ClientHarness, after calls: [CallID], _ repetition: OutgoingCall.Repetition = .harmless
    ) throws -> CallID {
        try XCTUnwrap(client.session.send(OutgoingCall(body: Self.body, repetition: repetition), after: calls))
    }

    private func refusal(of id: MessageID, _ name: String = "MSG_WAIT_FAILED") throws -> [UInt8] {
        try ClientHarness.result(of: id, TL.RpcError(errorCode: 400, errorMessage: name).encoded())
    }

    private func calls(_ packets: [PacketContents]) -> [PlainMessage] {
        packets.flatMap(\.messages).filter(\.isContentRelated)
    }

    /// Two calls that went out, the second after the first.
    private func pair(
        _ client: inout ClientHarness
    ) throws -> (first: CallID, second: CallID, messages: [PlainMessage]) {
        let first = try client.call()
        let second = try call(&client, after: [first])
        let sent = calls(client.flush())
        XCTAssertEqual(sent.count, 2)
        return (first, second, sent)
    }

    func testCallsGoOutTogetherAndNameTheOnesBeforeThem() throws {
        var client = try ClientHarness()
        let first = try client.call()
        let second = try call(&client, after: [first])
        let third = try call(&client, after: [second])
        _ = try call(&client, after: [first, third])
        let packets = client.flush()
        XCTAssertEqual(packets.count, 1)
        let sent = calls(packets)
        let ids = sent.map(\.id.rawValue)
        XCTAssertEqual(try sent.map(messages), [[], [ids[0]], [ids[1]], [ids[0], ids[2]]])
    }

    func testWhatWasAnsweredIsNotWaitedFor() throws {
        var client = try ClientHarness()
        let (first, id) = try client.sentCall()
        let second = try call(&client, after: [first])
        _ = try client.deliver(try ClientHarness.result(of: id))
        XCTAssertEqual(try calls(client.flush()).map(messages), [[]])
        // Nor is what nobody knows.
        _ = try call(&client, after: [first])
        XCTAssertEqual(try calls(client.flush()).map(messages), [[]])
        XCTAssertLessThan(first, second)
    }

    func testACallWhosePredecessorFailedIsItsMakersAgain() throws {
        var client = try ClientHarness()
        let (first, id) = try client.sentCall()
        let second = try call(&client, after: [first])
        let third = try call(&client, after: [second])
        _ = try client.deliver(try refusal(of: id, "PEER_ID_INVALID"))
        let flushed = client.flushAll()
        XCTAssertTrue(calls(flushed.packets).isEmpty)
        XCTAssertEqual(flushed.settled.map(\.call), [second, third])
        for settlement in flushed.settled {
            guard case .answer(.error(400, "MSG_WAIT_FAILED")) = settlement.outcome else {
                return XCTFail("\(settlement)")
            }
        }
        XCTAssertEqual(client.session.pendingCallCount, 0)
    }

    func testWhatTheServerRefusesAfterAFailureIsItsMakersAgain() throws {
        var client = try ClientHarness()
        let (first, second, sent) = try pair(&client)
        let failed = try client.deliver(try refusal(of: sent[0].id, "PEER_ID_INVALID"))
        XCTAssertEqual(failed.outcome(of: first)?.isAnswer, true)
        let events = try client.deliver(try refusal(of: sent[1].id))
        guard case .answer(.error(400, "MSG_WAIT_FAILED")) = events.outcome(of: second) else {
            return XCTFail("\(events)")
        }
    }

    /// The server forgot the first call, or never saw it, and says so of the second one first.
    func testACallGoesOutAnewWhenThatBeforeItHas() throws {
        for name in ["MSG_WAIT_FAILED", "MSG_WAIT_TIMEOUT"] {
            var client = try ClientHarness()
            let (first, second, sent) = try pair(&client)
            XCTAssertNil(try client.deliver(try refusal(of: sent[1].id, name)).outcome(of: second))
            // The same question would get the same answer.
            XCTAssertTrue(calls(client.flush()).isEmpty)
            _ = try client.deliver(try ClientHarness.bad(sent[0].id, code: 20), sequenceNumber: 0)
            let again = calls(client.flush())
            XCTAssertEqual(again.count, 2)
            XCTAssertEqual(try again.map(messages), [[], [again[0].id.rawValue]])
            XCTAssertTrue(Set(again.map(\.id)).isDisjoint(with: sent.map(\.id)))
            _ = try client.deliver(try ClientHarness.result(of: again[0].id))
            let events = try client.deliver(try ClientHarness.result(of: again[1].id))
            XCTAssertEqual(events.outcome(of: second)?.isAnswer, true)
            XCTAssertLessThan(first, second)
        }
    }

    /// It was not sent in vain as often as that before it.
    func testGoingOutAnewBecauseOfAnotherCallDoesNotCount() throws {
        var client = try ClientHarness()
        var (_, second, sent) = try pair(&client)
        for _ in 0..<SessionLimits.resends {
            XCTAssertNil(try client.deliver(try refusal(of: sent[1].id)).outcome(of: second))
            _ = try client.deliver(try ClientHarness.bad(sent[0].id, code: 20), sequenceNumber: 0)
            sent = calls(client.flush())
            XCTAssertEqual(sent.count, 2)
        }
        let events = try client.deliver(try ClientHarness.bad(sent[1].id, code: 20), sequenceNumber: 0)
        XCTAssertNil(events.outcome(of: second))
        XCTAssertEqual(calls(client.flush()).count, 1)
    }

    func testASlowCallIsWaitedForAndAskedForNoMore() throws {
        var client = try ClientHarness()
        let (_, second, sent) = try pair(&client)
        _ = try client.deliver(try refusal(of: sent[1].id, "MSG_WAIT_TIMEOUT"))
        XCTAssertTrue(calls(client.flush()).isEmpty)
        _ = try client.deliver(try ClientHarness.result(of: sent[0].id))
        let again = calls(client.flush())
        XCTAssertEqual(try again.map(messages), [[]])
        let events = try client.deliver(try ClientHarness.result(of: again[0].id))
        XCTAssertEqual(events.outcome(of: second)?.isAnswer, true)
    }

    func testACallThatIsGivenUpLeavesItsPlaceToThatBehindIt() throws {
        var client = try ClientHarness()
        let (first, id) = try client.sentCall()
        let second = try call(&client, after: [first])
        _ = try call(&client, after: [second])
        _ = client.session.cancel(second)
        XCTAssertEqual(try calls(client.flush()).map(messages), [[id.rawValue]])
    }

    func testWhatWaitsForACallThatWasGivenUpGoesOutAlone() throws {
        var client = try ClientHarness()
        let (first, second, sent) = try pair(&client)
        _ = client.session.cancel(first)
        XCTAssertNil(try client.deliver(try refusal(of: sent[1].id)).outcome(of: second))
        XCTAssertEqual(try calls(client.flush()).map(messages), [[]])
    }

    func testAfterAReconnectTheMessagesAreTheSame() throws {
        var client = try ClientHarness()
        let (_, _, sent) = try pair(&client)
        let (connection, _) = client.reconnect()
        let again = calls(client.flush(on: connection))
        XCTAssertEqual(again.map(\.id), sent.map(\.id))
        XCTAssertEqual(again.map(\.body), sent.map(\.body))
    }

    func testASaltChangesNothingAboutTheOrder() throws {
        var client = try ClientHarness()
        let (_, _, sent) = try pair(&client)
        let container = try XCTUnwrap(client.session.pendingCallCount == 2 ? sent : nil)
        for message in container {
            let salt = TL.BadMsgNotification.badServerSalt(
                .init(badMsgID: message.id.rawValue, badMsgSeqno: 1, errorCode: 48, newServerSalt: 5))
            _ = try client.deliver(salt.encoded(), sequenceNumber: 0)
        }
        let again = calls(client.flush())
        XCTAssertEqual(again.map(\.id), sent.map(\.id))
        XCTAssertEqual(try again.map(messages), [[], [sent[0].id.rawValue]])
    }

    func testInANewSessionTheOrderIsSaidAnew() throws {
        var client = try ClientHarness()
        let (_, _, sent) = try pair(&client)
        let events = try client.deliver(try ClientHarness.bad(sent[1].id, code: 32), sequenceNumber: 0)
        XCTAssertTrue(events.sessionWasReset)
        let again = calls(client.flush())
        XCTAssertEqual(try again.map(messages), [[], [again[0].id.rawValue]])
        XCTAssertTrue(Set(again.map(\.id)).isDisjoint(with: sent.map(\.id)))
    }

    func testARefusalOfAnEarlierAttemptEndsNothing() throws {
        var client = try ClientHarness()
        let (_, second, sent) = try pair(&client)
        // The second goes out anew, and its old message may still be answered.
        _ = try client.deliver(try ClientHarness.bad(sent[1].id, code: 20), sequenceNumber: 0)
        let again = calls(client.flush())
        XCTAssertEqual(again.count, 1)
        XCTAssertNil(try client.deliver(try refusal(of: sent[1].id)).outcome(of: second))
        XCTAssertTrue(calls(client.flush()).isEmpty)
        let events = try client.deliver(try ClientHarness.result(of: again[0].id))
        XCTAssertEqual(events.outcome(of: second)?.isAnswer, true)
    }

    func testTheIntroductionStandsInside() throws {
        var configuration = SessionConfiguration()
        configuration.initialization = [5, 5, 5, 5]
        var client = try ClientHarness(configuration)
        let first = try client.call()
        _ = try call(&client, after: [first])
        let sent = calls(client.flush())
        XCTAssertEqual(Array(sent[0].body), [5, 5, 5, 5] + Self.body)
        XCTAssertEqual(Array(sent[1].body.dropFirst(12)), [5, 5, 5, 5] + Self.body)
    }

    func testNothingIsKeptOfCallsThatComeAndGoBehindASlowOne() throws {
        var client = try ClientHarness()
        let (first, _) = try client.sentCall()
        for _ in 0..<5_000 {
            let next = try call(&client, after: [first])
            _ = client.session.cancel(next)
        }
        for (kind, count, limit) in client.session.remembered { XCTAssertLessThanOrEqual(count, limit, kind) }
    }
}
