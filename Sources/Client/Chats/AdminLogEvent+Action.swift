// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension AdminLogEvent.Action {
    /// Takes an action as the schema has it.
    init(_ raw: TL.ChannelAdminLogEventAction, _ context: ObjectContext) {
        self =
            Self.settings(raw) ?? Self.members(raw, context) ?? Self.messages(raw, context) ?? Self.others(raw)
            ?? .raw(raw)
    }

    private static func settings(_ raw: TL.ChannelAdminLogEventAction) -> Self? {
        switch raw {
        case .changeTitle(let change): .titleChanged(from: change.prevValue, to: change.newValue)
        case .changeAbout(let change): .aboutChanged(from: change.prevValue, to: change.newValue)
        case .changeUsername(let change): .usernameChanged(from: change.prevValue, to: change.newValue)
        case .changeUsernames(let change): .usernamesChanged(from: change.prevValue, to: change.newValue)
        case .changePhoto(let change): .photoChanged(from: change.prevPhoto, to: change.newPhoto)
        case .toggleInvites(let change): .invitesToggled(allowed: change.newValue)
        case .toggleSignatures(let change): .signaturesToggled(change.newValue)
        case .toggleSignatureProfiles(let change): .signatureProfilesToggled(change.newValue)
        case .changeStickerSet(let change): .stickerSetChanged(from: change.prevStickerset, to: change.newStickerset)
        case .changeEmojiStickerSet(let change): .emojiSetChanged(from: change.prevStickerset, to: change.newStickerset)
        case .togglePreHistoryHidden(let change): .historyHiddenToggled(change.newValue)
        case .defaultBannedRights(let change):
            .defaultPermissionsChanged(
                from: BannedRights(change.prevBannedRights), to: BannedRights(change.newBannedRights))
        case .changeLinkedChat(let change):
            .linkedChatChanged(from: channel(change.prevValue), to: channel(change.newValue))
        case .changeLocation(let change): .locationChanged(from: change.prevValue, to: change.newValue)
        case .toggleSlowMode(let change):
            .slowModeChanged(from: seconds(change.prevValue), to: seconds(change.newValue))
        case .changeHistoryTTL(let change):
            .autoDeleteChanged(from: seconds(change.prevValue), to: seconds(change.newValue))
        case .changeWallpaper(let change): .wallpaperChanged(from: change.prevValue, to: change.newValue)
        case .changeAvailableReactions(let change):
            .reactionsChanged(from: AvailableReactions(change.prevValue), to: AvailableReactions(change.newValue))
        case .toggleNoForwards(let change): .protectionToggled(change.newValue)
        case .toggleForum(let change): .forumToggled(change.newValue)
        case .toggleAntiSpam(let change): .antiSpamToggled(change.newValue)
        case .toggleAutotranslation(let change): .autoTranslationToggled(change.newValue)
        case .changePeerColor(let change): .colorChanged(from: change.prevValue, to: change.newValue)
        case .changeProfilePeerColor(let change): .profileColorChanged(from: change.prevValue, to: change.newValue)
        case .changeEmojiStatus(let change): .emojiStatusChanged(from: change.prevValue, to: change.newValue)
        default: nil
        }
    }

    private static func members(_ raw: TL.ChannelAdminLogEventAction, _ context: ObjectContext) -> Self? {
        switch raw {
        case .participantJoin: .joined
        case .participantLeave: .left
        case .participantJoinByInvite(let join):
            .joinedByLink(InviteLink(join.invite, context), viaFolder: join.viaChatlist)
        case .participantJoinByRequest(let join):
            .joinedByRequest(InviteLink(join.invite, context), approvedByID: join.approvedBy)
        case .participantInvite(let invite): .invited(Participant(invite.participant, context))
        case .participantToggleBan(let change):
            .banChanged(
                from: Participant(change.prevParticipant, context), to: Participant(change.newParticipant, context))
        case .participantToggleAdmin(let change):
            .adminChanged(
                from: Participant(change.prevParticipant, context), to: Participant(change.newParticipant, context))
        case .participantSubExtend(let change):
            .subscriptionExtended(
                from: Participant(change.prevParticipant, context), to: Participant(change.newParticipant, context))
        case .participantEditRank(let change):
            .rankChanged(userID: change.userID, from: change.prevRank, to: change.newRank)
        case .exportedInviteDelete(let change): .linkDeleted(InviteLink(change.invite, context))
        case .exportedInviteRevoke(let change): .linkRevoked(InviteLink(change.invite, context))
        case .exportedInviteEdit(let change):
            .linkEdited(from: InviteLink(change.prevInvite, context), to: InviteLink(change.newInvite, context))
        default: nil
        }
    }

    private static func messages(_ raw: TL.ChannelAdminLogEventAction, _ context: ObjectContext) -> Self? {
        switch raw {
        case .updatePinned(let change): .messagePinned(Message(change.message, context))
        case .editMessage(let change):
            .messageEdited(from: Message(change.prevMessage, context), to: Message(change.newMessage, context))
        case .deleteMessage(let change): .messageDeleted(Message(change.message, context))
        case .sendMessage(let change): .messageSent(Message(change.message, context))
        case .stopPoll(let change): .pollStopped(Message(change.message, context))
        default: nil
        }
    }

    private static func others(_ raw: TL.ChannelAdminLogEventAction) -> Self? {
        switch raw {
        case .startGroupCall(let change): .callStarted(change.call)
        case .discardGroupCall(let change): .callEnded(change.call)
        case .toggleGroupCallSetting(let change): .callMuteToggled(change.joinMuted)
        case .participantMute(let change): .callParticipantMuted(change.participant)
        case .participantUnmute(let change): .callParticipantUnmuted(change.participant)
        case .participantVolume(let change): .callVolumeChanged(change.participant)
        case .createTopic(let change): .topicCreated(change.topic)
        case .editTopic(let change): .topicEdited(from: change.prevTopic, to: change.newTopic)
        case .deleteTopic(let change): .topicDeleted(change.topic)
        case .pinTopic(let change): .topicPinned(from: change.prevTopic, to: change.newTopic)
        default: nil
        }
    }

    private static func channel(_ id: Int64) -> PeerID? { id == 0 ? nil : .channel(id) }

    private static func seconds(_ value: Int32) -> Duration? { value == 0 ? nil : .seconds(value) }
}
