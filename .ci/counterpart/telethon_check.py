"""Telethon and Ferogram talk with each other on a local server: telethon_check.py PROGRAM

Ann and Cid use Telethon, Bob uses Ferogram. What one side does the other one has to see.
"""

import asyncio
import os
import sys
import tempfile

from common import check, digest, run, same, until, within
from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

LEAST_CHECKS = 190
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")


async def sign_in(server, person):
    session = MemorySession()
    place = next(place for place in server["dataCenters"] if place["id"] == person["dataCenter"])
    session.set_dc(place["id"], place["host"], place["port"])
    client = TelegramClient(session, 12345, "0123456789abcdef0123456789abcdef", flood_sleep_threshold=0)
    await within(client.connect())
    sent = await within(client.send_code_request(person["phone"]))
    await within(client.sign_in(person["phone"], person["code"], phone_code_hash=sent.phone_code_hash))
    return client


class People:
    """The clients of Telethon, signed in once."""

    ann = None
    cid = None


async def refused(name, error, awaitable):
    try:
        await within(awaitable)
        check(f"{name}: nothing was refused", False)
    except error:
        check(name, True)
    except errors.RPCError as other:
        check(f"{name}: {other}", False)


async def begin(bob):
    rsa._server_keys.clear()
    rsa.add_key(bob.server["publicKey"], old=False)
    People.ann = await sign_in(bob.server, bob.ann)
    People.cid = await sign_in(bob.server, bob.cid)
    check("Ann signs in", (await People.ann.get_me()).id == bob.ann["id"])
    check("Cid signs in", (await People.cid.get_me()).id == bob.cid["id"])


