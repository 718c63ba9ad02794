"""Turns lines of half blocks into a picture, each module eight pixels wide: light is what a terminal prints."""

import sys

lines = sys.stdin.read().rstrip("\n").split("\n")
rows = []
for line in lines:
    rows.append([c in "\u2588\u2580" for c in line])
    rows.append([c in "\u2588\u2584" for c in line])
width = max(len(row) for row in rows)
scale = 8
out = sys.stdout.buffer
out.write(b"P5 %d %d 255\n" % (width * scale, len(rows) * scale))
for row in rows:
    row = row + [True] * (width - len(row))
    line = b"".join((b"\xff" if light else b"\x00") * scale for light in row)
    out.write(line * scale)
