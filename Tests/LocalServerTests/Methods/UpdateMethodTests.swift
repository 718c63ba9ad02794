// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// core.telegram.org/method/updates.getDifference, through encrypted sessions.
final class UpdateMethodTests: XCTestCase {
    func testADifferenceTellsWhatWasMissed() throws {
        let party = try Party()
        party.bob.disconnect()
        for number in 1...3 { _ = try party.annSays("\(number)", to: party.bobID, randomID: Int64(number)) }
        _ = try party.ann.invoke(
            TL.messages.EditMessage(peer: party.ann.inputPeer(party.bobID, for: party.annID), id: 1, message: "uno"))
        _ = try party.ann.invoke(TL.messages.DeleteMessages(revoke: true, id: [2]))
        let client = try EngineClient(party.harness, key: party.bob.outcome)
        let answer = try client.invoke(TL.updates.GetDifference(pts: 1, date: 0, qts: 0))
        guard case .difference(let difference) = answer else { return XCTFail("\(answer)") }
        // What was deleted meanwhile is not told as new.
        XCTAssertEqual(difference.newMessages.count, 2)
        XCTAssertEqual(difference.otherUpdates.count, 2)
        XCTAssertEqual(difference.state.pts, 6)
        XCTAssertEqual(difference.state.unreadCount, 2)
        let ids = difference.users.compactMap { if case .user(let user) = $0 { user.id } else { nil } }
        XCTAssertEqual(ids, [party.annID, party.bobID])
        guard case .empty = try client.invoke(TL.updates.GetDifference(pts: 6, date: 0, qts: 0)) else {
            return XCTFail("there is nothing more")
        }
    }

    func testSlicesJoinWithoutGapsOrRepetition() throws {
        var limits = WorldLimits()
        limits.differenceSlice = 4
        let party = try Party(EngineHarness(limits: limits))
        for number in 1...10 { _ = try party.annSays("\(number)", to: party.bobID, randomID: Int64(number)) }
        var pts: Int32 = 1
        var texts: [String] = []
        var slices = 0
        while true {
            let answer = try party.bob.invoke(TL.updates.GetDifference(pts: pts, ptsLimit: 3, date: 0, qts: 0))
            let messages: [TL.Message]
            switch answer {
            case .slice(let slice):
                (messages, pts) = (slice.newMessages, slice.intermediateState.pts)
                XCTAssertLessThanOrEqual(messages.count, 3)
                slices += 1
            case .difference(let difference): (messages, pts) = (difference.newMessages, difference.state.pts)
            case .empty, .tooLong: return XCTFail("\(answer)")
            }
            texts += messages.compactMap { if case .message(let message) = $0 { message.message } else { nil } }
            if case .difference = answer { break }
        }
        XCTAssertEqual(texts, (1...10).map(String.init))
        XCTAssertEqual(slices, 3)
        XCTAssertEqual(pts, 11)
    }

    func testTooMuchIsToldAsSuch() throws {
        let party = try Party()
        for number in 1...10 { _ = try party.annSays("\(number)", to: party.bobID, randomID: Int64(number)) }
        let answer = try party.bob.invoke(TL.updates.GetDifference(pts: 1, ptsTotalLimit: 9, date: 0, qts: 0))
        guard case .tooLong(let tooLong) = answer else { return XCTFail("\(answer)") }
        XCTAssertEqual(tooLong.pts, 11)
    }

    func testNumbersThatCannotBe() throws {
        let party = try Party()
        for (pts, name) in [(0, TLErrorName.persistentTimestampEmpty), (99, .persistentTimestampInvalid)] {
            XCTAssertThrowsError(try party.bob.invoke(TL.updates.GetDifference(pts: Int32(pts), date: 0, qts: 0))) {
                XCTAssertEqual($0 as? RPCFailure, .bad(name))
            }
        }
    }

    func testASessionWithoutConnectionHearsLater() throws {
        let party = try Party()
        party.bob.disconnect()
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        party.bob.connect()
        _ = try party.bob.invoke(TL.help.GetNearestDc())
        XCTAssertEqual(party.bob.takeUpdates().count, 1)
    }

    func testFaultsOfUpdatesWaitForAConnection() throws {
        for kind: LocalFault.Kind in [.loseUpdates, .delayUpdates(.seconds(1)), .dropUpdates, .duplicateUpdates] {
            let party = try Party()
            let fault = party.harness.engine.faults.add(
                LocalFault(kind, account: party.bobID, occurrence: .times(1)))
            party.bob.disconnect()
            _ = try party.annSays("one", to: party.bobID, randomID: 1)
            XCTAssertNil(party.harness.engine.faults.counts[fault])
            party.bob.connect()
            XCTAssertNoThrow(try party.bob.invoke(TL.help.GetNearestDc()), "\(kind)")
            XCTAssertEqual(party.bob.takeUpdates().count, 1, "\(kind)")
        }
    }

    func testTooManyUpdatesBecomeTheWordThatThereAreSome() throws {
        var bounds = SessionBounds()
        bounds.waitingUpdates = 3
        let party = try Party(EngineHarness(bounds: bounds))
        party.bob.disconnect()
        for number in 1...9 { _ = try party.annSays("\(number)", to: party.bobID, randomID: Int64(number)) }
        party.bob.connect()
        _ = try party.bob.invoke(TL.help.GetNearestDc())
        let updates = party.bob.takeUpdates()
        XCTAssertTrue(updates.contains { if case .tooLong = $0 { true } else { false } })
        XCTAssertLessThanOrEqual(updates.count, 3)
    }

    func testWhoWantsNoUpdatesGetsNone() throws {
        let party = try Party()
        let quiet = try EngineClient(party.harness, key: party.bob.outcome)
        let call = TL.InvokeWithoutUpdates(query: TL.users.GetUsers(id: [.userSelf]))
        _ = try quiet.invoke(call)
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        XCTAssertTrue(quiet.updates.isEmpty)
        XCTAssertEqual(party.bob.updates.count, 1)
    }
}
