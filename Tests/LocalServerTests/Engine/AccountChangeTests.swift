// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What is left for the next account of a client.
final class AccountChangeTests: XCTestCase {
    /// Whether an update with the message came.
    private func heardOne(_ client: EngineClient) -> Bool {
        client.takeUpdates().contains { updates in
            switch updates {
            case .updateShortMessage(let message): message.message == "one"
            case .updates(let batch):
                batch.updates.contains { update in
                    guard case .newMessage(let new) = update, case .message(let message) = new.message else {
                        return false
                    }
                    return message.message == "one"
                }
            default: false
            }
        }
    }

    func testUpdatesOfAnAccountEndWithIt() throws {
        for signsOut in [true, false] {
            let party = try Party()
            let (ann, bob) = (party.ann, party.bob)
            let token = try party.harness.engine.world.addBot(username: "b_bot", name: "B", dataCenter: 1).token ?? ""
            _ = ann.takeUpdates()
            // It goes out, and is never acknowledged.
            ann.losesAnswers = true
            _ = try bob.invoke(
                TL.messages.SendMessage(peer: bob.inputPeer(party.annID, for: party.bobID), message: "one", randomID: 1)
            )
            ann.losesAnswers = false
            if signsOut { _ = try ann.invoke(TL.auth.LogOut()) }
            _ = try ann.logIn(token: token)
            _ = try ann.invoke(TL.updates.GetState())
            ann.disconnect()
            ann.connect()
            _ = try ann.invoke(TL.updates.GetState())
            XCTAssertFalse(heardOne(ann), "\(signsOut)")
        }
    }

    func testTheSameAccountGetsThemAgain() throws {
        let party = try Party()
        let (ann, bob) = (party.ann, party.bob)
        _ = ann.takeUpdates()
        ann.losesAnswers = true
        _ = try bob.invoke(
            TL.messages.SendMessage(peer: bob.inputPeer(party.annID, for: party.bobID), message: "one", randomID: 1))
        ann.losesAnswers = false
        ann.disconnect()
        ann.connect()
        _ = try ann.invoke(TL.updates.GetState())
        XCTAssertTrue(heardOne(ann))
    }
}
