// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Keys, sessions and connections; see core.telegram.org/mtproto/description.
final class SessionTests: XCTestCase {
    func testASessionSpeaksOnSeveralConnections() throws {
        let party = try Party()
        let first = party.bob.connections[0]
        party.bob.connect()
        _ = try party.bob.invoke(TL.help.GetNearestDc())
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        XCTAssertEqual(party.bob.updates.count, 1)
        // One of two connections goes; the session stays.
        party.harness.disconnect(party.bob.connections[1])
        _ = party.bob.takeUpdates()
        _ = try party.annSays("two", to: party.bobID, randomID: 2)
        XCTAssertEqual(party.bob.takeUpdates().count, 1)
        XCTAssertNotNil(party.harness.engine.connections[first])
    }

    func testACallThatComesAgainIsNotRunAgain() throws {
        let party = try Party()
        let before = party.harness.engine.report.calls["messages.sendMessage"] ?? 0
        let peer = party.ann.inputPeer(party.bobID, for: party.annID)
        party.ann.losesAnswers = true
        let call = try party.ann.send(TL.messages.SendMessage(peer: peer, message: "one", randomID: 4))
        XCTAssertNil(party.ann.answers[call])
        party.ann.losesAnswers = false
        party.ann.disconnect()
        party.ann.connect()
        try party.ann.flush()
        XCTAssertNotNil(party.ann.answers[call])
        XCTAssertEqual(party.harness.engine.report.calls["messages.sendMessage"], before + 1)
        XCTAssertEqual(party.bob.updates.count, 1)
    }

    func testADestroyedSessionCannotBeRunAgain() throws {
        let harness = EngineHarness()
        let old = try EngineClient(harness)
        try old.logIn(phone: "9996610001")
        let sent = old.lastPacket
        let new = try EngineClient(harness, key: old.outcome)
        let call = new.destroySession(old.session.id)
        try new.flush()
        guard case .object(let object)? = new.answers[call],
            case .destroySessionOk = try TL.DestroySessionRes(decoding: Array(object))
        else { return XCTFail("not destroyed") }
        // The last packet of the old session comes again: its call is older than what the server forgot.
        let calls = harness.engine.report.calls
        try harness.deliver(sent, on: old.connections[0])
        XCTAssertEqual(harness.engine.report.calls, calls)
    }

    func testWhatWaitsForASessionIsForgottenWithIt() throws {
        let party = try Party()
        party.bob.disconnect()
        try party.annSays("one", to: party.bobID, randomID: 1)
        let origin = CallOrigin(authKeyID: party.bob.outcome.authKey.id, sessionID: party.bob.session.id)
        XCTAssertEqual(party.harness.engine.sessions[origin]?.waiting.count, 1)
        party.harness.engine.forgetSessions()
        XCTAssertEqual(party.harness.engine.sessions[origin]?.waiting.count, 0)
    }

    func testAKeyIsGoodInItsDataCenterAlone() throws {
        let harness = EngineHarness()
        let client = try EngineClient(harness, dataCenter: 1)
        let elsewhere = ConnectionID(number: 500)
        harness.engine.opened(elsewhere, dataCenter: 2)
        XCTAssertNotNil(harness.engine.authKey(client.outcome.authKey.id, on: client.connections[0]))
        XCTAssertNil(harness.engine.authKey(client.outcome.authKey.id, on: elsewhere))
        XCTAssertNil(harness.engine.authKey(1, on: client.connections[0]))
    }

    func testADestroyedKeyIsGone() throws {
        let harness = EngineHarness()
        let client = try EngineClient(harness)
        try client.logIn(phone: "9996610001")
        let call = client.destroyAuthKey()
        try client.flush()
        XCTAssertNotNil(client.answers[call])
        XCTAssertNil(harness.engine.authKey(client.outcome.authKey.id, on: client.connections[0]))
    }

    func testKeysAndSessionsAreBounded() throws {
        var bounds = SessionBounds()
        bounds.keys = 2
        bounds.sessions = 3
        let harness = EngineHarness(bounds: bounds)
        let first = try EngineClient(harness)
        harness.advance(by: 1)
        let second = try EngineClient(harness)
        harness.advance(by: 1)
        for _ in 1...5 {
            let client = try EngineClient(harness, key: second.outcome)
            _ = try client.invoke(TL.help.GetNearestDc())
            client.disconnect()
        }
        XCTAssertLessThanOrEqual(harness.engine.sessionCount, 3)
        let third = try EngineClient(harness)
        XCTAssertEqual(harness.engine.keys.count, 2)
        XCTAssertNil(harness.engine.keys[first.outcome.authKey.id], "the one that was used least recently goes")
        XCTAssertNotNil(harness.engine.keys[third.outcome.authKey.id])
    }

