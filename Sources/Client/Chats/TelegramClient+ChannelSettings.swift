// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Lets members alone write in a discussion group, or everybody (`channels.toggleJoinToSend`).
    ///
    /// - Parameters:
    ///   - isRequired: Whether one must join to write.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setJoiningRequiredToWrite(
        _ isRequired: Bool, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.ToggleJoinToSend(channel: $0, enabled: isRequired) }
    }

    /// Lets administrators admit new members, or everybody join (`channels.toggleJoinRequest`).
    ///
    /// - Parameters:
    ///   - isRequired: Whether one must ask to join.
    ///   - bot: The bot that looks at those who ask; `nil` for none.
    ///   - appliesToInvites: Whether that goes for people with an invite link too.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setApprovalRequiredToJoin(
        _ isRequired: Bool, guardedBy bot: (any PeerConvertible)? = nil, appliesToInvites: Bool = false,
        in chat: some PeerConvertible
    ) async throws(InvocationError) {
        var guardBot: TL.InputUser?
        if let bot { guardBot = try await core.resolveUsers([bot]).first }
        try await core.channelSetting(chat) {
            TL.channels.ToggleJoinRequest(
                applyToInvites: appliesToInvites, channel: $0, enabled: isRequired, guardBot: guardBot)
        }
    }

    /// Shows who wrote the posts of a channel, or does not (`channels.toggleSignatures`).
    ///
    /// - Parameters:
    ///   - isOn: Whether posts are signed.
    ///   - showingProfiles: Whether they show the profile too.
    ///   - channel: The channel.
    /// - Throws: ``InvocationError``.
    public func setSignatures(
        _ isOn: Bool, showingProfiles: Bool = false, in channel: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(channel) {
            TL.channels.ToggleSignatures(signaturesEnabled: isOn, profilesEnabled: showingProfiles, channel: $0)
        }
    }

    /// Hides what was said before from new members, or does not (`channels.togglePreHistoryHidden`).
    ///
    /// - Parameters:
    ///   - isHidden: Whether it is hidden.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setHistoryHidden(_ isHidden: Bool, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.TogglePreHistoryHidden(channel: $0, enabled: isHidden) }
    }

    /// Switches Telegram's spam filter (`channels.toggleAntiSpam`).
    ///
    /// - Parameters:
    ///   - isOn: Whether it is on; the group must have 200 members.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setAntiSpam(_ isOn: Bool, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.ToggleAntiSpam(channel: $0, enabled: isOn) }
    }

    /// Hides members from members, or does not (`channels.toggleParticipantsHidden`).
    ///
    /// - Parameters:
    ///   - areHidden: Whether they are hidden; the group must have 100 members.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setMembersHidden(_ areHidden: Bool, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.ToggleParticipantsHidden(channel: $0, enabled: areHidden) }
    }

    /// Offers translations of a channel's posts to its readers, or does not (`channels.toggleAutotranslation`).
    ///
    /// - Parameters:
    ///   - isOn: Whether it does; the channel needs boosts.
    ///   - channel: The channel.
    /// - Throws: ``InvocationError``.
    public func setAutoTranslation(_ isOn: Bool, in channel: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(channel) { TL.channels.ToggleAutotranslation(channel: $0, enabled: isOn) }
    }

    /// Makes a gigagroup of a supergroup: without limit of members, administrators alone write
    /// (`channels.convertToGigagroup`).
    ///
    /// There is no way back.
    ///
    /// - Parameter chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func convertToGigagroup(_ chat: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.ConvertToGigagroup(channel: $0) }
    }

    /// Ties a supergroup to a place (`channels.editLocation`).
    ///
    /// - Parameters:
    ///   - latitude: The latitude, −90 to 90; `nil` to untie it.
    ///   - longitude: The longitude, −180 to 180.
    ///   - address: The address.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setChatLocation(
        latitude: Double?, longitude: Double?, address: String, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        var point = TL.InputGeoPoint.empty
        if let latitude, let longitude { point = .inputGeoPoint(.init(lat: latitude, long: longitude)) }
        let place = point
        try await core.channelSetting(chat) {
            TL.channels.EditLocation(channel: $0, geoPoint: place, address: address)
        }
    }

    /// Makes a group the place for comments on a channel's posts (`channels.setDiscussionGroup`).
    ///
    /// - Parameters:
    ///   - group: The supergroup; `nil` for none.
    ///   - channel: The channel.
    /// - Throws: ``InvocationError``.
    public func setDiscussionGroup(
        _ group: (any PeerConvertible)?, of channel: some PeerConvertible
    ) async throws(InvocationError) {
        var place = TL.InputChannel.empty
        if let group {
            let reference = try group.peerReference
            place = try await core.resolveChannel(reference)
        }
        let target = place
        try await core.channelSetting(channel) { TL.channels.SetDiscussionGroup(broadcast: $0, group: target) }
    }

    /// Lists the account's groups that can hold comments on a channel's posts (`channels.getGroupsForDiscussion`).
    ///
    /// - Returns: The groups; basic ones become supergroups first.
    /// - Throws: ``InvocationError``.
    public func discussionGroupCandidates() async throws(InvocationError) -> [Chat] {
        core.chats(in: try await core.invoke(TL.channels.GetGroupsForDiscussion())).chats
    }

    /// Lets messages cost Stars, and a channel take direct messages (`channels.updatePaidMessagesPrice`).
    ///
    /// - Parameters:
    ///   - stars: What a message costs; 0 for nothing.
    ///   - allowsDirectMessages: Whether people may write to a channel.
    ///   - chat: The supergroup or channel.
    /// - Throws: ``InvocationError``.
    public func setPaidMessages(
        stars: Int, allowsDirectMessages: Bool = false, in chat: some PeerConvertible
    ) async throws(InvocationError) {
        let limit = core.limits.limits.starsPerMessage
        if stars < 0 || stars > limit {
            throw .invalidArgument(
                method: "channels.updatePaidMessagesPrice", "a message costs 0 to \(limit) Stars, not \(stars)")
        }
        try await core.channelSetting(chat) {
            TL.channels.UpdatePaidMessagesPrice(
                broadcastMessagesAllowed: allowsDirectMessages, channel: $0, sendPaidMessagesStars: Int64(stars))
        }
    }

    /// Chooses the colour of a channel's name, or of its profile (`channels.updateColor`).
    ///
    /// - Parameters:
    ///   - color: The number of the colour; `nil` for the usual one.
    ///   - emojiID: The custom emoji of the background.
    ///   - forProfile: Whether it is the profile's colour.
    ///   - channel: The channel or supergroup.
    /// - Throws: ``InvocationError``.
    public func setChatColor(
        _ color: Int?, backgroundEmojiID emojiID: Int64? = nil, forProfile: Bool = false,
        of channel: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(channel) {
            TL.channels.UpdateColor(
                forProfile: forProfile, channel: $0, color: color.map { Int32(clamping: $0) },
                backgroundEmojiID: emojiID)
        }
    }

    /// Shows an emoji beside the name of a channel (`channels.updateEmojiStatus`).
    ///
    /// - Parameters:
    ///   - status: The emoji; `TL.EmojiStatus.empty` for none.
    ///   - channel: The channel or supergroup.
    /// - Throws: ``InvocationError``.
    public func setChatEmojiStatus(
        _ status: TL.EmojiStatus, of channel: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(channel) { TL.channels.UpdateEmojiStatus(channel: $0, emojiStatus: status) }
    }

    /// Chooses the sticker set of a group (`channels.setStickers`).
    ///
    /// - Parameters:
    ///   - set: The set; `TL.InputStickerSet.empty` for none.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setGroupStickers(
        _ set: TL.InputStickerSet, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.SetStickers(channel: $0, stickerset: set) }
    }

    /// Chooses the custom emoji of a group, which all its members may use (`channels.setEmojiStickers`).
    ///
    /// - Parameters:
    ///   - set: The set; `TL.InputStickerSet.empty` for none.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setGroupEmoji(
        _ set: TL.InputStickerSet, of chat: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(chat) { TL.channels.SetEmojiStickers(channel: $0, stickerset: set) }
    }

    /// Chooses what a channel's profile shows first (`channels.setMainProfileTab`).
    ///
    /// - Parameters:
    ///   - tab: The tab.
    ///   - channel: The channel.
    /// - Throws: ``InvocationError``.
    public func setMainProfileTab(
        _ tab: TL.ProfileTab, of channel: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(channel) { TL.channels.SetMainProfileTab(channel: $0, tab: tab) }
    }

    /// Keeps advertisements out of a channel, or does not (`channels.restrictSponsoredMessages`).
    ///
    /// - Parameters:
    ///   - areRestricted: Whether there are none; the channel needs boosts.
    ///   - channel: The channel.
    /// - Throws: ``InvocationError``.
    public func setSponsoredMessagesRestricted(
        _ areRestricted: Bool, in channel: some PeerConvertible
    ) async throws(InvocationError) {
        try await core.channelSetting(channel) {
            TL.channels.RestrictSponsoredMessages(channel: $0, restricted: areRestricted)
        }
    }

    /// Lets boosts lift the restrictions of members (`channels.setBoostsToUnblockRestrictions`).
    ///
    /// - Parameters:
    ///   - count: How many boosts of a member do, 1 to 8; 0 for never.
    ///   - chat: The supergroup.
    /// - Throws: ``InvocationError``.
    public func setBoostsToUnrestrict(_ count: Int, in chat: some PeerConvertible) async throws(InvocationError) {
        try await core.channelSetting(chat) {
            TL.channels.SetBoostsToUnblockRestrictions(channel: $0, boosts: Int32(clamping: count))
        }
    }
}
