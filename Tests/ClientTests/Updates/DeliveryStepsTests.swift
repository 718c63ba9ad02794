// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramMessageBox
import FerogramTLTypes
import XCTest

@testable import Ferogram

/// Updates that come in one object are handled one by one.
final class DeliveryStepsTests: XCTestCase {
    private static func message(_ id: Int32, pts: Int32, count: Int32 = 1) -> TL.Update {
        let message = TL.Message.message(
            .init(id: id, peerID: .user(.init(userID: 7)), date: 0, message: "\(id)"))
        return .newMessage(.init(message: message, pts: pts, ptsCount: count))
    }

    private static func read(pts: Int32) -> TL.Update {
        .readHistoryOutbox(.init(peer: .user(.init(userID: 7)), maxID: 1, pts: pts, ptsCount: 1))
    }

    /// What a box delivers of an object.
    private static func steps(_ updates: [TL.Update]) -> [DeliverySteps.Step] {
        let start = MessageBoxState.Account(pts: 10, qts: 0, date: 5, seq: 0)
        var box = MessageBox(MessageBoxState(account: start), selfID: 1)
        // It begins with a difference.
        _ = box.nextRequest(at: MonotonicTime(nanoseconds: 0))
        box.receive(.empty(.init(date: 5, seq: 0)), at: MonotonicTime(nanoseconds: 0))
        _ = box.takeDeliveries()
        box.receive(
            .updates(.init(updates: updates, users: [], chats: [], date: 6, seq: 0)), at: MonotonicTime(nanoseconds: 0))
        var steps = DeliverySteps(start)
        return box.takeDeliveries().flatMap { steps.divide($0) }
    }

    private static func pts(_ step: DeliverySteps.Step) -> [Int32] {
        step.changes.compactMap { if case .account(let state) = $0 { state.pts } else { nil } }
    }

    func testEachMessageOfAnObjectIsAStep() {
        let steps = Self.steps([Self.message(1, pts: 11), Self.message(2, pts: 12), Self.message(3, pts: 13)])
        XCTAssertEqual(steps.map(\.updates.count), [1, 1, 1])
        XCTAssertEqual(steps.map(Self.pts), [[11], [12], [13]])
    }

    func testWhatSharesANumberStaysTogether() {
        let steps = Self.steps([Self.read(pts: 11), Self.message(1, pts: 11), Self.message(2, pts: 12)])
        XCTAssertEqual(steps.flatMap(Self.pts).last, 12)
        // No step ends between the two.
        XCTAssertFalse(steps.dropLast().contains { $0.updates.count == 1 && Self.pts($0) == [11] && steps.count == 3 })
    }

    func testADifferenceStaysOnePiece() {
        let start = MessageBoxState.Account(pts: 10, qts: 0, date: 5, seq: 0)
        var box = MessageBox(MessageBoxState(account: start), selfID: 1)
        box.requestDifference()
        let time = MonotonicTime(nanoseconds: 0)
        guard case .difference = box.nextRequest(at: time) else { return XCTFail("no request") }
        let messages = (1...3).map { id in
            TL.Message.message(
                .init(id: Int32(id), peerID: .user(.init(userID: 7)), date: 0, message: "\(id)"))
        }
        box.receive(
            .difference(
                .init(
                    newMessages: messages, newEncryptedMessages: [], otherUpdates: [], chats: [], users: [],
                    state: .init(pts: 13, qts: 0, date: 6, seq: 0, unreadCount: 0))), at: time)
        var steps = DeliverySteps(start)
        let divided = box.takeDeliveries().flatMap { steps.divide($0) }
        XCTAssertEqual(divided.map(\.updates.count), [3])
        XCTAssertEqual(divided.flatMap(Self.pts), [13])
    }
}
