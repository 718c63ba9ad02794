"""kurigram and Ferogram talk with each other on a local server: kurigram_check.py PROGRAM

Ann uses kurigram, Bob uses Ferogram. What one side does the other one has to see.
"""

import asyncio
import base64
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kurigram"))

import check as base
import kurigram_chats
from common import digest, run, within
from counting import check, same
from pyrogram import enums, errors, filters, handlers, raw, types
from pyrogram.qrlogin import QRLogin

LEAST_CHECKS = 140
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")

WEBP = b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) \
    + (511).to_bytes(3, "little") * 2


class People:
    party = None
    ann = None


async def begin(bob):
    base.install_key(bob.server["publicKey"])
    People.party = base.Party(bob.server, "abridged")
    People.ann = ann = People.party.client("ann", bob.ann["dataCenter"])
    await People.party.connect(ann)
    sent = await within(ann.send_phone_number_code(bob.ann["phone"]))
    me = await within(ann.sign_in(bob.ann["phone"], sent.phone_code_hash, bob.ann["code"]))
    check("Ann signs in", me.id == bob.ann["id"])
    kurigram_chats.Chats.ann = ann
    await within(ann.initialize())


async def refused(name, awaitable):
    try:
        await within(awaitable)
        check(f"{name}: nothing was refused", False)
    except errors.RPCError:
        check(name, True)


async def messages(bob):
    ann, other = People.ann, "bob"
    heard = base.queue_of(ann, handlers.MessageHandler, filters.incoming)
    edits = base.queue_of(ann, handlers.EditedMessageHandler)
    deletions = base.queue_of(ann, handlers.DeletedMessagesHandler)

    first = await within(ann.send_message(other, "a **bold** and `mono` word"))
    seen = await bob.last("@ann")
    same("Ferogram sees the text", seen["text"], "a bold and mono word")
    same("Ferogram sees the format", seen["html"], "a <b>bold</b> and <code>mono</code> word")
    await within(ann.send_message(other, "quiet", disable_notification=True))
    check("Ferogram sees that it is silent", (await bob.last("@ann"))["isSilent"])
    edited = await within(ann.edit_message_text(other, first.id, "__changed__"))
    same("kurigram edits", edited.text, "changed")
    seen = [m for m in await bob.history("@ann") if m["isEdited"]][0]
    same("Ferogram sees the edit", seen["html"], "<i>changed</i>")
    await within(ann.send_message(other, "answer", reply_parameters=types.ReplyParameters(message_id=first.id)))
    same("Ferogram sees the reply", (await bob.last("@ann"))["reply"], seen["id"])
    await within(ann.send_message(other, "keep", protect_content=True))
    check("Ferogram sees the protection", (await bob.last("@ann"))["isProtected"])
    await within(ann.send_reaction(other, first.id, "👍"))
    got = [m for m in await bob.history("@ann") if m["id"] == seen["id"]][0]
    same("Ferogram sees the reaction", list(got["reactions"].values()), [1])
    await within(ann.pin_chat_message(other, first.id, both_sides=True))
    got = [m for m in await bob.history("@ann") if m["id"] == seen["id"]][0]
    check("Ferogram sees the pin", got["isPinned"])
    await within(ann.unpin_chat_message(other, first.id))
    got = [m for m in await bob.history("@ann") if m["id"] == seen["id"]][0]
    check("Ferogram sees that it is unpinned", not got["isPinned"])
    await within(ann.forward_messages(other, other, first.id))
    check("Ferogram sees that it was forwarded", (await bob.last("@ann"))["isForwarded"])
    gone = await within(ann.send_message(other, "gone"))
    await within(ann.delete_messages(other, gone.id, revoke=True))
    check("Ferogram does not see what was deleted", "gone" not in [m["text"] for m in await bob.history("@ann")])

    sent = (await bob("send", peer="@ann", html="<b>from</b> <u>Bob</u>"))["messages"][0]
    event = await within(heard.get())
    same("kurigram hears the text", event.text, "from Bob")
    same("kurigram hears the format", [e.type for e in event.entities],
         [enums.MessageEntityType.BOLD, enums.MessageEntityType.UNDERLINE])
    check("kurigram hears the sender", event.from_user.id == bob.bob["id"])
    mine = event
    await bob("send", peer="@ann", text="reply", reply=sent["id"], quote="from", offset=0)
    event = await within(heard.get())
    same("kurigram hears the reply", event.reply_to_message_id, mine.id)
    same("kurigram hears the quote", event.quote.text if event.quote else None, "from")
    await bob("send", peer="@ann", text="mine", form="protected")
    event = await within(heard.get())
    check("kurigram hears the protection", event.has_protected_content)
    await refused("kurigram cannot forward what is protected", ann.forward_messages("me", other, event.id))
    await bob("edit", peer="@ann", id=sent["id"], html="<i>edited</i>")
    event = await within(edits.get())
    while event.text != "edited":
        event = await within(edits.get())
    same("kurigram hears the edit", event.id, mine.id)
    await bob("react", peer="@ann", id=sent["id"], emoji="🔥")
    found = await within(ann.get_messages(other, mine.id))
    same("kurigram sees the reaction", [(r.emoji, r.count) for r in found.reactions.reactions], [("🔥", 1)])
    await bob("pin", peer="@ann", id=sent["id"])
    event = await within(heard.get())
    check("kurigram hears that it was pinned", event.service == enums.MessageServiceType.PINNED_MESSAGE)
    await bob("forward", ids=[sent["id"]], peer="@ann", user="@ann")
    event = await within(heard.get())
    check("kurigram hears what is forwarded", event.forward_origin is not None and event.text == "edited")
    again = (await bob("copy", ids=[sent["id"]], peer="@ann", user="@ann"))["messages"][0]
    event = await within(heard.get())
    check("kurigram hears a copy", event.forward_origin is None and event.text == "edited")
    await bob("delete", ids=[again["id"]], peer="@ann")
    event = await within(deletions.get())
    check("kurigram hears of the deletion", True)
    scheduled = (await bob("schedule", peer="@ann", text="in time"))["messages"][0]
    await bob("sendScheduled", peer="@ann", ids=[scheduled["id"]])
    event = await within(heard.get())
    same("kurigram hears what was scheduled", event.text, "in time")
    hits = [m.text async for m in ann.search_messages(other, query="edited", limit=5)]
    same("kurigram finds messages", set(hits), {"edited"})


