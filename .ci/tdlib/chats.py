"""What TDLib makes of groups and channels: rights, members, links, topics, pins, reactions, comments."""

import time

from common import Failure, formatted, refused, text_content, text_of, user
from counting import check, same

PERMISSIONS = [
    "can_send_basic_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_link_previews", "can_react_to_messages", "can_invite_users", "can_pin_messages", "can_create_topics",
]


def permissions(*without):
    return {"@type": "chatPermissions", **{name: name not in without for name in PERMISSIONS}}


class Room:
    """A supergroup that Ann made and in which Bob is."""

    def __init__(self, ann, bob, people, title):
        made = ann.act("createNewSupergroupChat", title=title, is_channel=False, description="")
        self.chat, self.number, self.title = made["id"], made["type"]["supergroup_id"], title
        ann.act("addChatMembers", chat_id=self.chat, user_ids=[people["bob"]])
        bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == self.number
                   and u["supergroup"]["status"]["@type"] == "chatMemberStatusMember")
        bob.expect("updateNewChat", lambda u: u["chat"]["id"] == self.chat)
        # What comes while TDLib loads a channel becomes part of its history, without an update.
        for attempt in range(4):
            ann.send(self.chat, "ready?")
            try:
                bob.expect("updateNewMessage", lambda u: text_of(u["message"]) == "ready?"
                           and u["message"]["chat_id"] == self.chat, patience=3)
                break
            except TimeoutError:
                if attempt == 3:
                    raise

        # Without it TDLib shows no reactions.
        for person in (ann, bob):
            self.full(person)

    def hears(self, person, text):
        return person.expect_message(text, lambda m: m["chat_id"] == self.chat)

    def member(self, person, number):
        return person.act("getChatMember", chat_id=self.chat, member_id=user(number))["status"]

    def full(self, person):
        return person.act("getSupergroupFullInfo", supergroup_id=self.number)


def settings(ann, bob, people, room):
    ann.act("setChatTitle", chat_id=room.chat, title="Salon")
    told = bob.expect("updateChatTitle", lambda u: u["chat_id"] == room.chat)
    same("group: another title", told["title"], "Salon")
    said = bob.hears("messageChatChangeTitle", room.chat)
    same("group: a message says so", said["content"]["title"], "Salon")
    ann.act("setChatDescription", chat_id=room.chat, description="for guests")
    same("group: another description", room.full(ann)["description"], "for guests")
    ann.act("setSupergroupUsername", supergroup_id=room.number, username="ann_salon")
    found = ann.act("searchPublicChat", username="ann_salon")
    same("group: a public name", found["id"], room.chat)
    seen = bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == room.number
                      and u["supergroup"].get("usernames"))["supergroup"]
    same("group: members see the name", seen["usernames"]["editable_username"], "ann_salon")
    ann.act("setChatSlowModeDelay", chat_id=room.chat, slow_mode_delay=30)
    same("group: slow mode", room.full(ann)["slow_mode_delay"], 30)
    ann.act("setChatSlowModeDelay", chat_id=room.chat, slow_mode_delay=0)
    ann.act("setChatMessageAutoDeleteTime", chat_id=room.chat, message_auto_delete_time=86_400)
    told = bob.expect("updateChatMessageAutoDeleteTime", lambda u: u["chat_id"] == room.chat)
    same("group: messages delete themselves", told["message_auto_delete_time"], 86_400)
    ann.act("setChatMessageAutoDeleteTime", chat_id=room.chat, message_auto_delete_time=0)
    ann.act("toggleChatHasProtectedContent", chat_id=room.chat, has_protected_content=True)
    told = bob.expect("updateChatHasProtectedContent", lambda u: u["chat_id"] == room.chat)
    same("group: its content is protected", told["has_protected_content"], True)
    ann.act("toggleChatHasProtectedContent", chat_id=room.chat, has_protected_content=False)
    ann.act("setChatAvailableReactions", chat_id=room.chat, available_reactions={
        "@type": "chatAvailableReactionsSome", "reactions": [{"@type": "reactionTypeEmoji", "emoji": "👍"}],
        "max_reaction_count": 3})
    # Others learn of them when they open the chat.
    told = ann.act("getChat", chat_id=room.chat)["available_reactions"]
    same("group: its reactions", [r["emoji"] for r in told["reactions"]], ["👍"])


