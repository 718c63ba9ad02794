"""Compares the strict dialects and the detection of entities with TDLib's, on random texts.

Usage: parsers.py EXECUTABLE [COUNT [SEED]], where EXECUTABLE is ExampleMarkupCheck.
TDLib's synchronous calls need no network; run this inside a network namespace all the same.
"""

import json
import random
import subprocess
import sys

import tdjson

executable = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 30000
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def call(request):
    return json.loads(tdjson.td_execute(json.dumps(request).encode()))


call({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})

KINDS = {
    "Bold": "bold", "Italic": "italic", "Underline": "underline", "Strikethrough": "strikethrough",
    "Spoiler": "spoiler", "Code": "code", "Pre": "pre", "PreCode": "pre", "TextUrl": "textURL",
    "MentionName": "mentionName", "CustomEmoji": "customEmoji", "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "blockquote", "DateTime": "formattedDate", "Mention": "mention", "Hashtag": "hashtag",
    "Cashtag": "cashtag", "BotCommand": "botCommand", "Url": "url", "EmailAddress": "email",
    "PhoneNumber": "phone", "BankCardNumber": "bankCard", "MediaTimestamp": "timestamp",
}


def letters(kind):
    formatting = kind.get("formatting_type", {})
    if formatting.get("@type", "").endswith("Relative"):
        return "r"
    result = "w" if formatting.get("show_day_of_week") else ""
    for part, letter in (("date_precision", "d"), ("time_precision", "t")):
        name = formatting.get(part, {}).get("@type", "")
        result += letter.upper() if name.endswith("Long") else letter if name.endswith("Short") else ""
    return result


def theirs(entity):
    kind = entity["type"]
    name = kind["@type"].removeprefix("textEntityType")
    detail = ""
    if name == "PreCode":
        detail = kind["language"]
    elif name == "TextUrl":
        detail = kind["url"]
    elif name == "MentionName":
        detail = str(kind["user_id"])
    elif name == "CustomEmoji":
        detail = str(kind["custom_emoji_id"])
    elif name == "ExpandableBlockQuote":
        detail = "collapsed"
    elif name == "DateTime":
        detail = "%d %s" % (kind["unix_time"], letters(kind))
    return (KINDS.get(name, name), entity["offset"], entity["length"], detail)


def ours(entity):
    detail = ""
    for key in ("language", "url", "userID", "documentID"):
        if key in entity:
            detail = str(entity[key])
    if entity.get("isCollapsed"):
        detail = "collapsed"
    if "date" in entity:
        detail = "%d %s" % (entity["date"]["unixTime"], entity["date"]["format"])
    return (entity["type"], entity["offset"], entity["length"], detail)


