// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// Updates that come closely together go out in one packet.
final class UpdateGatheringTests: XCTestCase {
    func testTheFirstGoesAtOnceAndTheNextTogether() throws {
        let party = try Party()
        party.harness.advance(by: 1)
        party.harness.keepsGathering = true
        let origin = CallOrigin(authKeyID: party.bob.outcome.authKey.id, sessionID: party.bob.session.id)
        _ = party.bob.takeUpdates()
        let before = party.bob.packetCount
        _ = try party.annSays("one", to: party.bobID, randomID: 1)
        XCTAssertEqual(party.bob.takeUpdates().count, 1)
        for number in 2...4 as ClosedRange<Int64> {
            _ = try party.annSays("\(number)", to: party.bobID, randomID: number)
        }
        XCTAssertEqual(party.bob.takeUpdates().count, 0)
        XCTAssertEqual(party.harness.gathering, [origin], "asked for once")
        party.harness.engine.flushGathered(origin)
        try party.harness.pump()
        XCTAssertEqual(party.bob.takeUpdates().count, 3)
        XCTAssertEqual(party.bob.packetCount, before + 2)
    }

    func testAnAnswerTakesThemAlong() throws {
        let party = try Party()
        party.harness.advance(by: 1)
        party.harness.keepsGathering = true
        _ = party.bob.takeUpdates()
        for number in 1...3 as ClosedRange<Int64> {
            _ = try party.annSays("\(number)", to: party.bobID, randomID: number)
        }
        XCTAssertEqual(party.bob.takeUpdates().count, 1)
        _ = try party.bob.invoke(TL.help.GetNearestDc())
        XCTAssertEqual(party.bob.takeUpdates().count, 2)
    }

    func testAClientThatKeepsStepIsToldAtOnce() throws {
        let party = try Party()
        party.harness.advance(by: 1)
        party.harness.keepsGathering = true
        for number in 1...3 as ClosedRange<Int64> {
            _ = party.bob.takeUpdates()
            _ = try party.annSays("\(number)", to: party.bobID, randomID: number)
            XCTAssertEqual(party.bob.takeUpdates().count, 1)
            _ = try party.bob.invoke(TL.help.GetNearestDc())
        }
        XCTAssertEqual(party.harness.gathering, [])
    }

    func testWhatIsLostTakesNothingElseAlong() throws {
        let party = try Party()
        party.harness.advance(by: 1)
        party.harness.keepsGathering = true
        _ = party.bob.takeUpdates()
        _ = try party.annSays("first", to: party.bobID, randomID: 1)
        _ = try party.annSays("waits", to: party.bobID, randomID: 2)
        let fault = party.harness.engine.faults.add(LocalFault(.loseUpdates))
        _ = try party.annSays("is lost", to: party.bobID, randomID: 3)
        party.harness.engine.faults.remove(fault)
        XCTAssertEqual(party.bob.takeUpdates().count, 2, "those from before")
        _ = try party.annSays("comes after", to: party.bobID, randomID: 4)
        for origin in party.harness.gathering { party.harness.engine.flushGathered(origin) }
        try party.harness.pump()
        XCTAssertEqual(party.bob.takeUpdates().count, 1)
    }

    func testAClockThatIsSetBackKeepsNothing() {
        var gathering = UpdateGathering()
        XCTAssertEqual(gathering.pushed(at: 10_000_000_000), .flush)
        XCTAssertEqual(gathering.pushed(at: 9_000_000_000), .flush)
        XCTAssertEqual(gathering.pushed(at: 9_000_000_001), .wait)
        XCTAssertEqual(gathering.pushed(at: 9_000_000_002), .isWaiting)
        gathering.ended(at: 9_000_600_000)
        XCTAssertEqual(gathering.pushed(at: 9_001_000_000), .wait)
        gathering.ended(at: 9_002_000_000)
        XCTAssertEqual(gathering.pushed(at: 9_002_500_000), .flush)
    }

    func testNotTooManyWaitNorTooLong() {
        var gathering = UpdateGathering()
        let now: Int64 = 10_000_000_000
        XCTAssertEqual(gathering.pushed(at: now), .flush)
        XCTAssertEqual(gathering.pushed(at: now), .wait)
        for _ in 2..<UpdateGathering.limit { XCTAssertEqual(gathering.pushed(at: now), .isWaiting) }
        XCTAssertEqual(gathering.pushed(at: now), .flush)
        XCTAssertEqual(gathering.pushed(at: now), .isWaiting, "the end of the wait is on its way")
        XCTAssertEqual(gathering.pushed(at: now + UpdateGathering.window), .flush, "it is late")
        // It ended nothing.
        gathering.ended(at: now + 2 * UpdateGathering.window)
        XCTAssertEqual(gathering.pushed(at: now + 2 * UpdateGathering.window), .flush)
    }
}
