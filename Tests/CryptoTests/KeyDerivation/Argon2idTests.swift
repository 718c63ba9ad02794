// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTestSupport
import XCTest

final class Argon2idTests: XCTestCase {
    /// Keys that another implementation derived.
    func testVectors() throws {
        for vector in try Vector.all("argon2id") {
            let cost = try Argon2id.Cost(
                memory: Int(try vector.integer("memory") as Int32), passes: Int(try vector.integer("time") as Int32),
                lanes: Int(try vector.integer("lanes") as Int32))
            let key = Argon2id.key(
                password: try vector["password"], salt: try vector["salt"], cost: cost, byteCount: 256)
            XCTAssertEqual(key.hex, try vector.text("tag"), "\(cost)")
        }
    }

    func testCostsThatCannotBeAreRefused() {
        for (memory, passes, lanes) in [(7, 1, 1), (8, 0, 1), (8, 1, 0), (15, 1, 2), (1 << 21, 1, 1), (512, 65, 1)] {
            XCTAssertThrowsError(try Argon2id.Cost(memory: memory, passes: passes, lanes: lanes)) { error in
                XCTAssertEqual((error as? CryptoError)?.code, .argon2Cost)
            }
        }
    }
}
