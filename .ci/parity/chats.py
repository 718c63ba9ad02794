"""Rows about chats and people; `Examples/Parity/ChatOperations.swift` has the same ones."""

from datetime import datetime, timezone

from telethon import functions as f
from telethon import types as t

TALK, NEWS, BOT, BOB = "talk_room", "news_room", "echo_bot", "bob"
NO_RIGHTS = {}


def call(make):
    return lambda s: s.client(make(s))


async def names(s):
    async for dialog in s.client.iter_dialogs(folder=0):
        if dialog.title == "Talk":
            await s.client(f.channels.UpdateUsernameRequest(dialog.input_entity, TALK))
        if dialog.title == "News":
            await s.client(f.channels.UpdateUsernameRequest(dialog.input_entity, NEWS))


async def people(s, chat, filter=None, search="", limit=200):
    return await s.client.get_participants(chat, limit=limit, filter=filter, search=search)


def members(filter, limit=200):
    return call(lambda s: f.channels.GetParticipantsRequest(TALK, filter, 0, limit, 0))


async def folder(s):
    talk = await s.client.get_input_entity(TALK)
    await s.client(f.messages.GetDialogFiltersRequest())
    await s.client(f.messages.UpdateDialogFilterRequest(2, t.DialogFilter(
        2, t.TextWithEntities("Work", []), [], [talk], [], bots=True)))


def notify(peer):
    return t.InputNotifyPeer(peer)


async def mute(s):
    peer = await s.client.get_input_entity(BOT)
    await s.client(f.account.UpdateNotifySettingsRequest(
        t.InputNotifyPeer(peer), t.InputPeerNotifySettings(mute_until=datetime.fromtimestamp(2000000000, timezone.utc))))


async def dialog_of(s):
    await s.client(f.messages.GetPeerDialogsRequest([t.InputDialogPeer(await s.client.get_input_entity(BOT))]))


async def reorder(s):
    order = [t.InputDialogPeer(await s.client.get_input_entity(name)) for name in (TALK, BOT)]
    await s.client(f.messages.ReorderPinnedDialogsRequest(folder_id=0, order=order, force=True))


async def pin(s, on):
    await s.client(f.messages.ToggleDialogPinRequest(t.InputDialogPeer(await s.client.get_input_entity(BOT)), pinned=on))


async def mark(s):
    await s.client(f.messages.MarkDialogUnreadRequest(t.InputDialogPeer(await s.client.get_input_entity(BOT)), unread=True))


async def end_call(s):
    full = await s.client(f.channels.GetFullChannelRequest(TALK))
    await s.client(f.phone.DiscardGroupCallRequest(full.full_chat.call))


def banned(**rights):
    return t.ChatBannedRights(until_date=None, **rights)


