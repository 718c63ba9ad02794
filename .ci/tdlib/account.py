"""What TDLib makes of an account: a second session, what one session tells the other, profile, privacy, contacts."""

import time

from common import Person, formatted, refused, text_content, text_of, user
from counting import check, same
from media import Files, png


def second_session(library, folder, ann, people):
    """Ann lets another device in with a QR code."""
    other = Person(library, folder, "ann-2")
    other.until_state("authorizationStateWaitPhoneNumber")
    other.act("requestQrCodeAuthentication", other_user_ids=[])
    link = other.until_state("authorizationStateWaitOtherDeviceConfirmation")["link"]
    check("QR: a link", link.startswith("tg://login?token="))
    session = ann.act("confirmQrCodeAuthentication", link=link)
    same("QR: the session that was let in", (session["is_current"], session["application_version"].split(",")[0]),
         (False, "1"))
    other.until_state("authorizationStateReady")
    same("QR: the other device is Ann's", other.act("getMe")["id"], people["ann"])
    found = ann.act("getActiveSessions")["sessions"]
    same("sessions: two", sorted(s["is_current"] for s in found), [False, True])
    other.act("getChats", limit=100)
    other.act("createPrivateChat", user_id=people["bot"])
    return other


def sync(ann, other, bob, people):
    """What one session changes the other one sees."""
    chat = people["bob"]
    other.act("createPrivateChat", user_id=chat)
    other.act("getChatHistory", chat_id=chat, from_message_id=0, offset=0, limit=1)
    sent = ann.send(chat, "from my first device")
    seen = other.expect("updateNewMessage", lambda u: text_of(u["message"]) == "from my first device")["message"]
    same("sync: an own message", (seen["is_outgoing"], seen["id"]), (True, sent["id"]))
    ann.act("setChatDraftMessage", chat_id=chat, draft_message={
        "@type": "draftMessage", "content": {"@type": "draftMessageContentText", "text": formatted("half a text")}})
    told = other.expect("updateChatDraftMessage", lambda u: u["chat_id"] == chat and u["draft_message"])
    same("sync: a draft", told["draft_message"]["content"]["text"]["text"], "half a text")
    # A draft that changes before TDLib has the answer to the last one now and then goes out with the older text again.
    time.sleep(1)
    ann.act("setChatDraftMessage", chat_id=chat, draft_message=None)
    told = other.expect("updateChatDraftMessage", lambda u: u["chat_id"] == chat and not u.get("draft_message"))
    check("sync: no draft any more", bool(told))
    bob.send(people["ann"], "read me")
    got = ann.expect_message("read me")
    other.expect_message("read me")
    ann.act("viewMessages", chat_id=chat, message_ids=[got["id"]], force_read=True)
    told = other.expect("updateChatReadInbox", lambda u: u["chat_id"] == chat
                        and u["last_read_inbox_message_id"] == got["id"])
    same("sync: what was read", told["unread_count"], 0)
    ann.act("toggleChatIsMarkedAsUnread", chat_id=chat, is_marked_as_unread=True)
    told = other.expect("updateChatIsMarkedAsUnread", lambda u: u["chat_id"] == chat)
    same("sync: a mark", told["is_marked_as_unread"], True)
    ann.act("toggleChatIsMarkedAsUnread", chat_id=chat, is_marked_as_unread=False)
    main, archive = {"@type": "chatListMain"}, {"@type": "chatListArchive"}
    ann.act("toggleChatIsPinned", chat_list=main, chat_id=chat, is_pinned=True)
    told = other.expect("updateChatPosition", lambda u: u["chat_id"] == chat and u["position"]["is_pinned"])
    same("sync: a pinned chat", told["position"]["list"], main)
    ann.act("toggleChatIsPinned", chat_list=main, chat_id=chat, is_pinned=False)
    ann.act("addChatToList", chat_id=chat, chat_list=archive)
    other.expect("updateChatAddedToList", lambda u: u["chat_id"] == chat and u["chat_list"] == archive)
    found = ann.act("getChats", chat_list=archive, limit=10)
    same("sync: the archive", found["chat_ids"], [chat])
    ann.act("addChatToList", chat_id=chat, chat_list=main)
    other.expect("updateChatAddedToList", lambda u: u["chat_id"] == chat and u["chat_list"] == main)
    check("sync: out of the archive", True)
    ann.act("setChatNotificationSettings", chat_id=chat, notification_settings={
        "@type": "chatNotificationSettings", "use_default_mute_for": False, "mute_for": 100_000,
        "use_default_show_preview": False, "show_preview": False, "use_default_sound": True})
    told = other.expect("updateChatNotificationSettings", lambda u: u["chat_id"] == chat
                        and u["notification_settings"]["mute_for"] > 0)["notification_settings"]
    same("sync: a muted chat", (told["mute_for"] > 90_000, told["use_default_show_preview"], told["show_preview"]),
         (True, False, False))
    ann.act("setChatNotificationSettings", chat_id=chat, notification_settings={
        "@type": "chatNotificationSettings", "use_default_mute_for": True, "use_default_show_preview": True,
        "use_default_sound": True, "use_default_mute_stories": True})
    told = other.expect("updateChatNotificationSettings", lambda u: u["chat_id"] == chat
                        and u["notification_settings"]["use_default_mute_for"])["notification_settings"]
    same("sync: the default again", told["use_default_show_preview"], True)
    scope = {"@type": "notificationSettingsScopeGroupChats"}
    ann.act("setScopeNotificationSettings", scope=scope, notification_settings={
        "@type": "scopeNotificationSettings", "mute_for": 200_000, "show_preview": True,
        "use_default_mute_stories": True})
    told = other.expect("updateScopeNotificationSettings", lambda u: u["scope"] == scope
                        and u["notification_settings"]["mute_for"] > 0)["notification_settings"]
    check("sync: muted groups", told["mute_for"] > 190_000)
    bob.send(people["ann"], "delete me")
    got = ann.expect_message("delete me")
    other.expect_message("delete me")
    ann.act("deleteMessages", chat_id=chat, message_ids=[got["id"]], revoke=False)
    told = other.expect("updateDeleteMessages", lambda u: u["chat_id"] == chat and got["id"] in u["message_ids"])
    same("sync: a deletion for oneself", told["is_permanent"], True)


