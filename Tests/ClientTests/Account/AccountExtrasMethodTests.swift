// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto
import FerogramTLFunctions
import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class AccountExtrasMethodTests: XCTestCase {
    private static let rawSong = TL.Document.document(
        .init(
            id: 8, accessHash: 88, fileReference: [1], date: 1, mimeType: "audio/mpeg", size: 5, dcID: 2,
            attributes: []))
    private static let song = TL.InputDocument.inputDocument(.init(id: 8, accessHash: 88, fileReference: [1]))
    private static let info = TL.fragment.CollectibleInfo(
        purchaseDate: 1, currency: "USD", amount: 5, cryptoCurrency: "TON", cryptoAmount: 6, url: "https://fragment.com"
    )

    private static func device() -> PushDevice {
        var device = PushDevice(.apple, token: "t", secret: PushSecret([UInt8](repeating: 7, count: 256)))
        device.isSandbox = true
        device.otherAccounts = [9]
        return device
    }

    static let cases = [
        MethodCase(
            "setSavedMusic",
            { client in
                guard let song = Document(rawSong, nil) else { return XCTFail("no song") }
                try await client.setSavedMusic(song, isSaved: true, after: song)
            }, sends: [TL.account.SaveMusic(id: song, afterID: song)], answers: [true]),
        MethodCase(
            "setSavedMusic, no longer",
            { client in
                guard let song = Document(rawSong, nil) else { return XCTFail("no song") }
                try await client.setSavedMusic(song, isSaved: false)
            }, sends: [TL.account.SaveMusic(unsave: true, id: song)], answers: [true]),
        MethodCase(
            "savedMusicIDs",
            { client in
                let ids = try await client.savedMusicIDs()
                XCTAssertEqual(ids, [8])
            }, sends: [TL.account.GetSavedMusicIds(hash: 0)],
            answers: [TL.account.SavedMusicIds.savedMusicIds(.init(ids: [8]))]),
        MethodCase(
            "savedMusic",
            { client in
                let songs = try await client.savedMusic(of: Sample.user).first(1)
                XCTAssertEqual(songs.map(\.id), [8])
            }, sends: [TL.users.GetSavedMusic(id: Sample.inputUserUser, offset: 0, limit: 1, hash: 0)],
            answers: [TL.users.SavedMusic.savedMusic(.init(count: 3, documents: [rawSong]))]),
        MethodCase(
            "nameColors", { _ = try await $0.nameColors() }, sends: [TL.help.GetPeerColors(hash: 0)],
            answers: [TL.help.PeerColors.peerColors(.init(hash: 1, colors: []))]),
        MethodCase(
            "profileColors", { _ = try await $0.profileColors() }, sends: [TL.help.GetPeerProfileColors(hash: 0)],
            answers: [TL.help.PeerColors.peerColors(.init(hash: 1, colors: []))]),
        MethodCase(
            "collectibleInfo, of a name", { _ = try await $0.collectibleInfo(ofUsername: "@rare") },
            sends: [TL.fragment.GetCollectibleInfo(collectible: .username(.init(username: "rare")))], answers: [info]),
        MethodCase(
            "collectibleInfo", { _ = try await $0.collectibleInfo(ofPhone: "+88801234") },
            sends: [TL.fragment.GetCollectibleInfo(collectible: .phone(.init(phone: "+88801234")))], answers: [info]),
        MethodCase(
            "urlAuthorization",
            { client in
                guard case .accepted("https://b") = try await client.urlAuthorization(for: "https://a") else {
                    return XCTFail("another answer")
                }
            }, sends: [TL.messages.RequestUrlAuth(url: "https://a")],
            answers: [TL.UrlAuthResult.accepted(.init(url: "https://b"))]),
        MethodCase(
            "acceptURLAuthorization",
            { client in
                let url = try await client.acceptURLAuthorization("https://a", allowsMessages: true, matchCode: "🦊")
                XCTAssertEqual(url, "https://b")
            }, sends: [TL.messages.AcceptUrlAuth(writeAllowed: true, url: "https://a", matchCode: "🦊")],
            answers: [TL.UrlAuthResult.accepted(.init(url: "https://b"))]),
        MethodCase(
            "declineURLAuthorization", { try await $0.declineURLAuthorization("https://a") },
            sends: [TL.messages.DeclineUrlAuth(url: "https://a")], answers: [true]),
        MethodCase(
            "registerForPush", { try await $0.registerForPush(device()) },
            sends: [
                TL.account.RegisterDevice(
                    tokenType: 1, token: "t", appSandbox: true, secret: [UInt8](repeating: 7, count: 256),
                    otherUids: [9])
            ], answers: [true]),
        MethodCase(
            "unregisterFromPush", { try await $0.unregisterFromPush(device()) },
            sends: [TL.account.UnregisterDevice(tokenType: 1, token: "t", otherUids: [9])], answers: [true]),
        MethodCase(
            "setPushLocked", { try await $0.setPushLocked(after: .seconds(60)) },
            sends: [TL.account.UpdateDeviceLocked(period: 60)], answers: [true]),
        MethodCase(
            "setPushLocked, no longer", { try await $0.setPushLocked(after: nil) },
            sends: [TL.account.UpdateDeviceLocked(period: -1)], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testAPushMessageIsDecrypted() throws {
        let secret = PushSecret()
        let key = try AuthKey(SecureBytes(copying: secret.bytes))
        let text = Array(#"{"loc_key":"MESSAGE_TEXT"}"#.utf8)
        var body = withUnsafeBytes(of: UInt32(text.count).littleEndian, Array.init) + text
        body += [UInt8](repeating: 0, count: 16 + (16 - body.count % 16) % 16)
        let messageKey = body.withUnsafeMutableBytes { body in
            var cipher = MessageCipher()
            return cipher.encrypt(body, authKey: key, direction: .fromServer).messageKey
        }
        let id = withUnsafeBytes(of: key.id.littleEndian, Array.init)
        let message = messageKey.withContiguousBytes { id + Array($0) + body }
        let sent = Data(message).base64URL
        XCTAssertEqual(secret.decrypt(sent).map(Array.init), text)
        XCTAssertNil(PushSecret().decrypt(sent))
        for index in message.indices {
            var altered = message
            altered[index] ^= 1
            XCTAssertNil(secret.decrypt(Data(altered).base64URL), "\(index)")
        }
        for length in 0..<message.count { XCTAssertNil(secret.decrypt(Data(message[..<length]).base64URL)) }
        XCTAssertNil(PushSecret([1, 2]))
        XCTAssertFalse("\(secret)".contains("\(secret.bytes[0]), "))
    }
}
