"""The operations that two clients perform, one row each; `Examples/Parity/Operations.swift` has the same rows.

A row has the name of the operation, how Telethon performs it, the methods whose requests are compared, and the fields that
differ for a reason, each with the reason. A field is named as `method.field`.
"""

import chats
from telethon import functions
from telethon import functions, types

# Telethon says that there are none, Ferogram says nothing.
NO_ENTITIES = {"messages.sendMessage.entities.count": "Telethon sends an empty list where there is no formatting"}

PERSON = [
    ("requestLoginCode", lambda t: t.request_code(), ["auth.sendCode"], {}),
    ("signInWithCode", lambda t: t.sign_in(), ["auth.signIn"], {}),
    ("me", lambda t: t.client.get_me(), ["users.getUsers"], {}),
    ("resolveUsername", lambda t: t.client(functions.contacts.ResolveUsernameRequest("echo_bot")), ["contacts.resolveUsername"], {}),
    ("sendText", lambda t: t.client.send_message("@echo_bot", "hello"), ["messages.sendMessage"], NO_ENTITIES),
    ("sendFormatted", lambda t: t.client.send_message("@echo_bot", "a **bold** word"), ["messages.sendMessage"], {}),
    ("sendReply", lambda t: t.client.send_message("@echo_bot", "again", reply_to=1), ["messages.sendMessage"], NO_ENTITIES),
    ("sendSilent", lambda t: t.client.send_message("@echo_bot", "quiet", silent=True), ["messages.sendMessage"], NO_ENTITIES),
    ("sendWithoutPreview", lambda t: t.client.send_message("@echo_bot", "https://example.com", link_preview=False), ["messages.sendMessage"], NO_ENTITIES),
    ("sendToSelf", lambda t: t.client.send_message("me", "note"), ["messages.sendMessage"], NO_ENTITIES),
    *chats.ROWS,
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
    ("mute", lambda t: t.client(functions.account.UpdateNotifySettingsRequest(types.InputNotifyPeer(types.InputPeerSelf()), types.InputPeerNotifySettings(mute_until=2**31 - 1))), ["account.updateNotifySettings"], {}),
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
    ("signOut", lambda t: t.client.log_out(), ["auth.logOut"], {}),
]

BOT = [
    ("signInBot", lambda t: t.client.sign_in(bot_token=t.bot["token"]), ["auth.importBotAuthorization"], {}),
]
