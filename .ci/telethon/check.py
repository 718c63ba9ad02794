"""Logs in to a local server with Telethon and talks, over every transport that Telethon has.

The server is ExampleLocalTelegram; its description, one line of JSON, comes on standard input. The exit status is 0 only
if all checks passed.
"""

import asyncio
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "foreign"))

from counting import check, status
from society import STEPS, Society, named, noise
from telethon import TelegramClient, errors, events
from telethon.crypto import rsa
from telethon.network import connection
from telethon.sessions import MemorySession
from telethon.tl import functions

API_ID = 12345
API_HASH = "0123456789abcdef0123456789abcdef"
PATIENCE = 20
LEAST_CHECKS = 300

TRANSPORTS = {
    "abridged": connection.ConnectionTcpAbridged,
    "intermediate": connection.ConnectionTcpIntermediate,
    "full": connection.ConnectionTcpFull,
    "obfuscated": connection.ConnectionTcpObfuscated,
}

def client(server, transport, data_center):
    """A client that is not logged in and that is told one data centre."""
    session = MemorySession()
    place = server["dataCenters"][data_center - 1]
    session.set_dc(place["id"], place["host"], place["port"])
    return TelegramClient(
        session,
        API_ID,
        API_HASH,
        connection=TRANSPORTS[transport],
        connection_retries=2,
        request_retries=2,
        receive_updates=True,
        flood_sleep_threshold=0,
    )


