// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

/// The processor's own instructions give what OpenSSL gives.
///
/// Where there are none, OpenSSL is compared with itself.
final class ProcessorAESTests: XCTestCase {
    func testBothEnginesEncryptAndDecryptTheSame() throws {
        var generator = SeededGenerator(seed: 21)
        for count in Array(stride(from: 0, through: 512, by: 16)) + [2_048, 2_064, 65_552] {
            let (key, iv) = (generator.bytes(count: 32), generator.bytes(count: 32))
            let plaintext = generator.bytes(count: count)
            var results: [(encrypted: [UInt8], decrypted: [UInt8], ends: [String])] = []
            for usesProcessor in [ProcessorAES.isThere, false] {
                var encryptor = AESIGEEncryptor(usesProcessor: usesProcessor)
                var decryptor = AESIGEDecryptor(usesProcessor: usesProcessor)
                encryptor.setKey(key, iv: iv)
                decryptor.setKey(key, iv: iv)
                var (encrypted, decrypted) = (plaintext, plaintext)
                encrypted.withUnsafeMutableBytes { encryptor.encrypt($0) }
                try decrypted.withUnsafeMutableBytes { try decryptor.decrypt($0) }
                results.append((encrypted, decrypted, [encryptor.iv.hex, decryptor.iv.hex]))
            }
            XCTAssertEqual(results[0].encrypted, results[1].encrypted, "\(count) bytes")
            XCTAssertEqual(results[0].decrypted, results[1].decrypted, "\(count) bytes")
            XCTAssertEqual(results[0].ends, results[1].ends, "\(count) bytes")
        }
    }

    /// Two texts that are encrypted together come out as each alone does, whatever their lengths, and both contexts go on
    /// from there.
    func testTwoTextsTogetherAreEncryptedLikeEachAlone() {
        var generator = SeededGenerator(seed: 24)
        let counts = Array(stride(from: 16, through: 272, by: 16)) + [2_048, 2_064, 65_552]
        for usesProcessor in [ProcessorAES.isThere, false] {
            var one = AESIGEEncryptor(usesProcessor: usesProcessor)
            var other = AESIGEEncryptor(usesProcessor: usesProcessor)
            var alone = AESIGEEncryptor(usesProcessor: false)
            for first in counts {
                for second in counts {
                    let keys = (generator.bytes(count: 32), generator.bytes(count: 32))
                    let vectors = (generator.bytes(count: 32), generator.bytes(count: 32))
                    let texts = (generator.bytes(count: first), generator.bytes(count: second))
                    one.setKey(keys.0, iv: vectors.0)
                    other.setKey(keys.1, iv: vectors.1)
                    // The second one lies at an odd place.
                    var (bytes, otherBytes) = (texts.0, [0] + texts.1)
                    bytes.withUnsafeMutableBytes { bytes in
                        otherBytes.withUnsafeMutableBytes { otherBytes in
                            one.encrypt(
                                IGEText(bytes), and: &other,
                                IGEText(UnsafeMutableRawBufferPointer(rebasing: otherBytes[1...])))
                        }
                    }
                    var expected = texts
                    alone.setKey(keys.0, iv: vectors.0)
                    expected.0.withUnsafeMutableBytes { alone.encrypt($0) }
                    let end = alone.iv.hex
                    alone.setKey(keys.1, iv: vectors.1)
                    expected.1.withUnsafeMutableBytes { alone.encrypt($0) }
                    XCTAssertEqual(bytes, expected.0, "\(first) and \(second) bytes")
                    XCTAssertEqual(Array(otherBytes.dropFirst()), expected.1, "\(first) and \(second) bytes")
                    XCTAssertEqual([one.iv.hex, other.iv.hex], [end, alone.iv.hex], "\(first) and \(second) bytes")
                }
            }
        }
    }

    /// So do two messages, with the same keys of the messages, by either engine, whatever pieces they come in, and while the
    /// keys of two others are found.
    func testTwoMessagesTogetherAreSealedLikeEachAlone() throws {
        var generator = SeededGenerator(seed: 25)
        let authKeys = try (0..<4).map { _ in try AuthKey(SecureBytes(copying: generator.bytes(count: 256))) }
        let counts = [32 + 64 + 16, 32 + 128 + 48, 96 + 64 + 64, 96 + 4_096 + 1_024, 224 + 65_536 + 80]
        for usesProcessor in [ProcessorAES.isThere, false] {
            var cipher = MessageCipher(usesProcessor: usesProcessor)
            var alone = MessageCipher(usesProcessor: false)
            for (first, second) in counts.flatMap({ first in counts.map { (first, $0) } }) {
                let direction = first < second ? MessageDirection.fromClient : .fromServer
                let others = (0..<2).map { _ in counts[Int(generator.next() % UInt64(counts.count))] }
                let texts = ([first, second] + others).map { generator.bytes(count: $0) }
                let pieces = texts.enumerated().map { index, text in
                    let head = text.count % 192 == 112 ? 32 : 96
                    let middle = (text.count - head - 16) & ~63
                    return LongMessage(
                        head: Array(text[..<head]), middle: text[head..<head + middle],
                        tail: Array(text[(head + middle)...]), authKey: authKeys[index])
                }
                let (messages, next) = (LongMessages(pieces[0], pieces[1]), LongMessages(pieces[2], pieces[3]))
                let keys = cipher.digests(of: messages, direction: direction)
                let places = pieces.map { Place($0.byteCount) }
                let nextKeys = try XCTUnwrap(
                    cipher.encrypt(
                        messages, keys, to: (places[0].bytes, places[1].bytes), direction: direction, digesting: next))
                XCTAssertNil(
                    cipher.encrypt(next, nextKeys, to: (places[2].bytes, places[3].bytes), direction: direction))
                for (index, key) in [keys.0, keys.1, nextKeys.0, nextKeys.1].enumerated() {
                    var expected = texts[index]
                    let expectedKey = expected.withUnsafeMutableBytes {
                        alone.encrypt($0, authKey: authKeys[index], direction: direction).messageKey
                    }
                    XCTAssertEqual(key, expectedKey, "\(first) and \(second) bytes, \(index)")
                    XCTAssertEqual(Array(places[index].bytes), expected, "\(first) and \(second) bytes, \(index)")
                }
            }
        }
    }