async def messages(bob):
    ann, other = People.ann, "@bob"
    heard, edits, deletions, reads, typing = (asyncio.Queue() for _ in range(5))
    ann.add_event_handler(lambda event: heard.put(event), events.NewMessage(incoming=True))
    ann.add_event_handler(lambda event: edits.put(event), events.MessageEdited())
    ann.add_event_handler(lambda event: deletions.put(event), events.MessageDeleted())
    ann.add_event_handler(lambda event: reads.put(event), events.MessageRead())
    ann.add_event_handler(lambda event: typing.put(event), events.UserUpdate())

    # Telethon does, Ferogram sees.
    first = await within(ann.send_message(other, "a **bold** and `mono` word"))
    seen = await bob.last("@ann")
    same("Ferogram sees the text", seen["text"], "a bold and mono word")
    same("Ferogram sees the format", seen["html"], "a <b>bold</b> and <code>mono</code> word")
    same("Ferogram sees the sender", seen["sender"], bob.ann["id"])
    check("Ferogram sees that it came", not seen["isOutgoing"])
    quiet = await within(ann.send_message(other, "quiet", silent=True))
    check("Ferogram sees that it is silent", (await bob.last("@ann"))["isSilent"])
    await within(ann.edit_message(other, quiet.id, "__changed__"))
    seen = await bob.last("@ann")
    same("Ferogram sees the edit", (seen["html"], seen["isEdited"]), ("<i>changed</i>", True))
    answer = await within(ann.send_message(other, "answer", reply_to=first.id))
    seen = await bob.last("@ann")
    firsts = [m for m in await bob.history("@ann") if m["text"].startswith("a bold")]
    same("Ferogram sees the reply", seen["reply"], firsts[0]["id"])
    await within(ann(functions.messages.SendMessageRequest(
        other, "quoting", reply_to=types.InputReplyToMessage(first.id, quote_text="bold", quote_offset=2))))
    same("Ferogram sees the quote", (await bob.last("@ann"))["quote"], "bold")
    await within(ann(functions.messages.SendMessageRequest(other, "keep", noforwards=True)))
    seen = await bob.last("@ann")
    check("Ferogram sees the protection", seen["isProtected"])
    await bob.refused("Ferogram cannot forward what is protected", "CHAT_FORWARDS_RESTRICTED", "forward",
                      ids=[seen["id"]], peer="@ann", user="me")
    await within(ann(functions.messages.SendReactionRequest(other, first.id, reaction=[types.ReactionEmoji("👍")])))
    seen = [m for m in await bob.history("@ann") if m["id"] == firsts[0]["id"]][0]
    same("Ferogram sees the reaction", list(seen["reactions"].values()), [1])
    await within(ann(functions.messages.SendReactionRequest(other, first.id, reaction=[])))
    seen = [m for m in await bob.history("@ann") if m["id"] == firsts[0]["id"]][0]
    same("Ferogram sees that it is gone", seen["reactions"], {})
    await within(ann.pin_message(other, first.id))
    seen = [m for m in await bob.history("@ann", 20) if m["id"] == firsts[0]["id"]][0]
    check("Ferogram sees the pin", seen["isPinned"])
    same("Ferogram sees who says so", (await bob.last("@ann"))["action"], "pinned")
    await within(ann.unpin_message(other, first.id))
    seen = [m for m in await bob.history("@ann", 20) if m["id"] == firsts[0]["id"]][0]
    check("Ferogram sees that it is unpinned", not seen["isPinned"])
    await within(ann.delete_messages(other, [answer.id], revoke=True))
    check("Ferogram does not see what was deleted", "answer" not in [m["text"] for m in await bob.history("@ann", 20)])
    await within(ann.forward_messages(other, first.id, other))
    seen = await bob.last("@ann")
    check("Ferogram sees that it was forwarded", seen["isForwarded"])
    await within(ann.forward_messages(other, first.id, other, drop_author=True))
    seen = await bob.last("@ann")
    check("Ferogram sees a copy", not seen["isForwarded"] and seen["text"].startswith("a bold"))
    found = await bob("search", peer="@ann", text="BOLD")
    same("Ferogram finds them", {m["text"] for m in found["messages"]}, {"a bold and mono word"})

    # Ferogram does, Telethon sees.
    sent = (await bob("send", peer="@ann", html="<b>from</b> <u>Bob</u>"))["messages"][0]
    event = await within(heard.get())
    same("Telethon hears the text", event.raw_text, "from Bob")
    same("Telethon hears the format", [type(e).__name__ for e in event.message.entities],
         ["MessageEntityBold", "MessageEntityUnderline"])
    check("Telethon hears the sender", event.sender_id == bob.bob["id"])
    first_of_bob = event.message
    await bob("send", peer="@ann", text="hush", form="silent")
    event = await within(heard.get())
    check("Telethon hears that it is silent", event.message.silent)
    await bob("send", peer="@ann", text="reply", reply=sent["id"], quote="from", offset=0)
    event = await within(heard.get())
    same("Telethon hears the reply", event.message.reply_to.reply_to_msg_id, first_of_bob.id)
    same("Telethon hears the quote", event.message.reply_to.quote_text, "from")
    await bob("send", peer="@ann", text="mine", form="protected")
    event = await within(heard.get())
    check("Telethon hears the protection", event.message.noforwards)
    await refused("Telethon cannot forward what is protected", errors.RPCError,
                  ann.forward_messages("me", event.message.id, other))
    await bob("edit", peer="@ann", id=sent["id"], html="<i>edited</i>")
    event = await within(edits.get())
    while event.raw_text != "edited":
        event = await within(edits.get())
    same("Telethon hears the edit", (event.raw_text, event.message.id), ("edited", first_of_bob.id))
    await bob("react", peer="@ann", id=sent["id"], emoji="🔥")
    found = await within(ann.get_messages(other, ids=first_of_bob.id))
    same("Telethon sees the reaction", [(r.reaction.emoticon, r.count) for r in found.reactions.results], [("🔥", 1)])
    reactors = await within(ann(functions.messages.GetMessageReactionsListRequest(other, first_of_bob.id, 10)))
    same("Telethon sees who reacted", [r.peer_id.user_id for r in reactors.reactions], [bob.bob["id"]])
    await bob("react", peer="@ann", id=sent["id"])
    found = await within(ann.get_messages(other, ids=first_of_bob.id))
    check("Telethon sees that it is gone", not found.reactions or not found.reactions.results)
    await bob("pin", peer="@ann", id=sent["id"])
    told = (await within(ann.get_messages(other, limit=1)))[0]
    check("Telethon sees that it was pinned", isinstance(told.action, types.MessageActionPinMessage))
    pinned = await within(ann.get_messages(other, filter=types.InputMessagesFilterPinned(), limit=5))
    same("Telethon finds the pinned message", [m.id for m in pinned], [first_of_bob.id])
    await bob("unpin", peer="@ann", id=sent["id"])
    pinned = await within(ann.get_messages(other, filter=types.InputMessagesFilterPinned(), limit=5))
    same("Telethon finds none", list(pinned), [])
    await bob("type", peer="@ann")
    event = await within(typing.get())
    while not event.typing:
        event = await within(typing.get())
    check("Telethon hears that Bob types", event.user_id == bob.bob["id"])
    await bob("read", peer="@ann")
    event = await within(reads.get())
    check("Telethon hears that Bob has read", event.outbox)
    forwarded = await bob("forward", ids=[sent["id"]], peer="@ann", user="@ann")
    event = await within(heard.get())
    same("Telethon hears what is forwarded", (event.raw_text, event.message.fwd_from.from_id.user_id),
         ("edited", bob.bob["id"]))
    await bob("copy", ids=[sent["id"]], peer="@ann", user="@ann")
    event = await within(heard.get())
    check("Telethon hears a copy", event.message.fwd_from is None and event.raw_text == "edited")
    await bob("delete", ids=[forwarded["messages"][0]["id"]], peer="@ann")
    await within(deletions.get())
    check("Telethon hears of the deletion", True)
    scheduled = (await bob("schedule", peer="@ann", text="in time"))["messages"][0]
    history = await within(ann.get_messages(other, limit=3))
    check("what is scheduled is not there yet", "in time" not in [m.message for m in history])
    await bob("sendScheduled", peer="@ann", ids=[scheduled["id"]])
    event = await within(heard.get())
    same("Telethon hears what was scheduled", event.raw_text, "in time")
    await within(ann(functions.messages.SendMessageRequest(
        other, "planned", schedule_date=int(__import__("time").time()) + 3600)))
    waiting = await within(ann(functions.messages.GetScheduledHistoryRequest(other, 0)))
    same("Telethon sees what is scheduled", [m.message for m in waiting.messages], ["planned"])
    await within(ann(functions.messages.SendScheduledMessagesRequest(other, [waiting.messages[0].id])))
    same("Ferogram sees what was scheduled", (await bob.last("@ann"))["text"], "planned")
    await within(ann.send_message(other, "good"))
    translated = await bob("translate", peer="@ann", ids=[(await bob.last("@ann"))["id"]])
    same("Ferogram has it translated", translated["texts"], ["gut"])
    await bob("draft", peer="@ann", text="a draft of Bob")
    same("drafts are nobody else's", (await within(ann(functions.messages.GetAllDraftsRequest()))).updates, [])
    people = await within(ann(functions.messages.GetOutboxReadDateRequest(other, first.id)))
    check("Telethon sees when it was read", people.date is not None)
    for handler, _ in list(ann.list_event_handlers()):
        ann.remove_event_handler(handler)


