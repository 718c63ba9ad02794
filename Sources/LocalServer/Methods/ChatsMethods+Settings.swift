// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Settings of groups and channels.
    mutating func addChatSettings() {
        on(TL.messages.EditChatTitle.self) { request, caller, world in
            let group = try world.group(request.chatID, for: caller.account)
            return try world.setTitle(request.title, of: group.number, by: caller.id, origin: caller.origin)
        }
        on(TL.channels.EditTitle.self) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            return try world.setTitle(request.title, of: channel.number, by: caller.id, origin: caller.origin)
        }
        on(TL.messages.EditChatAbout.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            try world.setAbout(request.about, of: number, by: caller.id, origin: caller.origin)
            return true
        }
        on(TL.messages.EditChatDefaultBannedRights.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            try world.demand(.setDefaultPermissions, caller.id, in: number)
            guard !request.bannedRights.viewMessages else { throw RPCFailure.bad(.bannedRightsInvalid) }
            let old = world.chats[number].defaultBanned
            let new = world.normalized(request.bannedRights)
            guard !old.isEncodedEqual(to: new) else { throw RPCFailure.bad(.chatNotModified) }
            return try world.change(
                number, by: caller.id,
                logging: .defaultBannedRights(.init(prevBannedRights: old, newBannedRights: new)),
                origin: caller.origin
            ) { $0.defaultBanned = new }
        }
        on(TL.messages.SetHistoryTTL.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            guard request.period >= 0 else { throw RPCFailure.bad(.ttlPeriodInvalid) }
            guard number < 0 else { throw Engine.notImplemented }
            try world.demand(.editSettings, caller.id, in: number)
            let old = world.chats[number].autoDelete
            guard old != request.period else { throw RPCFailure.bad(.chatNotModified) }
            return try world.change(
                number, by: caller.id,
                logging: .changeHistoryTTL(.init(prevValue: old, newValue: request.period)),
                telling: .setMessagesTTL(.init(period: request.period)),
                adding: { _, _ in
                    let period = request.period == 0 ? nil : request.period
                    return [.peerHistoryTTL(.init(peer: World.peer(number), ttlPeriod: period))]
                }, origin: caller.origin
            ) { $0.autoDelete = request.period }
        }
        on(TL.messages.ToggleNoForwards.self) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            guard number < 0 else { throw Engine.notImplemented }
            guard world.standing(of: caller.id, in: number).isCreator else { throw RPCFailure.bad(.chatAdminRequired) }
            return try world.toggle(
                \.isProtected, request.enabled, in: number, by: caller,
                logging: .toggleNoForwards(.init(newValue: request.enabled)))
        }
        on(TL.messages.SetChatAvailableReactions.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            try world.demand(.editInfo, caller.id, in: number)
            let old = world.chats[number].reactions ?? .all(.init())
            return try world.change(
                number, by: caller.id,
                logging: .changeAvailableReactions(.init(prevValue: old, newValue: request.availableReactions)),
                origin: caller.origin
            ) { details in
                details.reactions = request.availableReactions
                details.reactionsLimit = request.reactionsLimit ?? details.reactionsLimit
            }
        }
        on(TL.phone.CreateGroupCall.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            guard !request.rtmpStream else { throw Engine.notImplemented }
            return try world.startGroupCall(request, in: number, by: caller.id, origin: caller.origin)
        }
        on(TL.phone.DiscardGroupCall.self, .person) { request, caller, world in
            try world.endGroupCall(request.call, by: caller.id, origin: caller.origin)
        }
        addChannelToggles()
        addChannelNames()
    }

    private mutating func addChannelToggles() {
        on(TL.channels.ToggleSlowMode.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            guard [0, 10, 30, 60, 300, 900, 3_600].contains(request.seconds) else {
                throw RPCFailure.bad(.secondsInvalid)
            }
            try world.demand(.ban, caller.id, in: number)
            let old = world.chats[number].slowMode
            guard old != request.seconds else { throw RPCFailure.bad(.chatNotModified) }
            return try world.change(
                number, by: caller.id, logging: .toggleSlowMode(.init(prevValue: old, newValue: request.seconds)),
                origin: caller.origin
            ) { $0.slowMode = request.seconds }
        }
        on(TL.channels.ToggleJoinToSend.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            return try world.toggle(\.joinToSend, request.enabled, in: number, by: caller, needing: .ban)
        }
        on(TL.channels.ToggleJoinRequest.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            try world.demand(.ban, caller.id, in: number)
            let bot = try request.guardBot.map { try world.member($0, for: caller.account).id }
            return try world.change(number, by: caller.id, origin: caller.origin) { details in
                (details.joinRequest, details.guardBot) = (request.enabled, bot)
            }
        }
        on(TL.channels.ToggleSignatures.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            guard channel.isBroadcast else { throw RPCFailure.bad(.channelInvalid) }
            try world.demand(.editSettings, caller.id, in: channel.number)
            let details = world.chats[channel.number]
            guard
                details.hasSignatures != request.signaturesEnabled
                    || details.hasSignatureProfiles != request.profilesEnabled
            else { throw RPCFailure.bad(.chatNotModified) }
            return try world.change(
                channel.number, by: caller.id, logging: .toggleSignatures(.init(newValue: request.signaturesEnabled)),
                origin: caller.origin
            ) { details in
                details.hasSignatures = request.signaturesEnabled
                details.hasSignatureProfiles = request.profilesEnabled
            }
        }
        on(TL.channels.TogglePreHistoryHidden.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            return try world.toggle(
                \.hidesHistory, request.enabled, in: number, by: caller, needing: .editInfo,
                logging: .togglePreHistoryHidden(.init(newValue: request.enabled)))
        }
        on(TL.channels.ToggleAntiSpam.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            return try world.toggle(
                \.hasAntiSpam, request.enabled, in: number, by: caller, needing: .deleteOthersMessages,
                logging: .toggleAntiSpam(.init(newValue: request.enabled)))
        }
        on(TL.channels.ToggleParticipantsHidden.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            return try world.toggle(\.hidesMembers, request.enabled, in: number, by: caller, needing: .ban)
        }
        on(TL.channels.ToggleAutotranslation.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            return try world.toggle(
                \.translatesPosts, request.enabled, in: channel.number, by: caller,
                logging: .toggleAutotranslation(.init(newValue: request.enabled)))
        }
        on(TL.channels.ConvertToGigagroup.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            guard world.standing(of: caller.id, in: number).isCreator else { throw RPCFailure.bad(.chatAdminRequired) }
            return try world.toggle(\.isGigagroup, true, in: number, by: caller)
        }
        on(TL.channels.UpdatePaidMessagesPrice.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.demand(channel.isBroadcast ? .editSettings : .ban, caller.id, in: channel.number)
            guard (0...10_000).contains(request.sendPaidMessagesStars) else {
                throw RPCFailure.bad(.starsAmountInvalid)
            }
            return try world.change(channel.number, by: caller.id, origin: caller.origin) { details in
                details.starsPerMessage = request.sendPaidMessagesStars == 0 ? nil : request.sendPaidMessagesStars
            }
        }
        on(TL.channels.SetBoostsToUnblockRestrictions.self, .person) { request, caller, world in
            let number = try world.supergroup(request.channel, for: caller)
            try world.demand(.ban, caller.id, in: number)
            return try world.change(number, by: caller.id, origin: caller.origin) { details in
                details.boostsToUnrestrict = request.boosts == 0 ? nil : request.boosts
            }
        }
    }

    private mutating func addChannelNames() {
        on(TL.channels.CheckUsername.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.check(username: request.username, for: channel.number)
            return true
        }
        on(TL.channels.UpdateUsername.self, .person) { request, caller, world in
            let channel = try world.channel(request.channel, for: caller.account)
            try world.setUsername(
                request.username.isEmpty ? nil : request.username, ofChannel: channel.id, by: caller.id,
                origin: caller.origin)
            return true
        }
        on(TL.channels.SetDiscussionGroup.self, .person) { request, caller, world in
            let channel = try world.channel(request.broadcast, for: caller.account)
            guard channel.isBroadcast else { throw RPCFailure.bad(.broadcastIDInvalid) }
            try world.demand(.editSettings, caller.id, in: channel.number)
            let old = world.chats[channel.number].linked
            var new: Int64?
            if case .empty = request.group {
                new = nil
            } else {
                let number = try world.supergroup(request.group, for: caller)
                try world.demand(.editSettings, caller.id, in: number)
                guard !world.chats[number].hidesHistory else { throw RPCFailure.bad(.megagroupPrehistoryHidden) }
                guard case .channel(let id) = PeerNumber(number) else { throw RPCFailure.bad(.megagroupIDInvalid) }
                new = id
            }
            guard old != new else { throw RPCFailure.bad(.linkNotModified) }
            if let old { world.chats[PeerNumber.channel(old).number].linked = nil }
            if let new { world.chats[PeerNumber.channel(new).number].linked = channel.id }
            _ = try world.change(
                channel.number, by: caller.id,
                logging: .changeLinkedChat(.init(prevValue: old ?? 0, newValue: new ?? 0)), origin: caller.origin
            ) { $0.linked = new }
            return true
        }
        on(TL.channels.GetGroupsForDiscussion.self, .person) { _, caller, world in
            let found = world.channelsOfAccounts[caller.id, default: []].compactMap { world.channels[$0] }.filter {
                !$0.isBroadcast && world.may(.editSettings, caller.id, in: $0.number)
            }
            return .chats(.init(chats: world.chats(found.map(\.number), for: caller.id)))
        }
        on(TL.channels.GetAdminedPublicChannels.self, .person) { _, caller, world in
            let found = world.channels.values.filter { $0.creator == caller.id && $0.username != nil }
            return .chats(.init(chats: world.chats(found.map(\.number), for: caller.id)))
        }
        on(TL.channels.GetSendAs.self, .person) { request, caller, world in
            let number = try world.target(request.peer, for: caller.account)
            let own = world.channels.values.filter { $0.creator == caller.id && $0.username != nil }.map(\.number)
            let peers = [caller.id] + own.sorted(by: >)
            let (users, chats) = world.peers(peers + [number], for: caller.id)
            return .init(peers: peers.map { .init(peer: World.peer($0)) }, chats: chats, users: users)
        }
    }
}

extension World {
    /// A supergroup that a client names.
    fileprivate func supergroup(_ input: TL.InputChannel, for caller: Caller) throws(RPCFailure) -> Int64 {
        let channel = try channel(input, for: caller.account)
        guard !channel.isBroadcast else { throw .bad(.megagroupIDInvalid) }
        return channel.number
    }

    /// Switches a setting on or off.
    fileprivate mutating func toggle(
        _ setting: WritableKeyPath<ChatDetails, Bool>, _ isOn: Bool, in number: Int64, by caller: Caller,
        needing needed: ChatAction = .editSettings, logging action: TL.ChannelAdminLogEventAction? = nil
    ) throws(RPCFailure) -> TL.Updates {
        try demand(needed, caller.id, in: number)
        guard chats[number][keyPath: setting] != isOn else { throw .bad(.chatNotModified) }
        return try change(number, by: caller.id, logging: action, origin: caller.origin) { $0[keyPath: setting] = isOn }
    }
}