async def files(bob):
    ann, other = People.ann, "bob"
    with tempfile.TemporaryDirectory() as folder:
        def make(name, content):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            return path

        small = make("small.bin", os.urandom(100_001))
        large = make("large.bin", os.urandom(12_000_003))
        picture = make("cat.png", PNG)
        voice = make("voice.ogg", os.urandom(5_000))
        film = make("film.mp4", os.urandom(50_000))
        song = make("song.mp3", os.urandom(60_000))
        sticker = make("s.webp", WEBP + os.urandom(3_000))

        async def exchange(name, path, kind, send, attribute):
            await within(send(other, path))
            seen = await bob.last("@ann")
            same(f"Ferogram sees {name}", seen["kind"], kind)
            got = await bob("download", peer="@ann", id=seen["id"], path=os.path.join(folder, f"got-{name}"))
            same(f"Ferogram downloads {name}", digest(got["texts"][0]), digest(path))
            await bob("sendFile", peer="@ann", path=path, form={"file": "document"}.get(kind, kind), text="" if kind == "videoNote" else name)
            message = [m async for m in ann.get_chat_history(other, limit=1)][0]
            check(f"kurigram sees {name}", getattr(message, attribute) is not None)
            down = await within(ann.download_media(message, os.path.join(folder, f"down-{name}")))
            same(f"kurigram downloads {name}", digest(down), digest(path))

        await exchange("small", small, "file", ann.send_document, "document")
        await exchange("large", large, "file", ann.send_document, "document")
        await exchange("picture", picture, "photo", ann.send_photo, "photo")
        await exchange("voice", voice, "voice", ann.send_voice, "voice")
        await exchange("video", film, "video", ann.send_video, "video")
        await exchange("round", film, "videoNote", ann.send_video_note, "video_note")
        await exchange("song", song, "audio", ann.send_audio, "audio")
        await exchange("sticker", sticker, "sticker", ann.send_sticker, "sticker")
        numbers = (await bob("makeStickerSet", user="Cats", text="bobs_cats", paths=[sticker]))["numbers"]
        found = await within(ann.get_stickers("bobs_cats"))
        same("kurigram sees a set", [s.emoji for s in found], ["🐱"])
        await within(ann.send_sticker(other, found[0].file_id))
        seen = await bob.last("@ann")
        same("Ferogram sees a sticker of its set", (await bob("setOfSticker", peer="@ann", id=seen["id"]))["texts"],
             ["bobs_cats"])
        await bob("sendSticker", peer="@ann", text="bobs_cats")
        message = [m async for m in ann.get_chat_history(other, limit=1)][0]
        same("kurigram sees the set of a sticker", (message.sticker.set_name, len(numbers)), ("bobs_cats", 1))
        await within(ann.send_media_group(other, [
            types.InputMediaPhoto(picture, caption="one"), types.InputMediaPhoto(picture)]))
        seen = (await bob.history("@ann", 2))[::-1]
        same("Ferogram sees an album", [m["text"] for m in seen], ["one", ""])
        check("Ferogram sees that it is one", len({m["album"] for m in seen}) == 1 and seen[0]["album"])
        await bob("sendAlbum", peer="@ann", paths=[picture, picture], form="photo", text="of Bob")
        got = [m async for m in ann.get_chat_history(other, limit=2)]
        check("kurigram sees an album", got[0].media_group_id == got[1].media_group_id is not None)
        same("kurigram sees its caption", got[1].caption, "of Bob")