def members(ann, bob, people, room):
    ann.act("setChatPermissions", chat_id=room.chat, permissions=permissions("can_send_polls", "can_pin_messages"))
    told = bob.expect("updateChatPermissions", lambda u: u["chat_id"] == room.chat)["permissions"]
    same("rights: everybody's", (told["can_send_polls"], told["can_pin_messages"], told["can_send_photos"]),
         (False, False, True))
    ann.act("setChatMemberStatus", chat_id=room.chat, member_id=user(people["bob"]), status={
        "@type": "chatMemberStatusRestricted", "is_member": True, "restricted_until_date": 0,
        "permissions": permissions(*PERMISSIONS)})
    told = bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == room.number
                      and u["supergroup"]["status"]["@type"] == "chatMemberStatusRestricted")["supergroup"]["status"]
    same("rights: one's own are less", (told["is_member"], told["permissions"]["can_send_basic_messages"]),
         (True, False))
    refused("rights: who may not write cannot", lambda: bob.send(room.chat, "?"), "rights", "RESTRICTED", "FORBIDDEN")
    found = ann.act("getSupergroupMembers", supergroup_id=room.number, limit=10,
                    filter={"@type": "supergroupMembersFilterRestricted", "query": ""})
    same("rights: who is restricted", [m["member_id"]["user_id"] for m in found["members"]], [people["bob"]])
    bob.forget()
    ann.act("setChatMemberStatus", chat_id=room.chat, member_id=user(people["bob"]),
            status={"@type": "chatMemberStatusMember"})
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == room.number
               and u["supergroup"]["status"]["@type"] == "chatMemberStatusMember")
    bob.send(room.chat, "free again")
    same("rights: free again", room.hears(ann, "free again")["sender_id"]["user_id"], people["bob"])
    found = ann.act("searchChatMembers", chat_id=room.chat, query="bob", limit=10)
    same("members: found by name", [m["member_id"]["user_id"] for m in found["members"]], [people["bob"]])
    found = bob.act("getSupergroupMembers", supergroup_id=room.number, offset=0, limit=10,
                    filter={"@type": "supergroupMembersFilterRecent"})
    same("members: all", sorted(m["member_id"]["user_id"] for m in found["members"]),
         sorted([people["ann"], people["bob"]]))
    inviter = [m for m in found["members"] if m["member_id"]["user_id"] == people["bob"]][0]["inviter_user_id"]
    same("members: who brought Bob", inviter, people["ann"])
    bob.forget()
    rights = {"@type": "chatAdministratorRights", "can_change_info": True, "can_invite_users": True}
    ann.act("setChatMemberStatus", chat_id=room.chat, member_id=user(people["bob"]),
            status={"@type": "chatMemberStatusAdministrator", "can_be_edited": True, "rights": rights})
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == room.number
               and u["supergroup"]["status"]["@type"] == "chatMemberStatusAdministrator")
    bob.act("setChatTitle", chat_id=room.chat, title="Bob's")
    same("administrators: Bob changes the title",
         ann.expect("updateChatTitle", lambda u: u["title"] == "Bob's")["chat_id"], room.chat)
    ann.act("setChatMemberTag", chat_id=room.chat, user_id=people["bob"], tag="Boss")
    # What TDLib knew before comes first, and what the server says after it.
    for _ in range(50):
        found = bob.act("getChatAdministrators", chat_id=room.chat)["administrators"]
        if len(found) == 2:
            break
        time.sleep(0.1)
    same("administrators: who they are", {a["user_id"]: a["is_owner"] for a in found},
         {people["ann"]: True, people["bob"]: False})
    same("administrators: their tags", [m["tag"] for m in bob.act(
        "getSupergroupMembers", supergroup_id=room.number, offset=0, limit=10,
        filter={"@type": "supergroupMembersFilterAdministrators"})["members"]
        if m["member_id"]["user_id"] == people["bob"]], ["Boss"])
    ann.act("setChatMemberStatus", chat_id=room.chat, member_id=user(people["bob"]),
            status={"@type": "chatMemberStatusMember"})
    log = ann.act("getChatEventLog", chat_id=room.chat, query="", from_event_id=0, limit=50)["events"]
    kinds = {event["action"]["@type"] for event in log}
    same("log: what happened", {
        "chatEventTitleChanged", "chatEventPermissionsChanged", "chatEventMemberPromoted",
        "chatEventMemberRestricted", "chatEventUsernameChanged", "chatEventSlowModeDelayChanged"} - kinds, set())
    titles = [e["action"]["new_title"] for e in log if e["action"]["@type"] == "chatEventTitleChanged"]
    same("log: the titles", titles, ["Bob's", "Salon"])


