// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLParser
import FerogramTLTypes
import XCTest

@testable import FerogramMTSender

final class CallRepetitionTests: XCTestCase {
    private func repetition(of name: String) -> OutgoingCall.Repetition? {
        TL.constructorID(named: name).map(CallRepetition.of)
    }

    func testCallsThatDoSomethingAgainAreNotRepeated() {
        for name in [
            "auth.signIn", "auth.sendCode", "auth.importAuthorization", "payments.sendPaymentForm",
            "messages.getBotCallbackAnswer", "account.getTmpPassword", "messages.createChat", "messages.deleteHistory",
            "channels.joinChannel", "invokeWithoutUpdates",
        ] {
            XCTAssertEqual(repetition(of: name), .harmful, name)
        }
        XCTAssertEqual(CallRepetition.of(0x1234_5678), .harmful)
    }

    func testCallsThatReadSetOrCarryARandomIDAreRepeated() {
        for name in [
            "messages.getHistory", "messages.search", "contacts.resolveUsername", "messages.sendMessage",
            "messages.sendMultiMedia", "messages.editMessage", "messages.updatePinnedMessage", "messages.sendReaction",
            "messages.readHistory", "messages.deleteMessages", "bots.setBotCommands", "upload.saveFilePart",
        ] {
            XCTAssertEqual(repetition(of: name), .harmless, name)
        }
    }
}
