// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import XCTest

@testable import FerogramTLTypes

final class TLMethodTraitsTests: XCTestCase {
    func testTraitsOfMethods() throws {
        let send = try XCTUnwrap(TLMethodTraits.of(TL.messages.SendMessage.constructorID))
        XCTAssertTrue(send.isRepeatable)
        XCTAssertEqual(send.floodScope, .peer)
        XCTAssertTrue(send.carriesUpdates)
        XCTAssertEqual(send.caller, .both)
        let dialogs = try XCTUnwrap(TLMethodTraits.of(TL.messages.GetDialogs.constructorID))
        XCTAssertEqual(dialogs.caller, .person)
        XCTAssertEqual(dialogs.floodScope, .account)
        XCTAssertFalse(dialogs.carriesUpdates)
        XCTAssertEqual(TLMethodTraits.of(TL.messages.SetInlineBotResults.constructorID)?.caller, .bot)
        XCTAssertEqual(TLMethodTraits.of(TL.upload.GetFile.constructorID)?.floodScope, TLMethodTraits.FloodScope.none)
        XCTAssertTrue(try XCTUnwrap(TLMethodTraits.of(TL.messages.CreateChat.constructorID)).carriesUpdates)
    }

    func testOtherIDsHaveNoTraits() {
        for id in [0, 1, .max, TL.Ping.constructorID] { XCTAssertNil(TLMethodTraits.of(id)) }
    }

    func testEveryMethodIsFoundAndNothingBesideIt() {
        let ids = methodTable.map { UInt32(truncatingIfNeeded: $0 >> 8) }
        XCTAssertEqual(ids, ids.sorted())
        let known = Set(ids)
        for id in ids {
            XCTAssertNotNil(TLMethodTraits.of(id))
            for other in [id &- 1, id &+ 1] where !known.contains(other) { XCTAssertNil(TLMethodTraits.of(other)) }
        }
    }

    /// Answers give out the users, chats and updates that they bring along.
    func testCarriedObjects() {
        let user = TL.User.empty(.init(id: 7))
        let chat = TL.Chat.empty(.init(id: 8))
        let chats: any TLBoxed = TL.messages.Dialogs.dialogs(
            .init(dialogs: [], messages: [], chats: [chat], users: [user]))
        XCTAssertEqual((chats as? any TLPeerBearing)?.carriedUsers.count, 1)
        XCTAssertEqual((chats as? any TLPeerBearing)?.carriedChats.count, 1)
        let none: any TLBoxed = TL.messages.Dialogs.notModified(.init(count: 1))
        XCTAssertEqual((none as? any TLPeerBearing)?.carriedUsers.count, 0)
        let invited: any TLBoxed = TL.messages.InvitedUsers(updates: .tooLong, missingInvitees: [])
        XCTAssertNotNil((invited as? any TLUpdatesBearing)?.carriedUpdates)
        XCTAssertNil(invited as? any TLPeerBearing)
    }
}
