"""The rows of messages as kurigram performs them: what Ferogram sends is compared with that, too.

A row has the name of an operation of `messages.py` or `media.py`, how kurigram performs it, the methods whose requests are
compared, and the fields that differ for a reason, each with the reason. Where kurigram has a method of its own, that is
called; where it has none, its raw call. The order is that of the other tables, so that messages have the same numbers.
"""

import datetime
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kurigram"))

import check as foreign
from pyrogram import enums, errors, raw, types

CLIENT = "kurigram"
REFUSALS = {}
REFUSED = errors.RPCError
IS_WHOLE = False
LEAST_ROWS = 94

BOT = "echo_bot"
EARLIER = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
# Within the year for which messages can be scheduled.
TODAY = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
LATER = TODAY + datetime.timedelta(days=100)
LATER_STILL = TODAY + datetime.timedelta(days=200)
f, t = raw.functions.messages, raw.types


class Stage:
    def __init__(self, server):
        foreign.install_key(server["publicKey"])
        self.ann, self.bot = server["people"][0], server["bots"][0]
        self.party = foreign.Party(server, "abridged")
        # It asks for nothing of its own accord, so that nothing stands between the requests that are compared.
        self.client = self.party.client(
            "ann", server["dataCenters"][0]["id"], fetch_replies=False, fetch_topics=False, fetch_stories=False)

    async def connect(self):
        await self.party.connect(self.client)
        sent = await self.client.send_phone_number_code(self.ann["phone"])
        await self.client.sign_in(self.ann["phone"], sent.phone_code_hash, self.ann["code"])

    async def mark(self):
        await self.client.invoke(raw.functions.help.GetSupport())

    async def disconnect(self):
        await self.party.close()

    async def first(self, messages):
        """Asks for the first page of a list, and for no other."""
        async for message in messages:
            return message

    async def call(self, make):
        """Makes a raw call about the bot."""
        return await self.client.invoke(make(await self.client.resolve_peer(BOT)))

    async def ask(self, *arguments, **options):
        """Sends a poll, whose answers kurigram's own method does not name."""
        return await self.client.invoke(f.SendMedia(
            peer=t.InputPeerSelf(), media=poll(*arguments, **options), message="", random_id=self.client.rnd_id()))

    async def vote(self):
        updates = (await self.ask("Yes?", ["yes", "no"])).updates
        sent = next(update.message for update in updates if isinstance(update, t.UpdateNewMessage))
        await self.client.invoke(f.SendVote(peer=t.InputPeerSelf(), msg_id=sent.id, options=[b"\0"]))


def plain(words):
    return t.TextWithEntities(text=words, entities=[])


def poll(question, answers, **options):
    listed = [t.PollAnswer(text=plain(words), option=bytes([index])) for index, words in enumerate(answers)]
    return t.InputMediaPoll(poll=t.Poll(id=0, question=plain(question), answers=listed, hash=0, **options))


def send(name, words, differences=None, **options):
    return (name, lambda s: s.client.send_message(BOT, words, **options), ["messages.sendMessage"], differences or {})


def reply(**options):
    return types.ReplyParameters(message_id=1, **options)


def raw_send(name, **options):
    return (name, lambda s: s.call(lambda peer: f.SendMessage(
        peer=peer, message="x", random_id=s.client.rnd_id(), **options)), ["messages.sendMessage"], {})


def raw_row(name, make, method):
    return (name, lambda s: s.call(make), [method], {})


def search(name, make):
    return (name, lambda s: s.first(make(s.client)), ["messages.search"], {})


def typing(name, action):
    return (name, lambda s: s.client.send_chat_action(BOT, action), ["messages.setTyping"], {})


def attach(name, run, differences=None):
    return (name, run, ["messages.sendMedia"], differences or {})


