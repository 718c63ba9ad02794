"""Measures one thing with kurigram: the same work and the same server as the other clients have."""

import asyncio
import os
import sys

import tgcrypto  # noqa: F401, without it kurigram is measured with a cipher in Python
from pyrogram import Client, filters, handlers, raw
from pyrogram.connection import Connection
from pyrogram.connection.transport.tcp import tcp_abridged

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "kurigram"))

import check
import peer

PORT = 0


class Here(Connection):
    def __init__(self, dc_id, server_address, port, *rest, **named):
        super().__init__(dc_id, "127.0.0.1", PORT, *rest, **named)


async def connected(session=None):
    client = Client(
        "bench", 1, "hash", in_memory=True, session_string=session, connection_factory=Here,
        protocol_factory=tcp_abridged.TCPAbridged, sleep_threshold=0, skip_updates=False,
    )
    await client.storage.open()
    if session is None:
        await client.storage.dc_id(1)
        await client.storage.test_mode(False)
        await client.storage.api_id(1)
    await client.connect()
    return client


async def bot(server):
    client = await connected()
    await client.sign_in_bot(server["token"])
    await client.initialize()
    return client


async def end(client):
    await client.terminate()
    await client.disconnect()


async def receive(client, count):
    done, seen = asyncio.Event(), 0

    async def handle(_, __):
        nonlocal seen
        seen += 1
        if seen == count:
            done.set()

    registered = client.add_handler(handlers.MessageHandler(handle, filters.incoming))
    await client.invoke(raw.functions.help.GetAppUpdate(source=str(count)))
    await done.wait()
    client.remove_handler(*registered)


async def main(server, name):
    global PORT
    PORT = server["port"]
    check.install_key(server["key"])
    if name == "start":
        return await peer.start(lambda: bot(server), end, 10)
    if name == "idle":

        async def make(first):
            if first is None:
                return await bot(server)
            client = await connected(make.session)
            return client

        first = await bot(server)
        make.session = await first.export_session_string()
        return await peer.idle(make, [100])
    client = await bot(server)
    await receive(client, 1)
    if name == "sequential":
        return await peer.sequential(lambda: client.invoke(raw.functions.help.GetNearestDc()), 2000)
    if name == "pipelined":
        return await peer.pipelined(lambda: client.invoke(raw.functions.help.GetNearestDc()), 10000)
    if name == "send":
        return await peer.pipelined(lambda: client.send_message(server["person"], "hello"), 3000)
    await receive(client, 500)
    watch = peer.Stopwatch()
    await receive(client, 2000)
    return watch.each(2000)


peer.measure(main)
