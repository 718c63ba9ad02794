"""Measures one thing with Telethon, as `ExampleBenchmarks --peers-client` does with Ferogram: the same work, the same server.

The description of the server comes on the standard input; the figures go to the standard output as one line of JSON.
"""

import asyncio
import json
import os
import resource
import sys
import time
import traceback

import cryptg  # noqa: F401, without it Telethon is measured with the cipher of a slow library
from telethon import TelegramClient, events
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl import functions


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def median(values, fraction=0.5):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * fraction))]


def raise_limit():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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


async def sequential(server, count):
    one = await bot(server)
    for _ in range(500):
        await one(functions.help.GetNearestDcRequest())
    times = []
    begun = time.process_time()
    for _ in range(count):
        start = time.perf_counter()
        await one(functions.help.GetNearestDcRequest())
        times.append((time.perf_counter() - start) * 1e6)
    spent = time.process_time() - begun
    return {"processor": spent * 1e6 / count, "p50": median(times), "p99": median(times, 0.99)}


async def pipelined(server, count, body):
    one = await bot(server)
    await receive(one, 1)

    async def run(calls):
        async def work():
            for _ in range(calls // 64):
                await body(one)

        await asyncio.gather(*(work() for _ in range(64)))

    await run(count // 8)
    begun, start = time.process_time(), time.perf_counter()
    await run(count)
    done = count // 64 * 64
    return {
        "processor": (time.process_time() - begun) * 1e6 / done,
        "rate": done / (time.perf_counter() - start),
    }


async def updates(server, count):
    one = await bot(server)
    await receive(one, 500)
    begun, start = time.process_time(), time.perf_counter()
    await receive(one, count)
    return {
        "processor": (time.process_time() - begun) * 1e6 / count,
        "rate": count / (time.perf_counter() - start),
    }


async def packed(server, count):
    one = await bot(server)

    async def measure():
        times = []
        for _ in range(count):
            at = time.perf_counter()
            await one(functions.help.GetNearestDcRequest())
            times.append((time.perf_counter() - at) * 1e6)
        return median(times, 0.99)

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


async def idle(server):
    raise_limit()
    first = await bot(server)
    await first(functions.help.GetNearestDcRequest())
    clients, figures = [first], {}
    before = resident()
    for count in (100, 1000):
        while len(clients) <= count:
            one = client(server, first.session.auth_key)
            await one.connect()
            clients.append(one)
        await asyncio.sleep(3)
        figures[f"memory of {count}"] = (resident() - before) / 1024 / count
    begun = time.process_time()
    await asyncio.sleep(5)
    figures["processor of 1000"] = (time.process_time() - begun) * 1000 / 5
    return figures


async def start(server, count):
    times = []
    begun = time.process_time()
    for _ in range(count):
        at = time.perf_counter()
        one = await bot(server)
        times.append((time.perf_counter() - at) * 1e3)
        await one.disconnect()
    return {"processor": (time.process_time() - begun) * 1e3 / count, "p50": median(times)}


async def main(name):
    server = json.load(sys.stdin)
    rsa.add_key(server["key"], old=False)
    if name == "sequential":
        figures = await sequential(server, 2000)
    elif name == "pipelined":
        figures = await pipelined(
            server, 10000, lambda one: one(functions.help.GetNearestDcRequest()))
    elif name == "send":
        figures = await pipelined(server, 3000, lambda one: one.send_message(server["person"], "hello"))
    elif name == "updates":
        figures = await updates(server, 2000)
    elif name == "packed":
        figures = await packed(server, 1000)
    elif name == "idle":
        figures = await idle(server)
    else:
        figures = await start(server, 10)
    print(json.dumps(figures))


async def run(name):
    # Telethon's own tasks may outlive a failure, and the loop would wait for them.
    try:
        await main(name)
    except Exception:
        traceback.print_exc()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)


asyncio.run(run(sys.argv[1]))
