// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class FakeTLSDigestTests: XCTestCase {
    func testVectors() throws {
        for vector in try Vector.all("faketls") {
            let secret = SecureBytes(copying: try vector["secret16"])
            let time: UInt32 = try vector.integer("unix_time")
            var hello = try vector["hello_with_zero_random"]
            let random = FakeTLSDigest.sign(clientHello: &hello, secret: secret, unixTime: time)
            XCTAssertEqual(hello.hex, try vector.text("client_hello"))
            XCTAssertEqual(random.hex, try vector.text("client_random"))

            let opened = try FakeTLSDigest.open(clientHello: hello, secret: secret)
            XCTAssertEqual(opened.clientRandom, random)
            XCTAssertEqual(opened.unixTime, time)

            let answer = try vector["server_response"]
            try FakeTLSDigest.check(serverAnswer: answer, clientRandom: random, secret: secret)
            var signed = answer
            FakeTLSDigest.sign(serverAnswer: &signed, clientRandom: random, secret: secret)
            XCTAssertEqual(signed, answer)
            let tampered = try vector["server_response_tampered"]
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    try FakeTLSDigest.check(serverAnswer: tampered, clientRandom: random, secret: secret)
                }, .fakeTLSAnswer)
        }
    }

    func testEveryByteOfTheAnswerCounts() throws {
        let vector = try XCTUnwrap(try Vector.all("faketls").last)
        let secret = SecureBytes(copying: try vector["secret16"])
        let random = try vector["client_random"]
        let answer = try vector["server_response"]
        for index in Array(FakeTLSDigest.randomRange) + Array(stride(from: 0, to: answer.count, by: 97)) {
            var altered = answer
            altered[index] ^= 1
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    try FakeTLSDigest.check(serverAnswer: altered, clientRandom: random, secret: secret)
                }, .fakeTLSAnswer, "byte \(index)")
        }
        for length in [0, 11, 42, answer.count - 1] {
            XCTAssertEqual(
                code { () throws(CryptoError) in
                    try FakeTLSDigest.check(
                        serverAnswer: Array(answer[..<length]), clientRandom: random, secret: secret)
                }, .fakeTLSAnswer, "length \(length)")
        }
    }

    func testServerRefusesForeignHellos() throws {
        let vector = try XCTUnwrap(try Vector.all("faketls").last)
        let secret = SecureBytes(copying: try vector["secret16"])
        let hello = try vector["client_hello"]
        // All of the random counts but its last four bytes, which say the time.
        for index in FakeTLSDigest.randomRange.dropLast(4) {
            var forged = hello
            forged[index] ^= 1
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try FakeTLSDigest.open(clientHello: forged, secret: secret) },
                .fakeTLSHello, "byte \(index)")
        }
        var altered = hello
        altered[100] ^= 1
        let other = SecureBytes(copying: [UInt8](repeating: 7, count: 16))
        for (bytes, secret) in [(altered, secret), (hello, other), (Array(hello[..<42]), secret), ([], secret)] {
            XCTAssertEqual(
                code { () throws(CryptoError) in _ = try FakeTLSDigest.open(clientHello: bytes, secret: secret) },
                .fakeTLSHello)
        }
    }
}
