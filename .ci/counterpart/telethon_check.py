"""Telethon and Ferogram talk with each other on a local server: telethon_check.py PROGRAM

Ann and Cid use Telethon, Bob uses Ferogram. What one side does the other one has to see.
"""

import asyncio
import base64
import os
import sys
import tempfile

import telethon_chats
from common import digest, run, until, within
from counting import check, same
from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.sessions import MemorySession

LEAST_CHECKS = 580
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
    telethon_chats.Chats.ann, telethon_chats.Chats.cid = People.ann, People.cid


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


WEBP = b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) \
    + (511).to_bytes(3, "little") * 2


async def stickers(bob):
    """Sets that one side makes and the other one uses."""
    ann, other = People.ann, "@bob"
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{number}.webp") for number in range(3)]
        for path in paths:
            with open(path, "wb") as file:
                file.write(WEBP + os.urandom(3_000))

        async def item(path, emoji):
            uploaded = await within(ann.upload_file(path))
            stored = await within(ann(functions.messages.UploadMediaRequest("me", types.InputMediaUploadedDocument(
                uploaded, "image/webp", [types.DocumentAttributeFilename("a.webp")], force_file=True))))
            d = stored.document
            return types.InputStickerSetItem(
                types.InputDocument(d.id, d.access_hash, d.file_reference), emoji)

        made = await within(ann(functions.stickers.CreateStickerSetRequest(
            "me", "Cats of Ann", "anns_cats", [await item(paths[0], "🐱"), await item(paths[1], "🐈")])))
        ids = [d.id for d in made.documents]
        seen = await bob("stickerSet", text="https://t.me/addstickers/anns_cats")
        same("Ferogram sees the set", (seen["texts"], seen["numbers"]), (["Cats of Ann", "🐱", "🐈"], ids))
        await bob("installStickerSet", text="anns_cats")
        check("Ferogram has installed it", (await bob("stickerSet", text="anns_cats"))["flag"])
        sent = (await bob("sendSticker", peer="@ann", text="anns_cats", number=1))["messages"][0]
        same("Ferogram sends a sticker of it", sent["kind"], "sticker")
        message = (await within(ann.get_messages(other, limit=1)))[0]
        same("Telethon sees the sticker", (message.sticker.id, message.file.emoji), (ids[1], "🐈"))
        down = await within(ann.download_media(message, os.path.join(folder, "down.webp")))
        same("Telethon downloads it", digest(down), digest(paths[1]))
        found = await within(ann(functions.messages.GetStickerSetRequest(message.file.sticker_set, 0)))
        same("Telethon finds its set", found.set.short_name, "anns_cats")

        numbers = (await bob("makeStickerSet", user="Cats of Bob", text="bobs_cats", paths=paths[1:]))["numbers"]
        found = await within(ann(functions.messages.GetStickerSetRequest(
            types.InputStickerSetShortName("bobs_cats"), 0)))
        same("Telethon sees the set of Ferogram", ([d.id for d in found.documents], found.set.title),
             (numbers, "Cats of Bob"))
        await within(ann(functions.messages.InstallStickerSetRequest(
            types.InputStickerSetShortName("bobs_cats"), False)))
        installed = await within(ann(functions.messages.GetAllStickersRequest(0)))
        same("Telethon has installed it", [s.short_name for s in installed.sets], ["bobs_cats"])
        await within(ann.send_file(other, found.documents[0]))
        seen = await bob.last("@ann")
        same("Ferogram sees a sticker of its own", seen["kind"], "sticker")
        same("Ferogram finds its set", (await bob("setOfSticker", peer="@ann", id=seen["id"]))["texts"], ["bobs_cats"])
        got = await bob("download", peer="@ann", id=seen["id"], path=os.path.join(folder, "got.webp"))
        same("Ferogram downloads it", digest(got["texts"][0]), digest(paths[1]))
        await refused("a set of somebody else is not changed", errors.RPCError,
                      ann(functions.stickers.RenameStickerSetRequest(
                          types.InputStickerSetShortName("bobs_cats"), "Mine")))


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
    """Each rule for each asker: Ann is a contact and a close friend, Cid is a stranger who is in a group with Bob."""
    ann, cid = People.ann, People.cid
    await bob("profile", text="Bob", html="a bio")
    await bob("birthday")
    await bob("online", flag=True)
    await bob("closeFriends", user="@ann")
    group = (await bob("createSupergroup", text="Together"))["numbers"][0]
    await bob("invite", peer=group, user="@cid")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("own", "fallback"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(PNG)
        own = (await bob("profilePhoto", path=os.path.join(folder, "own")))["numbers"][0]
        fallback = (await bob("profilePhoto", path=os.path.join(folder, "fallback"), flag=True))["numbers"][0]

    async def sees(client, key):
        user = (await within(client(functions.users.GetUsersRequest(["@bob"]))))[0]
        if key == "phoneNumber":
            return user.phone is not None
        if key == "lastSeen":
            return isinstance(user.status, (types.UserStatusOnline, types.UserStatusOffline))
        full = (await within(client(functions.users.GetFullUserRequest("@bob")))).full_user
        if key == "profilePhoto":
            listed = [p.id for p in await within(client.get_profile_photos("@bob"))]
            seen = user.photo.photo_id == own
            # All places say the same, and who may not see the photo sees the other one.
            assert listed == ([own] if seen else [fallback]) and (full.profile_photo is not None) == seen
            return seen
        return {
            "bio": full.about == "a bio", "birthday": full.birthday is not None, "calls": full.phone_calls_available,
            "voiceMessages": not full.voice_messages_forbidden,
        }[key]

    # The rule, and what the contact and the stranger see.
    rules = (
        ({"text": "everybody"}, True, True), ({"text": "contacts"}, True, False), ({"text": "nobody"}, False, False),
        ({"text": "closeFriends"}, True, False), ({"text": "nobody", "user": "@cid", "flag": True}, False, True),
        ({"text": "everybody", "user": "@ann", "flag": False}, False, True),
        ({"text": "contacts", "user": "@ann", "flag": False}, False, False),
        ({"text": "everybody", "user": "contacts"}, False, True),
        ({"text": "nobody", "user": group, "flag": True}, False, True),
        ({"text": "everybody", "user": group, "flag": False}, True, False),
    )
    for key in ("phoneNumber", "lastSeen", "bio", "birthday", "profilePhoto", "calls", "voiceMessages"):
        for rule, contact, stranger in rules:
            await bob("privacy", form=key, **rule)
            words = " ".join(str(value) for value in rule.values())
            same(f"privacy of {key}, {words}: a contact", await sees(ann, key), contact)
            same(f"privacy of {key}, {words}: a stranger", await sees(cid, key), stranger)
        await bob("privacy", form=key, text="everybody")
    await bob("privacy", form="forwards", text="nobody")
    await bob("send", peer="@ann", text="who said it?")
    got = (await within(ann.get_messages("@bob", limit=1)))[0]
    kept = await within(got.forward_to("me"))
    check("privacy of forwards, nobody: no link to the author", kept.fwd_from.from_id is None and kept.fwd_from.from_name)
    await deeds(bob)


async def deeds(bob):
    """What rules forbid to do: to put Bob into a chat, to write to him, to talk to him."""
    ann, cid = People.ann, People.cid
    await bob("privacy", form="invitations", text="contacts")

    async def invited(client, name):
        made = (await within(client(functions.channels.CreateChannelRequest(name, "", megagroup=True)))).chats[0]
        answer = await within(client(functions.channels.InviteToChannelRequest(made, ["@bob"])))
        return [person.user_id for person in answer.missing_invitees]

    same("privacy of invitations, contacts: a contact", await invited(ann, "Welcome"), [])
    same("privacy of invitations, contacts: a stranger", await invited(cid, "Not welcome"), [bob.bob["id"]])
    made = await within(cid(functions.messages.CreateChatRequest(["@bob", "@ann"], "Small")))
    same("privacy of invitations: nor into a small group", [p.user_id for p in made.missing_invitees], [bob.bob["id"]])
    await bob("privacy", form="invitations", text="everybody")
    await bob("privacy", form="voiceMessages", text="contacts")
    voice = os.urandom(2_000)

    async def talk(client):
        file = await client.upload_file(voice, file_name="voice.ogg")
        await client.send_file("@bob", file, voice_note=True)

    await within(talk(ann))
    same("privacy of voice messages, contacts: a contact", (await bob.last("@ann"))["kind"], "voice")
    await refused("privacy of voice messages, contacts: a stranger", errors.VoiceMessagesForbiddenError, talk(cid))
    await bob("privacy", form="voiceMessages", text="everybody")
    # Strangers with a conversation go on with it; this one is new.
    await bob("contactsOnly", flag=True)
    full = (await within(ann(functions.users.GetFullUserRequest("@bob")))).full_user
    check("who may write: a contact", not full.contact_require_premium)
    dan = await sign_in(bob.server, bob.server["people"][3])
    full = (await within(dan(functions.users.GetFullUserRequest("@bob")))).full_user
    check("who may write: a stranger", full.contact_require_premium)
    await refused("a stranger does not write", errors.ForbiddenError, dan.send_message("@bob", "hello"))
    await bob("contactsOnly", flag=False)
    await within(dan.send_message("@bob", "hello now"))
    same("a stranger writes again", (await bob.last("@dan"))["text"], "hello now")
    await dan.disconnect()


async def codes(bob):
    """Sign-in by a code that another device scans, with Telethon on either side."""
    ann = People.ann
    for place in (1, 2):
        session = MemorySession()
        where = next(p for p in bob.server["dataCenters"] if p["id"] == place)
        session.set_dc(place, where["host"], where["port"])
        new = TelegramClient(session, 12345, "0123456789abcdef0123456789abcdef", device_model="A scanner")
        await within(new.connect())
        code = await within(new.qr_login())
        waiting = asyncio.ensure_future(code.wait())
        await asyncio.sleep(0.1)
        same(f"Ferogram accepts the code of Telethon at {place}",
             (await bob("qrAccept", text=code.url))["texts"], ["A scanner"])
        same(f"Telethon is signed in at {place}", (await within(waiting)).id, bob.bob["id"])
        same(f"Telethon is there at {place}", (await within(new.get_me())).id, bob.bob["id"])
        await bob.refused("a code is good once", "QR code", "qrAccept", text=code.url)
        check("Telethon signs out", await within(new.log_out()))
    url = (await bob("qrShow"))["texts"][0]
    token = base64.urlsafe_b64decode(url.split("token=")[1] + "==")
    await within(ann(functions.auth.AcceptLoginTokenRequest(token)))
    same("Telethon accepts the code of Ferogram, which moves to the data centre of Ann",
         (await bob("qrResult"))["numbers"], [bob.ann["id"]])


def numbers(messages):
    return [m["id"] for m in messages]


async def newest(client, chat):
    return (await within(client.get_messages(chat, limit=1)))[0]


async def threads(bob):
    """A channel of Bob's with a group, in which Ann talks about the posts."""
    ann = People.ann
    channel = (await bob("createChannel", text="News"))["numbers"][0]
    group = (await bob("createSupergroup", text="Talk of the news"))["numbers"][0]
    await bob("linkGroup", peer=channel, user=group)
    for number, name in ((channel, "bobs_news"), (group, "bobs_talk")):
        await bob("setUsername", peer=number, text=name)
        await within(ann(functions.channels.JoinChannelRequest(name)))
    post = (await bob("send", peer=channel, text="a post #news"))["messages"][0]["id"]
    got = await newest(ann, "bobs_news")
    check("Telethon sees that comments are possible", got.replies.comments and got.replies.replies == 0)
    found = await within(ann(functions.messages.GetDiscussionMessageRequest("bobs_news", post)))
    root = found.messages[0]
    same("Telethon finds the post in the group", (root.message, root.fwd_from.channel_post), ("a post #news", post))
    theirs = await bob("discussion", peer=channel, id=post)
    same("Ferogram finds the same", numbers(theirs["messages"]), [root.id])
    comment = await within(ann.send_message("bobs_news", "a comment", comment_to=post))
    same("Telethon comments", comment.reply_to.reply_to_msg_id, root.id)
    seen = (await bob("replies", peer=channel, id=post))["messages"]
    same("Ferogram sees the comment", [(m["text"], m["sender"]) for m in seen], [("a comment", bob.ann["id"])])
    same("Ferogram counts it", (await bob.last(channel))["comments"], 1)
    same("Ferogram has it unread", (await bob("discussion", peer=channel, id=post))["numbers"], [comment.id, 0, 1])
    await bob("readDiscussion", peer=channel, id=post, number=comment.id)
    same("Ferogram has it read", (await bob("discussion", peer=channel, id=post))["numbers"],
         [comment.id, comment.id, 0])
    answer = (await bob("send", peer=group, text="an answer", reply=comment.id))["messages"][0]["id"]
    listed = [m.message async for m in ann.iter_messages("bobs_news", reply_to=post)]
    same("Telethon lists the thread", listed, ["an answer", "a comment"])
    found = await within(ann(functions.messages.GetDiscussionMessageRequest("bobs_news", post)))
    same("Telethon has one unread", (found.max_id, found.unread_count), (answer, 1))
    await within(ann(functions.messages.ReadDiscussionRequest("bobs_news", post, answer)))
    found = await within(ann(functions.messages.GetDiscussionMessageRequest("bobs_news", post)))
    same("Telethon has read it", (found.read_inbox_max_id, found.unread_count), (answer, 0))
    same("Telethon counts both", (await newest(ann, "bobs_news")).replies.replies, 2)
    await bob("delete", peer=group, ids=[answer])
    same("Telethon counts one less", (await newest(ann, "bobs_news")).replies.replies, 1)
    same("Ferogram counts one less", (await bob.last(channel))["comments"], 1)
    views = await within(ann(functions.messages.GetMessagesViewsRequest("bobs_news", [post], True)))
    same("Telethon sees the views", (views.views[0].views, views.views[0].forwards), (2, 0))
    await within(ann.forward_messages("me", post, "bobs_news"))
    same("Ferogram sees that it was forwarded", (await bob("views", peer=channel, ids=[post]))["numbers"], [2, 1])
    found = await within(ann(functions.channels.SearchPostsRequest(
        offset_rate=0, offset_peer=types.InputPeerEmpty(), offset_id=0, limit=5, hashtag="news")))
    same("Telethon finds posts of all channels", [m.id for m in found.messages], [post])
    same("Ferogram finds them too", numbers((await bob("posts", text="news"))["messages"]), [post])
    flood = await within(ann(functions.channels.CheckSearchPostsFloodRequest("news")))
    same("Telethon sees how many searches are left", flood.remains, flood.total_daily)
    lonely = (await bob("createChannel", text="Alone"))["numbers"][0]
    alone = (await bob("send", peer=lonely, text="no group"))["messages"][0]["id"]
    await bob.refused("a channel without a group has no comments", "MSG_ID_INVALID", "discussion", peer=lonely,
                      id=alone)
    await bob("setUsername", peer=lonely, text="bobs_alone")
    await refused("nor has it for Telethon", errors.MsgIdInvalidError,
                  ann(functions.messages.GetDiscussionMessageRequest("bobs_alone", alone)))


async def unread(bob):
    """What one side does is unread for the other one until it was seen."""
    ann, chat = People.ann, "bobs_talk"
    group = (await bob("history", peer="bobs_talk", number=1))["messages"][0]["chat"]
    window = dict(offset_id=0, add_offset=0, limit=10, max_id=0, min_id=0)
    poll = types.InputMediaPoll(types.Poll(
        0, types.TextWithEntities("Which?", []),
        [types.PollAnswer(types.TextWithEntities(text, []), text.encode()) for text in ("x", "y")], 0,
        public_voters=True))
    mine = await within(ann.send_message(chat, "of Ann"))
    asked = (await within(ann.send_file(chat, poll)))
    his = (await bob("send", peer=group, text="of Bob"))["messages"][0]["id"]
    asks = (await bob("poll", peer=group, text="What?", answers=["p", "q"]))["messages"][0]["id"]
    requests = {
        "mentions": (functions.messages.GetUnreadMentionsRequest, functions.messages.ReadMentionsRequest),
        "reactions": (functions.messages.GetUnreadReactionsRequest, functions.messages.ReadReactionsRequest),
        "votes": (functions.messages.GetUnreadPollVotesRequest, functions.messages.ReadPollVotesRequest),
    }

    # Each does something to the other's messages.
    named = await within(ann.send_message(chat, "look, @bob"))
    await within(ann(functions.messages.SendReactionRequest(chat, his, reaction=[types.ReactionEmoji("👍")])))
    got = await within(ann.get_messages(chat, ids=asks))
    await within(ann(functions.messages.SendVoteRequest(chat, asks, [got.media.poll.answers[0].option])))
    answer = (await bob("send", peer=group, text="an answer", reply=mine.id))["messages"][0]["id"]
    await bob("react", peer=group, id=mine.id, emoji="🔥")
    await bob("vote", peer=group, id=asked.id, number=1)

    for form, there, here in (
        ("mentions", [named.id], [answer]), ("reactions", [his], [mine.id]), ("votes", [asks], [asked.id]),
    ):
        seen = (await bob("unread", peer=group, form=form))["messages"]
        same(f"Ferogram has unread {form}", numbers(seen), there)
        ask, read = requests[form]
        found = await within(ann(ask(chat, **window)))
        same(f"Telethon has unread {form}", [m.id for m in found.messages], here)
        if form == "mentions":
            check("Ferogram sees that it is named", seen[0]["isMention"] and seen[0]["isUnread"])
            check("Telethon sees that it is answered", found.messages[0].mentioned and found.messages[0].media_unread)
    dialog = next(d for d in await within(ann.get_dialogs()) if d.name == "Talk of the news").dialog
    same("Telethon counts all kinds in its list",
         (dialog.unread_mentions_count, dialog.unread_reactions_count, dialog.unread_poll_votes_count), (1, 1, 1))
    for form, (ask, read) in requests.items():
        await bob("markSeen", peer=group, form=form)
        same(f"Ferogram has seen {form}", (await bob("unread", peer=group, form=form))["messages"], [])
        await within(ann(read(chat)))
        same(f"Telethon has seen {form}", (await within(ann(ask(chat, **window)))).messages, [])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "voice.ogg")
        with open(path, "wb") as file:
            file.write(b"voice")
        spoken = await within(ann.send_file("@bob", path, voice_note=True,
                                            attributes=[types.DocumentAttributeAudio(3, voice=True)]))
        heard = await bob.last("@ann")
        check("Ferogram has not listened yet", heard["isUnread"])
        check("Telethon sees that nobody listened", (await newest(ann, "@bob")).media_unread)
        await bob("markContents", peer="@ann", ids=[heard["id"]])
        check("Ferogram has listened", not (await bob.last("@ann"))["isUnread"])
        check("Telethon sees that somebody listened",
              not (await within(ann.get_messages("@bob", ids=spoken.id))).media_unread)
        await bob("sendFile", peer="@ann", path=path, form="voice")
        got = await newest(ann, "@bob")
        await within(ann(functions.messages.ReadMessageContentsRequest([got.id])))
        check("Ferogram sees that Ann listened", not (await bob.last("@ann"))["isUnread"])


