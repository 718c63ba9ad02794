"""Makes a table in Markdown and a picture of figures that compare.py saved: draw.py FILE [PICTURE.svg]"""

import json
import sys

LIBRARIES = {
    "ferogram": ("Ferogram", "#f05138"),
    "telethon": ("Telethon, cryptg", "#8a8f98"),
    "kurigram": ("kurigram, tgcrypto", "#b9bdc4"),
    "tdlib": ("TDLib, tdjson", "#5f7f9f"),
}
# The figure, what it is called, its key and its unit.
ROWS = [
    ("sequential, one core", "a call after the other, on the server's core", "processor", "µs"),
    ("pipelined", "a call, 64 in flight", "processor", "µs"),
    ("send", "a sent message, 64 in flight", "processor", "µs"),
    ("updates", "an update through the dispatcher", "processor", "µs"),
    ("start", "connect and sign in", "processor", "ms"),
    ("idle", "memory of an idle client, of 100", "memory of 100", "KiB"),
]


def rows(figures):
    for figure, title, key, unit in ROWS:
        values = figures.get(figure, {}).get(key, {})
        if "ferogram" in values:
            yield title, unit, {name: values[name] for name in LIBRARIES if name in values}


def table(figures):
    names = [name for name in LIBRARIES if any(name in values for _, _, values in rows(figures))]
    print("| processor time of the client for … | " + " | ".join(LIBRARIES[name][0] for name in names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for title, unit, values in rows(figures):
        cells = []
        for name in names:
            if name not in values:
                cells.append("–")
                continue
            median, least, most = values[name]
            text = f"{median:.1f} {unit} ({least:.1f}–{most:.1f})"
            cells.append(text if name == "ferogram" else f"{text}, × {median / values['ferogram'][0]:.1f}")
        print(f"| {title} | " + " | ".join(cells) + " |")


def picture(figures, path):
    width, left, bar, gap = 760, 300, 14, 22
    parts, y = [], 34
    for title, unit, values in rows(figures):
        most = max(value[0] for value in values.values())
        parts.append(f'<text x="0" y="{y + 11}" class="title">{title}</text>')
        for name, (median, _, _) in values.items():
            length = max(2, (width - left - 110) * median / most)
            parts.append(f'<rect x="{left}" y="{y}" width="{length:.0f}" height="{bar - 3}" fill="{LIBRARIES[name][1]}"/>')
            parts.append(f'<text x="{left + length + 6:.0f}" y="{y + 10}">{median:.1f} {unit}</text>')
            y += bar
        y += gap - bar // 2
    legend, x = [], 0
    for name, (label, colour) in LIBRARIES.items():
        legend.append(f'<rect x="{x}" y="4" width="11" height="11" fill="{colour}"/><text x="{x + 16}" y="14">{label}</text>')
        x += 34 + 7 * len(label)
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" viewBox="0 0 {width} {y}" role="img" '
            'aria-label="Processor time and memory of clients; shorter is better">'
            "<style>text{font:12px sans-serif;fill:#666}.title{fill:#444;font-weight:600}"
            "@media(prefers-color-scheme:dark){text{fill:#aaa}.title{fill:#ddd}}</style>"
            + "".join(legend + parts) + "</svg>\n")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        figures = json.load(file)
    table(figures)
    if len(sys.argv) > 2:
        picture(figures, sys.argv[2])


main()
