"""Runs groups of ExampleBenchmarks with two builds in turn, round after round, and prints the medians beside each other.

groups.py NOW BEFORE [--rounds N] [--core N] [GROUP ...]

A group is named by a part of its name; without one those that the hot path stands on are measured. All but the answers of
a server, which has a core of its own, run on one core.
"""

import json
import statistics
import subprocess
import sys

USUAL = ["tl", "crypto ige", "packet", "client 512 KiB", "connect 512 KiB"]


def run(binary, group, core):
    command = ["taskset", "-c", core, binary, "--filter", group, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, timeout=600, check=True)
    return {(row["group"], row["name"]): row for row in json.loads(done.stdout)}


def main():
    now, before = sys.argv[1:3]
    rounds, core, groups = 3, "1", []
    rest = sys.argv[3:]
    while rest:
        argument = rest.pop(0)
        if argument == "--rounds":
            rounds = int(rest.pop(0))
        elif argument == "--core":
            core = rest.pop(0)
        else:
            groups.append(argument)
    for group in groups or USUAL:
        seen = {}
        for _ in range(rounds):
            for name, binary in (("now", now), ("before", before)):
                place = "0,1" if "512 KiB" in group and "packet" not in group else core
                for key, row in run(binary, group, place).items():
                    # Some rows tell of memory or of single times.
                    if row.get("median_ns") is None:
                        continue
                    seen.setdefault(key, {"now": [], "before": []})[name].append(row["median_ns"])
        for (title, name), values in seen.items():
            if not values["now"] or not values["before"]:
                continue
            new, old = (statistics.median(values[side]) for side in ("now", "before"))
            spread = f"{min(values['now']):.0f} to {max(values['now']):.0f}"
            print(f"{title:36.36} {name:44.44} {new:12.1f} ns, before {old:12.1f}: {old / new:5.2f} ×  ({spread})", flush=True)


main()
