// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class RandomnessTests: XCTestCase {
    func testNumbersAreUsedLowestByteFirst() {
        var generator = ScriptedGenerator([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [11]])
        XCTAssertEqual(generator.bytes(count: 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        XCTAssertEqual(generator.bytes(count: 1), [11])
        XCTAssertEqual(generator.bytes(count: 0), [])
        XCTAssertTrue(generator.isExhausted)
    }

    func testTheSystemsGeneratorFillsEveryByte() {
        var generator = SystemRandomNumberGenerator()
        // Each byte must change in some draw; that none does in 20 has a chance of 256^-20.
        var seen = [UInt8](repeating: 0, count: 1000)
        for _ in 0..<20 {
            for (index, byte) in generator.bytes(count: 1000).enumerated() { seen[index] |= byte }
        }
        XCTAssertFalse(seen.contains(0))
    }
}
