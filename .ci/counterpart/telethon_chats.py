"""What Telethon and Ferogram see of each other's groups, channels and lists of chats."""

import os
import tempfile

from common import within
from counting import check, same
from telethon import errors, functions, types

f, t = functions, types
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")


async def refused(name, error, awaitable):
    try:
        await within(awaitable)
        check(f"{name}: nothing was refused", False)
    except error:
        check(name, True)
    except errors.RPCError as other:
        check(f"{name}: {other}", False)


class Chats:
    """The clients of Telethon, and the chats of the parts below."""

    ann = None
    cid = None

    @classmethod
    async def group(cls, bob, title, name, forum=False):
        """A supergroup of Bob's in which Ann is."""
        number = (await bob("createSupergroup", text=title, flag=forum))["numbers"][0]
        await bob("setUsername", peer=number, text=name)
        await within(cls.ann(f.channels.JoinChannelRequest(name)))
        return number


async def rights(bob):
    """Each right that Bob gives or takes, and what Ann can do then."""
    ann, cid = Chats.ann, Chats.cid
    chat = "bobs_rights"
    group = await Chats.group(bob, "Rights", chat)
    await within(cid(f.channels.JoinChannelRequest(chat)))
    poll = t.InputMediaPoll(t.Poll(
        0, t.TextWithEntities("Which?", []),
        [t.PollAnswer(t.TextWithEntities(text, []), text.encode()) for text in ("x", "y")], 0))
    place = t.InputMediaGeoPoint(t.InputGeoPoint(1.0, 2.0))
    dice = t.InputMediaDice("🎲")

    # What is forbidden to all.
    for right, allowed, forbidden in (
        ("polls", place, poll), ("stickers", place, dice), ("text", poll, place),
    ):
        await bob("forbid", peer=group, answers=[right])
        full = (await within(ann.get_entity(chat))).default_banned_rights
        same(f"Telethon sees that {right} are forbidden to all",
             (full.send_polls, full.send_stickers, full.send_plain),
             (right == "polls", right == "stickers", right == "text"))
        await within(ann.send_file(chat, allowed))
        await refused(f"what is forbidden to all is refused, {right}", errors.RPCError, ann.send_file(chat, forbidden))
    await bob("forbid", peer=group, answers=[])

    # What is forbidden to one.
    await bob("restrictTo", peer=group, user="@ann", answers=["photos", "polls"])
    seen = await within(ann(f.channels.GetParticipantRequest(chat, "me")))
    same("Telethon sees its own restrictions",
         (seen.participant.banned_rights.send_photos, seen.participant.banned_rights.send_polls,
          seen.participant.banned_rights.send_plain), (True, True, False))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "cat.png")
        with open(path, "wb") as file:
            file.write(PNG)
        await refused("who may send no photos sends none", errors.RPCError, ann.send_file(chat, path))
        await within(cid.send_file(chat, path))
    same("Ferogram sees the photo of who may", (await bob.last(group))["kind"], "photo")
    await within(ann.send_message(chat, "but text"))
    same("Ferogram sees the text of who may send text", (await bob.last(group))["text"], "but text")
    may = (await bob("may", peer=group, user="@ann"))["texts"]
    check("Ferogram sees what Ann may", may[0] == "restricted" and "text" in may and "photos" not in may)
    same("Ferogram lists who is restricted", (await bob("filtered", peer=group, form="restricted"))["texts"], ["Ann"])
    await bob("unban", peer=group, user="@ann")
    same("Ferogram lists nobody", (await bob("filtered", peer=group, form="restricted"))["texts"], [])

    # What one administrator may.
    await refused("a member bans nobody", errors.ChatAdminRequiredError,
                  ann.edit_permissions(chat, "@cid", view_messages=False))
    await bob("promoteTo", peer=group, user="@ann", answers=["pin", "delete"], text="Keeper")
    rights = (await within(ann.get_permissions(chat, "me"))).participant.admin_rights
    same("Telethon sees its rights", (rights.pin_messages, rights.delete_messages, rights.ban_users, rights.change_info),
         (True, True, False, False))
    may = (await bob("may", peer=group, user="@ann"))["texts"]
    check("Ferogram sees the same", may[:2] == ["administrator", "Keeper"] and "+pin" in may and "+ban" not in may)
    of_cid = await within(cid.send_message(chat, "of Cid"))
    await within(ann.delete_messages(chat, [of_cid.id]))
    check("an administrator deletes", "of Cid" not in [m["text"] for m in await bob.history(group)])
    await refused("an administrator without the right bans nobody", errors.ChatAdminRequiredError,
                  ann.edit_permissions(chat, "@cid", view_messages=False))
    await refused("nor makes others administrators", errors.ChatAdminRequiredError,
                  ann.edit_admin(chat, "@cid", pin_messages=True))
    await refused("nor invites by a link", errors.ChatAdminRequiredError,
                  ann(f.messages.ExportChatInviteRequest(chat)))
    same("Ferogram lists administrators", (await bob("filtered", peer=group, form="administrators"))["texts"],
         ["Ann", "Bob"])
    await bob("rank", peer=group, user="@ann", text="Chief")
    same("Telethon sees the new title", (await within(ann.get_permissions(chat, "me"))).participant.rank, "Chief")
    await bob("promoteTo", peer=group, user="@ann", answers=["promote", "ban"])
    await within(ann.edit_admin(chat, "@cid", ban_users=True))
    check("Ferogram sees whom an administrator promoted",
          "+ban" in (await bob("may", peer=group, user="@cid"))["texts"])
    await refused("an administrator gives no more than it has", errors.RPCError,
                  ann.edit_admin(chat, "@cid", change_info=True))
    await within(ann.edit_admin(chat, "@cid", is_admin=False))
    same("Ferogram sees whom it demoted", (await bob("may", peer=group, user="@cid"))["texts"][0], "member")
    await bob("demote", peer=group, user="@ann")

    # Out, and back again.
    await bob("kick", peer=group, user="@cid")
    check("Telethon sees who was put out", "Cid" not in [u.first_name for u in await within(ann.get_participants(chat))])
    await within(cid(f.channels.JoinChannelRequest(chat)))
    check("who was put out comes back", "Cid" in [u.first_name for u in await within(ann.get_participants(chat))])
    for number in range(3):
        await within(cid.send_message(chat, f"noise {number}"))
    await bob("purge", peer=group, user="@cid")
    left = [m.message for m in await within(ann.get_messages(chat, limit=20))]
    check("Telethon sees that a member's messages are gone", not any("noise" in (text or "") for text in left))
    await bob("ban", peer=group, user="@cid")
    same("Ferogram lists who is banned", (await bob("filtered", peer=group, form="banned"))["texts"], ["Cid"])
    try:
        await within(cid(f.channels.GetFullChannelRequest(chat)))
        check("who is banned sees nothing", False)
    except errors.ChannelPrivateError:
        check("who is banned sees nothing", True)
    await bob("unban", peer=group, user="@cid")
    same("Ferogram finds members by name", (await bob("filtered", peer=group, form="search", text="an"))["texts"], ["Ann"])
    log = (await bob("log", peer=group))["texts"]
    check("Ferogram reads the log of all that",
          {"banChanged", "adminChanged", "rankChanged", "defaultPermissionsChanged", "messageDeleted", "joined"}
          <= set(log))
    await refused("a member does not read the log", errors.ChatAdminRequiredError,
                  ann(f.channels.GetAdminLogRequest(chat, "", 0, 0, 10)))


