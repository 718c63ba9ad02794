// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

/// The client remembers which messages it made lately.
final class OwnMessagesTests: XCTestCase {
    private func sent(_ id: Int32) -> TL.Updates {
        .updateShortSentMessage(.init(out: true, id: id, pts: 0, ptsCount: 0, date: 1))
    }

    private func update(_ id: Int32) -> TL.Update {
        .newMessage(.init(message: Sample.message(id, in: .user(5), "", out: true), pts: 1, ptsCount: 1))
    }

    private func channelUpdate(_ id: Int32, in channel: Int64) -> TL.Update {
        let message = Sample.message(id, in: .channel(channel), "", out: true)
        return .newChannelMessage(.init(message: message, pts: 1, ptsCount: 1))
    }

    func testTheOldestMakesRoom() {
        let own = OwnMessages()
        let capacity = Int32(OwnMessages.capacity)
        for id in 1...capacity { own.learn(sent(id)) }
        XCTAssertTrue(own.contains(update(1)))
        // What is known already does not move anything.
        own.learn(sent(1))
        XCTAssertTrue(own.contains(update(1)))
        for id in (capacity + 1)...(2 * capacity + 2) {
            own.learn(sent(id))
            XCTAssertFalse(own.contains(update(id - capacity)))
            XCTAssertTrue(own.contains(update(id - capacity + 1)))
            XCTAssertTrue(own.contains(update(id)))
        }
    }

    func testChannelsHaveNumbersOfTheirOwn() {
        let own = OwnMessages()
        own.learn(.updateShort(.init(update: channelUpdate(7, in: 3), date: 1)))
        XCTAssertTrue(own.contains(channelUpdate(7, in: 3)))
        XCTAssertFalse(own.contains(channelUpdate(7, in: 4)))
        XCTAssertFalse(own.contains(update(7)))
        own.removeAll()
        XCTAssertFalse(own.contains(channelUpdate(7, in: 3)))
    }
}
