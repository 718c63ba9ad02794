// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import Foundation

/// Rows about chats and people; `.ci/parity/chats.py` has the same ones.
var chatOperations: [Operation] {
    // The last of the lists take away what those before them need.
    var list = settingOperations + lookOperations + memberOperations + linkOperations + topicOperations
    list += dialogOperations.dropLast()
    list += sharingOperations
    list += dialogOperations.suffix(1)
    list += contactOperations.dropLast()
    list += peopleOperations
    list += contactOperations.suffix(1)
    return list + groupOperations
}

private let talk = "@talk_room"
private let news = "@news_room"
private let bot = "@echo_bot"
private let bob = "@bob"

private var settingOperations: [Operation] {
    [
        ("createSupergroup", { try await $0.client.createSupergroup(titled: "Talk", about: "all things") }),
        ("createChannel", { try await $0.client.createChannel(titled: "News") }),
        (
            "setChatUsername",
            { stage in
                for try await dialog in stage.client.dialogs() {
                    if dialog.title == "Talk" { try await stage.client.setChatUsername("talk_room", of: dialog) }
                    if dialog.title == "News" { try await stage.client.setChatUsername("news_room", of: dialog) }
                }
            }
        ),
        ("setChatTitle", { try await $0.client.setChatTitle("Talks", of: talk) }),
        ("setChatAbout", { try await $0.client.setChatAbout("everything", of: talk) }),
        ("setSlowMode", { try await $0.client.setSlowMode(.seconds(30), in: talk) }),
        ("setSlowModeOff", { try await $0.client.setSlowMode(nil, in: talk) }),
        ("setContentProtection", { try await $0.client.setContentProtection(true, in: talk) }),
        ("setAutoDelete", { try await $0.client.setAutoDelete(after: .seconds(86_400), in: talk) }),
        ("setDefaultPermissions", { try await $0.client.setDefaultPermissions(forbidding: .sendPolls, in: talk) }),
        ("setHistoryHidden", { try await $0.client.setHistoryHidden(true, in: talk) }),
        ("setMembersHidden", { try await $0.client.setMembersHidden(true, in: talk) }),
        ("setAntiSpam", { try await $0.client.setAntiSpam(true, in: talk) }),
        ("setJoiningRequired", { try await $0.client.setJoiningRequiredToWrite(true, in: talk) }),
        ("setSignatures", { try await $0.client.setSignatures(true, in: news) }),
        ("setReactions", { try await $0.client.setAvailableReactions(.emoji("👍"), in: talk) }),
        ("isUsernameAvailable", { _ = try await $0.client.isChatUsernameAvailable("other_room", for: talk) }),
        ("fullChannel", { _ = try await $0.client.fullChat(talk) }),
        ("ownPublicChats", { _ = try await $0.client.ownPublicChats() }),
        ("similarChannels", { _ = try await $0.client.similarChannels(to: news) }),
        ("sendAsPeers", { _ = try await $0.client.sendAsPeers(in: talk) }),
        ("startGroupCall", { try await $0.client.startGroupCall(in: talk, titled: "Live") }),
        ("endGroupCall", { try await $0.client.endGroupCall(in: talk) }),
        ("boostStatus", { _ = try await $0.client.boostStatus(of: news) }),
        ("onlineCount", { _ = try await $0.client.onlineCount(in: talk) }),
    ]
}

private var memberOperations: [Operation] {
    [
        ("invite", { try await $0.client.invite([bob], to: talk) }),
        ("participant", { _ = try await $0.client.participant(bob, in: talk) }),
        ("participants", { _ = try await $0.client.participants(of: talk).pages(of: 200).page() }),
        ("administrators", { _ = try await $0.client.participants(of: talk, .administrators).pages(of: 200).page() }),
        ("searchParticipants", { _ = try await $0.client.participants(of: talk, .search("bo")).pages(of: 200).page() }),
        ("bots", { _ = try await $0.client.participants(of: talk, .bots).pages(of: 200).page() }),
        ("bannedParticipants", { _ = try await $0.client.participants(of: talk, .banned()).pages(of: 200).page() }),
        (
            "restrictedParticipants",
            { _ = try await $0.client.participants(of: talk, .restricted()).pages(of: 200).page() }
        ),
        (
            "promote",
            { try await $0.client.promote(bob, in: talk, allowing: [.banUsers, .pinMessages], rank: "Guard") }
        ),
        ("setRank", { try await $0.client.setRank("Chief", of: bob, in: talk) }),
        ("demote", { try await $0.client.demote(bob, in: talk) }),
        ("restrict", { try await $0.client.restrict(bob, in: talk, forbidding: [.sendMedia, .sendStickers]) }),
        ("unban", { try await $0.client.unban(bob, in: talk) }),
        ("ban", { try await $0.client.ban(bob, in: talk) }),
        ("deleteMessagesOf", { try await $0.client.deleteMessages(by: bob, in: talk) }),
        ("adminLog", { _ = try await $0.client.adminLog(of: talk, [.bans, .promotions]).pages(of: 10).page() }),
    ]
}