def history(**options):
    return lambda peer: f.GetHistory(**({
        "peer": peer, "offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 5, "max_id": 0, "min_id": 0, "hash": 0}
        | options))


def everywhere(**options):
    return lambda peer: f.SearchGlobal(
        q="hello", filter=t.InputMessagesFilterEmpty(), min_date=0, max_date=0, offset_rate=0,
        offset_peer=t.InputPeerEmpty(), offset_id=0, limit=5, **options)


FIRST = [
    ("resolveUsername", lambda s: s.client.resolve_peer(BOT), ["contacts.resolveUsername"], {}),
    send("sendText", "hello"),
    send("sendFormatted", "a **bold** word"),
    send("sendReply", "again", reply_parameters=reply()),
    send("sendSilent", "quiet", disable_notification=True),
    send("sendWithoutPreview", "https://example.com", link_preview_options=types.LinkPreviewOptions(is_disabled=True)),
    ("sendToSelf", lambda s: s.client.send_message("me", "note"), ["messages.sendMessage"], {}),
    raw_send("sendInBackground", background=True),
    raw_send("sendClearingDraft", clear_draft=True),
    send("sendProtected", "x", protect_content=True),
    send("sendQuote", "x", reply_parameters=reply(quote="hel", quote_position=0)),
    send("sendWithEffect", "x", effect_id=5),
    send("sendAllowingStars", "x", paid_message_star_count=5),
    send("sendLater", "later", schedule_date=LATER),
    send("sendLaterAgainAndAgain", "daily", schedule_date=LATER, repeat_period=86400),
    ("scheduledHistory", lambda s: s.client.get_scheduled_messages(BOT), ["messages.getScheduledHistory"], {}),
    raw_row("scheduledByNumber", lambda peer: f.GetScheduledMessages(peer=peer, id=[1]), "messages.getScheduledMessages"),
    ("reschedule", lambda s: s.client.edit_message_reply_markup(BOT, 1, schedule_date=LATER_STILL), ["messages.editMessage"], {}),
    raw_row("sendScheduledNow", lambda peer: f.SendScheduledMessages(peer=peer, id=[1]), "messages.sendScheduledMessages"),
    ("deleteScheduled", lambda s: s.client.delete_messages(BOT, [2], is_scheduled=True), ["messages.deleteScheduledMessages"], {}),
    ("edit", lambda s: s.client.edit_message_text(BOT, 1, "changed"), ["messages.editMessage"], {}),
    ("editWithoutPreview", lambda s: s.client.edit_message_text(
        BOT, 1, "https://example.com", link_preview_options=types.LinkPreviewOptions(is_disabled=True)), ["messages.editMessage"], {}),
    ("editFormatted", lambda s: s.client.edit_message_text(BOT, 1, "a **bold** word"), ["messages.editMessage"], {}),
    raw_row("editData", lambda peer: f.GetMessageEditData(peer=peer, id=1), "messages.getMessageEditData"),
    ("forward", lambda s: s.client.forward_messages("me", BOT, 1), ["messages.forwardMessages"], {}),
    ("forwardSeveral", lambda s: s.client.forward_messages("me", BOT, [1, 2], disable_notification=True), ["messages.forwardMessages"], {}),
    ("copy", lambda s: s.client.forward_messages("me", BOT, [1], hide_sender_name=True), ["messages.forwardMessages"], {}),
    ("messagesByNumber", lambda s: s.client.get_messages(BOT, [1, 2], replies=0), ["messages.getMessages"], {}),
    ("answeredMessage", lambda s: s.client.get_messages(BOT, 3, reply=True, replies=0), ["messages.getMessages"], {}),
    ("history", lambda s: s.first(s.client.get_chat_history(BOT, limit=5)), ["messages.getHistory"], {}),
    raw_row("historyBefore", history(offset_id=3), "messages.getHistory"),
    ("historyOldestFirst", lambda s: s.first(s.client.get_chat_history(BOT, limit=5, reverse=True)), ["messages.getHistory"], {}),
    ("historyByDate", lambda s: s.first(s.client.get_chat_history(BOT, limit=5, offset_date=LATER)), ["messages.getHistory"], {}),
]

SEARCHES = [
    search("search", lambda c: c.search_messages(BOT, "hello", limit=5)),
    search("searchLinks", lambda c: c.search_messages(BOT, limit=5, filter=enums.MessagesFilter.URL)),
    search("searchPhotos", lambda c: c.search_messages(BOT, limit=5, filter=enums.MessagesFilter.PHOTO)),
    search("searchMentions", lambda c: c.search_messages(BOT, limit=5, filter=enums.MessagesFilter.MENTION)),
    search("searchPinned", lambda c: c.search_messages(BOT, limit=5, filter=enums.MessagesFilter.PINNED)),
    search("searchFromSelf", lambda c: c.search_messages(BOT, limit=5, from_user="me")),
    search("searchByDates", lambda c: c.search_messages(BOT, limit=5, min_date=EARLIER, max_date=LATER)),
    ("searchEverywhere", lambda s: s.first(s.client.search_global("hello", limit=5)), ["messages.searchGlobal"], {}),
    ("searchChannels", lambda s: s.first(s.client.search_global("hello", limit=5, channels_only=True)), ["messages.searchGlobal"], {}),
    raw_row("searchArchive", everywhere(folder_id=1), "messages.searchGlobal"),
    raw_row("searchCounters", lambda peer: f.GetSearchCounters(
        peer=peer, filters=[t.InputMessagesFilterUrl(), t.InputMessagesFilterPhotos()]), "messages.getSearchCounters"),
    ("replies", lambda s: s.first(s.client.get_discussion_replies(BOT, 1, limit=5)), ["messages.getReplies"], {}),
]

CHANGES = [
    ("pin", lambda s: s.client.pin_chat_message(BOT, 1, disable_notification=True, both_sides=True), ["messages.updatePinnedMessage"], {}),
    ("unpin", lambda s: s.client.unpin_chat_message(BOT, 1), ["messages.updatePinnedMessage"], {}),
    ("pinForSelf", lambda s: s.client.pin_chat_message(BOT, 2), ["messages.updatePinnedMessage"], {}),
    ("unpinAll", lambda s: s.client.unpin_all_chat_messages(BOT), ["messages.unpinAllMessages"], {}),
    ("markRead", lambda s: s.client.read_chat_history(BOT), ["messages.readHistory"], {}),
    ("markReadUpTo", lambda s: s.client.read_chat_history(BOT, 2), ["messages.readHistory"], {}),
    ("markMentionsRead", lambda s: s.client.read_mentions(BOT), ["messages.readMentions"], {}),
    ("markReactionsRead", lambda s: s.client.read_reactions(BOT), ["messages.readReactions"], {}),
    ("react", lambda s: s.client.send_reaction(BOT, 1, "👍"), ["messages.sendReaction"], {}),
    raw_row("reactBig", lambda peer: f.SendReaction(
        peer=peer, msg_id=1, big=True, add_to_recent=True, reaction=[t.ReactionEmoji(emoticon="🔥")]), "messages.sendReaction"),
    ("reactCustom", lambda s: s.client.send_reaction(BOT, 1, 77), ["messages.sendReaction"], {}),
    raw_row("reactions", lambda peer: f.GetMessagesReactions(peer=peer, id=[1, 2]), "messages.getMessagesReactions"),
    raw_row("reactors", lambda peer: f.GetMessageReactionsList(peer=peer, id=1, limit=100), "messages.getMessageReactionsList"),
    raw_row("reactorsOfOne", lambda peer: f.GetMessageReactionsList(
        peer=peer, id=1, limit=100, reaction=t.ReactionEmoji(emoticon="👍")), "messages.getMessageReactionsList"),
    ("reactNoMore", lambda s: s.client.send_reaction(BOT, 1), ["messages.sendReaction"], {
        "messages.sendReaction.reaction.count": "kurigram leaves out the list, Ferogram sends an empty one; both mean none"}),
    raw_row("topReactions", lambda peer: f.GetTopReactions(limit=5, hash=0), "messages.getTopReactions"),
    raw_row("recentReactions", lambda peer: f.GetRecentReactions(limit=5, hash=0), "messages.getRecentReactions"),
    raw_row("availableReactions", lambda peer: f.GetAvailableReactions(hash=0), "messages.getAvailableReactions"),
    ("effects", lambda s: s.client.get_available_effects(), ["messages.getAvailableEffects"], {}),
    raw_row("saveDraft", lambda peer: f.SaveDraft(peer=peer, message="hm"), "messages.saveDraft"),
    raw_row("saveAnsweringDraft", lambda peer: f.SaveDraft(
        peer=peer, message="hm", no_webpage=True, reply_to=t.InputReplyToMessage(reply_to_msg_id=1)), "messages.saveDraft"),
    raw_row("drafts", lambda peer: f.GetAllDrafts(), "messages.getAllDrafts"),
    raw_row("removeDraft", lambda peer: f.SaveDraft(peer=peer, message=""), "messages.saveDraft"),
    raw_row("removeAllDrafts", lambda peer: f.ClearAllDrafts(), "messages.clearAllDrafts"),
    raw_row("translateMessages", lambda peer: f.TranslateText(to_lang="de", peer=peer, id=[1, 2]), "messages.translateText"),
    ("translateTexts", lambda s: s.client.translate_text("one", "de"), ["messages.translateText"], {}),
    raw_row("offerNoTranslations", lambda peer: f.TogglePeerTranslations(peer=peer, disabled=True), "messages.togglePeerTranslations"),
    raw_row("webPagePreview", lambda peer: f.GetWebPagePreview(message="https://example.com"), "messages.getWebPagePreview"),
    typing("typing", enums.ChatAction.TYPING),
    typing("typingNoMore", enums.ChatAction.CANCEL),
    raw_row("uploadingPhoto", lambda peer: f.SetTyping(
        peer=peer, action=t.SendMessageUploadPhotoAction(progress=40)), "messages.setTyping"),
    typing("recordingVoice", enums.ChatAction.RECORD_AUDIO),
    typing("uploadingDocument", enums.ChatAction.UPLOAD_DOCUMENT),
    typing("choosingSticker", enums.ChatAction.CHOOSE_STICKER),
    typing("playingGame", enums.ChatAction.PLAYING),
    typing("recordingRoundVideo", enums.ChatAction.RECORD_VIDEO_NOTE),
    raw_row("views", lambda peer: f.GetMessagesViews(peer=peer, id=[1], increment=False), "messages.getMessagesViews"),
    ("deleteForEveryone", lambda s: s.client.delete_messages(BOT, [4]), ["messages.deleteMessages"], {}),
    ("deleteForSelf", lambda s: s.client.delete_messages(BOT, [5], revoke=False), ["messages.deleteMessages"], {}),
]

ATTACHMENTS = [
    attach("dice", lambda s: s.client.send_dice(BOT)),
    attach("darts", lambda s: s.client.send_dice(BOT, "🎯")),
    attach("contact", lambda s: s.client.send_contact(BOT, "+15551234567", "Zoe", "Zed")),
    attach("location", lambda s: s.client.send_location(BOT, 52.5, 13.25, horizontal_accuracy=20)),
    attach("liveLocation", lambda s: s.client.send_location(
        BOT, 52.5, 13.25, horizontal_accuracy=20, live_period=900, heading=90, proximity_alert_radius=100)),
    attach("venue", lambda s: s.client.send_venue(
        BOT, 52.5, 13.25, "Zoo", "Street 1", foursquare_id="1", foursquare_type="zoo/default"), {
        "messages.sendMedia.media.geoPoint.accuracyRadius": "kurigram cannot say how accurate the place of a venue is",
        "messages.sendMedia.media.provider": "kurigram does not name the provider"}),
    attach("checklist", lambda s: s.client.send_checklist(BOT, types.InputChecklist("To do", [
        types.InputChecklistTask(id=1, text="eat"), types.InputChecklistTask(id=2, text="sleep")]))),
    attach("poll", lambda s: s.ask("Tea or coffee?", ["tea", "coffee"])),
    attach("pollOfManyAnswers", lambda s: s.ask("Which?", ["a", "b", "c"], public_voters=True, multiple_choice=True)),
    # There is no quiz: kurigram writes an explanation without formatting in a form that cannot be read.
    ("vote", lambda s: s.vote(), ["messages.sendVote"], {
        "messages.sendVote.msgID": "kurigram has sent fewer messages before: there are no rows of files"}),
]

ROWS_OF_ACCOUNTS = (FIRST + SEARCHES + CHANGES + ATTACHMENTS,)
