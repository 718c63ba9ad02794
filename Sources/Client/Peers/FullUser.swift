// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes

/// All that the server says of a user.
public struct FullUser: Sendable {
    /// The information as the schema has it.
    public let raw: TL.UserFull
    /// The user.
    public let user: User
    let context: ObjectContext

    init?(_ raw: TL.users.UserFull, _ core: ClientCore) {
        let context = core.taking(raw.users, raw.chats)
        guard let user = context.user(raw.fullUser.id) else { return nil }
        (self.raw, self.user, self.context) = (raw.fullUser, user, context)
    }

    /// The user's number.
    public var id: Int64 { raw.id }
    /// The description.
    public var about: String? { raw.about }
    /// When the user was online last, as far as the account may know.
    public var status: UserStatus { user.status }
    /// How many groups both are in.
    public var commonChatCount: Int { Int(raw.commonChatsCount) }
    /// The photo that the account sees: one of its own for the contact, the user's, or the one for everybody.
    public var photo: TL.Photo? { raw.personalPhoto ?? raw.profilePhoto ?? raw.fallbackPhoto }
    /// Whether the account blocked the user.
    public var isBlocked: Bool { raw.blocked }
    /// Whether the account hides its stories from the user.
    public var isBlockedFromStories: Bool { raw.blockedMyStoriesFrom }
    /// Whether the account may call the user.
    public var canBeCalled: Bool { raw.phoneCallsAvailable }
    /// Whether the user takes no calls from the account.
    public var hasPrivateCalls: Bool { raw.phoneCallsPrivate }
    /// Whether video calls are possible.
    public var canBeVideoCalled: Bool { raw.videoCallsAvailable }
    /// Whether the user takes no voice messages.
    public var forbidsVoiceMessages: Bool { raw.voiceMessagesForbidden }
    /// Whether the account may pin messages in the private chat.
    public var canPinMessages: Bool { raw.canPinMessage }
    /// The message that is pinned last.
    public var pinnedMessageID: Int32? { raw.pinnedMsgID }
    /// After what time messages disappear; `nil` if they stay.
    public var autoDelete: Duration? { raw.ttlPeriod.map { .seconds($0) } }
    /// The notification settings of the private chat.
    public var notifySettings: TL.PeerNotifySettings { raw.notifySettings }
    /// What the bar above the private chat offers.
    public var settings: TL.PeerSettings { raw.settings }
    /// What a bot says of itself.
    public var botInfo: TL.BotInfo? { raw.botInfo }
    /// The rights that a bot asks for in groups.
    public var suggestedGroupRights: AdminRights? { raw.botGroupAdminRights.map { AdminRights($0) } }
    /// The rights that a bot asks for in channels.
    public var suggestedChannelRights: AdminRights? { raw.botBroadcastAdminRights.map { AdminRights($0) } }
    /// Day and month of birth, and the year if the user shows it.
    public var birthday: TL.Birthday? { raw.birthday }
    /// The channel on the user's profile.
    public var personalChannel: Channel? {
        raw.personalChannelID.flatMap { context.chat(.channel($0))?.channel }
    }
    /// The newest post of that channel.
    public var personalChannelMessageID: Int32? { raw.personalChannelMessage }
    /// The account's note about the contact.
    public var note: String? { raw.note?.text }
    /// Whether only contacts and Premium users may write to the user.
    public var requiresPremiumToContact: Bool { raw.contactRequirePremium }
    /// How many Stars a message to the user costs.
    public var starsPerMessage: Int64? { raw.sendPaidMessagesStars }
    /// Whether there are scheduled messages.
    public var hasScheduledMessages: Bool { raw.hasScheduled }
    /// Whether the chat is in the archive.
    public var isArchived: Bool { raw.folderID == 1 }
    /// Users and chats that the information names.
    public func chat(_ id: PeerID) -> Chat? { context.chat(id) }
}

/// What somebody wants of those who write first.
@nonexhaustive
public enum ContactRequirement: Hashable, Sendable {
    /// Nothing.
    case none
    /// Telegram Premium.
    case premium
    /// So many Stars a message.
    case stars(Int64)

    init(_ raw: TL.RequirementToContact) {
        switch raw {
        case .empty: self = .none
        case .premium: self = .premium
        case .paidMessages(let paid): self = .stars(paid.starsAmount)
        }
    }
}
