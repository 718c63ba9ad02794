"""What kurigram and Ferogram see of each other's groups, channels and lists of chats."""

import os
import tempfile

from common import within
from counting import check, same
from pyrogram import enums, errors, types

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")


class Chats:
    ann = None


async def refused(name, awaitable):
    try:
        await within(awaitable)
        check(f"{name}: nothing was refused", False)
    except errors.RPCError:
        check(name, True)


async def rights(bob):
    ann, chat = Chats.ann, "kuri_rights"
    group = (await bob("createSupergroup", text="Rights"))["numbers"][0]
    await bob("setUsername", peer=group, text=chat)
    await within(ann.join_chat(chat))
    await bob("forbid", peer=group, answers=["polls", "stickers"])
    seen = (await within(ann.get_chat(chat))).permissions
    same("kurigram sees what is forbidden to all", (seen.can_send_polls, seen.can_send_messages), (False, True))
    await refused("a poll is refused", ann.send_poll(chat, "?", ["x", "y"]))
    await refused("a dice is refused", ann.send_dice(chat))
    await within(ann.send_location(chat, 1.0, 2.0))
    seen = await bob.last(group)
    check("Ferogram sees what is allowed", seen["sender"] == bob.ann["id"] and seen["kind"])
    await bob("forbid", peer=group, answers=[])
    await within(ann.send_poll(chat, "?", ["x", "y"]))
    same("Ferogram sees the poll", (await bob.last(group))["answers"], ["x", "y"])
    await bob("restrictTo", peer=group, user="@ann", answers=["photos"])
    me = await within(ann.get_chat_member(chat, "me"))
    same("kurigram sees its own restriction",
         (me.status, me.permissions.can_send_photos), (enums.ChatMemberStatus.RESTRICTED, False))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "cat.png")
        with open(path, "wb") as file:
            file.write(PNG)
        await refused("a photo is refused", ann.send_photo(chat, path))
        await bob("unban", peer=group, user="@ann")
        await within(ann.send_photo(chat, path))
        same("Ferogram sees the photo", (await bob.last(group))["kind"], "photo")
        await bob("promoteTo", peer=group, user="@ann", answers=["info", "ban", "invite", "promote"], text="Keeper")
        await within(ann.set_chat_photo(chat, photo=path))
        check("Ferogram sees the photo of the group", "photo" in (await bob("settings", peer=group))["texts"])
    me = await within(ann.get_chat_member(chat, "me"))
    same("kurigram sees its rights", (me.privileges.can_change_info, me.privileges.can_pin_messages), (True, False))
    await within(ann.set_chat_description(chat, "about it"))
    same("Ferogram reads what it is about", (await bob("about", peer=group))["texts"], ["about it"])
    await within(ann.set_slow_mode(chat, 30))
    same("Ferogram sees slow mode", (await bob("settings", peer=group))["numbers"][0], 30)
    await within(ann.set_slow_mode(chat, 0))
    await within(ann.set_chat_permissions(chat, types.ChatPermissions(can_send_messages=True)))
    may = (await bob("may", peer=group, user="@ann"))["texts"]
    check("Ferogram sees the rights of kurigram", may[:2] == ["administrator", "Keeper"] and "+ban" in may)
    await refused("an administrator does not delete the group", ann.delete_supergroup(chat))
    await refused("nor names it", ann.set_chat_username(chat, "kuri_other"))
    events = (await bob("log", peer=group))["texts"]
    check("Ferogram reads what Ann did",
          {"photoChanged", "aboutChanged", "slowModeChanged", "defaultPermissionsChanged"} <= set(events))
    seen = [e.action async for e in ann.get_chat_event_log(chat, limit=20)]
    check("kurigram reads it too", len(seen) >= 4)
    names = {m.user.first_name async for m in ann.get_chat_members(chat, filter=enums.ChatMembersFilter.ADMINISTRATORS)}
    same("kurigram lists administrators", names, {"Ann", "Bob"})
    link = await within(ann.create_chat_invite_link(chat, name="friends", member_limit=2))
    same("Ferogram sees who made links", sorted((await bob("whoInvites", peer=group))["texts"]), ["Ann"])
    same("Ferogram edits the link of Ann",
         (await bob("editLink", peer=group, text=link.invite_link, html="others"))["texts"], ["others"])
    await bob("ban", peer=group, user="@cid")
    names = [m.user.first_name async for m in ann.get_chat_members(chat, filter=enums.ChatMembersFilter.BANNED)]
    same("kurigram lists who is banned", names, ["Cid"])
    await within(ann.unban_chat_member(chat, "cid"))
    same("Ferogram lists nobody", (await bob("filtered", peer=group, form="banned"))["texts"], [])


