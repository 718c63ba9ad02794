// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class FolderMethodTests: XCTestCase {
    private static func filters(_ filters: [TL.DialogFilter]) -> TL.messages.DialogFilters {
        .init(filters: [.default] + filters)
    }

    private static func filter(
        _ id: Int32, groups: Bool = false, excludeRead: Bool = false, include: [TL.InputPeer] = [],
        exclude: [TL.InputPeer] = [], pinned: [TL.InputPeer] = []
    ) -> TL.DialogFilter {
        .dialogFilter(
            .init(
                groups: groups, excludeRead: excludeRead, id: id, title: .init(text: "Work", entities: []),
                pinnedPeers: pinned, includePeers: include, excludePeers: exclude))
    }

    private static let list = TL.InputChatlist(filterID: 2)
    private static let exported = TL.ExportedChatlistInvite(
        title: "mine", url: "https://t.me/addlist/abc", peers: [Sample.supergroup.tlPeer])

    static let cases = [
        MethodCase(
            "folders",
            {
                let folders = try await $0.folders()
                XCTAssertEqual(folders.map(\.id), [0, 2])
                XCTAssertEqual(folders.map(\.kind), [.allChats, .custom])
                XCTAssertEqual(folders.last?.categories, .groups)
            }, sends: [TL.messages.GetDialogFilters()], answers: [filters([filter(2, groups: true)])]),
        MethodCase(
            "createFolder",
            {
                var folder = Folder(titled: "Work", categories: .groups, excluding: .read, including: [Sample.user])
                folder.excluded = [Sample.supergroup]
                let made = try await $0.createFolder(folder)
                XCTAssertEqual(made.id, 3)
            },
            sends: [
                TL.messages.GetDialogFilters(),
                TL.messages.UpdateDialogFilter(
                    id: 3,
                    filter: filter(
                        3, groups: true, excludeRead: true, include: [Sample.inputUser],
                        exclude: [Sample.inputSupergroup])),
            ], answers: [filters([filter(2)]), true]),
        MethodCase(
            "createFolder, without a name", { try await $0.createFolder(Folder(titled: "", categories: .bots)) },
            sends: [TL.messages.GetDialogFilters()], answers: [filters([])], fails: \.isInvalidArgument),
        MethodCase(
            "createFolder, empty", { try await $0.createFolder(Folder(titled: "x")) },
            sends: [TL.messages.GetDialogFilters()], answers: [filters([])], fails: \.isInvalidArgument),
        MethodCase(
            "createFolder, one too many", { try await $0.createFolder(Folder(titled: "x", categories: .bots)) },
            sends: [TL.messages.GetDialogFilters()], answers: [filters((2...21).map { filter($0) })],
            fails: \.isInvalidArgument),
        MethodCase(
            "updateFolder",
            {
                var folder = Folder(titled: "Work")
                (folder.id, folder.pinned) = (4, ["@news"])
                try await $0.updateFolder(folder)
            },
            sends: [TL.messages.UpdateDialogFilter(id: 4, filter: filter(4, pinned: [Sample.inputChannelPeer]))],
            answers: [true]),
        MethodCase(
            "deleteFolder", { try await $0.deleteFolder(4) }, sends: [TL.messages.UpdateDialogFilter(id: 4)],
            answers: [true]),
        MethodCase(
            "reorderFolders", { try await $0.reorderFolders([3, 0, 2]) },
            sends: [TL.messages.UpdateDialogFiltersOrder(order: [3, 0, 2])], answers: [true]),
        MethodCase(
            "setFolderTags", { try await $0.setFolderTags(true) },
            sends: [TL.messages.ToggleDialogFilterTags(enabled: true)], answers: [true]),
        MethodCase(
            "suggestedFolders",
            {
                let found = try await $0.suggestedFolders()
                XCTAssertEqual(found.map(\.description), ["unread chats"])
            },
            sends: [TL.messages.GetSuggestedDialogFilters()],
            answers: [[TL.DialogFilterSuggested(filter: filter(0), description: "unread chats")]]),
        MethodCase(
            "dialogs, in a folder that names its chats",
            {
                let found = try await $0.dialogs(inFolder: 2).collect()
                XCTAssertEqual(found.map(\.id), [Sample.channel, Sample.user])
            },
            sends: [
                TL.messages.GetDialogFilters(),
                TL.messages.GetPeerDialogs(
                    peers: [.inputDialogPeer(.init(peer: Sample.inputChannelPeer)), Sample.userDialogPeer]),
            ],
            answers: [
                filters([filter(2, include: [Sample.inputUser], pinned: [Sample.inputChannelPeer])]),
                Sample.peerDialogs([Sample.dialog(Sample.channel), Sample.dialog(Sample.user)]),
            ]),
        MethodCase(
            "dialogs, in a folder with rules",
            {
                let found = try await $0.dialogs(inFolder: 2).collect()
                XCTAssertEqual(found.map(\.id), [Sample.supergroup])
            },
            sends: [
                TL.messages.GetDialogFilters(), TL.messages.GetDialogFilters(),
                TL.messages.GetDialogs(
                    folderID: 0, offsetDate: 0, offsetID: 0, offsetPeer: .empty, limit: 100, hash: 0),
                TL.messages.GetDialogFilters(),
                TL.messages.GetDialogs(
                    folderID: 1, offsetDate: 0, offsetID: 0, offsetPeer: .empty, limit: 100, hash: 0),
            ],
            answers: [
                filters([filter(2, groups: true, excludeRead: true, exclude: [Sample.inputGroup])]),
                filters([filter(2, groups: true, excludeRead: true, exclude: [Sample.inputGroup])]),
                Sample.dialogs([
                    Sample.dialog(Sample.user, unread: 1), Sample.dialog(Sample.supergroup, unread: 1),
                    Sample.dialog(Sample.group, unread: 1),
                ]),
                filters([filter(2, groups: true, excludeRead: true, exclude: [Sample.inputGroup])]),
                Sample.dialogs([Sample.dialog(Sample.channel, folder: 1)]),
            ]),
        MethodCase(
            "dialogs, in a folder that does not exist", { _ = try await $0.dialogs(inFolder: 9).collect() },
            sends: [TL.messages.GetDialogFilters()], answers: [filters([])], fails: \.isInvalidArgument),
        MethodCase(
            "folderInvite",
            {
                let invite = try await $0.folderInvite("https://t.me/addlist/abc?x=1")
                XCTAssertEqual(invite.title, "Work")
                XCTAssertEqual(invite.newChats.map(\.title), ["Channel"])
            }, sends: [TL.chatlists.CheckChatlistInvite(slug: "abc")],
            answers: [
                TL.chatlists.ChatlistInvite.chatlistInvite(
                    .init(
                        title: .init(text: "Work", entities: []), peers: [Sample.channel.tlPeer], chats: Sample.chats,
                        users: []))
            ]),
        MethodCase(
            "folderInvite, joined",
            {
                let invite = try await $0.folderInvite("tg://addlist?slug=abc")
                XCTAssertEqual(invite.folderID, 2)
                XCTAssertEqual(invite.joinedChats.map(\.title), ["Supergroup"])
            }, sends: [TL.chatlists.CheckChatlistInvite(slug: "abc")],
            answers: [
                TL.chatlists.ChatlistInvite.already(
                    .init(
                        filterID: 2, missingPeers: [Sample.channel.tlPeer], alreadyPeers: [Sample.supergroup.tlPeer],
                        chats: Sample.chats, users: []))
            ]),
        MethodCase(
            "joinFolder", { try await $0.joinFolder("abc", chats: [Sample.channel]) },
            sends: [TL.chatlists.JoinChatlistInvite(slug: "abc", peers: [Sample.inputChannelPeer])],
            answers: [Sample.updates()]),
        MethodCase(
            "leaveFolder", { try await $0.leaveFolder(2, leaving: [Sample.channel]) },
            sends: [TL.chatlists.LeaveChatlist(chatlist: list, peers: [Sample.inputChannelPeer])],
            answers: [Sample.updates()]),
        MethodCase(
            "folderLeaveSuggestions",
            {
                let ids = try await $0.folderLeaveSuggestions(2)
                XCTAssertEqual(ids, [Sample.channel])
            },
            sends: [TL.chatlists.GetLeaveChatlistSuggestions(chatlist: list)], answers: [[Sample.channel.tlPeer]]),
        MethodCase(
            "folderUpdates",
            {
                let chats = try await $0.folderUpdates(2)
                XCTAssertEqual(chats.map(\.id), [Sample.channel])
            },
            sends: [TL.chatlists.GetChatlistUpdates(chatlist: list)],
            answers: [
                TL.chatlists.ChatlistUpdates(missingPeers: [Sample.channel.tlPeer], chats: Sample.chats, users: [])
            ]),
        MethodCase(
            "joinFolderUpdates", { try await $0.joinFolderUpdates(2, chats: [Sample.channel]) },
            sends: [TL.chatlists.JoinChatlistUpdates(chatlist: list, peers: [Sample.inputChannelPeer])],
            answers: [Sample.updates()]),
        MethodCase(
            "hideFolderUpdates", { try await $0.hideFolderUpdates(2) },
            sends: [TL.chatlists.HideChatlistUpdates(chatlist: list)], answers: [true]),
        MethodCase(
            "shareFolder",
            {
                let link = try await $0.shareFolder(2, titled: "mine", chats: [Sample.supergroup])
                XCTAssertEqual(link.url, "https://t.me/addlist/abc")
            },
            sends: [
                TL.chatlists.ExportChatlistInvite(chatlist: list, title: "mine", peers: [Sample.inputSupergroup])
            ], answers: [TL.chatlists.ExportedChatlistInvite(filter: filter(2), invite: exported)]),
        MethodCase(
            "folderLinks",
            {
                let links = try await $0.folderLinks(2)
                XCTAssertEqual(links.first?.chats.map(\.title), ["Supergroup"])
            }, sends: [TL.chatlists.GetExportedInvites(chatlist: list)],
            answers: [TL.chatlists.ExportedInvites(invites: [exported], chats: Sample.chats, users: [])]),
        MethodCase(
            "editFolderLink",
            { try await $0.editFolderLink("https://t.me/addlist/abc", of: 2, title: "x", chats: [Sample.channel]) },
            sends: [
                TL.chatlists.EditExportedInvite(
                    chatlist: list, slug: "abc", title: "x", peers: [Sample.inputChannelPeer])
            ], answers: [exported]),
        MethodCase(
            "deleteFolderLink", { try await $0.deleteFolderLink("abc", of: 2) },
            sends: [TL.chatlists.DeleteExportedInvite(chatlist: list, slug: "abc")], answers: [true]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases { try await row.check() }
    }
}