SETTINGS = [
    ("createSupergroup", call(lambda s: f.channels.CreateChannelRequest("Talk", "all things", megagroup=True)), ["channels.createChannel"], {}),
    ("createChannel", call(lambda s: f.channels.CreateChannelRequest("News", "", broadcast=True)), ["channels.createChannel"], {}),
    ("setChatUsername", names, ["channels.updateUsername"], {}),
    ("setChatTitle", call(lambda s: f.channels.EditTitleRequest(TALK, "Talks")), ["channels.editTitle"], {}),
    ("setChatAbout", call(lambda s: f.messages.EditChatAboutRequest(TALK, "everything")), ["messages.editChatAbout"], {}),
    ("setSlowMode", call(lambda s: f.channels.ToggleSlowModeRequest(TALK, 30)), ["channels.toggleSlowMode"], {}),
    ("setSlowModeOff", call(lambda s: f.channels.ToggleSlowModeRequest(TALK, 0)), ["channels.toggleSlowMode"], {}),
    ("setContentProtection", call(lambda s: f.messages.ToggleNoForwardsRequest(TALK, True)), ["messages.toggleNoForwards"], {}),
    ("setAutoDelete", call(lambda s: f.messages.SetHistoryTTLRequest(TALK, 86400)), ["messages.setHistoryTTL"], {}),
    ("setDefaultPermissions", lambda s: s.client.edit_permissions(TALK, send_polls=False), ["messages.editChatDefaultBannedRights"],
        {"messages.editChatDefaultBannedRights.bannedRights.untilDate": "Telethon says 0 for always, Ferogram the greatest date as apps do"}),
    ("setHistoryHidden", call(lambda s: f.channels.TogglePreHistoryHiddenRequest(TALK, True)), ["channels.togglePreHistoryHidden"], {}),
    ("setMembersHidden", call(lambda s: f.channels.ToggleParticipantsHiddenRequest(TALK, True)), ["channels.toggleParticipantsHidden"], {}),
    ("setAntiSpam", call(lambda s: f.channels.ToggleAntiSpamRequest(TALK, True)), ["channels.toggleAntiSpam"], {}),
    ("setJoiningRequired", call(lambda s: f.channels.ToggleJoinToSendRequest(TALK, True)), ["channels.toggleJoinToSend"], {}),
    ("setSignatures", call(lambda s: f.channels.ToggleSignaturesRequest(NEWS, signatures_enabled=True)), ["channels.toggleSignatures"], {}),
    ("setReactions", call(lambda s: f.messages.SetChatAvailableReactionsRequest(TALK, t.ChatReactionsSome([t.ReactionEmoji("👍")]))), ["messages.setChatAvailableReactions"], {}),
    ("isUsernameAvailable", call(lambda s: f.channels.CheckUsernameRequest(TALK, "other_room")), ["channels.checkUsername"], {}),
    ("fullChannel", call(lambda s: f.channels.GetFullChannelRequest(TALK)), ["channels.getFullChannel"], {}),
    ("ownPublicChats", call(lambda s: f.channels.GetAdminedPublicChannelsRequest()), ["channels.getAdminedPublicChannels"], {}),
    ("similarChannels", call(lambda s: f.channels.GetChannelRecommendationsRequest(NEWS)), ["channels.getChannelRecommendations"], {}),
    ("sendAsPeers", call(lambda s: f.channels.GetSendAsRequest(TALK)), ["channels.getSendAs"], {}),
    ("startGroupCall", call(lambda s: f.phone.CreateGroupCallRequest(TALK, title="Live", random_id=1)), ["phone.createGroupCall"], {}),
    ("endGroupCall", end_call, ["channels.getFullChannel", "phone.discardGroupCall"], {}),
    ("boostStatus", call(lambda s: f.premium.GetBoostsStatusRequest(NEWS)), ["premium.getBoostsStatus"], {}),
    ("onlineCount", call(lambda s: f.messages.GetOnlinesRequest(TALK)), ["messages.getOnlines"], {}),
]

MEMBERS = [
    ("invite", call(lambda s: f.channels.InviteToChannelRequest(TALK, [BOB])), ["channels.inviteToChannel"], {}),
    ("participant", lambda s: s.client.get_permissions(TALK, BOB), ["channels.getParticipant"], {}),
    ("participants", members(t.ChannelParticipantsRecent()), ["channels.getParticipants"], {}),
    ("administrators", members(t.ChannelParticipantsAdmins()), ["channels.getParticipants"], {}),
    ("searchParticipants", members(t.ChannelParticipantsSearch("bo")), ["channels.getParticipants"], {}),
    ("bots", members(t.ChannelParticipantsBots()), ["channels.getParticipants"], {}),
    ("bannedParticipants", members(t.ChannelParticipantsKicked("")), ["channels.getParticipants"], {}),
    ("restrictedParticipants", members(t.ChannelParticipantsBanned("")), ["channels.getParticipants"], {}),
    ("promote", lambda s: s.client.edit_admin(TALK, BOB, ban_users=True, pin_messages=True, title="Guard"), ["channels.editAdmin"], {}),
    ("setRank", call(lambda s: f.messages.EditChatParticipantRankRequest(TALK, BOB, "Chief")), ["messages.editChatParticipantRank"], {}),
    ("demote", call(lambda s: f.channels.EditAdminRequest(TALK, BOB, t.ChatAdminRights())), ["channels.editAdmin"], {}),
    ("restrict", call(lambda s: f.channels.EditBannedRequest(TALK, BOB, banned(send_media=True, send_stickers=True))), ["channels.editBanned"], {}),
    ("unban", call(lambda s: f.channels.EditBannedRequest(TALK, BOB, banned())), ["channels.editBanned"], {}),
    ("ban", call(lambda s: f.channels.EditBannedRequest(TALK, BOB, banned(**{name: True for name in (
        "view_messages send_messages send_media send_stickers send_gifs send_games send_inline embed_links send_polls change_info "
        "invite_users pin_messages manage_topics send_photos send_videos send_roundvideos send_audios send_voices send_docs send_plain "
        "edit_rank send_reactions manage_linked_peers").split()}))), ["channels.editBanned"], {}),
    ("deleteMessagesOf", call(lambda s: f.channels.DeleteParticipantHistoryRequest(TALK, BOB)), ["channels.deleteParticipantHistory"], {}),
    ("adminLog", call(lambda s: f.channels.GetAdminLogRequest(TALK, "", 0, 0, 10, events_filter=t.ChannelAdminLogEventsFilter(kick=True, promote=True))), ["channels.getAdminLog"], {}),
]

