"""The rows of accounts; `Examples/Parity/AccountOperations.swift` has the same ones."""

from telethon import functions, types

ROWS = [
    ("updateProfile", lambda t: t.client(functions.account.UpdateProfileRequest(first_name="Ann", last_name="Lee", about="hello")), ["account.updateProfile"], {}),
    ("checkUsername", lambda t: t.client(functions.account.CheckUsernameRequest("ann_parity")), ["account.checkUsername"], {}),
    ("setUsername", lambda t: t.client(functions.account.UpdateUsernameRequest("ann_parity")), ["account.updateUsername"], {}),
    ("setBirthday", lambda t: t.client(functions.account.UpdateBirthdayRequest(birthday=types.Birthday(day=3, month=4, year=1990))), ["account.updateBirthday"], {}),
    ("setEmojiStatus", lambda t: t.client(functions.account.UpdateEmojiStatusRequest(types.EmojiStatus(document_id=7, until=2_000_000_000))), ["account.updateEmojiStatus"], {}),
    ("setOnline", lambda t: t.client(functions.account.UpdateStatusRequest(offline=False)), ["account.updateStatus"], {}),
    ("setPrivacy", lambda t: t.client(functions.account.SetPrivacyRequest(types.InputPrivacyKeyPhoneNumber(), [types.InputPrivacyValueDisallowBots(), types.InputPrivacyValueAllowContacts(), types.InputPrivacyValueDisallowAll()])), ["account.setPrivacy"], {}),
    ("privacySettings", lambda t: t.client(functions.account.GetPrivacyRequest(types.InputPrivacyKeyStatusTimestamp())), ["account.getPrivacy"], {}),
    ("globalPrivacy", lambda t: t.client(functions.account.GetGlobalPrivacySettingsRequest()), ["account.getGlobalPrivacySettings"], {}),
    ("notificationSettingsOfGroups", lambda t: t.client(functions.account.GetNotifySettingsRequest(types.InputNotifyChats())), ["account.getNotifySettings"], {}),
    ("muteSelf", lambda t: t.client(functions.account.UpdateNotifySettingsRequest(types.InputNotifyPeer(types.InputPeerSelf()), types.InputPeerNotifySettings(mute_until=2**31 - 1))), ["account.updateNotifySettings"], {}),
    ("notificationExceptions", lambda t: t.client(functions.account.GetNotifyExceptionsRequest(compare_sound=True)), ["account.getNotifyExceptions"], {}),
    ("resetNotificationSettings", lambda t: t.client(functions.account.ResetNotifySettingsRequest()), ["account.resetNotifySettings"], {}),
    ("contactSignUps", lambda t: t.client(functions.account.SetContactSignUpNotificationRequest(silent=True)), ["account.setContactSignUpNotification"], {}),
    ("authorizations", lambda t: t.client(functions.account.GetAuthorizationsRequest()), ["account.getAuthorizations"], {}),
    ("setAuthorizationLifetime", lambda t: t.client(functions.account.SetAuthorizationTTLRequest(30)), ["account.setAuthorizationTTL"], {}),
    ("accountLifetime", lambda t: t.client(functions.account.GetAccountTTLRequest()), ["account.getAccountTTL"], {}),
    ("setAccountLifetime", lambda t: t.client(functions.account.SetAccountTTLRequest(types.AccountDaysTTL(90))), ["account.setAccountTTL"], {}),
    ("webAuthorizations", lambda t: t.client(functions.account.GetWebAuthorizationsRequest()), ["account.getWebAuthorizations"], {}),
    ("passwordState", lambda t: t.client(functions.account.GetPasswordRequest()), ["account.getPassword"], {}),
    ("sensitiveContent", lambda t: t.client(functions.account.SetContentSettingsRequest(sensitive_enabled=True)), ["account.setContentSettings"], {}),
    ("countries", lambda t: t.client(functions.help.GetCountriesListRequest(lang_code="de", hash=0)), ["help.getCountriesList"], {}),
    ("nearestDataCenter", lambda t: t.client(functions.help.GetNearestDcRequest()), ["help.getNearestDc"], {}),
    ("savedSounds", lambda t: t.client(functions.account.GetSavedRingtonesRequest(hash=0)), ["account.getSavedRingtones"], {}),
]


def privacy(title, key, *rules):
    return (title, lambda t: t.client(functions.account.SetPrivacyRequest(key, list(rules))), ["account.setPrivacy"], {})


def call(title, request, method):
    return (title, lambda t: t.client(request), [method], {})


NOBODY = types.InputPrivacyValueDisallowAll()
EVERYBODY = types.InputPrivacyValueAllowAll()
CONTACTS = types.InputPrivacyValueAllowContacts()