async def polls(bob):
    ann, other = People.ann, "@bob"
    sent = (await bob("poll", peer="@ann", text="Tea or coffee?", answers=["tea", "coffee"]))["messages"][0]
    got = (await within(ann.get_messages(other, limit=1)))[0]
    same("Telethon sees the question", got.media.poll.question.text, "Tea or coffee?")
    same("Telethon sees the answers", [a.text.text for a in got.media.poll.answers], ["tea", "coffee"])
    check("Telethon sees no results", not got.media.results.results)
    option = got.media.poll.answers[1].option
    answer = await within(ann(functions.messages.SendVoteRequest(other, got.id, [option])))
    results = answer.updates[0].results
    same("Telethon votes", [r.voters for r in results.results], [0, 1])
    await bob("vote", peer="@ann", id=sent["id"], number=0)
    seen = await bob.last("@ann")
    same("Ferogram sees both votes", seen["votes"], [1, 1])
    votes = await within(ann(functions.messages.GetPollVotesRequest(other, got.id, 10)))
    same("Telethon sees who voted", {v.peer.user_id for v in votes.votes}, {bob.ann["id"], bob.bob["id"]})
    await within(ann(functions.messages.SendVoteRequest(other, got.id, [])))
    seen = await bob.last("@ann")
    same("Ferogram sees that a vote is gone", seen["votes"], [1, 0])
    listed = [types.PollAnswer(types.TextWithEntities(text, []), bytes([i])) for i, text in enumerate(("x", "y"))]
    quiz = types.InputMediaPoll(
        types.Poll(0, types.TextWithEntities("?", []), listed, 0, quiz=True), correct_answers=[1], solution="because",
        solution_entities=[])
    await within(ann(functions.messages.SendMediaRequest(other, quiz, "")))
    seen = await bob.last("@ann")
    same("Ferogram sees the quiz", seen["votes"], [None, None])
    await bob("vote", peer="@ann", id=seen["id"], number=1)
    await bob.refused("a quiz has one try", "REVOTE_NOT_ALLOWED", "vote", peer="@ann", id=seen["id"], number=0)