LINKS = [
    ("createLink", call(lambda s: f.messages.ExportChatInviteRequest(TALK, usage_limit=5, title="friends")), ["messages.exportChatInvite"], {}),
    ("createLinkWithApproval", call(lambda s: f.messages.ExportChatInviteRequest(TALK, request_needed=True)), ["messages.exportChatInvite"], {}),
    ("renewPrimaryLink", call(lambda s: f.messages.ExportChatInviteRequest(TALK, legacy_revoke_permanent=True)), ["messages.exportChatInvite"], {}),
    ("inviteLinks", call(lambda s: f.messages.GetExportedChatInvitesRequest(TALK, t.InputUserSelf(), 50)), ["messages.getExportedChatInvites"], {}),
    ("revokedLinks", call(lambda s: f.messages.GetExportedChatInvitesRequest(TALK, t.InputUserSelf(), 50, revoked=True)), ["messages.getExportedChatInvites"], {}),
    ("deleteRevokedLinks", call(lambda s: f.messages.DeleteRevokedExportedChatInvitesRequest(TALK, t.InputUserSelf())), ["messages.deleteRevokedExportedChatInvites"], {}),
    ("adminsWithInvites", call(lambda s: f.messages.GetAdminsWithInvitesRequest(TALK)), ["messages.getAdminsWithInvites"], {}),
    ("joinRequests", call(lambda s: f.messages.GetChatInviteImportersRequest(TALK, None, t.InputUserEmpty(), 50, requested=True)), ["messages.getChatInviteImporters"], {}),
    ("linkMembers", call(lambda s: f.messages.GetChatInviteImportersRequest(TALK, None, t.InputUserEmpty(), 50)), ["messages.getChatInviteImporters"], {}),
    ("approveAll", call(lambda s: f.messages.HideAllChatJoinRequestsRequest(TALK, approved=True)), ["messages.hideAllChatJoinRequests"], {}),
    ("declineAll", call(lambda s: f.messages.HideAllChatJoinRequestsRequest(TALK)), ["messages.hideAllChatJoinRequests"], {}),
]

TOPICS = [
    ("setForum", call(lambda s: f.channels.ToggleForumRequest(TALK, True, False)), ["channels.toggleForum"], {}),
    ("createTopic", call(lambda s: f.messages.CreateForumTopicRequest(TALK, "Topic", icon_color=0x8EEE98)), ["messages.createForumTopic"], {}),
    ("editTopic", call(lambda s: f.messages.EditForumTopicRequest(TALK, 1, title="All")), ["messages.editForumTopic"], {}),
    ("closeTopic", call(lambda s: f.messages.EditForumTopicRequest(TALK, 1, closed=True)), ["messages.editForumTopic"], {}),
    ("reopenTopic", call(lambda s: f.messages.EditForumTopicRequest(TALK, 1, closed=False)), ["messages.editForumTopic"], {}),
    ("pinTopic", call(lambda s: f.messages.UpdatePinnedForumTopicRequest(TALK, 1, True)), ["messages.updatePinnedForumTopic"], {}),
    ("reorderTopics", call(lambda s: f.messages.ReorderPinnedForumTopicsRequest(TALK, [1], force=True)), ["messages.reorderPinnedForumTopics"], {}),
    ("topics", call(lambda s: f.messages.GetForumTopicsRequest(TALK, None, 0, 0, 20)), ["messages.getForumTopics"], {}),
    ("topicsByID", call(lambda s: f.messages.GetForumTopicsByIDRequest(TALK, [1])), ["messages.getForumTopicsByID"], {}),
]

