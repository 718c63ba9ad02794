"""What TDLib makes of media: each kind there and back, with its bytes."""

import hashlib
import os
import struct
import zlib

from chats import Room
from common import formatted, refused
from counting import check, same


def png(width, height, shade):
    """A picture that a decoder reads."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes([shade, row % 256, 128]) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def noise(count, seed):
    """Bytes in which no two blocks are alike."""
    result = b""
    block = hashlib.sha512(str(seed).encode()).digest()
    blocks = []
    while len(blocks) * 64 < count:
        blocks.append(block)
        block = hashlib.sha512(block).digest()
    result = b"".join(blocks)
    return result[:count]


class Files:
    """Files that are sent."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "to-send")
        os.makedirs(self.folder, exist_ok=True)

    def __call__(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return {"@type": "inputFileLocal", "path": path}


def photo(file, width, height, caption=""):
    return {
        "@type": "inputMessagePhoto",
        "photo": {"@type": "inputPhoto", "photo": file, "width": width, "height": height},
        "caption": formatted(caption),
    }


def document(file, caption=""):
    return {
        "@type": "inputMessageDocument",
        "document": {"@type": "inputDocument", "document": file, "disable_content_type_detection": True},
        "caption": formatted(caption),
    }


def photos(ann, bob, people, files):
    me, other = people["ann"], people["bob"]
    data = png(640, 480, 10)
    content = photo(files("wall.png", data), 640, 480)
    bold = {"@type": "textEntity", "offset": 2, "length": 4, "type": {"@type": "textEntityTypeBold"}}
    content["caption"] = formatted("a wall", [bold])
    content["has_spoiler"] = True
    sent = ann.deliver(other, content)
    size = sent["content"]["photo"]["sizes"][-1]
    same("photo: its measures", (size["width"], size["height"]), (640, 480))
    got = bob.hears("messagePhoto", me)
    same("photo: its caption", got["content"]["caption"]["text"], "a wall")
    same("photo: the caption's format", [e["type"]["@type"] for e in got["content"]["caption"]["entities"]],
         ["textEntityTypeBold"])
    same("photo: it is hidden", got["content"]["has_spoiler"], True)
    same("photo: its bytes", bob.download(got["content"]["photo"]["sizes"][-1]["photo"]), data)
    ann.act("editMessageCaption", chat_id=other, message_id=sent["id"], caption=formatted("a door"))
    edited = bob.expect("updateMessageContent", lambda u: u["message_id"] == got["id"])["new_content"]
    same("photo: another caption", edited["caption"]["text"], "a door")
    second = png(64, 48, 77)
    ann.act("editMessageMedia", chat_id=other, message_id=sent["id"],
            input_message_content=photo(files("door.png", second), 64, 48, "another"))
    edited = bob.expect("updateMessageContent", lambda u: u["message_id"] == got["id"])["new_content"]
    size = edited["photo"]["sizes"][-1]
    same("photo: another picture", (size["width"], size["height"], edited["caption"]["text"]), (64, 48, "another"))
    same("photo: the other picture's bytes", bob.download(size["photo"]), second)
    copy = ann.act("forwardMessages", chat_id=other, from_chat_id=other, message_ids=[sent["id"]], send_copy=True,
                   remove_caption=True)["messages"][0]
    ann.sent(copy)
    got = bob.hears("messagePhoto", me)
    same("photo: a copy without a caption", (got["content"]["caption"]["text"], got.get("forward_info")), ("", None))


def documents(ann, bob, people, files):
    me, other = people["ann"], people["bob"]
    data = noise(3000, 1)
    sent = ann.deliver(other, document(files("notes.bin", data), "see"))
    same("file: its size", sent["content"]["document"]["document"]["size"], 3000)
    got = bob.hears("messageDocument", me)
    same("file: its name", got["content"]["document"]["file_name"], "notes.bin")
    same("file: its caption", got["content"]["caption"]["text"], "see")
    same("file: its bytes", bob.download(got["content"]["document"]["document"]), data)
    again = bob.deliver(me, document({"@type": "inputFileId", "id": got["content"]["document"]["document"]["id"]}))
    back = ann.hears("messageDocument", other)
    same("file: comes back", (back["content"]["document"]["file_name"], again["is_outgoing"]), ("notes.bin", True))
    same("file: is the same", back["content"]["document"]["document"]["remote"]["unique_id"],
         sent["content"]["document"]["document"]["remote"]["unique_id"])
    # Above ten megabytes parts are sent in another way.
    data = noise((10 << 20) + 12_345, 2)
    ann.deliver(other, document(files("large.bin", data)), within=60)
    got = bob.hears("messageDocument", me, lambda m: m["content"]["document"]["file_name"] == "large.bin")
    same("large file: its size", got["content"]["document"]["document"]["size"], len(data))
    check("large file: its bytes", bob.download(got["content"]["document"]["document"]) == data)
    part = bob.act("readFilePart", file_id=got["content"]["document"]["document"]["id"], offset=5, count=6)
    check("large file: a part of it", bool(part["data"]))


def sounds(ann, bob, people, files):
    me, other = people["ann"], people["bob"]
    data = b"ID3" + noise(2000, 3)
    ann.deliver(other, {
        "@type": "inputMessageAudio",
        "audio": {"@type": "inputAudio", "audio": files("song.mp3", data), "duration": 61, "title": "Song",
                  "performer": "Singer"},
        "caption": formatted("listen"),
    })
    got = bob.hears("messageAudio", me)["content"]
    same("audio: what it is", (got["audio"]["title"], got["audio"]["performer"], got["audio"]["duration"]),
         ("Song", "Singer", 61))
    same("audio: its bytes", bob.download(got["audio"]["audio"]), data)
    data = b"OggS" + noise(1500, 4)
    ann.deliver(other, {
        "@type": "inputMessageVoiceNote",
        "voice_note": {"@type": "inputVoiceNote", "voice_note": files("voice.ogg", data), "duration": 7,
                       "waveform": "AAEC"},
    })
    heard = bob.hears("messageVoiceNote", me)
    got = heard["content"]
    same("voice: what it is", (got["voice_note"]["duration"], got["voice_note"]["waveform"]), (7, "AAEC"))
    same("voice: nobody listened", got["is_listened"], False)
    bob.act("openMessageContent", chat_id=me, message_id=heard["id"])
    ann.expect("updateMessageContentOpened", lambda u: u["chat_id"] == other)
    check("voice: the sender sees that somebody listened", True)


def videos(ann, bob, people, files):
    me, other = people["ann"], people["bob"]
    data = b"\0\0\0\x18ftypmp42" + noise(4000, 5)
    ann.deliver(other, {
        "@type": "inputMessageVideo",
        "video": {"@type": "inputVideo", "video": files("film.mp4", data), "duration": 12, "width": 320, "height": 200,
                  "supports_streaming": True},
        "caption": formatted("look"),
    })
    got = bob.hears("messageVideo", me)["content"]["video"]
    same("video: what it is", (got["duration"], got["width"], got["height"], got["supports_streaming"]),
         (12, 320, 200, True))
    same("video: its bytes", bob.download(got["video"]), data)
    ann.deliver(other, {
        "@type": "inputMessageAnimation",
        "animation": {"@type": "inputAnimation", "animation": files("loop.gif", b"GIF89a" + data), "duration": 3,
                      "width": 100, "height": 90},
    })
    got = bob.hears("messageAnimation", me)["content"]["animation"]
    same("animation: what it is", (got["width"], got["height"], got["mime_type"]), (100, 90, "image/gif"))
    ann.deliver(other, {
        "@type": "inputMessageVideoNote",
        "video_note": {"@type": "inputVideoNote", "video_note": files("round.mp4", data + b"round"), "duration": 4,
                       "length": 240},
    })
    got = bob.hears("messageVideoNote", me)["content"]["video_note"]
    same("round video: what it is", (got["duration"], got["length"]), (4, 240))
    webp = b"RIFF" + struct.pack("<I", 1000) + b"WEBPVP8 " + noise(988, 6)
    ann.deliver(other, {
        "@type": "inputMessageSticker",
        "sticker": {"@type": "inputSticker", "sticker": files("sticker.webp", webp), "width": 512, "height": 512},
        "emoji": "👍",
    })
    got = bob.hears("messageSticker", me)["content"]["sticker"]
    same("sticker: what it is", (got["width"], got["height"], got["format"]["@type"]), (512, 512, "stickerFormatWebp"))
    same("sticker: its bytes", bob.download(got["sticker"]), webp)


def albums(ann, bob, people, files):
    me, other = people["ann"], people["bob"]
    pictures = [png(100 + number, 50, number) for number in range(3)]
    contents = [photo(files(f"album{n}.png", data), 100 + n, 50, f"page {n}") for n, data in enumerate(pictures)]
    messages = ann.act("sendMessageAlbum", chat_id=other, input_message_contents=contents)["messages"]
    sent = [ann.sent(message) for message in messages]
    got = [bob.hears("messagePhoto", me) for _ in contents]
    check("album: one album for its sender", len({m["media_album_id"] for m in sent}) == 1 != sent[0]["media_album_id"])
    check("album: one for its reader", len({m["media_album_id"] for m in got}) == 1 and got[0]["media_album_id"] != "0")
    same("album: its order", [m["content"]["caption"]["text"] for m in got], ["page 0", "page 1", "page 2"])
    same("album: its pictures", [m["content"]["photo"]["sizes"][-1]["width"] for m in got], [100, 101, 102])
    same("album: their bytes", [bob.download(m["content"]["photo"]["sizes"][-1]["photo"]) for m in got], pictures)
    found = ann.act("searchChatMessages", chat_id=other, query="", limit=50,
                    filter={"@type": "searchMessagesFilterPhoto"})["messages"]
    check("album: found among the photos", {m["id"] for m in sent} <= {m["id"] for m in found})
    count = bob.act("getChatMessageCount", chat_id=me, filter={"@type": "searchMessagesFilterPhoto"},
                    return_local=False)["count"]
    same("album: counted among the photos", count, len(found))


def places(ann, bob, people):
    me, other = people["ann"], people["bob"]
    place = {"@type": "location", "latitude": 52.5, "longitude": 13.25}
    ann.deliver(other, {"@type": "inputMessageLocation", "location": place})
    got = bob.hears("messageLocation", me)["content"]["location"]
    same("location", (got["latitude"], got["longitude"]), (52.5, 13.25))
    ann.deliver(other, {"@type": "inputMessageVenue", "venue": {
        "@type": "venue", "location": place, "title": "Café", "address": "Street 1", "provider": "foursquare", "id": "7",
        "type": "food"}})
    got = bob.hears("messageVenue", me)["content"]["venue"]
    same("venue", (got["title"], got["address"], got["provider"], got["id"]), ("Café", "Street 1", "foursquare", "7"))
    ann.deliver(other, {"@type": "inputMessageContact", "contact": {
        "@type": "contact", "phone_number": "+9996600000", "first_name": "Some", "last_name": "Body"}})
    got = bob.hears("messageContact", me)["content"]["contact"]
    same("contact", (got["first_name"], got["last_name"], got["user_id"]), ("Some", "Body", 0))
    sent = ann.deliver(other, {"@type": "inputMessageDice", "emoji": "🎲"})
    got = bob.hears("messageDice", me)["content"]
    check("dice: a value", 1 <= got["value"] <= 6)
    same("dice: one value for both", got["value"], sent["content"]["value"])
    refused("dice: not every emoji", lambda: ann.deliver(other, {"@type": "inputMessageDice", "emoji": "🍏"}),
            "EMOTICON_INVALID", "dice", "Invalid")


def polls(ann, bob, room):
    me = other = room.chat

    def poll(question, options, kind, **more):
        return {
            "@type": "inputMessagePoll", "question": formatted(question), "is_anonymous": False, "type": kind,
            "allows_revoting": True,
            "options": [{"@type": "inputPollOption", "text": formatted(text)} for text in options], **more}

    def told(person, message, where):
        return person.expect("updateMessageContent", lambda u: u["message_id"] == message["id"]
                             and where(u["new_content"]["poll"]))["new_content"]["poll"]

    sent = ann.deliver(other, poll("Tea or coffee?", ["tea", "coffee"], {"@type": "inputPollTypeRegular"}))
    got = bob.hears("messagePoll", me)
    shown = got["content"]["poll"]
    same("poll: its question", shown["question"]["text"], "Tea or coffee?")
    same("poll: its options", [o["text"]["text"] for o in shown["options"]], ["tea", "coffee"])
    same("poll: votes are seen", shown["is_anonymous"], False)
    bob.act("setPollAnswer", chat_id=me, message_id=got["id"], option_ids=[1])
    told(ann, sent, lambda p: p["total_voter_count"] == 1)
    changed = told(bob, got, lambda p: p["total_voter_count"] == 1)
    same("poll: the vote is counted", [o["voter_count"] for o in changed["options"]], [0, 1])
    voters = bob.act("getPollVoters", chat_id=me, message_id=got["id"], option_id=1, offset=0, limit=10)
    same("poll: who voted", voters["total_count"], 1)
    ann.forget()
    bob.act("setPollAnswer", chat_id=me, message_id=got["id"], option_ids=[])
    changed = told(ann, sent, lambda p: p["total_voter_count"] == 0)
    same("poll: the vote is taken back", [o["voter_count"] for o in changed["options"]], [0, 0])
    bob.forget()
    ann.act("stopPoll", chat_id=other, message_id=sent["id"])
    changed = told(bob, got, lambda p: p["is_closed"])
    same("poll: it is closed", changed["id"], shown["id"])
    ann.deliver(other, poll("2 + 2?", ["3", "4"], {
        "@type": "inputPollTypeQuiz", "correct_option_ids": [1], "explanation": formatted("count")}))
    got = bob.hears("messagePoll", me)
    same("quiz: it is one", got["content"]["poll"]["type"]["@type"], "pollTypeQuiz")
    same("quiz: the answer is not told before", got["content"]["poll"]["type"].get("correct_option_ids"), [])
    bob.act("setPollAnswer", chat_id=me, message_id=got["id"], option_ids=[0])
    changed = told(bob, got, lambda p: p["total_voter_count"] == 1)
    same("quiz: the answer is told afterwards", changed["type"]["correct_option_ids"], [1])
    same("quiz: with its explanation", changed["type"]["explanation"]["text"], "count")


def steps(ann, bob, people, folder):
    files = Files(folder)
    return {
        "photos": lambda: photos(ann, bob, people, files),
        "documents": lambda: documents(ann, bob, people, files),
        "sounds": lambda: sounds(ann, bob, people, files),
        "videos": lambda: videos(ann, bob, people, files),
        "albums": lambda: albums(ann, bob, people, files),
        "places": lambda: places(ann, bob, people),
        "polls": lambda: polls(ann, bob, Room(ann, bob, people, "Polls")),
    }
