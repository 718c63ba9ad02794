"""What the clients in Python share: figures of this process, and one line of JSON at the end."""

import asyncio
import json
import os
import resource
import sys
import time
import traceback


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def median(values, fraction=0.5):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * fraction))]


def raise_limit():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Stopwatch:
    """The processor time of this process and the time of the wall since it was made."""

    def __init__(self):
        self.processor, self.wall = time.process_time(), time.perf_counter()

    def each(self, count):
        return {
            "processor": (time.process_time() - self.processor) * 1e6 / count,
            "rate": count / (time.perf_counter() - self.wall),
        }


async def sequential(call, count):
    for _ in range(count // 4):
        await call()
    times = []
    watch = Stopwatch()
    for _ in range(count):
        begun = time.perf_counter()
        await call()
        times.append((time.perf_counter() - begun) * 1e6)
    return {"processor": watch.each(count)["processor"], "p50": median(times), "p99": median(times, 0.99)}


async def pipelined(call, count):
    """Something done again and again by 64 tasks."""

    async def run(calls):
        async def work():
            for _ in range(calls // 64):
                await call()

        await asyncio.gather(*(work() for _ in range(64)))

    await run(count // 8)
    watch = Stopwatch()
    await run(count)
    return watch.each(count // 64 * 64)


async def start(make, end, count):
    times, watch = [], Stopwatch()
    for _ in range(count):
        begun = time.perf_counter()
        client = await make()
        times.append((time.perf_counter() - begun) * 1e3)
        await end(client)
    return {"processor": watch.each(count)["processor"] / 1e3, "p50": median(times)}


async def idle(make, counts):
    """Clients that do nothing; the first one is not counted. `make` gets the first of them, or nothing."""
    raise_limit()
    first = await make(None)
    clients, figures = [first], {}
    before = resident()
    for count in counts:
        while len(clients) <= count:
            clients.append(await make(first))
        await asyncio.sleep(3)
        figures[f"memory of {count}"] = (resident() - before) / 1024 / count
    begun = time.process_time()
    await asyncio.sleep(5)
    figures[f"processor of {counts[-1]}"] = (time.process_time() - begun) * 1000 / 5
    return figures


def measure(main):
    """Runs `main` with the description of the server and the name of a figure, and prints what it returns."""

    async def run():
        # A library's own tasks may outlive a failure, and the loop would wait for them.
        try:
            print(json.dumps(await main(json.load(sys.stdin), sys.argv[1])))
        except Exception:
            traceback.print_exc()
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)

    asyncio.run(run())