def talk(ann, bob, people, room):
    sent = ann.send(room.chat, "pin me")
    got = room.hears(bob, "pin me")
    bob.act("viewMessages", chat_id=room.chat, message_ids=[got["id"]], force_read=True)
    told = ann.expect("updateChatReadOutbox", lambda u: u["chat_id"] == room.chat
                      and u["last_read_outbox_message_id"] >= sent["id"])
    check("reading: the sender sees it", bool(told))
    viewers = ann.act("getMessageViewers", chat_id=room.chat, message_id=sent["id"])["viewers"]
    same("reading: who has read", [v["user_id"] for v in viewers], [people["bob"]])
    bob.forget()
    ann.act("pinChatMessage", chat_id=room.chat, message_id=sent["id"], disable_notification=False)
    told = bob.expect("updateMessageIsPinned", lambda u: u["message_id"] == got["id"])
    same("pins: a message is pinned", told["is_pinned"], True)
    said = bob.hears("messagePinMessage", room.chat)
    same("pins: a message says so", said["content"]["message_id"], got["id"])
    same("pins: it is found", bob.act("getChatPinnedMessage", chat_id=room.chat)["id"], got["id"])
    bob.forget()
    ann.act("unpinAllChatMessages", chat_id=room.chat)
    told = bob.expect("updateMessageIsPinned", lambda u: u["message_id"] == got["id"])
    same("pins: no more", told["is_pinned"], False)
    thumb = {"@type": "reactionTypeEmoji", "emoji": "👍"}
    bob.act("addMessageReaction", chat_id=room.chat, message_id=got["id"], reaction_type=thumb)
    told = ann.expect("updateMessageInteractionInfo", lambda u: u["message_id"] == sent["id"]
                      and ((u.get("interaction_info") or {}).get("reactions") or {}).get("reactions"))["interaction_info"]
    same("reactions: it is seen", [(r["type"]["emoji"], r["total_count"]) for r in told["reactions"]["reactions"]],
         [("👍", 1)])
    found = ann.act("getMessageAddedReactions", chat_id=room.chat, message_id=sent["id"], offset="", limit=10)
    same("reactions: whose it is", [r["sender_id"]["user_id"] for r in found["reactions"]], [people["bob"]])
    bob.act("removeMessageReaction", chat_id=room.chat, message_id=got["id"], reaction_type=thumb)
    ann.expect("updateMessageInteractionInfo", lambda u: u["message_id"] == sent["id"] and not (
        (u.get("interaction_info") or {}).get("reactions") or {}).get("reactions"))
    check("reactions: it is taken back", True)
    mention = {"@type": "textEntity", "offset": 0, "length": 3,
               "type": {"@type": "textEntityTypeMentionName", "user_id": people["ann"]}}
    bob.send(room.chat, "Ann, look", entities=[mention])
    seen = room.hears(ann, "Ann, look")
    same("mentions: it names Ann", (seen["contains_unread_mention"],
                                     seen["content"]["text"]["entities"][0]["type"].get("user_id")),
         (True, people["ann"]))
    same("mentions: it is counted", ann.act("getChat", chat_id=room.chat)["unread_mention_count"], 1)
    ann.act("readAllChatMentions", chat_id=room.chat)
    same("mentions: it is read", ann.act("getChat", chat_id=room.chat)["unread_mention_count"], 0)
    link = ann.act("getMessageLink", chat_id=room.chat, message_id=sent["id"])
    same("links: a public one", (link["is_public"], link["link"]),
         (True, f"https://t.me/ann_salon/{sent['id'] >> 20}"))
    named = bob.act("getMessageLinkInfo", url=link["link"])
    same("links: where it leads", (named["chat_id"], named["message"]["id"]), (room.chat, got["id"]))
    reply = bob.deliver(room.chat, text_content("quoting"), reply_to={
        "@type": "inputMessageReplyToMessage", "message_id": got["id"],
        "quote": {"@type": "inputTextQuote", "text": formatted("me"), "position": 4}})
    seen = room.hears(ann, "quoting")
    same("replies: a quote", (seen["reply_to"]["quote"]["text"]["text"], seen["reply_to"]["message_id"]),
         ("me", sent["id"]))
    forwarded = bob.act("forwardMessages", chat_id=people["ann"], from_chat_id=room.chat,
                        message_ids=[reply["id"]])["messages"][0]
    bob.sent(forwarded)
    seen = ann.expect_message("quoting", lambda m: m["chat_id"] == people["bob"])
    same("forwards: whose it was", seen["forward_info"]["origin"].get("sender_user_id"), people["bob"])
    found = ann.act("searchMessages", query="quoting", offset="", limit=10)
    check("search: everywhere", {seen["id"]} <= {m["id"] for m in found["messages"]})
    found = ann.act("searchChatMessages", chat_id=room.chat, query="", sender_id=user(people["bob"]), limit=20)
    check("search: by sender", found["messages"] and all(
        m["sender_id"].get("user_id") == people["bob"] for m in found["messages"]))
    by_date = ann.act("getChatMessageByDate", chat_id=room.chat, date=sent["date"] + 1000)
    same("search: by date", by_date["id"], ann.act("getChat", chat_id=room.chat)["last_message"]["id"])