async def settings(bob):
    """Settings that one side changes and the other one sees."""
    ann, cid = Chats.ann, Chats.cid
    chat = "bobs_settings"
    group = await Chats.group(bob, "Settings", chat)

    async def full():
        return await within(ann(f.channels.GetFullChannelRequest(chat)))

    await bob("set", peer=group, form="historyHidden")
    check("Telethon sees that the history is hidden", (await full()).full_chat.hidden_prehistory)
    await bob("send", peer=group, text="before Cid")
    await within(cid(f.channels.JoinChannelRequest(chat)))
    await bob("send", peer=group, text="after Cid")
    texts = [m.message for m in await within(cid.get_messages(chat, limit=10))]
    check("who comes later sees what is said later", "after Cid" in texts and "before Cid" not in texts)
    texts = [m.message for m in await within(ann.get_messages(chat, limit=10))]
    check("who was there sees all", {"after Cid", "before Cid"} <= set(texts))
    await bob("set", peer=group, form="historyHidden", flag=False)

    await bob("set", peer=group, form="membersHidden")
    check("Telethon sees that members are hidden", (await full()).full_chat.participants_hidden)
    await refused("members do not list each other then", errors.ChatAdminRequiredError,
                  ann(f.channels.GetParticipantsRequest(chat, t.ChannelParticipantsRecent(), 0, 10, 0)))
    await bob("set", peer=group, form="membersHidden", flag=False)
    await bob("set", peer=group, form="antiSpam")
    check("Telethon sees the spam filter", (await full()).full_chat.antispam)
    await bob("set", peer=group, form="protected")
    check("Telethon sees the protection", (await within(ann.get_entity(chat))).noforwards)
    last = (await within(ann.get_messages(chat, limit=1)))[0]
    await refused("what is said there is not forwarded", errors.RPCError, ann.forward_messages("me", last.id, chat))
    await bob("set", peer=group, form="protected", flag=False)
    await bob("set", peer=group, form="autoDelete", number=86400)
    same("Telethon sees when messages disappear", (await full()).full_chat.ttl_period, 86400)
    await bob("set", peer=group, form="reactions", emoji="🔥")
    same("Telethon sees which reactions there are",
         [r.emoticon for r in (await full()).full_chat.available_reactions.reactions], ["🔥"])
    await bob("set", peer=group, form="joinRequest")
    check("Telethon sees that joining needs approval", (await within(ann.get_entity(chat))).join_request)
    await within(cid(f.channels.LeaveChannelRequest(chat)))
    await refused("who comes then asks", errors.InviteRequestSentError, cid(f.channels.JoinChannelRequest(chat)))
    same("Ferogram sees who asks", (await bob("requests", peer=group))["texts"], ["Cid"])
    await bob("decline", peer=group, user="@cid")
    same("Ferogram declines", (await bob("requests", peer=group))["texts"], [])
    await bob("set", peer=group, form="joinRequest", flag=False)

    # Telethon changes, Ferogram sees.
    await bob("promoteTo", peer=group, user="@ann", answers=["info", "ban", "delete"])
    await within(ann(f.channels.TogglePreHistoryHiddenRequest(chat, True)))
    await within(ann(f.channels.ToggleSlowModeRequest(chat, 60)))
    await within(ann(f.channels.ToggleJoinToSendRequest(chat, True)))
    await within(ann(f.channels.ToggleAntiSpamRequest(chat, False)))
    seen = await bob("settings", peer=group)
    check("Ferogram sees what Ann switched on", {"historyHidden", "joinToSend"} <= set(seen["texts"]))
    check("Ferogram sees what Ann switched off", "antiSpam" not in seen["texts"])
    same("Ferogram sees slow mode, deletion and numbers", seen["numbers"], [60, 86400, 2, 2, 0])
    await refused("an administrator does not make topics", errors.ChatAdminRequiredError,
                  ann(f.channels.ToggleForumRequest(chat, True, False)))
    await refused("nor protects, nor deletes the group", errors.ChatAdminRequiredError,
                  ann(f.channels.DeleteChannelRequest(chat)))

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "cat.png")
        with open(path, "wb") as file:
            file.write(PNG)
        await bob("chatPhoto", peer=group, path=path)
        shown = await full()
        check("Telethon sees the photo", isinstance(shown.full_chat.chat_photo, t.Photo))
        got = await within(ann.download_profile_photo(chat, os.path.join(folder, "got")))
        with open(got, "rb") as file:
            same("Telethon downloads the photo", file.read(), PNG)
        said = (await within(ann.get_messages(chat, limit=1)))[0]
        check("Telethon sees that it was changed", isinstance(said.action, t.MessageActionChatEditPhoto))
        await within(ann(f.channels.EditPhotoRequest(
            chat, t.InputChatUploadedPhoto(file=await ann.upload_file(path)))))
        photos = (await bob("chatPhotos", peer=group))["numbers"]
        same("Ferogram lists both photos", len(photos), 2)
        check("Ferogram has the newest one first", photos[0] != shown.full_chat.chat_photo.id == photos[1])
    await bob("chatPhoto", peer=group)
    check("Telethon sees that there is none", isinstance((await full()).full_chat.chat_photo, t.PhotoEmpty))

    # A channel, with a group of its own.
    channel = (await bob("createChannel", text="Posts"))["numbers"][0]
    await bob("setUsername", peer=channel, text="bobs_posts")
    await within(ann(f.channels.JoinChannelRequest("bobs_posts")))
    await bob("set", peer=channel, form="signatures")
    check("Telethon sees that posts are signed", (await within(ann.get_entity("bobs_posts"))).signatures)
    await bob("set", peer=channel, form="color", number=3)
    same("Telethon sees the colour", (await within(ann.get_entity("bobs_posts"))).color.color, 3)
    await refused("a subscriber does not post", errors.ChatAdminRequiredError, ann.send_message("bobs_posts", "no"))
    await bob("promoteTo", peer=channel, user="@ann", answers=["post"])
    await within(ann.send_message("bobs_posts", "of Ann"))
    same("Ferogram sees the post of who may", (await bob.last(channel))["text"], "of Ann")
    same("Ferogram sees statistics", (await bob("statistics", peer=channel)), {"texts": ["channel"], "numbers": [2]})
    same("Ferogram knows the kinds of chats",
         [(await bob("kind", peer=number))["texts"] for number in (channel, group)], [["broadcast"], ["supergroup"]])
    await within(cid(f.channels.JoinChannelRequest("bobs_posts")))
    other = await within(ann(f.channels.CreateChannelRequest("Ann's posts", "", broadcast=True)))
    await within(ann(f.channels.UpdateUsernameRequest(other.chats[0], "anns_posts")))
    await within(cid(f.channels.JoinChannelRequest("anns_posts")))
    same("Ferogram finds a similar channel", (await bob("similar", peer=channel))["texts"], ["Ann's posts"])
    mine = await within(ann(f.channels.GetChannelRecommendationsRequest("anns_posts")))
    same("Telethon finds none that it is in", [c.title for c in mine.chats], [])