async def files(bob):
    ann, other = People.ann, "@bob"
    with tempfile.TemporaryDirectory() as folder:
        def make(name, content):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            return path

        small = make("small.bin", os.urandom(100_001))
        large = make("large.bin", os.urandom(12_000_003))
        picture = make("cat.png", PNG)
        notes = make("notes.txt", b"hello\n")
        voice = make("voice.ogg", os.urandom(5_000))
        film = make("film.mp4", os.urandom(50_000))
        sticker = make("s.webp", os.urandom(3_000))
        song = make("song.mp3", os.urandom(60_000))

        async def exchange(name, path, kind, form, **options):
            """One file in both directions, and it is the same on the other side."""
            await within(ann.send_file(other, path, caption=name, **options))
            seen = await bob.last("@ann")
            same(f"Ferogram sees {name}", (seen["kind"], seen["text"]), (kind, name))
            got = await bob("download", peer="@ann", id=seen["id"], path=os.path.join(folder, f"got-{name}"))
            same(f"Ferogram downloads {name}", digest(got["texts"][0]), digest(path))
            await bob("sendFile", peer="@ann", path=path, form=form, text=name)
            message = (await within(ann.get_messages(other, limit=1)))[0]
            same(f"Telethon sees {name}", (bool(message.media), message.message), (True, name))
            down = await within(ann.download_media(message, os.path.join(folder, f"down-{name}")))
            same(f"Telethon downloads {name}", digest(down), digest(path))
            return message

        message = await exchange("small", small, "file", "document", force_document=True)
        same("Telethon sees the name", message.file.name, "small.bin")
        await exchange("large", large, "file", "document", force_document=True)
        message = await exchange("picture", picture, "photo", "photo")
        check("Telethon sees a photo", message.photo is not None)
        await exchange("notes", notes, "file", "document", force_document=True)
        message = await exchange("voice", voice, "voice", "voice", voice_note=True,
                                 attributes=[types.DocumentAttributeAudio(3, voice=True)])
        check("Telethon sees a voice message", message.voice is not None)
        message = await exchange("video", film, "video", "video", attributes=[types.DocumentAttributeVideo(5, 320, 240)])
        check("Telethon sees a video", message.video is not None)
        message = await exchange("round", film, "videoNote", "videoNote", video_note=True, attributes=[
            types.DocumentAttributeVideo(5, 240, 240, round_message=True)])
        check("Telethon sees a round video", message.video_note is not None)
        message = await exchange("song", song, "audio", "audio", attributes=[
            types.DocumentAttributeAudio(60, title="Song", performer="Somebody")])
        check("Telethon sees music", message.audio is not None)
        message = await exchange("sticker", sticker, "sticker", "sticker", attributes=[
            types.DocumentAttributeSticker("🐈", types.InputStickerSetEmpty())])
        check("Telethon sees a sticker", message.sticker is not None)

        sent = await within(ann.send_file(other, [picture, picture, picture], caption=["one", "", "three"]))
        seen = (await bob.history("@ann", 3))[::-1]
        same("Ferogram sees an album", [m["text"] for m in seen], ["one", "", "three"])
        check("Ferogram sees that it is one", len({m["album"] for m in seen}) == 1 and seen[0]["album"])
        same("Telethon has sent it", len(sent), 3)
        await bob("sendAlbum", peer="@ann", paths=[picture, picture], form="photo", text="of Bob")
        got = (await within(ann.get_messages(other, limit=2)))[::-1]
        same("Telethon sees an album", [m.message for m in got], ["of Bob", ""])
        check("Telethon sees that it is one", got[0].grouped_id == got[1].grouped_id is not None)
        await bob("sendAlbum", peer="@ann", paths=[small, notes], form="document", text="")
        got = (await within(ann.get_messages(other, limit=2)))[::-1]
        same("Telethon sees an album of files", [m.file.name for m in got], ["small.bin", "notes.txt"])
        part = b""
        async for chunk in ann.iter_download(got[0].media, offset=4096, limit=1, request_size=4096):
            part += bytes(chunk)
        with open(small, "rb") as file:
            file.seek(4096)
            same("Telethon reads a part", part, file.read(4096))


