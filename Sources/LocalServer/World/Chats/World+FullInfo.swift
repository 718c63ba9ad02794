// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// All that the server says of a group or channel.
extension World {
    /// The data centre that has the statistics of channels.
    var statisticsDataCenter: Int { dataCenters }

    func full(_ channel: Channel, for viewer: Int64) -> TL.ChatFull.ChannelFull {
        let details = chats[channel.number]
        let isAdmin = channel.isAdmin(viewer)
        let banned = details.banned.keys.compactMap { details.ban(of: $0, at: now)?.rights }
        let online = channel.members.keys.count { (accounts[$0]?.onlineUntil ?? 0) > now }
        let canManageLinks = isAdmin && may(.manageLinks, viewer, in: channel.number)
        var next: Int32?
        if details.slowMode > 0, let last = details.lastSent[viewer], last + Int64(details.slowMode) > now {
            next = Int32(clamping: last + Int64(details.slowMode))
        }
        return TL.ChatFull.ChannelFull(
            canViewParticipants: isAdmin || (!channel.isBroadcast && !details.hidesMembers),
            canSetUsername: channel.creator == viewer, hiddenPrehistory: details.hidesHistory, canViewStats: isAdmin,
            blocked: contacts.hasBlocked(channel.number, viewer), canDeleteChannel: channel.creator == viewer,
            antispam: details.hasAntiSpam, participantsHidden: details.hidesMembers,
            viewForumAsMessages: dialogs[viewer].forumsAsMessages.contains(channel.number), id: channel.id,
            about: channel.about, participantsCount: Int32(clamping: channel.members.count),
            adminsCount: isAdmin ? Int32(clamping: channel.members.keys.count(where: channel.isAdmin)) : nil,
            kickedCount: isAdmin ? Int32(clamping: banned.count { $0.viewMessages }) : nil,
            bannedCount: isAdmin ? Int32(clamping: banned.count { !$0.viewMessages }) : nil,
            onlineCount: Int32(clamping: online), readInboxMaxID: channel.members[viewer]?.readUpTo ?? 0,
            readOutboxMaxID: 0, unreadCount: Int32(clamping: channel.unreadCount(of: viewer)),
            chatPhoto: wholePhoto(of: channel.number, for: viewer),
            notifySettings: dialogs[viewer].notifySettings[channel.number] ?? .init(),
            exportedInvite: canManageLinks
                ? primaryLink(of: viewer, in: channel.number).map { invite($0, in: channel.number) } : nil,
            botInfo: [], migratedFromChatID: details.migratedFrom?.group,
            migratedFromMaxID: details.migratedFrom?.message, pinnedMsgID: newestPin(in: channel),
            availableMinID: hiddenUpTo(in: channel, for: viewer) > 0 ? hiddenUpTo(in: channel, for: viewer) : nil,
            folderID: dialogs[viewer].archived.contains(channel.number) ? 1 : nil, linkedChatID: details.linked,
            slowmodeSeconds: details.slowMode > 0 ? details.slowMode : nil, slowmodeNextSendDate: next,
            statsDC: isAdmin ? Int32(clamping: statisticsDataCenter) : nil, pts: channel.mailbox.pts,
            call: details.call?.input, ttlPeriod: details.autoDelete > 0 ? details.autoDelete : nil,
            themeEmoticon: details.theme,
            requestsPending: canManageLinks ? Int32(clamping: details.requests.count) : nil,
            recentRequesters: canManageLinks ? details.requests.suffix(3).reversed().map(\.user) : nil,
            defaultSendAs: dialogs[viewer].sendAs[channel.number].map(Self.peer),
            availableReactions: details.reactions, reactionsLimit: details.reactionsLimit,
            boostsUnrestrict: details.boostsToUnrestrict, sendPaidMessagesStars: details.starsPerMessage,
            mainTab: details.mainTab, guardBotID: details.guardBot)
    }

    func full(_ group: BasicGroup, for viewer: Int64) -> TL.ChatFull.ChatFull {
        let details = chats[group.number]
        let canManageLinks = may(.manageLinks, viewer, in: group.number)
        return TL.ChatFull.ChatFull(
            id: group.id, about: details.about, participants: participants(of: group, for: viewer),
            chatPhoto: wholePhoto(of: group.number, for: viewer),
            notifySettings: dialogs[viewer].notifySettings[group.number] ?? .init(),
            exportedInvite: canManageLinks
                ? primaryLink(of: viewer, in: group.number).map { invite($0, in: group.number) } : nil,
            folderID: dialogs[viewer].archived.contains(group.number) ? 1 : nil, call: details.call?.input,
            ttlPeriod: details.autoDelete > 0 ? details.autoDelete : nil, themeEmoticon: details.theme,
            requestsPending: canManageLinks ? Int32(clamping: details.requests.count) : nil,
            recentRequesters: canManageLinks ? details.requests.suffix(3).reversed().map(\.user) : nil,
            availableReactions: details.reactions, reactionsLimit: details.reactionsLimit)
    }

    /// The pinned message that clients show.
    private func newestPin(in channel: Channel) -> Int32? {
        channel.mailbox.history(with: channel.number).first { channel.mailbox[$0]?.isPinned ?? false }
    }

    /// Users and chats whom the information names.
    func people(of full: TL.ChatFull.ChannelFull) -> [Int64] {
        (full.recentRequesters ?? []) + [full.guardBotID].compactMap(\.self)
            + [full.linkedChatID.map { PeerNumber.channel($0).number }].compactMap(\.self)
    }

    /// Groups and channels of an account whose names begin so.
    func chats(ofAccount account: Int64, matching query: String) -> [Int64] {
        let groups = groups.values.filter { $0.members[account] != nil && $0.title.lowercased().hasPrefix(query) }
        let channels = channelsOfAccounts[account, default: []].compactMap { self.channels[$0] }.filter {
            $0.title.lowercased().hasPrefix(query)
        }
        return (groups.map(\.number) + channels.map(\.number)).sorted(by: >)
    }
}