async def places(bob):
    ann = Chats.ann
    mine = await within(ann.create_supergroup("Ann's", "hers"))
    asking = await within(ann.create_chat_invite_link(mine.id, creates_join_request=True))
    info = await bob("linkInfo", text=asking.invite_link)
    same("Ferogram sees where a link leads", info["texts"], ["approval", "Ann's"])
    same("Ferogram asks", (await bob("joining", text=asking.invite_link))["texts"], ["requested"])
    asked = [r.user.first_name async for r in ann.get_chat_join_requests(mine.id)]
    same("kurigram sees who asks", asked, ["Bob"])
    await within(ann.approve_chat_join_request(mine.id, "bob"))
    check("Ferogram is in the group", any(d.startswith("Ann's") for d in (await bob("dialogList"))["texts"]))
    await within(ann.restrict_chat_member(mine.id, "bob", types.ChatPermissions()))
    await bob.refused("who is restricted does not write", "", "send", peer=mine.id, text="no")
    await within(ann.restrict_chat_member(mine.id, "bob", types.ChatPermissions(
        can_send_messages=True, can_send_photos=True, can_send_polls=True)))
    await bob("send", peer=mine.id, text="again")
    same("kurigram hears again", [m.text async for m in ann.get_chat_history(mine.id, limit=1)], ["again"])
    await within(ann.ban_chat_member(mine.id, "bob"))
    await bob.refused("who is banned does not come back", "", "join", text=asking.invite_link)

    forum = (await bob("createSupergroup", text="Forum", flag=True))["numbers"][0]
    await bob("setUsername", peer=forum, text="kuri_forum")
    await within(ann.join_chat("kuri_forum"))
    topic = await within(ann.create_forum_topic("kuri_forum", "Of Ann"))
    check("Ferogram sees the topic", "Of Ann" in (await bob("topics", peer=forum))["texts"])
    await within(ann.edit_forum_topic("kuri_forum", topic.id, title="Renamed"))
    same("Ferogram sees the new name", (await bob("topicFacts", peer=forum, id=topic.id))["texts"], ["Renamed"])
    await bob("closeTopic", peer=forum, id=topic.id)
    seen = [x.title async for x in ann.get_forum_topics("kuri_forum") if x.is_closed]
    same("kurigram sees that it is closed", seen, ["Renamed"])

    await within(ann.archive_chats("kuri_forum"))
    check("the archive is nobody else's", "Forum archived" not in (await bob("dialogList"))["texts"])
    await within(ann.unarchive_chats("kuri_forum"))
    await bob("block", user="@ann")
    before = [m.id async for m in ann.get_chat_history("bob", limit=1)]
    await within(ann.send_message("bob", "do you hear me?"))
    check("who is blocked is not heard", "do you hear me?" not in [m["text"] for m in await bob.history("@ann")] and before)
    await bob("unblock", user="@ann")
    same("kurigram finds common groups", {c.title for c in await within(ann.get_common_chats("bob"))} >= {"Forum"}, True)
    await within(ann.add_contact("bob", "Bobby"))
    same("kurigram has a contact", [c.first_name for c in await within(ann.get_contacts())], ["Bobby"])
    await bob("set", peer=forum, form="protected")
    check("kurigram sees the protection", (await within(ann.get_chat("kuri_forum"))).has_protected_content)


PARTS = [rights, places]