async def chats(bob):
    ann, cid = People.ann, People.cid
    group = (await bob("createSupergroup", text="Talk"))["numbers"][0]
    await bob("setUsername", peer=group, text="talk_here")
    await bob("setAbout", peer=group, text="all things")
    full = await within(ann(functions.channels.GetFullChannelRequest("talk_here")))
    same("Telethon sees the group", (full.chats[0].title, full.full_chat.about), ("Talk", "all things"))
    await within(ann(functions.channels.JoinChannelRequest("talk_here")))
    members = (await bob("members", peer=group))["texts"]
    check("Ferogram sees who joined", "Ann member" in members)
    await within(ann.send_message("talk_here", "hi all"))
    same("Ferogram sees what is said there", (await bob.last(group))["text"], "hi all")
    await bob("restrict", peer=group, user="@ann")
    await refused("who is restricted does not write", errors.RPCError, ann.send_message("talk_here", "no"))
    await bob("unban", peer=group, user="@ann")
    await within(ann.send_message("talk_here", "yes"))
    check("whose restriction is lifted writes", (await bob.last(group))["text"] == "yes")
    await refused("a member does not slow others down", errors.ChatAdminRequiredError,
                  ann(functions.channels.ToggleSlowModeRequest("talk_here", 30)))
    await bob("promote", peer=group, user="@ann", text="Guard")
    permissions = await within(ann.get_permissions("talk_here", "me"))
    check("Telethon sees the rights", permissions.is_admin and permissions.ban_users and not permissions.change_info)
    same("Telethon sees the rank", permissions.participant.rank, "Guard")
    await within(ann(functions.channels.InviteToChannelRequest("talk_here", ["@cid"])))
    check("an administrator invites", "Cid member" in (await bob("members", peer=group))["texts"])
    await within(ann.edit_permissions("talk_here", "@cid", view_messages=False))
    check("an administrator bans", "Cid member" not in (await bob("members", peer=group))["texts"])
    await refused("who is banned does not come back", errors.RPCError,
                  cid(functions.channels.JoinChannelRequest("talk_here")))
    await bob("unban", peer=group, user="@cid")
    await within(cid(functions.channels.JoinChannelRequest("talk_here")))
    check("whose ban is lifted comes back", "Cid member" in (await bob("members", peer=group))["texts"])
    await bob("demote", peer=group, user="@ann")
    permissions = await within(ann.get_permissions("talk_here", "me"))
    check("Telethon sees that the rights are gone", not permissions.is_admin)
    await bob("setTitle", peer=group, text="Talks")
    same("Telethon sees the new title", (await within(ann.get_entity("talk_here"))).title, "Talks")
    await bob("slow", peer=group, number=30)
    await within(ann.send_message("talk_here", "one"))
    await refused("slow mode makes members wait", errors.RPCError, ann.send_message("talk_here", "two"))
    await bob("slow", peer=group, number=0)
    names = [u.first_name for u in await within(ann.get_participants("talk_here"))]
    same("Telethon lists the members", set(names), {"Ann", "Bob", "Cid"})
    await within(cid(functions.channels.LeaveChannelRequest("talk_here")))
    check("Ferogram sees who left", "Cid member" not in (await bob("members", peer=group))["texts"])

    secret = (await bob("createSupergroup", text="Secret"))["numbers"][0]
    link = (await bob("link", peer=secret, number=1))["texts"][0]
    info = await within(ann(functions.messages.CheckChatInviteRequest(link.split("+")[-1])))
    same("Telethon sees where a link leads", info.title, "Secret")
    await within(ann(functions.messages.ImportChatInviteRequest(link.split("+")[-1])))
    check("Ferogram sees who came by a link", "Ann member" in (await bob("members", peer=secret))["texts"])
    await refused("a link that is used up is over", errors.RPCError,
                  cid(functions.messages.ImportChatInviteRequest(link.split("+")[-1])))
    asking = (await bob("link", peer=secret, flag=True))["texts"][0]
    await refused("a request is sent", errors.InviteRequestSentError,
                  cid(functions.messages.ImportChatInviteRequest(asking.split("+")[-1])))
    same("Ferogram sees who asks", (await bob("requests", peer=secret))["texts"], ["Cid"])
    await bob("approve", peer=secret)
    check("Ferogram admits them", "Cid member" in (await bob("members", peer=secret))["texts"])
    dialogs = [d.title for d in await within(cid.get_dialogs())]
    check("Telethon has the group in its list", "Secret" in dialogs)

    forum = (await bob("createSupergroup", text="Forum", flag=True))["numbers"][0]
    await bob("invite", peer=forum, user="@ann")
    topic = (await bob("createTopic", peer=forum, text="News"))["numbers"][0]
    place = next(d for d in await within(ann.get_dialogs()) if d.title == "Forum").input_entity
    found = await within(ann(functions.messages.GetForumTopicsRequest(place, None, 0, 0, 20)))
    same("Telethon sees the topics", [t.title for t in found.topics], ["News", "General"])
    await within(ann.send_message(place, "in the topic", reply_to=topic))
    check("Ferogram sees what is said in it", (await bob.last(forum))["text"] == "in the topic")
    await bob("closeTopic", peer=forum, id=topic)
    await refused("nobody writes in a closed topic", errors.RPCError, ann.send_message(place, "no", reply_to=topic))
    same("Ferogram sees that it is closed", "News closed" in (await bob("topics", peer=forum))["texts"], True)

    # The other way round: Telethon has the group.
    made = await within(ann(functions.channels.CreateChannelRequest("Ann's", "hers", megagroup=True)))
    theirs = made.chats[0]
    await within(ann(functions.channels.InviteToChannelRequest(theirs, ["@bob"])))
    check("Ferogram is in the group of Telethon", any(d.startswith("Ann's") for d in (await bob("dialogs"))["texts"]))
    number = -(10**12 + theirs.id)
    same("Ferogram reads what it is about", (await bob("about", peer=number))["texts"], ["hers"])
    await bob("send", peer=number, text="hello there")
    same("Telethon sees what Bob says", (await within(ann.get_messages(theirs, limit=1)))[0].message, "hello there")
    await bob.refused("a member does not slow others down", "CHAT_ADMIN_REQUIRED", "slow", peer=number, number=30)
    await within(ann.edit_admin(theirs, "@bob", change_info=True, title="Helper"))
    await bob("setTitle", peer=number, text="Ours")
    same("an administrator does", (await within(ann.get_entity(theirs))).title, "Ours")
    await within(ann.edit_permissions(theirs, "@bob", send_messages=False))
    await within(ann.kick_participant(theirs, "@bob"))
    await bob.refused("who is out does not write", "", "send", peer=number, text="x")
    exported = await within(ann(functions.messages.ExportChatInviteRequest(theirs)))
    await bob("join", text=exported.link)
    check("Ferogram joins by the link of Telethon", "Bob" in [
        u.first_name for u in await within(ann.get_participants(theirs))])
    await bob("leave", peer=number)
    check("Telethon sees that Bob has left", "Bob" not in [
        u.first_name for u in await within(ann.get_participants(theirs))])


