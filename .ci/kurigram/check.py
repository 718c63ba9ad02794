"""Talks to a local server with kurigram, over every transport that kurigram has.

The server is ExampleLocalTelegram; its description, one line of JSON, comes on standard input. The exit status is 0 only
if all checks passed.
"""

import asyncio
import base64
import hashlib
import json
import logging
import os
import struct
import sys
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "foreign"))

from counting import check, same, status
from pyrogram import Client, enums, errors, filters, handlers, raw, types
from pyrogram.connection import Connection
from pyrogram.connection.transport.tcp import (
    tcp_abridged,
    tcp_abridged_o,
    tcp_full,
    tcp_intermediate,
    tcp_intermediate_o,
    tcp_intermediate_padded,
)
from pyrogram.crypto import rsa
from society import STEPS, Society

API_ID = 12345
API_HASH = "0123456789abcdef0123456789abcdef"
PATIENCE = 20
LEAST_CHECKS = 300

TRANSPORTS = {
    "abridged": tcp_abridged.TCPAbridged,
    "obfuscated abridged": tcp_abridged_o.TCPAbridgedO,
    "full": tcp_full.TCPFull,
    "intermediate": tcp_intermediate.TCPIntermediate,
    "obfuscated intermediate": tcp_intermediate_o.TCPIntermediateO,
}

async def within(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


async def refused(name, awaitable, code):
    try:
        result = await within(awaitable)
        check(f"{name}: answered {result!r}", False)
    except errors.RPCError as error:
        check(f"{name} ({error})", code in str(error))


def read_key(pem):
    """The numbers of an RSA key in PKCS #1."""
    data = base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line))

    def element(data):
        length, start = data[1], 2
        if length & 0x80:
            start = 2 + (length & 0x7F)
            length = int.from_bytes(data[2:start], "big")
        return data[start : start + length], data[start + length :]

    content, _ = element(data)
    modulus, rest = element(content)
    exponent, _ = element(rest)
    return int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")


