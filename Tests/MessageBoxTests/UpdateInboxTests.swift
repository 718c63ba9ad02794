// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
import FerogramTLTypes
import XCTest

final class UpdateInboxTests: XCTestCase {
    private typealias H = BoxHarness

    private func short(_ update: TL.Update) -> TL.Updates { .updateShort(.init(update: update, date: 1)) }

    private func lanes(ordered: Int = 10, queries: Int = 10, ephemeral: Int = 10) -> UpdateInbox {
        var limits = UpdateInbox.Limits()
        limits.ordered = ordered
        limits.queries = queries
        limits.ephemeral = ephemeral
        return UpdateInbox(limits: limits)
    }

    func testAnObjectIsDividedAmongTheLanes() {
        var lanes = lanes()
        let object = TL.Updates.updates(
            .init(
                updates: [H.query(1), H.message(2, pts: 5), H.typing(3), H.phone(4)], users: [.empty(.init(id: 9))],
                chats: [], date: 7, seq: 8))
        XCTAssertTrue(lanes.accept(object))
        XCTAssertEqual(UpdateClass.allCases.map { lanes.count(in: $0) }, [2, 1, 1])
        XCTAssertEqual(lanes.nextQuery()?.users.count, 1)
        XCTAssertEqual(lanes.nextEphemeral().map { H.name($0.update) }, "typing 3")
        guard case .updates(let rest) = lanes.nextOrdered() else { return XCTFail("no object") }
        XCTAssertEqual(rest.updates.map(H.name), ["message 2", "phone 4"])
        XCTAssertEqual(rest.seq, 8)
        XCTAssertEqual(UpdateClass.allCases.map { lanes.count(in: $0) }, [0, 0, 0])
        // An object whose number counts goes on even if nothing is left in it.
        XCTAssertTrue(lanes.accept(.updates(.init(updates: [H.typing(1)], users: [], chats: [], date: 7, seq: 9))))
        XCTAssertNotNil(lanes.nextOrdered())
        XCTAssertTrue(lanes.accept(.updates(.init(updates: [H.typing(1)], users: [], chats: [], date: 7, seq: 0))))
        XCTAssertNil(lanes.nextOrdered())
        XCTAssertTrue(lanes.accept(.tooLong))
        XCTAssertNotNil(lanes.nextOrdered())
    }

    func testNothingTakesTheRoomOfQueries() {
        var lanes = lanes(ordered: 2, queries: 3, ephemeral: 2)
        for id in 0..<100 as Range<Int64> {
            XCTAssertTrue(lanes.accept(short(H.typing(id))))
            XCTAssertTrue(lanes.accept(short(H.message(Int32(id), pts: Int32(id)))))
        }
        for id in 1...3 as ClosedRange<Int64> { XCTAssertTrue(lanes.accept(short(H.query(id)))) }
        XCTAssertEqual(lanes.count(in: .queries), 3)
        XCTAssertEqual(lanes.droppedEphemeralCount, 98)
        XCTAssertEqual(lanes.nextEphemeral().map { H.name($0.update) }, "typing 98", "the oldest are dropped")
        XCTAssertEqual(lanes.overflowCount, 98)
    }

    func testAQueryWithoutRoomIsRefusedWithItsWholeObject() {
        var lanes = lanes(queries: 1)
        XCTAssertTrue(lanes.accept(short(H.query(1))))
        let object = TL.Updates.updates(
            .init(updates: [H.query(2), H.message(2, pts: 5)], users: [], chats: [], date: 7, seq: 0))
        XCTAssertFalse(lanes.accept(object))
        XCTAssertEqual(lanes.count(in: .ordered), 0)
        XCTAssertNotNil(lanes.nextQuery())
        XCTAssertTrue(lanes.accept(object))
        XCTAssertEqual(lanes.nextQuery()?.update.mark, nil)
        XCTAssertEqual(lanes.count(in: .ordered), 1)
    }

    func testMoreQueriesThanThereIsRoomForAreTakenAlone() {
        var lanes = lanes(queries: 2)
        let object = TL.Updates.updates(
            .init(updates: [H.query(1), H.query(2), H.query(3)], users: [], chats: [], date: 7, seq: 0))
        XCTAssertTrue(lanes.accept(short(H.query(4))))
        XCTAssertFalse(lanes.accept(object))
        XCTAssertNotNil(lanes.nextQuery())
        XCTAssertTrue(lanes.accept(object), "it would be refused for ever")
        XCTAssertEqual(lanes.count(in: .queries), 3)
        XCTAssertFalse(lanes.accept(short(H.query(5))))
    }

