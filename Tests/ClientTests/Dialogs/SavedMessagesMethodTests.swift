// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class SavedMessagesMethodTests: XCTestCase {
    private static let me = PeerID.user(1)
    private static let dialog = TL.SavedDialog.savedDialog(
        .init(pinned: true, peer: Sample.user.tlPeer, topMessage: 4))
    private static let dialogs = TL.messages.SavedDialogs.savedDialogs(
        .init(dialogs: [dialog], messages: [Sample.message(4, in: me)], chats: [], users: Sample.users))

    static let cases = [
        MethodCase(
            "savedDialogs",
            {
                let found = try await $0.savedDialogs().collect()
                XCTAssertEqual(found.map(\.chat?.title), ["Ann"])
                XCTAssertEqual(found.map(\.lastMessage?.id), [4])
            },
            sends: [
                TL.messages.GetSavedDialogs(
                    offsetDate: 0, offsetID: 0, offsetPeer: .empty, limit: 100, hash: 0)
            ], answers: [dialogs]),
        MethodCase(
            "savedDialogs, of a channel's direct messages, two pages",
            {
                let found = try await $0.savedDialogs(of: Sample.supergroup).collect()
                XCTAssertEqual(found.count, 1)
            },
            sends: [
                TL.messages.GetSavedDialogs(
                    parentPeer: Sample.inputSupergroup, offsetDate: 0, offsetID: 0, offsetPeer: .empty, limit: 100,
                    hash: 0),
                TL.messages.GetSavedDialogs(
                    excludePinned: true, parentPeer: Sample.inputSupergroup, offsetDate: 1, offsetID: 4,
                    offsetPeer: Sample.inputUser, limit: 100, hash: 0),
            ],
            answers: [
                TL.messages.SavedDialogs.slice(
                    .init(
                        count: 1, dialogs: [dialog], messages: [Sample.message(4, in: Sample.supergroup)],
                        chats: Sample.chats, users: Sample.users)),
                TL.messages.SavedDialogs.slice(.init(count: 1, dialogs: [], messages: [], chats: [], users: [])),
            ]),
        MethodCase(
            "savedDialogs, by whose they are", { _ = try await $0.savedDialogs([Sample.user]) },
            sends: [TL.messages.GetSavedDialogsByID(ids: [Sample.inputUser])], answers: [dialogs]),
        MethodCase(
            "pinnedSavedDialogs",
            {
                let found = try await $0.pinnedSavedDialogs()
                XCTAssertEqual(found.first?.isPinned, true)
            },
            sends: [TL.messages.GetPinnedSavedDialogs()], answers: [dialogs]),
        MethodCase(
            "pinSavedDialog", { try await $0.pinSavedDialog(Sample.user) },
            sends: [TL.messages.ToggleSavedDialogPin(pinned: true, peer: Sample.userDialogPeer)], answers: [true]),
        MethodCase(
            "reorderPinnedSavedDialogs", { try await $0.reorderPinnedSavedDialogs([Sample.user]) },
            sends: [TL.messages.ReorderPinnedSavedDialogs(force: true, order: [Sample.userDialogPeer])],
            answers: [true]),
        MethodCase(
            "savedHistory",
            {
                let found = try await $0.savedHistory(of: Sample.user).collect()
                XCTAssertEqual(found.map(\.id), [4, 3])
            },
            sends: [
                TL.messages.GetSavedHistory(
                    peer: Sample.inputUser, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 100, maxID: 0, minID: 0,
                    hash: 0),
                TL.messages.GetSavedHistory(
                    peer: Sample.inputUser, offsetID: 3, offsetDate: 0, addOffset: 0, limit: 100, maxID: 0, minID: 0,
                    hash: 0),
            ],
            answers: [
                TL.messages.Messages.slice(
                    .init(
                        count: 2, messages: [Sample.message(4, in: me), Sample.message(3, in: me)], topics: [],
                        chats: [], users: [])),
                TL.messages.Messages.slice(.init(count: 2, messages: [], topics: [], chats: [], users: [])),
            ]),
        MethodCase(
            "deleteSavedHistory", { try await $0.deleteSavedHistory(of: Sample.user, upTo: 4) },
            sends: [TL.messages.DeleteSavedHistory(peer: Sample.inputUser, maxID: 4)],
            answers: [Sample.affectedHistory]),
        MethodCase(
            "markSavedHistoryRead",
            { try await $0.markSavedHistoryRead(of: Sample.user, in: Sample.supergroup, upTo: 9) },
            sends: [
                TL.messages.ReadSavedHistory(parentPeer: Sample.inputSupergroup, peer: Sample.inputUser, maxID: 9)
            ], answers: [true]),
        MethodCase(
            "savedTags",
            {
                let tags = try await $0.savedTags(of: Sample.user)
                XCTAssertEqual(tags.map(\.count), [2])
            },
            sends: [TL.messages.GetSavedReactionTags(peer: Sample.inputUser, hash: 0)],
            answers: [
                TL.messages.SavedReactionTags.savedReactionTags(
                    .init(tags: [.init(reaction: .emoji(.init(emoticon: "👍")), title: "good", count: 2)], hash: 0))
            ]),
        MethodCase(
            "setSavedTagTitle", { try await $0.setSavedTagTitle("good", for: .emoji(.init(emoticon: "👍"))) },
            sends: [TL.messages.UpdateSavedReactionTag(reaction: .emoji(.init(emoticon: "👍")), title: "good")],
            answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