async def chats(bob):
    ann = People.ann
    group = (await bob("createSupergroup", text="Talk"))["numbers"][0]
    await bob("setUsername", peer=group, text="talk_here")
    await within(ann.join_chat("talk_here"))
    same("kurigram joins", (await within(ann.get_chat("talk_here"))).title, "Talk")
    check("Ferogram sees who joined", "Ann member" in (await bob("members", peer=group))["texts"])
    await within(ann.send_message("talk_here", "hi all"))
    same("Ferogram sees what is said there", (await bob.last(group))["text"], "hi all")
    await bob("restrict", peer=group, user="@ann")
    await refused("who is restricted does not write", ann.send_message("talk_here", "no"))
    await bob("unban", peer=group, user="@ann")
    await bob("promote", peer=group, user="@ann", text="Guard")
    member = await within(ann.get_chat_member("talk_here", "me"))
    check("kurigram sees the rights", member.status == enums.ChatMemberStatus.ADMINISTRATOR
          and member.privileges.can_restrict_members and not member.privileges.can_change_info)
    await bob("demote", peer=group, user="@ann")
    await bob("setTitle", peer=group, text="Talks")
    same("kurigram sees the new title", (await within(ann.get_chat("talk_here"))).title, "Talks")
    names = {m.user.first_name async for m in ann.get_chat_members("talk_here")}
    same("kurigram lists the members", names, {"Ann", "Bob"})
    await within(ann.leave_chat("talk_here"))
    check("Ferogram sees who left", "Ann member" not in (await bob("members", peer=group))["texts"])


async def threads(bob):
    """Comments on posts of Bob's channel, and what is unread in its group."""
    ann = People.ann
    channel = (await bob("createChannel", text="News"))["numbers"][0]
    group = (await bob("createSupergroup", text="Talk of the news"))["numbers"][0]
    await bob("linkGroup", peer=channel, user=group)
    for number, name in ((channel, "bobs_news"), (group, "bobs_talk")):
        await bob("setUsername", peer=number, text=name)
        await within(ann.join_chat(name))
    post = (await bob("send", peer=channel, text="a post #news"))["messages"][0]["id"]
    root = await within(ann.get_discussion_message("bobs_news", post))
    same("kurigram finds the post in the group", (root.text, root.chat.id), ("a post #news", group))
    comment = await within(root.reply("a comment"))
    seen = (await bob("replies", peer=channel, id=post))["messages"]
    same("Ferogram sees the comment", [(m["text"], m["sender"]) for m in seen], [("a comment", bob.ann["id"])])
    answer = (await bob("send", peer=group, text="an answer", reply=comment.id))["messages"][0]["id"]
    listed = [m.text async for m in ann.get_discussion_replies("bobs_news", post)]
    same("kurigram lists the thread", listed, ["an answer", "a comment"])
    same("kurigram counts it", await within(ann.get_discussion_replies_count("bobs_news", post)), 2)
    same("kurigram finds what answers it",
         [m.id async for m in ann.search_messages("bobs_talk", filter=enums.MessagesFilter.MENTION)], [answer])
    check("kurigram has seen it", await within(ann.read_mentions("bobs_talk")))
    named = await within(ann.send_message("bobs_talk", "look, @bob"))
    same("Ferogram is named", [m["id"] for m in (await bob("unread", peer=group, form="mentions"))["messages"]],
         [named.id])
    await bob("markSeen", peer=group, form="mentions")
    same("Ferogram has seen it", (await bob("unread", peer=group, form="mentions"))["messages"], [])
    await within(ann.send_reaction("bobs_talk", answer, "👍"))
    same("Ferogram has an unread reaction",
         [m["id"] for m in (await bob("unread", peer=group, form="reactions"))["messages"]], [answer])
    await bob("react", peer=group, id=named.id, emoji="🔥")
    check("kurigram has seen reactions", await within(ann.read_reactions("bobs_talk")))
    found = [m.id async for m in ann.search_posts("news", limit=5)]
    same("kurigram finds posts of all channels", found, [post])


