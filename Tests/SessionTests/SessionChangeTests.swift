// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramSession
import FerogramSessionSupport
import FerogramTestSupport
import XCTest

final class SessionChangeTests: XCTestCase {
    func testANewKeyTakesSaltsAndAuthorizationWithIt() throws {
        var data = try SessionSamples.full()
        let addresses = data.home?.addresses
        let key = try SessionSamples.key(9)
        data.apply(.authKey(key, dataCenter: 2))
        XCTAssertEqual(data.home?.authKey, key)
        XCTAssertEqual(data.home?.addresses, addresses)
        XCTAssertEqual(data.home?.salts, [])
        XCTAssertEqual(data.home?.isAuthorized, false)
    }

    func testAChangeOfAnUnknownDataCenterMakesIt() {
        var data = SessionData()
        data.apply(.isAuthorized(true, dataCenter: 5))
        data.apply(.salts([ServerSalt(salt: 1, validSince: 2, validUntil: 3)], dataCenter: 5))
        XCTAssertEqual(data.dataCenters.count, 1)
        XCTAssertEqual(data.dataCenter(5)?.isAuthorized, true)
        XCTAssertEqual(data.dataCenter(5)?.salts.count, 1)
    }

    func testAMinObjectNeverReplacesAFullOne() {
        var peer = StoredPeer(id: .user(1), accessHash: 5, usernames: ["a"])
        peer.merge(
            StoredPeer(id: .user(1), accessHash: 6, isMin: true, minContext: .init(chat: .channel(2), messageID: 3)))
        XCTAssertEqual(peer, StoredPeer(id: .user(1), accessHash: 5, usernames: ["a"]))
    }

    func testAFullObjectReplacesAMinOne() {
        var peer = StoredPeer(
            id: .user(1), accessHash: 6, isMin: true, minContext: .init(chat: .channel(2), messageID: 3))
        peer.merge(StoredPeer(id: .user(1), accessHash: 5))
        XCTAssertEqual(peer, StoredPeer(id: .user(1), accessHash: 5))
    }

    func testAKnownAccessHashIsNotForgotten() {
        var peer = StoredPeer(id: .channel(1), accessHash: 5)
        peer.merge(StoredPeer(id: .channel(1), usernames: ["new"]))
        XCTAssertEqual(peer, StoredPeer(id: .channel(1), accessHash: 5, usernames: ["new"]))
    }

    func testTheHashOfAMinObjectDoesNotBecomeThatOfAFullOne() {
        var peer = StoredPeer(id: .user(1), accessHash: 6, isMin: true)
        peer.merge(StoredPeer(id: .user(1)))
        XCTAssertNil(peer.accessHash)
    }

    func testChangesOfKeysAndLoginsAreDurable() throws {
        let durable: [SessionChange] = [
            .homeDataCenter(1), .isTest(true), .dataCenter(DataCenterEntry(id: 1)), .authKey(nil, dataCenter: 1),
            .isAuthorized(true, dataCenter: 1), .account(nil), .futureAuthTokens([]), .everything(SessionData()),
        ]
        for change in durable { XCTAssertTrue(change.isDurable, "\(change)") }
        let others: [SessionChange] = [
            .addresses([], dataCenter: 1), .salts([], dataCenter: 1), .updates(nil), .channel(1, pts: nil),
            .peer(StoredPeer(id: .user(1))), .peerRemoved(.user(1)),
        ]
        for change in others { XCTAssertFalse(change.isDurable, "\(change)") }
    }

    func testCodableKeepsEverything() throws {
        let data = try SessionSamples.full()
        let json = try JSONEncoder().encode(data)
        XCTAssertEqual(try JSONDecoder().decode(SessionData.self, from: json), data)
    }

    func testCodableRefusesADamagedKeyWithoutQuotingIt() throws {
        let json = #"{"id":1,"addresses":[],"authKey":"c2VjcmV0","salts":[],"isAuthorized":false}"#
        XCTAssertThrowsError(try JSONDecoder().decode(DataCenterEntry.self, from: Data(json.utf8))) { error in
            XCTAssertFalse("\(error)".contains("c2VjcmV0"))
        }
    }

    func testNothingPrintsWhatIsSecret() throws {
        var data = try SessionSamples.full()
        data.peers[.user(7)]?.accessHash = 1_122_334_455
        data.futureAuthTokens = [[201, 202, 203]]
        let entry = try XCTUnwrap(data.home)
        let peer = try XCTUnwrap(data.peers[.user(7)])
        let keyBytes = try XCTUnwrap(entry.authKey).withUnsafeBytes { Array($0) }
        let change: [SessionChange] = [
            .everything(data), .peer(peer), .dataCenter(entry), .authKey(entry.authKey, dataCenter: 2),
            .futureAuthTokens([[201, 202, 203]]), .addresses(entry.addresses, dataCenter: 2),
        ]
        var text = ""
        for value in [data, entry, peer, change, entry.addresses, try StringSession(data.stringSession())] as [Any] {
            text += "\(value) \(String(reflecting: value))"
            dump(value, to: &text)
        }
        XCTAssertFalse(text.contains(keyBytes.prefix(4).map(String.init).joined(separator: ", ")))
        XCTAssertFalse(text.contains(keyBytes.hex.prefix(16)))
        XCTAssertFalse(text.contains("1122334455"))
        XCTAssertFalse(text.contains("491701"))
        XCTAssertFalse(text.contains("201, 202"))
        XCTAssertFalse(text.contains("1, 2, 3"))
    }

    func testMemoryStorageAppliesChangesWhileItIsOpen() async throws {
        let storage = MemorySessionStorage()
        do {
            try await storage.save([.homeDataCenter(1)])
            XCTFail("it is not open")
        } catch {
            guard case .notOpen = error else { return XCTFail("\(error)") }
        }
        let data = try await storage.open()
        XCTAssertTrue(data.isEmpty)
        do {
            _ = try await storage.open()
            XCTFail("it is open already")
        } catch {
            guard case .inUse(_, let holder) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(holder.isThisProcess)
        }
        try await storage.save([.homeDataCenter(1), .homeDataCenter(2)])
        await storage.close()
        let again = try await storage.open()
        XCTAssertEqual(again.homeDataCenter, 2)
    }
}