async def searches(bob):
    """Each filter, for each side."""
    ann, other = People.ann, "@bob"
    group = (await bob("createSupergroup", text="Finds"))["numbers"][0]
    await bob("setUsername", peer=group, text="bobs_finds")
    chat = "bobs_finds"
    await within(ann(functions.channels.JoinChannelRequest(chat)))
    sent = {}

    async def put(name, awaitable):
        sent[name] = (await within(awaitable)).id

    point = types.InputGeoPoint(1.0, 2.0)
    with tempfile.TemporaryDirectory() as folder:
        def make(name, content=b"content"):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            return path

        await put("links", ann.send_message(chat, "see https://example.org/a"))
        await put("photos", ann.send_file(chat, make("a.png", PNG)))
        await put("videos", ann.send_file(chat, make("a.mp4"), attributes=[types.DocumentAttributeVideo(1, 2, 2)]))
        await put("roundVideos", ann.send_file(chat, make("b.mp4"), video_note=True, attributes=[
            types.DocumentAttributeVideo(1, 2, 2, round_message=True)]))
        await put("voiceMessages", ann.send_file(chat, make("a.ogg"), voice_note=True, attributes=[
            types.DocumentAttributeAudio(1, voice=True)]))
        await put("music", ann.send_file(chat, make("a.mp3"), attributes=[types.DocumentAttributeAudio(1)]))
        await put("documents", ann.send_file(chat, make("a.zip"), force_document=True))
        await put("locations", ann.send_file(chat, types.InputMediaGeoPoint(point)))
        await put("contacts", ann.send_file(chat, types.InputMediaContact("+1", "C", "", "")))
    await put("polls", ann.send_file(chat, types.InputMediaPoll(types.Poll(
        0, types.TextWithEntities("Which?", []),
        [types.PollAnswer(types.TextWithEntities(text, []), text.encode()) for text in ("x", "y")], 0))))
    filters = {
        "links": types.InputMessagesFilterUrl(), "photos": types.InputMessagesFilterPhotos(),
        "videos": types.InputMessagesFilterVideo(), "roundVideos": types.InputMessagesFilterRoundVideo(),
        "voiceMessages": types.InputMessagesFilterVoice(), "music": types.InputMessagesFilterMusic(),
        "documents": types.InputMessagesFilterDocument(), "locations": types.InputMessagesFilterGeo(),
        "contacts": types.InputMessagesFilterContacts(), "polls": types.InputMessagesFilterPoll(),
    }
    for name, kind in filters.items():
        same(f"Ferogram finds {name}", numbers((await bob("find", peer=group, form=name))["messages"]), [sent[name]])
        found = await within(ann.get_messages(chat, filter=kind, limit=10))
        same(f"Telethon finds {name}", [m.id for m in found], [sent[name]])
    for name, parts in (("photosAndVideos", ("videos", "photos")),
                        ("voiceAndRoundVideos", ("voiceMessages", "roundVideos"))):
        same(f"Ferogram finds {name}", numbers((await bob("find", peer=group, form=name))["messages"]),
             [sent[part] for part in parts])
    calendar = await within(ann(functions.messages.GetSearchResultsCalendarRequest(
        chat, types.InputMessagesFilterPhotoVideo(), 0, None)))
    same("Telethon sees on which days", (calendar.count, sum(p.count for p in calendar.periods)), (2, 2))
    days = (await bob("calendar", peer=group, form="photosAndVideos"))["numbers"]
    same("Ferogram sees on which days", (days[0], sum(days[1:])), (2, 2))
    positions = await within(ann(functions.messages.GetSearchResultsPositionsRequest(
        chat, types.InputMessagesFilterPhotoVideo(), 0, 10)))
    same("Telethon sees at which places", [(p.msg_id, p.offset) for p in positions.positions],
         [(sent["videos"], 0), (sent["photos"], 1)])
    same("Ferogram sees at which places", (await bob("positions", peer=group, form="photosAndVideos"))["numbers"],
         [sent["videos"], sent["photos"]])
    live = await within(ann.send_file(other, types.InputMediaGeoLive(point, period=900)))
    found = await within(ann(functions.messages.GetRecentLocationsRequest(other, 10, 0)))
    same("Telethon sees where somebody is", [m.id for m in found.messages], [live.id])
    same("Ferogram sees where somebody is", len((await bob("locations", peer="@ann"))["messages"]), 1)
    # Bob has sent a poll of his own, to Ann and to the group of the news.
    found = (await bob("sentMedia", form="polls"))["messages"]
    check("Ferogram finds what it sent", found and all(m["isOutgoing"] for m in found))
    found = await within(ann(functions.messages.SearchSentMediaRequest("", types.InputMessagesFilterVoice(), 20)))
    check("Telethon finds what it sent", found.messages and all(m.out for m in found.messages))