def links(ann, bob, people, room):
    bob.forget()
    ann.act("banChatMember", chat_id=room.chat, member_id=user(people["bob"]), banned_until_date=0)
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == room.number
               and u["supergroup"]["status"]["@type"] == "chatMemberStatusBanned")
    found = ann.act("getSupergroupMembers", supergroup_id=room.number, offset=0, limit=10,
                    filter={"@type": "supergroupMembersFilterBanned", "query": ""})
    same("ban: who is out", [m["member_id"]["user_id"] for m in found["members"]], [people["bob"]])
    link = ann.act("createChatInviteLink", chat_id=room.chat, name="for Bob", expiration_date=0, member_limit=5,
                   creates_join_request=False)
    same("links: a new one", (link["name"], link["member_limit"], link["creator_user_id"]),
         ("for Bob", 5, people["ann"]))
    refused("ban: no way back", lambda: bob.act("joinChatByInviteLink", invite_link=link["invite_link"]),
            "INVITE_HASH_EXPIRED", "USER_BANNED", "USER_KICKED", "CHANNEL_PRIVATE")
    ann.act("setChatMemberStatus", chat_id=room.chat, member_id=user(people["bob"]),
            status={"@type": "chatMemberStatusLeft"})
    info = bob.act("checkChatInviteLink", invite_link=link["invite_link"])
    same("links: what it is for", (info["title"], info["member_count"]), ("Bob's", 1))
    bob.act("joinChatByInviteLink", invite_link=link["invite_link"])
    joined = ann.hears("messageChatJoinByLink", room.chat)
    same("links: Bob comes by it", joined["sender_id"]["user_id"], people["bob"])
    used = ann.act("getChatInviteLinkMembers", chat_id=room.chat, invite_link=link["invite_link"], limit=10)
    same("links: who came by it", [m["user_id"] for m in used["members"]], [people["bob"]])
    edited = ann.act("editChatInviteLink", chat_id=room.chat, invite_link=link["invite_link"], name="for all",
                     expiration_date=0, member_limit=7, creates_join_request=False)
    same("links: changed", (edited["name"], edited["member_limit"], edited["member_count"]), ("for all", 7, 1))
    ann.act("revokeChatInviteLink", chat_id=room.chat, invite_link=link["invite_link"])
    revoked = ann.act("getChatInviteLinks", chat_id=room.chat, creator_user_id=people["ann"], is_revoked=True,
                      offset_date=0, offset_invite_link="", limit=10)["invite_links"]
    check("links: revoked", link["invite_link"] in [found["invite_link"] for found in revoked])
    bob.act("leaveChat", chat_id=room.chat)
    wish = ann.act("createChatInviteLink", chat_id=room.chat, name="ask", expiration_date=0, member_limit=0,
                   creates_join_request=True)
    try:
        answer = str(bob.act("joinChatByInviteLink", invite_link=wish["invite_link"]))
    except Failure as failure:
        answer = str(failure)
    check(f"requests: it has to be granted ({answer[:60]})", "RequestSent" in answer or "INVITE_REQUEST_SENT" in answer)
    told = ann.expect("updateChatPendingJoinRequests", lambda u: u["chat_id"] == room.chat)
    same("requests: the creator is told", told["pending_join_requests"]["user_ids"], [people["bob"]])
    asking = ann.act("getChatJoinRequests", chat_id=room.chat, invite_link="", query="", limit=10)
    same("requests: who asks", [r["user_id"] for r in asking["requests"]], [people["bob"]])
    ann.act("processChatJoinRequest", chat_id=room.chat, user_id=people["bob"], approve=True)
    joined = ann.hears("messageChatJoinByRequest", room.chat)
    same("requests: granted", joined["sender_id"]["user_id"], people["bob"])
    same("requests: Bob is in", room.member(bob, people["bob"])["@type"], "chatMemberStatusMember")