ROWS += [
    privacy("setPrivacyOfLastSeen", types.InputPrivacyKeyStatusTimestamp(), NOBODY),
    privacy("setPrivacyOfInvitations", types.InputPrivacyKeyChatInvite(), CONTACTS, NOBODY),
    privacy("setPrivacyOfCalls", types.InputPrivacyKeyPhoneCall(), EVERYBODY),
    privacy("setPrivacyOfForwards", types.InputPrivacyKeyForwards(), NOBODY),
    privacy("setPrivacyOfPhotos", types.InputPrivacyKeyProfilePhoto(), types.InputPrivacyValueDisallowContacts(), EVERYBODY),
    privacy("setPrivacyOfBio", types.InputPrivacyKeyAbout(), EVERYBODY),
    privacy("setPrivacyOfBirthday", types.InputPrivacyKeyBirthday(), types.InputPrivacyValueAllowCloseFriends(), NOBODY),
    privacy("setPrivacyOfSearchByPhone", types.InputPrivacyKeyAddedByPhone(), CONTACTS, NOBODY),
    privacy("setPrivacyOfVoiceMessages", types.InputPrivacyKeyVoiceMessages(), EVERYBODY),
    privacy("setPrivacyOfMusic", types.InputPrivacyKeySavedMusic(), EVERYBODY),
    call("privacyOfCalls", functions.account.GetPrivacyRequest(types.InputPrivacyKeyPhoneCall()), "account.getPrivacy"),
    call("setGlobalPrivacy", functions.account.SetGlobalPrivacySettingsRequest(types.GlobalPrivacySettings(hide_read_marks=True)), "account.setGlobalPrivacySettings"),
    call("removeBirthday", functions.account.UpdateBirthdayRequest(), "account.updateBirthday"),
    call("removeEmojiStatus", functions.account.UpdateEmojiStatusRequest(types.EmojiStatusEmpty()), "account.updateEmojiStatus"),
    call("recentEmojiStatuses", functions.account.GetRecentEmojiStatusesRequest(0), "account.getRecentEmojiStatuses"),
    call("defaultEmojiStatuses", functions.account.GetDefaultEmojiStatusesRequest(0), "account.getDefaultEmojiStatuses"),
    call("clearRecentEmojiStatuses", functions.account.ClearRecentEmojiStatusesRequest(), "account.clearRecentEmojiStatuses"),
    call("setOffline", functions.account.UpdateStatusRequest(offline=True), "account.updateStatus"),
    call("removeUsername", functions.account.UpdateUsernameRequest(""), "account.updateUsername"),
    call("restoreUsername", functions.account.UpdateUsernameRequest("ann"), "account.updateUsername"),
    call("setNameColor", functions.account.UpdateColorRequest(color=types.PeerColor(color=3)), "account.updateColor"),
    call("setProfileColor", functions.account.UpdateColorRequest(for_profile=True, color=types.PeerColor(color=2, background_emoji_id=9)), "account.updateColor"),
    call("notificationSettingsOfChannels", functions.account.GetNotifySettingsRequest(types.InputNotifyBroadcasts()), "account.getNotifySettings"),
    call("notificationSettingsOfUsers", functions.account.GetNotifySettingsRequest(types.InputNotifyUsers()), "account.getNotifySettings"),
    call("muteGroups", functions.account.UpdateNotifySettingsRequest(types.InputNotifyChats(), types.InputPeerNotifySettings(mute_until=2**31 - 1)), "account.updateNotifySettings"),
    call("reactionNotificationSettings", functions.account.GetReactionsNotifySettingsRequest(), "account.getReactionsNotifySettings"),
    call("notifiesOfNewContacts", functions.account.GetContactSignUpNotificationRequest(), "account.getContactSignUpNotification"),
    call("contentSettings", functions.account.GetContentSettingsRequest(), "account.getContentSettings"),
    call("timeZones", functions.help.GetTimezonesListRequest(0), "help.getTimezonesList"),
    call("authorizationLifetime", functions.account.GetAuthorizationsRequest(), "account.getAuthorizations"),
]

PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")


def upload(title, method, make, content=PICTURE, name="me.png"):
    async def act(t):
        return await t.client(make(await t.client.upload_file(content, file_name=name)))
    return (title, act, [method], {})


ROWS += [
    upload("setProfilePhoto", "photos.uploadProfilePhoto", lambda file: functions.photos.UploadProfilePhotoRequest(file=file)),
    upload("setFallbackPhoto", "photos.uploadProfilePhoto", lambda file: functions.photos.UploadProfilePhotoRequest(fallback=True, file=file)),
    call("profilePhotos", functions.photos.GetUserPhotosRequest(types.InputUserSelf(), 0, 0, 100), "photos.getUserPhotos"),
    call("removeProfilePhoto", functions.photos.UpdateProfilePhotoRequest(types.InputPhotoEmpty()), "photos.updateProfilePhoto"),
    call("removeFallbackPhoto", functions.photos.UpdateProfilePhotoRequest(types.InputPhotoEmpty(), fallback=True), "photos.updateProfilePhoto"),
    upload("uploadSound", "account.uploadRingtone", lambda file: functions.account.UploadRingtoneRequest(file, "ding.mp3", "audio/mpeg"), b"sound", "ding.mp3"),
]

ROWS += [
    call("nameColors", functions.help.GetPeerColorsRequest(0), "help.getPeerColors"),
    call("profileColors", functions.help.GetPeerProfileColorsRequest(0), "help.getPeerProfileColors"),
    call("savedMusicIDs", functions.account.GetSavedMusicIdsRequest(0), "account.getSavedMusicIds"),
    call("savedMusic", functions.users.GetSavedMusicRequest(types.InputUserSelf(), 0, 100, 0), "users.getSavedMusic"),
    call("registerForPush", functions.account.RegisterDeviceRequest(2, "a token", False, b"", []), "account.registerDevice"),
    call("setPushLocked", functions.account.UpdateDeviceLockedRequest(60), "account.updateDeviceLocked"),
    call("unregisterFromPush", functions.account.UnregisterDeviceRequest(2, "a token", []), "account.unregisterDevice"),
    call("urlAuthorization", functions.messages.RequestUrlAuthRequest(url="https://example.org"), "messages.requestUrlAuth"),
    call("declineURLAuthorization", functions.messages.DeclineUrlAuthRequest("https://example.org"), "messages.declineUrlAuth"),
]