async def links(bob):
    """Links of both sides, their limits, and who came by them."""
    ann, cid = Chats.ann, Chats.cid
    group = (await bob("createSupergroup", text="By link"))["numbers"][0]
    link = (await bob("link", peer=group))["texts"][0]
    hash = link.split("+")[-1]
    edited = await bob("editLink", peer=group, text=link, html="friends", number=1)
    same("Ferogram edits a link", (edited["texts"], edited["numbers"]), (["friends"], [1]))
    await within(ann(f.messages.ImportChatInviteRequest(hash)))
    same("Ferogram sees who came by it", (await bob("linkMembers", peer=group, text=link))["texts"], ["Ann"])
    await refused("nobody else comes by it", errors.RPCError, cid(f.messages.ImportChatInviteRequest(hash)))
    await refused("who came by it does not come again", errors.UserAlreadyParticipantError,
                  ann(f.messages.ImportChatInviteRequest((await bob("link", peer=group))["texts"][0].split("+")[-1])))
    already = await within(ann(f.messages.CheckChatInviteRequest(
        (await bob("link", peer=group))["texts"][0].split("+")[-1])))
    check("Telethon sees that it is there already", isinstance(already, t.ChatInviteAlready))
    revoked = await bob("revokeLink", peer=group, text=link)
    check("Ferogram revokes a link", revoked["flag"])
    await refused("a link that was revoked leads nowhere", errors.InviteHashExpiredError,
                  cid(f.messages.CheckChatInviteRequest(hash)))
    check("Ferogram lists revoked links", link in (await bob("links", peer=group, flag=True))["texts"])
    await bob("deleteLink", peer=group, text=link)
    check("Ferogram deletes one", link not in (await bob("links", peer=group, flag=True))["texts"])
    primary = (await bob("primaryLink", peer=group))["texts"][0]
    entity = next(d.entity for d in await within(ann.get_dialogs()) if d.title == "By link")
    await bob("promoteTo", peer=group, user="@ann", answers=["invite"])
    theirs = await within(ann(f.messages.ExportChatInviteRequest(entity, request_needed=True, title="asks")))
    who = await bob("whoInvites", peer=group)
    same("Ferogram sees who made links", sorted(who["texts"]), ["Ann", "Bob"])
    await refused("a request by the link of Ann", errors.InviteRequestSentError,
                  cid(f.messages.ImportChatInviteRequest(theirs.link.split("+")[-1])))
    found = await within(ann(f.messages.GetChatInviteImportersRequest(
        entity, None, t.InputUserEmpty(), 10, requested=True)))
    same("Telethon sees who asks", [u.first_name for u in found.users], ["Cid"])
    await bob("admit", peer=group, user="@cid")
    check("Telethon sees whom Ferogram admitted",
          "Cid" in [u.first_name for u in await within(ann.get_participants(entity))])
    renewed = await bob("revokeLink", peer=group, text=primary)
    check("a primary link that is revoked has a successor", renewed["texts"][0] not in ("", primary))

    made = (await within(ann(f.channels.CreateChannelRequest("Ann's room", "", megagroup=True)))).chats[0]
    exported = await within(ann(f.messages.ExportChatInviteRequest(made, request_needed=True)))
    info = await bob("linkInfo", text=exported.link)
    same("Ferogram sees where a link leads", (info["texts"], info["numbers"]), (["approval", "Ann's room"], [1]))
    same("Ferogram asks", (await bob("joining", text=exported.link))["texts"], ["requested"])
    await within(ann(f.messages.HideChatJoinRequestRequest(made, "@bob", approved=True)))
    check("Telethon admits Ferogram", "Bob" in [u.first_name for u in await within(ann.get_participants(made))])
    same("Ferogram sees that it is there", (await bob("linkInfo", text=exported.link))["texts"], ["joined", "Ann's room"])
    same("Ferogram does not join twice", (await bob("joining", text=exported.link))["texts"], ["alreadyJoined"])
    await within(ann(f.messages.EditExportedChatInviteRequest(made, exported.link, revoked=True)))
    await bob.refused("Ferogram does not come by a revoked link", "INVITE_HASH_EXPIRED", "linkInfo", text=exported.link)


