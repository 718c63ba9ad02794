// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLTypes
import XCTest

@testable import FerogramMTProto

/// What is long when it is unpacked stays packed until whoever made the call has it: core.telegram.org/mtproto/service_messages#packed-object.
final class LargeAnswerTests: XCTestCase {
    private let request = MessageID(rawValue: 1 << 40)

    private func message(_ object: [UInt8]) throws -> ArraySlice<UInt8> {
        try ClientHarness.result(of: request, object)[...]
    }

    private func find(_ object: [UInt8], budget: Int = SessionLimits.unpackedPacket) throws -> (LargeAnswer?, Int) {
        var left = budget
        return (LargeAnswer(try message(object), budget: &left), budget - left)
    }

    func testALargeAnswerStaysPackedAndIsUnpackedLater() throws {
        // 5 MiB that are neither all the same nor random.
        var object: [UInt8] = []
        for number in 0..<UInt32(5 << 18) { withUnsafeBytes(of: number / 3) { object += $0 } }
        let packed = PackedObject.pack(object)
        let (answer, spent) = try find(packed)
        let large = try XCTUnwrap(answer)
        XCTAssertEqual(spent, object.count)
        XCTAssertEqual(large.request, request)
        XCTAssertTrue(LargeAnswer.isPacked(large.packed))
        let unpacked = LargeAnswer.unpack(large.packed)
        XCTAssertEqual(unpacked.map(Array.init), object)
    }

    func testWhatAPieceEndsWithIsNotLost() throws {
        for count in [64 << 10, (64 << 10) + 4, 128 << 10] {
            let object = [UInt8](repeating: 7, count: count)
            let large = try XCTUnwrap(try find(PackedObject.pack(object)).0)
            let unpacked = LargeAnswer.unpack(large.packed)
            XCTAssertEqual(unpacked.map(Array.init), object)
        }
    }

    func testOthersAreReadAtOnce() throws {
        let small = PackedObject.pack([UInt8](repeating: 7, count: 60_000))
        let error = try TL.RpcError(errorCode: 400, errorMessage: String(repeating: "A", count: 100_000)).encoded()
        let twice = [0xA1, 0xCF, 0x72, 0x30] + [UInt8](repeating: 7, count: 100_000)
        let large = [UInt8](repeating: 7, count: 100_000)
        for object in [small, large, PackedObject.pack(error), PackedObject.pack(twice)] {
            let (answer, spent) = try find(object)
            XCTAssertNil(answer)
            XCTAssertEqual(spent, 0)
        }
        XCTAssertNil(try find(PackedObject.pack(large), budget: 99_999).0)
        XCTAssertNotNil(try find(PackedObject.pack(large), budget: 100_000).0)
        let bomb = PackedObject.pack([UInt8](repeating: 0, count: SessionLimits.unpackedObject + 4))
        XCTAssertNil(try find(bomb).0)
    }

    /// Nobody has looked at what comes out of a packed object and is packed again.
    func testNothingIsUnpackedBeyondTheLimit() throws {
        let most = [UInt8](repeating: 0, count: SessionLimits.unpackedObject)
        let whole = LargeAnswer.unpack(PackedObject.pack(most)[...])
        XCTAssertEqual(whole?.count, most.count)
        let bomb = LargeAnswer.unpack(PackedObject.pack(most + [0])[...])
        XCTAssertNil(bomb)
    }

    func testDamageAndBrokenPromisesAreNoticed() throws {
        var object: [UInt8] = []
        for number in 0..<UInt32(50_000) { withUnsafeBytes(of: number &* 2_654_435_761) { object += $0 } }
        let packed = PackedObject.pack(object + [UInt8](repeating: 7, count: 100_000))
        let stream = try XCTUnwrap(PackedObject.stream(in: packed[...]))
        let end = stream.endIndex
        for (place, value) in [(end - 4, UInt8(0)), (end - 8, 1), (end / 2, 1)] {
            var damaged = packed
            damaged[place] &+= value
            // It promises less than it holds.
            if value == 0 { damaged[end - 3] = 0 }
            if let large = try find(damaged).0 {
                let unpacked = LargeAnswer.unpack(large.packed)
                XCTAssertNil(unpacked)
            }
        }
        let short = LargeAnswer.unpack(packed[..<(packed.count / 2)])
        XCTAssertNil(short)
    }

    func testNothingIsUnpackedThatNobodyWantsAnyMore() {
        let packed = PackedObject.pack([UInt8](repeating: 7, count: 1 << 20))
        var questions = 0
        let unpacked = LargeAnswer.unpack(packed[...]) {
            questions += 1
            return questions < 3
        }
        XCTAssertNil(unpacked)
        XCTAssertEqual(questions, 3)
    }

    func testAPacketPassesLargeAnswersOnPacked() throws {
        var client = try ClientHarness()
        let (call, request) = try client.sentCall()
        let packed = PackedObject.pack([UInt8](repeating: 3, count: 100_000))
        let id = client.serverID(.answer)
        let body = try ClientHarness.result(of: request, packed)
        var cipher = PacketCipher()
        let header = PacketHeader(salt: 0, sessionID: client.session.id, messageID: id, sequenceNumber: 1)
        let sealed = cipher.seal(
            OutgoingPacket(header, body: body), authKey: client.key, direction: .fromServer, using: &client.generator)
        var contents = try PacketContents(cipher.open(sealed.bytes, authKey: client.key))
        try contents.readServerMessages(leavesLargePacked: true)
        let events = try client.session.received(
            contents, on: client.link, now: client.now, using: &client.generator)
        guard case .answer(.object(let object))? = events.outcome(of: call) else { return XCTFail("no answer") }
        XCTAssertEqual(Array(object), packed)
    }
}
