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
