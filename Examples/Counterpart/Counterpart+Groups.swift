// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

// Rights, settings, links, topics and looks of groups and channels.
extension Counterpart {
    private static let prohibitions: [String: BannedRights] = [
        "text": .sendText, "photos": .sendPhotos, "videos": .sendVideos, "documents": .sendDocuments,
        "stickers": .sendStickers, "polls": .sendPolls, "reactions": .sendReactions, "invite": .inviteUsers,
        "pin": .pinMessages, "info": .changeInfo, "topics": .manageTopics, "media": .sendMedia,
    ]
    private static let permissions: [String: AdminRights] = [
        "info": .changeInfo, "post": .postMessages, "edit": .editMessages, "delete": .deleteMessages,
        "ban": .banUsers, "invite": .inviteUsers, "pin": .pinMessages, "promote": .addAdmins, "topics": .manageTopics,
        "ranks": .manageRanks,
    ]

    private func prohibitions(_ command: Command) -> BannedRights {
        (command.answers ?? []).compactMap { Self.prohibitions[$0] }.reduce(into: []) { $0.formUnion($1) }
    }

    func performOnGroups(_ command: Command) async throws -> Answer? {
        if let answer = try await performOnRights(command) { return answer }
        if let answer = try await performOnSettings(command) { return answer }
        if let answer = try await performOnLinks(command) { return answer }
        return try await performOnTopics(command)
    }

    // MARK: Rights

    private func performOnRights(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "createGroup":
            let made = try await client.createGroup(
                titled: command.text ?? "", with: try (command.answers ?? []).map { try peer($0) })
            return Answer(numbers: [made.group.peerID.botAPI])
        case "migrate":
            return Answer(numbers: [try await client.migrateToSupergroup(try peer(command.peer)).peerID.botAPI])
        case "deleteChat":
            try await client.deleteChat(try peer(command.peer))
            return Answer()
        case "transfer":
            try await client.transferOwnership(
                of: try peer(command.peer), to: try peer(command.user), password: command.text ?? "")
            return Answer()
        case "forbid":
            try await client.setDefaultPermissions(forbidding: prohibitions(command), in: try peer(command.peer))
            return Answer()
        case "restrictTo":
            try await client.restrict(
                try peer(command.user), in: try peer(command.peer), forbidding: prohibitions(command))
            return Answer()
        case "promoteTo":
            let isAll = command.answers == ["all"]
            let rights: AdminRights =
                isAll
                ? .all
                : (command.answers ?? []).compactMap { Self.permissions[$0] }.reduce(into: AdminRights()) {
                    $0.formUnion($1)
                }
            try await client.promote(
                try peer(command.user), in: try peer(command.peer), allowing: rights, rank: command.text)
            return Answer()
        case "rank":
            try await client.setRank(command.text, of: try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "kick":
            try await client.kick(try peer(command.user), from: try peer(command.peer))
            return Answer()
        case "purge":
            try await client.deleteMessages(by: try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "may":
            let found = try await client.permissions(of: try peer(command.user), in: try peer(command.peer))
            let may = Self.prohibitions.filter { found.can($0.value) }.map(\.key)
            let has = Self.permissions.filter { found.has($0.value) }.map { "+" + $0.key }
            return Answer(texts: ["\(found.status)", found.rank ?? ""] + (may + has).sorted())
        case "filtered":
            let filters: [String: ParticipantFilter] = [
                "administrators": .administrators, "bots": .bots, "banned": .banned(), "restricted": .restricted(),
                "search": .search(command.text ?? ""), "contacts": .contacts(), "exhaustive": .exhaustive,
            ]
            guard let filter = filters[command.form ?? ""] else { throw Failure(description: "unknown filter") }
            let list = try await client.participants(of: try peer(command.peer), filter).first(100)
            return Answer(texts: list.map(\.name).sorted())
        case "log":
            let list = try await client.adminLog(of: try peer(command.peer)).first(100)
            return Answer(texts: list.map { "\($0.action)".prefix { $0.isLetter }.description })
        default: return nil
        }
    }

    // MARK: Settings

    private func performOnSettings(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "set": return try await set(command)
        case "settings":
            let full = try await client.fullChat(try peer(command.peer))
            let chat = full.chat.channel
            let facts: [(String, Bool)] = [
                ("historyHidden", full.isHistoryHidden), ("membersHidden", full.areMembersHidden),
                ("antiSpam", full.hasAntiSpam), ("joinToSend", chat?.requiresJoiningToWrite ?? false),
                ("joinRequest", chat?.requiresApprovalToJoin ?? false), ("protected", chat?.isProtected ?? false),
                ("signatures", chat?.hasSignatures ?? false), ("forum", chat?.isForum ?? false),
                ("photo", full.photo.map { if case .photo = $0 { true } else { false } } ?? false),
                ("linked", full.linkedChatID != nil), ("migrated", full.migratedFrom != nil),
            ]
            return Answer(
                texts: facts.filter { $0.1 }.map { $0.0 },
                numbers: [
                    full.slowMode?.components.seconds ?? 0, full.autoDelete?.components.seconds ?? 0,
                    Int64(full.memberCount ?? 0), Int64(full.administratorCount ?? 0), Int64(full.bannedCount ?? 0),
                ])
        case "chatPhoto":
            if let path = command.path {
                try await client.setChatPhoto(.path(path), of: try peer(command.peer))
            } else {
                try await client.deleteChatPhoto(of: try peer(command.peer))
            }
            return Answer()
        case "chatPhotos":
            let photos = try await client.chatPhotos(of: try peer(command.peer)).first(10)
            return Answer(numbers: photos.map(\.id))
        case "usernames":
            let chat = try await client.chat(try peer(command.peer))
            return Answer(texts: chat.channel?.usernames ?? [])
        case "kind":
            return Answer(texts: [
                "\(try await client.channelKind(of: try peer(command.peer)).map { "\($0)" } ?? "none")"
            ])
        case "statistics":
            switch try await client.statistics(of: try peer(command.peer)) {
            case .channel(let found): return Answer(texts: ["channel"], numbers: [Int64(found.followers.current)])
            case .supergroup(let found): return Answer(texts: ["supergroup"], numbers: [Int64(found.members.current)])
            }
        case "similar":
            return Answer(texts: try await client.similarChannels(to: try peer(command.peer)).chats.map(\.title))
        default: return nil
        }
    }