async def contacts(bob):
    ann, cid = People.ann, People.cid
    await bob("addContact", user="@ann", text="Annie")
    same("Ferogram has a contact", (await bob("contacts"))["texts"], ["Annie"])
    await within(ann(functions.contacts.AddContactRequest("@bob", "Bobby", "", "")))
    user = await within(ann.get_entity("@bob"))
    check("Telethon has a contact", user.contact and user.mutual_contact and user.first_name == "Bobby")
    await bob("block", user="@cid")
    await within(cid.send_message("@bob", "hello?"))
    same("who is blocked is not heard", await bob.history("@cid"), [])
    await bob.refused("nobody writes to whom they blocked", "YOU_BLOCKED_USER", "send", peer="@cid", text="x")
    await bob("unblock", user="@cid")
    await within(cid.send_message("@bob", "hello again"))
    same("whose block is lifted is heard", (await bob.last("@cid"))["text"], "hello again")
    before = (await within(ann.get_messages("@bob", limit=1)))[0].id
    await within(ann(functions.contacts.BlockRequest("@bob")))
    await bob("send", peer="@ann", text="do you hear me?")
    same("Ferogram is blocked and not heard", (await within(ann.get_messages("@bob", limit=1)))[0].id, before)
    await refused("Telethon does not write to whom it blocked", errors.YouBlockedUserError, ann.send_message("@bob", "x"))
    await within(ann(functions.contacts.UnblockRequest("@bob")))
    await bob("send", peer="@ann", text="back")
    same("Ferogram is heard again", (await within(ann.get_messages("@bob", limit=1)))[0].message, "back")