private var linkOperations: [Operation] {
    [
        ("createLink", { try await $0.client.createInviteLink(for: talk, titled: "friends", usageLimit: 5) }),
        ("createLinkWithApproval", { try await $0.client.createInviteLink(for: talk, requiresApproval: true) }),
        ("renewPrimaryLink", { try await $0.client.renewPrimaryInviteLink(of: talk) }),
        ("inviteLinks", { _ = try await $0.client.inviteLinks(of: talk).pages(of: 50).page() }),
        ("revokedLinks", { _ = try await $0.client.inviteLinks(of: talk, revoked: true).pages(of: 50).page() }),
        ("deleteRevokedLinks", { try await $0.client.deleteRevokedInviteLinks(in: talk) }),
        ("adminsWithInvites", { _ = try await $0.client.adminsWithInvites(in: talk) }),
        ("joinRequests", { _ = try await $0.client.joinRequests(in: talk).pages(of: 50).page() }),
        ("linkMembers", { _ = try await $0.client.inviteLinkMembers(in: talk).pages(of: 50).page() }),
        ("approveAll", { try await $0.client.approveAllJoinRequests(in: talk) }),
        ("declineAll", { try await $0.client.declineAllJoinRequests(in: talk) }),
    ]
}

private var topicOperations: [Operation] {
    [
        ("setForum", { try await $0.client.setForumEnabled(true, in: talk) }),
        ("createTopic", { try await $0.client.createTopic(titled: "Topic", in: talk, iconColor: .green) }),
        ("editTopic", { try await $0.client.editTopic(1, in: talk, title: "All") }),
        ("closeTopic", { try await $0.client.closeTopic(1, in: talk) }),
        ("reopenTopic", { try await $0.client.reopenTopic(1, in: talk) }),
        ("pinTopic", { try await $0.client.pinTopic(1, in: talk) }),
        ("reorderTopics", { try await $0.client.reorderPinnedTopics([1], in: talk) }),
        ("topics", { _ = try await $0.client.topics(in: talk).pages(of: 20).page() }),
        ("topicsByID", { _ = try await $0.client.topics([1], in: talk) }),
        ("setForumShownAsMessages", { try await $0.client.setForumShownAsMessages(true, in: talk) }),
    ]
}

private var dialogOperations: [Operation] {
    [
        ("dialogs", { _ = try await $0.client.dialogs(.main).pages(of: 20).page() }),
        ("archivedDialogs", { _ = try await $0.client.dialogs(.archive).pages(of: 20).page() }),
        ("pinDialog", { try await $0.client.pinDialog(bot) }),
        ("pinnedDialogs", { _ = try await $0.client.pinnedDialogs() }),
        ("reorderDialogs", { try await $0.client.reorderPinnedDialogs([talk, bot]) }),
        ("unpinDialog", { try await $0.client.unpinDialog(bot) }),
        ("markUnread", { try await $0.client.markDialogUnread(bot) }),
        ("archive", { try await $0.client.archive(bot) }),
        ("unarchive", { try await $0.client.unarchive(bot) }),
        ("mute", { try await $0.client.mute(bot, until: Date(timeIntervalSince1970: 2_000_000_000)) }),
        ("dialogOf", { _ = try await $0.client.dialog(of: bot) }),
        (
            "createFolder",
            { try await $0.client.createFolder(Folder(titled: "Work", categories: .bots, including: [talk])) }
        ),
        ("folders", { _ = try await $0.client.folders() }),
        ("deleteFolder", { try await $0.client.deleteFolder(2) }),
        ("dialogsMarkedUnread", { _ = try await $0.client.dialogsMarkedUnread() }),
        ("suggestedFolders", { _ = try await $0.client.suggestedFolders() }),
        ("pinnedSavedDialogs", { _ = try await $0.client.pinnedSavedDialogs() }),
        ("setFolderTags", { try await $0.client.setFolderTags(true) }),
        ("discussionGroupCandidates", { _ = try await $0.client.discussionGroupCandidates() }),
        ("setApprovalRequired", { try await $0.client.setApprovalRequiredToJoin(true, in: talk) }),
        ("setAutoTranslation", { try await $0.client.setAutoTranslation(true, in: news) }),
        ("ownBoosts", { _ = try await $0.client.ownBoosts() }),
        ("leave", { try await $0.client.deleteChat(news) }),
    ]
}

private var contactOperations: [Operation] {
    [
        ("addContact", { try await $0.client.addContact(bob, firstName: "Robert") }),
        ("contacts", { _ = try await $0.client.contacts() }),
        ("contactStatuses", { _ = try await $0.client.contactStatuses() }),
        (
            "importContacts",
            { try await $0.client.importContacts([PhoneContact(phone: "+15551234567", firstName: "Zoe")]) }
        ),
        ("searchContacts", { _ = try await $0.client.searchContacts("robert", limit: 10) }),
        ("block", { try await $0.client.block(bob) }),
        ("blocked", { _ = try await $0.client.blockedPeers().pages(of: 20).page() }),
        ("unblock", { try await $0.client.unblock(bob) }),
        ("fullUser", { _ = try await $0.client.fullUser(bob) }),
        ("commonChats", { _ = try await $0.client.commonChats(with: bob).pages(of: 20).page() }),
        ("deleteContacts", { try await $0.client.deleteContacts([bob]) }),
    ]
}
