"""The rows of files and other attachments; `Examples/Parity/MediaOperations.swift` has the same ones."""

from telethon import functions, types

BOT = "@echo_bot"
# The beginnings of pictures, which is what programs look at.
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d49484452 00000280 000001e0 0806000000 00000000")
MOVING = b"GIF89a" + bytes([32, 0, 16, 0, 0, 0, 0])
ANYTHING = bytes([7]) * 1000
VIDEO = {"duration": 5.0, "w": 320, "h": 240}
PLACE = types.InputGeoPoint(52.5, 13.25, 20)


def name(text):
    return types.DocumentAttributeFilename(text)


def plain(text):
    return types.TextWithEntities(text, [])


async def upload(s, content, file_name):
    return await s.client.upload_file(content, file_name=file_name)


async def photo(s, file_name="cat.png", **options):
    return types.InputMediaUploadedPhoto(await upload(s, PICTURE, file_name), **options)


async def document(s, content, file_name, mime_type, attributes, **options):
    file = await upload(s, content, file_name)
    return types.InputMediaUploadedDocument(file, mime_type, [name(file_name)] + attributes, **options)


async def film(s, attributes=(), **options):
    return await document(s, ANYTHING, "film.mp4", "video/mp4", list(attributes), **options)


def video(**options):
    return types.DocumentAttributeVideo(**VIDEO, **options)


async def send_media(s, media, message="", peer=BOT, entities=None):
    return await s.client(functions.messages.SendMediaRequest(peer, media, message, entities=entities))


def message_of(updates):
    return next(u.message for u in updates.updates if hasattr(u, "message"))


def row(title, media, message="", peer=BOT, allowed=None, entities=None):
    async def run(s):
        value = media(s)
        await send_media(s, await value if hasattr(value, "__await__") else value, message, peer, entities)

    return (title, run, ["messages.sendMedia"], allowed or {})


async def stored(s, media):
    result = await s.client(functions.messages.UploadMediaRequest(BOT, media))
    if isinstance(result, types.MessageMediaPhoto):
        p = result.photo
        return types.InputMediaPhoto(types.InputPhoto(p.id, p.access_hash, p.file_reference))
    d = result.document
    return types.InputMediaDocument(types.InputDocument(d.id, d.access_hash, d.file_reference))


async def album(s, items):
    single = [
        types.InputSingleMedia(await stored(s, await media), caption) for media, caption in items
    ]
    await s.client(functions.messages.SendMultiMediaRequest(BOT, single))


async def with_preview(s):
    thumb = await upload(s, PICTURE, "small.png")
    await send_media(s, await document(
        s, ANYTHING, "a.bin", "application/octet-stream", [], force_file=True, thumb=thumb))


async def in_place(s):
    sent = message_of(await send_media(s, await photo(s)))
    await s.client(functions.messages.EditMessageRequest(
        BOT, sent.id, message="a dog", media=await photo(s, "dog.png")))


async def vote(s):
    sent = message_of(await send_media(s, poll("Yes?", ["yes", "no"]), peer="me"))
    await s.client(functions.messages.SendVoteRequest("me", sent.id, [b"\0"]))


def poll(question, answers, correct=None, solution=None, **options):
    listed = [types.PollAnswer(plain(text), bytes([index])) for index, text in enumerate(answers)]
    raw = types.Poll(0, plain(question), listed, 0, **options)
    return types.InputMediaPoll(
        raw, correct_answers=correct, solution=solution, solution_entities=None if solution is None else [])


def anything(s, **options):
    return document(s, ANYTHING, "a.bin", "application/octet-stream", [], **options)


