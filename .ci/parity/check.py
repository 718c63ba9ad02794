"""Compares what two clients send for the same operations: check.py CLIENT perform | CLIENT compare FERO_FILE RECORD_FILE

`perform` lets the client, telethon or kurigram, perform the operations against ExampleLocalTelegram, whose description, one
line of JSON, comes on standard input. Each operation begins with a call that the recording shows, `help.getSupport`.
"""

import asyncio
import importlib
import json
import sys

MARK = "help.getSupport"
# What is drawn anew for each request.
RANDOM = {"randomID"}
# Files that are uploaded have numbers that are drawn anew, too.
UPLOADED = {"file", "thumb"}
MOST_DIFFERENCES = 3


async def perform(table):
    server = json.loads(sys.stdin.readline())
    for rows in table.ROWS_OF_ACCOUNTS:
        stage = table.Stage(server)
        await stage.connect()
        for name, run, _, _ in rows:
            try:
                await stage.mark()
            except table.REFUSED:
                pass
            try:
                await asyncio.wait_for(run(stage), 30)
            except Exception as error:
                # Telethon names its classes after the errors that it knows: QUERY_ID_INVALID is QueryIdInvalidError.
                refusal = table.REFUSALS.get(name, "?")
                if refusal not in str(error) and type(error).__name__ != refusal.title().replace("_", "") + "Error":
                    print(f"FAILED {name}: {table.CLIENT}: {type(error).__name__}: {error}", flush=True)
        await stage.disconnect()


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


def compare(table, ours, theirs):
    rows = [row for rows in table.ROWS_OF_ACCOUNTS for row in rows]
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
        elif name in table.REFUSALS:
            if table.REFUSALS[name] not in (row["failure"] or ""):
                problems.append(f"Ferogram: {row['failure']} instead of {table.REFUSALS[name]}")
        elif row["failure"]:
            problems.append(f"Ferogram: {row['failure']}")
        if not right:
            problems.append(f"{table.CLIENT} sent nothing")
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
            print("; ".join([f"ok {name}"] + [f"{key}: {allowed[key]}" for key in allowed]))
    for name in made if table.IS_WHOLE else []:
        failed += 1
        print(f"FAILED {name}: not in the table")
    print(f"parity with {table.CLIENT}: {len(rows)} rows, {len(functions)} functions, {failed} failed, {differences} differences")
    return 0 if failed == 0 and len(rows) >= table.LEAST_ROWS else 1


if __name__ == "__main__":
    table = importlib.import_module(f"with_{sys.argv[1]}")
    if sys.argv[2] == "perform":
        asyncio.run(perform(table))
    else:
        sys.exit(compare(table, *sys.argv[3:5]))
