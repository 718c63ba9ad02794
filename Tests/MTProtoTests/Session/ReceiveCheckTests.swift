// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import XCTest

/// The checks of a received packet that need a session, and what is acknowledged.
///
/// See core.telegram.org/mtproto/security_guidelines.
final class ReceiveCheckTests: XCTestCase {
    private func code(_ client: inout ClientHarness, _ contents: PacketContents) -> SessionError.Code? {
        do throws(SessionError) {
            _ = try client.session.received(contents, on: client.link, now: client.now, using: &client.generator)
            return nil
        } catch {
            return error.code
        }
    }

    func testAMessageOfAnotherSessionIsRefused() throws {
        var client = try ClientHarness()
        let contents = try client.contents(ofServerMessage: [1, 1, 1, 1], sessionID: client.session.id ^ 1)
        XCTAssertEqual(code(&client, contents), .sessionMismatch)
    }

    func testAServersMessageIDIsOdd() throws {
        var client = try ClientHarness()
        for low: Int64 in [0, 2] {
            let id = MessageID(rawValue: client.serverID().rawValue & ~3 | low)
            let contents = try client.contents(ofServerMessage: [1, 1, 1, 1], id: id)
            XCTAssertEqual(code(&client, contents), .messageIDInvalid)
        }
    }