DIALOGS = [
    ("dialogs", lambda s: s.client.get_dialogs(limit=20, folder=0), ["messages.getDialogs"], {}),
    ("archivedDialogs", lambda s: s.client.get_dialogs(limit=20, folder=1), ["messages.getDialogs"], {}),
    ("pinDialog", lambda s: pin(s, True), ["messages.toggleDialogPin"], {}),
    ("pinnedDialogs", call(lambda s: f.messages.GetPinnedDialogsRequest(0)), ["messages.getPinnedDialogs"], {}),
    ("reorderDialogs", reorder, ["messages.reorderPinnedDialogs"], {}),
    ("unpinDialog", lambda s: pin(s, None), ["messages.toggleDialogPin"], {}),
    ("markUnread", mark, ["messages.markDialogUnread"], {}),
    ("archive", lambda s: s.client.edit_folder(BOT, 1), ["folders.editPeerFolders"], {}),
    ("unarchive", lambda s: s.client.edit_folder(BOT, 0), ["folders.editPeerFolders"], {}),
    ("mute", mute, ["account.updateNotifySettings"], {}),
    ("dialogOf", dialog_of, ["messages.getPeerDialogs"], {}),
    ("createFolder", folder, ["messages.updateDialogFilter"], {}),
    ("folders", call(lambda s: f.messages.GetDialogFiltersRequest()), ["messages.getDialogFilters"], {}),
    ("deleteFolder", call(lambda s: f.messages.UpdateDialogFilterRequest(2)), ["messages.updateDialogFilter"], {}),
    ("dialogsMarkedUnread", call(lambda s: f.messages.GetDialogUnreadMarksRequest()), ["messages.getDialogUnreadMarks"], {}),
    ("suggestedFolders", call(lambda s: f.messages.GetSuggestedDialogFiltersRequest()), ["messages.getSuggestedDialogFilters"], {}),
    ("pinnedSavedDialogs", call(lambda s: f.messages.GetPinnedSavedDialogsRequest()), ["messages.getPinnedSavedDialogs"], {}),
    ("setFolderTags", call(lambda s: f.messages.ToggleDialogFilterTagsRequest(True)), ["messages.toggleDialogFilterTags"], {}),
    ("discussionGroupCandidates", call(lambda s: f.channels.GetGroupsForDiscussionRequest()), ["channels.getGroupsForDiscussion"], {}),
    ("setApprovalRequired", call(lambda s: f.channels.ToggleJoinRequestRequest(TALK, True)), ["channels.toggleJoinRequest"], {}),
    ("setAutoTranslation", call(lambda s: f.channels.ToggleAutotranslationRequest(NEWS, True)), ["channels.toggleAutotranslation"], {}),
    ("ownBoosts", call(lambda s: f.premium.GetMyBoostsRequest()), ["premium.getMyBoosts"], {}),
    ("leave", call(lambda s: f.channels.DeleteChannelRequest(NEWS)), ["channels.deleteChannel"], {}),
]

CONTACTS = [
    ("addContact", call(lambda s: f.contacts.AddContactRequest(BOB, "Robert", "", "")), ["contacts.addContact"], {}),
    ("contacts", call(lambda s: f.contacts.GetContactsRequest(0)), ["contacts.getContacts"], {}),
    ("contactStatuses", call(lambda s: f.contacts.GetStatusesRequest()), ["contacts.getStatuses"], {}),
    ("importContacts", call(lambda s: f.contacts.ImportContactsRequest([t.InputPhoneContact(0, "+15551234567", "Zoe", "")])), ["contacts.importContacts"], {}),
    ("searchContacts", call(lambda s: f.contacts.SearchRequest("robert", 10)), ["contacts.search"], {}),
    ("block", call(lambda s: f.contacts.BlockRequest(BOB)), ["contacts.block"], {}),
    ("blocked", call(lambda s: f.contacts.GetBlockedRequest(0, 20)), ["contacts.getBlocked"], {}),
    ("unblock", call(lambda s: f.contacts.UnblockRequest(BOB)), ["contacts.unblock"], {}),
    ("fullUser", call(lambda s: f.users.GetFullUserRequest(BOB)), ["users.getFullUser"], {}),
    ("commonChats", call(lambda s: f.messages.GetCommonChatsRequest(BOB, 0, 20)), ["messages.getCommonChats"], {}),
    ("deleteContacts", call(lambda s: f.contacts.DeleteContactsRequest([BOB])), ["contacts.deleteContacts"], {}),
]

PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")


async def set_photo(s):
    file = await s.client.upload_file(PICTURE, file_name="cat.png")
    await s.client(f.channels.EditPhotoRequest(TALK, t.InputChatUploadedPhoto(file=file)))


async def chat_photos(s):
    await s.client(f.messages.SearchRequest(
        TALK, "", t.InputMessagesFilterChatPhotos(), None, None, 0, 0, 20, 0, 0, 0))


