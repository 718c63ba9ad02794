// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLParser
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Bytes from outside may be anything: each kind of damage has its own error, and none traps.
final class TLBadInputTests: XCTestCase {
    private func error<Value: TLDecodable>(
        _ type: Value.Type, _ bytes: [UInt8], file: StaticString = #filePath, line: UInt = #line
    ) -> TLError? {
        do throws(TLError) {
            _ = try Value(decoding: bytes)
            XCTFail("was read", file: file, line: line)
            return nil
        } catch {
            return error
        }
    }

    private func message() throws -> [UInt8] {
        try TL.Message.message(
            .init(
                id: 1, peerID: .user(.init(userID: 2)), date: 3, message: "text",
                entities: [
                    .bold(.init(offset: 0, length: 4)), .textUrl(.init(offset: 0, length: 1, url: "https://x.y")),
                ]
            )
        ).encoded()
    }

    func testTruncationAtEveryByte() throws {
        for object in try VectorObjects.all().prefix(while: { $0 is any TLBoxed }) {
            let bytes = try object.encoded()
            if bytes.count > 600 { continue }
            for count in 0..<bytes.count {
                let outcome = TLFuzz.run(Array(bytes.prefix(count)))
                guard case .refused(let error) = outcome else {
                    return XCTFail("\(count) bytes of \(object) were read")
                }
                XCTAssertTrue([.unexpectedEnd, .invalidCount].contains(error.code), "\(error)")
                XCTAssertLessThanOrEqual(error.offset, count)
            }
        }
    }

    func testTrailingBytes() throws {
        let bytes = try message()
        let error = error(TL.Message.self, bytes + [0, 0, 0, 0])
        XCTAssertEqual(error?.code, .trailingBytes)
        XCTAssertEqual(error?.offset, bytes.count)
        XCTAssertNoThrow(try TL.Message(decoding: bytes + [0, 0, 0, 0], allowingTrailingBytes: true))
    }

    func testEmptyInput() {
        XCTAssertEqual(error(TL.Message.self, [])?.code, .unexpectedEnd)
        XCTAssertEqual(error([TL.Message].self, [])?.code, .unexpectedEnd)
        XCTAssertEqual(error(String.self, [])?.code, .unexpectedEnd)
    }

    func testUnknownIDsCarryIDAndOffset() {
        let peer = littleEndian(0xDDE8_A54C)
        let error = error(TL.Peer.self, peer + [UInt8](repeating: 0, count: 16))
        XCTAssertEqual(error?.code, .unexpectedConstructor)
        XCTAssertEqual(error?.constructorID, 0xDDE8_A54C)
        XCTAssertEqual(error?.offset, 0)
        XCTAssertEqual(error?.context, "Peer")
        XCTAssertEqual(
            error?.description,
            "unexpected constructor 0xdde8a54c (inputPeerUser) at offset 0 where Peer is expected")
    }

    func testUnknownIDsOfNestedObjectsCarryTheirOffset() throws {
        var bytes = try TL.InputPeer.userFromMessage(
            .init(peer: .channel(.init(channelID: 1, accessHash: 2)), msgID: 3, userID: 4)
        ).encoded()
        bytes.replaceSubrange(4..<8, with: littleEndian(0xAABB_CCDD))
        let error = error(TL.InputPeer.self, bytes)
        XCTAssertEqual(error?.constructorID, 0xAABB_CCDD)
        XCTAssertEqual(error?.offset, 4)
    }

    func testTypesWithOneConstructorCheckTheirID() {
        let error = error(TL.Pong.self, littleEndian(0x0102_0304) + [UInt8](repeating: 0, count: 16))
        XCTAssertEqual(error?.code, .unexpectedConstructor)
        XCTAssertEqual(error?.context, "Pong")
    }

    func testHostileCounts() {
        for count: UInt32 in [0xFFFF_FFFF, 0x8000_0000, 0x7FFF_FFFF, 0x1000_0000, 3] {
            let bytes = littleEndian(TL.vectorID) + littleEndian(count) + [UInt8](repeating: 0, count: 8)
            for found in [
                error([TL.Update].self, bytes), error([Int64].self, bytes), error([Int32].self, bytes),
                error([String].self, bytes), error([Double].self, bytes), error([Bool].self, bytes),
            ] {
                XCTAssertEqual(found?.code, .invalidCount, "\(count)")
                XCTAssertEqual(found?.offset, 4)
            }
        }
    }

    func testHostileLengths() {
        for head: [UInt8] in [[254, 255, 255, 255], [254, 12, 0, 0], [253, 0, 0, 0], [9, 0, 0, 0]] {
            let bytes = head + [UInt8](repeating: 65, count: 4)
            XCTAssertEqual(error(String.self, bytes)?.code, .unexpectedEnd, "\(head)")
        }
        XCTAssertEqual(error(String.self, [255, 0, 0, 0, 0, 0, 0, 0])?.code, .invalidLength)
    }

