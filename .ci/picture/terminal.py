"""Draws what a program printed as a terminal: terminal.py COMMAND TEXT_FILE PICTURE.png (needs Pillow and DejaVu Sans Mono)."""

import pathlib
import sys

from PIL import Image, ImageDraw, ImageFont

SIZE, MARGIN, COLUMNS = 26, 36, 78
BACK, TEXT, DIM, PROMPT, PERSON, BOT = "#1d2127", "#d7dae0", "#7b8494", "#8cc265", "#4aa5f0", "#d18f52"


def colour(line):
    if line.startswith("$"):
        return PROMPT
    if line.startswith(("Ann", "Bob")):
        return PERSON
    if line.startswith("("):
        return DIM
    return BOT if line.startswith("bot>") else TEXT


def main():
    command, source, target = sys.argv[1:]
    lines = ["$ " + command]
    for line in pathlib.Path(source).read_text(encoding="utf-8").splitlines():
        while len(line) > COLUMNS:
            cut = line.rfind(" ", 0, COLUMNS)
            lines.append(line[:cut])
            line = "  " + line[cut + 1:]
        lines.append(line)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", SIZE)
    step = round(SIZE * 1.35)
    width = round(font.getlength("m") * COLUMNS) + 2 * MARGIN
    picture = Image.new("RGB", (width, step * len(lines) + 2 * MARGIN), BACK)
    draw = ImageDraw.Draw(picture)
    previous = TEXT
    for number, line in enumerate(lines):
        # What is indented belongs to the line before.
        previous = previous if line.startswith(" ") else colour(line)
        draw.text((MARGIN, MARGIN + number * step), line, font=font, fill=previous)
    picture.quantize(32).save(target, optimize=True)


main()