async def within(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


async def log_in(user, someone):
    sent = await within(user.send_code_request(someone["phone"]))
    try:
        await within(user.sign_in(someone["phone"], "00000", phone_code_hash=sent.phone_code_hash))
        check("a wrong code is refused", False)
    except errors.PhoneCodeInvalidError:
        check("a wrong code is refused", True)
    return await within(user.sign_in(someone["phone"], someone["code"], phone_code_hash=sent.phone_code_hash))


async def prove(server, transport):
    """Logs in with a code and a password."""
    someone = next(person for person in server["people"] if person.get("password"))
    user = client(server, transport, someone["dataCenter"])
    await within(user.connect())
    sent = await within(user.send_code_request(someone["phone"]))
    try:
        await within(user.sign_in(someone["phone"], someone["code"], phone_code_hash=sent.phone_code_hash))
        check(f"{transport}: a password is asked for", False)
    except errors.SessionPasswordNeededError:
        check(f"{transport}: a password is asked for", True)
    try:
        await within(user.sign_in(password="wrong"))
        check(f"{transport}: a wrong password is refused", False)
    except errors.PasswordHashInvalidError:
        check(f"{transport}: a wrong password is refused", True)
    me = await within(user.sign_in(password=someone["password"]))
    check(f"{transport}: logs in with a password", me.id == someone["id"])
    check(f"{transport}: logs out again", await within(user.log_out()))


async def sign_up(server, transport):
    """A number that nobody has cannot sign in, and the account that is made can."""
    phone = "9996610999"
    user = client(server, transport, 1)
    await within(user.connect())
    sent = await within(user.send_code_request(phone))
    try:
        await within(user.sign_in(phone, "11111", phone_code_hash=sent.phone_code_hash))
        check(f"{transport}: a new number must sign up", False)
    except errors.PhoneNumberUnoccupiedError:
        check(f"{transport}: a new number must sign up", True)
    made = await within(user(functions.auth.SignUpRequest(phone, sent.phone_code_hash, "New", "Comer")))
    check(f"{transport}: signs up", made.user.first_name == "New" and made.user.is_self)
    await within(user.disconnect())


async def talk(server, transport):
    someone = server["people"][0]
    bot_account = server["bots"][0]
    # The person is told the wrong data centre and has to be sent home.
    user = client(server, transport, 1)
    bot = client(server, transport, bot_account["dataCenter"])
    user_heard, bot_heard, edits, presses, reads, deletions = (asyncio.Queue() for _ in range(6))
    user.add_event_handler(lambda event: user_heard.put(event), events.NewMessage(incoming=True))
    user.add_event_handler(lambda event: edits.put(event), events.MessageEdited())
    user.add_event_handler(lambda event: deletions.put(event), events.MessageDeleted())
    user.add_event_handler(lambda event: reads.put(event), events.MessageRead())
    bot.add_event_handler(lambda event: bot_heard.put(event), events.NewMessage(incoming=True))
    bot.add_event_handler(lambda event: presses.put(event), events.CallbackQuery())

    await within(user.connect())
    check(f"{transport}: connects", user.is_connected())
    check(f"{transport}: is not logged in", not await within(user.is_user_authorized()))
    me = await log_in(user, someone)
    check(f"{transport}: logs in with a code", me.id == someone["id"])
    check(f"{transport}: is at home", user.session.dc_id == someone["dataCenter"])
    me = await within(user.get_me())
    check(f"{transport}: get_me is a person", me.id == someone["id"] and not me.bot and me.phone == someone["phone"])

    await within(bot.connect())
    await within(bot.sign_in(bot_token=bot_account["token"]))
    bot_me = await within(bot.get_me())
    check(f"{transport}: logs in as a bot", bot_me.bot and bot_me.username == bot_account["username"])

    await within(user.get_dialogs())
    entity = await within(user.get_entity("@" + bot_account["username"]))
    check(f"{transport}: finds the bot", entity.id == bot_me.id and entity.bot)

    text = f"/start **over** {transport}"
    sent = await within(user.send_message(entity, text))
    check(f"{transport}: sends", sent.message == f"/start over {transport}" and sent.out)
    heard = await within(bot_heard.get())
    check(f"{transport}: the bot hears it", heard.raw_text == sent.message and heard.sender_id == me.id)
    kinds = [type(entity).__name__ for entity in heard.message.entities or []]
    check(f"{transport}: entities arrive", kinds == ["MessageEntityBotCommand", "MessageEntityBold"])

    from telethon import Button

    answer = await within(heard.respond("Choose", buttons=[[Button.inline("Yes", b"yes"), Button.inline("No", b"no")]]))
    got = await within(user_heard.get())
    check(f"{transport}: hears the bot", got.raw_text == "Choose" and got.sender_id == bot_me.id)
    check(f"{transport}: sees the buttons", [b.text for row in got.buttons for b in row] == ["Yes", "No"])

    async def respond():
        press = await within(presses.get())
        await within(press.answer("Good", alert=True))
        return press

    press, result = await asyncio.gather(respond(), within(got.click(text="Yes")))
    check(f"{transport}: the bot hears the press", press.data == b"yes" and press.sender_id == me.id)
    check(f"{transport}: the press is answered", result.message == "Good" and result.alert)

    await within(answer.edit("Chosen"))
    edited = await within(edits.get())
    check(f"{transport}: hears of the edit", edited.raw_text == "Chosen" and edited.id == got.id)

    reply = await within(got.reply("Thanks"))
    heard = await within(bot_heard.get())
    check(f"{transport}: replies", reply.reply_to_msg_id == got.id and heard.reply_to_msg_id == answer.id)

    history = await within(user.get_messages(entity, limit=3))
    check(f"{transport}: history", [m.message for m in history] == ["Thanks", "Chosen", sent.message])
    found = await within(user.get_messages(entity, search="chosen", limit=10))
    check(f"{transport}: search", found and found[0].id == got.id)
    dialogs = await within(user.get_dialogs())
    check(f"{transport}: dialogs", dialogs[0].entity.id == bot_me.id and dialogs[0].message.message == "Thanks")
    check(f"{transport}: unread", dialogs[0].unread_count >= 1)
    await within(user.send_read_acknowledge(entity))
    dialogs = await within(user.get_dialogs())
    check(f"{transport}: reads", dialogs[0].unread_count == 0)

    await within(bot.delete_messages(me.id, [answer.id]))
    deleted = await within(deletions.get())
    check(f"{transport}: hears of the deletion", got.id in deleted.deleted_ids)

    # What does not fit into one packet, over this transport.
    data = noise(300_000, transport)
    sent = await within(user.send_file(entity, named("notes.bin", data), caption="/notes", force_document=True))
    heard = await within(bot_heard.get())
    check(f"{transport}: a file arrives", heard.file.name == "notes.bin" and heard.file.size == len(data))
    check(f"{transport}: its bytes", await within(bot.download_media(heard.message, bytes)) == data)
    back = await within(bot.send_file(me.id, heard.media, caption="back"))
    got = await within(user_heard.get())
    check(f"{transport}: comes back", got.document.id == sent.document.id and back.raw_text == "back")
    check(f"{transport}: the same bytes", await within(user.download_media(got.message, bytes)) == data)
    forwarded = await within(user.forward_messages("me", got.message))
    check(f"{transport}: a forward names the bot", forwarded.fwd_from.from_id.user_id == bot_me.id)
    many = await asyncio.gather(*(within(user.send_message("me", f"note {number}")) for number in range(20)))
    check(f"{transport}: many at once", len({message.id for message in many}) == 20)

    pages, offset = [], 0
    for _ in range(3):
        page = await within(user.get_messages("me", limit=7, offset_id=offset))
        pages += [message.id for message in page]
        offset = pages[-1]
    whole = await within(user.get_messages("me", limit=21))
    check(f"{transport}: pages of history", len(set(pages)) == 21 and pages == [message.id for message in whole])

    note = await within(user.send_message("me", "a note"))
    check(f"{transport}: writes to oneself", note.message == "a note" and note.out)
    try:
        await within(user.get_entity("@nobody_here"))
        check(f"{transport}: nobody is nobody", False)
    except ValueError:
        check(f"{transport}: nobody is nobody", True)
    try:
        await within(user(functions.smsjobs.IsEligibleToJoinRequest()))
        check(f"{transport}: a missing method is refused", False)
    except errors.RPCError as error:
        check(f"{transport}: a missing method is refused", "METHOD_NOT_IMPLEMENTED" in str(error))

    # What is said while the person is away comes when they are back.
    state = user.session
    await within(user.disconnect())
    await within(bot.send_message(me.id, f"while away from {transport}"))
    again = TelegramClient(state, API_ID, API_HASH, connection=TRANSPORTS[transport], catch_up=True)
    heard_again = asyncio.Queue()
    again.add_event_handler(lambda event: heard_again.put(event), events.NewMessage(incoming=True))
    await within(again.connect())
    check(f"{transport}: the login stays", await within(again.is_user_authorized()))
    missed = await within(heard_again.get())
    check(f"{transport}: catches up", missed.raw_text == f"while away from {transport}")
    check(f"{transport}: logs out", await within(again.log_out()))
    await within(bot.disconnect())


async def sell(server, transport):
    """An inline bot and a person who pays, both with Telethon."""
    from telethon import Button, types

    someone = server["people"][0]
    bot_account = server["bots"][0]
    user = client(server, transport, someone["dataCenter"])
    bot = client(server, transport, bot_account["dataCenter"])
    bot_heard, chosen, presses, checkouts, user_heard = (asyncio.Queue() for _ in range(5))
    kinds = {types.UpdateBotInlineSend: chosen, types.UpdateBotPrecheckoutQuery: checkouts, types.UpdateInlineBotCallbackQuery: presses}
    bot.add_event_handler(lambda event: bot_heard.put(event), events.Raw(types.UpdateNewMessage))
    for kind, queue in kinds.items():
        bot.add_event_handler(lambda event, queue=queue: queue.put(event), events.Raw(kind))
    user.add_event_handler(lambda event: user_heard.put(event), events.NewMessage(incoming=True))

    @bot.on(events.InlineQuery)
    async def answer(event):
        build = event.builder
        products = [name for name in ("tea", "coffee", "water") if name.startswith(event.text)]
        await event.answer(
            [build.article(name, text=f"I like {name}", buttons=[Button.inline("Me too", b"me")]) for name in products],
            cache_time=0,
        )

    await within(user.connect())
    await within(bot.connect())
    await log_in(user, someone)
    await within(bot.sign_in(bot_token=bot_account["token"]))
    me, bot_me = await within(user.get_me()), await within(bot.get_me())

    results = await within(user.inline_query("@" + bot_account["username"], "co"))
    check("inline: a result", [result.title for result in results] == ["coffee"])
    sent = await within(results[0].click("@bob"))
    check("inline: the result is sent", sent.message == "I like coffee" and sent.out)
    choice = await within(chosen.get())
    check("inline: the bot hears of the choice", choice.query == "co" and choice.user_id == me.id and choice.msg_id)

    async def respond():
        press = await within(presses.get())
        await within(bot(functions.messages.SetBotCallbackAnswerRequest(press.query_id, 0, message="Good")))
        return press

    pressing = user(functions.messages.GetBotCallbackAnswerRequest("@bob", sent.id, data=b"me"))
    press, result = await asyncio.gather(respond(), within(pressing))
    check("inline: the bot hears the press", press.data == b"me" and press.user_id == me.id)
    check("inline: the press is answered", result.message == "Good")
    await within(bot.edit_message(press.msg_id, "I like tea"))
    edited = await within(user.get_messages("@bob", ids=sent.id))
    check("inline: the bot edits", edited.message == "I like tea")

    await within(user.send_message("@" + bot_account["username"], "/buy"))
    await within(bot_heard.get())
    goods = types.Invoice("XTR", [types.LabeledPrice("Tea", 5)])
    media = types.InputMediaInvoice("Tea", "Green", goods, b"tea", types.DataJSON("{}"))
    link = (await within(bot(functions.payments.ExportInvoiceRequest(media)))).url
    await within(bot(functions.messages.SendMediaRequest(me.id, media, "")))
    got = await within(user_heard.get())
    check("payment: the invoice arrives", got.message.media.title == "Tea" and got.message.media.total_amount == 5)
    before = await within(user(functions.payments.GetStarsStatusRequest("me")))

    async def pay(invoice):
        form = await within(user(functions.payments.GetPaymentFormRequest(invoice)))

        async def approve():
            query = await within(checkouts.get())
            await within(bot(functions.messages.SetBotPrecheckoutResultsRequest(query.query_id, success=True)))
            return query

        query, _ = await asyncio.gather(
            approve(), within(user(functions.payments.SendStarsFormRequest(form.form_id, invoice)))
        )
        return form, query

    async def charge():
        while True:
            action = getattr((await within(bot_heard.get())).message, "action", None)
            if isinstance(action, types.MessageActionPaymentSentMe):
                return action.charge.id

    invoices = [
        types.InputInvoiceSlug(link.split("$")[1]),
        types.InputInvoiceMessage(await user.get_input_entity(bot_me.id), got.id),
    ]
    for kind, invoice in zip(("link", "message"), invoices):
        form, query = await pay(invoice)
        check(f"payment, {kind}: the form", form.title == "Tea" and form.bot_id == bot_me.id)
        check(f"payment, {kind}: the bot is asked", query.payload == b"tea" and query.total_amount == 5)
        paid = await charge()
        check(f"payment, {kind}: the bot is paid", bool(paid))
    after = await within(user(functions.payments.GetStarsStatusRequest("me")))
    check("payment: it costs Stars", before.balance.amount - after.balance.amount == 10)
    await within(bot(functions.payments.RefundStarsChargeRequest(me.id, paid)))
    after = await within(user(functions.payments.GetStarsStatusRequest("me")))
    check("payment: Stars come back", before.balance.amount - after.balance.amount == 5)
    await within(user.log_out())
    await within(bot.disconnect())


async def society(server):
    """Ann, Bob and a bot, with all that Telethon knows of groups, media and accounts."""
    people = {}
    for name, someone in zip(("ann", "bob"), server["people"]):
        people[name] = client(server, "abridged", someone["dataCenter"])
        await within(people[name].connect())
        sent = await within(people[name].send_code_request(someone["phone"]))
        try:
            await within(people[name].sign_in(someone["phone"], someone["code"], phone_code_hash=sent.phone_code_hash))
        except errors.SessionPasswordNeededError:
            await within(people[name].sign_in(password=someone["password"]))
    bot_account = server["bots"][0]
    bot = client(server, "intermediate", bot_account["dataCenter"])
    await within(bot.connect())
    await within(bot.sign_in(bot_token=bot_account["token"]))
    party = Society(check, people["ann"], people["bob"], bot)
    await party.begin()
    for step in STEPS:
        try:
            await asyncio.wait_for(step(party), 180)
        except Exception as error:  # one step that fails must not hide the others
            import traceback

            traceback.print_exc()
            check(f"{step.__name__}: {type(error).__name__}: {error}", False)
    for one in (*people.values(), bot):
        await within(one.log_out())


async def pass_the_proxy(server, proxy):
    """Logs in as a bot by way of the MTProto proxy, at each data centre."""
    kind = {32: "plain secret", 34: "dd secret"}.get(len(proxy["secret"]))
    if kind is None:
        return  # Telethon has no FakeTLS
    transports = (
        {"randomized intermediate": connection.ConnectionTcpMTProxyRandomizedIntermediate}
        if kind == "dd secret"
        else {
            "abridged": connection.ConnectionTcpMTProxyAbridged,
            "intermediate": connection.ConnectionTcpMTProxyIntermediate,
        }
    )
    bot_account = server["bots"][0]
    for name, transport in transports.items():
        for place in server["dataCenters"]:
            session = MemorySession()
            # Nobody listens there: only the proxy knows the way.
            session.set_dc(place["id"], "127.0.0.1", 9)
            bot = TelegramClient(
                session,
                API_ID,
                API_HASH,
                connection=transport,
                proxy=(proxy["host"], proxy["port"], proxy["secret"]),
                connection_retries=2,
                flood_sleep_threshold=0,
            )
            await within(bot.connect())
            config = await within(bot(functions.help.GetConfigRequest()))
            check(f"proxy, {kind}, {name}: data centre {place['id']}", config.this_dc == place["id"])
            if place["id"] == bot_account["dataCenter"]:
                await within(bot.sign_in(bot_token=bot_account["token"]))
                me = await within(bot.get_me())
                check(f"proxy, {kind}, {name}: logs in as a bot", me.username == bot_account["username"])
            await within(bot.disconnect())


async def main():
    server = json.loads(sys.stdin.readline())
    # Telethon has no way to be told a key but its own table.
    rsa._server_keys.clear()
    rsa.add_key(server["publicKey"], old=False)
    for transport in TRANSPORTS:
        try:
            await asyncio.wait_for(talk(server, transport), 120)
            await asyncio.wait_for(prove(server, transport), 60)
            if transport == "abridged":
                await asyncio.wait_for(sign_up(server, transport), 60)
                await asyncio.wait_for(sell(server, transport), 60)
        except Exception as error:  # one transport that fails must not hide the others
            import traceback

            traceback.print_exc()
            check(f"{transport}: {type(error).__name__}: {error}", False)
    try:
        await asyncio.wait_for(society(server), 400)
    except Exception as error:
        import traceback

        traceback.print_exc()
        check(f"society: {type(error).__name__}: {error}", False)
    for proxy in server["proxies"]:
        try:
            await asyncio.wait_for(pass_the_proxy(server, proxy), 120)
        except Exception as error:
            import traceback

            traceback.print_exc()
            check(f"proxy: {type(error).__name__}: {error}", False)
    return status(LEAST_CHECKS)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