def folders(ann, other, people):
    folder = {
        "@type": "chatFolder", "name": {"@type": "chatFolderName", "text": formatted("Friends")},
        "included_chat_ids": [people["bob"]], "include_bots": True}
    made = ann.act("createChatFolder", folder=folder)
    same("folders: made", made["name"]["text"]["text"], "Friends")
    told = other.expect("updateChatFolders", lambda u: [f["name"]["text"]["text"] for f in u["chat_folders"]] == ["Friends"])
    same("folders: the other session has it", told["chat_folders"][0]["id"], made["id"])
    whole = other.act("getChatFolder", chat_folder_id=made["id"])
    same("folders: what is in it", (whole["included_chat_ids"], whole["include_bots"], whole["include_groups"]),
         ([people["bob"]], True, False))
    folder["name"]["text"] = formatted("Pals")
    ann.act("editChatFolder", chat_folder_id=made["id"], folder=folder)
    told = other.expect("updateChatFolders", lambda u: [f["name"]["text"]["text"] for f in u["chat_folders"]] == ["Pals"])
    check("folders: another name", bool(told))
    second = ann.act("createChatFolder", folder={**folder, "name": {
        "@type": "chatFolderName", "text": formatted("Bots")}, "included_chat_ids": [people["bot"]]})
    ann.act("reorderChatFolders", chat_folder_ids=[second["id"], made["id"]], main_chat_list_position=0)
    told = other.expect("updateChatFolders", lambda u: [f["name"]["text"]["text"] for f in u["chat_folders"]]
                        == ["Bots", "Pals"])
    check("folders: another order", bool(told))
    found = ann.act("getChats", chat_list={"@type": "chatListFolder", "chat_folder_id": second["id"]}, limit=10)
    same("folders: its chats", found["chat_ids"], [people["bot"]])
    for one in (made, second):
        ann.act("deleteChatFolder", chat_folder_id=one["id"], leave_chat_ids=[])
    told = other.expect("updateChatFolders", lambda u: not u["chat_folders"])
    check("folders: none any more", bool(told))


def profile(ann, other, bob, people, files):
    ann.act("setName", first_name="Anna", last_name="Lee")
    told = other.expect("updateUser", lambda u: u["user"]["id"] == people["ann"] and u["user"]["first_name"] == "Anna")
    same("profile: a name", told["user"]["last_name"], "Lee")
    told = bob.expect("updateUser", lambda u: u["user"]["id"] == people["ann"] and u["user"]["first_name"] == "Anna")
    same("profile: others see the name", told["user"]["last_name"], "Lee")
    ann.act("setBio", bio="here and there")
    same("profile: a few words", ann.act("getUserFullInfo", user_id=people["ann"])["bio"]["text"], "here and there")
    ann.act("setUsername", username="anna_lee")
    found = bob.act("searchPublicChat", username="anna_lee")
    same("profile: a public name", found["id"], people["ann"])
    ann.act("setBirthdate", birthdate={"@type": "birthdate", "day": 3, "month": 4, "year": 1990})
    day = ann.act("getUserFullInfo", user_id=people["ann"])["birthdate"]
    same("profile: a birthday", (day["day"], day["month"], day["year"]), (3, 4, 1990))
    data = png(320, 320, 99)
    ann.act("setProfilePhoto", photo={"@type": "inputChatPhotoStatic", "photo": files("me.png", data)}, is_public=False)
    found = bob.act("getUserProfilePhotos", user_id=people["ann"], offset=0, limit=10)
    same("profile: a photo", found["total_count"], 1)
    same("profile: its bytes", bob.download(found["photos"][0]["sizes"][-1]["photo"]), data)
    mine = ann.act("getUserProfilePhotos", user_id=people["ann"], offset=0, limit=10)["photos"]
    ann.act("deleteProfilePhoto", profile_photo_id=mine[0]["id"])
    same("profile: no photo", ann.act("getUserProfilePhotos", user_id=people["ann"], offset=0, limit=10)["total_count"], 0)


