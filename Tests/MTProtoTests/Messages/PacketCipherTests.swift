// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// Encrypted packets: recorded ones, and every check of a receiver that needs no session.
final class PacketCipherTests: XCTestCase {
    private let sessionID: Int64 = 0x1234

    private func key(_ bytes: [UInt8]) throws -> AuthKey { try AuthKey(SecureBytes(copying: bytes)) }

    func testRecordedPacketsAreOpened() throws {
        let file = try TransportVectors.load("mtproto2_messages", as: PacketVectors.self)
        XCTAssertEqual(file.vectors.count, 12)
        var cipher = PacketCipher()
        for row in file.vectors {
            let direction: MessageDirection = row.direction == "client_to_server" ? .fromClient : .fromServer
            let packet = try cipher.open(row.packet.bytes, authKey: try key(row.authKey.bytes), direction: direction)
            XCTAssertEqual(packet.header.salt, row.salt.bytes.long)
            XCTAssertEqual(packet.header.sessionID, row.sessionId.bytes.long)
            XCTAssertEqual("\(packet.header.messageID.rawValue)", row.msgId)
            XCTAssertEqual(packet.header.sequenceNumber, row.seqNo)
            XCTAssertEqual(Array(packet.body), row.body.bytes)
        }
    }

    func testRecordedPacketsAreMadeByteForByte() throws {
        let file = try TransportVectors.load("mtproto2_messages", as: PacketVectors.self)
        var compared = 0
        for row in file.vectors where row.padding.bytes.count < 28 {
            let direction: MessageDirection = row.direction == "client_to_server" ? .fromClient : .fromServer
            let id = MessageID(rawValue: try XCTUnwrap(Int64(row.msgId)))
            let header = PacketHeader(
                salt: row.salt.bytes.long, sessionID: row.sessionId.bytes.long, messageID: id,
                sequenceNumber: row.seqNo)
            var generator = BytesGenerator(bytes: row.padding.bytes)
            var cipher = PacketCipher()
            let sealed = cipher.seal(
                OutgoingPacket(header, body: row.body.bytes), authKey: try key(row.authKey.bytes),
                direction: direction, padding: .minimal, using: &generator)
            XCTAssertEqual(sealed.bytes.hex, row.packet.bytes.hex)
            XCTAssertEqual(sealed.quickAckToken, row.quickAckTokenInt, "the token of a quick acknowledgement")
            compared += 1
        }
        XCTAssertGreaterThan(compared, 4)
    }

    /// Pairs of any lengths, hashed while the ones before them are encrypted, are the bytes that each packet alone is, given the
    /// same randomness, and open as what they were.
    func testPairsAreSealedLikeEachPacketAlone() throws {
        var generator = SeededGenerator(seed: 11)
        let authKey = try key((0..<256).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let lengths = [(524_320, 524_320), (4_096, 524_320), (100_000, 4_100), (4_156, 4_160), (70_004, 70_008)]
        let packets = lengths.flatMap { [$0.0, $0.1] }.enumerated().map { index, count in
            let long = PlainMessage(
                id: MessageID(rawValue: Int64(4 * index)), sequenceNumber: 1,
                lead: Array(repeating: 7, count: 4 * (index % 5)),
                body: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }[...])
            let short = PlainMessage(id: MessageID(rawValue: 8), sequenceNumber: 2, body: [1, 2, 3, 4, 5, 6, 7, 8])
            let header = PacketHeader(
                salt: 1, sessionID: sessionID, messageID: MessageID(rawValue: Int64(4 * index + 4)), sequenceNumber: 1)
            // Alone, or in a container at any place.
            return switch index % 4 {
            case 0: OutgoingPacket(header, long)
            case 1: MessageContainer.packet(header, [long, short])
            case 2: MessageContainer.packet(header, [short, long, short])
            default: MessageContainer.packet(header, [short, short, long])
            }
        }
        var cipher = PacketCipher()
        var (together, alone) = (SeededGenerator(seed: 12), SeededGenerator(seed: 12))
        var frames: [[UInt8]] = []
        var prepared: PreparedPair?
        for index in stride(from: 0, through: packets.count, by: 2) {
            let pair =
                index < packets.count ? PacketPair(packets[index], authKey, packets[index + 1], authKey) : nil
            guard let earlier = prepared else {
                prepared = pair.map { cipher.prepare($0, direction: .fromClient, using: &together) }
                continue
            }
            var first = [UInt8](repeating: 0, count: earlier.sealedCounts.0)
            var second = [UInt8](repeating: 0, count: earlier.sealedCounts.1)
            prepared = first.withUnsafeMutableBytes { first in
                second.withUnsafeMutableBytes { second in
                    cipher.seal(
                        earlier, into: (first, second), preparing: pair, direction: .fromClient, using: &together)
                }
            }
            frames += [first, second]
        }
        XCTAssertEqual(frames.count, packets.count)
        for (index, frame) in frames.enumerated() {
            let expected = cipher.seal(packets[index], authKey: authKey, using: &alone).bytes
            XCTAssertTrue(frame == expected, "packet \(index)")
            let opened = try cipher.open(frame, authKey: authKey, direction: .fromClient)
            XCTAssertEqual(opened.header.messageID.rawValue, Int64(4 * index + 4))
            let bodies = try PacketContents(opened).messages.map(\.body.count)
            let counts = [lengths[index / 2].0, lengths[index / 2].1]
            XCTAssertEqual(bodies.max(), counts[index % 2] + 4 * (index % 5))
        }
    }

