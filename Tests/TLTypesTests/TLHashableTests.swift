// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

/// Peers and their input forms are keys of dictionaries.
final class TLHashableTests: XCTestCase {
    private func message(_ id: Int32, in peer: TL.InputPeer) -> TL.InputPeer {
        .userFromMessage(.init(peer: peer, msgID: id, userID: 7))
    }

    func testEqualityIsThatOfTheFields() {
        let rows: [TL.InputPeer] = [
            .empty, .peerSelf, .chat(.init(chatID: 1)), .user(.init(userID: 1, accessHash: 2)),
            .user(.init(userID: 1, accessHash: 3)), .channel(.init(channelID: 1, accessHash: 2)),
            message(1, in: .peerSelf), message(2, in: .peerSelf), message(1, in: .empty),
            message(1, in: message(1, in: .empty)),
        ]
        for (index, value) in rows.enumerated() {
            for (other, second) in rows.enumerated() {
                XCTAssertEqual(value == second, index == other, "\(value), \(second)")
            }
        }
        XCTAssertEqual(Set(rows + rows).count, rows.count)
        XCTAssertEqual(message(1, in: .peerSelf).hashValue, message(1, in: .peerSelf).hashValue)
    }

    func testTheOtherThree() {
        XCTAssertEqual(
            Set([TL.Peer.user(.init(userID: 1)), .user(.init(userID: 1)), .chat(.init(chatID: 1))]).count, 2)
        XCTAssertEqual(
            TL.InputUser.fromMessage(.init(peer: .peerSelf, msgID: 1, userID: 2)),
            .fromMessage(.init(peer: .peerSelf, msgID: 1, userID: 2)))
        XCTAssertNotEqual(
            TL.InputChannel.inputChannel(.init(channelID: 1, accessHash: 2)),
            .inputChannel(.init(channelID: 1, accessHash: 3)))
    }
}
