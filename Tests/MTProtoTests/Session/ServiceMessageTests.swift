// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import XCTest

/// What a client does with each service message.
///
/// See core.telegram.org/mtproto/service_messages and core.telegram.org/mtproto/service_messages_about_messages.
final class ServiceMessageTests: XCTestCase {
    func testAcknowledgementsReachTheCallsOfAContainer() throws {
        var client = try ClientHarness()
        let calls = [try client.call(), try client.call()]
        let container = try XCTUnwrap(client.flush().first).header.messageID
        let events = try client.deliver(TL.MsgsAck(msgIDs: [container.rawValue]).encoded(), sequenceNumber: 0)
        let acknowledged = events.compactMap { if case .acknowledged(let call) = $0 { call } else { nil } }
        XCTAssertEqual(acknowledged, calls)
        XCTAssertEqual(client.session.pendingCallCount, 2, "an acknowledgement is no answer")
    }

    func testAStateQuestionIsAnswered() throws {
        var client = try ClientHarness()
        let known = client.serverID(.server)
        _ = try client.deliver([5, 5, 5, 5], id: known)
        let unknown = client.serverID(.server)
        let question = client.serverID(.server)
        _ = try client.deliver(
            TL.MsgsStateReq(msgIDs: [known.rawValue, unknown.rawValue]).encoded(), id: question, sequenceNumber: 2)
        let info = try XCTUnwrap(client.flush().messages(TL.MsgsStateInfo.constructorID).first)
        let decoded = try TL.MsgsStateInfo(decoding: Array(info.body))
        XCTAssertEqual(decoded.reqMsgID, question.rawValue)
        XCTAssertEqual(decoded.info, [4, 2])
    }

    func testUnsolicitedStatesCountLikeAnswers() throws {
        for (state, isResent) in [(2, true), (4, false)] as [(UInt8, Bool)] {
            var client = try ClientHarness()
            let (_, id) = try client.sentCall()
            _ = try client.deliver(TL.MsgsAllInfo(msgIDs: [id.rawValue], info: [state]).encoded(), sequenceNumber: 0)
            XCTAssertEqual(client.flush().flatMap(\.messages).contains { $0.id == id }, isResent)
        }
    }

    func testStateInfoNobodyAskedForIsIgnored() throws {
        var client = try ClientHarness()
        let (call, id) = try client.sentCall(.harmful)
        let info = TL.MsgsStateInfo(reqMsgID: id.rawValue, info: [1])
        XCTAssertNil(try client.deliver(info.encoded(), sequenceNumber: 0).outcome(of: call))
    }

    func testAnAnswerThatExistsIsRequestedUnlessItCame() throws {
        var client = try ClientHarness()
        let (_, id) = try client.sentCall()
        let missing = client.serverID()
        let info = TL.MsgDetailedInfo.msgDetailedInfo(
            .init(msgID: id.rawValue, answerMsgID: missing.rawValue, bytes: 8, status: 0))
        _ = try client.deliver(info.encoded(), sequenceNumber: 0)
        let request = try XCTUnwrap(client.flush().messages(TL.MsgResendReq.MsgResendReq.constructorID).first)
        XCTAssertEqual(Array(request.body.suffix(8)).long, missing.rawValue)

        let update = client.serverID(.server)
        _ = try client.deliver([5, 5, 5, 5], id: update)
        _ = client.tick(after: 2)
        let known = TL.MsgDetailedInfo.msgNewDetailedInfo(.init(answerMsgID: update.rawValue, bytes: 8, status: 0))
        _ = try client.deliver(known.encoded(), sequenceNumber: 0)
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [update.rawValue], "it is acknowledged again")

        let other = client.serverID(.server)
        let new = TL.MsgDetailedInfo.msgNewDetailedInfo(.init(answerMsgID: other.rawValue, bytes: 8, status: 0))
        _ = try client.deliver(new.encoded(), sequenceNumber: 0)
        XCTAssertEqual(client.flush().messages(TL.MsgResendReq.MsgResendReq.constructorID).count, 1)