    func testAQueryIsDeliveredOnce() {
        var lanes = lanes()
        XCTAssertTrue(lanes.accept(short(H.query(1))))
        XCTAssertTrue(lanes.accept(short(H.query(1))))
        XCTAssertEqual(lanes.count(in: .queries), 1)
        XCTAssertTrue(lanes.isRepeated(H.query(1)), "a difference may bring it as well")
        XCTAssertFalse(lanes.isRepeated(H.query(2)))
        XCTAssertTrue(lanes.isRepeated(H.query(2)))
        XCTAssertFalse(lanes.isRepeated(H.typing(1)))
        XCTAssertFalse(lanes.isRepeated(H.typing(1)))
    }

    func testRememberedQueriesAreBounded() {
        var limits = UpdateInbox.Limits()
        limits.rememberedQueries = 2
        var lanes = UpdateInbox(limits: limits)
        for id in 1...3 as ClosedRange<Int64> { XCTAssertFalse(lanes.isRepeated(H.query(id))) }
        XCTAssertTrue(lanes.isRepeated(H.query(3)))
        XCTAssertFalse(lanes.isRepeated(H.query(1)))
    }

    func testWhatIsDroppedIsAskedForAgain() {
        var lanes = lanes(ordered: 2)
        XCTAssertTrue(lanes.accept(short(H.message(1, pts: 1))))
        XCTAssertTrue(lanes.accept(short(H.message(2, pts: 2))))
        XCTAssertNil(lanes.takeOverflow())
        XCTAssertTrue(lanes.accept(short(H.post(1, in: 5, pts: 3))))
        XCTAssertEqual(lanes.takeOverflow(), UpdateInbox.Overflow(channels: [5]))
        // With a number of its own, an object may bring more than what is in it.
        let numbered = TL.Updates.updates(
            .init(updates: [H.post(1, in: 7, pts: 3)], users: [], chats: [], date: 1, seq: 4))
        XCTAssertTrue(lanes.accept(numbered))
        XCTAssertEqual(lanes.takeOverflow(), UpdateInbox.Overflow(account: true, channels: [7]))
        XCTAssertTrue(lanes.accept(short(H.message(3, pts: 3))))
        XCTAssertTrue(lanes.accept(short(.channelTooLong(.init(channelID: 6)))))
        XCTAssertEqual(lanes.takeOverflow(), UpdateInbox.Overflow(account: true, channels: [6]))
        XCTAssertNil(lanes.takeOverflow())
        XCTAssertEqual(lanes.count(in: .ordered), 2)
    }

    /// A consumer that sleeps through a burst has every message in the end, and never more than the lanes and the box
    /// hold.
    func testASlowConsumerLosesNothing() {
        var lanes = lanes(ordered: 50, queries: 200, ephemeral: 10)
        var harness = BoxHarness(pts: 0)
        for pts in 1...10_000 as ClosedRange<Int32> {
            XCTAssertTrue(lanes.accept(short(H.message(pts, pts: pts))))
            if pts.isMultiple(of: 100) { XCTAssertTrue(lanes.accept(short(H.query(Int64(pts))))) }
            XCTAssertTrue(lanes.accept(short(H.typing(1))))
            XCTAssertLessThanOrEqual(lanes.count(in: .ordered), 50)
        }
        XCTAssertEqual(lanes.count(in: .queries), 100)
        var delivered: [String] = []
        while let object = lanes.nextOrdered() {
            harness.box.receive(object, at: harness.now)
            delivered += harness.delivered()
        }
        XCTAssertEqual(lanes.takeOverflow()?.account, true)
        harness.box.requestDifference()
        while case .difference(let pts, _, _) = harness.request() {
            let end = min(10_000, pts + 1_000)
            let state = H.state(pts: end)
            let messages = (pts + 1...end).map { TL.Message.empty(.init(id: $0)) }
            harness.box.receive(
                end == 10_000
                    ? .difference(
                        .init(
                            newMessages: messages, newEncryptedMessages: [], otherUpdates: [], chats: [], users: [],
                            state: state))
                    : .slice(
                        .init(
                            newMessages: messages, newEncryptedMessages: [], otherUpdates: [], chats: [], users: [],
                            intermediateState: state)), at: harness.now)
            delivered += harness.delivered()
        }
        XCTAssertEqual(delivered, (1...10_000).map { "message \($0)" })
        XCTAssertTrue(harness.box.isUpToDate)
    }
}
