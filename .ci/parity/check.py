"""Compares what two clients send for the same operations: check.py perform FILE | compare FERO_FILE RECORD_FILE

`perform` lets Telethon perform the operations against ExampleLocalTelegram, whose description, one line of JSON, comes on
standard input. Each operation begins with a call that the recording shows, `help.getSupport`.
"""

import asyncio
import json
import sys

import operations

MARK = "help.getSupport"
# What is drawn anew for each request.
RANDOM = {"randomID"}
# Files that are uploaded have numbers that are drawn anew, too.
UPLOADED = {"file", "thumb"}
MOST_DIFFERENCES = 3


class Stage:
    def __init__(self, server):
        self.ann, self.bot = server["people"][0], server["bots"][0]
        self.server = server
        self.client = None
        self.sent = None

    async def connect(self):
        from telethon import TelegramClient
        from telethon.crypto import rsa
        from telethon.sessions import MemorySession

        rsa._server_keys.clear()
        rsa.add_key(self.server["publicKey"], old=False)
        session = MemorySession()
        place = self.server["dataCenters"][0]
        session.set_dc(place["id"], place["host"], place["port"])
        self.client = TelegramClient(session, 12345, "0123456789abcdef0123456789abcdef", flood_sleep_threshold=0)
        await self.client.connect()

    async def request_code(self):
        self.sent = await self.client.send_code_request(self.ann["phone"])

    async def sign_in(self):
        await self.client.sign_in(self.ann["phone"], self.ann["code"], phone_code_hash=self.sent.phone_code_hash)


async def perform():
    from telethon import errors
    from telethon.tl import functions

    server = json.loads(sys.stdin.readline())
    for rows in (operations.PERSON, operations.BOT):
        stage = Stage(server)
        await stage.connect()
        for name, run, _, _ in rows:
            try:
                await stage.client(functions.help.GetSupportRequest())
            except errors.RPCError:
                pass
            try:
                await asyncio.wait_for(run(stage), 30)
            except Exception as error:
                # Telethon names its classes after the errors that it knows: QUERY_ID_INVALID is QueryIdInvalidError.
                refusal = operations.REFUSALS.get(name, "?")
                if refusal not in str(error) and type(error).__name__ != refusal.title().replace("_", "") + "Error":
                    print(f"FAILED {name}: Telethon: {type(error).__name__}: {error}", flush=True)
        await stage.client.disconnect()


def flatten(value, path, into):
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in RANDOM and not (key == "id" and path.split(".")[-1] in UPLOADED):
                flatten(part, f"{path}.{key}" if path else key, into)
    elif isinstance(value, list):
        into[path + ".count"] = len(value)
        for index, part in enumerate(value):
            flatten(part, f"{path}.{index}", into)
    else:
        into[path] = value


def requests(calls, methods):
    """The requests of some methods by field; digests become numbers in the order in which they appear."""
    names = {}
    result = []
    for call in calls:
        if call["method"] not in methods:
            continue
        fields = {}
        flatten(call["arguments"], "", fields)
        for field, value in fields.items():
            if isinstance(value, str) and value.startswith("digest:"):
                fields[field] = names.setdefault(value, f"digest {len(names) + 1}")
        fields["wrappers"] = call["wrappers"]
        result.append((call["method"], fields))
    return result


def compare(ours, theirs):
    rows = operations.PERSON + operations.BOT
    recorded = []
    for line in open(theirs, encoding="utf-8"):
        call = json.loads(line)
        if call["method"] == MARK:
            recorded.append([])
        elif recorded:
            recorded[-1].append(call)
    made = {row["operation"]: row for row in map(json.loads, open(ours, encoding="utf-8"))}
    failed, differences, functions = 0, 0, set()
    for index, (name, _, methods, allowed) in enumerate(rows):
        problems = []
        functions.update(methods)
        row = made.pop(name, None)
        left = requests(row["calls"], methods) if row else []
        right = requests(recorded[index], methods) if index < len(recorded) else []
        if row is None:
            problems.append("Ferogram has no such operation")
        elif name in operations.REFUSALS:
            if operations.REFUSALS[name] not in (row["failure"] or ""):
                problems.append(f"Ferogram: {row['failure']} instead of {operations.REFUSALS[name]}")
        elif row["failure"]:
            problems.append(f"Ferogram: {row['failure']}")
        if not right:
            problems.append("Telethon sent nothing")
        if [m for m, _ in left] != [m for m, _ in right]:
            problems.append(f"{[m for m, _ in left]} instead of {[m for m, _ in right]}")
        used = set()
        for (method, a), (_, b) in zip(left, right):
            for field in sorted(set(a) | set(b)):
                if a.get(field) == b.get(field):
                    continue
                key = f"{method}.{field}"
                if key in allowed:
                    used.add(key)
                else:
                    problems.append(f"{key}: {a.get(field)!r} instead of {b.get(field)!r}")
        problems += [f"{key} does not differ" for key in allowed if key not in used]
        if len(allowed) > MOST_DIFFERENCES:
            problems.append("too many differences")
        differences += len(used)
        if problems:
            failed += 1
            print(f"FAILED {name}: " + "; ".join(problems))
        else:
            print(f"ok {name}")
    for name in made:
        failed += 1
        print(f"FAILED {name}: not in operations.py")
    print(f"parity: {len(rows)} rows, {len(functions)} functions, {failed} failed, {differences} differences")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    if sys.argv[1] == "perform":
        asyncio.run(perform())
    else:
        sys.exit(compare(sys.argv[2], sys.argv[3]))
