"""Compares the tokens of lenient HTML with html5lib's, on random texts.

Usage: compare.py EXECUTABLE [COUNT [SEED]], where EXECUTABLE is ExampleMarkupCheck.
"""

import json
import random
import subprocess
import sys

from html5lib import _inputstream, _tokenizer, constants

executable = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1

PIECES = [
    "a", "b", "Z", "0", " ", "\n", "\t", "\f", "\r\n", "\r", "\u00e9", "\u65e5", "\U0001f642", "<b>", "</b>", "<B>", "<i ", "</i ", ">", "<", "/>", "/",
    "</", "<!", "<?", "<!--", "-->", "--!>", "-", "--", "<!-->", "<!--->", "<!DOCTYPE html>", "<![CDATA[", "]]>", "=", "\"", "'", "`", "href",
    " href=", "x=y", "X='y'", "x=\"y\"", "class=a", " class=b", "&", "&amp;", "&amp", "&lt", "&copy", "&copy;", "&copya", "&copy=", "&notit;",
    "&notin;", "&hearts;", "&Alpha", "&CounterClockwiseContourIntegral;", "&NotEqualTilde;", "&nosuch;", "&#", "&#x", "&#65;", "&#x41", "&#128;",
    "&#x9f", "&#0;", "&#xD800;", "&#1114112;", "&#99999999999;", ";", "<a href=\"?x=1&amp;y=2\">", "<a href=?x&copy=1>", "<br/>", "<p/x>", "<3", "</3>", "</>",
    "<tg-emoji emoji-id=5>", "</tg-emoji>", "\0",
]


def text_of(generator):
    return "".join(generator.choice(PIECES) for _ in range(generator.randint(1, 14)))


def reference(text):
    tokenizer = _tokenizer.HTMLTokenizer(text)
    tokens = []

    def add(piece):
        if tokens and tokens[-1][0] == "text":
            tokens[-1][1] += piece
        else:
            tokens.append(["text", piece])

    types = constants.tokenTypes
    for token in tokenizer:
        if token["type"] in (types["Characters"], types["SpaceCharacters"]):
            add(token["data"])
        elif token["type"] in (types["StartTag"], types["EmptyTag"]):
            names = {}
            data = token["data"]
            for name, value in data.items() if hasattr(data, "items") else data:
                names.setdefault(name, value)
            tokens.append(["start", token["name"]] + [part for pair in names.items() for part in pair])
        elif token["type"] == types["EndTag"]:
            tokens.append(["end", token["name"]])
    return tokens


def joined(tokens):
    result = []
    for token in tokens:
        token = [part.replace("\r\n", "\n").replace("\r", "\n") for part in token]
        if token[0] == "text" and result and result[-1][0] == "text":
            result[-1][1] += token[1]
        elif token != ["text", ""]:
            result.append(token)
    # A line end may be cut in two.
    for token in result:
        token[:] = [part.replace("\r\n", "\n").replace("\r", "\n") for part in token]
    return result


# Why tokens may differ.


def line_ends(text, ours, theirs):
    """Line ends stay as they are; the standard makes one line feed of each before it begins."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain != text and joined(ask([plain])[0]) == theirs


def unfinished(text, ours, theirs):
    """A tag or comment that never ends is text; a browser drops it, and what somebody wrote would be lost."""
    for end in range(len(text), -1, -1):
        if text[end:end + 1] == "<" and joined(reference(text[:end])) == joined(ask([text[:end]])[0]):
            rest = reference(text[end:])
            return not any(token[0] != "text" for token in rest)
    return False


def nul_in_text(text, ours, theirs):
    """A NUL in text stays, as the tokenizer of the standard has it; html5lib follows an older draft."""
    return "\0" in text and [[p.replace("\0", "").replace("\ufffd", "") for p in t] for t in ours] == [
        [p.replace("\0", "").replace("\ufffd", "") for p in t] for t in theirs]


REASONS = [line_ends, nul_in_text, unfinished]


def ask(texts):
    questions = "".join(json.dumps({"dialect": "tokens", "input": text}) + "\n" for text in texts)
    run = subprocess.run([executable], input=questions, capture_output=True, text=True, check=True)
    return [json.loads(line)["tokens"] for line in run.stdout.split("\n") if line]


generator = random.Random(seed)
# Most end what they have begun, so that there is something to compare.
inputs = [text_of(generator) + generator.choice(["", ">", "\">", "'>-->", "-->", "\"'-->"]) for _ in range(count)]
answers = ask(inputs)
assert len(answers) == len(inputs)
same = failures = 0
explained = {}
for text, answer in zip(inputs, answers):
    ours, theirs = joined(answer), joined(reference(text))
    if ours == theirs:
        same += 1
        continue
    reason = next((reason for reason in REASONS if reason(text, ours, theirs)), None)
    if reason:
        explained[reason.__name__] = explained.get(reason.__name__, 0) + 1
        continue
    failures += 1
    if failures <= 20:
        print("differs: %r\n  ours      %r\n  html5lib  %r" % (text, ours, theirs))
print("%d texts, %d equal, explained %s, %d differences without a reason" % (count, same, explained, failures))
sys.exit(1 if failures else 0)
