"""What kurigram makes of groups, channels, media and the settings of an account."""

import asyncio
import hashlib
import io
import struct
import zlib
from datetime import datetime, timedelta

from pyrogram import enums, errors, filters, handlers, raw, types

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

    def __init__(self, check, ann, bob, bot, people):
        self.check, self.ann, self.bob, self.bot = check, ann, bob, bot
        self.me, self.him, self.it = people
        self.heard = {}
        for name, client in (("ann", ann), ("bob", bob), ("bot", bot)):
            self.heard[name] = []
            client.add_handler(handlers.MessageHandler(self.keeper(name), filters.incoming))

    def keeper(self, name):
        async def keep(_, message):
            self.heard[name].append(message)

        return keep

    def same(self, name, value, expected):
        self.check(name if value == expected else f"{name}: {value!r} instead of {expected!r}", value == expected)

    async def refused(self, name, code, awaitable):
        try:
            await within(awaitable)
            self.check(f"{name}: nothing was refused", False)
        except errors.RPCError as error:
            self.check(name if code in str(error) else f"{name}: {error}", code in str(error))

    async def hears(self, name, where):
        """A message that is so, when it has come."""
        for _ in range(PATIENCE * 50):
            for message in self.heard[name]:
                if where(message):
                    self.heard[name].remove(message)
                    return message
            await asyncio.sleep(0.02)
        raise TimeoutError(f"{name} does not hear it")

    async def says(self, name, text):
        return await self.hears(name, lambda m: (m.text or m.caption) == text)


async def bytes_of(client, message):
    return bytes((await within(client.download_media(message, in_memory=True))).getbuffer())


async def media(s):
    ann, bob = s.ann, s.bob
    data = png(640, 480)
    sent = await within(ann.send_photo("bob", named("wall.png", data), caption="a **wall**", has_spoiler=True))
    got = await s.says("bob", "a wall")
    s.same("photo: its measures", (got.photo.width, got.photo.height), (640, 480))
    s.same("photo: its bytes", await bytes_of(bob, got), data)
    s.same("photo: its caption", [e.type for e in got.caption_entities], [enums.MessageEntityType.BOLD])
    s.check("photo: it is hidden", got.has_media_spoiler)
    await within(ann.edit_message_caption("bob", sent.id, "a door"))
    s.same("photo: another caption", (await within(bob.get_messages("ann", got.id))).caption, "a door")
    data = png(64, 48)
    await within(ann.edit_message_media("bob", sent.id, types.InputMediaPhoto(named("d.png", data), caption="other")))
    seen = await within(bob.get_messages("ann", got.id))
    s.same("photo: another picture", (seen.photo.width, seen.caption, await bytes_of(bob, seen)), (64, "other", data))
    data = noise(40_000, 1)
    await within(ann.send_document("bob", named("notes.bin", data), caption="notes", force_document=True))
    got = await s.says("bob", "notes")
    s.same("file: its name and size", (got.document.file_name, got.document.file_size), ("notes.bin", 40_000))
    s.same("file: its bytes", await bytes_of(bob, got), data)
    await within(bob.send_document("ann", got.document.file_id, caption="back"))
    back = await s.says("ann", "back")
    s.same("file: it is the same", back.document.file_unique_id, got.document.file_unique_id)
    data = noise((10 << 20) + 777, 2)
    await asyncio.wait_for(ann.send_document("bob", named("large.bin", data), caption="large", force_document=True), 120)
    got = await s.says("bob", "large")
    whole = bytes((await asyncio.wait_for(bob.download_media(got, in_memory=True), 120)).getbuffer())
    s.check("large file: its bytes", whole == data)
    album = await within(ann.send_media_group("bob", [
        types.InputMediaPhoto(named(f"{n}.png", png(100 + n, 50, n)), caption=f"p{n}") for n in range(3)]))
    got = [await s.says("bob", f"p{n}") for n in range(3)]
    s.same("album: one", (len({m.media_group_id for m in album}), len({m.media_group_id for m in got})), (1, 1))
    s.same("album: its pictures", [m.photo.width for m in got], [100, 101, 102])
    s.same("album: read as one", [m.id for m in await within(bob.get_media_group("ann", got[1].id))], [m.id for m in got])
    await within(ann.send_audio("bob", named("song.mp3", noise(900, 3)), caption="song", duration=61, title="Song",
                                performer="Singer"))
    got = (await s.says("bob", "song")).audio
    s.same("audio: what it is", (got.title, got.performer, got.duration), ("Song", "Singer", 61))
    await within(ann.send_voice("bob", named("voice.ogg", noise(900, 4)), caption="voice", duration=5))
    s.same("voice: what it is", (await s.says("bob", "voice")).voice.duration, 5)
    await within(ann.send_video("bob", named("film.mp4", noise(900, 5)), caption="film", duration=12, width=320, height=200))
    got = (await s.says("bob", "film")).video
    s.same("video: what it is", (got.width, got.height, got.duration), (320, 200, 12))
    found = await within(ann.search_messages_count("bob", filter=enums.MessagesFilter.PHOTO))
    s.same("search: how many photos", found, 4)
    copy = await within(ann.copy_message("me", "bob", sent.id, caption="kept"))
    s.same("copy", (copy.caption, copy.forward_origin, copy.photo.width), ("kept", None, 64))


