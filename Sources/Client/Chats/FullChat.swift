// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// All that the server says of a group or a channel.
public struct FullChat: Sendable {
    /// The information as the schema has it.
    public let raw: TL.ChatFull
    /// The chat.
    public let chat: Chat
    let context: ObjectContext

    init?(_ raw: TL.messages.ChatFull, _ core: ClientCore) {
        let context = core.taking(raw.users, raw.chats)
        let id: PeerID =
            switch raw.fullChat {
            case .chatFull(let full): .chat(full.id)
            case .channelFull(let full): .channel(full.id)
            case .communityFull(let full): .channel(full.id)
            }
        guard let chat = context.chat(id) else { return nil }
        (self.raw, self.chat, self.context) = (raw.fullChat, chat, context)
    }

    private var group: TL.ChatFull.ChatFull? { if case .chatFull(let full) = raw { full } else { nil } }
    private var channel: TL.ChatFull.ChannelFull? { if case .channelFull(let full) = raw { full } else { nil } }

    /// The description.
    public var about: String {
        switch raw {
        case .chatFull(let full): full.about
        case .channelFull(let full): full.about
        case .communityFull(let full): full.about
        }
    }
    /// The photo.
    public var photo: TL.Photo? { group?.chatPhoto ?? channel?.chatPhoto }
    /// How many members there are.
    public var memberCount: Int? {
        if let channel { return channel.participantsCount.map { Int($0) } }
        if case .chatParticipants(let list)? = group?.participants { return list.participants.count }
        return nil
    }
    /// How many administrators there are.
    public var administratorCount: Int? {
        if let channel { return channel.adminsCount.map { Int($0) } }
        return participants?.count { $0.isAdministrator }
    }
    /// How many people are banned.
    public var bannedCount: Int? { channel?.kickedCount.map { Int($0) } }
    /// How many people are restricted.
    public var restrictedCount: Int? { channel?.bannedCount.map { Int($0) } }
    /// How many members are online.
    public var onlineCount: Int? { channel?.onlineCount.map { Int($0) } }
    /// The members of a basic group; `nil` for others, and if the account may not know.
    public var participants: [Participant]? {
        guard case .chatParticipants(let list)? = group?.participants else { return nil }
        return list.participants.map { Participant($0, context) }
    }
    /// The chat's main invite link, if the account may see it.
    public var inviteLink: InviteLink? {
        (group?.exportedInvite ?? channel?.exportedInvite).flatMap { InviteLink($0, context) }
    }
    /// How many people asked to join.
    public var joinRequestCount: Int { Int(group?.requestsPending ?? channel?.requestsPending ?? 0) }
    /// The people who asked last.
    public var recentRequesters: [User] {
        (group?.recentRequesters ?? channel?.recentRequesters ?? []).compactMap(context.user)
    }
    /// The message that is pinned last.
    public var pinnedMessageID: Int32? { group?.pinnedMsgID ?? channel?.pinnedMsgID }
    /// The group call that goes on or is announced.
    public var groupCall: TL.InputGroupCall? { group?.call ?? channel?.call }
    /// The chat that belongs to it: the discussion group of a channel, the channel of a discussion group.
    public var linkedChatID: PeerID? { channel?.linkedChatID.map { .channel($0) } }
    /// The chat that belongs to it.
    public var linkedChat: Chat? { linkedChatID.flatMap(context.chat) }
    /// The basic group that it was, with that group's last message.
    public var migratedFrom: (id: PeerID, messageID: Int32)? {
        guard let id = channel?.migratedFromChatID, let message = channel?.migratedFromMaxID else { return nil }
        return (.chat(id), message)
    }
    /// How long members wait between two messages; `nil` if they need not.
    public var slowMode: Duration? { channel?.slowmodeSeconds.map { .seconds($0) } }
    /// When the account may write again in slow mode.
    public var nextMessageDate: Date? { channel?.slowmodeNextSendDate.map { Date(unixTime: $0) } }
    /// After what time messages disappear; `nil` if they stay.
    public var autoDelete: Duration? { (group?.ttlPeriod ?? channel?.ttlPeriod).map { .seconds($0) } }
    /// Which reactions members may use; `nil` if the server does not say.
    public var availableReactions: AvailableReactions? {
        (group?.availableReactions ?? channel?.availableReactions).map { AvailableReactions($0) }
    }
    /// How many different reactions a message may have.
    public var reactionLimit: Int? { (group?.reactionsLimit ?? channel?.reactionsLimit).map { Int($0) } }
    /// Whether paid reactions are possible.
    public var hasPaidReactions: Bool { channel?.paidReactionsAvailable ?? false }
    /// The emoji of its theme.
    public var theme: String? { group?.themeEmoticon ?? channel?.themeEmoticon }
    /// As whom the account writes, if it chose.
    public var sendAs: PeerID? { channel?.defaultSendAs.map { PeerID($0) } }
    /// The bots in it, with their commands.
    public var bots: [TL.BotInfo] { group?.botInfo ?? channel?.botInfo ?? [] }
    /// The notification settings.
    public var notifySettings: TL.PeerNotifySettings? { group?.notifySettings ?? channel?.notifySettings }
    /// The place it belongs to.
    public var location: TL.ChannelLocation.ChannelLocation? {
        if case .channelLocation(let location)? = channel?.location { location } else { nil }
    }
    /// The sticker set of the group.
    public var stickerSet: TL.StickerSet? { channel?.stickerset }
    /// The custom emoji of the group.
    public var emojiSet: TL.StickerSet? { channel?.emojiset }
    /// How many of the account's boosts it has.
    public var ownBoostCount: Int { Int(channel?.boostsApplied ?? 0) }
    /// How many boosts lift a member's restrictions.
    public var boostsToUnrestrict: Int? { channel?.boostsUnrestrict.map { Int($0) } }
    /// The bot that looks at people who want to join.
    public var guardBotID: Int64? { channel?.guardBotID }
    /// How many Stars a message costs.
    public var starsPerMessage: Int64? { channel?.sendPaidMessagesStars }
    /// The data centre that has the statistics.
    public var statisticsDataCenter: Int? { channel?.statsDC.map { Int($0) } }
    /// Whether the account may list the members.
    public var canListMembers: Bool { channel?.canViewParticipants ?? (participants != nil) }
    /// Whether the account may see statistics.
    public var canViewStatistics: Bool { channel?.canViewStats ?? false }
    /// Whether the account may give the chat a public name.
    public var canSetUsername: Bool { group?.canSetUsername ?? channel?.canSetUsername ?? false }
    /// Whether the account may choose the stickers of the group.
    public var canSetStickers: Bool { channel?.canSetStickers ?? false }
    /// Whether the account may delete the chat.
    public var canDelete: Bool { channel?.canDeleteChannel ?? chat.group?.isCreator ?? false }
    /// Whether new members do not see what was said before.
    public var isHistoryHidden: Bool { channel?.hiddenPrehistory ?? false }
    /// Whether members are hidden from members.
    public var areMembersHidden: Bool { channel?.participantsHidden ?? false }
    /// Whether Telegram's spam filter is on.
    public var hasAntiSpam: Bool { channel?.antispam ?? false }
    /// Whether a forum is shown as one list of messages.
    public var isForumShownAsMessages: Bool { channel?.viewForumAsMessages ?? false }
    /// Whether there are scheduled messages.
    public var hasScheduledMessages: Bool { group?.hasScheduled ?? channel?.hasScheduled ?? false }
    /// Whether the account blocked the chat's stories and messages.
    public var isBlocked: Bool { channel?.blocked ?? false }
    /// Whether the chat is in the archive.
    public var isArchived: Bool { (group?.folderID ?? channel?.folderID) == 1 }
    /// How many messages are unread.
    public var unreadCount: Int? { channel.map { Int($0.unreadCount) } }
}

/// Which reactions members of a chat may use.
public enum AvailableReactions: Sendable {
    /// All; also custom emoji if so.
    case all(custom: Bool)
    /// Some.
    case some([TL.Reaction])
    /// None.
    case none

    init(_ raw: TL.ChatReactions) {
        switch raw {
        case .all(let all): self = .all(custom: all.allowCustom)
        case .reactionsSome(let some): self = .some(some.reactions)
        case .reactionsNone: self = .none
        }
    }

    /// Some emoji.
    ///
    /// - Parameter emoji: The emoji.
    /// - Returns: The reactions.
    public static func emoji(_ emoji: String...) -> Self {
        .some(emoji.map { .emoji(.init(emoticon: $0)) })
    }

    var tl: TL.ChatReactions {
        switch self {
        case .all(let custom): .all(.init(allowCustom: custom))
        case .some(let reactions): .reactionsSome(.init(reactions: reactions))
        case .none: .reactionsNone
        }
    }
}
