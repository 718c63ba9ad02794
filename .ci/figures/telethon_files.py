"""Sends files to the account itself and downloads them again with Telethon: telethon_files.py FILE…"""

import asyncio
import json
import os
import sys

from figures import Series
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession


async def main():
    server = json.load(sys.stdin)
    paths = sys.argv[1:]
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
    await client.send_file("me", b"abc", force_document=True)
    messages = []
    series = Series("up")
    for path in paths:
        file = await client.upload_file(path, part_size_kb=512)
        messages.append(await client.send_file("me", file, force_document=True))
        series.add()
    series.say(os.path.getsize(paths[0]))
    series = Series("down")
    for message, path in zip(messages, paths):
        await client.download_media(message, path + ".telethon")
        series.add()
    series.say(os.path.getsize(paths[0] + ".telethon"))
    await client.disconnect()


asyncio.run(main())
