// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTestSupport
import XCTest

/// Damaged packets; `ExampleProofs` looks at many more of them.
final class MutationTests: XCTestCase {
    func testMutatedPlaintextsThatAreEncryptedCorrectly() throws {
        var mutation = try SessionMutation(seed: 2026)
        for _ in 0..<4_000 { XCTAssertNil(mutation.damagePlaintext()) }
        XCTAssertGreaterThan(mutation.accepted, 200)
        for code: SessionError.Code in [
            .sessionMismatch, .messageIDInvalid, .lengthMisaligned, .lengthExceedsPacket, .paddingTooShort,
        ] {
            XCTAssertGreaterThan(mutation.refused[code, default: 0], 0, "\(code)")
        }
        XCTAssertNil(mutation.refused[.messageKeyMismatch])
    }

    func testMutatedCiphertexts() throws {
        var mutation = try SessionMutation(seed: 7)
        for _ in 0..<500 { XCTAssertNil(mutation.damageCiphertext()) }
    }
}
