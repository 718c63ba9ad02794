"""Measures one thing with Telethon: the same work and the same server as the other clients have."""

import asyncio

import cryptg  # noqa: F401, without it Telethon is measured with the cipher of a slow library
from telethon import TelegramClient, events
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl import functions

import peer


def client(server, key=None):
    session = MemorySession()
    session.set_dc(1, "127.0.0.1", server["port"])
    if key is not None:
        session.auth_key = key
    return TelegramClient(session, 1, "hash", request_retries=1, connection_retries=1, flood_sleep_threshold=0)


async def bot(server):
    one = client(server)
    await one.start(bot_token=server["token"])
    return one


async def receive(one, count):
    done = asyncio.Event()
    seen = 0

    async def handle(_):
        nonlocal seen
        seen += 1
        if seen == count:
            done.set()

    one.add_event_handler(handle, events.NewMessage(incoming=True))
    await one(functions.help.GetAppUpdateRequest(source=str(count)))
    await done.wait()
    one.remove_event_handler(handle)


async def packed(one, count):
    async def measure():
        times = []
        for _ in range(count):
            at = time.perf_counter()
            await one(functions.help.GetNearestDcRequest())
            times.append((time.perf_counter() - at) * 1e6)
        return sorted(times)[int(count * 0.99)]

    answers = 0

    async def ask():
        nonlocal answers
        while True:
            await one(functions.help.GetAppUpdateRequest(source="large"))
            answers += 1

    await measure()
    alone = await measure()
    large = asyncio.create_task(ask())
    beside = await measure()
    large.cancel()
    return {"p99 alone": alone, "p99 beside": beside, "large answers": answers}


async def main(server, name):
    rsa.add_key(server["key"], old=False)
    if name == "start":
        return await peer.start(lambda: bot(server), lambda one: one.disconnect(), 10)
    if name == "idle":

        async def make(first):
            if first is None:
                one = await bot(server)
                await one(functions.help.GetNearestDcRequest())
            else:
                one = client(server, first.session.auth_key)
                await one.connect()
            return one

        return await peer.idle(make, [100, 1000])
    one = await bot(server)
    await receive(one, 1)
    if name == "packed":
        return await packed(one, 1000)
    if name == "sequential":
        return await peer.sequential(lambda: one(functions.help.GetNearestDcRequest()), 2000)
    if name == "pipelined":
        return await peer.pipelined(lambda: one(functions.help.GetNearestDcRequest()), 10000)
    if name == "send":
        return await peer.pipelined(lambda: one.send_message(server["person"], "hello"), 3000)
    await receive(one, 500)
    watch = peer.Stopwatch()
    await receive(one, 2000)
    return watch.each(2000)


peer.measure(main)