async def kinds(s):
    ann, bob = s.ann, s.bob
    await within(ann.send_location("bob", 52.5, 13.25))
    got = await s.hears("bob", lambda m: m.location)
    s.same("location", (got.location.latitude, got.location.longitude), (52.5, 13.25))
    await within(ann.send_venue("bob", 1, 2, "Café", "Street 1", "7", "food"))
    got = (await s.hears("bob", lambda m: m.venue)).venue
    s.same("venue", (got.title, got.address, got.foursquare_id), ("Café", "Street 1", "7"))
    await within(ann.send_contact("bob", "+9996600000", "Some", "Body"))
    got = (await s.hears("bob", lambda m: m.contact)).contact
    s.same("contact", (got.first_name, got.last_name), ("Some", "Body"))
    sent = await within(ann.send_dice("bob"))
    got = await s.hears("bob", lambda m: m.dice)
    s.check("dice", 1 <= got.dice.value <= 6 and got.dice.value == sent.dice.value)
    sent = await within(ann.send_poll("bob", "Tea or coffee?", ["tea", "coffee"], is_anonymous=False))
    got = await s.hears("bob", lambda m: m.poll)
    s.same("poll: its question", got.poll.question.text, "Tea or coffee?")
    voted = await within(bob.vote_poll("ann", got.id, [1]))
    s.same("poll: the vote is counted", [o.voter_count for o in voted.options], [0, 1])
    again = await within(bob.retract_vote("ann", got.id))
    s.same("poll: the vote is taken back", again.total_voter_count, 0)
    closed = await within(ann.stop_poll("bob", sent.id))
    s.check("poll: it is closed", closed.is_closed)
    when = datetime.now() + timedelta(hours=2)
    await within(ann.send_message("bob", "later", schedule_date=when))
    waiting = await within(ann.get_scheduled_messages("bob"))
    s.same("later: it waits", [m.text for m in waiting], ["later"])
    await within(ann.invoke(raw.functions.messages.SendScheduledMessages(
        peer=await ann.resolve_peer("bob"), id=[waiting[0].id])))
    s.check("later: it comes", bool(await s.says("bob", "later")))
    text = "**b** __i__ --u-- ~~s~~ ||p|| `c`"
    await within(ann.send_message("bob", text))
    got = await s.says("bob", "b i u s p c")
    kind = enums.MessageEntityType
    s.same("text: its formats", [e.type for e in got.entities],
           [kind.BOLD, kind.ITALIC, kind.UNDERLINE, kind.STRIKETHROUGH, kind.SPOILER, kind.CODE])
    s.same("text: where they are", [(e.offset, e.length) for e in got.entities], [(2 * n, 1) for n in range(6)])
    await within(ann.send_message("bob", "keep", protect_content=True))
    s.check("text: it is protected", (await s.says("bob", "keep")).has_protected_content)
    translated = await within(ann.translate_text("good", "de"))
    s.same("translation", translated.text, "gut")
    found = [m.text async for m in ann.search_global("keep", limit=3)]
    s.check("search: everywhere", "keep" in found)


