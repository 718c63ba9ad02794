// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import Foundation
import XCTest

@testable import Ferogram

final class DialogMethodTests: XCTestCase {
    private static func page(
        pinned excludesPinned: Bool = false, folder: Int32 = 0, date: Int32 = 0, id: Int32 = 0,
        peer: TL.InputPeer = .empty, limit: Int32 = 100
    ) -> TL.messages.GetDialogs {
        .init(
            excludePinned: excludesPinned, folderID: folder, offsetDate: date, offsetID: id, offsetPeer: peer,
            limit: limit, hash: 0)
    }

    private static let archived = Sample.dialogs(
        [Sample.dialog(Sample.channel, folder: 1)], [Sample.message(1, in: Sample.channel)])

    static let cases = [
        MethodCase(
            "dialogs",
            {
                let found = try await $0.dialogs().collect()
                XCTAssertEqual(found.map(\.id), [Sample.user, Sample.channel])
                XCTAssertEqual(found.map(\.isArchived), [false, true])
            }, sends: [page(), page(folder: 1)],
            answers: [Sample.dialogs([Sample.dialog(Sample.user)], [Sample.message(1)]), archived]),
        MethodCase(
            "dialogs, main, without pinned ones, resumed",
            {
                let first = try await $0.dialogs(.main, excludingPinned: true).pages(of: 1).page()
                let data = try JSONEncoder().encode(first.next)
                let cursor = try JSONDecoder().decode(DialogCursor?.self, from: data)
                let rest = try await $0.dialogs(.main, excludingPinned: true, after: cursor).first(1)
                XCTAssertEqual(rest.map(\.title), ["Supergroup"])
            },
            sends: [
                page(pinned: true, limit: 1),
                page(pinned: true, date: 1, id: 1, peer: Sample.inputUser, limit: 1),
            ],
            answers: [
                TL.messages.Dialogs.slice(
                    .init(
                        count: 2, dialogs: [Sample.dialog(Sample.user)], messages: [Sample.message(1)],
                        chats: Sample.chats, users: Sample.users)),
                TL.messages.Dialogs.slice(
                    .init(
                        count: 2, dialogs: [Sample.dialog(Sample.supergroup, top: 4)],
                        messages: [Sample.message(4, in: Sample.supergroup)], chats: Sample.chats, users: Sample.users)),
            ]),
        MethodCase(
            "dialogs, archive", { _ = try await $0.dialogs(.archive).collect() }, sends: [page(folder: 1)],
            answers: [archived]),
        MethodCase(
            "dialogs, with what is no chat, and pinned ones of the other part",
            {
                let found = try await $0.dialogs(.main).collect()
                XCTAssertEqual(found.map(\.title), ["Ann", "Supergroup", "Bot"])
                // The same number means another message in a channel.
                XCTAssertEqual(found.map { $0.lastMessage?.chatID }, [Sample.user, Sample.supergroup, nil])
            }, sends: [page()],
            answers: [
                Sample.dialogs(
                    [
                        .folder(
                            .init(
                                folder: .init(id: 1, title: "Archive"), peer: Sample.channel.tlPeer, topMessage: 1,
                                unreadMutedPeersCount: 0, unreadUnmutedPeersCount: 0, unreadMutedMessagesCount: 0,
                                unreadUnmutedMessagesCount: 0)),
                        Sample.dialog(Sample.channel, top: 4, pinned: true, folder: 1),
                        Sample.dialog(Sample.user, top: 4), Sample.dialog(Sample.supergroup, top: 4),
                        Sample.dialog(Sample.bot, top: 0),
                    ], [Sample.message(4), Sample.message(4, in: Sample.supergroup)])
            ]),
        MethodCase(
            "dialogs, as a bot", isBot: true, { _ = try await $0.dialogs().collect() },
            fails: { if case .wrongAccount = $0 { true } else { false } }),
        MethodCase(
            "dialogs, counted",
            {
                let total = try await $0.dialogs().total
                XCTAssertEqual(total, 2)
            },
            sends: [page(limit: 1), page(folder: 1, limit: 1)],
            answers: [Sample.dialogs([Sample.dialog(Sample.user)]), archived]),
        MethodCase(
            "dialogs, of peers",
            {
                let found = try await $0.dialogs(of: [Sample.user, "@news"])
                XCTAssertEqual(found.map(\.unreadCount), [3])
            },
            sends: [
                TL.messages.GetPeerDialogs(
                    peers: [
                        Sample.userDialogPeer, .inputDialogPeer(.init(peer: Sample.inputChannelPeer)),
                    ])
            ], answers: [Sample.peerDialogs([Sample.dialog(Sample.user, unread: 3)])]),
        MethodCase(
            "dialog",
            {
                let found = try await $0.dialog(of: Sample.supergroup)
                XCTAssertEqual(found?.title, "Supergroup")
            },
            sends: [TL.messages.GetPeerDialogs(peers: [Sample.supergroupDialogPeer])],
            answers: [Sample.peerDialogs([Sample.dialog(Sample.supergroup)])]),
        MethodCase(
            "pinnedDialogs", { _ = try await $0.pinnedDialogs(.all) },
            sends: [TL.messages.GetPinnedDialogs(folderID: 0), TL.messages.GetPinnedDialogs(folderID: 1)],
            answers: [Sample.peerDialogs([Sample.dialog(Sample.user, pinned: true)]), Sample.peerDialogs([])]),
        MethodCase(
            "pinDialog", { try await $0.pinDialog(Sample.user) },
            sends: [TL.messages.ToggleDialogPin(pinned: true, peer: Sample.userDialogPeer)], answers: [true]),
        MethodCase(
            "unpinDialog", { try await $0.unpinDialog(Sample.user) },
            sends: [TL.messages.ToggleDialogPin(peer: Sample.userDialogPeer)], answers: [true]),
        MethodCase(
            "reorderPinnedDialogs",
            { try await $0.reorderPinnedDialogs([Sample.supergroup, Sample.user], in: .archive) },
            sends: [
                TL.messages.ReorderPinnedDialogs(
                    force: true, folderID: 1, order: [Sample.supergroupDialogPeer, Sample.userDialogPeer])
            ], answers: [true]),
        MethodCase(
            "markDialogUnread", { try await $0.markDialogUnread(Sample.user) },
            sends: [TL.messages.MarkDialogUnread(unread: true, peer: Sample.userDialogPeer)], answers: [true]),
        MethodCase(
            "markDialogUnread, taken away", { try await $0.markDialogUnread(Sample.user, false) },
            sends: [TL.messages.MarkDialogUnread(peer: Sample.userDialogPeer)], answers: [true]),
        MethodCase(
            "dialogsMarkedUnread",
            {
                let marked = try await $0.dialogsMarkedUnread()
                XCTAssertEqual(marked, [Sample.user])
            },
            sends: [TL.messages.GetDialogUnreadMarks()],
            answers: [[TL.DialogPeer.dialogPeer(.init(peer: Sample.user.tlPeer))]]),
        MethodCase(
            "archive", { try await $0.archive(Sample.user, "@news") },
            sends: [
                TL.folders.EditPeerFolders(
                    folderPeers: [
                        .init(peer: Sample.inputUser, folderID: 1), .init(peer: Sample.inputChannelPeer, folderID: 1),
                    ])
            ], answers: [Sample.updates()]),
        MethodCase(
            "unarchive", { try await $0.unarchive(Sample.group) },
            sends: [TL.folders.EditPeerFolders(folderPeers: [.init(peer: Sample.inputGroup, folderID: 0)])],
            answers: [Sample.updates()]),
        MethodCase(
            "mute", { try await $0.mute(Sample.user, until: Date(timeIntervalSince1970: 9)) },
            sends: [
                TL.account.UpdateNotifySettings(
                    peer: .inputNotifyPeer(.init(peer: Sample.inputUser)), settings: .init(muteUntil: 9))
            ], answers: [true]),
        MethodCase(
            "mute, a topic for ever", { try await $0.mute(Sample.supergroup, topic: 4) },
            sends: [
                TL.account.UpdateNotifySettings(
                    peer: .forumTopic(.init(peer: Sample.inputSupergroup, topMsgID: 4)),
                    settings: .init(muteUntil: .max))
            ], answers: [true]),
        MethodCase(
            "unmute", { try await $0.unmute(Sample.user) },
            sends: [
                TL.account.UpdateNotifySettings(
                    peer: .inputNotifyPeer(.init(peer: Sample.inputUser)), settings: .init(muteUntil: 0))
            ], answers: [true]),
        MethodCase(
            "deleteDialog, a private chat for everyone", { try await $0.deleteDialog(Sample.user, forEveryone: true) },
            sends: [
                TL.messages.DeleteHistory(revoke: true, peer: Sample.inputUser, maxID: 0),
                TL.messages.DeleteHistory(revoke: true, peer: Sample.inputUser, maxID: 0),
            ],
            answers: [TL.messages.AffectedHistory(pts: 1, ptsCount: 1, offset: 5), Sample.affectedHistory]),
        MethodCase(
            "deleteDialog, a basic group", { try await $0.deleteDialog(Sample.group) },
            sends: [
                TL.messages.DeleteChatUser(chatID: 7, userID: .userSelf),
                TL.messages.DeleteHistory(peer: Sample.inputGroup, maxID: 0),
            ], answers: [Sample.updates(), Sample.affectedHistory]),
        MethodCase(
            "deleteDialog, a basic group that was left", { try await $0.deleteDialog(Sample.group) },
            sends: [
                TL.messages.DeleteChatUser(chatID: 7, userID: .userSelf),
                TL.messages.DeleteHistory(peer: Sample.inputGroup, maxID: 0),
            ], answers: [InvocationError.refused("USER_NOT_PARTICIPANT"), Sample.affectedHistory]),
        MethodCase(
            "deleteDialog, one's own basic group", { try await $0.deleteDialog(Sample.group, forEveryone: true) },
            sends: [TL.messages.DeleteChat(chatID: 7)], answers: [true]),
        MethodCase(
            "deleteDialog, a channel", { try await $0.deleteDialog(Sample.channel) },
            sends: [TL.channels.LeaveChannel(channel: Sample.inputChannel)], answers: [Sample.updates()]),
        MethodCase(
            "deleteDialog, one's own channel", { try await $0.deleteDialog(Sample.channel, forEveryone: true) },
            sends: [TL.channels.DeleteChannel(channel: Sample.inputChannel)], answers: [Sample.updates()]),
        MethodCase(
            "deleteHistory", { try await $0.deleteHistory(of: Sample.user, upTo: 7) },
            sends: [TL.messages.DeleteHistory(justClear: true, peer: Sample.inputUser, maxID: 7)],
            answers: [Sample.affectedHistory]),
        MethodCase(
            "deleteHistory, between dates, for everyone",
            {
                try await $0.deleteHistory(
                    of: Sample.user,
                    sentIn: Date(timeIntervalSince1970: 1)...Date(timeIntervalSince1970: 2), forEveryone: true)
            },
            sends: [
                TL.messages.DeleteHistory(
                    justClear: true, revoke: true, peer: Sample.inputUser, maxID: 0, minDate: 1, maxDate: 2)
            ], answers: [Sample.affectedHistory]),
        MethodCase(
            "deleteHistory, of a supergroup", { try await $0.deleteHistory(of: Sample.supergroup, forEveryone: true) },
            sends: [
                TL.channels.DeleteHistory(forEveryone: true, channel: Sample.inputSupergroupChannel, maxID: 0)
            ], answers: [Sample.updates()]),
        MethodCase(
            "deleteHistory, between dates of a supergroup",
            {
                try await $0.deleteHistory(
                    of: Sample.supergroup, sentIn: Date(timeIntervalSince1970: 1)...Date(timeIntervalSince1970: 2))
            }, fails: \.isInvalidArgument),
        MethodCase(
            "topPeers",
            {
                let top = try await $0.topPeers([.correspondents, .guestBots], limit: 5)
                XCTAssertEqual(top?[.correspondents].map(\.chat.title), ["Ann"])
            },
            sends: [
                TL.contacts.GetTopPeers(correspondents: true, botsGuestchat: true, offset: 0, limit: 5, hash: 0)
            ],
            answers: [
                TL.contacts.TopPeers.topPeers(
                    .init(
                        categories: [
                            .init(
                                category: .correspondents, count: 1, peers: [.init(peer: Sample.user.tlPeer, rating: 2)]
                            )
                        ], chats: [], users: Sample.users))
            ]),
        MethodCase(
            "topPeers, switched off",
            {
                let top = try await $0.topPeers(.groups)
                XCTAssertNil(top)
            },
            sends: [TL.contacts.GetTopPeers(groups: true, offset: 0, limit: 30, hash: 0)],
            answers: [TL.contacts.TopPeers.disabled]),
        MethodCase(
            "removeTopPeer", { try await $0.removeTopPeer(Sample.user, from: .correspondents) },
            sends: [TL.contacts.ResetTopPeerRating(category: .correspondents, peer: Sample.inputUser)],
            answers: [true]),
        MethodCase(
            "setTopPeersEnabled", { try await $0.setTopPeersEnabled(false) },
            sends: [TL.contacts.ToggleTopPeers(enabled: false)], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }

    func testADialogActsOnItsChat() async throws {
        let invoker = RecordingInvoker([
            .value(Sample.peerDialogs([Sample.dialog(Sample.user)])), .value(true), .value(true),
            .value(Sample.updates()),
            .value(Sample.updates()), .value(Sample.affectedHistory),
        ])
        let client = try TelegramClient.scripted(invoker, knowing: (Sample.users, Sample.chats))
        let found = try await client.dialog(of: Sample.user)
        let dialog = try XCTUnwrap(found)
        try await dialog.pin()
        try await dialog.unpin()
        try await dialog.archive()
        try await dialog.unarchive()
        try await dialog.delete(forEveryone: true)
        let names = invoker.calls.dropFirst().map { "\(type(of: $0.function))" }
        XCTAssertEqual(
            names, ["ToggleDialogPin", "ToggleDialogPin", "EditPeerFolders", "EditPeerFolders", "DeleteHistory"])
    }
}