        let unwanted = client.serverID()
        let answered = TL.MsgDetailedInfo.msgDetailedInfo(
            .init(msgID: 4, answerMsgID: unwanted.rawValue, bytes: 8, status: 0))
        _ = try client.deliver(answered.encoded(), sequenceNumber: 0)
        let packets = client.tick(after: 2).packets
        XCTAssertEqual(packets.acknowledged, [unwanted.rawValue], "nobody waits for this answer")
        XCTAssertTrue(packets.messages(TL.MsgResendReq.MsgResendReq.constructorID).isEmpty)
    }

    func testAResendRequestIsServed() throws {
        for request in [
            TL.MsgResendReq.msgResendReq(.init(msgIDs: [])), TL.MsgResendReq.msgResendAnsReq(.init(msgIDs: [])),
        ] {
            var client = try ClientHarness()
            let (_, id) = try client.sentCall(.harmful)
            let filled: TL.MsgResendReq =
                switch request {
                case .msgResendReq: .msgResendReq(.init(msgIDs: [id.rawValue, 4]))
                case .msgResendAnsReq: .msgResendAnsReq(.init(msgIDs: [id.rawValue, 4]))
                }
            _ = try client.deliver(filled.encoded(), sequenceNumber: 0)
            let packet = try XCTUnwrap(client.flush().first)
            XCTAssertTrue(packet.isContainer && packet.messages.contains { $0.id == id })
        }
    }

    func testFutureSaltsAreUsedInTime() throws {
        var client = try ClientHarness(isSettled: false)
        let question = try XCTUnwrap(client.tick().packets.messages(TL.GetFutureSalts.constructorID).first)
        let now = Int32(ClientHarness.epoch)
        let salts = TL.FutureSalts(
            reqMsgID: question.id.rawValue, now: now,
            salts: [
                TL.FutureSalt(validSince: now + 1000, validUntil: now + 3000, salt: 3),
                TL.FutureSalt(validSince: now - 100, validUntil: now + 200, salt: 77),
                TL.FutureSalt(validSince: now + 100, validUntil: now + 2000, salt: 2),
            ])
        _ = try client.deliver(salts.encoded(), sequenceNumber: 0)
        XCTAssertEqual(client.session.salts.later.map(\.salt), [2, 3])
        var used: [Int64] = []
        for _ in 0..<5 {
            client.time += 230 * ClientHarness.second
            _ = try client.call()
            used.append(try XCTUnwrap(client.flush().last).header.salt)
        }
        XCTAssertEqual(used, [2, 2, 2, 2, 3], "a salt is used a minute after its beginning")
    }

    /// The times of salts are unsigned: those after 2038 are not in the past.
    func testSaltsAfter2038() throws {
        var client = try ClientHarness(isSettled: false)
        let question = try XCTUnwrap(client.tick().packets.messages(TL.GetFutureSalts.constructorID).first)
        let late = Int32(bitPattern: 3_000_000_000)
        let salt = TL.FutureSalt(validSince: late, validUntil: Int32(bitPattern: 3_000_003_600), salt: 2)
        _ = try client.deliver(
            TL.FutureSalts(reqMsgID: question.id.rawValue, now: 0, salts: [salt]).encoded(), sequenceNumber: 0)
        XCTAssertEqual(
            client.session.salts.later,
            [ServerSalt(salt: 2, validSince: 3_000_000_000, validUntil: 3_000_003_600)])
    }

    func testFutureSaltsNobodyAskedForAreIgnored() throws {
        var client = try ClientHarness()
        let salt = TL.FutureSalt(validSince: 1, validUntil: Int32.max, salt: 666)
        let salts = TL.FutureSalts(reqMsgID: 4, now: 0, salts: [salt])
        XCTAssertTrue(try client.deliver(salts.encoded(), sequenceNumber: 0).isEmpty)
        XCTAssertTrue(client.session.salts.later.isEmpty)
    }

    func testSessionsAndKeysCanBeDestroyed() throws {
        var client = try ClientHarness()
        let session = client.session.destroySession(5)
        let key = client.session.destroyAuthKey()
        XCTAssertEqual(client.flush().flatMap(\.messages).count, 2)
        let other = TL.DestroySessionRes.destroySessionOk(.init(sessionID: 6))
        XCTAssertNil(try client.deliver(other.encoded(), sequenceNumber: 0).outcome(of: session))
        let answer = TL.DestroySessionRes.destroySessionNone(.init(sessionID: 5))
        XCTAssertEqual(try client.deliver(answer.encoded(), sequenceNumber: 0).outcome(of: session)?.isAnswer, true)
        let events = try client.deliver(TL.DestroyAuthKeyRes.destroyAuthKeyOk.encoded(), sequenceNumber: 0)
        guard case .answer(.object(let object))? = events.outcome(of: key) else { return XCTFail("no answer") }
        XCTAssertEqual(Array(object), try TL.DestroyAuthKeyRes.destroyAuthKeyOk.encoded())
    }

    /// The answer to destroy_auth_key may come as an ordinary result as well.
    func testADestroyedKeyMayBeAnsweredLikeACall() throws {
        var client = try ClientHarness()
        let call = client.session.destroyAuthKey()
        let id = try XCTUnwrap(client.flush().last?.messages.last?.id)
        let answer = try ClientHarness.result(of: id, TL.DestroyAuthKeyRes.destroyAuthKeyNone.encoded())
        XCTAssertEqual(try client.deliver(answer).outcome(of: call)?.isAnswer, true)
    }

    func testACopiedMessageCountsLikeItsOriginal() throws {
        var client = try ClientHarness()
        let (call, id) = try client.sentCall()
        let result = try ClientHarness.result(of: id)
        var writer = TLWriter()
        writer.uint32(0xE060_46B2)
        writer.int64(client.serverID().rawValue)
        writer.int32(1)
        writer.int32(Int32(result.count))
        writer.raw(result)
        XCTAssertEqual(try client.deliver(try writer.finish()).outcome(of: call)?.isAnswer, true)
    }

    func testQuickAcknowledgements() throws {
        var client = try ClientHarness()
        let (call, id) = try client.sentCall()
        client.session.awaitQuickAck(0x8000_0001, of: id)
        XCTAssertEqual(client.session.receivedQuickAck(0x8000_0002), [])
        XCTAssertEqual(client.session.receivedQuickAck(0x8000_0001), [call])
        XCTAssertEqual(client.session.receivedQuickAck(0x8000_0001), [])
        for token in 0..<1000 { client.session.awaitQuickAck(UInt32(token), of: id) }
        for (kind, count, limit) in client.session.remembered { XCTAssertLessThanOrEqual(count, limit, kind) }
    }

    // MARK: Binding

    func testAKeyIsBoundBeforeAnyCallGoesOut() throws {
        var client = try ClientHarness()
        let permanent = try AuthKey(SecureBytes(randomCount: 256, using: &client.generator))
        let expires = Int32(ClientHarness.epoch + 86_400)
        let binding = client.session.bind(
            TemporaryKey(permanentKey: permanent, id: client.key.id, expiresAt: expires))
        let call = try client.call()
        var refused: [MessageID] = []
        for _ in 0..<2 {
            let packets = client.flush()
            XCTAssertEqual(packets.count, 1)
            XCTAssertFalse(packets[0].isContainer, "the binding goes alone")
            let message = packets[0].messages[0]
            var bytes = Array(message.body)
            XCTAssertEqual(message.constructor, TL.auth.BindTempAuthKey.constructorID)
            bytes.removeFirst(4)
            let request = try TLReader.read(bytes) { (reader) throws(TLError) in
                TL.auth.BindTempAuthKey(
                    permAuthKeyID: try reader.int64(), nonce: try reader.int64(), expiresAt: try reader.int32(),
                    encryptedMessage: try reader.bytes())
            }
            try KeyBinding.check(
                request, messageID: message.id.rawValue, permanentKey: permanent, temporaryKeyID: client.key.id,
                sessionID: client.session.id, now: .seconds(ClientHarness.epoch))
            XCTAssertFalse(refused.contains(message.id), "a binding is built again under a new id")
            refused.append(message.id)
            guard refused.count == 1 else { break }
            let salt = TL.BadMsgNotification.badServerSalt(
                .init(badMsgID: message.id.rawValue, badMsgSeqno: 1, errorCode: 48, newServerSalt: 9))
            _ = try client.deliver(salt.encoded(), sequenceNumber: 0)
        }
        let answer = try ClientHarness.result(of: refused[1], [0xB5, 0x75, 0x72, 0x99])
        XCTAssertEqual(try client.deliver(answer).outcome(of: binding)?.isAnswer, true)
        XCTAssertEqual(client.flush().flatMap(\.messages).filter { Array($0.body) == [1, 2, 3, 4] }.count, 1)
        _ = call
        var actions: [TimerAction] = []
        for _ in 0..<24 { actions += client.tick(after: 3600).actions }
        let renewals = actions.filter { if case .renewTemporaryKey = $0 { true } else { false } }
        XCTAssertLessThanOrEqual(renewals.count, 1)
    }

    func testARefusedBindingNeverFallsBack() throws {
        var client = try ClientHarness()
        let permanent = try AuthKey(SecureBytes(randomCount: 256, using: &client.generator))
        let binding = client.session.bind(TemporaryKey(permanentKey: permanent, id: client.key.id, expiresAt: 5))
        _ = try client.call()
        let id = try XCTUnwrap(client.flush().first?.messages.first?.id)
        let error = try TL.RpcError(errorCode: 400, errorMessage: "ENCRYPTED_MESSAGE_INVALID").encoded()
        let events = try client.deliver(try ClientHarness.result(of: id, error))
        guard case .answer(.error(400, "ENCRYPTED_MESSAGE_INVALID"))? = events.outcome(of: binding) else {
            return XCTFail("no error")
        }
        XCTAssertTrue(client.flush().flatMap(\.messages).allSatisfy { !$0.isContentRelated })
        XCTAssertEqual(client.session.handOver().calls.count, 1)
    }
}