async def answers(bob):
    """Polls that others add answers to, previews, and texts in short."""
    ann, other = People.ann, "bob"
    sent = await within(ann.send_poll(other, "Which?", ["a", "b"], is_anonymous=False, allow_adding_options=True))
    seen = await bob.last("@ann")
    same("Ferogram adds an answer", (await bob("addAnswer", peer="@ann", id=seen["id"], text="c"))["texts"],
         ["a", "b", "c"])
    poll = (await within(ann.get_messages(other, sent.id))).poll
    same("kurigram sees it", [str(getattr(o.text, "text", o.text)) for o in poll.options], ["a", "b", "c"])
    await within(ann.add_poll_option(other, sent.id, "d"))
    same("Ferogram sees the one of kurigram", (await bob.last("@ann"))["answers"], ["a", "b", "c", "d"])
    await within(ann.vote_poll(other, sent.id, 2))
    await bob("deleteAnswer", peer="@ann", id=seen["id"], text="c")
    poll = (await within(ann.get_messages(other, sent.id))).poll
    same("kurigram sees that it is gone, and its votes with it", (len(poll.options), poll.total_voter_count), (3, 0))
    same("kurigram finds its poll",
         [m.id async for m in ann.search_messages(other, filter=enums.MessagesFilter.POLL)], [sent.id])
    await within(ann.send_message(other, "see https://example.org/page"))
    same("Ferogram sees a preview", (await bob.last("@ann"))["preview"], "A page")
    story = await within(ann.send_message(other, "a long story"))
    short = await within(ann.summarize_message(other, story.id))
    same("kurigram has it in short", short.text, "a story")
    await within(ann.send_screenshot_notification(other))
    same("Ferogram sees that a picture was taken", (await bob.last("@ann"))["action"], "screenshotTaken")
    await within(ann.send_location(other, 1.0, 2.0, live_period=900))
    same("Ferogram sees where Ann is", len((await bob("locations", peer="@ann"))["messages"]), 1)


async def codes(bob):
    """Sign-in by a code that another device scans, with kurigram on either side."""
    ann = People.ann
    new = People.party.client("new", 1)
    await People.party.connect(new)
    code = QRLogin(new)
    await within(code.recreate())
    waiting = asyncio.ensure_future(code.wait(20))
    await asyncio.sleep(0.1)
    await bob("qrAccept", text=code.url)
    same("Ferogram accepts the code of kurigram", (await within(waiting)).id, bob.bob["id"])
    same("kurigram is signed in", (await within(new.get_me())).id, bob.bob["id"])
    url = (await bob("qrShow"))["texts"][0]
    token = base64.urlsafe_b64decode(url.split("token=")[1] + "==")
    await within(ann.invoke(raw.functions.auth.AcceptLoginToken(token=token)))
    same("kurigram accepts the code of Ferogram", (await bob("qrResult"))["numbers"], [bob.ann["id"]])


async def shop(bob):
    """A bot of Ferogram: kurigram presses its buttons, asks it in its inline mode and pays it."""
    ann, name = People.ann, "shop_bot"
    found = await within(ann.get_users(name))
    heard = asyncio.Queue()

    async def hear(_, message):
        await heard.put(message)

    # Of a group of handlers the first one that fits has the message to itself.
    ann.add_handler(handlers.MessageHandler(hear, filters.incoming & filters.chat(found.id)), 9)
    await within(ann.send_message(name, "/start"))
    message = await within(heard.get())
    same("kurigram sees a button of Ferogram", message.reply_markup.inline_keyboard[0][0].text, "Yes")
    answer = await within(ann.request_callback_answer(found.id, message.id, "yes"))
    same("Ferogram answers the press", answer.message, "Good")
    results = await within(ann.get_inline_bot_results("@" + name, "tea"))
    same("Ferogram answers the query", [result.id for result in results.results], ["1"])
    other = await within(ann.get_users("bob"))
    sent = await within(ann.send_inline_bot_result(other.id, results.query_id, "1"))
    same("kurigram sends the result", sent.text, "I like tea")
    same("Bob reads it", (await bob.last("@ann"))["text"], "I like tea")
    await within(ann.send_message(name, "/buy"))
    message = await within(heard.get())
    while message.invoice is None:
        message = await within(heard.get())
    same("kurigram sees the invoice", (message.invoice.title, message.invoice.total_amount), ("Tea", 5))
    invoice = raw.types.InputInvoiceMessage(peer=await ann.resolve_peer(found.id), msg_id=message.id)
    form = await within(ann.invoke(raw.functions.payments.GetPaymentForm(invoice=invoice)))
    await within(ann.invoke(raw.functions.payments.SendStarsForm(form_id=form.form_id, invoice=invoice)))
    message = await within(heard.get())
    while message.text != "Paid 5":
        message = await within(heard.get())
    check("Ferogram is paid", True)


async def end(bob):
    check("Ann signs out", await within(People.ann.log_out()))


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], [
        begin, messages, files, chats, *kurigram_chats.PARTS, threads, answers, codes, shop, end,
    ], LEAST_CHECKS))
