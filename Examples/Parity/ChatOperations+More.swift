// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import Foundation

private let talk = "@talk_room"
private let news = "@news_room"
private let bob = "@bob"

/// The beginning of a PNG picture of 640 × 480 pixels, which is what programs look at.
private let picture: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    + [0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 6, 0, 0, 0, 0, 0, 0, 0]

/// How groups and channels look.
var lookOperations: [Operation] {
    [
        ("setChatColor", { try await $0.client.setChatColor(3, of: news) }),
        (
            "setChatProfileColor",
            { try await $0.client.setChatColor(4, backgroundEmojiID: 9, forProfile: true, of: news) }
        ),
        ("setMainProfileTab", { try await $0.client.setMainProfileTab(.gifts, of: news) }),
        (
            "setChatEmojiStatus",
            { try await $0.client.setChatEmojiStatus(.emojiStatus(.init(documentID: 5)), of: news) }
        ),
        ("setPaidMessages", { try await $0.client.setPaidMessages(stars: 5, in: talk) }),
        ("setBoostsToUnrestrict", { try await $0.client.setBoostsToUnrestrict(2, in: talk) }),
        ("setDefaultSendAs", { try await $0.client.setDefaultSendAs("me", in: talk) }),
        ("setChatPhoto", { try await $0.client.setChatPhoto(.data(picture, name: "cat.png"), of: talk) }),
        ("chatPhotos", { _ = try await $0.client.chatPhotos(of: talk).pages(of: 20).page() }),
        ("deleteChatPhoto", { try await $0.client.deleteChatPhoto(of: talk) }),
        ("setHistoryShown", { try await $0.client.setHistoryHidden(false, in: talk) }),
        ("setDiscussionGroup", { try await $0.client.setDiscussionGroup(talk, of: news) }),
        ("futureCreator", { _ = try await $0.client.futureCreator(of: talk) }),
        ("inactiveChats", { _ = try await $0.client.inactiveChats() }),
        ("boosts", { _ = try await $0.client.boosts(of: news).pages(of: 20).page() }),
    ]
}

/// Folders that are shared, and Saved Messages.
var sharingOperations: [Operation] {
    [
        ("createSharedFolder", { try await $0.client.createFolder(Folder(titled: "Shared", including: [talk])) }),
        ("reorderFolders", { try await $0.client.reorderFolders([2, 0]) }),
        (
            "shareFolder",
            { $0.folderLink = try await $0.client.shareFolder(2, titled: "x", chats: [talk]).url }
        ),
        ("folderLinks", { _ = try await $0.client.folderLinks(2) }),
        ("editFolderLink", { _ = try await $0.client.editFolderLink($0.folderLink, of: 2, title: "y") }),
        ("deleteFolderLink", { try await $0.client.deleteFolderLink($0.folderLink, of: 2) }),
        ("savedDialogs", { _ = try await $0.client.savedDialogs().pages(of: 20).page() }),
        ("savedDialogsByID", { _ = try await $0.client.savedDialogs(["me"]) }),
        ("savedHistory", { _ = try await $0.client.savedHistory(of: "me").pages(of: 20).page() }),
        ("pinSavedDialog", { try await $0.client.pinSavedDialog("me") }),
        ("reorderSavedDialogs", { try await $0.client.reorderPinnedSavedDialogs(["me"]) }),
        ("deleteSavedHistory", { try await $0.client.deleteSavedHistory(of: "me", upTo: 1) }),
    ]
}

/// What else is known of people.
var peopleOperations: [Operation] {
    [
        ("setCloseFriends", { try await $0.client.setCloseFriends([bob]) }),
        ("setContactNote", { try await $0.client.setContactNote("a note", of: bob) }),
        ("contactBirthdays", { _ = try await $0.client.contactBirthdays() }),
        ("savedContacts", { _ = try await $0.client.savedContacts() }),
        ("contactLink", { _ = try await $0.client.contactLink() }),
        ("suggestBirthday", { try await $0.client.suggestBirthday(.init(day: 3, month: 4), to: bob) }),
        ("contactRequirements", { _ = try await $0.client.contactRequirements(of: [bob]) }),
        ("peerSettings", { _ = try await $0.client.peerSettings(of: bob) }),
        ("hidePeerBar", { try await $0.client.hidePeerBar(of: bob) }),
        ("setChatTheme", { try await $0.client.setChatTheme("🎄", in: bob) }),
        ("topPeers", { _ = try await $0.client.topPeers([.correspondents, .groups]) }),
        ("removeTopPeer", { try await $0.client.removeTopPeer(bob, from: .correspondents) }),
        ("setTopPeersOff", { try await $0.client.setTopPeersEnabled(false) }),
        ("deleteContactsByPhone", { try await $0.client.deleteContacts(phones: ["+15551234567"]) }),
        ("resetSavedContacts", { try await $0.client.resetSavedContacts() }),
    ]
}

/// Basic groups.
var groupOperations: [Operation] {
    [
        (
            "createGroup",
            { $0.group = try await $0.client.createGroup(titled: "Small", with: [bob]).group.peerID }
        ),
        ("setGroupTitle", { try await $0.client.setChatTitle("Smaller", of: $0.group) }),
        ("fullGroup", { _ = try await $0.client.fullChat($0.group) }),
        ("promoteInGroup", { try await $0.client.promote(bob, in: $0.group) }),
        ("kickFromGroup", { try await $0.client.kick(bob, from: $0.group) }),
        ("inviteToGroup", { try await $0.client.invite([bob], to: $0.group) }),
        ("migrate", { _ = try await $0.client.migrateToSupergroup($0.group) }),
    ]
}