async def texts(bob):
    """What the server makes of texts is the same for both sides."""
    ann, other = People.ann, "@bob"
    bold = types.MessageEntityBold
    for name, text, entities, expected, html in (
        ("white space", "  a b \n", [], "a b", "a b"),
        ("a format before white space", "  bold  rest", [bold(0, 8)], "bold  rest", "<b>bold</b>  rest"),
        ("a format of white space", "a  b", [bold(1, 2)], "a  b", "a  b"),
        ("formats that touch", "abcd", [bold(0, 2), bold(2, 2)], "abcd", "<b>abcd</b>"),
        ("a format around code", "abc", [bold(0, 3), types.MessageEntityCode(1, 1)], "abc",
         "<b>a</b><code>b</code><b>c</b>"),
    ):
        await within(ann(functions.messages.SendMessageRequest(other, text, entities=entities or None)))
        seen = await bob.last("@ann")
        same(f"Ferogram sees {name}", (seen["text"], seen["html"]), (expected, html))
        same(f"Telethon sees {name}", (await newest(ann, other)).message, expected)
    await within(ann.send_message(other, "see https://example.org/page"))
    same("Ferogram sees a preview", (await bob.last("@ann"))["preview"], "A page")
    await within(ann.send_message(other, "see https://example.org/page", link_preview=False))
    same("Ferogram sees no preview", (await bob.last("@ann")).get("preview"), None)
    await bob("send", peer="@ann", text="or https://example.org/page")
    got = await newest(ann, other)
    same("Telethon sees a preview", got.web_preview.title if got.web_preview else None, "A page")
    await within(ann.send_message(other, "a long story"))
    last = await bob.last("@ann")
    same("Ferogram has it in short", (await bob("summary", peer="@ann", id=last["id"]))["texts"], ["a story"])
    short = await within(ann(functions.messages.SummarizeTextRequest(other, (await newest(ann, other)).id)))
    same("Telethon has it in short", short.text, "a story")
    choices = (await bob("report", peer="@ann", ids=[last["id"]]))["texts"]
    check("Ferogram chooses a reason", len(choices) > 1)
    same("Ferogram has to say more", (await bob("report", peer="@ann", ids=[last["id"]], number=len(choices) - 1))[
        "texts"], ["comment"])
    same("Ferogram reports", (await bob("report", peer="@ann", ids=[last["id"]], number=0))["texts"], ["reported"])
    mine = (await newest(ann, other)).id
    step = await within(ann(functions.messages.ReportRequest(other, [mine], b"", "")))
    same("Telethon chooses a reason", [o.text for o in step.options], choices)
    step = await within(ann(functions.messages.ReportRequest(other, [mine], step.options[0].option, "")))
    check("Telethon reports", isinstance(step, types.ReportResultReported))
    await bob("screenshot", peer="@ann", id=last["id"])
    check("Telethon sees that a picture was taken",
          isinstance((await newest(ann, other)).action, types.MessageActionScreenshotTaken))
    await within(ann(functions.messages.SendScreenshotNotificationRequest(
        other, types.InputReplyToMessage(mine), random_id=7)))
    same("Ferogram sees that a picture was taken", (await bob.last("@ann"))["action"], "screenshotTaken")


