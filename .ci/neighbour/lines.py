"""Counts the lines of the programs, without imports, blanks and comments: a program that grows longer than it may fails."""

import pathlib
import re
import sys

LIMITS = {"Echo": 12, "Inline": 14, "Accounts": 15, "Paid": 20, "Moderation": 45, "ToDo": 60, "Userbot": 60}
# What the shortest typed library of another language needs for the same, by its own documents.
TASKS = {
    "signIn": 4, "echo": 3, "photo": 1, "keyboard": 7, "download": 1, "dialogs": 2, "dialogue": 14, "rawCall": 1,
}

here = pathlib.Path(__file__).parent
programs = here / "Sources" / "Programs"
failed = False


def count(lines):
    return sum(1 for line in map(str.strip, lines) if line and not line.startswith(("//", "import ")))


def check(name, number, limit):
    global failed
    print(f"{name}: {number} lines of {limit}")
    failed = failed or number > limit


for name, limit in LIMITS.items():
    check(name, count((programs / f"{name}.swift").read_text(encoding="utf-8").splitlines()), limit)
tasks = (programs / "Tasks.swift").read_text(encoding="utf-8")
bodies = dict(re.findall(r"    static func (\w+)\([^\n]*\{\n(.*?)\n    \}\n", tasks, re.DOTALL))
if set(bodies) != set(TASKS):
    sys.exit(f"the tasks are {sorted(bodies)}")
for name, peer in TASKS.items():
    # One line more is allowed.
    check(f"the task {name}", count(bodies[name].splitlines()), peer + 1)
check("ShopTests", len((here / "Tests" / "BotTests" / "ShopTests.swift").read_text(encoding="utf-8").splitlines()), 119)
sys.exit(1 if failed else 0)