    /// Room at an odd place.
    private final class Place {
        private let memory: UnsafeMutableRawBufferPointer
        var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: memory[3...]) }

        init(_ count: Int) { memory = .allocate(byteCount: count + 3, alignment: 16) }
        deinit { memory.deallocate() }
    }

    /// Hashing while decrypting finds the key of messages of all lengths around the units of the hash, at any place in
    /// memory, and leaves what was encrypted.
    func testEitherEngineOpensWhatTheOtherSealed() throws {
        var generator = SeededGenerator(seed: 22)
        let authKey = try AuthKey(SecureBytes(copying: generator.bytes(count: 256)))
        for (sealing, opening) in [(ProcessorAES.isThere, false), (false, ProcessorAES.isThere)] {
            var sealer = MessageCipher(usesProcessor: sealing)
            var opener = MessageCipher(usesProcessor: opening)
            for count in Array(stride(from: 16, through: 512, by: 16)) + [1_040, 65_552] {
                for direction in [MessageDirection.fromClient, .fromServer] {
                    let plaintext = generator.bytes(count: count)
                    var bytes = [0] + plaintext
                    try bytes.withUnsafeMutableBytes { buffer in
                        let place = UnsafeMutableRawBufferPointer(rebasing: buffer[1...])
                        let key = sealer.encrypt(place, authKey: authKey, direction: direction).messageKey
                        try opener.decrypt(place, messageKey: key, authKey: authKey, direction: direction)
                    }
                    XCTAssertEqual(Array(bytes.dropFirst()), plaintext, "\(count) bytes")
                }
            }
        }
    }

    /// Two messages that are opened together come out as each alone does, whatever their lengths; a changed one is found and
    /// zeroed, and does the other one no harm.
    func testTwoMessagesTogetherAreOpenedLikeEachAlone() throws {
        var generator = SeededGenerator(seed: 26)
        let authKeys = try (0..<2).map { _ in try AuthKey(SecureBytes(copying: generator.bytes(count: 256))) }
        let counts = Array(stride(from: 16, through: 176, by: 16)) + [1_040, 4_096, 65_552]
        var sealer = MessageCipher(usesProcessor: false)
        for usesProcessor in [ProcessorAES.isThere, false] {
            var cipher = MessageCipher(usesProcessor: usesProcessor)
            for (first, second) in counts.flatMap({ first in counts.map { (first, $0) } }) {
                let direction = first < second ? MessageDirection.fromClient : .fromServer
                let plaintexts = [generator.bytes(count: first), generator.bytes(count: second)]
                var sealed = plaintexts
                let keys = sealed.indices.map { index in
                    sealed[index].withUnsafeMutableBytes {
                        sealer.encrypt($0, authKey: authKeys[index], direction: direction).messageKey
                    }
                }
                for damaged in [nil, 0, 1] {
                    // The second one lies at an odd place.
                    var (bytes, otherBytes) = (sealed[0], [0] + sealed[1])
                    if damaged == 0 { bytes[first / 2] ^= 4 }
                    if damaged == 1 { otherBytes[second] ^= 1 }
                    let areRight = bytes.withUnsafeMutableBytes { bytes in
                        otherBytes.withUnsafeMutableBytes { otherBytes in
                            cipher.decrypt(
                                bytes, messageKey: keys[0], authKey: authKeys[0],
                                and: UnsafeMutableRawBufferPointer(rebasing: otherBytes[1...]), messageKey: keys[1],
                                authKey: authKeys[1], direction: direction)
                        }
                    }
                    let found = [bytes, Array(otherBytes.dropFirst())]
                    for (index, isRight) in [areRight.0, areRight.1].enumerated() {
                        XCTAssertEqual(isRight, damaged != index, "\(first) and \(second) bytes")
                        let expected = isRight ? plaintexts[index] : [UInt8](repeating: 0, count: found[index].count)
                        XCTAssertEqual(found[index], expected, "\(first) and \(second) bytes")
                    }
                }
            }
        }
    }

    /// A changed bit anywhere is found, and nothing of the message stays.
    func testEitherEngineFindsAChangedBit() throws {
        var generator = SeededGenerator(seed: 23)
        let authKey = try AuthKey(SecureBytes(copying: generator.bytes(count: 256)))
        for usesProcessor in [ProcessorAES.isThere, false] {
            var cipher = MessageCipher(usesProcessor: usesProcessor)
            for count in [16, 32, 48, 112, 320] {
                for place in stride(from: 0, to: count, by: 7) {
                    var bytes = generator.bytes(count: count)
                    let key = bytes.withUnsafeMutableBytes {
                        cipher.encrypt($0, authKey: authKey, direction: .fromServer).messageKey
                    }
                    bytes[place] ^= 1 << UInt8(place % 8)
                    XCTAssertEqual(
                        code { () throws(CryptoError) in
                            try bytes.withUnsafeMutableBufferPointer { buffer throws(CryptoError) in
                                try cipher.decrypt(
                                    UnsafeMutableRawBufferPointer(buffer), messageKey: key, authKey: authKey,
                                    direction: .fromServer)
                            }
                        }, .messageKeyMismatch)
                    XCTAssertEqual(bytes, [UInt8](repeating: 0, count: count))
                }
            }
        }
    }
}
