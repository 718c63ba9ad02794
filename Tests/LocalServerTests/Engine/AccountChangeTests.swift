// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What becomes of updates when somebody else signs in with the same key.
final class AccountChangeTests: XCTestCase {
    func testUpdatesOfTheAccountBeforeDoNotComeAgain() throws {
        let party = try Party()
        party.bob.losesAnswers = true
        _ = try party.annSays("for Bob", to: party.bobID, randomID: 1)
        party.bob.losesAnswers = false
        XCTAssertTrue(party.bob.takeUpdates().isEmpty)
        try party.bob.logIn(phone: "9996610077")
        // What was not confirmed goes out again on a new connection.
        party.bob.disconnect()
        party.bob.connect()
        _ = try party.bob.invoke(TL.help.GetNearestDc())
        XCTAssertEqual(texts(party.bob.takeUpdates()), [])
    }

    func testUpdatesOfTheSameAccountComeAgain() throws {
        let party = try Party()
        party.bob.losesAnswers = true
        _ = try party.annSays("for Bob", to: party.bobID, randomID: 1)
        party.bob.losesAnswers = false
        party.bob.disconnect()
        party.bob.connect()
        _ = try party.bob.invoke(TL.help.GetNearestDc())
        XCTAssertEqual(texts(party.bob.takeUpdates()), ["for Bob"])
    }

    /// What waited without a connection is for the account that was signed in then.
    func testWhatWaitedForAConnectionIsDropped() throws {
        let party = try Party()
        let other = try EngineClient(party.harness, key: party.bob.outcome)
        _ = try other.invoke(TL.updates.GetState())
        other.disconnect()
        _ = try party.annSays("for Bob", to: party.bobID, randomID: 1)
        try party.bob.logIn(phone: "9996610077")
        other.connect()
        _ = try other.invoke(TL.help.GetNearestDc())
        XCTAssertEqual(texts(other.takeUpdates()), [])
    }

    private func texts(_ updates: [TL.Updates]) -> [String] {
        updates.flatMap { object -> [String] in
            switch object {
            case .updateShortMessage(let short): return [short.message]
            case .updates(let batch):
                return batch.updates.compactMap { update in
                    guard case .newMessage(let new) = update, case .message(let message) = new.message else {
                        return nil
                    }
                    return message.message
                }
            default: return []
            }
        }
    }
}
