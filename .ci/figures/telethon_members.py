"""Reads all members of @crowd_room, or the list of chats, ten times with Telethon: telethon_members.py [dialogs]"""

import asyncio
import json
import sys

from figures import now
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession


async def main():
    server = json.load(sys.stdin)
    rsa._server_keys.clear()
    rsa.add_key(server["publicKey"], old=False)
    ann = server["people"][0]
    place = next(place for place in server["dataCenters"] if place["id"] == ann["dataCenter"])
    session = MemorySession()
    session.set_dc(place["id"], place["host"], place["port"])
    client = TelegramClient(session, 12345, "0123456789abcdef0123456789abcdef", flood_sleep_threshold=0)
    await client.connect()
    sent = await client.send_code_request(ann["phone"])
    await client.sign_in(ann["phone"], ann["code"], phone_code_hash=sent.phone_code_hash)
    reads_dialogs = sys.argv[1:] == ["dialogs"]
    if reads_dialogs:
        await client.get_dialogs(limit=100, folder=0)
    else:
        await client.get_participants("crowd_room", limit=200)
    count = 0
    start = now()
    for _ in range(10):
        async for _ in client.iter_dialogs(folder=0) if reads_dialogs else client.iter_participants("crowd_room"):
            count += 1
    end = now()
    name, page = ("chats", 100) if reads_dialogs else ("members", 200)
    print(f"{count} {name}: {(end[1] - start[1]) / (count / page) * 1e3} ms of CPU a page of {page}")
    await client.disconnect()


asyncio.run(main())