def install_key(pem):
    modulus, exponent = read_key(pem)

    def text(data):
        head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
        return head + data + bytes(-(len(head) + len(data)) % 4)

    numbers = [n.to_bytes((n.bit_length() + 7) // 8, "big") for n in (modulus, exponent)]
    fingerprint = struct.unpack("<q", hashlib.sha1(b"".join(map(text, numbers))).digest()[-8:])[0]
    rsa.server_public_keys.clear()
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(modulus, exponent)


class Party:
    """Clients of one server over one transport."""

    def __init__(self, server, transport):
        self.server = server
        self.transport = transport
        places = {place["id"]: place for place in server["dataCenters"]}

        class Here(Connection):
            def __init__(self, dc_id, server_address, port, *rest, **named):
                place = places[dc_id]
                super().__init__(dc_id, place["host"], place["port"], *rest, **named)

        self.factory = Here
        self.clients = []

    def client(self, name, data_center=1, session=None, **named):
        client = Client(
            name,
            API_ID,
            API_HASH,
            in_memory=True,
            session_string=session,
            connection_factory=self.factory,
            protocol_factory=TRANSPORTS[self.transport],
            sleep_threshold=0,
            skip_updates=False,
            **named,
        )
        client.first_data_center = data_center
        self.clients.append(client)
        return client

    async def connect(self, client):
        await client.storage.open()
        if not await client.storage.auth_key():
            await client.storage.dc_id(client.first_data_center)
            await client.storage.test_mode(False)
            await client.storage.api_id(API_ID)
        return await within(client.connect())

    async def close(self):
        for client in self.clients:
            try:
                if client.is_initialized:
                    await within(client.terminate())
                if client.is_connected:
                    await within(client.disconnect())
            except Exception:
                traceback.print_exc()


def queue_of(client, handler_type, *rest):
    heard = asyncio.Queue()

    async def hear(_, update, *more):
        await heard.put(update if not more else (update, *more))

    client.add_handler(handler_type(hear, *rest))
    return heard


async def sign_in(party, client, someone):
    await party.connect(client)
    sent = await within(client.send_phone_number_code(someone["phone"]))
    await refused(
        "a wrong code is refused",
        client.sign_in(someone["phone"], sent.phone_code_hash, "00000"),
        "PHONE_CODE_INVALID",
    )
    try:
        return await within(client.sign_in(someone["phone"], sent.phone_code_hash, someone["code"]))
    except errors.SessionPasswordNeeded:
        check("a password is asked for", bool(someone.get("password")))
        same("its hint", await within(client.get_password_hint()), "the example says it")
        await refused("a wrong password is refused", client.check_password("wrong"), "PASSWORD_HASH_INVALID")
        return await within(client.check_password(someone["password"]))


async def talk(party):
    server, kind = party.server, party.transport
    someone, bot_account = server["people"][0], server["bots"][0]
    user = party.client("user")
    bot = party.client("bot", bot_account["dataCenter"])
    me = await sign_in(party, user, someone)
    same(f"{kind}: logs in with a code", me.id, someone["id"])
    same(f"{kind}: is at home", await user.storage.dc_id(), someone["dataCenter"])
    await party.connect(bot)
    bot_me = await within(bot.sign_in_bot(bot_account["token"]))
    same(f"{kind}: logs in as a bot", bot_me.username, bot_account["username"])
    await within(user.initialize())
    await within(bot.initialize())
    user_heard = queue_of(user, handlers.MessageHandler, filters.incoming & ~filters.service)
    bot_heard = queue_of(bot, handlers.MessageHandler, filters.incoming & ~filters.service)
    edits = queue_of(user, handlers.EditedMessageHandler)
    deletions = queue_of(user, handlers.DeletedMessagesHandler)
    presses = queue_of(bot, handlers.CallbackQueryHandler)

    found = await within(user.get_users("@" + bot_account["username"]))
    same(f"{kind}: finds the bot", (found.id, found.is_bot), (bot_me.id, True))
    sent = await within(user.send_message(found.id, "/start **over**"))
    same(f"{kind}: sends", (sent.text, sent.outgoing), ("/start over", True))
    heard = await within(bot_heard.get())
    same(f"{kind}: the bot hears it", (heard.text, heard.from_user.id), ("/start over", me.id))
    same(
        f"{kind}: entities arrive",
        [entity.type for entity in heard.entities],
        [enums.MessageEntityType.BOT_COMMAND, enums.MessageEntityType.BOLD],
    )
    buttons = types.InlineKeyboardMarkup(
        [[types.InlineKeyboardButton("Yes", callback_data="yes"), types.InlineKeyboardButton("No", callback_data="no")]]
    )
    answer = await within(bot.send_message(me.id, "Choose", reply_markup=buttons))
    got = await within(user_heard.get())
    same(f"{kind}: hears the bot", (got.text, got.from_user.id), ("Choose", bot_me.id))
    same(
        f"{kind}: sees the buttons", [b.text for row in got.reply_markup.inline_keyboard for b in row], ["Yes", "No"]
    )

    async def respond():
        press = await within(presses.get())
        await within(press.answer("Good", show_alert=True))
        return press

    press, result = await asyncio.gather(respond(), within(user.request_callback_answer(bot_me.id, got.id, "yes")))
    same(f"{kind}: the bot hears the press", (press.data, press.from_user.id), ("yes", me.id))
    same(f"{kind}: the press is answered", (result.message, result.alert), ("Good", True))

    await within(bot.edit_message_text(me.id, answer.id, "Chosen"))
    edited = await within(edits.get())
    same(f"{kind}: hears of the edit", (edited.text, edited.id), ("Chosen", got.id))
    reply = await within(user.send_message(bot_me.id, "Thanks", reply_to_message_id=got.id))
    heard = await within(bot_heard.get())
    same(f"{kind}: replies", (heard.text, heard.reply_to_message_id), ("Thanks", answer.id))
    same(f"{kind}: the reply names the message", reply.reply_to_message_id, got.id)

    history = [m.text async for m in user.get_chat_history(bot_me.id, limit=3)]
    same(f"{kind}: history", history, ["Thanks", "Chosen", "/start over"])
    hits = [m.id async for m in user.search_messages(bot_me.id, query="chosen", limit=10)]
    same(f"{kind}: search", hits, [got.id])
    one = await within(user.get_messages(bot_me.id, got.id))
    same(f"{kind}: one message", (one.text, one.edit_date is not None), ("Chosen", True))
    dialogs = [d async for d in user.get_dialogs()]
    same(f"{kind}: dialogs", (dialogs[0].chat.id, dialogs[0].top_message.text), (bot_me.id, "Thanks"))
    check(f"{kind}: unread", dialogs[0].unread_messages_count >= 1)
    check(f"{kind}: reads", await within(user.read_chat_history(bot_me.id)))
    dialogs = [d async for d in user.get_dialogs()]
    same(f"{kind}: nothing is unread", dialogs[0].unread_messages_count, 0)

    await within(bot.delete_messages(me.id, answer.id))
    deleted = await within(deletions.get())
    same(f"{kind}: hears of the deletion", [m.id for m in deleted], [got.id])

    note = await within(user.send_message("me", "a note"))
    same(f"{kind}: writes to oneself", (note.text, note.chat.id), ("a note", me.id))
    forwarded = await within(user.forward_messages("me", bot_me.id, reply.id))
    forwarded = forwarded[0] if isinstance(forwarded, list) else forwarded
    same(f"{kind}: forwards to oneself", forwarded.text, "Thanks")
    check(f"{kind}: the forward names its author", forwarded.forward_origin is not None)
    await refused(f"{kind}: nobody is nobody", user.get_users("@nobody_here"), "USERNAME_NOT_OCCUPIED")
    await refused(
        f"{kind}: what is missing is refused by name",
        user.invoke(raw.functions.smsjobs.IsEligibleToJoin()),
        "METHOD_NOT_IMPLEMENTED",
    )

    # What is said while the person is away comes when they are back.
    session = await within(user.export_session_string())
    check(f"{kind}: the session is exported", len(session) > 100)
    await within(user.log_out())
    check(f"{kind}: logs out", not user.is_connected)
    await within(bot.log_out())


async def sell(party):
    """An inline bot and a person who pays, both with kurigram."""
    server, kind = party.server, party.transport
    someone, bot_account = server["people"][0], server["bots"][0]
    user = party.client("user", someone["dataCenter"])
    bot = party.client("bot", bot_account["dataCenter"])
    me = await sign_in(party, user, someone)
    await party.connect(bot)
    bot_me = await within(bot.sign_in_bot(bot_account["token"]))
    await within(user.initialize())
    await within(bot.initialize())
    chosen = queue_of(bot, handlers.ChosenInlineResultHandler)
    presses = queue_of(bot, handlers.CallbackQueryHandler)
    checkouts = queue_of(bot, handlers.PreCheckoutQueryHandler)
    paid = queue_of(bot, handlers.MessageHandler, filters.successful_payment)
    bot_heard = queue_of(bot, handlers.MessageHandler, filters.text)
    invoices = queue_of(user, handlers.MessageHandler, filters.incoming & filters.create(lambda _, __, m: m.invoice is not None))

    async def answer(_, query):
        buttons = types.InlineKeyboardMarkup([[types.InlineKeyboardButton("Me too", callback_data="me")]])
        products = [name for name in ("tea", "coffee", "water") if name.startswith(query.query)]
        await query.answer(
            [
                types.InlineQueryResultArticle(
                    name, types.InputTextMessageContent(f"I like {name}"), id=name, reply_markup=buttons
                )
                for name in products
            ],
            cache_time=0,
        )

    bot.add_handler(handlers.InlineQueryHandler(answer))
    results = await within(user.get_inline_bot_results("@" + bot_account["username"], "co"))
    same(f"{kind}: inline results", [result.id for result in results.results], ["coffee"])
    bob = await within(user.get_users("@bob"))
    sent = await within(user.send_inline_bot_result(bob.id, results.query_id, "coffee"))
    same(f"{kind}: the result is sent", sent.text, "I like coffee")
    choice = await within(chosen.get())
    same(f"{kind}: the bot hears of the choice", (choice.query, choice.from_user.id), ("co", me.id))
    check(f"{kind}: the choice names the message", bool(choice.inline_message_id))

    async def respond():
        press = await within(presses.get())
        await within(press.answer("Good"))
        return press

    press, result = await asyncio.gather(respond(), within(user.request_callback_answer(bob.id, sent.id, "me")))
    same(f"{kind}: the bot hears the press", (press.data, press.inline_message_id), ("me", choice.inline_message_id))
    same(f"{kind}: the press is answered", result.message, "Good")
    await within(bot.edit_inline_text(choice.inline_message_id, "I like tea"))
    edited = await within(user.get_messages(bob.id, sent.id))
    same(f"{kind}: the bot edits", edited.text, "I like tea")

    await within(user.send_message("@" + bot_account["username"], "/buy"))
    await within(bot_heard.get())
    await within(bot.send_invoice(me.id, "Tea", "Green", "tea", "XTR", [types.LabeledPrice("Tea", 5)]))
    invoice = await within(invoices.get())
    same(f"{kind}: the invoice arrives", (invoice.invoice.title, invoice.invoice.total_amount), ("Tea", 5))

    async def approve():
        query = await within(checkouts.get())
        await within(query.answer(ok=True))
        return query

    peer = await user.resolve_peer(bot_me.id)
    reference = raw.types.InputInvoiceMessage(peer=peer, msg_id=invoice.id)
    form = await within(user.invoke(raw.functions.payments.GetPaymentForm(invoice=reference)))
    pay = user.invoke(raw.functions.payments.SendStarsForm(form_id=form.form_id, invoice=reference))
    query, _ = await asyncio.gather(approve(), within(pay))
    same(f"{kind}: the bot is asked", (query.total_amount, query.from_user.id), (5, me.id))
    message = await within(paid.get())
    same(f"{kind}: the bot is paid", message.successful_payment.total_amount, 5)
    charge = message.successful_payment.telegram_payment_charge_id
    check(f"{kind}: Stars come back", await within(bot.refund_star_payment(me.id, charge)))
    await within(user.log_out())
    await within(bot.log_out())


async def groups(party):
    """Basic groups, supergroups and channels, which this client names by `InputPeer` where the schema says otherwise."""
    kind = party.transport
    ann_account, bob_account = party.server["people"]
    bot_account = party.server["bots"][0]
    ann, bob, bot = party.client("ann"), party.client("bob"), party.client("bot", bot_account["dataCenter"])
    for client, account in ((ann, ann_account), (bob, bob_account)):
        me = await sign_in(party, client, account)
        same(f"{kind}: logs in", me.id, account["id"])
        await within(client.initialize())
    await party.connect(bot)
    bot_me = await within(bot.sign_in_bot(bot_account["token"]))
    await within(bot.initialize())
    bob_heard = queue_of(bob, handlers.MessageHandler, filters.incoming & ~filters.service)
    bot_heard = queue_of(bot, handlers.MessageHandler, filters.incoming & ~filters.service)
    services = queue_of(bob, handlers.MessageHandler, filters.service)
    bob_user = await within(ann.get_users("@bob"))
    same(f"{kind}: finds a person", bob_user.id, bob_account["id"])
    own = await within(ann.get_users("me"))
    same(f"{kind}: inputPeerSelf for InputUser", own.id, ann_account["id"])
    full = await within(ann.get_chat("@bob"))
    same(f"{kind}: users.getFullUser", (full.id, full.first_name), (bob_account["id"], "Bob"))
    await within(ann.send_message("@bob", "hello"))
    same(f"{kind}: a message to a person", (await within(bob_heard.get())).text, "hello")

    group = await within(ann.create_group("Group", ["@bob", "@" + bot_account["username"]]))
    made = await within(services.get())
    same(f"{kind}: a basic group is made", (made.chat.id, made.chat.title), (group.id, "Group"))
    sent = await within(ann.send_message(group.id, "to all"))
    heard = await within(bob_heard.get())
    same(f"{kind}: a member hears", (heard.text, heard.from_user.id), ("to all", ann_account["id"]))
    heard = await within(bot_heard.get())
    same(f"{kind}: the bot hears", (heard.text, heard.chat.id), ("to all", group.id))
    member = (await within(bot.get_users(bob_account["id"])))
    same(f"{kind}: a bot names a member without a hash", member.first_name, "Bob")
    members = sorted([m.user.id async for m in ann.get_chat_members(group.id)])
    same(f"{kind}: members", members, sorted([ann_account["id"], bob_account["id"], bot_me.id]))
    await within(ann.edit_message_text(group.id, sent.id, "to everybody"))
    history = [m.text async for m in bob.get_chat_history(group.id, limit=1)]
    same(f"{kind}: an edit is seen", history, ["to everybody"])
    await within(ann.delete_messages(group.id, sent.id))
    history = [m.text async for m in bob.get_chat_history(group.id, limit=1)]
    check(f"{kind}: a deletion is seen", history != ["to everybody"])

    supergroup = await within(ann.create_supergroup("Supergroup", "about it"))
    same(f"{kind}: a supergroup", (supergroup.title, supergroup.type), ("Supergroup", enums.ChatType.SUPERGROUP))
    check(f"{kind}: its creator", supergroup.is_creator)
    whole = await within(ann.get_chat(supergroup.id))
    same(f"{kind}: channels.getFullChannel", whole.description, "about it")
    await within(ann.add_chat_members(supergroup.id, ["@bob"]))
    joined = await within(services.get())
    while joined.chat.id != supergroup.id:
        joined = await within(services.get())
    same(f"{kind}: channels.inviteToChannel", [u.id for u in joined.new_chat_members], [bob_account["id"]])
    await within(ann.send_message(supergroup.id, "super"))
    heard = await within(bob_heard.get())
    same(f"{kind}: a member of it hears", (heard.text, heard.chat.title), ("super", "Supergroup"))
    answer = await within(bob.send_message(supergroup.id, "duper", reply_to_message_id=heard.id))
    same(f"{kind}: a member answers", answer.reply_to_message_id, heard.id)
    await within(
        ann.promote_chat_member(
            supergroup.id, "@bob", privileges=types.ChatPrivileges(can_delete_messages=True, can_pin_messages=True)
        )
    )
    for client, name in ((ann, "the creator"), (bob, "the admin")):
        seen = await within(client.get_chat_member(supergroup.id, bob_account["id"]))
        same(f"{kind}: {name} sees an admin", seen.status, enums.ChatMemberStatus.ADMINISTRATOR)
        same(
            f"{kind}: {name} sees the rights",
            (
                seen.privileges.can_delete_messages,
                seen.privileges.can_pin_messages,
                seen.privileges.can_restrict_members,
            ),
            (True, True, False),
        )
        admins = [
            m.user.id
            async for m in client.get_chat_members(
                supergroup.id, filter=enums.ChatMembersFilter.ADMINISTRATORS
            )
        ]
        same(f"{kind}: {name} lists the admins", sorted(admins), sorted([ann_account["id"], bob_account["id"]]))
    check(f"{kind}: leaves", await within(bob.leave_chat(supergroup.id)) is not False)
    await refused(f"{kind}: is out", bob.send_message(supergroup.id, "?"), "CHANNEL_PRIVATE")

    channel = await within(ann.create_channel("News", "what is new"))
    same(f"{kind}: a channel", (channel.title, channel.type), ("News", enums.ChatType.CHANNEL))
    post = await within(ann.send_message(channel.id, "first"))
    same(f"{kind}: a post has views", (post.text, post.views), ("first", 1))
    await within(ann.add_chat_members(channel.id, ["@bob"]))
    await within(ann.send_message(channel.id, "second"))
    heard = await within(bob_heard.get())
    same(f"{kind}: a subscriber reads", (heard.text, heard.sender_chat.id), ("second", channel.id))
    await refused(f"{kind}: subscribers do not post", bob.send_message(channel.id, "?"), "CHAT_ADMIN_REQUIRED")
    await within(bob.invoke(raw.functions.messages.MarkDialogUnread(
        peer=await bob.resolve_peer(ann_account["id"]), unread=True)))
    marks = {d.chat.id: d.unread_mark async for d in bob.get_dialogs()}
    same(f"{kind}: an InputPeer for InputDialogPeer", marks[ann_account["id"]], True)
    for client in (ann, bob, bot):
        await within(client.log_out())


async def society(party):
    """Ann, Bob and a bot, with all that kurigram knows of groups, media and accounts."""
    bot_account = party.server["bots"][0]
    ann, bob, bot = party.client("ann"), party.client("bob"), party.client("bot", bot_account["dataCenter"])
    people = [await sign_in(party, *pair) for pair in zip((ann, bob), party.server["people"])]
    await party.connect(bot)
    people.append(await within(bot.sign_in_bot(bot_account["token"])))
    for client in (ann, bob, bot):
        await within(client.initialize())
    one = Society(check, ann, bob, bot, people)
    for step in STEPS:
        try:
            await asyncio.wait_for(step(one), 120)
        except Exception as error:  # one step that fails must not hide the others
            traceback.print_exc()
            check(f"{step.__name__}: {type(error).__name__}: {error}", False)
    for client in (ann, bob, bot):
        await within(client.log_out())


async def catch_up(party):
    """A session that was closed hears in order what it missed."""
    kind = party.transport
    someone, bot_account = party.server["people"][0], party.server["bots"][0]
    user, bot = party.client("user"), party.client("bot", bot_account["dataCenter"])
    me = await sign_in(party, user, someone)
    await within(user.initialize())
    await party.connect(bot)
    await within(bot.sign_in_bot(bot_account["token"]))
    await within(bot.initialize())
    await within(user.send_message("@" + bot_account["username"], "/start"))
    session = await within(user.export_session_string())
    state = await within(user.invoke(raw.functions.updates.GetState()))
    await within(user.terminate())
    await within(user.disconnect())
    for number in range(3):
        await within(bot.send_message(me.id, f"missed {number}"))
    again = party.client("again", session=session)
    check(f"{kind}: the login stays", await party.connect(again))
    difference = await within(
        again.invoke(raw.functions.updates.GetDifference(pts=state.pts, date=state.date, qts=state.qts))
    )
    same(f"{kind}: catches up in order", [m.message for m in difference.new_messages], [f"missed {n}" for n in range(3)])
    await within(again.initialize())
    same(f"{kind}: is the same person", (await within(again.get_me())).id, me.id)
    await within(again.log_out())
    await within(bot.log_out())


async def sign_up(party):
    """A number that nobody has must sign up."""
    client = party.client("new")
    await party.connect(client)
    phone = "9996610998"
    sent = await within(client.send_phone_number_code(phone))
    outcome = await within(client.sign_in(phone, sent.phone_code_hash, "11111"))
    check("a new number must sign up", outcome is False or isinstance(outcome, types.TermsOfService))
    made = await within(client.sign_up(phone, sent.phone_code_hash, "New", "Comer"))
    same("signs up", made.first_name, "New")
    await within(client.initialize())
    same("the new account is there", (await within(client.get_me())).phone_number, phone)
    await within(client.log_out())


async def main():
    logging.basicConfig(level=logging.ERROR)
    server = json.loads(sys.stdin.readline())
    install_key(server["publicKey"])
    plan = [(talk, transport) for transport in TRANSPORTS]
    plan += [(society, "abridged"), (groups, "abridged"), (groups, "obfuscated intermediate"), (catch_up, "abridged"), (sign_up, "full"), (sell, "abridged")]
    for step, transport in plan:
        party = Party(server, transport)
        try:
            await asyncio.wait_for(step(party), 400)
        except Exception as error:  # one step that fails must not hide the others
            traceback.print_exc()
            check(f"{transport}, {step.__name__}: {type(error).__name__}: {error}", False)
        await party.close()
    return status(LEAST_CHECKS)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
