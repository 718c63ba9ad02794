// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class PeerMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "resolve", { _ = try await $0.resolve("@durov") },
            sends: [TL.contacts.ResolveUsername(username: "durov")],
            answers: [
                TL.contacts.ResolvedPeer(
                    peer: .user(.init(userID: 77)), chats: [],
                    users: [.user(.init(id: 77, accessHash: 770, firstName: "Pavel", username: "durov"))])
            ]),
        MethodCase(
            "deepLinkInfo",
            {
                let info = try await $0.deepLinkInfo(of: .unknown(path: "future", parameters: [.init("a", "b")]))
                XCTAssertEqual(info?.text.text, "Update")
                XCTAssertEqual(info?.requiresUpdate, true)
            }, sends: [TL.help.GetDeepLinkInfo(path: "future?a=b")],
            answers: [TL.help.DeepLinkInfo.deepLinkInfo(.init(updateApp: true, message: "Update"))]),
        MethodCase(
            "deepLinkInfo, of nothing that Telegram knows",
            {
                let info = try await $0.deepLinkInfo(of: .screen(.search))
                XCTAssertNil(info)
            }, sends: [TL.help.GetDeepLinkInfo(path: "search")],
            answers: [TL.help.DeepLinkInfo.empty]),
        MethodCase("resolve, known", { _ = try await $0.resolve(Sample.channel) }, sends: [], answers: []),
        MethodCase("resolveUser", { _ = try await $0.resolveUser(Sample.user) }, sends: [], answers: []),
        MethodCase("resolveUser, a channel", { _ = try await $0.resolveUser(Sample.channel) }) { error in
            if case .invalidPeer = error { true } else { false }
        },
        MethodCase("resolveChannel", { _ = try await $0.resolveChannel("@news") }, sends: [], answers: []),
        MethodCase("resolveChannel, a basic group", { _ = try await $0.resolveChannel(Sample.group) }) { error in
            if case .invalidPeer = error { true } else { false }
        },
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