async def privacy(bob):
    """Each rule for each asker: Ann is a contact, Cid is a stranger."""
    ann, cid = People.ann, People.cid
    await bob("profile", text="Bob", html="a bio")
    await bob("birthday")
    await bob("online", flag=True)

    async def sees(client, key):
        if key == "phoneNumber":
            user = (await within(client(functions.users.GetUsersRequest(["@bob"]))))[0]
            return user.phone is not None
        if key == "lastSeen":
            user = (await within(client(functions.users.GetUsersRequest(["@bob"]))))[0]
            return isinstance(user.status, (types.UserStatusOnline, types.UserStatusOffline))
        full = (await within(client(functions.users.GetFullUserRequest("@bob")))).full_user
        return full.about == "a bio" if key == "bio" else full.birthday is not None

    for key in ("phoneNumber", "lastSeen", "bio", "birthday"):
        for rule, contact, stranger in (
            ("everybody", True, True), ("contacts", True, False), ("nobody", False, False),
        ):
            await bob("privacy", form=key, text=rule)
            same(f"privacy of {key}, {rule}: a contact", await sees(ann, key), contact)
            same(f"privacy of {key}, {rule}: a stranger", await sees(cid, key), stranger)
        await bob("privacy", form=key, text="nobody", user="@cid", flag=True)
        same(f"privacy of {key}, nobody but one: a contact", await sees(ann, key), False)
        same(f"privacy of {key}, nobody but one: that one", await sees(cid, key), True)
        await bob("privacy", form=key, text="everybody", user="@ann", flag=False)
        same(f"privacy of {key}, everybody but one: that one", await sees(ann, key), False)
        same(f"privacy of {key}, everybody but one: a stranger", await sees(cid, key), True)
    await bob("privacy", form="forwards", text="nobody")
    await bob("send", peer="@ann", text="who said it?")
    got = (await within(ann.get_messages("@bob", limit=1)))[0]
    kept = await within(got.forward_to("me"))
    check("privacy of forwards, nobody: no link to the author", kept.fwd_from.from_id is None and kept.fwd_from.from_name)


async def end(bob):
    check("Ann signs out", await within(People.ann.log_out()))
    check("Cid signs out", await within(People.cid.log_out()))


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], [begin, messages, polls, files, chats, contacts, privacy, end], LEAST_CHECKS))