FILES = [
    row("photo", lambda s: photo(s)),
    row("photoWithCaption", lambda s: photo(s), "a cat"),
    row("photoWithFormattedCaption", lambda s: photo(s), "a cat", entities=[types.MessageEntityBold(2, 3)]),
    row("coveredPhoto", lambda s: photo(s, spoiler=True)),
    row("photoThatGoesAway", lambda s: photo(s, ttl_seconds=10)),
    row("photoAsFile", lambda s: document(
        s, PICTURE, "cat.png", "image/png", [types.DocumentAttributeImageSize(640, 480)], force_file=True)),
    row("file", lambda s: document(s, b"hello", "notes.txt", "text/plain", [], force_file=True)),
    row("fileOfAnyKind", lambda s: anything(s, force_file=True)),
    ("fileWithPreview", with_preview, ["messages.sendMedia"], {}),
    row("video", lambda s: film(s, [video(supports_streaming=True)])),
    row("coveredVideo", lambda s: film(s, [video(supports_streaming=True)], spoiler=True)),
    row("videoFromATime", lambda s: film(s, [video(supports_streaming=True)], video_timestamp=2)),
    row("roundVideo", lambda s: film(s, [video(round_message=True)])),
    row("silentAnimation", lambda s: film(s, [types.DocumentAttributeAnimated(), video()])),
    row("gif", lambda s: document(
        s, MOVING, "a.gif", "image/gif", [types.DocumentAttributeAnimated(), types.DocumentAttributeImageSize(32, 16)])),
    row("music", lambda s: document(
        s, ANYTHING, "song.mp3", "audio/mpeg", [types.DocumentAttributeAudio(60, title="Song", performer="Somebody")])),
    row("voice", lambda s: document(s, ANYTHING, "voice.ogg", "audio/ogg", [types.DocumentAttributeAudio(
        3, voice=True, waveform=bytes([0xE0, 0xBF, 0x13, 0xC4, 0x20]))])),
    row("sticker", lambda s: document(s, ANYTHING, "s.webp", "image/webp", [
        types.DocumentAttributeImageSize(512, 512),
        types.DocumentAttributeSticker("🐈", types.InputStickerSetEmpty())])),
]


async def upload_photo(s):
    await stored(s, await photo(s))


async def photo_that_is_there(s):
    await send_media(s, await stored(s, await photo(s)))


async def file_that_is_there(s):
    await send_media(s, await stored(s, await anything(s, force_file=True)))


async def live_photo(s):
    picture = await upload(s, PICTURE, "cat.png")
    film = await document(s, ANYTHING, "cat.mp4", "video/mp4", [
        types.DocumentAttributeVideo(0.0, 0, 0, supports_streaming=True)])
    result = await s.client(functions.messages.UploadMediaRequest("me", film))
    d = result.document
    await send_media(s, types.InputMediaUploadedPhoto(
        picture, live_photo=True, video=types.InputDocument(d.id, d.access_hash, d.file_reference)))


OTHER_FILES = [
    ("livePhoto", live_photo, ["messages.uploadMedia", "messages.sendMedia"], {}),
    ("uploadedPhoto", upload_photo, ["messages.uploadMedia"], {}),
    ("photoThatIsThere", photo_that_is_there, ["messages.uploadMedia", "messages.sendMedia"], {}),
    ("fileThatIsThere", file_that_is_there, ["messages.uploadMedia", "messages.sendMedia"], {}),
    ("photoInPlaceOfAnother", in_place, ["messages.sendMedia", "messages.editMessage"], {}),
]

ALBUM = ["messages.uploadMedia", "messages.sendMultiMedia"]
ALBUMS = [
    ("albumOfPhotos", lambda s: album(s, [(photo(s), "one"), (photo(s), "")]), ALBUM, {}),
    ("albumOfPhotosAndVideos", lambda s: album(
        s, [(photo(s), ""), (film(s, [video(supports_streaming=True)]), "")]), ALBUM, {}),
    ("albumOfFiles", lambda s: album(s, [
        (document(s, ANYTHING, text, "application/octet-stream", [], force_file=True), "")
        for text in ("a.bin", "b.bin")]), ALBUM, {}),
]

OTHERS = [
    row("dice", lambda s: types.InputMediaDice("🎲")),
    row("darts", lambda s: types.InputMediaDice("🎯")),
    row("contact", lambda s: types.InputMediaContact("+15551234567", "Zoe", "Zed", "")),
    row("location", lambda s: types.InputMediaGeoPoint(PLACE)),
    row("liveLocation", lambda s: types.InputMediaGeoLive(
        PLACE, heading=90, period=900, proximity_notification_radius=100)),
    row("venue", lambda s: types.InputMediaVenue(PLACE, "Zoo", "Street 1", "foursquare", "1", "zoo/default")),
    row("checklist", lambda s: types.InputMediaTodo(types.TodoList(
        plain("To do"), [types.TodoItem(1, plain("eat")), types.TodoItem(2, plain("sleep"))]))),
    row("poll", lambda s: poll("Tea or coffee?", ["tea", "coffee"]), peer="me"),
    row("pollOfManyAnswers", lambda s: poll(
        "Which?", ["a", "b", "c"], public_voters=True, multiple_choice=True), peer="me"),
    row("quiz", lambda s: poll("2 + 2?", ["3", "4"], [1], "count", quiz=True), peer="me"),
    ("vote", vote, ["messages.sendVote"], {}),
]

ROWS = FILES + OTHER_FILES + ALBUMS + OTHERS