async def topics(bob):
    """Topics of both sides."""
    ann = Chats.ann
    chat = "bobs_topics"
    forum = await Chats.group(bob, "Topics", chat, forum=True)
    mine = (await bob("createTopic", peer=forum, text="Of Bob"))["numbers"][0]
    made = await within(ann(f.messages.CreateForumTopicRequest(chat, "Of Ann", random_id=3)))
    theirs = next(u.id for u in made.updates if isinstance(u, t.UpdateMessageID))
    same("Ferogram sees the topic of Ann", (await bob("topicFacts", peer=forum, id=theirs))["texts"], ["Of Ann"])
    await within(ann.send_message(chat, "in it", reply_to=theirs))
    same("Ferogram reads one topic", [m["text"] for m in (await bob("topicHistory", peer=forum, id=theirs))["messages"]
                                      if m["text"]], ["in it"])
    same("and nothing of the others", [m["text"] for m in (await bob("topicHistory", peer=forum, id=mine))["messages"]
                                       if m["text"]], [])

    async def topic(number):
        return (await within(ann(f.messages.GetForumTopicsByIDRequest(chat, [number])))).topics[0]

    await bob("editTopic", peer=forum, id=mine, text="Renamed")
    same("Telethon sees the new name", (await topic(mine)).title, "Renamed")
    await bob("pinTopic", peer=forum, id=mine)
    check("Telethon sees that it is pinned", (await topic(mine)).pinned)
    await bob("closeTopic", peer=forum, id=theirs)
    check("Telethon sees that it is closed", (await topic(theirs)).closed)
    await within(ann.send_message(chat, "its creator may", reply_to=theirs))
    await bob("reopenTopic", peer=forum, id=theirs)
    check("Telethon sees that it is open again", not (await topic(theirs)).closed)
    await refused("a member does not rename another's topic", errors.RPCError,
                  ann(f.messages.EditForumTopicRequest(chat, mine, title="Mine")))
    await within(ann(f.messages.EditForumTopicRequest(chat, theirs, title="Of Ann alone")))
    same("Ferogram sees the new name", (await bob("topicFacts", peer=forum, id=theirs))["texts"], ["Of Ann alone"])
    await bob("hideGeneral", peer=forum)
    listed = await within(ann(f.messages.GetForumTopicsRequest(chat, None, 0, 0, 20)))
    same("Telethon does not see the hidden one", [x.title for x in listed.topics], ["Renamed", "Of Ann alone"])
    await bob("deleteTopic", peer=forum, id=theirs)
    listed = await within(ann(f.messages.GetForumTopicsRequest(chat, None, 0, 0, 20)))
    same("Telethon sees that one is gone", [x.title for x in listed.topics], ["Renamed"])
    await bob("set", peer=forum, form="forum", flag=False)
    check("Telethon sees that there are no topics", not (await within(ann.get_entity(chat))).forum)