def privacy(ann, other, bob, people):
    unset = ann.act("getUserPrivacySettingRules", setting={"@type": "userPrivacySettingShowStatus"})["rules"]
    same("privacy: what holds without rules", [r["@type"] for r in unset], ["userPrivacySettingRuleAllowAll"])
    setting = {"@type": "userPrivacySettingShowPhoneNumber"}
    rules = {"@type": "userPrivacySettingRules", "rules": [
        {"@type": "userPrivacySettingRuleRestrictUsers", "user_ids": [people["bob"]]},
        {"@type": "userPrivacySettingRuleAllowContacts"}]}
    ann.act("setUserPrivacySettingRules", setting=setting, rules=rules)
    found = ann.act("getUserPrivacySettingRules", setting=setting)["rules"]
    same("privacy: the rules", [r["@type"] for r in found[:2]],
         ["userPrivacySettingRuleRestrictUsers", "userPrivacySettingRuleAllowContacts"])
    same("privacy: whom they name", found[0]["user_ids"], [people["bob"]])
    told = other.expect("updateUserPrivacySettingRules", lambda u: u["setting"] == setting)["rules"]["rules"]
    same("privacy: the other session has them", [r["@type"] for r in told[:2]], [r["@type"] for r in found[:2]])
    ann.act("setAccountTtl", ttl={"@type": "accountTtl", "days": 180})
    same("account: its time to live", ann.act("getAccountTtl")["days"], 180)
    same("account: no web sites", ann.act("getConnectedWebsites")["websites"], [])
    ann.act("setMessageSenderBlockList", sender_id=user(people["bob"]), block_list={"@type": "blockListMain"})
    blocked = ann.act("getBlockedMessageSenders", block_list={"@type": "blockListMain"}, offset=0, limit=10)
    same("blocked: who is", (blocked["total_count"], blocked["senders"]), (1, [user(people["bob"])]))
    told = other.expect("updateChatBlockList", lambda u: u["chat_id"] == people["bob"] and u.get("block_list"))
    same("blocked: the other session has it", told["block_list"]["@type"], "blockListMain")
    ann.act("setMessageSenderBlockList", sender_id=user(people["bob"]), block_list=None)
    blocked = ann.act("getBlockedMessageSenders", block_list={"@type": "blockListMain"}, offset=0, limit=10)
    same("blocked: nobody", blocked["total_count"], 0)


def contacts(ann, other, bob, people, bob_account):
    ann.act("addContact", user_id=people["bob"], contact={
        "@type": "importedContact", "phone_number": "", "first_name": "Bobby", "last_name": "B"}, share_phone_number=True)
    ann.expect("updateUser", lambda u: u["user"]["id"] == people["bob"] and u["user"]["is_contact"])
    found = ann.act("getContacts")
    same("contacts: one", found["user_ids"], [people["bob"]])
    seen = ann.act("getUser", user_id=people["bob"])
    same("contacts: one's own name for them", (seen["first_name"], seen["is_contact"]), ("Bobby", True))
    same("contacts: found by it", ann.act("searchContacts", query="bobb", limit=10)["user_ids"], [people["bob"]])
    ann.act("removeContacts", user_ids=[people["bob"]])
    same("contacts: none", ann.act("getContacts")["user_ids"], [])
    added = ann.act("importContacts", contacts=[
        {"@type": "importedContact", "phone_number": bob_account["phone"], "first_name": "Rob", "last_name": ""},
        {"@type": "importedContact", "phone_number": "9996600001", "first_name": "Nobody", "last_name": ""}])
    same("contacts: by number", added["user_ids"], [people["bob"], 0])
    same("contacts: found by number", ann.act(
        "searchUserByPhoneNumber", phone_number=bob_account["phone"], only_local=False)["id"], people["bob"])
    ann.act("removeContacts", user_ids=[people["bob"]])


