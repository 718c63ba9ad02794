"""What the checks have in common: the counterpart, a client of Ferogram on a local server, that does what lines of JSON say."""

import asyncio
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "foreign"))

from counting import check, status

PATIENCE = 30


async def within(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


async def until(name, condition):
    """Waits for something that comes by itself."""
    for _ in range(PATIENCE * 20):
        value = await condition()
        if value:
            check(name, True)
            return value
        await asyncio.sleep(0.05)
    check(name, False)
    return None


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Refused(Exception):
    pass


class Counterpart:
    """Bob, by Ferogram."""

    @classmethod
    async def start(cls, program):
        self = cls()
        self.process = await asyncio.create_subprocess_exec(
            program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24)
        self.server = json.loads(await within(self.process.stdout.readline()))
        self.ann, self.bob, self.cid = self.server["people"][:3]
        self.lock = asyncio.Lock()
        return self

    async def __call__(self, act, **arguments):
        arguments = {key: str(value) if key in ("peer", "user") else value for key, value in arguments.items()}
        async with self.lock:
            self.process.stdin.write((json.dumps({"act": act, **arguments}) + "\n").encode())
            await self.process.stdin.drain()
            answer = json.loads(await within(self.process.stdout.readline()))
        if "error" in answer:
            raise Refused(answer["error"])
        return answer

    async def history(self, peer, number=10):
        return (await self("history", peer=peer, number=number))["messages"]

    async def last(self, peer):
        return (await self.history(peer, 1))[0]

    async def refused(self, name, word, act, **arguments):
        try:
            await self(act, **arguments)
            check(f"{name}: nothing was refused", False)
        except Refused as error:
            check(name if word in str(error) else f"{name}: {error}", word in str(error))

    async def stop(self):
        self.process.stdin.close()
        return await within(self.process.wait())


async def run(program, parts, least):
    """Runs the parts one after another; one that fails must not hide the others."""
    import traceback

    counterpart = await Counterpart.start(program)
    for part in parts:
        try:
            await asyncio.wait_for(part(counterpart), 180)
        except Exception as error:
            traceback.print_exc()
            check(f"{part.__name__}: {type(error).__name__}: {error}", False)
    check("the counterpart ends", await counterpart.stop() == 0)
    sys.exit(status(least))