async def supergroup(s):
    ann, bob = s.ann, s.bob
    room = (await within(ann.create_supergroup("Salon", "for guests"))).id
    await within(ann.add_chat_members(room, ["bob"]))
    await within(ann.send_message(room, "welcome"))
    await s.says("bob", "welcome")
    await within(ann.set_chat_title(room, "Saloon"))
    told = await s.hears("bob", lambda m: m.new_chat_title)
    s.same("group: another title", told.new_chat_title, "Saloon")
    await within(ann.set_chat_description(room, "for all"))
    await within(ann.set_chat_username(room, "saloon_of_ann"))
    seen = await within(bob.get_chat("saloon_of_ann"))
    s.same("group: its settings", (seen.id, seen.title, seen.description, seen.username),
           (room, "Saloon", "for all", "saloon_of_ann"))
    found = await within(ann.invoke(raw.functions.channels.GetChannels(id=[await ann.resolve_peer(room)])))
    s.same("group: an InputPeer for InputChannel", [c.title for c in found.chats], ["Saloon"])
    await within(ann.set_slow_mode(room, 30))
    s.same("group: slow mode", (await within(bob.get_chat(room))).slow_mode_delay, 30)
    await within(ann.set_slow_mode(room, None))
    await within(ann.set_chat_permissions(room, types.ChatPermissions(can_send_messages=True, can_send_photos=True)))
    rights = (await within(bob.get_chat(room))).permissions
    s.same("rights: everybody's", (rights.can_send_messages, rights.can_send_photos, bool(rights.can_send_polls)),
           (True, True, False))
    await within(ann.restrict_chat_member(room, "bob", types.ChatPermissions()))
    seen = await within(ann.get_chat_member(room, "bob"))
    s.same("rights: one's own are less", (seen.status, bool(seen.permissions.can_send_messages)),
           (enums.ChatMemberStatus.RESTRICTED, False))
    await s.refused("rights: who may not write cannot", "USER_BANNED_IN_CHANNEL", bob.send_message(room, "?"))
    found = [m.user.id async for m in ann.get_chat_members(room, filter=enums.ChatMembersFilter.RESTRICTED)]
    s.same("rights: who is restricted", found, [s.him.id])
    await within(ann.unban_chat_member(room, "bob"))
    s.same("rights: free again", (await within(ann.get_chat_member(room, "bob"))).status, enums.ChatMemberStatus.MEMBER)
    s.same("members: how many", await within(ann.get_chat_members_count(room)), 2)
    found = [m.user.id async for m in ann.get_chat_members(room, query="bo", filter=enums.ChatMembersFilter.SEARCH)]
    s.same("members: found by name", found, [s.him.id])
    await within(ann.promote_chat_member(room, "bob", types.ChatPrivileges(can_change_info=True)))
    await within(ann.set_administrator_title(room, "bob", "Boss"))
    seen = await within(ann.get_chat_member(room, "bob"))
    s.same("administrators: what Bob may", (seen.privileges.can_change_info, seen.privileges.can_restrict_members),
           (True, False))
    await within(ann.promote_chat_member(room, "bob", types.ChatPrivileges(can_manage_chat=False)))
    s.same("administrators: Bob is none", (await within(ann.get_chat_member(room, "bob"))).status,
           enums.ChatMemberStatus.MEMBER)
    sent = await within(ann.send_message(room, "pin me"))
    await within(ann.pin_chat_message(room, sent.id))
    s.same("pins: one", (await within(bob.get_chat(room))).pinned_message.id, sent.id)
    await within(ann.unpin_all_chat_messages(room))
    s.same("pins: none", (await within(bob.get_chat(room))).pinned_message, None)
    await within(ann.send_reaction(room, sent.id, "👍"))
    seen = await within(bob.get_messages(room, sent.id))
    s.same("reactions: one", [(r.emoji, r.count) for r in seen.reactions.reactions], [("👍", 1)])
    s.same("links: to a message", seen.link, f"https://t.me/saloon_of_ann/{sent.id}")
    for client, offline in ((ann, False), (bob, True)):
        await within(client.invoke(raw.functions.account.UpdateStatus(offline=offline)))
    s.same("members: how many are there", await within(ann.get_chat_online_count(room)), 1)
    s.check("members: as whom to write", s.me.id in [c.id for c in await within(ann.get_send_as_chats(room))])
    kind = enums.ChatEventAction
    log = [e.action async for e in ann.get_chat_event_log(room)]
    s.same("log: what happened", {kind.TITLE_CHANGED, kind.CHAT_PERMISSIONS_CHANGED, kind.SLOW_MODE_CHANGED}
           - set(log), set())
    link = await within(ann.create_chat_invite_link(room, name="guests", member_limit=5))
    s.same("links: made", (link.name, link.member_limit, link.is_revoked), ("guests", 5, False))
    await within(ann.ban_chat_member(room, "bob"))
    s.same("ban: who is out", [m.user.id async for m in ann.get_chat_members(
        room, filter=enums.ChatMembersFilter.BANNED)], [s.him.id])
    await within(ann.unban_chat_member(room, "bob"))
    await within(bob.join_chat(link.invite_link))
    s.same("links: Bob comes by it", [j.user.id async for j in ann.get_chat_invite_link_joiners(
        room, link.invite_link)], [s.him.id])
    edited = await within(ann.edit_chat_invite_link(room, link.invite_link, name="all", member_limit=7))
    s.same("links: changed", (edited.name, edited.member_limit), ("all", 7))
    revoked = await within(ann.revoke_chat_invite_link(room, link.invite_link))
    s.check("links: revoked", revoked.is_revoked)
    await within(bob.leave_chat(room))
    wish = await within(ann.create_chat_invite_link(room, creates_join_request=True))
    try:
        await within(bob.join_chat(wish.invite_link))
    except errors.InviteRequestSent:
        pass
    s.same("requests: who asks", [j.user.id async for j in ann.get_chat_join_requests(room)], [s.him.id])
    await within(ann.approve_chat_join_request(room, s.him.id))
    s.same("requests: granted", (await within(ann.get_chat_member(room, "bob"))).status, enums.ChatMemberStatus.MEMBER)
    common = await within(ann.get_common_chats("bob"))
    s.check("members: a chat in common", room in [c.id for c in common])
    await within(ann.toggle_forum_topics(room, True))
    topic = await within(ann.create_forum_topic(room, "News"))
    s.same("topics: made", topic.title, "News")
    await within(ann.send_message(room, "in the topic", message_thread_id=topic.id))
    s.same("topics: a message in it", (await s.says("bob", "in the topic")).message_thread_id, topic.id)
    await within(ann.edit_forum_topic(room, topic.id, title="Views"))
    await within(ann.close_forum_topic(room, topic.id))
    found = [t async for t in ann.get_forum_topics(room, limit=5)]
    s.same("topics: all", sorted((t.title, bool(t.is_closed)) for t in found), [("General", False), ("Views", True)])
    await within(ann.delete_forum_topic(room, topic.id))
    s.same("topics: one", [t.title async for t in ann.get_forum_topics(room, limit=5)], ["General"])
    s.check("group: deleted", await within(ann.delete_supergroup(room)))


