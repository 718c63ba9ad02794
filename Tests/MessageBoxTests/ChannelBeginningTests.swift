// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes
import XCTest

/// How channels begin and end; see core.telegram.org/api/updates.
final class ChannelBeginningTests: XCTestCase {
    private typealias H = BoxHarness

    /// A difference says where a new channel is while the channel's first updates are still on their way.
    func testUpdatesBehindTheFirstWordOfAChannelAreDeliveredOnce() {
        var harness = BoxHarness()
        XCTAssertEqual(harness.receive(.channelTooLong(.init(channelID: 5, pts: 7))), ["gap channel(5)"])
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 7))
        XCTAssertEqual(harness.receive(H.post(1, pts: 6)), ["channel message 1"])
        XCTAssertEqual(harness.receive(H.post(1, pts: 6)), [], "it comes twice")
        harness.box.receive(.empty(.init(final: true, pts: 7)), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), [])
        XCTAssertEqual(harness.receive(H.post(2, pts: 7)), ["channel message 2"])
        XCTAssertEqual(harness.receive(H.post(2, pts: 7)), [])
        XCTAssertEqual(harness.receive(H.post(3, pts: 8)), ["channel message 3"])
        XCTAssertEqual(harness.receive(H.post(3, pts: 8)), [])
        XCTAssertEqual(harness.box.state.channels[5], 8)
    }

    /// The server tells of channels by the date, so the date must not be stored before they were asked.
    func testTheDateIsStoredWhenTheChannelsHaveCaughtUp() {
        var harness = BoxHarness(channels: [5: 10])
        harness.box.requestDifference()
        _ = harness.request()
        harness.box.receive(H.difference([], [.channelTooLong(.init(channelID: 5, pts: 12))], pts: 10), at: harness.now)
        XCTAssertEqual(harness.box.takeDeliveries().last?.date, 1)
        XCTAssertEqual(harness.box.state.account?.date, 1)
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 10))
        harness.box.receive(H.channelDifference([1, 2], pts: 12), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.box.takeDeliveries().last?.date, 2)
        XCTAssertEqual(harness.box.state.account?.date, 2)
    }

    /// Who has left a channel cannot ask for what is missing; what has come by itself is delivered behind a hole.
    func testWhatHasComeOfAChannelThatIsLostIsDelivered() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(2, pts: 12)), [])
        harness.milliseconds = 500
        guard let request = harness.request() else { return XCTFail("nothing is asked") }
        harness.box.fail(request, .inaccessible, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 2", "gap channel(5)"])
        XCTAssertNil(harness.box.state.channels[5])
        // What comes late or twice is not new.
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), [])
        XCTAssertEqual(harness.receive(H.post(2, pts: 12)), [])
        XCTAssertEqual(harness.receive(H.post(3, pts: 20)), ["channel message 3"])
        XCTAssertEqual(harness.box.state.channels[5], 20)
        XCTAssertTrue(harness.box.isUpToDate)
    }

    /// The account has come back, and the server says where the channel is, before something old comes once more.
    func testWhatWasSeenBeforeAChannelWasLostIsNotNewAfterwards() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), ["channel message 1"])
        harness.box.requestDifference(channelID: 5)
        guard let request = harness.request() else { return XCTFail("nothing is asked") }
        harness.box.fail(request, .inaccessible, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["gap channel(5)"])
        XCTAssertEqual(harness.receive(.channelTooLong(.init(channelID: 5, pts: 20))), ["gap channel(5)"])
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), [])
        XCTAssertEqual(harness.receive(H.post(2, pts: 12)), ["channel message 2"])
    }

    /// The word of where a channel was comes after the channel was lost.
    func testALateWordOfAChannelThatWasLostRepeatsNothing() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(4, pts: 14)), [])
        harness.milliseconds = 500
        guard let request = harness.request() else { return XCTFail("nothing is asked") }
        harness.box.fail(request, .inaccessible, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 4", "gap channel(5)"])
        XCTAssertEqual(harness.receive(.channelTooLong(.init(channelID: 5, pts: 12))), [])
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 14))
        harness.box.receive(H.channelDifference([5], pts: 15), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 5"])
        XCTAssertEqual(harness.receive(H.post(4, pts: 14)), [])
    }

    /// A channel that counts anew is not measured by what was seen of it before.
    func testAChannelThatWasLostMayBeginFarBack() {
        var harness = BoxHarness(channels: [5: 30_000])
        harness.box.requestDifference(channelID: 5)
        guard let request = harness.request() else { return XCTFail("nothing is asked") }
        harness.box.fail(request, .inaccessible, at: harness.now)
        _ = harness.delivered()
        _ = harness.receive(.channelTooLong(.init(channelID: 5, pts: 7)))
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 7))
    }
}

extension UpdateDelivery {
    /// The date that is stored after the updates.
    fileprivate var date: Int32? {
        changes.lazy.compactMap { change in
            if case .account(let account) = change { account.date } else { nil }
        }.first
    }
}
