"""Sends files to the account itself and downloads them again with kurigram: kurigram_files.py FILE…"""

import asyncio
import json
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "kurigram"))

import check as base
from figures import Series


async def main():
    server = json.load(sys.stdin)
    paths = sys.argv[1:]
    base.install_key(server["publicKey"])
    ann = server["people"][0]
    party = base.Party(server, "abridged")
    client = party.client("ann", ann["dataCenter"])
    await party.connect(client)
    sent = await client.send_phone_number_code(ann["phone"])
    await client.sign_in(ann["phone"], sent.phone_code_hash, ann["code"])
    await client.initialize()
    messages = []
    series = Series("up")
    for path in paths:
        messages.append(await client.send_document("me", path))
        series.add()
    series.say(os.path.getsize(paths[0]))
    series = Series("down")
    for message, path in zip(messages, paths):
        target = await client.download_media(message, path + ".kurigram")
        series.add()
    series.say(os.path.getsize(target))
    await party.close()


asyncio.run(main())
