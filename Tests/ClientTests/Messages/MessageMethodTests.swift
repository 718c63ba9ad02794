// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class MessageMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "sendMessage", { _ = try await $0.sendMessage(to: Sample.user, "Hello") },
            sends: [TL.messages.SendMessage(peer: Sample.inputUser, message: "Hello", randomID: 1)],
            answers: [Sample.sent(3)]),
        MethodCase("sendMessage, empty", { _ = try await $0.sendMessage(to: Sample.user, " ") }) {
            $0.isInvalidArgument
        },
        MethodCase(
            "sendMessage, too long",
            { _ = try await $0.sendMessage(to: Sample.user, String(repeating: "x", count: 4_097)) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "sendMessage, to a name that the server has forgotten",
            { _ = try await $0.sendMessage(to: "@ann", "Hello") },
            sends: [
                TL.messages.SendMessage(peer: Sample.inputUser, message: "Hello", randomID: 1),
                TL.contacts.ResolveUsername(username: "ann"),
                TL.messages.SendMessage(
                    peer: .user(.init(userID: 15, accessHash: 150)), message: "Hello", randomID: 1),
            ],
            answers: [
                InvocationError.refused("PEER_ID_INVALID"),
                TL.contacts.ResolvedPeer(
                    peer: .user(.init(userID: 15)), chats: [],
                    users: [.user(.init(id: 15, accessHash: 150, firstName: "Ann", username: "ann"))]),
                Sample.sent(3, in: .user(15)),
            ]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