    /// Two packets that are opened together come to what each alone does, also if one is damaged, cut or of another key.
    func testTwoPacketsTogetherAreOpenedLikeEachAlone() throws {
        var generator = SeededGenerator(seed: 9)
        let keys = try (0..<3).map { _ in try key((0..<256).map { _ in UInt8.random(in: 0...255, using: &generator) }) }
        var cipher = PacketCipher()
        let packets = [5_000, 131_100].enumerated().map { index, count in
            cipher.seal(
                OutgoingPacket(
                    PacketHeader(
                        salt: 1, sessionID: sessionID, messageID: MessageID(rawValue: Int64(4 * index + 4)),
                        sequenceNumber: 1),
                    body: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }), authKey: keys[index],
                using: &generator
            ).bytes
        }
        func changed(_ packet: [UInt8], _ change: (inout [UInt8]) -> Void) -> [UInt8] {
            var packet = packet
            change(&packet)
            return packet
        }
        let variants = packets.map { packet in
            [packet, changed(packet) { $0[packet.count - 1] ^= 1 }, Array(packet.prefix(40)), packet + [1, 2, 3]]
        }
        for (first, second) in variants[0].flatMap({ first in variants[1].map { (first, $0) } }) {
            for otherKey in keys[1...] {
                var (frame, other) = (first, second)
                let together = cipher.open(
                    taking: &frame, authKey: keys[0], and: &other, authKey: otherKey, direction: .fromClient)
                for (result, (packet, key)) in zip([together.0, together.1], [(first, keys[0]), (second, otherKey)]) {
                    let alone = Result { () throws(SessionError) in
                        try cipher.open(packet, authKey: key, direction: .fromClient)
                    }
                    switch (result, alone) {
                    case (.success(let one), .success(let other)):
                        XCTAssertEqual(one.header, other.header)
                        XCTAssertTrue(one.body == other.body)
                    case (.failure(let one), .failure(let other)): XCTAssertEqual(one.code, other.code)
                    default: XCTFail("\(result) and \(alone)")
                    }
                }
            }
        }
    }

    func testRecordedNegativePacketsAreRefused() throws {
        let codes: [String: SessionError.Code] = [
            "flip_ciphertext_bit": .messageKeyMismatch, "flip_last_byte": .messageKeyMismatch,
            "flip_msg_key": .messageKeyMismatch, "wrong_auth_key_id": .authKeyMismatch,
            "other_session": .sessionMismatch, "even_msg_id": .messageIDInvalid,
            "length_too_big": .lengthExceedsPacket, "length_negative": .lengthNegative,
            "length_not_mod4": .lengthMisaligned, "padding_8": .paddingTooShort, "padding_1040": .paddingTooLong,
        ]
        let file = try TransportVectors.load("mtproto2_messages", as: PacketVectors.self)
        XCTAssertEqual(file.negative.count, 13)
        for row in file.negative {
            var generator = SeededGenerator(seed: 1)
            var cipher = PacketCipher()
            var found: SessionError.Code?
            do throws(SessionError) {
                let key = try! key(row.authKey.bytes)
                let packet = try cipher.open(row.packet.bytes, authKey: key)
                let clock = ServerClock(unixTime: 0, now: .init(nanoseconds: 0))
                var session = ClientSession(clock: clock, using: &generator)
                session.rename(row.sessionId.bytes.long)
                session.connected(ConnectionID(number: 1), now: .init(nanoseconds: 0))
                _ = try session.received(
                    try PacketContents(packet), on: ConnectionID(number: 1), now: .init(nanoseconds: 0),
                    using: &generator)
            } catch {
                found = error.code
            }
            XCTAssertEqual(found, codes[row.name], "\(row.name): \(row.expect)")
        }
    }

    /// Encrypts a plaintext as it is, right or wrong.
    private func packet(_ plaintext: [UInt8], _ key: AuthKey) -> [UInt8] {
        var cipher = MessageCipher()
        var bytes = plaintext
        let sealed = bytes.withUnsafeMutableBytes { cipher.encrypt($0, authKey: key, direction: .fromServer) }
        let id = withUnsafeBytes(of: key.id.littleEndian) { [UInt8]($0) }
        return id + sealed.messageKey.withContiguousBytes { [UInt8]($0) } + bytes
    }

    private func code(_ packet: [UInt8], _ key: AuthKey) -> SessionError.Code? {
        var cipher = PacketCipher()
        do throws(SessionError) {
            _ = try cipher.open(packet, authKey: key)
            return nil
        } catch {
            return error.code
        }
    }

    func testEachCheckHasItsCode() throws {
        var generator = SeededGenerator(seed: 3)
        let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        func plaintext(length: Int32, padding: Int) -> [UInt8] {
            var bytes = [UInt8](repeating: 1, count: 28)
            withUnsafeBytes(of: length.littleEndian) { bytes.append(contentsOf: $0) }
            return bytes + [UInt8](repeating: 5, count: max(0, Int(length)) + padding)
        }
        XCTAssertNil(code(packet(plaintext(length: 4, padding: 12), key), key))
        XCTAssertNil(code(packet(plaintext(length: 0, padding: 1024), key), key))
        XCTAssertEqual(code(packet(plaintext(length: -4, padding: 16), key), key), .lengthNegative)
        XCTAssertEqual(code(packet(plaintext(length: 6, padding: 26), key), key), .lengthMisaligned)
        XCTAssertEqual(code(packet(plaintext(length: 64, padding: -48), key), key), .lengthExceedsPacket)
        XCTAssertEqual(code(packet(plaintext(length: 8, padding: 8), key), key), .paddingTooShort)
        XCTAssertEqual(code(packet(plaintext(length: 0, padding: 1040), key), key), .paddingTooLong)
        let right = packet(plaintext(length: 4, padding: 12), key)
        XCTAssertEqual(code(Array(right.prefix(71)), key), .packetTooShort)
        XCTAssertEqual(code([], key), .packetTooShort)
        XCTAssertEqual(code(packet([UInt8](repeating: 0, count: 32), key), key), .packetTooShort)
        var other = right
        other[0] ^= 1
        XCTAssertEqual(code(other, key), .authKeyMismatch)
        for index in 8..<right.count {
            var altered = right
            altered[index] ^= 0x10
            XCTAssertEqual(code(altered, key), .messageKeyMismatch, "byte \(index)")
        }
        // A wrong length must not speak before the message key does.
        var wrong = packet(plaintext(length: -4, padding: 16), key)
        wrong[wrong.count - 1] ^= 1
        XCTAssertEqual(code(wrong, key), .messageKeyMismatch)
    }

    func testATransportsPaddingIsCutOff() throws {
        var generator = SeededGenerator(seed: 4)
        let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        let header = PacketHeader(salt: 1, sessionID: 2, messageID: MessageID(rawValue: 5), sequenceNumber: 1)
        for extra in 0...15 {
            var cipher = PacketCipher()
            let sealed = cipher.seal(
                OutgoingPacket(header, body: [1, 2, 3, 4]), authKey: key, direction: .fromServer, using: &generator)
            let opened = try cipher.open(sealed.bytes + [UInt8](repeating: 0xAA, count: extra), authKey: key)
            XCTAssertEqual(Array(opened.body), [1, 2, 3, 4])
            XCTAssertEqual(opened.header, header)
        }
    }

    func testAPacketIsDecryptedInItsOwnMemory() throws {
        var generator = SeededGenerator(seed: 4)
        let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        let header = PacketHeader(salt: 1, sessionID: 2, messageID: MessageID(rawValue: 5), sequenceNumber: 1)
        var cipher = PacketCipher()
        let sealed = cipher.seal(
            OutgoingPacket(header, body: [1, 2, 3, 4]), authKey: key, direction: .fromServer, using: &generator)
        // Byte by byte, since two references to the same memory would make a copy necessary.
        var frames = [TransportFrame.payload(sealed.bytes.map { $0 })]
        var payload = frames[0].takePayload()
        XCTAssertEqual(frames, [.noOperation])
        let before = payload.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let size = payload.count
        let opened = try cipher.open(taking: &payload, authKey: key)
        XCTAssertEqual(payload, [])
        let after = opened.body.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        XCTAssertTrue((before..<before + UInt(size)).contains(after), "it was copied")
    }

    func testNoPaddingIsUsedTwice() throws {
        var generator = SystemRandomNumberGenerator()
        let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        let header = PacketHeader(salt: 1, sessionID: 2, messageID: MessageID(rawValue: 5), sequenceNumber: 1)
        var cipher = PacketCipher()
        var ciphertexts: Set<[UInt8]> = []
        // The same message each time: only its padding makes a difference.
        for _ in 0..<200 {
            let sealed = cipher.seal(
                OutgoingPacket(header, body: [1, 2, 3, 4]), authKey: key, direction: .fromServer, padding: .minimal,
                using: &generator)
            XCTAssertTrue(ciphertexts.insert(sealed.bytes).inserted)
            XCTAssertEqual(Array(try cipher.open(sealed.bytes, authKey: key).body), [1, 2, 3, 4])
        }
    }

    func testPaddingIsWithinItsLimitsForEveryLengthAndPolicy() throws {
        var generator = SeededGenerator(seed: 5)
        let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        let header = PacketHeader(salt: 1, sessionID: 2, messageID: MessageID(rawValue: 5), sequenceNumber: 1)
        var sizes: Set<Int> = []
        for policy in [PaddingPolicy.minimal, .sizeClasses, .random] {
            for count in stride(from: 0, through: 2400, by: 52) {
                var cipher = PacketCipher()
                let body = [UInt8](repeating: 3, count: count)
                let sealed = cipher.seal(
                    OutgoingPacket(header, body: body), authKey: key, direction: .fromServer, padding: policy,
                    using: &generator)
                XCTAssertEqual(sealed.bytes.count % 16, 8)
                XCTAssertEqual(Array(try cipher.open(sealed.bytes, authKey: key).body), body, "\(policy) \(count)")
                if case .sizeClasses = policy { sizes.insert(sealed.bytes.count - 24) }
                if case .minimal = policy { XCTAssertLessThanOrEqual(sealed.bytes.count - 24 - 32 - count, 27) }
            }
        }
        XCTAssertTrue(sizes.isSubset(of: [64, 128, 192, 256, 384, 512, 768, 1024, 1280, 1728, 2176, 2624]), "\(sizes)")
    }
}
