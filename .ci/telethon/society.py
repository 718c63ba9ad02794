"""What Telethon makes of groups, channels, media and the settings of an account."""

import asyncio
import hashlib
import io
import struct
import time
import zlib

from telethon import errors, events, functions, types, utils

PATIENCE = 20


async def within(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


def noise(count, seed):
    """Bytes in which no two blocks are alike."""
    block, blocks = hashlib.sha512(str(seed).encode()).digest(), []
    while len(blocks) * 64 < count:
        blocks.append(block)
        block = hashlib.sha512(block).digest()
    return b"".join(blocks)[:count]


def png(width, height, shade=7):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes([shade, row % 256, 128]) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def named(name, data):
    file = io.BytesIO(data)
    file.name = name
    return file


class Society:
    """Two people and a bot, signed in once."""

    def __init__(self, check, ann, bob, bot):
        self.check, self.ann, self.bob, self.bot = check, ann, bob, bot

    def keeper(self, name):
        async def keep(event):
            self.heard[name].append(event)

        return keep

    def same(self, name, value, expected):
        self.check(name if value == expected else f"{name}: {value!r} instead of {expected!r}", value == expected)

    async def refused(self, name, error, awaitable):
        try:
            await within(awaitable)
            self.check(f"{name}: nothing was refused", False)
        except errors.RPCError as refusal:
            text = getattr(refusal, "message", "") or ""
            held = error in type(refusal).__name__ or error in text
            self.check(name if held else f"{name}: {refusal!r}", held)

    async def begin(self):
        self.me, self.him, self.it = [await within(one.get_me()) for one in (self.ann, self.bob, self.bot)]
        self.heard = {}
        for name, client in (("ann", self.ann), ("bob", self.bob), ("bot", self.bot)):
            self.heard[name] = []
            client.add_event_handler(self.keeper(name), events.NewMessage(incoming=True))
        self.raw = []

        async def keep(update):
            self.raw.append(update)

        self.bob.add_event_handler(keep, events.Raw())

    async def hears(self, name, text):
        """The message that says so, when it has come."""
        for _ in range(PATIENCE * 50):
            for event in self.heard[name]:
                if event.raw_text == text:
                    self.heard[name].remove(event)
                    return event.message
            await asyncio.sleep(0.02)
        raise TimeoutError(f"{name} does not hear {text!r}")

    async def told(self, kind, where=lambda update: True):
        """An update for Bob, when it has come."""
        for _ in range(PATIENCE * 50):
            for update in self.raw:
                if isinstance(update, kind) and where(update):
                    self.raw.remove(update)
                    return update
            await asyncio.sleep(0.02)
        raise TimeoutError(f"no {kind.__name__}")


async def media(s):
    ann, bob = s.ann, s.bob
    data = png(640, 480)
    await within(ann.send_file("@bob", named("wall.png", data), caption="a **wall**"))
    got = await s.hears("bob", "a wall")
    s.same("photo: its measures", (got.photo.sizes[-1].w, got.photo.sizes[-1].h), (640, 480))
    s.same("photo: its bytes", await within(bob.download_media(got, bytes)), data)
    s.same("photo: its caption", [type(e).__name__ for e in got.entities], ["MessageEntityBold"])
    data = noise(40_000, 1)
    sent = await within(ann.send_file("@bob", named("notes.bin", data), caption="notes", force_document=True))
    got = await s.hears("bob", "notes")
    s.same("file: its name and size", (got.file.name, got.file.size), ("notes.bin", 40_000))
    s.same("file: its bytes", await within(bob.download_media(got, bytes)), data)
    part = b""
    async for chunk in bob.iter_download(got.media, offset=4096, limit=2, request_size=4096):
        part += chunk
    s.same("file: a part of it", part, data[4096:12288])
    await within(bob.send_file("@ann", got.media, caption="back"))
    back = await s.hears("ann", "back")
    s.same("file: it is the same", (back.file.id, back.document.id), (sent.file.id, sent.document.id))
    data = noise((10 << 20) + 777, 2)
    large = await asyncio.wait_for(ann.upload_file(named("large.bin", data), part_size_kb=512), 120)
    s.check("large file: sent as one", isinstance(large, types.InputFileBig))
    await within(ann.send_file("@bob", large, caption="large", force_document=True))
    got = await s.hears("bob", "large")
    s.check("large file: its bytes", await asyncio.wait_for(bob.download_media(got, bytes), 120) == data)
    pictures = [png(100 + n, 50, n) for n in range(3)]
    album = await within(ann.send_file("@bob", [named(f"{n}.png", d) for n, d in enumerate(pictures)],
                                       caption=["p0", "p1", "p2"]))
    got = [await s.hears("bob", f"p{n}") for n in range(3)]
    s.same("album: one", (len({m.grouped_id for m in album}), len({m.grouped_id for m in got})), (1, 1))
    s.same("album: its pictures", [m.photo.sizes[-1].w for m in got], [100, 101, 102])
    s.same("album: their bytes", [await within(bob.download_media(m, bytes)) for m in got], pictures)
    song = [types.DocumentAttributeAudio(61, title="Song", performer="Singer")]
    await within(ann.send_file("@bob", named("song.mp3", noise(900, 3)), caption="song", attributes=song))
    got = await s.hears("bob", "song")
    s.same("audio: what it is", (got.file.title, got.file.performer, got.file.duration), ("Song", "Singer", 61))
    await within(ann.send_file("@bob", named("voice.ogg", noise(900, 4)), caption="voice", voice_note=True, attributes=[
        types.DocumentAttributeAudio(5, voice=True, waveform=b"\1\2\3")]))
    got = await s.hears("bob", "voice")
    s.check("voice: it is one", bool(got.voice) and got.media_unread)
    film = [types.DocumentAttributeVideo(12, 320, 200, supports_streaming=True)]
    await within(ann.send_file("@bob", named("film.mp4", noise(900, 5)), caption="film", attributes=film,
                               supports_streaming=True))
    got = await s.hears("bob", "film")
    s.same("video: what it is", (got.file.width, got.file.height, got.file.duration), (320, 200, 12))
    await within(ann.edit_message("@bob", sent.id, "notes, mended"))
    edited = await within(bob.get_messages("@ann", search="mended", limit=1))
    s.same("file: another caption", (edited[0].raw_text, edited[0].file.name), ("notes, mended", "notes.bin"))
    found = await within(ann.get_messages("@bob", filter=types.InputMessagesFilterPhotos(), limit=20))
    s.same("search: photos", found.total, 4)
    counters = await within(ann(functions.messages.GetSearchCountersRequest("@bob", [
        types.InputMessagesFilterDocument(), types.InputMessagesFilterMusic(), types.InputMessagesFilterVideo()])))
    s.same("search: how many of each", [c.count for c in counters], [3, 1, 1])


async def kinds(s):
    ann, bob = s.ann, s.bob
    point = types.InputMediaGeoPoint(types.InputGeoPoint(52.5, 13.25))
    await within(ann.send_file("@bob", point))
    got = await s.hears("bob", "")
    s.same("location", (got.geo.lat, got.geo.long), (52.5, 13.25))
    await within(ann.send_file("@bob", types.InputMediaVenue(types.InputGeoPoint(1, 2), "Café", "Street 1", "x", "7", "")))
    got = await s.hears("bob", "")
    s.same("venue", (got.venue.title, got.venue.address, got.venue.venue_id), ("Café", "Street 1", "7"))
    await within(ann.send_file("@bob", types.InputMediaContact("+9996600000", "Some", "Body", "")))
    got = await s.hears("bob", "")
    s.same("contact", (got.contact.first_name, got.contact.last_name, got.contact.user_id), ("Some", "Body", 0))
    sent = await within(ann.send_file("@bob", types.InputMediaDice("🎲")))
    got = await s.hears("bob", "")
    s.check("dice", 1 <= got.dice.value <= 6 and got.dice.value == sent.dice.value)
    answers = [types.PollAnswer(types.TextWithEntities(text, []), bytes([n])) for n, text in enumerate(("tea", "coffee"))]
    poll = types.InputMediaPoll(types.Poll(
        id=0, question=types.TextWithEntities("Tea or coffee?", []), answers=answers, public_voters=True, hash=0))
    sent = await within(ann.send_file("@bob", poll))
    got = await s.hears("bob", "")
    s.same("poll: its question", got.poll.poll.question.text, "Tea or coffee?")
    option = got.poll.poll.answers[1].option
    voted = await within(bob(functions.messages.SendVoteRequest("@ann", got.id, [option])))
    mine = [u for u in voted.updates if isinstance(u, types.UpdateMessagePoll)][0]
    s.same("poll: the vote is counted", [(r.voters, r.chosen) for r in mine.results.results], [(0, False), (1, True)])
    await s.refused("poll: who has not voted does not see who has", "PollVoteRequired", ann(
        functions.messages.GetPollVotesRequest("@bob", sent.id, 10, option=option)))
    await within(ann(functions.messages.SendVoteRequest("@bob", sent.id, [got.poll.poll.answers[0].option])))
    votes = await within(ann(functions.messages.GetPollVotesRequest("@bob", sent.id, 10, option=option)))
    s.same("poll: who voted", [v.peer.user_id for v in votes.votes], [s.him.id])
    closed = types.InputMediaPoll(types.Poll(
        id=sent.poll.poll.id, question=types.TextWithEntities("Tea or coffee?", []), answers=answers, closed=True, hash=0))
    await within(ann(functions.messages.EditMessageRequest("@bob", sent.id, media=closed)))
    seen = await within(bob.get_messages("@ann", ids=got.id))
    s.check("poll: it is closed", seen.poll.poll.closed)
    when = int(time.time()) + 4_000
    await within(ann.send_message("@bob", "later", schedule=when))
    waiting = await within(ann.get_messages("@bob", scheduled=True))
    s.same("later: it waits", [(m.raw_text, int(m.date.timestamp())) for m in waiting], [("later", when)])
    await within(ann(functions.messages.SendScheduledMessagesRequest("@bob", [waiting[0].id])))
    s.check("later: it comes", bool(await s.hears("bob", "later")))
    async with ann.takeout() as takeout:
        ranges = await within(takeout(functions.messages.GetSplitRangesRequest()))
        s.check("takeout: ranges of messages", bool(ranges) and all(r.min_id <= r.max_id for r in ranges))
        inside = await within(takeout(functions.InvokeWithMessagesRangeRequest(
            ranges[-1], functions.messages.GetHistoryRequest(
                await ann.get_input_entity("@bob"), 0, None, 0, 3, 0, 0, 0))))
        s.same("takeout: a call within a range", len(inside.messages), 3)
    page = await within(ann(functions.messages.GetWebPagePreviewRequest("nothing to see")))
    s.check("a preview of nothing", isinstance(page.media, types.MessageMediaEmpty))


async def group(s):
    ann, bob, bot = s.ann, s.bob, s.bot
    made = await within(ann(functions.messages.CreateChatRequest(["@bob", "@" + s.it.username], "Group")))
    chat = made.updates.chats[0]
    s.same("group: made", (chat.title, chat.participants_count, chat.creator), ("Group", 3, True))
    await within(ann.send_message(chat.id, "to all"))
    got = await s.hears("bob", "to all")
    s.same("group: a member hears", (got.sender_id, got.chat_id), (s.me.id, -chat.id))
    got = await s.hears("bot", "to all")
    s.same("group: the bot hears", got.chat_id, -chat.id)
    people = await within(bob.get_participants(chat.id))
    s.same("group: its members", sorted(p.id for p in people), sorted([s.me.id, s.him.id, s.it.id]))
    await within(ann(functions.messages.EditChatTitleRequest(chat.id, "Band")))
    s.same("group: another title", (await within(bob.get_entity(chat.id))).title, "Band")
    await within(ann(functions.messages.EditChatAboutRequest(chat.id, "about us")))
    full = await within(bob(functions.messages.GetFullChatRequest(chat.id)))
    s.same("group: its description", full.full_chat.about, "about us")
    await within(ann(functions.messages.EditChatDefaultBannedRightsRequest(
        chat.id, types.ChatBannedRights(None, send_polls=True, pin_messages=True))))
    rights = (await within(bob.get_entity(chat.id))).default_banned_rights
    s.same("group: everybody's rights", (rights.send_polls, rights.pin_messages, rights.send_media), (True, True, False))
    link = await within(ann(functions.messages.ExportChatInviteRequest(chat.id)))
    s.check("group: a link", link.link.startswith("https://t.me/+"))
    await within(ann.kick_participant(chat.id, s.him.id))
    people = await within(ann.get_participants(chat.id))
    s.same("group: one was removed", sorted(p.id for p in people), sorted([s.me.id, s.it.id]))
    info = await within(bob(functions.messages.CheckChatInviteRequest(link.link.split("+")[1])))
    s.same("group: what the link is for", getattr(info, "title", None) or info.chat.title, "Band")
    await within(bob(functions.messages.ImportChatInviteRequest(link.link.split("+")[1])))
    people = await within(ann.get_participants(chat.id))
    s.check("group: back by the link", s.him.id in [p.id for p in people])
    common = await within(ann(functions.messages.GetCommonChatsRequest("@bob", 0, 100)))
    s.check("group: one in common", chat.id in [c.id for c in common.chats])
    for client, offline in ((ann, False), (bob, True)):
        await within(client(functions.account.UpdateStatusRequest(offline)))
    online = await within(ann(functions.messages.GetOnlinesRequest(chat.id)))
    s.same("group: how many are there", online.onlines, 1)
    grown = await within(ann(functions.messages.MigrateChatRequest(chat.id)))
    large = [c for c in grown.chats if isinstance(c, types.Channel)][0]
    s.same("group: it grows", (large.title, large.megagroup), ("Band", True))
    await within(ann.send_message(large, "large now"))
    got = await s.hears("bob", "large now")
    s.same("group: members follow", got.chat_id, utils.get_peer_id(large))


async def supergroup(s):
    ann, bob = s.ann, s.bob
    made = await within(ann(functions.channels.CreateChannelRequest("Salon", "for guests", megagroup=True)))
    salon = made.chats[0]
    s.same("supergroup: made", (salon.title, salon.megagroup, salon.creator), ("Salon", True, True))
    await within(ann(functions.channels.InviteToChannelRequest(salon, ["@bob"])))
    await within(ann.send_message(salon, "welcome"))
    got = await s.hears("bob", "welcome")
    place = got.peer_id
    s.same("supergroup: a member hears", utils.get_peer_id(place), utils.get_peer_id(salon))
    await within(ann(functions.channels.EditTitleRequest(salon, "Saloon")))
    s.same("supergroup: another title", (await within(bob.get_entity(place))).title, "Saloon")
    await within(ann(functions.channels.UpdateUsernameRequest(salon, "saloon_of_ann")))
    s.same("supergroup: a public name", (await within(bob.get_entity("@saloon_of_ann"))).id, salon.id)
    await within(ann(functions.channels.ToggleSlowModeRequest(salon, 30)))
    full = await within(bob(functions.channels.GetFullChannelRequest(place)))
    s.same("supergroup: slow mode", (full.full_chat.slowmode_seconds, full.full_chat.about), (30, "for guests"))
    await within(ann(functions.channels.ToggleSlowModeRequest(salon, 0)))
    await within(ann.edit_admin(salon, "@bob", change_info=True, pin_messages=True, title="Boss"))
    seen = await within(ann.get_permissions(salon, "@bob"))
    s.same("supergroup: an administrator", (seen.is_admin, seen.change_info, seen.pin_messages, seen.ban_users),
           (True, True, True, False))
    admins = await within(bob.get_participants(place, filter=types.ChannelParticipantsAdmins()))
    s.same("supergroup: who they are", sorted(a.id for a in admins), sorted([s.me.id, s.him.id]))
    await within(ann.edit_admin(salon, "@bob", is_admin=False))
    await within(ann.edit_permissions(salon, "@bob", send_messages=False))
    await s.refused("supergroup: who may not write cannot", "Banned", bob.send_message(place, "?"))
    seen = await within(ann.get_permissions(salon, "@bob"))
    s.same("supergroup: one's rights", (seen.is_banned, seen.has_left), (True, False))
    await within(ann.edit_permissions(salon, "@bob"))
    await within(bob.send_message(place, "free"))
    got = await s.hears("ann", "free")
    s.same("supergroup: free again", got.sender_id, s.him.id)
    await within(ann.pin_message(salon, got.id))
    pinned = await within(bob.get_messages(place, filter=types.InputMessagesFilterPinned()))
    s.same("supergroup: a pin", [m.id for m in pinned], [got.id])
    await within(ann.unpin_message(salon))
    pinned = await within(bob.get_messages(place, filter=types.InputMessagesFilterPinned()))
    s.same("supergroup: no pin", list(pinned), [])
    await within(ann(functions.messages.SendReactionRequest(salon, got.id, reaction=[types.ReactionEmoji("👍")])))
    seen = await within(bob.get_messages(place, ids=got.id))
    s.same("supergroup: a reaction", [(r.reaction.emoticon, r.count) for r in seen.reactions.results], [("👍", 1)])
    link = await within(ann(functions.channels.ExportMessageLinkRequest(salon, got.id)))
    s.same("supergroup: a link to a message", link.link, f"https://t.me/saloon_of_ann/{got.id}")
    await within(bob.send_message(place, f"[Ann](tg://user?id={s.me.id}), look"))
    await s.hears("ann", "Ann, look")
    mentions = await within(ann(functions.messages.GetUnreadMentionsRequest(salon, 0, 0, 10, 0, 0)))
    s.same("supergroup: a mention", [m.message for m in mentions.messages], ["Ann, look"])
    await within(ann.send_read_acknowledge(salon, clear_mentions=True))
    mentions = await within(ann(functions.messages.GetUnreadMentionsRequest(salon, 0, 0, 10, 0, 0)))
    s.same("supergroup: it is read", mentions.messages, [])
    senders = await within(ann(functions.channels.GetSendAsRequest(salon)))
    s.check("supergroup: as whom one may write", s.me.id in [p.peer.user_id for p in senders.peers
                                                             if isinstance(p.peer, types.PeerUser)])
    actions = [type(e.action).__name__ async for e in ann.iter_admin_log(salon)]
    s.same("supergroup: its log", {
        "ChannelAdminLogEventActionChangeTitle", "ChannelAdminLogEventActionChangeUsername",
        "ChannelAdminLogEventActionToggleSlowMode", "ChannelAdminLogEventActionParticipantToggleAdmin",
        "ChannelAdminLogEventActionParticipantToggleBan"} - set(actions), set())
    await within(ann.kick_participant(salon, "@bob"))
    # The group is public, so one may still look at it.
    await s.refused("supergroup: who was removed is out", "ChatWriteForbidden", bob.send_message(place, "?"))
    link = await within(ann(functions.messages.ExportChatInviteRequest(salon, request_needed=True, title="ask")))
    await s.refused("requests: it has to be granted", "InviteRequestSent", bob(
        functions.messages.ImportChatInviteRequest(link.link.split("+")[1])))
    asking = await within(ann(functions.messages.GetChatInviteImportersRequest(
        salon, None, types.InputUserEmpty(), 10, requested=True)))
    s.same("requests: who asks", [i.user_id for i in asking.importers], [s.him.id])
    await within(ann(functions.messages.HideChatJoinRequestRequest(salon, "@bob", approved=True)))
    people = await within(ann.get_participants(salon))
    s.check("requests: granted", s.him.id in [p.id for p in people])
    await within(ann(functions.channels.DeleteChannelRequest(salon)))
    await s.refused("supergroup: it is gone", "Channel", bob.send_message(place, "?"))


async def forum(s):
    ann, bob = s.ann, s.bob
    made = await within(ann(functions.channels.CreateChannelRequest("Forum", "", megagroup=True)))
    place = made.chats[0]
    await within(ann(functions.channels.InviteToChannelRequest(place, ["@bob"])))
    await within(ann(functions.channels.ToggleForumRequest(place, True, tabs=False)))
    s.check("forum: it is one", (await within(ann.get_entity(place))).forum)
    made = await within(ann(functions.messages.CreateForumTopicRequest(place, "News", icon_color=0x6FB9F0)))
    topic = [u.message.id for u in made.updates if isinstance(u, types.UpdateNewChannelMessage)][0]
    await within(ann.send_message(place, "in the topic", reply_to=topic))
    got = await s.hears("bob", "in the topic")
    s.same("forum: a message in a topic", (got.reply_to.forum_topic, got.reply_to.reply_to_msg_id), (True, topic))
    topics = await within(bob(functions.messages.GetForumTopicsRequest(got.peer_id, None, 0, 0, 10)))
    s.same("forum: its topics", sorted(t.title for t in topics.topics), ["General", "News"])
    await within(ann(functions.messages.EditForumTopicRequest(place, topic, title="Views")))
    await within(ann(functions.messages.EditForumTopicRequest(place, topic, closed=True)))
    topics = await within(bob(functions.messages.GetForumTopicsByIDRequest(got.peer_id, [topic])))
    s.same("forum: a topic changed", (topics.topics[0].title, topics.topics[0].closed), ("Views", True))
    await s.refused("forum: a topic is closed", "TOPIC_CLOSED", bob.send_message(got.peer_id, "?", reply_to=topic))
    await within(ann(functions.messages.DeleteTopicHistoryRequest(place, topic)))
    topics = await within(ann(functions.messages.GetForumTopicsRequest(place, None, 0, 0, 10)))
    s.same("forum: a topic deleted", [t.title for t in topics.topics], ["General"])


async def channel(s):
    ann, bob = s.ann, s.bob
    made = await within(ann(functions.channels.CreateChannelRequest("Paper", "what is new", broadcast=True)))
    paper = made.chats[0]
    s.same("channel: made", (paper.title, paper.broadcast), ("Paper", True))
    await within(ann(functions.channels.UpdateUsernameRequest(paper, "paper_of_ann")))
    await within(bob(functions.channels.JoinChannelRequest("@paper_of_ann")))
    post = await within(ann.send_message(paper, "a post"))
    got = await s.hears("bob", "a post")
    s.same("channel: a post", (got.post, got.sender_id, post.views), (True, utils.get_peer_id(paper), 1))
    views = await within(bob(functions.messages.GetMessagesViewsRequest(got.peer_id, [got.id], increment=True)))
    s.same("channel: its views", views.views[0].views, 2)
    await s.refused("channel: subscribers do not post", "ChatAdminRequired", bob.send_message(got.peer_id, "?"))
    await within(bob.forward_messages("@ann", got))
    seen = await s.hears("ann", "a post")
    s.same("channel: a forward names it", utils.get_peer_id(seen.fwd_from.from_id), utils.get_peer_id(paper))
    alike = await within(bob(functions.channels.GetChannelRecommendationsRequest(channel=got.peer_id)))
    s.same("channel: none like it", alike.chats, [])
    await within(ann(functions.channels.ToggleSignaturesRequest(paper, signatures_enabled=True)))
    await within(ann.send_message(paper, "signed"))
    got = await s.hears("bob", "signed")
    s.same("channel: signed posts", got.post_author, s.me.first_name)
    group = (await within(ann(functions.channels.CreateChannelRequest("Comments", "", megagroup=True)))).chats[0]
    await within(ann(functions.channels.SetDiscussionGroupRequest(paper, group)))
    post = await within(ann.send_message(paper, "discuss"))
    thread = await within(ann(functions.messages.GetDiscussionMessageRequest(paper, post.id)))
    s.same("channel: a discussion", utils.get_peer_id(thread.messages[0].peer_id), utils.get_peer_id(group))
    await within(ann.send_message(paper, "a comment", comment_to=post.id))
    comments = [m.raw_text async for m in ann.iter_messages(paper, reply_to=post.id)]
    s.same("channel: a comment", comments, ["a comment"])
    await s.refused("channel: its creator cannot leave", "UserCreator", ann.delete_dialog(group))
    await within(ann(functions.channels.DeleteChannelRequest(group)))
    await within(bob.delete_dialog(got.peer_id))
    left = [d.id async for d in bob.iter_dialogs()]
    s.check("channel: one can leave it", utils.get_peer_id(paper) not in left)


async def lists(s):
    """Chats in their lists, drafts, marks."""
    ann, bob = s.ann, s.bob
    await within(ann(functions.messages.SaveDraftRequest("@bob", "half a text")))
    drafts = [d async for d in ann.iter_drafts()]
    s.same("drafts: one", [d.text for d in drafts], ["half a text"])
    await within(drafts[0].delete())
    s.same("drafts: none", [d.text async for d in ann.iter_drafts() if not d.is_empty], [])
    peer = types.InputDialogPeer(await ann.get_input_entity("@bob"))
    await within(ann(functions.messages.ToggleDialogPinRequest(peer, pinned=True)))
    pinned = await within(ann(functions.messages.GetPinnedDialogsRequest(0)))
    s.same("chats: pinned", [d.peer.user_id for d in pinned.dialogs], [s.him.id])
    await within(ann(functions.messages.ToggleDialogPinRequest(peer, pinned=False)))
    await within(ann.edit_folder("@bob", 1))
    archived = [d.id async for d in ann.iter_dialogs(archived=True)]
    s.same("chats: archived", archived, [s.him.id])
    await within(ann.edit_folder("@bob", 0))
    s.same("chats: nothing archived", [d.id async for d in ann.iter_dialogs(archived=True)], [])
    await within(ann(functions.messages.MarkDialogUnreadRequest(peer, unread=True)))
    marks = await within(ann(functions.messages.GetDialogUnreadMarksRequest()))
    s.same("chats: marked", [m.peer.user_id for m in marks], [s.him.id])
    await within(ann(functions.messages.MarkDialogUnreadRequest(peer, unread=False)))
    folder = types.DialogFilter(2, types.TextWithEntities("Friends", []), pinned_peers=[],
                                include_peers=[peer.peer], exclude_peers=[])
    await within(ann(functions.messages.UpdateDialogFilterRequest(2, folder)))
    found = await within(ann(functions.messages.GetDialogFiltersRequest()))
    s.same("folders: one", [getattr(getattr(f, "title", None), "text", None) for f in found.filters], [None, "Friends"])
    await within(ann(functions.messages.UpdateDialogFilterRequest(2)))
    found = await within(ann(functions.messages.GetDialogFiltersRequest()))
    s.same("folders: none", len([f for f in found.filters if isinstance(f, types.DialogFilter)]), 0)
    await within(bob.send_message("@ann", "a needle in a haystack"))
    await s.hears("ann", "a needle in a haystack")
    found = await within(ann.get_messages(None, search="needle", limit=5))
    s.same("search: everywhere", [m.raw_text for m in found], ["a needle in a haystack"])
    await within(ann.send_read_acknowledge("@bob"))
    told = await s.told(types.UpdateReadHistoryOutbox)
    s.same("reading: the other one is told", told.peer.user_id, s.me.id)
    async with bob.action("@ann", "typing"):
        pass
    await within(bob.delete_dialog("@ann"))
    s.same("chats: a history is gone", list(await within(bob.get_messages("@ann", limit=5))), [])
    s.check("chats: not for the other one", len(await within(ann.get_messages("@bob", limit=5))) == 5)


async def account(s):
    ann, bob = s.ann, s.bob
    await within(ann(functions.account.UpdateProfileRequest(first_name="Anna", last_name="Lee", about="here")))
    full = await within(bob(functions.users.GetFullUserRequest("@ann")))
    s.same("profile: others see it", (full.users[0].first_name, full.users[0].last_name, full.full_user.about),
           ("Anna", "Lee", "here"))
    await within(ann(functions.account.UpdateProfileRequest(first_name="Ann", last_name="", about="")))
    s.check("profile: a name that is free", await within(ann(functions.account.CheckUsernameRequest("ann_the_first"))))
    await within(ann(functions.account.UpdateUsernameRequest("ann_the_first")))
    s.same("profile: another name", (await within(bob.get_entity("@ann_the_first"))).id, s.me.id)
    await within(ann(functions.account.UpdateUsernameRequest("ann")))
    data = png(320, 320)
    await within(ann(functions.photos.UploadProfilePhotoRequest(file=await ann.upload_file(named("me.png", data)))))
    photos = await within(bob.get_profile_photos("@ann"))
    s.same("profile: a photo", (photos.total, await within(bob.download_media(photos[0], bytes))), (1, data))
    mine = await within(ann.get_profile_photos("me"))
    await within(ann(functions.photos.DeletePhotosRequest([utils.get_input_photo(mine[0])])))
    s.same("profile: no photo", (await within(bob.get_profile_photos("@ann"))).total, 0)
    rules = [types.InputPrivacyValueAllowContacts(),
             types.InputPrivacyValueDisallowUsers([await ann.get_input_entity("@bob")])]
    await within(ann(functions.account.SetPrivacyRequest(types.InputPrivacyKeyPhoneNumber(), rules)))
    found = await within(ann(functions.account.GetPrivacyRequest(types.InputPrivacyKeyPhoneNumber())))
    s.same("privacy: the rules", [type(r).__name__ for r in found.rules],
           ["PrivacyValueAllowContacts", "PrivacyValueDisallowUsers"])
    s.same("privacy: whom they name", found.rules[1].users, [s.him.id])
    sessions = await within(ann(functions.account.GetAuthorizationsRequest()))
    s.same("sessions: this one", [a.current for a in sessions.authorizations], [True])
    sites = await within(ann(functions.account.GetWebAuthorizationsRequest()))
    s.same("sessions: no web site", sites.authorizations, [])
    await within(ann(functions.account.SetAccountTTLRequest(types.AccountDaysTTL(180))))
    s.same("account: its time to live", (await within(ann(functions.account.GetAccountTTLRequest()))).days, 180)
    muted = types.InputPeerNotifySettings(mute_until=2_000_000_000, show_previews=False)
    where = types.InputNotifyPeer(await ann.get_input_entity("@bob"))
    await within(ann(functions.account.UpdateNotifySettingsRequest(where, muted)))
    found = await within(ann(functions.account.GetNotifySettingsRequest(where)))
    s.same("notifications: muted", (int(found.mute_until.timestamp()), found.show_previews), (2_000_000_000, False))
    await within(ann(functions.account.UpdateNotifySettingsRequest(where, types.InputPeerNotifySettings())))
    found = await within(ann(functions.account.GetNotifySettingsRequest(where)))
    s.same("notifications: the default", (found.mute_until, found.show_previews), (None, None))
    await within(ann(functions.contacts.AddContactRequest("@bob", "Bobby", "", "")))
    s.same("contacts: one", [(u.id, u.first_name) for u in (await within(ann(
        functions.contacts.GetContactsRequest(0)))).users], [(s.him.id, "Bobby")])
    await within(ann(functions.contacts.DeleteContactsRequest(["@bob"])))
    s.same("contacts: none", (await within(ann(functions.contacts.GetContactsRequest(0)))).users, [])
    added = await within(ann(functions.contacts.ImportContactsRequest([
        types.InputPhoneContact(7, s.him.phone, "Rob", ""), types.InputPhoneContact(8, "9996600001", "No", "")])))
    s.same("contacts: by number", [(i.client_id, i.user_id) for i in added.imported], [(7, s.him.id)])
    await within(ann(functions.contacts.DeleteContactsRequest(["@bob"])))
    await within(ann(functions.contacts.BlockRequest("@bob")))
    blocked = await within(ann(functions.contacts.GetBlockedRequest(0, 10)))
    s.same("blocked: one", [b.peer_id.user_id for b in blocked.blocked], [s.him.id])
    await within(ann(functions.contacts.UnblockRequest("@bob")))
    s.same("blocked: nobody", (await within(ann(functions.contacts.GetBlockedRequest(0, 10)))).blocked, [])
    await within(ann.edit_2fa(new_password="a secret", hint="what"))
    found = await within(ann(functions.account.GetPasswordRequest()))
    s.same("password: set", (found.has_password, found.hint), (True, "what"))
    await within(ann.edit_2fa(current_password="a secret"))
    s.check("password: none again", not (await within(ann(functions.account.GetPasswordRequest()))).has_password)
    countries = await within(ann(functions.help.GetCountriesListRequest("en", 0)))
    s.check("countries", [c.iso2 for c in countries.countries] == ["XX"])
    stickers = await within(ann(functions.messages.GetAllStickersRequest(0)))
    s.same("stickers: none", stickers.sets, [])
    music = await within(ann(functions.account.GetSavedMusicIdsRequest(0)))
    s.same("music: none", music.ids, [])
    stars = await within(ann(functions.payments.GetStarsTransactionsRequest("me", "", 10)))
    s.check("stars: what was paid", stars.balance.amount > 0)


async def bots(s):
    ann, bot = s.ann, s.bot
    await within(bot(functions.bots.SetBotCommandsRequest(types.BotCommandScopeDefault(), "", [
        types.BotCommand("help", "Says what there is")])))
    full = await within(ann(functions.users.GetFullUserRequest("@" + s.it.username)))
    s.same("commands: people see them", [(c.command, c.description) for c in full.full_user.bot_info.commands],
           [("help", "Says what there is")])
    found = await within(bot(functions.bots.GetBotCommandsRequest(types.BotCommandScopeDefault(), "")))
    s.same("commands: the bot's own", [c.command for c in found], ["help"])
    await within(bot(functions.bots.ResetBotCommandsRequest(types.BotCommandScopeDefault(), "")))
    s.same("commands: none", await within(bot(functions.bots.GetBotCommandsRequest(types.BotCommandScopeDefault(), ""))), [])
    await within(ann(functions.messages.StartBotRequest("@" + s.it.username, "@" + s.it.username, "from-a-link")))
    heard = await s.hears("bot", "/start from-a-link")
    s.same("a start with a parameter", heard.sender_id, s.me.id)
    from telethon import Button

    await within(bot.send_message(s.me.id, "Where?", buttons=[[Button.text("Here", resize=True)],
                                                               [Button.request_phone("Number")]]))
    got = await s.hears("ann", "Where?")
    s.same("keyboard: its buttons", [[b.text for b in row] for row in got.buttons], [["Here"], ["Number"]])
    s.check("keyboard: how it looks", got.reply_markup.resize)
    await within(got.click(text="Here"))
    s.check("keyboard: a button says its text", bool(await s.hears("bot", "Here")))
    await s.refused("a bot has no list of chats", "BotMethodInvalid", bot.get_dialogs())
    member = await within(bot(functions.users.GetUsersRequest([types.InputUser(s.me.id, 0)])))
    s.same("a bot names whom it knows without a hash", [u.id for u in member], [s.me.id])


STEPS = (media, kinds, group, supergroup, forum, channel, lists, account, bots)