async def groups(bob):
    """Basic groups, and what becomes of them."""
    ann, cid = Chats.ann, Chats.cid
    group = (await bob("createGroup", text="Small", answers=["@ann", "@cid"]))["numbers"][0]
    entity = next(d.entity for d in await within(ann.get_dialogs()) if d.title == "Small")
    same("Telethon is in the group", sorted(u.first_name for u in await within(ann.get_participants(entity))),
         ["Ann", "Bob", "Cid"])
    same("Ferogram lists its members", sorted((await bob("members", peer=group))["texts"]),
         ["Ann member", "Bob creator", "Cid member"])
    await refused("a member puts nobody out", errors.ChatAdminRequiredError, ann.kick_participant(entity, "@cid"))
    await bob("promoteTo", peer=group, user="@ann", answers=["all"])
    check("Ferogram sees an administrator", "Ann administrator" in (await bob("members", peer=group))["texts"])
    await within(ann.kick_participant(entity, "@cid"))
    check("Ferogram sees whom she put out", "Cid member" not in (await bob("members", peer=group))["texts"])
    await within(ann(f.messages.EditChatTitleRequest(entity.id, "Smaller")))
    same("Ferogram sees the new title", (await bob.last(group))["action"], "titleChanged")
    await within(ann.send_message(entity, "before"))
    new = (await bob("migrate", peer=group))["numbers"][0]
    same("Ferogram says something in the supergroup",
         len((await bob("send", peer=new, text="after"))["messages"]), 1)
    moved = next(d.entity for d in await within(ann.get_dialogs()) if d.title == "Smaller" and d.is_channel)
    same("Telethon has followed", (await within(ann.get_messages(moved, limit=1)))[0].message, "after")
    full = await within(ann(f.channels.GetFullChannelRequest(moved)))
    same("Telethon sees what it was", full.full_chat.migrated_from_chat_id, entity.id)
    check("Ferogram sees it too", "migrated" in (await bob("settings", peer=new))["texts"])
    await refused("nobody writes where nobody is", errors.RPCError, ann.send_message(entity, "hello?"))
    await bob("deleteChat", peer=new)
    check("Telethon sees that it is gone", not any(
        d.entity.id == moved.id and not getattr(d.entity, "left", True) for d in await within(ann.get_dialogs())))