LOOKS = [
    ("setChatColor", call(lambda s: f.channels.UpdateColorRequest(NEWS, color=3)), ["channels.updateColor"], {}),
    ("setChatProfileColor", call(lambda s: f.channels.UpdateColorRequest(NEWS, for_profile=True, color=4, background_emoji_id=9)), ["channels.updateColor"], {}),
    ("setMainProfileTab", call(lambda s: f.channels.SetMainProfileTabRequest(NEWS, t.ProfileTabGifts())), ["channels.setMainProfileTab"], {}),
    ("setChatEmojiStatus", call(lambda s: f.channels.UpdateEmojiStatusRequest(NEWS, t.EmojiStatus(5))), ["channels.updateEmojiStatus"], {}),
    ("setPaidMessages", call(lambda s: f.channels.UpdatePaidMessagesPriceRequest(TALK, 5)), ["channels.updatePaidMessagesPrice"], {}),
    ("setBoostsToUnrestrict", call(lambda s: f.channels.SetBoostsToUnblockRestrictionsRequest(TALK, 2)), ["channels.setBoostsToUnblockRestrictions"], {}),
    ("setDefaultSendAs", call(lambda s: f.messages.SaveDefaultSendAsRequest(TALK, t.InputPeerSelf())), ["messages.saveDefaultSendAs"], {}),
    ("setChatPhoto", set_photo, ["channels.editPhoto"], {}),
    ("chatPhotos", chat_photos, ["messages.search"], {}),
    ("deleteChatPhoto", call(lambda s: f.channels.EditPhotoRequest(TALK, t.InputChatPhotoEmpty())), ["channels.editPhoto"], {}),
    ("setHistoryShown", call(lambda s: f.channels.TogglePreHistoryHiddenRequest(TALK, False)), ["channels.togglePreHistoryHidden"], {}),
    ("setDiscussionGroup", call(lambda s: f.channels.SetDiscussionGroupRequest(NEWS, TALK)), ["channels.setDiscussionGroup"], {}),
    ("futureCreator", call(lambda s: f.messages.GetFutureChatCreatorAfterLeaveRequest(TALK)), ["messages.getFutureChatCreatorAfterLeave"], {}),
    ("inactiveChats", call(lambda s: f.channels.GetInactiveChannelsRequest()), ["channels.getInactiveChannels"], {}),
    ("boosts", call(lambda s: f.premium.GetBoostsListRequest(NEWS, "", 20)), ["premium.getBoostsList"], {}),
]

TOPICS += [
    ("setForumShownAsMessages", call(lambda s: f.channels.ToggleViewForumAsMessagesRequest(TALK, True)), ["channels.toggleViewForumAsMessages"], {}),
]

SHARED = t.InputChatlistDialogFilter(2)


async def shared_folder(s):
    talk = await s.client.get_input_entity(TALK)
    await s.client(f.messages.UpdateDialogFilterRequest(2, t.DialogFilter(
        2, t.TextWithEntities("Shared", []), [], [talk], [])))


async def share(s):
    made = await s.client(f.chatlists.ExportChatlistInviteRequest(SHARED, "x", [await s.client.get_input_entity(TALK)]))
    s.slug = made.invite.url.split("/")[-1]


SHARING = [
    ("createSharedFolder", shared_folder, ["messages.updateDialogFilter"], {}),
    ("reorderFolders", call(lambda s: f.messages.UpdateDialogFiltersOrderRequest([2, 0])), ["messages.updateDialogFiltersOrder"], {}),
    ("shareFolder", share, ["chatlists.exportChatlistInvite"], {}),
    ("folderLinks", call(lambda s: f.chatlists.GetExportedInvitesRequest(SHARED)), ["chatlists.getExportedInvites"], {}),
    ("editFolderLink", call(lambda s: f.chatlists.EditExportedInviteRequest(SHARED, s.slug, title="y")), ["chatlists.editExportedInvite"], {}),
    ("deleteFolderLink", call(lambda s: f.chatlists.DeleteExportedInviteRequest(SHARED, s.slug)), ["chatlists.deleteExportedInvite"], {}),
    ("savedDialogs", call(lambda s: f.messages.GetSavedDialogsRequest(None, 0, t.InputPeerEmpty(), 20, 0)), ["messages.getSavedDialogs"], {}),
    ("savedDialogsByID", call(lambda s: f.messages.GetSavedDialogsByIDRequest([t.InputPeerSelf()])), ["messages.getSavedDialogsByID"], {}),
    ("savedHistory", call(lambda s: f.messages.GetSavedHistoryRequest(t.InputPeerSelf(), 0, None, 0, 20, 0, 0, 0)), ["messages.getSavedHistory"], {}),
    ("pinSavedDialog", call(lambda s: f.messages.ToggleSavedDialogPinRequest(t.InputDialogPeer(t.InputPeerSelf()), True)), ["messages.toggleSavedDialogPin"], {}),
    ("reorderSavedDialogs", call(lambda s: f.messages.ReorderPinnedSavedDialogsRequest([t.InputDialogPeer(t.InputPeerSelf())], force=True)), ["messages.reorderPinnedSavedDialogs"], {}),
    ("deleteSavedHistory", call(lambda s: f.messages.DeleteSavedHistoryRequest(t.InputPeerSelf(), 1)), ["messages.deleteSavedHistory"], {}),
]