async def answers(bob):
    """Answers that others add to polls, and reactions that are taken away."""
    ann, chat = People.ann, "bobs_talk"
    group = (await bob("history", peer="bobs_talk", number=1))["messages"][0]["chat"]
    asks = (await bob("openPoll", peer=group, text="What else?", answers=["p", "q"]))["messages"][0]["id"]
    added = types.InputPollAnswer(types.TextWithEntities("r", []))
    await within(ann(functions.messages.AddPollAnswerRequest(chat, asks, added)))
    same("Ferogram sees the answer of Ann", (await bob.last(group))["answers"], ["p", "q", "r"])
    same("Ferogram adds one", (await bob("addAnswer", peer=group, id=asks, text="s"))["texts"], ["p", "q", "r", "s"])
    poll = (await within(ann.get_messages(chat, ids=asks))).media.poll
    same("Telethon sees both", [a.text.text for a in poll.answers], ["p", "q", "r", "s"])
    same("Telethon sees who added them", [a.added_by.user_id for a in poll.answers[2:]],
         [bob.ann["id"], bob.bob["id"]])
    await refused("nobody takes away what others added", errors.RPCError,
                  ann(functions.messages.DeletePollAnswerRequest(chat, asks, poll.answers[3].option)))
    await within(ann(functions.messages.DeletePollAnswerRequest(chat, asks, poll.answers[2].option)))
    same("Ferogram sees that it is gone", (await bob.last(group))["answers"], ["p", "q", "s"])
    await bob("deleteAnswer", peer=group, id=asks, text="s")
    poll = (await within(ann.get_messages(chat, ids=asks))).media.poll
    same("Telethon sees that it is gone", [a.text.text for a in poll.answers], ["p", "q"])
    closed = (await bob("poll", peer=group, text="No more?", answers=["p", "q"]))["messages"][0]["id"]
    await refused("a poll that is not open gets no answers", errors.RPCError,
                  ann(functions.messages.AddPollAnswerRequest(chat, closed, added)))

    his = (await bob("send", peer=group, text="well?"))["messages"][0]["id"]
    await within(ann(functions.messages.SendReactionRequest(
        chat, his, reaction=[types.ReactionEmoji("👍"), types.ReactionEmoji("🔥")])))
    same("Ferogram sees two reactions", sorted((await bob.last(group))["reactions"].values()), [1, 1])
    recent = await within(ann(functions.messages.GetRecentReactionsRequest(5, 0)))
    same("Telethon sees which it used last", [r.emoticon for r in recent.reactions[:2]], ["👍", "🔥"])
    await within(ann(functions.messages.ClearRecentReactionsRequest()))
    recent = await within(ann(functions.messages.GetRecentReactionsRequest(5, 0)))
    same("Telethon has forgotten them", recent.reactions, [])
    await bob("reportReaction", peer=group, id=his, user="@ann")
    await refused("a member takes no reactions away", errors.ChatAdminRequiredError,
                  ann(functions.messages.DeleteParticipantReactionRequest(chat, his, "@bob")))
    await bob("deleteReaction", peer=group, id=his, user="@ann")
    got = await within(ann.get_messages(chat, ids=his))
    check("Telethon sees that an administrator took them away", not got.reactions or not got.reactions.results)
    await within(ann(functions.messages.SendReactionRequest(chat, his, reaction=[types.ReactionEmoji("👎")])))
    await bob("deleteReactions", peer=group, user="@ann")
    same("Ferogram takes all of them away", (await bob.last(group))["reactions"], {})

    note = (await bob("send", peer="me", text="a note"))["messages"][0]["id"]
    await bob("react", peer="me", id=note, emoji="👍")
    await bob("renameTag", emoji="👍", text="good")
    tags = await bob("tags")
    same("Ferogram has a tag", (tags["texts"], tags["numbers"]), (["good"], [1]))
    note = await within(ann.send_message("me", "a note"))
    await within(ann(functions.messages.SendReactionRequest("me", note.id, reaction=[types.ReactionEmoji("🎉")])))
    await within(ann(functions.messages.UpdateSavedReactionTagRequest(types.ReactionEmoji("🎉"), "party")))
    tags = await within(ann(functions.messages.GetSavedReactionTagsRequest(0)))
    same("Telethon has a tag", [(t.title, t.count) for t in tags.tags], [("party", 1)])