async def lists(bob):
    """Lists of chats, folders that are shared, Saved Messages."""
    ann = Chats.ann
    chat = "bobs_listed"
    group = await Chats.group(bob, "Listed", chat)
    await bob("arrange", peer=group, form="pin")
    await bob("arrange", peer="@ann", form="archive")
    await bob("arrange", peer="@bobs_settings", form="mark")
    await bob("arrange", peer=group, form="mute")
    seen = (await bob("dialogList"))["texts"]
    check("Ferogram has it pinned and mute", "Listed pinned muted" in seen)
    check("Ferogram has somebody archived", any(d.startswith("Ann archived") or d.startswith("Annie archived") for d in seen))
    check("Ferogram has somebody marked", any("marked" in d for d in seen))
    archived = [d.title for d in await within(ann.get_dialogs(folder=1))]
    same("nothing of it is Ann's business", archived, [])
    await within(ann.edit_folder(chat, 1))
    same("Telethon has it archived", [d.title for d in await within(ann.get_dialogs(folder=1))], ["Listed"])
    await within(ann.edit_folder(chat, 0))
    await bob("arrange", peer="@ann", form="unarchive")

    # A folder of Bob's that Ann gets, and one of Ann's that Bob gets.
    other = await Chats.group(bob, "Also listed", "bobs_also")
    await within(ann(f.channels.LeaveChannelRequest("bobs_also")))
    folder = (await bob("createFolder", text="Shared", answers=[str(group), str(other)]))["numbers"][0]
    same("Ferogram reads its folder", sorted((await bob("folderDialogs", id=folder))["texts"]), ["Also listed", "Listed"])
    link = (await bob("shareFolder", id=folder, text="for Ann", answers=[str(group), str(other)]))["texts"][0]
    same("Ferogram lists the links", (await bob("folderLinks", id=folder))["texts"], ["for Ann"])
    slug = link.split("/")[-1]
    preview = await within(ann(f.chatlists.CheckChatlistInviteRequest(slug)))
    same("Telethon sees the folder", (preview.title.text, len(preview.peers)), ("Shared", 2))
    peers = [await ann.get_input_entity(name) for name in (chat, "bobs_also")]
    await within(ann(f.chatlists.JoinChatlistInviteRequest(slug, peers)))
    check("Ferogram sees who came by it", "Ann member" in (await bob("members", peer=other))["texts"])
    filters = (await within(ann(f.messages.GetDialogFiltersRequest()))).filters
    check("Telethon has the folder", any(isinstance(x, t.DialogFilterChatlist) and x.title.text == "Shared" for x in filters))
    made = (await within(ann(f.channels.CreateChannelRequest("Of the folder", "", megagroup=True)))).chats[0]
    await within(ann(f.channels.UpdateUsernameRequest(made, "anns_folder")))
    place = await ann.get_input_entity(made)
    await within(ann(f.messages.UpdateDialogFilterRequest(9, t.DialogFilter(
        9, t.TextWithEntities("Ann's", []), [], [place], []))))
    exported = await within(ann(f.chatlists.ExportChatlistInviteRequest(t.InputChatlistDialogFilter(9), "x", [place])))
    found = await bob("folderInvite", text=exported.invite.url)
    same("Ferogram sees the folder of Ann", found["texts"], ["Ann's", "new Of the folder"])
    await bob("joinFolder", text=exported.invite.url)
    check("Telethon sees who came by it", "Bob" in [u.first_name for u in await within(ann.get_participants(made))])
    found = await bob("folderInvite", text=exported.invite.url)
    same("Ferogram sees that it has it", found["texts"][1:], ["joined Of the folder"])
    joined = found["numbers"][0]
    second = (await within(ann(f.channels.CreateChannelRequest("Later", "", megagroup=True)))).chats[0]
    await within(ann(f.channels.UpdateUsernameRequest(second, "anns_later")))
    await within(ann(f.chatlists.EditExportedInviteRequest(
        t.InputChatlistDialogFilter(9), exported.invite.url.split("/")[-1],
        peers=[place, await ann.get_input_entity(second)])))
    same("Ferogram sees what is new in it", (await bob("folderUpdates", id=joined))["texts"], ["Later"])
    await bob("leaveFolder", id=joined)
    check("Telethon sees who left with the folder",
          "Bob" not in [u.first_name for u in await within(ann.get_participants(made))])

    # Saved Messages.
    said = (await bob("send", peer=group, text="worth keeping"))["messages"][0]["id"]
    await within(ann.forward_messages("me", said, chat))
    kept = await within(ann(f.messages.GetSavedDialogsRequest(None, 0, t.InputPeerEmpty(), 10, 0)))
    check("Telethon has it among its saved chats", any(
        isinstance(d.peer, t.PeerChannel) for d in kept.dialogs) and "worth keeping" in [m.message for m in kept.messages])
    await bob("forward", peer=group, ids=[said], user="me")
    check("Ferogram has it among its saved chats", "Listed" in (await bob("saved"))["texts"])
    same("Ferogram reads what it saved of one chat",
         [m["text"] for m in (await bob("savedHistory", peer=group))["messages"]], ["worth keeping"])