COMMON = [
    "a", "b", "Z", "0", "7", " ", " ", "é", "日", "🙂", "👨‍👩‍👧", "\u200b", "\u2060", "\u00a0", "\n", "\n", "\r", "\t", "\v", "text", "Привет",
    "\u2026", "\u201c", "\u2014",
]
LINKS = [
    "ex.org", "http://ex.org", "https://ex.org/a?b=c#d", "HTTP://Ex.org", "t.me:0080", "tg://user?id=5", "tg:user?id=05",
    "tg://emoji?id=5", "tg://emoji?id=0", "TG://emoji/?x=1&id=7#z", "tg://time?unix=5", "tg://time?unix=5&format=wDt",
    "tg://time?unix=5&format=tT", "tg://time?unix=5&format=rt", "tg://time?unix=0", "tg://time?unix=5x&format=q",
    "tg://resolve?domain=x", "ton://transfer/x", "localhost", "ftp://a.b", "u:p@a.b", "http://[::1]/x", "a.b?c d", "",
    "tg://user?id=1099511627775", "tg://user?id=1099511627776", "javascript:x.y", "a_b.c", "a%2fb.c", "x.y:0", "x.y:65536",
]
DIALECTS = {
    "markdownV2": [
        "*", "*", "_", "_", "__", "~", "||", "||", "|", "`", "`", "```", "```", "```c\n", "```c ", "[", "](", ")", "![", "![x](",
        "[y](", ">", ">", "\n>", "\n>", "**>", "||\n", "||\r\n", "\\", "\\\\", "\\*", "\\>", "\\\n", "\\.", "!", ".", "-", "#",
        "(", "]", "*a*", "_b_", "[z](ex.org)", "![e](tg://emoji?id=5)",
    ],
    "botMarkdownLegacy": [
        "*", "*", "_", "_", "`", "`", "```", "```c\n", "[", "](", ")", "[x](", "]", "\\", "\\*", "\\_", "\\[", "\\`", "\\a",
        "*a*", "_b_", "[z](ex.org)", "[](", "[]", "(", "`c`", "[w] (ex.org)",
    ],
    "botHTML": [
        "<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "<s>", "</s>", "<code>", "</code>", "<pre>", "</pre>",
        "<code class=\"language-c\">", "<pre><code class=\"language-d\">", "</code></pre>", "<a href=\"", "\">", "</a>",
        "<a>", "<tg-spoiler>", "</tg-spoiler>", "<span class=\"tg-spoiler\">", "<span>", "</span>", "<blockquote>",
        "<blockquote expandable>", "</blockquote>", "<tg-emoji emoji-id=\"5\">", "</tg-emoji>", "<tg-emoji emoji-id=\"0\">",
        "<tg-time unix=\"5\" format=\"wDt\">", "</tg-time>", "<tg-time unix=\"0\">", "<tg-time unix=\"5x\" format=\"r\">",
        "<tg-time unix=\"5\" format=\"tT\">", "<tg-time unix=\"5\" format=\"rt\">", "<tg-time unix=\"99999999999\">",
        "<", ">", "</", "/>", "<b", " ", "=", "\"", "'", "&", "&lt;", "&gt", "&amp;", "&quot;", "&nbsp;", "&#65;", "&#x41",
        "&#0;", "&#xD83D;", "&#1114111;", "<B>", "</B>", "<strong>", "</>", "<em>", "</em>", "<b >", "<b x>", "<b x=y>",
        "<b x='y'>", "<b x=\"y\"z=1>", "class=", "<br>",
    ],
    "detection": [
        "@name", "@abc", "@gif", "@", "#", "#tag", "#t1", "#1", "$", "$BTC", "$1INCH", "/cmd", "/", "/cmd@bot1", "@bot", ".", ".", "..",
        "-", "_", "~", "com", ".com", "google.com", "a.b.ru", "россия.рф", "http://", "https://", "ftp://", "tg://", "ton://",
        "://", ":", ":80", ":99999", "?q=1", "#f", "/p", "/(a)", "(", ")", "[", "]", "{", "}", "<", ">", "\"", "«", "»", "a@b.com",
        "mailto:", "@b.org", "x+y@", "1.2.3.4", "256.1.1.1", "xn--p1ai", ".xn--p1ai", ",", ";", "!", "'", "`", "\u3002", "%20", "&",
        "shttp://", "COM", "Com", ".Com", "teiegram.org", "e\u0301", "\u200c", "·", "ß", "user:pw@", "0", "12",
    ],
}


def text_of(dialect, generator):
    pieces = DIALECTS[dialect]
    result = ""
    for _ in range(generator.randint(1, 12)):
        choice = generator.random()
        if choice < 0.6:
            result += generator.choice(pieces)
        elif choice < 0.88:
            result += generator.choice(COMMON)
        else:
            result += generator.choice(LINKS)
    return result


def well_formed(dialect, generator, depth=0):
    """Markup that is nearly right, so that not all that is compared are errors."""
    pairs = {
        "markdownV2": [("*", "*"), ("_", "_"), ("__", "__"), ("~", "~"), ("||", "||"), ("`", "`"), ("```", "```"), ("```c\n", "```"),
                       ("[", "](%s)"), ("![", "](%s)"), ("\n>", "\n"), (">", "||\n"), ("\n>", "\n>")],
        "botMarkdownLegacy": [("*", "*"), ("_", "_"), ("`", "`"), ("```", "```"), ("```c\n", "```"), ("[", "](%s)"), ("[", "]")],
        "botHTML": [("<b>", "</b>"), ("<i >", "</i>"), ("<u>", "</>"), ("<del>", "</del>"), ("<code>", "</code>"),
                    ("<pre>", "</pre>"), ("<pre><code class=\"language-c\">", "</code></pre>"),
                    ("<code class=\"language-c\"><pre>", "</pre></code>"), ("<a href=\"%s\">", "</a>"), ("<a>", "</a>"),
                    ("<blockquote>", "</blockquote>"), ("<blockquote expandable>", "</blockquote>"),
                    ("<tg-emoji emoji-id='5'>", "</tg-emoji>"), ("<tg-time unix=\"5\" format=\"Dw\">", "</tg-time>"),
                    ("<tg-spoiler>", "</tg-spoiler>"), ("<span class=tg-spoiler>", "</span>")],
        "detection": [("(", ")"), ("[", "]"), ("\"", "\""), ("https://google.com/", " "), (" ", "@b.org "), ("", ".com")],
    }[dialect]
    result = ""
    for _ in range(generator.randint(1, 4)):
        choice = generator.random()
        if choice < 0.45 or depth > 3:
            result += generator.choice(COMMON if choice < 0.9 else DIALECTS[dialect])
        else:
            opening, closing = generator.choice(pairs)
            link = generator.choice(LINKS)
            result += (opening % link if "%s" in opening else opening) + well_formed(dialect, generator, depth + 1)
            result += closing % link if "%s" in closing else closing
    if depth == 0 and generator.random() < 0.2:
        result += generator.choice(DIALECTS[dialect])
    return result