    func testInvalidUTF8IsRepaired() throws {
        XCTAssertEqual(try String(decoding: [3, 0x61, 0xFF, 0x62]), "a\u{FFFD}b")
        XCTAssertEqual(try String(decoding: [2, 0xC3, 0x28, 0]), "\u{FFFD}(")
    }

    func testNestingBombs() throws {
        // Rich texts: bold(bold(bold(…))), each level four bytes.
        var bytes = [UInt8]()
        for _ in 0..<100_000 { bytes += littleEndian(try XCTUnwrap(TL.constructorID(named: "textBold"))) }
        XCTAssertEqual(error(TL.RichText.self, bytes)?.code, .nestedTooDeep)
        // Page blocks: a cover within a cover.
        bytes = []
        for _ in 0..<100_000 { bytes += littleEndian(try XCTUnwrap(TL.constructorID(named: "pageBlockCover"))) }
        XCTAssertEqual(error(TL.PageBlock.self, bytes)?.code, .nestedTooDeep)
        // Vectors of one element within each other.
        bytes = []
        let concat = littleEndian(try XCTUnwrap(TL.constructorID(named: "textConcat")))
        for _ in 0..<50_000 { bytes += concat + littleEndian(TL.vectorID) + littleEndian(1) }
        XCTAssertEqual(error(TL.RichText.self, bytes)?.code, .nestedTooDeep)
    }

    func testLegitimateNestingIsRead() throws {
        var text = TL.RichText.plain(.init(text: "x"))
        for _ in 0..<(TLReader.maximumDepth - 1) { text = .bold(.init(text: text)) }
        let bytes = try text.encoded()
        XCTAssertTrue(try TL.RichText(decoding: bytes).isEncodedEqual(to: text))
        XCTAssertEqual(
            error(TL.RichText.self, try TL.RichText.bold(.init(text: text)).encoded())?.code, .nestedTooDeep)
    }

    func testUnknownFlagBitsAreIgnored() throws {
        var bytes = try TL.messages.Chats.chats(.init(chats: [])).encoded()
        XCTAssertNoThrow(try TL.messages.Chats(decoding: bytes))
        bytes = try TL.MessageEntity.blockquote(.init(offset: 1, length: 2)).encoded()
        bytes.replaceSubrange(4..<8, with: littleEndian(0xFFFF_FFFE))
        guard case .blockquote(let quote) = try TL.MessageEntity(decoding: bytes) else { return XCTFail("wrong case") }
        XCTAssertFalse(quote.collapsed)
        XCTAssertEqual(quote.length, 2)
    }

    func testFieldAwareMutations() throws {
        let definitions = try SchemaFiles.definitions().filter { $0.category == .types }
        let sampler = ObjectSampler(definitions)
        let mutator = ObjectMutator(ids: definitions.map(\.id))
        var generator = SeededGenerator(seed: 42)
        let deep = definitions.filter { definition in
            ["Message", "Update", "MessageMedia", "PageBlock", "RichText", "messages.Messages", "updates.Difference"]
                .contains(definition.result.fullName)
        }
        XCTAssertGreaterThanOrEqual(deep.count, 50)
        var objects = 0
        var reachingDepthThree = 0
        var names: Set<String> = []
        let before = ResidentMemory.highWater
        while objects < 200_000 {
            let definition = try XCTUnwrap(deep.randomElement(using: &generator))
            let sample = sampler.sample(definition, using: &generator)
            // Larger objects would only repeat what smaller ones do.
            if sample.bytes.count > 8_000 || sample.depth < 3 { continue }
            names.insert(sample.name)
            for _ in 0..<40 {
                let (bytes, offset) = mutator.mutate(sample, using: &generator)
                let depth: Int
                switch TLFuzz.run(bytes) {
                case .read: depth = sample.depth
                case .refused(let error): depth = sample.depth(before: min(error.offset, offset))
                }
                if depth >= 3 { reachingDepthThree += 1 }
                objects += 1
            }
        }
        let grown = ResidentMemory.highWater - before
        print("mutated objects: \(objects) of \(names.count) constructors, \(reachingDepthThree) reached depth 3")
        XCTAssertGreaterThanOrEqual(names.count, 50)
        XCTAssertGreaterThanOrEqual(reachingDepthThree * 100, objects * 30)
        XCTAssertLessThan(grown, 64 << 20, "memory grew by \(grown) bytes")
    }

    func testMutatedCallsAreReadOrRefused() throws {
        let definitions = try SchemaFiles.definitions()
        let sampler = ObjectSampler(definitions)
        let mutator = ObjectMutator(ids: definitions.map(\.id))
        var generator = SeededGenerator(seed: 43)
        var refused = 0
        for definition in definitions where definition.category == .functions {
            let sample = sampler.sample(definition, using: &generator)
            for _ in 0..<5 {
                if case .refused = TLFuzz.runFunction(mutator.mutate(sample, using: &generator).bytes) { refused += 1 }
            }
        }
        XCTAssertGreaterThan(refused, 100)
    }
}
