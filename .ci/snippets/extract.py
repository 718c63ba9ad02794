"""Makes Swift files of the examples in the documentation: extract.py OUT FILE…

Each block of Swift becomes a function of its own that gets what examples take for granted (a client, a message …), or a file,
if it declares types. A block after the line `<!-- snippet: skip REASON -->` is left out; one after `<!-- snippet: adapter -->`
is a file of a target of its own, which has the packages that it imports, and is short.
"""

import pathlib
import re
import shutil
import sys

GIVEN = {
    "client": "TelegramClient",
    "message": "Message",
    "query": "CallbackQuery",
    "dispatcher": "Dispatcher",
    "token": "String",
    "name": "String",
    "value": "String",
}
FILE_LEVEL = re.compile(
    r"^(?:public |final |private |@\w+(?:\([^)]*\))? )*(?:class|struct|enum|extension|protocol|actor|func|typealias)\b"
)

# How long an adapter to another package may be.
MOST_LINES = 20


def blocks(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    mark = None
    number = 0
    while number < len(lines):
        line = lines[number]
        found = re.match(r"^<!-- snippet: (skip|adapter)", line)
        if found:
            mark = found.group(1)
        opening = re.match(r"^(\s*)```swift\s*$", line)
        if opening:
            indent = len(opening.group(1))
            begin = number + 1
            number = begin
            while number < len(lines) and lines[number].strip() != "```":
                number += 1
            if mark != "skip":
                yield begin + 1, [text[indent:] for text in lines[begin:number]], mark == "adapter"
            mark = None
        number += 1


def main():
    out = pathlib.Path(sys.argv[1])
    shutil.rmtree(out, ignore_errors=True)
    for folder in ("Snippets", "SnippetTests", "Adapters"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    count = 0
    for source in map(pathlib.Path, sys.argv[2:]):
        for line, body, is_adapter in blocks(source):
            if is_adapter:
                if len(body) > MOST_LINES:
                    sys.exit(f"{source}:{line}: an adapter of {len(body)} lines, {MOST_LINES} are allowed")
                count += 1
                (out / "Adapters" / f"{source.stem}{line}.swift").write_text("\n".join(body) + "\n", encoding="utf-8")
                continue
            text = [l for l in body if not re.match(r"^(?:@\w+ )?(?:public )?import ", l)]
            imports = {l.strip() for l in body if re.match(r"^(?:@\w+ )?(?:public )?import ", l)}
            if any(l.startswith(".package(") for l in text):
                continue
            count += 1
            is_test = "import XCTest" in imports
            imports |= {"import Ferogram", "import Foundation"} | ({"import Bot"} if is_test else set())
            top = [l for l in text if l and not l[0].isspace() and l[0] not in "})]" and not l.startswith("//")]
            if top and all(FILE_LEVEL.match(l) for l in top):
                content = text
            else:
                given = ", ".join(f"{name}: {kind}" for name, kind in GIVEN.items())
                content = [f"func snippet{count}({given}) async throws {{"]
                content += ["    " + l if l else l for l in text] + ["}"]
            head = sorted(imports)
            path = out / ("SnippetTests" if is_test else "Snippets") / f"{source.stem}{line}.swift"
            # Files see nothing of each other: the same names may be used again.
            private = [re.sub(r"^(func|struct|enum|final class|class|actor|let|var)\b", r"fileprivate \1", l)
                       if not is_test and content is text else l for l in content]
            path.write_text("\n".join(head + [""] + private) + "\n", encoding="utf-8")
            print(f"{source}:{line} → {path.name}")
    print(f"{count} snippets")
    if not count:
        sys.exit("no snippets found")


main()