def topics(ann, bob, people):
    room = Room(ann, bob, people, "Forum")
    ann.act("toggleSupergroupIsForum", supergroup_id=room.number, is_forum=True, has_forum_tabs=False)
    told = bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == room.number
                      and u["supergroup"]["is_forum"])
    check("forum: members see it", bool(told))
    made = ann.act("createForumTopic", chat_id=room.chat, name="News", icon={
        "@type": "forumTopicIcon", "color": 0x6FB9F0, "custom_emoji_id": "0"})
    same("topic: made", (made["name"], made["icon"]["color"]), ("News", 0x6FB9F0))
    topic = {"@type": "messageTopicForum", "forum_topic_id": made["forum_topic_id"]}
    ann.deliver(room.chat, text_content("in the topic"), topic_id=topic)
    got = room.hears(bob, "in the topic")
    same("topic: a message is in it", got["topic_id"], topic)
    found = bob.act("getForumTopics", chat_id=room.chat, query="", limit=10)["topics"]
    same("topics: all", sorted(t["info"]["name"] for t in found), ["General", "News"])
    history = bob.act("getForumTopicHistory", chat_id=room.chat, forum_topic_id=made["forum_topic_id"],
                      from_message_id=0, offset=0, limit=5)["messages"]
    same("topic: its history", text_of(history[0]), "in the topic")
    ann.act("editForumTopic", chat_id=room.chat, forum_topic_id=made["forum_topic_id"], name="Views",
            edit_icon_custom_emoji=False)
    said = bob.hears("messageForumTopicEdited", room.chat)
    same("topic: another name", said["content"]["name"], "Views")
    ann.act("toggleForumTopicIsClosed", chat_id=room.chat, forum_topic_id=made["forum_topic_id"], is_closed=True)
    said = bob.hears("messageForumTopicIsClosedToggled", room.chat)
    same("topic: closed", said["content"]["is_closed"], True)
    refused("topic: who may not write there cannot", lambda: bob.deliver(
        room.chat, text_content("?"), topic_id=topic), "TOPIC_CLOSED")
    ann.act("toggleForumTopicIsPinned", chat_id=room.chat, forum_topic_id=made["forum_topic_id"], is_pinned=True)
    found = bob.act("getForumTopic", chat_id=room.chat, forum_topic_id=made["forum_topic_id"])
    same("topic: pinned", (found["info"]["name"], found["info"]["is_closed"], found["is_pinned"]),
         ("Views", True, True))
    ann.act("deleteForumTopic", chat_id=room.chat, forum_topic_id=made["forum_topic_id"])
    found = ann.act("getForumTopics", chat_id=room.chat, query="", limit=10)["topics"]
    same("topic: deleted", [t["info"]["name"] for t in found], ["General"])


