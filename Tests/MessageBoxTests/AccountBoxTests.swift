// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Common updates, those by qts, and objects with numbers: see core.telegram.org/api/updates.
final class AccountBoxTests: XCTestCase {
    private typealias H = BoxHarness

    func testAnUnknownStateIsAskedForAndNothingIsLostMeanwhile() {
        var harness = BoxHarness(unknown: .standard)
        XCTAssertEqual(harness.request(), .state)
        XCTAssertNil(harness.request())
        XCTAssertEqual(harness.receive(H.message(1, pts: 50)), [])
        XCTAssertEqual(harness.receive(H.stopped(2, qts: 7)), [])
        XCTAssertNil(harness.box.state.account)
        // The server's state has both already.
        harness.box.receive(H.state(pts: 50, qts: 7), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 1", "stopped 2"])
        XCTAssertEqual(harness.box.state.account?.pts, 50)
        XCTAssertNil(harness.request())
    }

    func testWhatCameAfterTheFirstUpdateAndBeforeTheStateIsAskedFor() {
        var harness = BoxHarness(unknown: .standard)
        XCTAssertEqual(harness.request(), .state)
        XCTAssertEqual(harness.receive(H.message(1, pts: 50)), [])
        harness.box.receive(H.state(pts: 53), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 1"])
        XCTAssertEqual(harness.request(), .difference(pts: 50, qts: 0, date: 2))
    }

    func testADateThatNoServerHasDoesNoHarm() {
        for date in [Int32.min, -1, 0, 1, .max] {
            var harness = BoxHarness(unknown: .standard)
            XCTAssertEqual(harness.request(), .state)
            XCTAssertEqual(harness.receive(H.phone(1), seq: 3), [])
            harness.box.receive(H.state(pts: 5, seq: 4, date: date), at: harness.now)
            XCTAssertEqual(harness.delivered(), ["phone 1"])
            XCTAssertEqual(harness.request(), .difference(pts: 5, qts: 0, date: 1))
        }
    }

    func testPeersOfAnObjectAreDeliveredOnce() {
        var harness = BoxHarness(pts: 10, channels: [5: 20])
        let users = (1...3 as ClosedRange<Int64>).map { TL.User.empty(.init(id: $0)) }
        let updates = (12...40 as ClosedRange<Int32>).map { H.message($0, pts: $0) } + [H.post(1, pts: 22)]
        harness.box.receive(
            .updates(.init(updates: updates, users: users, chats: [], date: 1, seq: 0)), at: harness.now)
        // Another object's updates stand between those of the first.
        harness.box.receive(
            .updates(
                .init(updates: [H.message(41, pts: 41)], users: [users[0]], chats: [], date: 1, seq: 0)),
            at: harness.now)
        XCTAssertEqual(harness.delivered(), [])
        harness.box.receive(
            .updates(
                .init(updates: [H.message(11, pts: 11), H.post(0, pts: 21)], users: [], chats: [], date: 1, seq: 0)),
            at: harness.now)
        let deliveries = harness.box.takeDeliveries()
        XCTAssertEqual(deliveries.flatMap(\.updates).count, 33)
        XCTAssertEqual(deliveries.flatMap(\.users).count, 4)
    }

    func testTheStoredStateIsCaughtUpFrom() {
        let account = MessageBoxState.Account(pts: 5, qts: 6, date: 7, seq: 8)
        var box = MessageBox(MessageBoxState(account: account, channels: [1: 2]))
        XCTAssertEqual(box.nextRequest(at: .init(nanoseconds: 0)), .difference(pts: 5, qts: 6, date: 7))
        XCTAssertEqual(box.state, MessageBoxState(account: account, channels: [1: 2]))
        var other = MessageBox(MessageBoxState(account: account, channels: [1: 2]), catchesUp: false)
        XCTAssertEqual(other.nextRequest(at: .init(nanoseconds: 0)), .state)
        XCTAssertEqual(other.state, MessageBoxState())
    }

    func testTheFirstUpdateOfAnAccountWithoutHistoryIsDelivered() {
        var harness = BoxHarness(pts: 0)
        XCTAssertEqual(harness.receive(H.message(1, pts: 1)), ["message 1"])
        XCTAssertEqual(harness.receive(H.stopped(1, qts: 1)), ["stopped 1"])
    }

    func testAGapIsAskedForAfterHalfASecond() {
        var harness = BoxHarness(pts: 10)
        XCTAssertEqual(harness.receive(H.message(1, pts: 12)), [])
        XCTAssertEqual(harness.box.deadline, harness.now + .milliseconds(500))
        harness.milliseconds = 499
        XCTAssertEqual(harness.receive(H.message(2, pts: 14)), [], "it does not put the deadline off")
        XCTAssertNil(harness.request())
        harness.milliseconds = 500
        XCTAssertEqual(harness.request(), .difference(pts: 10, qts: 0, date: 1))
        XCTAssertNil(harness.request(), "it is asked once")
        // What comes meanwhile comes after it, and what it has is not delivered twice.
        XCTAssertEqual(harness.receive(H.message(3, pts: 15)), [])
        harness.box.receive(H.difference([9, 1], [H.delete(8, pts: 13)], pts: 13), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 9", "message 1", "delete 8", "message 2", "message 3"])
        XCTAssertEqual(harness.box.state.account?.pts, 15)
        XCTAssertEqual(harness.box.postponedUpdateCount, 0)
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testAGapThatIsFilledInTimeIsNotAskedFor() {
        var harness = BoxHarness(pts: 10)
        XCTAssertEqual(harness.receive(H.message(3, pts: 13)), [])
        XCTAssertEqual(harness.receive(H.message(2, pts: 12)), [])
        XCTAssertEqual(harness.receive(H.message(1, pts: 11)), ["message 1", "message 2", "message 3"])
        harness.milliseconds = 10_000
        XCTAssertNil(harness.request())
    }

    func testEventsOfOwnCallsFillGapsAndMakeThem() {
        var harness = BoxHarness(pts: 10)
        XCTAssertEqual(harness.receive(H.message(1, pts: 14)), [])
        harness.box.receiveAffected(pts: 13, count: 3, at: harness.now)
        let deliveries = harness.box.takeDeliveries()
        XCTAssertEqual(deliveries.flatMap(\.updates).count, 1)
        XCTAssertEqual(deliveries.last?.changes.first, .account(.init(pts: 14, qts: 0, date: 1, seq: 0)))
        // A gap before one's own call is found even though no update waits for it.
        harness.box.receiveAffected(pts: 16, count: 1, at: harness.now)
        XCTAssertEqual(harness.delivered(), [])
        harness.milliseconds = 500
        XCTAssertEqual(harness.request(), .difference(pts: 14, qts: 0, date: 1))
        harness.box.receive(H.difference([1], pts: 16), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 1"])
        // A call that changed nothing says nothing.
        harness.box.receiveAffected(pts: 99, count: 0, at: harness.now)
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testEventsOfSeveralOwnCallsAreOneDelivery() {
        var harness = BoxHarness(pts: 10)
        XCTAssertEqual(harness.receive(H.message(1, pts: 14)), [])
        harness.box.receiveAffected(
            [
                UpdatePosition(.common, pts: 12, count: 2), UpdatePosition(.common, pts: 99, count: 0),
                UpdatePosition(.common, pts: 13, count: 1), UpdatePosition(.channel(5), pts: 7, count: 1),
            ], at: harness.now)
        let deliveries = harness.box.takeDeliveries()
        XCTAssertEqual(deliveries.count, 1)
        XCTAssertEqual(deliveries.first?.updates.count, 1)
        XCTAssertEqual(
            deliveries.first?.changes,
            [.account(.init(pts: 14, qts: 0, date: 1, seq: 0)), .channel(5, pts: 7)])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testSlicesAreAskedForUntilTheLast() {
        var harness = BoxHarness(pts: 10)
        harness.box.requestDifference()
        _ = harness.request()
        harness.box.receive(
            .slice(
                .init(
                    newMessages: [.empty(.init(id: 1))],
                    newEncryptedMessages: [.service(.init(randomID: 1, chatID: 1, date: 1, bytes: []))],
                    otherUpdates: [],
                    chats: [], users: [], intermediateState: H.state(pts: 20, qts: 3))), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 1", "encrypted"])
        XCTAssertEqual(harness.request(), .difference(pts: 20, qts: 3, date: 2))
        harness.box.receive(H.difference([2], pts: 21, qts: 3), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 2"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testWhatADifferenceRepeatsIsNotDeliveredAgain() {
        var harness = BoxHarness(pts: 10, qts: 3, channels: [5: 10])
        harness.box.requestDifference()
        _ = harness.request()
        let others = [H.delete(1, pts: 10), H.delete(2, pts: 11), H.stopped(3, qts: 3), H.stopped(4, qts: 4)]
        harness.box.receive(H.difference([], others, pts: 11, qts: 4), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["delete 2", "stopped 4"])
        harness.box.requestDifference(channelID: 5)
        _ = harness.request()
        harness.box.receive(
            H.channelDifference([], [H.post(1, pts: 10), H.post(2, pts: 11)], pts: 11), channelID: 5, at: harness.now)
        XCTAssertEqual(harness.delivered(), ["channel message 2"])
    }

    func testASecondReasonDuringADifferenceAsksAgain() {
        var harness = BoxHarness(pts: 10)
        harness.box.requestDifference()
        _ = harness.request()
        harness.box.requestDifference()
        XCTAssertNil(harness.request())
        harness.box.receive(H.difference(pts: 12), at: harness.now)
        XCTAssertEqual(harness.request(), .difference(pts: 12, qts: 0, date: 2))
    }

    func testADifferenceThatIsTooLongTellsOfTheGap() {
        var harness = BoxHarness(pts: 10)
        harness.box.requestDifference()
        _ = harness.request()
        XCTAssertEqual(harness.receive(H.message(1, pts: 90)), [])
        harness.box.receive(.tooLong(.init(pts: 100)), at: harness.now)
        // What came by itself is not lost with the rest.
        XCTAssertEqual(harness.delivered(), ["message 1", "gap common"])
        XCTAssertEqual(harness.request(), .difference(pts: 100, qts: 0, date: 1))
        harness.box.receive(.empty(.init(date: 5, seq: 6)), at: harness.now)
        XCTAssertEqual(harness.delivered(), [])
        XCTAssertEqual(harness.box.state.account, .init(pts: 100, qts: 0, date: 5, seq: 6))
    }

    func testFailuresPauseLongerAndLonger() {
        var harness = BoxHarness(pts: 10)
        harness.box.requestDifference()
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] as [Int64] {
            guard let request = harness.request() else { return XCTFail("nothing after \(seconds)") }
            harness.box.fail(request, .temporary, at: harness.now)
            XCTAssertNil(harness.request())
            XCTAssertEqual(harness.box.deadline, harness.now + .seconds(seconds))
            XCTAssertEqual(harness.receive(H.message(1, pts: 12)), [], "it waits for the difference")
            harness.milliseconds += seconds * 1_000
        }
        XCTAssertNotNil(harness.request())
        harness.box.receive(H.difference([1], pts: 12), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 1"])
        harness.box.requestDifference()
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .temporary, at: harness.now)
        XCTAssertEqual(harness.box.deadline, harness.now + .seconds(1), "a success ends the series")
    }

    func testWhatIsNextIsDeliveredWhileDifferencesFail() {
        var harness = BoxHarness(pts: 10, seq: 3)
        harness.box.requestDifference()
        guard let request = harness.request() else { return XCTFail("nothing") }
        XCTAssertEqual(harness.receive(H.message(1, pts: 11)), [], "the difference may bring it as well")
        harness.box.fail(request, .temporary, at: harness.now)
        XCTAssertEqual(harness.receive(H.message(2, pts: 12)), ["message 1", "message 2"])
        XCTAssertEqual(harness.receive(H.message(4, pts: 14)), [])
        XCTAssertEqual(harness.receive(H.message(3, pts: 13)), ["message 3", "message 4"])
        XCTAssertEqual(harness.receive(H.phone(1), seq: 4), [], "the date must not pass over what is missing")
        harness.milliseconds += 1_000
        XCTAssertEqual(harness.request(), .difference(pts: 14, qts: 0, date: 1))
        harness.box.receive(H.difference([5], pts: 15, seq: 4), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["message 5"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testAStateThatTheServerDoesNotKnowIsReplaced() {
        var harness = BoxHarness(pts: 10)
        harness.box.requestDifference()
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .stateInvalid, at: harness.now)
        XCTAssertEqual(harness.request(), .state)
        harness.box.receive(H.state(pts: 3), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["gap common"])
        XCTAssertEqual(harness.receive(H.message(1, pts: 4)), ["message 1"])
    }

    func testALostConnectionAsksAgainAtOnce() {
        var harness = BoxHarness(pts: 10)
        harness.box.requestDifference()
        guard let request = harness.request() else { return XCTFail("nothing") }
        harness.box.fail(request, .disconnected, at: harness.now)
        XCTAssertEqual(harness.request(), request)
    }

    func testSilenceIsAskedAboutAfterAQuarterOfAnHour() {
        var harness = BoxHarness(pts: 10)
        harness.milliseconds = 60_000
        XCTAssertEqual(harness.receive(H.message(1, pts: 11)), ["message 1"])
        harness.milliseconds = 60_000 + 15 * 60_000 - 1
        XCTAssertNil(harness.request())
        harness.milliseconds += 1
        XCTAssertEqual(harness.request(), .difference(pts: 11, qts: 0, date: 1))
    }

    func testObjectsAreAppliedInTheOrderOfTheirNumbers() {
        var harness = BoxHarness(pts: 10, seq: 3)
        XCTAssertEqual(harness.receive(H.phone(5), seq: 5), [])
        XCTAssertEqual(harness.receive(H.message(1, pts: 11), H.phone(6), seq: 6), ["message 1"], "pts comes first")
        XCTAssertEqual(harness.receive(H.phone(4), seq: 4), ["phone 4", "phone 5", "phone 6"])
        XCTAssertEqual(harness.receive(H.phone(4), seq: 4), [], "a number is seen once")
        XCTAssertEqual(harness.receive(H.message(2, pts: 12), seq: 4), ["message 2"], "its own number decides")
        XCTAssertEqual(harness.receive(H.phone(9)), ["phone 9"], "without a number there is nothing to check")
        XCTAssertEqual(harness.receive(H.phone(8), seq: 8), [])
        harness.milliseconds += 500
        XCTAssertEqual(harness.request(), .difference(pts: 12, qts: 0, date: 1))
        harness.box.receive(H.difference([], [H.phone(7), H.phone(8)], pts: 12, seq: 8), at: harness.now)
        XCTAssertEqual(harness.delivered(), ["phone 7", "phone 8"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testTheDateMovesWithTheNumbersOnly() {
        var harness = BoxHarness(pts: 10, seq: 3)
        harness.box.receive(.updateShort(.init(update: H.phone(1), date: 50)), at: harness.now)
        XCTAssertEqual(harness.box.state.account?.date, 1)
        harness.box.receive(.updates(.init(updates: [], users: [], chats: [], date: 60, seq: 5)), at: harness.now)
        XCTAssertEqual(harness.box.state.account?.date, 1)
        harness.box.receive(.updates(.init(updates: [], users: [], chats: [], date: 55, seq: 4)), at: harness.now)
        XCTAssertEqual(harness.box.state.account?.date, 60)
    }

    func testShortMessagesAreMadeComplete() throws {
        var harness = BoxHarness(pts: 10, selfID: 1)
        let own = TL.Updates.updateShortMessage(
            .init(out: true, id: 3, userID: 7, message: "hi", pts: 11, ptsCount: 1, date: 4))
        let other = TL.Updates.updateShortChatMessage(
            .init(id: 4, fromID: 7, chatID: 8, message: "ho", pts: 12, ptsCount: 1, date: 5))
        harness.box.receive(own, at: harness.now)
        harness.box.receive(other, at: harness.now)
        let updates = harness.box.takeDeliveries().flatMap(\.updates)
        guard updates.count == 2, case .newMessage(let first) = updates[0], case .newMessage(let second) = updates[1],
            case .message(let mine) = first.message, case .message(let theirs) = second.message
        else { return XCTFail("\(updates)") }
        XCTAssertEqual(mine.message, "hi")
        guard case .user(let author) = mine.fromID, case .user(let peer) = mine.peerID else {
            return XCTFail("\(mine)")
        }
        XCTAssertEqual(author.userID, 1)
        XCTAssertEqual(peer.userID, 7)
        guard case .user(let author) = theirs.fromID, case .chat(let chat) = theirs.peerID else {
            return XCTFail("\(theirs)")
        }
        XCTAssertEqual(author.userID, 7)
        XCTAssertEqual(chat.chatID, 8)
    }

    func testAShortMessageOfAnUnknownPeerIsFetchedWithThePeer() {
        let strangers: [(TL.Updates, Int64)] = [
            (.updateShortMessage(.init(id: 3, userID: 7, message: "", pts: 11, ptsCount: 1, date: 4)), 7),
            (
                .updateShortChatMessage(.init(id: 3, fromID: 7, chatID: 8, message: "", pts: 11, ptsCount: 1, date: 4)),
                7
            ),
            (
                .updateShortMessage(
                    .init(id: 3, userID: 7, message: "", pts: 11, ptsCount: 1, date: 4, viaBotID: 9)), 9
            ),
            (
                .updateShortMessage(
                    .init(
                        id: 3, userID: 7, message: "", pts: 11, ptsCount: 1, date: 4,
                        entities: [.mentionName(.init(offset: 0, length: 1, userID: 10))])), 10
            ),
            (
                .updateShortMessage(
                    .init(
                        id: 3, userID: 7, message: "", pts: 11, ptsCount: 1, date: 4,
                        fwdFrom: .init(fromID: .user(.init(userID: 11)), date: 1))), 11
            ),
        ]
        for (update, stranger) in strangers {
            var harness = BoxHarness(pts: 10)
            harness.box.receive(update, at: harness.now) { peer in
                if case .user(let user) = peer { user.userID != stranger } else { true }
            }
            XCTAssertEqual(harness.delivered(), [])
            XCTAssertEqual(harness.request(), .difference(pts: 10, qts: 0, date: 1), "\(stranger)")
        }
    }

    func testAnAnswerToACallThatComesByItselfIsAGap() {
        var harness = BoxHarness(pts: 10)
        harness.box.receive(.updateShortSentMessage(.init(id: 1, pts: 11, ptsCount: 1, date: 1)), at: harness.now)
        XCTAssertEqual(harness.request(), .difference(pts: 10, qts: 0, date: 1))
    }

    func testTooMuchToHoldIsAskedForInstead() {
        var limits = MessageBoxLimits.standard
        limits.heldPerDomain = 3
        var harness = BoxHarness(pts: 10, limits: limits)
        for pts in 12...14 as ClosedRange<Int32> { XCTAssertEqual(harness.receive(H.message(pts, pts: pts)), []) }
        XCTAssertNil(harness.request())
        XCTAssertEqual(harness.receive(H.message(15, pts: 15)), [])
        XCTAssertEqual(harness.box.postponedUpdateCount, 0)
        XCTAssertEqual(harness.request(), .difference(pts: 10, qts: 0, date: 1))
        harness.box.receive(H.difference([11, 12, 13, 14, 15], pts: 15), at: harness.now)
        XCTAssertEqual(harness.delivered().count, 5)
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testAGapThatNoDifferenceFillsIsAskedAboutMoreAndMoreRarelyAndThenGivenUp() {
        var harness = BoxHarness(pts: 10, seq: 2)
        XCTAssertEqual(harness.receive(H.message(1, pts: 20)), [])
        XCTAssertEqual(harness.receive(H.message(2, pts: 30)), [])
        XCTAssertEqual(harness.receive(H.stopped(7, qts: 5), H.phone(1), seq: 9), [])
        for wait in [500, 500, 1_000, 2_000] as [Int64] {
            XCTAssertEqual(harness.delivered(), [], "\(wait)")
            harness.milliseconds += wait - 1
            XCTAssertNil(harness.request(), "\(wait)")
            harness.milliseconds += 1
            XCTAssertNotNil(harness.request(), "\(wait)")
            // It comes too late to be in this answer.
            if wait == 2_000 { XCTAssertEqual(harness.receive(H.message(3, pts: 40)), []) }
            harness.box.receive(.empty(.init(date: 1, seq: 0)), at: harness.now)
        }
        XCTAssertEqual(harness.delivered(), ["message 1", "message 2", "stopped 7", "phone 1", "gap common"])
        XCTAssertEqual(harness.box.state.account?.pts, 30)
        XCTAssertEqual(harness.box.state.account?.qts, 5)
        XCTAssertEqual(harness.box.state.account?.seq, 9)
        XCTAssertEqual(harness.receive(H.message(4, pts: 31)), ["message 4"])
        XCTAssertEqual(harness.box.postponedUpdateCount, 1, "the one that came later is asked for like any other")
        XCTAssertEqual(harness.receive(H.message(5, pts: 39, count: 8)), ["message 5", "message 3"])
        XCTAssertTrue(harness.box.isUpToDate)
    }

    func testDifferencesThatGoOnGiveNoGapUp() {
        var harness = BoxHarness(pts: 10)
        XCTAssertEqual(harness.receive(H.message(1, pts: 50)), [])
        for pts in 11..<30 as Range<Int32> {
            harness.milliseconds += 60_000
            XCTAssertNotNil(harness.request())
            harness.box.receive(H.difference([pts], pts: pts), at: harness.now)
            XCTAssertEqual(harness.delivered(), ["message \(pts)"])
        }
        XCTAssertEqual(harness.box.postponedUpdateCount, 1)
    }

    func testNothingIsAskedForWhileNobodyTakesWhatIsThere() {
        var limits = MessageBoxLimits.standard
        limits.backlog = 2
        var harness = BoxHarness(pts: 10, limits: limits)
        harness.box.requestDifference()
        _ = harness.request()
        harness.box.receive(
            .slice(
                .init(
                    newMessages: [.empty(.init(id: 1)), .empty(.init(id: 2))], newEncryptedMessages: [],
                    otherUpdates: [], chats: [], users: [], intermediateState: H.state(pts: 12))), at: harness.now)
        XCTAssertNil(harness.request())
        XCTAssertEqual(harness.delivered().count, 2)
        XCTAssertNotNil(harness.request())
    }

    func testNumbersOfAnyKindNeverTrap() {
        let numbers: [Int32] = [.min, .min + 1, -1, 0, 1, 2, 10, 11, 12, 1 << 30, .max - 1, .max]
        var generator = SeededGenerator(seed: 4)
        func number() -> Int32 { numbers.randomElement(using: &generator) ?? 0 }
        for _ in 0..<20_000 {
            var harness = BoxHarness(pts: number(), qts: number(), seq: number(), channels: [5: number()])
            for _ in 0..<6 {
                switch Int.random(in: 0..<9, using: &generator) {
                case 0: _ = harness.receive(H.message(1, pts: number(), count: number()), seq: number())
                case 1: _ = harness.receive(H.post(1, pts: number(), count: number()), H.phone(1), seq: number())
                case 2: _ = harness.receive(H.read(1, in: 6, pts: number()), H.stopped(1, qts: number()))
                case 3: harness.box.receiveAffected(pts: number(), count: number(), channelID: 5, at: harness.now)
                case 4: harness.box.requestDifference(channelID: 5)
                case 5: harness.box.receive(.tooLong(.init(pts: number())), at: harness.now)
                case 6:
                    harness.box.receive(
                        H.difference([], [H.post(1, pts: number(), count: number())], pts: number(), qts: number()),
                        at: harness.now)
                case 7:
                    harness.box.receive(
                        H.channelTooLong(H.dialog(pts: number())), channelID: 5, at: harness.now)
                default:
                    for request in harness.requests() where Bool.random(using: &generator) {
                        harness.box.fail(request, .stateInvalid, at: harness.now)
                    }
                    harness.box.receive(H.state(pts: number(), qts: number(), seq: number()), at: harness.now)
                }
                harness.milliseconds += 400
                _ = harness.box.takeDeliveries()
            }
        }
    }
}
