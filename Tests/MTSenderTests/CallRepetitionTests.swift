// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLParser
import FerogramTLTypes
import XCTest

@testable import FerogramMTSender

final class CallRepetitionTests: XCTestCase {
    func testCallsThatWriteAreNotRepeated() {
        for name in [
            "messages.editMessage", "auth.signIn", "auth.sendCode", "messages.deleteMessages",
            "payments.sendPaymentForm",
            "messages.getBotCallbackAnswer", "account.getTmpPassword", "getters.gettysburg", "auth.importAuthorization",
        ] {
            XCTAssertFalse(CallRepetition.isHarmless(name), name)
        }
        XCTAssertEqual(CallRepetition.of(0x1234_5678), .harmful)
    }

    func testCallsThatReadOrCarryARandomIDAreRepeated() {
        for name in ["messages.getHistory", "messages.search", "contacts.resolveUsername", "messages.sendMessage"] {
            XCTAssertEqual(TL.constructorID(named: name).map(CallRepetition.of), .harmless, name)
        }
    }

    func testTheTablesNameMethodsOfTheSchema() {
        for name in CallRepetition.idempotent.union(CallRepetition.readersWithEffects) {
            XCTAssertNotNil(TL.constructorID(named: name), name)
        }
    }
}
