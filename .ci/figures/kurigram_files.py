"""Sends a file to the account itself and downloads it again with kurigram: kurigram_files.py FILE"""

import asyncio
import json
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "kurigram"))

import check as base
from figures import now, say


async def main():
    server = json.load(sys.stdin)
    path = sys.argv[1]
    base.install_key(server["publicKey"])
    ann = server["people"][0]
    party = base.Party(server, "abridged")
    client = party.client("ann", ann["dataCenter"])
    await party.connect(client)
    sent = await client.send_phone_number_code(ann["phone"])
    await client.sign_in(ann["phone"], sent.phone_code_hash, ann["code"])
    await client.initialize()
    start = now()
    message = await client.send_document("me", path)
    say("up", os.path.getsize(path), start)
    start = now()
    target = await client.download_media(message, path + ".kurigram")
    say("down", os.path.getsize(target), start)
    await party.close()


asyncio.run(main())
