// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class MessageKeyTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("mtproto2_messages") {
            let authKey = try AuthKey(SecureBytes(copying: try vector["auth_key"]))
            let direction = try direction(of: vector)
            let wireID = withUnsafeBytes(of: authKey.id.littleEndian) { Array($0) }
            XCTAssertEqual(wireID.hex, try vector.text("auth_key_id"))
            let auxiliary = withUnsafeBytes(of: authKey.auxiliaryHash.littleEndian) { Array($0) }
            XCTAssertEqual(auxiliary.hex, try vector.text("auth_key_aux_hash"))

            let plaintext = try vector["plaintext"]
            let (messageKey, token) = MessageKeyDerivation.messageKey(
                of: plaintext, authKey: authKey, direction: direction)
            XCTAssertEqual(messageKey, try MessageKey(try vector["msg_key"]))
            if vector.has("quick_ack_token_int") {
                XCTAssertEqual(token, try vector.integer("quick_ack_token_int"))
            }
            let key = IGEKey(messageKey: messageKey, authKey: authKey, direction: direction)
            XCTAssertEqual(key, try IGEKey(key: try vector["aes_key"], iv: try vector["aes_iv"]))
        }
    }

    func testOneCipherForAllPackets() throws {
        var cipher = MessageCipher()
        for vector in try Vector.all("mtproto2_messages") {
            let authKey = try AuthKey(SecureBytes(copying: try vector["auth_key"]))
            let direction = try direction(of: vector)
            let packet = try vector["packet"]
            var bytes = try vector["plaintext"]
            let (messageKey, token) = bytes.withUnsafeMutableBytes {
                cipher.encrypt($0, authKey: authKey, direction: direction)
            }
            XCTAssertEqual(messageKey, try MessageKey(packet[8..<24]))
            XCTAssertEqual(bytes.hex, packet[24...].hex)
            if vector.has("quick_ack_token_int") {
                XCTAssertEqual(token, try vector.integer("quick_ack_token_int"))
            }
            try bytes.withUnsafeMutableBytes {
                try cipher.decrypt($0, messageKey: messageKey, authKey: authKey, direction: direction)
            }
            XCTAssertEqual(bytes.hex, try vector.text("plaintext"))
        }
    }

    func testAlteredMessagesAreRefusedAndErased() throws {
        let vector = try XCTUnwrap(try Vector.all("mtproto2_messages").first)
        let authKey = try AuthKey(SecureBytes(copying: try vector["auth_key"]))
        let direction = try direction(of: vector)
        let packet = try vector["packet"]
        let messageKey = try MessageKey(packet[8..<24])
        var cipher = MessageCipher()
        let open = { (bytes: inout [UInt8], messageKey: MessageKey, key: AuthKey, direction: MessageDirection) in
            code { () throws(CryptoError) in
                try bytes.withUnsafeMutableBufferPointer { buffer throws(CryptoError) in
                    try cipher.decrypt(
                        UnsafeMutableRawBufferPointer(buffer), messageKey: messageKey, authKey: key,
                        direction: direction)
                }
            }
        }
        for position in 24..<packet.count {
            var bytes = Array(packet[24...])
            bytes[position - 24] ^= 0x80
            XCTAssertEqual(open(&bytes, messageKey, authKey, direction), .messageKeyMismatch, "byte \(position)")
            XCTAssertTrue(bytes.allSatisfy { $0 == 0 }, "what is not authentic is not left behind")
        }
        for position in 8..<24 {
            var altered = Array(packet[8..<24])
            altered[position - 8] ^= 1
            var bytes = Array(packet[24...])
            XCTAssertEqual(open(&bytes, try MessageKey(altered), authKey, direction), .messageKeyMismatch)
        }
        var reflected = Array(packet[24...])
        XCTAssertEqual(
            open(&reflected, messageKey, authKey, direction == .fromClient ? .fromServer : .fromClient),
            .messageKeyMismatch, "a packet sent back to its sender")
        var foreign = Array(packet[24...])
        let otherKey = try AuthKey(SecureBytes(copying: [UInt8](repeating: 3, count: 256)))
        XCTAssertEqual(open(&foreign, messageKey, otherKey, direction), .messageKeyMismatch)
        var partial = Array(packet[25...])
        XCTAssertEqual(open(&partial, messageKey, authKey, direction), .partialBlock)
        var empty: [UInt8] = []
        XCTAssertEqual(open(&empty, messageKey, authKey, direction), .messageKeyMismatch)
        // After all of these the same cipher still opens the packet itself.
        var bytes = Array(packet[24...])
        XCTAssertNil(open(&bytes, messageKey, authKey, direction))
    }

    /// Of the packets that a receiver must refuse, those whose message key is wrong are refused here.
    func testNegativeVectors() throws {
        var refused = 0
        for vector in try Vector.file("mtproto2_messages").list("negative") {
            guard try vector.text("expect").contains("msg_key mismatch") else { continue }
            let packet = try vector["packet"]
            let authKey = try AuthKey(SecureBytes(copying: try vector["auth_key"]))
            let messageKey = try MessageKey(packet[8..<24])
            var bytes = Array(packet[24...])
            var cipher = MessageCipher()
            let name = try vector.text("name")
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    try bytes.withUnsafeMutableBufferPointer { buffer throws(CryptoError) in
                        try cipher.decrypt(
                            UnsafeMutableRawBufferPointer(buffer), messageKey: messageKey, authKey: authKey,
                            direction: .fromServer)
                    }
                }, .messageKeyMismatch, name)
            refused += 1
        }
        XCTAssertGreaterThan(refused, 0)
    }

    func testLengthsOfKeys() {
        for count in [0, 15, 17] {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try MessageKey([UInt8](repeating: 0, count: count)) },
                .messageKeyLength)
        }
        for count in [0, 255, 257] {
            let bytes = SecureBytes(copying: [UInt8](repeating: 0, count: count))
            XCTAssertEqual(code { () throws(CryptoError) in _ = try AuthKey(bytes) }, .authKeyLength)
        }
    }

    func testNothingPrintsAnAuthKey() throws {
        let bytes = (0..<4).flatMap { _ in SecureBytesTests.marker[..<64] }
        let key = try AuthKey(SecureBytes(copying: bytes))
        assertNeverPrints(key)
        XCTAssertEqual("\(key)", "AuthKey(id: \(String(UInt64(bitPattern: key.id), radix: 16)))")
    }

    private func direction(of vector: Vector) throws -> MessageDirection {
        switch try vector.integer("x") as Int {
        case 0: .fromClient
        case 8: .fromServer
        default: try XCTUnwrap(nil, "x is 0 or 8")
        }
    }
}