async def shop(bob):
    """A bot of Ferogram: Telethon presses its buttons, asks it in its inline mode and pays it."""
    ann, name = People.ann, "@shop_bot"
    heard = asyncio.Queue()
    ann.add_event_handler(lambda event: heard.put(event), events.NewMessage(incoming=True))
    bot = await within(ann.get_entity(name))

    async def says(condition):
        while True:
            event = await within(heard.get())
            if event.chat_id == bot.id and condition(event.message):
                return event.message

    await within(ann.send_message(name, "/start"))
    message = await says(lambda m: m.buttons)
    same("Telethon sees a button of Ferogram", [b.text for row in message.buttons for b in row], ["Yes"])
    answer = await within(message.click(0))
    same("Ferogram answers the press", answer.message, "Good")

    async def edited():
        return (await within(ann.get_messages(name, ids=message.id))).message == "Pressed yes"

    await until("Ferogram edits the message with the button", edited)
    results = await within(ann.inline_query(name, "tea"))
    same("Ferogram answers the query", [result.title for result in results], ["TEA"])
    sent = await within(results[0].click("@bob"))
    same("Telethon sends the result", sent.message, "I like tea")
    same("Bob reads it", (await bob.last("@ann"))["text"], "I like tea")
    answer = await within(ann(functions.messages.GetBotCallbackAnswerRequest("@bob", sent.id, data=b"me")))
    same("Ferogram answers a press below it", answer.message, "Good")
    before = await within(ann(functions.payments.GetStarsStatusRequest("me")))
    await within(ann.send_message(name, "/buy"))
    message = await says(lambda m: isinstance(m.media, types.MessageMediaInvoice))
    same("Telethon sees the invoice", (message.media.title, message.media.total_amount), ("Tea", 5))
    invoice = types.InputInvoiceMessage(await ann.get_input_entity(bot), message.id)
    form = await within(ann(functions.payments.GetPaymentFormRequest(invoice)))
    await within(ann(functions.payments.SendStarsFormRequest(form.form_id, invoice)))
    check("Ferogram is paid", await says(lambda m: m.message == "Paid 5"))

    async def refunded():
        after = await within(ann(functions.payments.GetStarsStatusRequest("me")))
        return after.balance.amount == before.balance.amount

    await until("Ferogram gives the Stars back", refunded)


async def end(bob):
    check("Ann signs out", await within(People.ann.log_out()))
    check("Cid signs out", await within(People.cid.log_out()))


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], [
        begin, messages, polls, files, stickers, chats, *telethon_chats.PARTS, threads, unread, searches, texts, answers,
        contacts, privacy, codes, shop, end,
    ], LEAST_CHECKS))