    private func set(_ command: Command) async throws -> Answer {
        let (chat, isOn) = (try peer(command.peer), command.flag ?? true)
        switch command.form {
        case "historyHidden": try await client.setHistoryHidden(isOn, in: chat)
        case "membersHidden": try await client.setMembersHidden(isOn, in: chat)
        case "antiSpam": try await client.setAntiSpam(isOn, in: chat)
        case "joinToSend": try await client.setJoiningRequiredToWrite(isOn, in: chat)
        case "joinRequest": try await client.setApprovalRequiredToJoin(isOn, in: chat)
        case "protected": try await client.setContentProtection(isOn, in: chat)
        case "signatures": try await client.setSignatures(isOn, in: chat)
        case "forum": try await client.setForumEnabled(isOn, in: chat)
        case "autoDelete": try await client.setAutoDelete(after: command.number.map { Duration.seconds($0) }, in: chat)
        case "reactions": try await client.setAvailableReactions(.emoji(command.emoji ?? "👍"), in: chat)
        case "color": try await client.setChatColor(command.number, of: chat)
        case "theme": try await client.setChatTheme(command.emoji, in: chat)
        default: throw Failure(description: "unknown setting")
        }
        return Answer()
    }

    // MARK: Links

    private func performOnLinks(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "primaryLink": return Answer(texts: [try await client.primaryInviteLink(of: try peer(command.peer)).url])
        case "links":
            let list = try await client.inviteLinks(of: try peer(command.peer), revoked: command.flag ?? false).first(
                20)
            return Answer(texts: list.map(\.url), numbers: list.map { Int64($0.usageCount) })
        case "editLink":
            let link = try await client.editInviteLink(
                command.text ?? "", in: try peer(command.peer), title: command.html, usageLimit: command.number)
            return Answer(texts: [link.title ?? ""], numbers: [Int64(link.usageLimit ?? 0)])
        case "revokeLink":
            let revoked = try await client.revokeInviteLink(command.text ?? "", in: try peer(command.peer))
            return Answer(texts: [revoked.replacement?.url ?? ""], flag: revoked.link.isRevoked)
        case "deleteLink":
            try await client.deleteInviteLink(command.text ?? "", in: try peer(command.peer))
            return Answer()
        case "linkMembers":
            let list = try await client.inviteLinkMembers(in: try peer(command.peer), link: command.text).first(20)
            return Answer(texts: list.map { $0.user?.firstName ?? "" })
        case "linkInfo":
            switch try await client.inviteInfo(command.text ?? "") {
            case .joined(let chat): return Answer(texts: ["joined", chat.title])
            case .peek(let chat, _): return Answer(texts: ["peek", chat.title])
            case .joinable(let preview):
                return Answer(
                    texts: [preview.requiresApproval ? "approval" : "open", preview.title],
                    numbers: [Int64(preview.memberCount)])
            }
        case "decline":
            try await client.declineJoinRequest(of: try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "admit":
            try await client.approveJoinRequest(of: try peer(command.user), in: try peer(command.peer))
            return Answer()
        case "joining":
            let result = try await client.join(command.text ?? "")
            return Answer(texts: ["\(result)".prefix { $0.isLetter }.description])
        case "whoInvites":
            let list = try await client.adminsWithInvites(in: try peer(command.peer))
            return Answer(texts: list.map { $0.user?.firstName ?? "" }, numbers: list.map { Int64($0.linkCount) })
        default: return nil
        }
    }

    // MARK: Topics

    private func performOnTopics(_ command: Command) async throws -> Answer? {
        let id = command.id ?? 0
        switch command.act {
        case "editTopic":
            try await client.editTopic(id, in: try peer(command.peer), title: command.text)
            return Answer()
        case "reopenTopic":
            try await client.reopenTopic(id, in: try peer(command.peer))
            return Answer()
        case "pinTopic":
            try await client.pinTopic(id, in: try peer(command.peer), command.flag ?? true)
            return Answer()
        case "hideGeneral":
            try await client.setGeneralTopicHidden(command.flag ?? true, in: try peer(command.peer))
            return Answer()
        case "deleteTopic":
            try await client.deleteTopic(id, in: try peer(command.peer))
            return Answer()
        case "topicHistory":
            let list = try await client.topicHistory(id, in: try peer(command.peer)).first(20)
            return Answer(messages: list.map { SeenMessage($0) })
        case "topicFacts":
            let list = try await client.topics([id], in: try peer(command.peer))
            return Answer(
                texts: list.compactMap(\.self).flatMap { topic in
                    [topic.title] + (topic.isPinned ? ["pinned"] : []) + (topic.isClosed ? ["closed"] : [])
                        + (topic.isHidden ? ["hidden"] : [])
                })
        default: return nil
        }
    }
}