async def people(bob):
    """Contacts, blocks, themes and photos."""
    ann, cid = Chats.ann, Chats.cid
    same("Ferogram finds the groups that both are in", "Listed" in (await bob("common", user="@ann"))["texts"], True)
    found = await within(ann(f.messages.GetCommonChatsRequest("@bob", 0, 50)))
    check("Telethon finds them too", "Listed" in [c.title for c in found.chats])
    check("Ferogram finds people by name", any("Cid" in name for name in (await bob("searchPeers", text="cid"))["texts"]))
    same("Ferogram imports a contact", (await bob("importContact", text=bob.cid["phone"], html="Cedric"))["numbers"], [1])
    check("Ferogram has it", "Cedric" in (await bob("contacts"))["texts"])
    await bob("deleteContact", user="@cid")
    check("Ferogram has deleted it", "Cedric" not in (await bob("contacts"))["texts"])
    await bob("block", user="@cid")
    same("Ferogram lists whom it blocked", (await bob("blockedPeers"))["numbers"], [bob.cid["id"]])
    await bob("unblock", user="@cid")
    same("Ferogram lists nobody", (await bob("blockedPeers"))["numbers"], [])
    link = (await bob("contactLink"))["texts"][0]
    user = await within(cid(f.contacts.ImportContactTokenRequest(link.split("/")[-1])))
    same("Telethon finds Bob by his link", user.id, bob.bob["id"])
    exported = await within(cid(f.contacts.ExportContactTokenRequest()))
    same("Ferogram finds Cid by hers", (await bob("importToken", text=exported.url.split("/")[-1]))["texts"], ["Cid"])
    await bob("set", peer="@ann", form="theme", emoji="🎄")
    theme = (await within(ann(f.users.GetFullUserRequest("@bob")))).full_user.theme
    same("Telethon sees the theme", theme.emoticon if theme else None, "🎄")
    said = (await within(ann.get_messages("@bob", limit=1)))[0]
    check("Telethon sees who chose it", isinstance(said.action, t.MessageActionSetChatTheme))
    await bob("suggestBirthday", user="@ann")
    said = (await within(ann.get_messages("@bob", limit=1)))[0]
    same("Telethon sees a birthday that is suggested", (said.action.birthday.day, said.action.birthday.month), (3, 4))
    check("Ferogram has people to whom it writes", "Ann" in " ".join((await bob("topPeers"))["texts"]))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "cat.png")
        with open(path, "wb") as file:
            file.write(PNG)
        for _ in range(2):
            await within(ann(f.photos.UploadProfilePhotoRequest(file=await ann.upload_file(path))))
    photos = (await bob("profilePhotos", user="@ann"))["numbers"]
    theirs = [p.id for p in await within(ann.get_profile_photos("me"))]
    same("Ferogram lists the photos of Ann", photos, theirs)
    same("there are two", len(photos), 2)


PARTS = [rights, settings, links, topics, groups, lists, people]
