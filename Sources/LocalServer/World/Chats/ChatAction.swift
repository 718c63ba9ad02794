// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Something that not everybody may do in a group or channel.
enum ChatAction: String, CaseIterable, Sendable {
    case editTitle, editAbout, editSettings, setDefaultPermissions, setUsername, invite, manageLinks, ban, promote, pin
    case deleteOthersMessages, sendText, manageTopics, manageCalls, viewLog, setRank, deleteChat, transfer, migrate
    case editInfo, editOthersTopics, setForum

    /// What an administrator needs; `nil` if only the creator may.
    enum Power: Sendable {
        case right(any KeyPath<TL.ChatAdminRights, Bool> & Sendable)
        case anyAdministrator
        case creator
    }

    /// What an administrator needs, in a channel or elsewhere.
    func power(isBroadcast: Bool) -> Power {
        switch self {
        case .editTitle, .editAbout, .editInfo, .editSettings: .right(\.changeInfo)
        case .setDefaultPermissions, .ban: .right(\.banUsers)
        case .invite, .manageLinks: .right(\.inviteUsers)
        case .promote: .right(\.addAdmins)
        case .pin: .right(isBroadcast ? \.editMessages : \.pinMessages)
        case .deleteOthersMessages: .right(\.deleteMessages)
        case .manageTopics, .editOthersTopics: .right(\.manageTopics)
        case .manageCalls: .right(\.manageCall)
        case .setRank: .right(\.manageRanks)
        case .sendText, .viewLog: .anyAdministrator
        case .setUsername, .deleteChat, .transfer, .migrate, .setForum: .creator
        }
    }

    /// What a member of a group must not be forbidden; `nil` if members may not.
    var memberRight: (any KeyPath<TL.ChatBannedRights, Bool> & Sendable)? {
        switch self {
        case .editTitle, .editAbout, .editInfo: return \TL.ChatBannedRights.changeInfo
        case .invite: return \TL.ChatBannedRights.inviteUsers
        case .pin: return \TL.ChatBannedRights.pinMessages
        case .sendText: return \TL.ChatBannedRights.sendMessages
        case .manageTopics: return \TL.ChatBannedRights.manageTopics
        default: return nil
        }
    }
}

extension World {
    /// What somebody is in a group or channel, as far as rights go.
    struct Standing: Sendable {
        var isMember = false
        var isCreator = false
        var adminRights: TL.ChatAdminRights?
        var banned: TL.ChatBannedRights?
        var isBroadcast = false
        var isBasicGroup = false
        var defaultBanned = TL.ChatBannedRights(untilDate: .max)
        var isGigagroup = false
    }

    func standing(of account: Int64, in number: Int64) -> Standing {
        let details = chats[number]
        var standing = Standing(defaultBanned: details.defaultBanned)
        standing.banned = details.ban(of: account, at: now)?.rights
        switch PeerNumber(number) {
        case .user: break
        case .group(let id):
            standing.isBasicGroup = true
            guard let group = groups[id], let member = group.members[account] else { return standing }
            (standing.isMember, standing.isCreator) = (true, account == group.creator)
            standing.adminRights = member.adminRights
        case .channel(let id):
            guard let channel = channels[id] else { return standing }
            standing.isBroadcast = channel.isBroadcast
            standing.isGigagroup = details.isGigagroup
            guard let member = channel.members[account] else { return standing }
            (standing.isMember, standing.isCreator) = (true, account == channel.creator)
            standing.adminRights = member.adminRights
        }
        return standing
    }

    /// Whether somebody may do something in a group or channel.
    func may(_ action: ChatAction, _ account: Int64, in number: Int64) -> Bool {
        let standing = standing(of: account, in: number)
        guard standing.isMember else { return false }
        if standing.isCreator { return action != .migrate || standing.isBasicGroup }
        if let rights = standing.adminRights {
            switch action.power(isBroadcast: standing.isBroadcast) {
            case .creator: break
            case .anyAdministrator:
                if action != .sendText || !standing.isBroadcast || rights.postMessages { return true }
            case .right(let right):
                // Administrators of basic groups have all rights but to make others, and links are theirs too.
                if rights[keyPath: right], !standing.isBasicGroup || action != .promote { return true }
            }
        }
        guard !standing.isBroadcast, !standing.isGigagroup, let right = action.memberRight else { return false }
        if standing.adminRights != nil, action == .sendText { return true }
        return !standing.defaultBanned[keyPath: right] && standing.banned?[keyPath: right] != true
    }

    /// Refuses what somebody may not do.
    func demand(_ action: ChatAction, _ account: Int64, in number: Int64) throws(RPCFailure) {
        guard !may(action, account, in: number) else { return }
        let standing = standing(of: account, in: number)
        guard standing.isMember else {
            if standing.isBasicGroup { throw .bad(.chatIDInvalid) }
            throw standing.banned == nil && action != .sendText ? .bad(.chatAdminRequired) : .bad(.channelPrivate)
        }
        if action == .sendText {
            guard !standing.isBroadcast else { throw .bad(.chatAdminRequired) }
            throw standing.banned?.sendMessages == true
                ? .bad(.userBannedInChannel) : RPCFailure(403, .chatWriteForbidden)
        }
        throw .bad(.chatAdminRequired)
    }

    /// Refuses a text from somebody who may not send any, or must wait.
    func checkSending(_ account: Int64, in number: Int64) throws(RPCFailure) {
        try demand(.sendText, account, in: number)
        let standing = standing(of: account, in: number)
        guard standing.adminRights == nil, !standing.isCreator else { return }
        let details = chats[number]
        if details.slowMode > 0, let last = details.lastSent[account] {
            let wait = last + Int64(details.slowMode) - now
            if wait > 0 { throw RPCFailure(420, .slowmodeWait, value: Int(wait)) }
        }
    }

    /// Remembers when a member sent something, for slow mode.
    mutating func noteSending(_ account: Int64, in number: Int64) {
        guard chats[number].slowMode > 0 else { return }
        chats[number].lastSent[account] = now
    }
}