async def channel(s):
    ann, bob = s.ann, s.bob
    paper = (await within(ann.create_channel("Paper", "what is new"))).id
    await within(ann.set_chat_username(paper, "paper_of_ann"))
    await within(bob.join_chat("paper_of_ann"))
    group = (await within(ann.create_supergroup("Comments"))).id
    await within(ann.invoke(raw.functions.channels.SetDiscussionGroup(
        broadcast=await ann.resolve_peer(paper), group=await ann.resolve_peer(group))))
    post = await within(ann.send_message(paper, "a post"))
    got = await s.says("bob", "a post")
    s.same("channel: a post", (got.sender_chat.id, got.chat.type), (paper, enums.ChatType.CHANNEL))
    discussion = await within(ann.get_discussion_message(paper, post.id))
    s.same("channel: its discussion", discussion.chat.id, group)
    await within(ann.send_message(group, "a comment", reply_to_message_id=discussion.id))
    s.same("channel: a comment", [m.text async for m in ann.get_discussion_replies(paper, post.id)], ["a comment"])
    await within(bob.forward_messages("ann", paper, got.id))
    seen = await s.says("ann", "a post")
    s.same("channel: a forward names it", seen.forward_origin.chat.id, paper)
    await within(bob.leave_chat(paper))
    s.check("channel: one can leave it", paper not in [d.chat.id async for d in bob.get_dialogs()])


