// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes
import XCTest

final class RPCErrorTests: XCTestCase {
    private func error(_ code: Int, _ message: String) -> RPCError {
        RPCError(code: code, message: message, method: "messages.sendMessage", dataCenter: 2)
    }

    func testNumbersAreTakenOutOfTheName() {
        let cases: [(String, String, Int?)] = [
            ("FLOOD_WAIT_31", "FLOOD_WAIT_X", 31), ("PHONE_MIGRATE_4", "PHONE_MIGRATE_X", 4),
            ("FILE_REFERENCE_2_EXPIRED", "FILE_REFERENCE_X_EXPIRED", 2),
            ("INTERDC_3_CALL_ERROR", "INTERDC_X_CALL_ERROR", 3),
            ("USERNAME_NOT_OCCUPIED", "USERNAME_NOT_OCCUPIED", nil),
            ("2FA_CONFIRM_WAIT_7", "2FA_CONFIRM_WAIT_X", 7),
            ("FLOOD_WAIT_99999999999999999999", "FLOOD_WAIT_99999999999999999999", nil),
            ("", "", nil), ("_", "_", nil), ("FLOOD_WAIT_", "FLOOD_WAIT_", nil),
        ]
        for (message, name, value) in cases {
            let error = error(420, message)
            XCTAssertEqual(error.name.rawValue, name, message)
            XCTAssertEqual(error.value, value, message)
        }
    }

    func testCodesOutOfRangeCountAs500() {
        XCTAssertEqual(error(0, "X").code, 500)
        XCTAssertEqual(error(10_001, "X").code, 500)
        XCTAssertEqual(error(.min, "X").code, 500)
        XCTAssertEqual(error(-503, "Timeout").code, -503)
    }

    func testMigrationsAndFloodWaits() {
        XCTAssertEqual(error(303, "USER_MIGRATE_5").migrationTarget, 5)
        XCTAssertEqual(error(400, "FILE_MIGRATE_1").migrationTarget, 1)
        XCTAssertNil(error(400, "FLOOD_WAIT_1").migrationTarget)
        XCTAssertEqual(error(420, "FLOOD_WAIT_3").floodWait, .seconds(3))
        XCTAssertNil(error(400, "FLOOD_WAIT_3").floodWait)
        XCTAssertTrue(InvocationError.rpc(error(420, "FLOOD_WAIT_3")).is(.floodWait))
        XCTAssertFalse(InvocationError.cancelled.is(.floodWait))
    }

    func testErrorsSayWhatWasCalled() {
        XCTAssertEqual(
            "\(error(420, "FLOOD_WAIT_3"))",
            "messages.sendMessage: FLOOD_WAIT_X (3), code 420, data centre 2: "
                + "too many calls of this kind; wait that many seconds")
        XCTAssertEqual("\(error(400, "NO_SUCH_ERROR"))", "messages.sendMessage: NO_SUCH_ERROR, code 400, data centre 2")
    }
}