def ordered(answer):
    """The order of two quotations that cover the same text is left to chance by TDLib."""
    if isinstance(answer, str):
        return answer
    return (answer[0], sorted(answer[1], key=lambda e: (e[1], -e[2], e[0] != "blockquote", e[3] if e[0] == "blockquote" else "")))


MODES = {
    "botHTML": {"@type": "textParseModeHTML"},
    "markdownV2": {"@type": "textParseModeMarkdown", "version": 2},
    "botMarkdownLegacy": {"@type": "textParseModeMarkdown", "version": 1},
}


def tdlib(dialect, text):
    if dialect == "detection":
        found = call({"@type": "getTextEntities", "text": text})
        return (text, [theirs(entity) for entity in found["entities"]])
    result = call({"@type": "parseTextEntities", "text": text, "parse_mode": MODES[dialect]})
    if result["@type"] == "error":
        return result["message"]
    return (result["text"], [theirs(entity) for entity in result["entities"]])


# Why an answer may differ; each is a function of the dialect, the input and both answers.


def wraps_around(dialect, text, a, b):
    """TDLib keeps the lowest 32 bits of a moment that is too large; for us it is none, and the text stays."""
    if dialect != "botHTML" or "unix=\"99999999999" not in text or isinstance(a, str) or isinstance(b, str):
        return False
    return a[0] == b[0] and [e for e in b[1] if not e[3].startswith("1215752191")] == a[1]


def own_text_as_url(dialect, text, a, b):
    """A link of the old Markdown without an address takes its own text; TDLib takes bytes after it."""
    if dialect != "botMarkdownLegacy" or isinstance(a, str) or isinstance(b, str) or a[0] != b[0]:
        return False
    return [e for e in a[1] if e[0] != "textURL"] == [e for e in b[1] if e[0] != "textURL"]


def not_detected(dialect, text, a, b):
    """Bank cards and times of media are not looked for."""
    if dialect != "detection":
        return False
    return any(e[0] in ("bankCard", "timestamp") for e in b[1])


def scheme_cut_short(dialect, text, a, b):
    """TDLib cuts off the beginning of tonsite://, as if it were ton://."""
    return dialect == "detection" and "tonsite://" in text.lower()


def several_signs(dialect, text, a, b):
    """Which of several at signs ends the user's name in a link is for TDLib a matter of what stands before."""
    return dialect == "detection" and any(word.count("@") > 1 for word in text.split())


REASONS = [wraps_around, own_text_as_url, not_detected, scheme_cut_short, several_signs]

failures = 0
for dialect in DIALECTS:
    generator = random.Random("%s %d" % (dialect, seed))
    inputs = [
        (text_of if index % 2 else well_formed)(dialect, generator)
        for index in range(count)
    ]
    questions = "".join(json.dumps({"dialect": dialect, "input": text}) + "\n" for text in inputs)
    run = subprocess.run([executable], input=questions, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.split("\n") if line]
    assert len(answers) == len(inputs), (dialect, len(answers))
    same = errors = 0
    explained = {}
    for text, answer in zip(inputs, answers):
        b = tdlib(dialect, text)
        if "error" in answer:
            a = answer["error"]
        else:
            a = (answer["text"]["text"], [ours(entity) for entity in answer["text"].get("entities", [])])
        if ordered(a) == ordered(b):
            same += 1
            errors += isinstance(a, str)
            continue
        reason = next((reason for reason in REASONS if reason(dialect, text, a, b)), None)
        if reason:
            explained[reason.__name__] = explained.get(reason.__name__, 0) + 1
            continue
        failures += 1
        if failures <= 40:
            print("differs: %s %r\n  ours   %r\n  TDLib  %r" % (dialect, text, a, b))
    print("%s: %d texts, %d equal (%d of them refused), explained %s" % (dialect, len(inputs), same, errors, explained))
print("%d differences without a reason" % failures)
sys.exit(1 if failures else 0)