def texts(ann, bob, people):
    """What a text can be: kinds of format, silent, protected, later, by oneself."""
    chat, me = people["bob"], people["ann"]
    kinds = ["Bold", "Italic", "Underline", "Strikethrough", "Spoiler", "Code", "Pre"]
    text = " ".join(f"word{n}" for n in range(len(kinds) + 2))
    entities = [{"@type": "textEntity", "offset": 6 * n, "length": 5, "type": {"@type": f"textEntityType{kind}"}}
                for n, kind in enumerate(kinds)]
    entities.append({"@type": "textEntity", "offset": 42, "length": 5, "type": {
        "@type": "textEntityTypeTextUrl", "url": "https://example.com/"}})
    entities.append({"@type": "textEntity", "offset": 48, "length": 5, "type": {
        "@type": "textEntityTypePreCode", "language": "swift"}})
    ann.send(chat, text, entities=entities)
    got = bob.expect_message(text)["content"]["text"]["entities"]
    same("text: its formats", [e["type"]["@type"][14:] for e in got], kinds + ["TextUrl", "PreCode"])
    same("text: where they are", [(e["offset"], e["length"]) for e in got],
         [(e["offset"], e["length"]) for e in entities])
    same("text: their arguments", (got[-2]["type"]["url"], got[-1]["type"]["language"]),
         ("https://example.com/", "swift"))
    later = ann.act("sendMessage", chat_id=chat, input_message_content=text_content("later"), options={
        "@type": "messageSendOptions", "scheduling_state": {
            "@type": "messageSchedulingStateSendAtDate", "send_date": int(time.time()) + 4_000}})
    later = ann.sent(later)
    waiting = ann.act("getChatScheduledMessages", chat_id=chat)["messages"]
    same("later: it waits", [text_of(m) for m in waiting], ["later"])
    same("later: until then", waiting[0]["scheduling_state"]["@type"], "messageSchedulingStateSendAtDate")
    ann.act("editMessageText", chat_id=chat, message_id=waiting[0]["id"], input_message_content=text_content("sooner"))
    ann.act("editMessageSchedulingState", chat_id=chat, message_id=waiting[0]["id"], scheduling_state=None)
    check("later: it comes", bool(bob.expect_message("sooner")))
    same("later: nothing waits", ann.act("getChatScheduledMessages", chat_id=chat)["messages"], [])
    sent = ann.send(chat, "when was it read?")
    got = bob.expect_message("when was it read?")
    bob.act("viewMessages", chat_id=me, message_ids=[got["id"]], force_read=True)
    ann.expect("updateChatReadOutbox", lambda u: u["chat_id"] == chat and u["last_read_outbox_message_id"] >= sent["id"])
    read = ann.act("getMessageReadDate", chat_id=chat, message_id=sent["id"])
    same("reading: when", read["@type"], "messageReadDateRead")
    refused("text: an empty one is refused", lambda: ann.send(chat, ""), "must be non-empty", "MESSAGE_EMPTY")
    preview = ann.act("translateText", text=formatted("good"), to_language_code="de", tone="")
    same("translation", preview["text"], "gut")


def password(ann, people):
    state = ann.act("setPassword", old_password="", new_password="a secret", new_hint="what", set_recovery_email_address=False)
    same("password: set", (state["has_password"], state["password_hint"]), (True, "what"))
    refused("password: a wrong one changes nothing", lambda: ann.act(
        "setPassword", old_password="no secret", new_password="x", new_hint="", set_recovery_email_address=False),
        "PASSWORD_HASH_INVALID")
    state = ann.act("setPassword", old_password="a secret", new_password="", new_hint="", set_recovery_email_address=False)
    same("password: none again", state["has_password"], False)


def end_session(ann, other):
    found = ann.act("getActiveSessions")["sessions"]
    one = [s for s in found if not s["is_current"]][0]
    ann.act("terminateSession", session_id=one["id"])
    # The session that was ended learns of it when it calls.
    try:
        other.act("getActiveSessions")
    except Exception:
        pass
    other.until_state("authorizationStateClosed")
    same("sessions: one", [s["is_current"] for s in ann.act("getActiveSessions")["sessions"]], [True])


def steps(library, folder, ann, bob, people, server):
    files = Files(folder)
    found = {}

    def other():
        return found["other"]

    def begin():
        found["other"] = second_session(library, folder, ann, people)

    return {
        "texts": lambda: texts(ann, bob, people),
        "second session": begin,
        "sync": lambda: sync(ann, other(), bob, people),
        "folders": lambda: folders(ann, other(), people),
        "profile": lambda: profile(ann, other(), bob, people, files),
        "privacy": lambda: privacy(ann, other(), bob, people),
        "contacts": lambda: contacts(ann, other(), bob, people, server["people"][1]),
        "password": lambda: password(ann, people),
        "end of a session": lambda: end_session(ann, other()),
    }
