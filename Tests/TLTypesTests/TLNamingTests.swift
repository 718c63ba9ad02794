// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

/// Names that would collide with Swift keep a longer form; the compiler is the judge.
final class TLNamingTests: XCTestCase {
    func testCasesThatWouldCollideWithSwift() {
        let inputPeer = TL.InputPeer.peerSelf
        let inputUser = TL.InputUser.userSelf
        let reactions = TL.ChatReactions.reactionsNone
        let inlineID = TL.InputBotInlineMessageID.id64(.init(dcID: 1, ownerID: 2, id: 3, accessHash: 4))
        for value: any TLEncodable in [inputPeer, inputUser, reactions, inlineID] {
            XCTAssertNoThrow(try value.encoded())
        }
    }

    func testFieldsThatAreKeywords() {
        let option = TL.DcOption(static: true, id: 1, ipAddress: "127.0.0.1", port: 443)
        XCTAssertTrue(option.static)
        let user = TL.User.User(isSelf: true, id: 1)
        XCTAssertTrue(user.isSelf)
    }

    func testLayoutOfFrequentTypes() {
        XCTAssertLessThanOrEqual(MemoryLayout<TL.Message>.size, 24)
        XCTAssertLessThanOrEqual(MemoryLayout<TL.User>.size, 24)
        XCTAssertLessThanOrEqual(MemoryLayout<TL.Update>.size, 80)
        XCTAssertLessThanOrEqual(MemoryLayout<TL.Peer>.size, 16)
    }

    func testErrorNames() {
        XCTAssertEqual(TLErrorName.floodWait.rawValue, "FLOOD_WAIT_X")
        XCTAssertEqual(TLErrorName.usernameNotOccupied.rawValue, "USERNAME_NOT_OCCUPIED")
        XCTAssertEqual(TLErrorName.fileReferenceExpired.rawValue, "FILE_REFERENCE_EXPIRED")
        XCTAssertEqual(TLErrorName._2faConfirmWait.rawValue, "2FA_CONFIRM_WAIT_X")
        XCTAssertEqual("\(TLErrorName.phoneCodeInvalid)", "PHONE_CODE_INVALID")
    }
}
