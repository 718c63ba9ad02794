"""The operations that two clients perform, one row each; `Examples/Parity/Operations.swift` has the same rows.

A row has the name of the operation, how Telethon performs it, the methods whose requests are compared, and the fields that
differ for a reason, each with the reason. A field is named as `method.field`.
"""

import account
import bots
import chats
import media
import messages
import stickers
from telethon import functions

# Telethon says that there are none, Ferogram says nothing.
NO_ENTITIES = {"messages.sendMessage.entities.count": "Telethon sends an empty list where there is no formatting"}

PERSON = [
    ("requestLoginCode", lambda t: t.request_code(), ["auth.sendCode"], {}),
    ("signInWithCode", lambda t: t.sign_in(), ["auth.signIn"], {}),
    ("me", lambda t: t.client.get_me(), ["users.getUsers"], {}),
    ("resolveUsername", lambda t: t.client(functions.contacts.ResolveUsernameRequest("echo_bot")), ["contacts.resolveUsername"], {}),
    ("sendText", lambda t: t.client.send_message("@echo_bot", "hello"), ["messages.sendMessage"], NO_ENTITIES),
    ("sendFormatted", lambda t: t.client.send_message("@echo_bot", "a **bold** word"), ["messages.sendMessage"], {}),
    ("sendReply", lambda t: t.client.send_message("@echo_bot", "again", reply_to=1), ["messages.sendMessage"], NO_ENTITIES),
    ("sendSilent", lambda t: t.client.send_message("@echo_bot", "quiet", silent=True), ["messages.sendMessage"], NO_ENTITIES),
    ("sendWithoutPreview", lambda t: t.client.send_message("@echo_bot", "https://example.com", link_preview=False), ["messages.sendMessage"], NO_ENTITIES),
    ("sendToSelf", lambda t: t.client.send_message("me", "note"), ["messages.sendMessage"], NO_ENTITIES),
] + messages.ROWS + media.ROWS + stickers.ROWS + chats.ROWS + account.ROWS + bots.PERSON + [
    ("signOut", lambda t: t.client.log_out(), ["auth.logOut"], {}),
]

BOT = [
    ("signInBot", lambda t: t.client.sign_in(bot_token=t.bot["token"]), ["auth.importBotAuthorization"], {}),
] + bots.ROWS

# With which error an operation ends that the local server refuses.
REFUSALS = bots.REFUSALS
