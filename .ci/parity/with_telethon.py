"""The rows of all areas as Telethon performs them."""

import operations
from telethon import TelegramClient, errors
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl import functions

CLIENT = "Telethon"
ROWS_OF_ACCOUNTS = (operations.PERSON, operations.BOT)
# With which error an operation ends that the local server refuses.
REFUSALS = operations.REFUSALS
# What the mark ends with, which the server does not answer.
REFUSED = errors.RPCError
# Whether each operation of Ferogram has a row.
IS_WHOLE = True
LEAST_ROWS = 300


class Stage:
    def __init__(self, server):
        self.ann, self.bot = server["people"][0], server["bots"][0]
        self.server = server
        self.client = None
        self.sent = None

    async def connect(self):
        rsa._server_keys.clear()
        rsa.add_key(self.server["publicKey"], old=False)
        session = MemorySession()
        place = self.server["dataCenters"][0]
        session.set_dc(place["id"], place["host"], place["port"])
        self.client = TelegramClient(session, 12345, "0123456789abcdef0123456789abcdef", flood_sleep_threshold=0)
        await self.client.connect()

    async def mark(self):
        await self.client(functions.help.GetSupportRequest())

    async def disconnect(self):
        await self.client.disconnect()

    async def request_code(self):
        self.sent = await self.client.send_code_request(self.ann["phone"])

    async def sign_in(self):
        await self.client.sign_in(self.ann["phone"], self.ann["code"], phone_code_hash=self.sent.phone_code_hash)