def channels(ann, bob, people):
    channel = ann.act("createNewSupergroupChat", title="Paper", is_channel=True, description="")
    number = channel["type"]["supergroup_id"]
    ann.act("setSupergroupUsername", supergroup_id=number, username="ann_paper")
    found = bob.act("searchPublicChat", username="ann_paper")
    same("channel: found by its name", (found["id"], found["title"]), (channel["id"], "Paper"))
    bob.act("joinChat", chat_id=channel["id"])
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == number
               and u["supergroup"]["status"]["@type"] == "chatMemberStatusMember")
    check("channel: joined", True)
    room = Room(ann, bob, people, "Comments")
    ann.act("setChatDiscussionGroup", chat_id=channel["id"], discussion_chat_id=room.chat)
    info = ann.act("getSupergroupFullInfo", supergroup_id=number)
    same("channel: its discussion group", info["linked_chat_id"], room.chat)
    post = ann.send(channel["id"], "a post")
    seen = bob.expect_message("a post", lambda m: m["chat_id"] == channel["id"])
    same("channel: who wrote it", seen["sender_id"], {"@type": "messageSenderChat", "chat_id": channel["id"]})
    copy = bob.expect_message("a post", lambda m: m["chat_id"] == room.chat)
    same("comments: the group has the post", copy["forward_info"]["source"]["chat_id"], channel["id"])
    thread = bob.act("getMessageThread", chat_id=channel["id"], message_id=seen["id"])
    same("comments: where they are", thread["chat_id"], room.chat)
    bob.deliver(room.chat, text_content("a comment"), reply_to={
        "@type": "inputMessageReplyToMessage", "message_id": copy["id"]})
    room.hears(ann, "a comment")
    comments = ann.act("getMessageThreadHistory", chat_id=channel["id"], message_id=post["id"], from_message_id=0,
                       offset=0, limit=10)["messages"]
    check("comments: the thread", "a comment" in [text_of(m) for m in comments])
    ann.act("toggleSupergroupSignMessages", supergroup_id=number, sign_messages=True, show_message_sender=False)
    ann.send(channel["id"], "signed")
    seen = bob.expect_message("signed", lambda m: m["chat_id"] == channel["id"])
    same("channel: signed posts", seen["author_signature"], "Ann")
    bob.act("openChat", chat_id=channel["id"])
    bob.act("viewMessages", chat_id=channel["id"], message_ids=[seen["id"]], force_read=True)
    told = bob.expect("updateMessageInteractionInfo", lambda u: u["chat_id"] == channel["id"]
                      and u["interaction_info"]["view_count"] >= 2)
    check("channel: views are counted", bool(told))
    bob.act("closeChat", chat_id=channel["id"])
    ann.act("deleteChat", chat_id=channel["id"])
    gone = bob.expect("updateSupergroup", lambda u: u["supergroup"]["id"] == number
                      and u["supergroup"]["status"]["@type"] in ("chatMemberStatusBanned", "chatMemberStatusLeft"))
    check("channel: it is gone", bool(gone))


