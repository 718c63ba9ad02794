// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension CallRow {
    /// What owners do in their groups.
    static let chats: [CallRow] = [
        CallRow("setTitle") { try await $0.client.setChatTitle("Club \($0.number)", of: $0.club) },
        CallRow("setAbout") { try await $0.client.setChatAbout("about \($0.number)", of: $0.club) },
        CallRow("slowMode") { try await $0.client.setSlowMode($0.isEven ? .seconds(10) : nil, in: $0.club) },
        CallRow("permissions") {
            try await $0.client.setDefaultPermissions(forbidding: $0.isEven ? .sendPolls : [], in: $0.club)
        },
        CallRow("hideHistory") { try await $0.client.setHistoryHidden($0.isEven, in: $0.club) },
        CallRow("fullChat") { _ = try await $0.client.fullChat($0.club) },
        CallRow("participants") { _ = try await $0.client.participants(of: $0.club).first(50) },
        CallRow("administrators") { _ = try await $0.client.participants(of: $0.club, .administrators).first(10) },
        CallRow("inviteAndBan") { stage in
            do {
                try await stage.client.invite([stage.friend], to: stage.club)
            } catch {
                // They may be there already; what is asked for next says so.
            }
            _ = try await stage.client.participant(stage.friend, in: stage.club)
            try await stage.client.ban(stage.friend, in: stage.club)
            try await stage.client.unban(stage.friend, in: stage.club)
        },
        CallRow("promoteAndDemote") { stage in
            try await stage.client.promote(stage.bot, in: stage.club, allowing: [.pinMessages], rank: "Guard")
            try await stage.client.demote(stage.bot, in: stage.club)
        },
        CallRow("adminLog") { _ = try await $0.client.adminLog(of: $0.club, [.bans, .promotions]).first(10) },
        CallRow("links") { stage in
            let link = try await stage.client.createInviteLink(for: stage.club, titled: "friends", usageLimit: 5)
            _ = try await stage.client.inviteLinks(of: stage.club).first(10)
            try await stage.client.revokeInviteLink(link.url, in: stage.club)
            try await stage.client.deleteRevokedInviteLinks(in: stage.club)
        },
        CallRow("topics") { stage in
            try await stage.client.setForumEnabled(true, in: stage.club)
            _ = try await stage.client.topics(in: stage.club).first(5)
            try await stage.client.setForumEnabled(false, in: stage.club)
        },
        CallRow("joinAndLeave") { stage in
            let other = "@soak_club\((stage.number + 11) % SoakWorld.people)"
            guard other != stage.club else { return }
            try await stage.client.join(other)
            _ = try await stage.client.history(of: other).first(5)
            try await stage.client.leave(other)
        },
    ]

    /// The list of chats, and contacts.
    static let dialogs: [CallRow] = [
        CallRow("dialogs") { _ = try await $0.client.dialogs(.main).first(40) },
        CallRow("pinnedDialogs") { _ = try await $0.client.pinnedDialogs() },
        CallRow("pinDialog") { stage in
            try await stage.client.pinDialog(stage.bot)
            try await stage.client.unpinDialog(stage.bot)
        },
        CallRow("archive") { stage in
            try await stage.client.archive(stage.club)
            try await stage.client.unarchive(stage.club)
        },
        CallRow("mute") { try await $0.client.mute($0.club, until: Date(timeIntervalSince1970: 2_000_000_000)) },
        CallRow("markUnread") { try await $0.client.markDialogUnread($0.bot) },
        CallRow("dialogOf") { _ = try await $0.client.dialog(of: $0.friend) },
        CallRow("folders") { _ = try await $0.client.folders() },
        CallRow("addContact") { try await $0.client.addContact($0.friend, firstName: "Friend \($0.number % 10)") },
        CallRow("contacts") { _ = try await $0.client.contacts() },
        CallRow("deleteContacts") { try await $0.client.deleteContacts([$0.friend]) },
        CallRow("importContacts") {
            try await $0.client.importContacts([PhoneContact(phone: "+15551234567", firstName: "Zoe")])
        },
        CallRow("searchContacts") { _ = try await $0.client.searchContacts("soak", limit: 10) },
        CallRow("fullUser") { _ = try await $0.client.fullUser($0.friend) },
        CallRow("commonChats") { _ = try await $0.client.commonChats(with: $0.friend).first(10) },
        CallRow("blocked") { _ = try await $0.client.blockedPeers().first(10) },
    ]
}