async def close_friends(s):
    await s.client(f.contacts.EditCloseFriendsRequest([(await s.client.get_input_entity(BOB)).user_id]))


PEOPLE = [
    ("setCloseFriends", close_friends, ["contacts.editCloseFriends"], {}),
    ("setContactNote", call(lambda s: f.contacts.UpdateContactNoteRequest(BOB, t.TextWithEntities("a note", []))), ["contacts.updateContactNote"], {}),
    ("contactBirthdays", call(lambda s: f.contacts.GetBirthdaysRequest()), ["contacts.getBirthdays"], {}),
    ("savedContacts", call(lambda s: f.contacts.GetSavedRequest()), ["contacts.getSaved"], {}),
    ("contactLink", call(lambda s: f.contacts.ExportContactTokenRequest()), ["contacts.exportContactToken"], {}),
    ("suggestBirthday", call(lambda s: f.users.SuggestBirthdayRequest(BOB, t.Birthday(3, 4))), ["users.suggestBirthday"], {}),
    ("contactRequirements", call(lambda s: f.users.GetRequirementsToContactRequest([BOB])), ["users.getRequirementsToContact"], {}),
    ("peerSettings", call(lambda s: f.messages.GetPeerSettingsRequest(BOB)), ["messages.getPeerSettings"], {}),
    ("hidePeerBar", call(lambda s: f.messages.HidePeerSettingsBarRequest(BOB)), ["messages.hidePeerSettingsBar"], {}),
    ("setChatTheme", call(lambda s: f.messages.SetChatThemeRequest(BOB, t.InputChatTheme("🎄"))), ["messages.setChatTheme"], {}),
    ("topPeers", call(lambda s: f.contacts.GetTopPeersRequest(0, 30, 0, correspondents=True, groups=True)), ["contacts.getTopPeers"], {}),
    ("removeTopPeer", call(lambda s: f.contacts.ResetTopPeerRatingRequest(t.TopPeerCategoryCorrespondents(), BOB)), ["contacts.resetTopPeerRating"], {}),
    ("setTopPeersOff", call(lambda s: f.contacts.ToggleTopPeersRequest(False)), ["contacts.toggleTopPeers"], {}),
    ("deleteContactsByPhone", call(lambda s: f.contacts.DeleteByPhonesRequest(["+15551234567"])), ["contacts.deleteByPhones"], {}),
    ("resetSavedContacts", call(lambda s: f.contacts.ResetSavedRequest()), ["contacts.resetSaved"], {}),
]


async def create_group(s):
    made = await s.client(f.messages.CreateChatRequest([BOB], "Small"))
    s.group = made.updates.chats[0].id


GROUPS = [
    ("createGroup", create_group, ["messages.createChat"], {}),
    ("setGroupTitle", call(lambda s: f.messages.EditChatTitleRequest(s.group, "Smaller")), ["messages.editChatTitle"], {}),
    ("fullGroup", call(lambda s: f.messages.GetFullChatRequest(s.group)), ["messages.getFullChat"], {}),
    ("promoteInGroup", call(lambda s: f.messages.EditChatAdminRequest(s.group, BOB, True)), ["messages.editChatAdmin"], {}),
    ("kickFromGroup", call(lambda s: f.messages.DeleteChatUserRequest(s.group, BOB)), ["messages.deleteChatUser"], {}),
    ("inviteToGroup", call(lambda s: f.messages.AddChatUserRequest(s.group, BOB, 0)), ["messages.addChatUser"], {}),
    ("migrate", call(lambda s: f.messages.MigrateChatRequest(s.group)), ["messages.migrateChat"], {}),
]

ROWS = SETTINGS + LOOKS + MEMBERS + LINKS + TOPICS + DIALOGS[:-1] + SHARING + DIALOGS[-1:] + CONTACTS[:-1] + PEOPLE + CONTACTS[-1:] + GROUPS