    func testANewKeyDoesNotGoForAnotherOfItsSecond() throws {
        var bounds = SessionBounds()
        bounds.keys = 2
        let harness = EngineHarness(bounds: bounds)
        for _ in 0..<20 {
            let client = try EngineClient(harness)
            XCTAssertNotNil(harness.engine.keys[client.outcome.authKey.id])
        }
    }

    func testSessionsOfOneConnectionAreBounded() throws {
        var bounds = SessionBounds()
        bounds.sessions = 3
        let harness = EngineHarness(bounds: bounds)
        let client = try EngineClient(harness)
        let connection = client.connections[0]
        var cipher = PacketCipher()
        var clock = MessageIDGenerator()
        let body = try TL.Ping(pingID: 1).encoded()
        for session in 1...10 as ClosedRange<Int64> {
            harness.advance(by: 1)
            let id = clock.next(
                unixNanoseconds: harness.engine.unixNanoseconds, origin: .client, using: &harness.generator)
            let header = PacketHeader(
                salt: client.outcome.serverSalt, sessionID: session, messageID: id, sequenceNumber: 1)
            let sealed = cipher.seal(
                OutgoingPacket(header, body: body), authKey: client.outcome.authKey, using: &harness.generator)
            let opened = try cipher.open(sealed.bytes, authKey: client.outcome.authKey, direction: .fromClient)
            try harness.engine.received(
                PacketContents(opened), authKeyID: client.outcome.authKey.id, on: connection)
            XCTAssertFalse(harness.engine.takeOutputs().isEmpty, "the new session is served")
        }
        XCTAssertEqual(Set(harness.engine.sessions.keys.map(\.sessionID)), [8, 9, 10])
        XCTAssertEqual(harness.engine.connections[connection]?.sessions.count, 3)
        harness.engine.removeKey(client.outcome.authKey.id)
        XCTAssertEqual(harness.engine.sessionCount, 0)
        XCTAssertEqual(harness.engine.connections[connection]?.sessions, [])
    }

    func testASessionWithoutAConnectionGoesFirst() throws {
        var bounds = SessionBounds()
        bounds.sessions = 2
        let harness = EngineHarness(bounds: bounds)
        let connected = try EngineClient(harness)
        _ = try connected.invoke(TL.help.GetNearestDc())
        harness.advance(by: 1)
        let away = try EngineClient(harness, key: connected.outcome)
        _ = try away.invoke(TL.help.GetNearestDc())
        away.disconnect()
        harness.advance(by: 1)
        let new = try EngineClient(harness, key: connected.outcome)
        _ = try new.invoke(TL.help.GetNearestDc())
        let ids = Set(harness.engine.sessions.keys.map(\.sessionID))
        XCTAssertEqual(ids, [connected.session.id, new.session.id])
    }

    func testLayersAreBounded() {
        var report = LocalServerReport()
        for layer in 0..<1000 as Range<Int32> { report.spoke(layer) }
        XCTAssertEqual(report.layers, Set(0..<256))
    }

    func testFaultsOfSessionsThatNeverSendAgainAreBounded() {
        var faults = FaultTable(seed: 1)
        for session in 0..<100_000 as Range<Int64> {
            let origin = CallOrigin(authKeyID: 1, sessionID: session)
            let call = PendingCall(
                origin: origin, id: MessageID(rawValue: session), account: nil, dataCenter: 1)
            faults.remember(.loseAnswer, for: call)
            faults.answered(call)
        }
        XCTAssertLessThanOrEqual(faults.packets.count, SessionLimits.runningCalls)
        XCTAssertEqual(
            faults.takePacketFault(of: CallOrigin(authKeyID: 1, sessionID: 99_999)), .loseAnswer)
    }

    func testAHandlerAnswersLater() throws {
        let party = try Party()
        party.harness.engine.overridden = [TL.help.GetSupport.constructorID]
        let call = try party.ann.send(TL.help.GetSupport())
        XCTAssertNil(party.ann.answers[call])
        let handed = try XCTUnwrap(party.harness.handed.first)
        XCTAssertEqual(handed.call.account, party.annID)
        party.harness.engine.answer(handed.call, with: .failure(RPCFailure(420, .floodWait, value: 3)))
        try party.harness.pump()
        XCTAssertThrowsError(try party.ann.answer(to: call, of: TL.help.GetSupport.self)) {
            XCTAssertEqual("\($0)", "420 FLOOD_WAIT_3")
        }
    }
}