def basic(ann, bob, people):
    made = ann.act("createNewBasicGroupChat", user_ids=[people["bob"]], title="Small")
    group = made["chat_id"]
    bob.hears("messageBasicGroupChatCreate", group)
    ann.act("setChatTitle", chat_id=group, title="Smaller")
    same("basic group: another title", bob.expect("updateChatTitle", lambda u: u["chat_id"] == group)["title"], "Smaller")
    ann.act("setChatDescription", chat_id=group, description="about")
    number = ann.act("getChat", chat_id=group)["type"]["basic_group_id"]
    same("basic group: its description", ann.act("getBasicGroupFullInfo", basic_group_id=number)["description"], "about")
    link = ann.act("replacePrimaryChatInviteLink", chat_id=group)
    same("basic group: its link", (link["is_primary"], link["creator_user_id"]), (True, people["ann"]))
    ann.act("setChatMemberStatus", chat_id=group, member_id=user(people["bob"]), status={
        "@type": "chatMemberStatusAdministrator", "can_be_edited": True,
        "rights": {"@type": "chatAdministratorRights", "can_manage_chat": True}})
    bob.expect("updateBasicGroup", lambda u: u["basic_group"]["id"] == number
               and u["basic_group"]["status"]["@type"] == "chatMemberStatusAdministrator")
    check("basic group: an administrator", True)
    ann.act("setChatMemberStatus", chat_id=group, member_id=user(people["bob"]),
            status={"@type": "chatMemberStatusLeft"})
    bob.expect("updateBasicGroup", lambda u: u["basic_group"]["id"] == number
               and u["basic_group"]["status"]["@type"] in ("chatMemberStatusLeft", "chatMemberStatusBanned"))
    check("basic group: removed", True)
    bob.forget()
    ann.act("addChatMember", chat_id=group, user_id=people["bob"], forward_limit=10)
    bob.expect("updateBasicGroup", lambda u: u["basic_group"]["id"] == number
               and u["basic_group"]["status"]["@type"] == "chatMemberStatusMember")
    common = ann.act("getGroupsInCommon", user_id=people["bob"], offset_chat_id=0, limit=100)
    check("basic group: one in common", group in common["chat_ids"])
    grown = ann.act("upgradeBasicGroupChatToSupergroupChat", chat_id=group)
    same("basic group: grown", (grown["type"]["@type"], grown["title"]), ("chatTypeSupergroup", "Smaller"))
    told = bob.expect("updateBasicGroup", lambda u: u["basic_group"]["id"] == number
                      and u["basic_group"]["upgraded_to_supergroup_id"])
    same("basic group: members follow", told["basic_group"]["upgraded_to_supergroup_id"],
         grown["type"]["supergroup_id"])
    ann.send(grown["id"], "in the large one")
    bob.expect_message("in the large one", lambda m: m["chat_id"] == grown["id"])
    check("basic group: they talk on", True)


def steps(ann, bob, people):
    rooms = {}

    def room():
        if "salon" not in rooms:
            rooms["salon"] = Room(ann, bob, people, "Room")
        return rooms["salon"]

    return {
        "settings": lambda: settings(ann, bob, people, room()),
        "members": lambda: members(ann, bob, people, room()),
        "talk": lambda: talk(ann, bob, people, room()),
        "links": lambda: links(ann, bob, people, room()),
        "topics": lambda: topics(ann, bob, people),
        "channels": lambda: channels(ann, bob, people),
        "basic": lambda: basic(ann, bob, people),
    }