    func testADuplicateIsAcknowledgedAgainAndNotProcessed() throws {
        var client = try ClientHarness()
        let id = client.serverID(.server)
        XCTAssertEqual(try client.deliver([1, 1, 1, 1], id: id).updates.count, 1)
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [id.rawValue])
        XCTAssertTrue(try client.deliver([1, 1, 1, 1], id: id).isEmpty)
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [id.rawValue])
        XCTAssertEqual(client.session.statistics.duplicates, 1)
    }

    func testDuplicatesWithinContainersAreAcknowledgedAgain() throws {
        var client = try ClientHarness()
        let first = (id: client.serverID(.server), sequenceNumber: Int32(1), body: [1, 1, 1, 1] as [UInt8])
        let second = (id: client.serverID(.server), sequenceNumber: Int32(3), body: [2, 2, 2, 2] as [UInt8])
        XCTAssertEqual(try client.deliver(container: [first]).updates.count, 1)
        XCTAssertEqual(try client.deliver(container: [first, second]).updates, [[2, 2, 2, 2]])
        let acknowledged = client.tick(after: 2).packets.acknowledged
        XCTAssertEqual(acknowledged.filter { $0 == first.id.rawValue }.count, 2)
        XCTAssertTrue(acknowledged.contains(second.id.rawValue))
    }

    func testAnIDLowerThanAllThatAreRememberedIsRefused() throws {
        var client = try ClientHarness()
        let low = client.serverID(.server)
        let inner = client.serverID(.server)
        for _ in 0..<SessionLimits.rememberedIDs {
            _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server))
            if client.session.remembered.contains(where: { $0.count > $0.limit }) { XCTFail("remembers too much") }
        }
        XCTAssertEqual(code(&client, try client.contents(ofServerMessage: [1, 1, 1, 1], id: low)), .messageIDForgotten)
        // Within a container it is no replay; the difference tells whether its updates came already.
        let (call, id) = try client.sentCall()
        let result = (id: low, sequenceNumber: Int32(1), body: try ClientHarness.result(of: id))
        let update = (id: inner, sequenceNumber: Int32(1), body: [1, 1, 1, 1] as [UInt8])
        let events = try client.deliver(container: [result, update])
        XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
        XCTAssertTrue(events.updates.isEmpty && events.updatesWereLost)
    }

    func testTimesFarOffAreRefused() throws {
        for (offset, expected) in [(-299, nil), (-302, .messageTooOld), (29, nil), (32, .messageTooNew)]
            as [(Int64, SessionError.Code?)]
        {
            var client = try ClientHarness()
            client.time += 1000 * ClientHarness.second
            _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server))
            let id = MessageID(rawValue: client.serverID().rawValue &+ offset << 32)
            let contents = try client.contents(ofServerMessage: [1, 1, 1, 1], id: id)
            XCTAssertEqual(code(&client, contents), expected, "\(offset)")
        }
    }

    func testATimeFarOffIsBelievedInAnAnswer() throws {
        for offset: Int64 in [-3600, 3600] {
            var client = try ClientHarness()
            let (call, request) = try client.sentCall()
            client.time += 10 * ClientHarness.second
            let id = MessageID(rawValue: client.serverID().rawValue &+ offset << 32)
            let events = try client.deliver(try ClientHarness.result(of: request), id: id)
            XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
            XCTAssertEqual(client.session.clock.unixTime(at: client.now), ClientHarness.epoch + 10 + offset)
        }
    }

    func testNothingIsRememberedFromARefusedPacket() throws {
        var client = try ClientHarness()
        let id = client.serverID(.server)
        let contents = try client.contents(ofServerMessage: [1, 1, 1, 1], id: id, sessionID: 1)
        XCTAssertEqual(code(&client, contents), .sessionMismatch)
        XCTAssertTrue(client.tick(after: 2).packets.acknowledged.isEmpty)
        XCTAssertEqual(try client.deliver([1, 1, 1, 1], id: id).updates.count, 1, "the right packet is no duplicate")
    }

    // MARK: Acknowledgements

    func testAcknowledgementsGoInBatches() throws {
        var client = try ClientHarness()
        for _ in 0..<15 { _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server)) }
        XCTAssertTrue(client.flush().isEmpty, "fifteen wait for company")
        _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server))
        XCTAssertEqual(client.flush().acknowledged.count, 16)
        _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server))
        XCTAssertTrue(client.tick(after: 0.9).packets.acknowledged.isEmpty)
        XCTAssertEqual(client.tick(after: 0.2).packets.acknowledged.count, 1, "one second of silence is enough")
        _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server))
        _ = try client.call()
        XCTAssertEqual(client.flush().acknowledged.count, 1, "they go with whatever goes")
        _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server), sequenceNumber: 2)
        XCTAssertTrue(client.tick(after: 3).packets.acknowledged.isEmpty, "an even number asks for none")
    }

    func testTheContainerItselfIsNotAcknowledged() throws {
        var client = try ClientHarness()
        let child = (id: client.serverID(.server), sequenceNumber: Int32(1), body: [1, 1, 1, 1] as [UInt8])
        _ = try client.deliver(container: [child])
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [child.id.rawValue])
    }

    func testTheAcknowledgementOfUpdatesCanBeHeldBack() throws {
        var configuration = SessionConfiguration()
        configuration.holdsAcknowledgementsOfUpdates = true
        var client = try ClientHarness(configuration)
        let id = client.serverID(.server)
        _ = try client.deliver([1, 1, 1, 1], id: id)
        XCTAssertTrue(client.tick(after: 40).packets.acknowledged.isEmpty)
        // The server sends it again, and still nobody may tell it that the updates are safe.
        _ = try client.deliver([1, 1, 1, 1], id: id)
        XCTAssertTrue(client.tick(after: 2).packets.acknowledged.isEmpty)
        client.session.releaseAcknowledgement(of: id, now: client.now)
        XCTAssertEqual(client.tick(after: 2).packets.acknowledged, [id.rawValue])
        for _ in 0..<2000 { _ = try client.deliver([1, 1, 1, 1], id: client.serverID(.server)) }
        for (kind, count, limit) in client.session.remembered { XCTAssertLessThanOrEqual(count, limit, kind) }
    }

    func testUpdatesThatNobodyCouldTakeAreOfferedAgainWhenTheyComeAgain() throws {
        var configuration = SessionConfiguration()
        configuration.holdsAcknowledgementsOfUpdates = true
        var client = try ClientHarness(configuration)
        let child = (id: client.serverID(.server), sequenceNumber: Int32(1), body: [1, 1, 1, 1] as [UInt8])
        func offered(_ events: [SessionEvent]) -> [MessageID] {
            events.compactMap { if case .update(let id, _) = $0 { id } else { nil } }
        }
        XCTAssertEqual(offered(try client.deliver(child.body, id: child.id)), [child.id])
        XCTAssertEqual(offered(try client.deliver(child.body, id: child.id)), [child.id])
        XCTAssertEqual(offered(try client.deliver(container: [child])), [child.id])
        // Nor is it too old when its id is lower than all that are remembered.
        for _ in 0...SessionLimits.rememberedIDs {
            let id = client.serverID(.server)
            _ = try client.deliver(child.body, id: id)
            client.session.releaseAcknowledgement(of: id, now: client.now)
        }
        XCTAssertEqual(offered(try client.deliver(child.body, id: child.id)), [child.id])
        XCTAssertEqual(offered(try client.deliver(container: [child])), [child.id])
        client.session.releaseAcknowledgement(of: child.id, now: client.now)
        XCTAssertEqual(offered(try client.deliver(container: [child])), [])
        XCTAssertThrowsError(try client.deliver(child.body, id: child.id))
    }

    // MARK: Containers and packed objects

    func testABadChildDoesNotLoseTheOthers() throws {
        var client = try ClientHarness()
        let (call, request) = try client.sentCall()
        let nested = try ClientHarness.container([(client.serverID(), 1, [1, 1, 1, 1])])
        let bodies: [[UInt8]] = [
            nested, [0xA1, 0xCF, 0x72, 0x30, 3, 1, 2, 3], [0x6B, 0x18, 0xF9, 0xC4], [1, 2, 3, 4, 5, 6], [],
            [6, 5, 4, 3, 2, 1], try ClientHarness.result(of: request), [8, 8, 8, 8],
        ]
        let children = bodies.map { (id: client.serverID(), sequenceNumber: Int32(1), body: $0) }
        let events = try client.deliver(container: children)
        XCTAssertEqual(events.outcome(of: call)?.isAnswer, true)
        XCTAssertEqual(events.updates, [[0x6B, 0x18, 0xF9, 0xC4], [8, 8, 8, 8]])
        XCTAssertGreaterThanOrEqual(client.session.statistics.malformed, 4)
        // What cannot be read is acknowledged all the same, or the server sends it for ever.
        let acknowledged = client.tick(after: 2).packets.acknowledged
        XCTAssertTrue(acknowledged.contains(children[0].id.rawValue))
    }

    func testAChildThatReachesBeyondItsContainerEndsIt() throws {
        var client = try ClientHarness()
        var body = try ClientHarness.container([
            (client.serverID(.server), 1, [1, 1, 1, 1]), (client.serverID(.server), 3, [2, 2, 2, 2]),
        ])
        body[body.count - 8] = 200
        XCTAssertEqual(try client.deliver(body, sequenceNumber: 0).updates, [[1, 1, 1, 1]])
    }

    func testAContainerHasALimit() throws {
        var client = try ClientHarness()
        let children = (0..<1025).map { _ in (client.serverID(.server), Int32(1), [1, 1, 1, 1] as [UInt8]) }
        XCTAssertEqual(try client.deliver(container: Array(children.prefix(1024))).updates.count, 1024)
        XCTAssertThrowsError(try client.deliver(container: children)) {
            XCTAssertEqual(($0 as? SessionError)?.code, .containerTooLarge)
        }
    }

    func testAnUnreadableAnswerSettlesItsCall() throws {
        for result in [[], [0xA1, 0xCF, 0x72, 0x30, 3, 1, 2, 3], [0x19, 0xCA, 0x44, 0x21, 1]] as [[UInt8]] {
            var client = try ClientHarness()
            let (call, request) = try client.sentCall()
            let padded = result + [UInt8](repeating: 0, count: (4 - result.count % 4) % 4)
            let events = try client.deliver(try ClientHarness.result(of: request, padded))
            guard case .answer(.malformed)? = events.outcome(of: call) else { return XCTFail("\(result)") }
        }
    }

    func testAPackedAnswerIsUnpackedAndABombIsNot() throws {
        var client = try ClientHarness()
        let (call, request) = try client.sentCall()
        let object = [UInt8](repeating: 3, count: 100_000)
        let events = try client.deliver(try ClientHarness.result(of: request, PackedObject.pack(object)))
        guard case .answer(.object(let unpacked))? = events.outcome(of: call) else { return XCTFail("no answer") }
        XCTAssertEqual(Array(unpacked), object)
        let bomb = PackedObject.pack([UInt8](repeating: 0, count: SessionLimits.unpackedObject + 4))
        XCTAssertLessThan(bomb.count, 40_000)
        XCTAssertThrowsError(try client.deliver(try ClientHarness.result(of: request, bomb))) {
            XCTAssertEqual(($0 as? SessionError)?.code, .unpackedTooLarge)
        }
        let large = PackedObject.pack([UInt8](repeating: 0, count: SessionLimits.unpackedObject))
        let three = (0..<3).map { _ in (id: client.serverID(.server), sequenceNumber: Int32(1), body: large) }
        XCTAssertEqual(try client.deliver(container: Array(three.prefix(2))).updates.count, 2)
        XCTAssertThrowsError(try client.deliver(container: three)) {
            XCTAssertEqual(($0 as? SessionError)?.code, .unpackedTooLarge)
        }
    }

    func testLargeCallsArePacked() throws {
        var client = try ClientHarness()
        let body = [UInt8](repeating: 6, count: 4000)
        _ = try client.call(body: body)
        _ = client.session.send(OutgoingCall(body: body, repetition: .harmless, isCompressible: false))
        let flushed = client.session.flush(on: client.link, now: client.now, using: &client.generator)
        var cipher = PacketCipher()
        let sealed = cipher.seal(try XCTUnwrap(flushed.packets.first), authKey: client.key, using: &client.generator)
        XCTAssertLessThan(sealed.bytes.count, 5000)
        let packet = try cipher.open(sealed.bytes, authKey: client.key, direction: .fromClient)
        XCTAssertEqual(try PacketContents(packet).messages.map { Array($0.body) }, [body, body])
    }
}
