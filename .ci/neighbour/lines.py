"""Counts the lines of the programs, without imports, blanks and comments: a program that grows longer than it may fails."""

import pathlib
import sys

LIMITS = {"Echo": 12, "Inline": 14, "Accounts": 15, "Paid": 20, "Moderation": 45, "ToDo": 60}

folder = pathlib.Path(__file__).parent / "Sources" / "Programs"
failed = False
for name, limit in LIMITS.items():
    lines = [line.strip() for line in (folder / f"{name}.swift").read_text(encoding="utf-8").splitlines()]
    count = sum(1 for line in lines if line and not line.startswith(("//", "import ")))
    print(f"{name}: {count} lines of {limit}")
    failed = failed or count > limit
tests = (pathlib.Path(__file__).parent / "Tests" / "BotTests" / "ShopTests.swift").read_text(encoding="utf-8")
count = len(tests.splitlines())
print(f"ShopTests: {count} lines of 120")
sys.exit(1 if failed or count >= 120 else 0)
