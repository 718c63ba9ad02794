// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Something that happened in a supergroup or channel, from its log of the last 48 hours.
public struct AdminLogEvent: Sendable, Identifiable {
    /// The event as the schema has it.
    public let raw: TL.ChannelAdminLogEvent
    /// What happened.
    public let action: Action
    let context: ObjectContext

    init(_ raw: TL.ChannelAdminLogEvent, _ context: ObjectContext) {
        self.raw = raw
        self.context = context
        action = Action(raw.action, context)
    }

    /// The event's number.
    public var id: Int64 { raw.id }
    /// When it happened.
    public var date: Date { Date(unixTime: raw.date) }
    /// Who did it.
    public var userID: Int64 { raw.userID }
    /// Who did it, if the user came along.
    public var user: User? { context.user(raw.userID) }

    /// What happened.
    @nonexhaustive
    public enum Action: Sendable {
        /// The name was changed.
        case titleChanged(from: String, to: String)
        /// The description was changed.
        case aboutChanged(from: String, to: String)
        /// The public name was changed.
        case usernameChanged(from: String, to: String)
        /// The list of public names was changed.
        case usernamesChanged(from: [String], to: [String])
        /// The photo was changed.
        case photoChanged(from: TL.Photo, to: TL.Photo)
        /// Whether members may add others was changed.
        case invitesToggled(allowed: Bool)
        /// Whether posts are signed was changed.
        case signaturesToggled(Bool)
        /// Whether signatures show profiles was changed.
        case signatureProfilesToggled(Bool)
        /// A message was pinned or unpinned; then it is not pinned any more.
        case messagePinned(Message?)
        /// A message was edited.
        case messageEdited(from: Message?, to: Message?)
        /// A message was deleted.
        case messageDeleted(Message?)
        /// A message was sent on behalf of the channel.
        case messageSent(Message?)
        /// A poll was closed.
        case pollStopped(Message?)
        /// Somebody joined.
        case joined
        /// Somebody joined by an invite link.
        case joinedByLink(InviteLink?, viaFolder: Bool)
        /// Somebody was admitted.
        case joinedByRequest(InviteLink?, approvedByID: Int64)
        /// Somebody left.
        case left
        /// Somebody was added.
        case invited(Participant)
        /// Somebody was banned or restricted, or that was lifted.
        case banChanged(from: Participant, to: Participant)
        /// Somebody was promoted, or demoted, or their rights changed.
        case adminChanged(from: Participant, to: Participant)
        /// Somebody's title was changed.
        case rankChanged(userID: Int64, from: String, to: String)
        /// A subscription was prolonged.
        case subscriptionExtended(from: Participant, to: Participant)
        /// The sticker set was changed.
        case stickerSetChanged(from: TL.InputStickerSet, to: TL.InputStickerSet)
        /// The custom emoji were changed.
        case emojiSetChanged(from: TL.InputStickerSet, to: TL.InputStickerSet)
        /// Whether new members see what was said before was changed.
        case historyHiddenToggled(Bool)
        /// What members may not do was changed.
        case defaultPermissionsChanged(from: BannedRights, to: BannedRights)
        /// The linked chat was changed.
        case linkedChatChanged(from: PeerID?, to: PeerID?)
        /// The place was changed.
        case locationChanged(from: TL.ChannelLocation, to: TL.ChannelLocation)
        /// Slow mode was changed.
        case slowModeChanged(from: Duration?, to: Duration?)
        /// After what time messages disappear was changed.
        case autoDeleteChanged(from: Duration?, to: Duration?)
        /// The theme's wallpaper was changed.
        case wallpaperChanged(from: TL.WallPaper, to: TL.WallPaper)
        /// A video chat began.
        case callStarted(TL.InputGroupCall)
        /// A video chat ended.
        case callEnded(TL.InputGroupCall)
        /// Whether who comes to a video chat is mute was changed.
        case callMuteToggled(Bool)
        /// Somebody was muted in a video chat.
        case callParticipantMuted(TL.GroupCallParticipant)
        /// Somebody was unmuted in a video chat.
        case callParticipantUnmuted(TL.GroupCallParticipant)
        /// Somebody's volume in a video chat was changed.
        case callVolumeChanged(TL.GroupCallParticipant)
        /// An invite link was deleted.
        case linkDeleted(InviteLink?)
        /// An invite link was revoked.
        case linkRevoked(InviteLink?)
        /// An invite link was changed.
        case linkEdited(from: InviteLink?, to: InviteLink?)
        /// The reactions that members may use were changed.
        case reactionsChanged(from: AvailableReactions, to: AvailableReactions)
        /// Whether messages are protected was changed.
        case protectionToggled(Bool)
        /// Whether there are topics was changed.
        case forumToggled(Bool)
        /// A topic was created.
        case topicCreated(TL.ForumTopic)
        /// A topic was changed.
        case topicEdited(from: TL.ForumTopic, to: TL.ForumTopic)
        /// A topic was deleted.
        case topicDeleted(TL.ForumTopic)
        /// A topic was pinned or unpinned.
        case topicPinned(from: TL.ForumTopic?, to: TL.ForumTopic?)
        /// Telegram's spam filter was switched.
        case antiSpamToggled(Bool)
        /// Translations of posts were switched.
        case autoTranslationToggled(Bool)
        /// The colour was changed.
        case colorChanged(from: TL.PeerColor, to: TL.PeerColor)
        /// The profile's colour was changed.
        case profileColorChanged(from: TL.PeerColor, to: TL.PeerColor)
        /// The emoji beside the name was changed.
        case emojiStatusChanged(from: TL.EmojiStatus, to: TL.EmojiStatus)
        /// A kind of event that has no case of its own yet.
        case raw(TL.ChannelAdminLogEventAction)
    }
}

extension AdminLogEvent: CustomStringConvertible {
    /// A description for people.
    public var description: String { "AdminLogEvent(\(id): \(action))" }
}
