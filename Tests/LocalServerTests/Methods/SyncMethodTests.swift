// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What the sessions of an account tell each other.
final class SyncMethodTests: XCTestCase {
    /// The updates that came to a session.
    private func updates(of client: EngineClient) -> [TL.Update] {
        client.takeUpdates().flatMap { updates -> [TL.Update] in
            switch updates {
            case .updates(let updates): updates.updates
            case .updateShort(let short): [short.update]
            default: []
            }
        }
    }

    func testNotificationSettingsAreToldAndWhatIsLeftOutIsAsByDefault() throws {
        let party = try Party()
        let second = try EngineClient(party.harness, key: party.ann.outcome)
        _ = try second.invoke(TL.updates.GetState())
        let bob = TL.InputNotifyPeer.inputNotifyPeer(
            .init(peer: party.ann.inputPeer(party.bobID, for: party.annID)))
        for peer in [TL.InputNotifyPeer.users, .chats, .broadcasts, bob] {
            let muted = TL.InputPeerNotifySettings(showPreviews: false, muteUntil: 2_000_000_000)
            XCTAssertTrue(try party.ann.invoke(TL.account.UpdateNotifySettings(peer: peer, settings: muted)))
            let told = updates(of: second)
            guard case .notifySettings(let update)? = told.first else { return XCTFail("\(told)") }
            XCTAssertEqual(update.notifySettings.muteUntil, 2_000_000_000)
            switch (peer, update.peer) {
            case (.users, .users), (.chats, .chats), (.broadcasts, .broadcasts), (.inputNotifyPeer, .notifyPeer): break
            default: XCTFail("\(update.peer) for \(peer)")
            }
            XCTAssertTrue(try party.ann.invoke(TL.account.UpdateNotifySettings(peer: peer, settings: .init())))
            let kept = try party.ann.invoke(TL.account.GetNotifySettings(peer: peer))
            XCTAssertNil(kept.muteUntil)
            XCTAssertNil(kept.showPreviews)
            _ = second.takeUpdates()
        }
        XCTAssertTrue(updates(of: party.ann).isEmpty, "the session that changed them knows it")
    }

    func testPrivacyRulesAreTold() throws {
        let party = try Party()
        let second = try EngineClient(party.harness, key: party.ann.outcome)
        _ = try second.invoke(TL.updates.GetState())
        let bob = TL.InputUser.inputUser(
            .init(
                userID: party.bobID,
                accessHash: party.harness.engine.world.accessHash(of: party.bobID, for: party.annID)))
        _ = try party.ann.invoke(
            TL.account.SetPrivacy(
                key: .phoneNumber, rules: [.disallowUsers(.init(users: [bob])), .allowContacts]))
        let told = updates(of: second)
        guard case .privacy(let update)? = told.first, case .phoneNumber = update.key,
            case .disallowUsers(let rule)? = update.rules.first
        else { return XCTFail("\(told)") }
        XCTAssertEqual(rule.users, [party.bobID])
        XCTAssertEqual(update.rules.count, 2)
    }

    func testNamesAreToldToThoseWithWhomOneTalks() throws {
        let party = try Party()
        let second = try EngineClient(party.harness, key: party.ann.outcome)
        _ = try second.invoke(TL.updates.GetState())
        _ = try party.annSays("hello", to: party.bobID, randomID: 1)
        for client in [second, party.bob] { _ = client.takeUpdates() }
        _ = try party.ann.invoke(TL.account.UpdateProfile(firstName: "Anna", lastName: "Lee"))
        _ = try party.ann.invoke(TL.account.UpdateUsername(username: "anna_lee"))
        for client in [second, party.bob] {
            let told = updates(of: client)
            guard told.count == 2, case .userName(let first) = told[0], case .userName(let last) = told[1] else {
                return XCTFail("\(told)")
            }
            XCTAssertEqual([first.firstName, first.lastName], ["Anna", "Lee"])
            XCTAssertEqual(last.usernames.map(\.username), ["anna_lee"])
        }
        // What says nothing of names is nobody else's matter.
        _ = try party.ann.invoke(TL.account.UpdateProfile(about: "here"))
        XCTAssertTrue(updates(of: party.bob).isEmpty)
    }
}
