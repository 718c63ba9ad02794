// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes
import XCTest

/// Updates of channels: see core.telegram.org/api/updates#message-related-event-sequences.
final class ChannelBoxTests: XCTestCase {
    private typealias H = BoxHarness

    func testTheFirstUpdateOfAChannelIsDelivered() {
        var harness = BoxHarness()
        XCTAssertEqual(harness.receive(H.post(1, pts: 900, count: 2)), ["channel message 1"])
        XCTAssertEqual(harness.receive(H.post(2, pts: 901)), ["channel message 2"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testAGapInOneChannelHoldsUpNothingElse() {
        var harness = BoxHarness(channels: [5: 10, 6: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 12)), [])
        XCTAssertEqual(harness.receive(H.post(2, in: 6, pts: 11)), ["channel message 2"])
        XCTAssertEqual(harness.receive(H.message(3, pts: 11)), ["message 3"])
        harness.milliseconds = 500
        XCTAssertEqual(harness.requests(), [.channelDifference(channelID: 5, pts: 10)])
        XCTAssertEqual(harness.receive(H.message(4, pts: 12)), ["message 4"])
        harness.box.receive(H.channelDifference([9, 1], pts: 12), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 9", "channel message 1"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testWhatIsNextIsDeliveredWhileDifferencesFail() {
        var harness = BoxHarness(channels: [5: 10])
        harness.box.requestDifference(channelID: 5)
        guard let request = harness.request() else { return XCTFail("nothing") }
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), [])
        harness.box.fail(request, .temporary, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 1"])
        XCTAssertEqual(harness.receive(H.post(2, pts: 12)), ["channel message 2"])
        XCTAssertEqual(harness.receive(H.post(3, pts: 14)), [])
        harness.milliseconds += 1_000
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 12))
        harness.box.receive(H.channelDifference([9, 3], pts: 14), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 9", "channel message 3"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testAGapThatNoDifferenceFillsIsGivenUp() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 20)), [])
        for wait in [500, 500, 1_000, 2_000] as [Int64] {
            XCTAssertEqual(harness.delivered(), [])
            harness.milliseconds += wait
            XCTAssertNotNil(harness.request(), "\(wait)")
            harness.box.receive(.empty(.init(final: true, pts: 10)), channelID: 5, at: harness.now)
        }
        XCTAssertEqual(harness.delivered(), ["channel message 1", "gap channel(5)"])
        XCTAssertEqual(harness.box.state.channels[5], 20)
        XCTAssertEqual(harness.receive(H.post(2, pts: 21)), ["channel message 2"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testTheTimeoutOfADifferenceDelaysNothing() {
        var harness = BoxHarness(channels: [5: 10])
        harness.box.requestDifference(channelID: 5)
        _ = harness.request()
        harness.box.receive(
            .empty(.init(final: true, pts: 10, timeout: 300)), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), ["channel message 1"])
        XCTAssertEqual(harness.receive(H.post(2, pts: 13)), [])
        harness.milliseconds = 500
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 11))
    }

    func testAnAnnouncementIsFollowedUnlessItIsOld() {
        var harness = BoxHarness(channels: [5: 10])
        _ = harness.receive(.channelTooLong(.init(channelID: 5, pts: 10)))
        XCTAssertNil(harness.request())
        _ = harness.receive(.channelTooLong(.init(channelID: 5, pts: 11)))
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 10))
        harness.box.receive(.empty(.init(final: true, pts: 10)), channelID: 5, at: harness.now)
        _ = harness.receive(.channelTooLong(.init(channelID: 5)))
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 10))
        // Of a channel that is not known the server tells where it is.
        _ = harness.receive(.channelTooLong(.init(channelID: 6)))
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 6, pts: 1))
        harness.box.receive(H.channelTooLong(H.dialog(pts: 70)), channelID: 6, at: harness.now)
        XCTAssertEqual(harness.box.state.channels[6], 70)
    }

    func testADifferenceOfTheAccountRunsChannelsThroughTheirOwnCount() {
        var harness = BoxHarness(channels: [5: 10])
        harness.box.requestDifference()
        _ = harness.request()
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), ["channel message 1"])
        harness.box.receive(
            H.difference(
                [7], [H.post(1, pts: 11), H.post(2, pts: 12), .channelTooLong(.init(channelID: 5, pts: 20))], pts: 11),
            at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 7", "channel message 2"])
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 12))
    }

    func testADialogWithoutANumberIsAFailureForTheTimeBeing() {
        let community = TL.Dialog.folder(
            .init(
                folder: .init(id: 1, title: ""), peer: .channel(.init(channelID: 5)), topMessage: 1,
                unreadMutedPeersCount: 0, unreadUnmutedPeersCount: 0, unreadMutedMessagesCount: 0,
                unreadUnmutedMessagesCount: 0))
        for dialog in [H.dialog(pts: nil), community] {
            var harness = BoxHarness(channels: [5: 10])
            harness.box.requestDifference(channelID: 5)
            _ = harness.request()
            harness.box.receive(H.channelTooLong(dialog), channelID: 5, at: harness.now)
            XCTAssertNil(harness.request())
            harness.milliseconds += 1_000
            XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 10))
        }
    }

    func testAChannelThatIsTooFarBehindTellsOfTheGap() {
        var harness = BoxHarness(channels: [5: 10])
        harness.box.requestDifference(channelID: 5)
        _ = harness.request()
        XCTAssertEqual(harness.receive(H.post(3, pts: 40), H.post(4, pts: 51)), [])
        harness.box.receive(H.channelTooLong(H.dialog(pts: 50), messages: [2, 3]), channelID: 5, at: harness.now)
        let deliveries = harness.box.takeDeliveries()
        XCTAssertEqual(deliveries.count, 1)
        XCTAssertEqual(deliveries.first?.gap?.messages.count, 2)
        XCTAssertEqual(deliveries.first?.updates.map(H.name), ["channel message 3", "channel message 4"])
        XCTAssertEqual(deliveries.first?.changes, [.channel(5, pts: 51)])
    }

    func testAChannelThatCannotBeSeenIsForgotten() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 12)), [])
        harness.milliseconds = 500
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .inaccessible, at: harness.now)
        XCTAssertEqual(harness.box.takeDeliveries().first?.changes, [.channel(5, pts: nil)])
        XCTAssertEqual(harness.box.postponedUpdateCount, 0)
        XCTAssertTrue(harness.box.isUpToDate)
        XCTAssertEqual(harness.receive(H.post(2, pts: 500)), ["channel message 2"], "it may be seen again later")
    }

    func testAChannelThatIsCountedAnewGoesOnFromThere() {
        var harness = BoxHarness(channels: [5: 30_000])
        XCTAssertEqual(harness.receive(H.post(1, pts: 50)), [])
        guard let request = harness.request() else { return XCTFail("nothing") }
        XCTAssertEqual(harness.receive(H.post(2, pts: 51)), [], "it waits for the answer")
        harness.box.fail(request, .stateInvalid, at: harness.now)
        let delivery = harness.box.takeDeliveries().first
        XCTAssertEqual(delivery?.updates.map(H.name), ["channel message 1", "channel message 2"])
        XCTAssertEqual(delivery?.gap?.domain, .channel(5))
        XCTAssertEqual(delivery?.gap?.isInaccessible, false)
        XCTAssertEqual(harness.receive(H.post(2, pts: 51)), [], "it was delivered")
        XCTAssertEqual(harness.receive(H.post(3, pts: 52)), ["channel message 3"])
        XCTAssertEqual(harness.box.postponedUpdateCount, 0)
        XCTAssertNil(harness.request())
    }

    func testANumberThatTheServerDoesNotKnowHidesNothingThatComesLater() {
        var harness = BoxHarness(channels: [5: 30_000])
        XCTAssertEqual(harness.receive(H.post(1, pts: 30_005)), [])
        harness.milliseconds = 500
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .stateInvalid, at: harness.now)
        XCTAssertEqual(harness.delivered().first, "channel message 1")
        XCTAssertEqual(harness.receive(H.post(2, pts: 7)), ["channel message 2"])
    }

    func testTheDateIsHeldWhileAnythingIsMissingInAChannel() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 12)), [])
        // An object with a number moves the date, but the channel's update is missing still.
        harness.box.receive(.updates(.init(updates: [], users: [], chats: [], date: 100, seq: 1)), at: harness.now)
        XCTAssertEqual(dates(harness.box.takeDeliveries()), [1])
        XCTAssertEqual(harness.receive(H.post(2, pts: 11)).count, 2)
        harness.box.receive(.updates(.init(updates: [], users: [], chats: [], date: 200, seq: 2)), at: harness.now)
        XCTAssertEqual(dates(harness.box.takeDeliveries()), [200])
    }

    func testAChannelThatCannotBeAskedAboutDoesNotHoldTheDate() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 12)), [])
        harness.box.receive(.updates(.init(updates: [], users: [], chats: [], date: 100, seq: 1)), at: harness.now)
        XCTAssertEqual(dates(harness.box.takeDeliveries()), [1])
        harness.milliseconds = 500
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .accessHashMissing, at: harness.now)
        XCTAssertEqual(dates(harness.box.takeDeliveries()), [100])
    }

    private func dates(_ deliveries: [UpdateDelivery]) -> [Int32] {
        deliveries.flatMap(\.changes).compactMap { change in
            if case .account(let account) = change { account.date } else { nil }
        }
    }

    func testAMissingAccessHashWaitsForAnUpdate() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.post(1, pts: 12)), [])
        harness.milliseconds = 500
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .accessHashMissing, at: harness.now)
        harness.milliseconds = 100_000
        XCTAssertNil(harness.request())
        XCTAssertEqual(harness.receive(H.post(2, pts: 13)), [])
        XCTAssertEqual(harness.request(), .channelDifference(channelID: 5, pts: 10))
        harness.box.receive(H.channelDifference([8, 1], pts: 12), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 8", "channel message 1", "channel message 2"])
    }

    func testAtMostTenChannelsAreAskedForAtOnce() {
        let channels = Dictionary(uniqueKeysWithValues: (1...25 as ClosedRange<Int64>).map { ($0, Int32(10)) })
        var harness = BoxHarness(channels: channels)
        for id in channels.keys.sorted() { harness.box.requestDifference(channelID: id) }
        var seen: Set<DifferenceRequest> = []
        var open = harness.requests()
        XCTAssertEqual(open.count, 10)
        while !open.isEmpty {
            seen.formUnion(open)
            for request in open {
                guard case .channelDifference(let id, let pts) = request else { return XCTFail("\(request)") }
                harness.box.receive(.empty(.init(final: true, pts: pts)), channelID: id, at: harness.now)
            }
            open = harness.requests()
            XCTAssertLessThanOrEqual(open.count, 10)
        }
        XCTAssertEqual(seen.count, 25)
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testAnAnswerForAChannelThatWasForgottenMeanwhileIsIgnored() {
        var harness = BoxHarness(channels: [5: 10])
        harness.box.requestDifference(channelID: 5)
        _ = harness.request()
        harness.box.forget(channelID: 5)
        XCTAssertEqual(harness.receive(H.post(1, pts: 30)), ["channel message 1"])
        harness.box.receive(H.channelDifference([9], pts: 12), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), [])
        XCTAssertEqual(harness.box.state.channels[5], 30)
    }

    func testReadMarksAreNeitherCountedNorLost() {
        var harness = BoxHarness(channels: [5: 10])
        XCTAssertEqual(harness.receive(H.read(1, pts: 10)), ["read 1"])
        XCTAssertEqual(harness.receive(H.read(2, pts: 9)), ["read 2"], "it came late, and nothing else tells it")
        XCTAssertEqual(harness.receive(H.read(3, pts: 11)), [], "its event is missing")
        XCTAssertEqual(harness.receive(H.post(1, pts: 11)), ["channel message 1", "read 3"])
        XCTAssertEqual(harness.box.state.channels[5], 11)
    }
}