async def account(s):
    ann, bob = s.ann, s.bob
    await within(ann.update_profile(first_name="Anna", last_name="Lee", bio="here"))
    seen = await within(bob.get_chat("ann"))
    s.same("profile: others see it", (seen.first_name, seen.last_name, seen.bio), ("Anna", "Lee", "here"))
    await within(ann.update_profile(first_name="Ann", last_name="", bio=""))
    await within(ann.set_username("ann_the_first"))
    s.same("profile: another name", (await within(bob.get_users("ann_the_first"))).id, s.me.id)
    await within(ann.set_username("ann"))
    data = png(320, 320)
    await within(ann.set_profile_photo(types.InputChatPhotoStatic(named("me.png", data))))
    photos = [p async for p in ann.get_chat_photos("me")]
    s.same("profile: a photo", len(photos), 1)
    own = (await within(ann.invoke(raw.functions.photos.GetUserPhotos(
        user_id=raw.types.InputUserSelf(), offset=0, max_id=0, limit=10)))).photos[0]
    await within(ann.invoke(raw.functions.photos.DeletePhotos(id=[raw.types.InputPhoto(
        id=own.id, access_hash=own.access_hash, file_reference=own.file_reference)])))
    s.same("profile: no photo", [p async for p in ann.get_chat_photos("me")], [])
    await within(ann.add_contact("bob", "Bobby"))
    s.same("contacts: one", [(u.id, u.first_name) for u in await within(ann.get_contacts())], [(s.him.id, "Bobby")])
    await within(ann.delete_contacts("bob"))
    s.same("contacts: none", list(await within(ann.get_contacts())), [])
    await within(ann.import_contacts([types.InputPhoneContact(s.him.phone_number, "Rob")]))
    s.same("contacts: by number", [u.id for u in await within(ann.get_contacts())], [s.him.id])
    await within(ann.delete_contacts("bob"))
    await within(ann.block_user("bob"))
    s.same("blocked: one", [c.id async for c in ann.get_blocked_message_senders()], [s.him.id])
    await within(ann.unblock_user("bob"))
    s.same("blocked: nobody", [c.id async for c in ann.get_blocked_message_senders()], [])
    sessions = await within(ann.get_active_sessions())
    s.same("sessions: this one", [one.is_current for one in sessions.active_sessions], [True])
    await within(ann.set_account_ttl(180))
    s.same("account: its time to live", await within(ann.get_account_ttl()), 180)
    await within(ann.enable_cloud_password("a secret", hint="what"))
    s.same("password: set", await within(ann.get_password_hint()), "what")
    await within(ann.change_cloud_password("a secret", "another", new_hint="which"))
    s.same("password: changed", await within(ann.get_password_hint()), "which")
    s.check("password: removed", await within(ann.remove_cloud_password("another")))
    await within(ann.archive_chats("bob"))
    s.same("chats: archived", await within(ann.get_dialogs_count(from_archive=True)), 1)
    await within(ann.unarchive_chats("bob"))
    folder = await within(ann.create_folder("Friends", included_chats=["bob"], include_bots=True))
    found = [f for f in await within(ann.get_folders()) if f.id == folder]
    s.same("folders: one", len(found), 1)
    await within(ann.delete_folder(folder))
    s.same("folders: none", [f for f in await within(ann.get_folders()) or [] if f.id == folder], [])


async def bots(s):
    ann, bot = s.ann, s.bot
    await within(bot.set_bot_commands([types.BotCommand("help", "Says what there is")]))
    s.same("commands: the bot's own", [c.command for c in await within(bot.get_bot_commands())], ["help"])
    await within(bot.delete_bot_commands())
    s.same("commands: none", list(await within(bot.get_bot_commands())), [])
    await within(ann.start_bot(s.it.username, "from-a-link"))
    s.same("a start with a parameter", (await s.says("bot", "/start from-a-link")).from_user.id, s.me.id)
    await within(bot.send_message(s.me.id, "Where?", reply_markup=types.ReplyKeyboardMarkup(
        [["Here"], [types.KeyboardButton("Number", request_contact=True)]], resize_keyboard=True, placeholder="a place")))
    got = (await s.says("ann", "Where?")).reply_markup
    s.same("keyboard: its buttons", [[getattr(b, "text", b) for b in row] for row in got.keyboard], [["Here"], ["Number"]])
    s.check("keyboard: how it looks", got.resize_keyboard)
    await within(bot.send_message(s.me.id, "Say it", reply_markup=types.ForceReply(placeholder="now")))
    got = (await s.says("ann", "Say it")).reply_markup
    s.same("keyboard: an answer is asked for", (type(got).__name__, got.placeholder), ("ForceReply", "now"))


STEPS = (media, kinds, supergroup, channel, account, bots)
