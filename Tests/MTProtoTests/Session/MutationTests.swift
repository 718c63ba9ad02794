// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Damaged packets: nothing traps, every error is a session's, and a refused packet leaves no trace.
final class MutationTests: XCTestCase {
    #if DEBUG
    private static let plaintexts = 4000
    private static let ciphertexts = 500
    #else
    private static let plaintexts = 300_000
    private static let ciphertexts = 10_000
    #endif

    /// Bodies that a server may send, to start from.
    private func bodies(_ client: inout ClientHarness, call: MessageID) throws -> [[UInt8]] {
        let file = try TransportVectors.load("service_messages", as: ServiceVectors.self)
        var bodies = file.vectors.map(\.bytes.bytes)
        bodies.append(try ClientHarness.result(of: call))
        bodies.append(try ClientHarness.result(of: call, PackedObject.pack([UInt8](repeating: 1, count: 600))))
        for code: Int32 in [16, 17, 20, 32, 48, 64] { bodies.append(try ClientHarness.bad(call, code: code)) }
        bodies.append(try TL.NewSession(firstMsgID: call.rawValue, uniqueID: 1, serverSalt: 2).encoded())
        bodies.append(try TL.MsgsAck(msgIDs: [call.rawValue]).encoded())
        bodies.append(try TL.MsgResendReq.msgResendReq(.init(msgIDs: [call.rawValue])).encoded())
        bodies.append(try TL.MsgsAllInfo(msgIDs: [call.rawValue], info: [1]).encoded())
        let children = bodies.prefix(12).map { (id: client.serverID(), sequenceNumber: Int32(1), body: $0) }
        bodies.append(try ClientHarness.container(Array(children)))
        return bodies
    }

    /// The plaintext of a packet, header and padding included.
    private func plaintext(_ client: inout ClientHarness, _ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Int64(1))
        append(client.session.id)
        append(client.serverID().rawValue)
        append(Int32(1))
        append(Int32(body.count))
        bytes += body
        let padding = 12 + (16 - (bytes.count + 12) % 16) % 16
        return bytes + [UInt8](repeating: 0, count: padding)
    }

    private func encrypt(_ plaintext: [UInt8], _ key: AuthKey, _ cipher: inout MessageCipher) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 24) + plaintext
        bytes.withUnsafeMutableBytes { buffer in
            let sealed = cipher.encrypt(
                UnsafeMutableRawBufferPointer(rebasing: buffer[24...]), authKey: key, direction: .fromServer)
            buffer.storeBytes(of: key.id.littleEndian, as: Int64.self)
            sealed.messageKey.withContiguousBytes { messageKey in
                UnsafeMutableRawBufferPointer(rebasing: buffer[8..<24]).copyMemory(from: messageKey)
            }
        }
        return bytes
    }

    /// What a session would do and knows, as far as it can be seen.
    private func fingerprint(_ session: ClientSession) -> String {
        "\(session.id) \(session.remembered.map(\.count)) \(session.salts) \(session.clock) \(session.statistics)"
            + " \(session.pendingCallCount)"
    }

    func testMutatedPlaintextsThatAreEncryptedCorrectly() throws {
        var generator = SeededGenerator(seed: 2026)
        var base = try ClientHarness()
        let (_, call) = try base.sentCall()
        let bodies = try bodies(&base, call: call)
        var messageCipher = MessageCipher()
        var refused: [SessionError.Code: Int] = [:]
        var accepted = 0
        let original = base.session
        for round in 0..<Self.plaintexts {
            if round % 50 == 0 { base.session = original }
            var bytes = plaintext(&base, bodies[Int(generator.next() % UInt64(bodies.count))])
            for _ in 0..<1 + generator.next() % 3 { mutate(&bytes, using: &generator) }
            bytes.append(contentsOf: repeatElement(0, count: (16 - bytes.count % 16) % 16))
            let before = fingerprint(base.session)
            do throws(SessionError) {
                let packet = try base.box.cipher.open(encrypt(bytes, base.key, &messageCipher), authKey: base.key)
                let contents = try PacketContents(packet)
                _ = try base.session.received(contents, on: base.link, now: base.now, using: &base.generator)
                accepted += 1
                _ = base.flush()
            } catch {
                refused[error.code, default: 0] += 1
                XCTAssertEqual(fingerprint(base.session), before, "\(error) left a trace")
            }
        }
        XCTAssertGreaterThan(accepted, Self.plaintexts / 20)
        for code: SessionError.Code in [
            .sessionMismatch, .messageIDInvalid, .lengthMisaligned, .lengthExceedsPacket, .paddingTooShort,
        ] {
            XCTAssertGreaterThan(refused[code, default: 0], 0, "\(code)")
        }
        XCTAssertNil(refused[.messageKeyMismatch])
    }

    private func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let index = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 6 {
        case 0: bytes[index] ^= 1 << UInt8(generator.next() & 7)
        case 1: bytes[index] = UInt8(truncatingIfNeeded: generator.next())
        case 2: bytes.removeSubrange(max(32, index)..<max(32, min(bytes.count, index + 8)))
        case 3: bytes.insert(contentsOf: repeatElement(0xFF, count: 8), at: index)
        case 4:
            for offset in index..<min(bytes.count, index + 4) { bytes[offset] = 0xFF }
        default:
            // The body is where most of the reading happens.
            guard bytes.count > 33 else { return }
            bytes[32 + Int(generator.next() % UInt64(bytes.count - 32))] = UInt8(truncatingIfNeeded: generator.next())
        }
    }

    func testMutatedCiphertexts() throws {
        var generator = SeededGenerator(seed: 7)
        var base = try ClientHarness()
        let (_, call) = try base.sentCall()
        let bodies = try bodies(&base, call: call)
        var messageCipher = MessageCipher()
        let before = fingerprint(base.session)
        for _ in 0..<Self.ciphertexts {
            let body = bodies[Int(generator.next() % UInt64(bodies.count))]
            let right = encrypt(plaintext(&base, body), base.key, &messageCipher)
            var packet = right
            for _ in 0..<1 + generator.next() % 3 { mutate(&packet, using: &generator) }
            guard packet.prefix(right.count) != right[...] else { continue }
            do throws(SessionError) {
                _ = try base.box.cipher.open(packet, authKey: base.key)
                // Up to fifteen bytes at the end are a transport's padding.
                XCTAssertEqual(packet.prefix(right.count / 16 * 16 + 8), right[...])
            } catch {
                let codes: [SessionError.Code] = [.authKeyMismatch, .messageKeyMismatch, .packetTooShort]
                XCTAssertTrue(codes.contains(error.code), "\(error)")
            }
        }
        XCTAssertEqual(fingerprint(base.session), before)
    }
}
