// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import XCTest

@testable import FerogramMTProto

/// What errors say, and the unencrypted messages that cause the first of them.
final class KeyExchangeErrorTests: XCTestCase {
    func testEveryErrorReadsWell() {
        let texts = KeyExchangeError.Code.allCases.map { code in
            KeyExchangeFault(code).error(at: .resPQ, dataCenter: nil).description
        }
        XCTAssertEqual(Set(texts).count, texts.count)
        XCTAssertEqual(
            KeyExchangeFault(.pqPrime, "7").error(
                at: .resPQ, dataCenter: ProxyDataCenter(id: 3, isTest: true, isMediaOnly: true)
            ).description,
            "key exchange with DC 3 (test) (media), waiting for resPQ: pq is prime (7)")
        XCTAssertEqual(
            KeyExchangeFault(transportCode: -404).error(at: .dhGenAnswer, dataCenter: ProxyDataCenter(id: 2))
                .description,
            "key exchange with DC 2, waiting for dh_gen_ok: transport error -404")
    }

    func testUnencryptedMessages() throws {
        let message = UnencryptedMessage(messageID: -2, body: [1, 2, 3, 4, 5, 6, 7, 8])
        let payload = message.payload
        XCTAssertEqual(
            payload,
            [
                0, 0, 0, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7,
                8,
            ])
        for padding in 0..<16 {
            let padded = payload + [UInt8](repeating: 9, count: padding)
            XCTAssertEqual(try UnencryptedMessage(payload: padded), message)
        }
        var seen: Set<UnencryptedMessage.Defect> = []
        func expect(_ defect: UnencryptedMessage.Defect, _ bytes: [UInt8], line: UInt = #line) {
            XCTAssertThrowsError(try UnencryptedMessage(payload: bytes), line: line) {
                XCTAssertEqual($0 as? UnencryptedMessage.Defect, defect, line: line)
            }
            seen.insert(defect)
        }
        for count in 0..<20 { expect(.tooShort, Array(payload[..<count])) }
        for count in 20..<28 { expect(.lengthBeyondEnd, Array(payload[..<count])) }
        for byte in 0..<8 {
            var keyed = payload
            keyed[byte] = 1
            expect(.encrypted, keyed)
        }
        for length: UInt8 in [0, 1, 2, 3, 5, 7] {
            expect(.lengthMisaligned, Array(payload[..<16]) + [length] + payload[17...])
        }
        expect(.lengthBeyondEnd, Array(payload[..<16]) + [0xFF, 0xFF, 0xFF, 0xFF] + payload[20...])
        XCTAssertEqual(seen, Set(UnencryptedMessage.Defect.allCases))
    }
}
