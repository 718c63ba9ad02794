"""The rows of stickers; `Examples/Parity/StickerOperations.swift` has the same ones."""

from telethon import functions, types

import media

SET = types.InputStickerSetShortName("parity_cats")
WEBP = b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) \
    + (511).to_bytes(3, "little") * 2


async def file(s, name):
    stored = await media.stored(s, await media.document(s, WEBP, name, "image/webp", [], force_file=True))
    return stored.id


async def item(s, name, emoji, keywords=None):
    return types.InputStickerSetItem(await file(s, name), emoji, keywords=keywords)


async def members(s):
    found = await s.client(functions.messages.GetStickerSetRequest(SET, 0))
    return [types.InputDocument(d.id, d.access_hash, d.file_reference) for d in found.documents]


def row(title, request, method, allowed=None):
    async def run(s):
        value = request(s)
        await s.client(await value if hasattr(value, "__await__") else value)

    return (title, run, [method], allowed or {})


async def create(s):
    return functions.stickers.CreateStickerSetRequest("me", "Cats", "parity_cats", [
        await item(s, "purr.webp", "🐱", "purr,soft"), await item(s, "walk.webp", "🐈")])


async def add(s):
    return functions.stickers.AddStickerToSetRequest(SET, await item(s, "sleep.webp", "😴"))


async def move(s):
    return functions.stickers.ChangeStickerPositionRequest((await members(s))[-1], 0)


async def edit(s):
    return functions.stickers.ChangeStickerRequest((await members(s))[0], emoji="💤", keywords="nap")


async def replace(s):
    return functions.stickers.ReplaceStickerRequest((await members(s))[-1], await item(s, "run.webp", "🐆"))


async def remove(s):
    return functions.stickers.RemoveStickerFromSetRequest((await members(s))[0])


async def thumbnail(s):
    return functions.stickers.SetStickerSetThumbRequest(SET, thumb=await file(s, "thumb.webp"))


async def favorite(s):
    return functions.messages.FaveStickerRequest((await members(s))[0], False)


async def recent(s):
    return functions.messages.SaveRecentStickerRequest((await members(s))[0], False)


async def send(s):
    return functions.messages.SendMediaRequest(media.BOT, types.InputMediaDocument((await members(s))[0]), "")


async def save_gif(s):
    sent = media.message_of(await media.send_media(s, await media.document(
        s, media.MOVING, "a.gif", "image/gif", [types.DocumentAttributeAnimated()])))
    d = sent.media.document
    return functions.messages.SaveGifRequest(types.InputDocument(d.id, d.access_hash, d.file_reference), False)


async def attached(s):
    sent = media.message_of(await media.send_media(s, await media.photo(s)))
    p = sent.media.photo
    return functions.messages.GetAttachedStickersRequest(
        types.InputStickeredMediaPhoto(types.InputPhoto(p.id, p.access_hash, p.file_reference)))


ROWS = [
    row("createStickerSet", create, "stickers.createStickerSet"),
    row("stickerSet", lambda s: functions.messages.GetStickerSetRequest(SET, 0), "messages.getStickerSet"),
    row("addSticker", add, "stickers.addStickerToSet"),
    row("moveSticker", move, "stickers.changeStickerPosition"),
    row("editSticker", edit, "stickers.changeSticker"),
    row("replaceSticker", replace, "stickers.replaceSticker"),
    row("removeStickerFromSet", remove, "stickers.removeStickerFromSet"),
    row("setStickerSetThumbnail", thumbnail, "stickers.setStickerSetThumb"),
    row("renameStickerSet", lambda s: functions.stickers.RenameStickerSetRequest(SET, "Big cats"),
        "stickers.renameStickerSet"),
    row("isStickerSetNameFree", lambda s: functions.stickers.CheckShortNameRequest("parity_dogs"),
        "stickers.checkShortName"),
    row("suggestStickerSetName", lambda s: functions.stickers.SuggestShortNameRequest("Dogs"),
        "stickers.suggestShortName"),
    row("myStickerSets", lambda s: functions.messages.GetMyStickersRequest(0, 100), "messages.getMyStickers"),
    row("installStickerSet", lambda s: functions.messages.InstallStickerSetRequest(SET, False),
        "messages.installStickerSet"),
    row("installedStickerSets", lambda s: functions.messages.GetAllStickersRequest(0), "messages.getAllStickers"),
    row("installedMasks", lambda s: functions.messages.GetMaskStickersRequest(0), "messages.getMaskStickers"),
    row("installedCustomEmoji", lambda s: functions.messages.GetEmojiStickersRequest(0), "messages.getEmojiStickers"),
    row("reorderStickerSets", lambda s: functions.messages.ReorderStickerSetsRequest([5, 6]),
        "messages.reorderStickerSets"),
    row("setStickerSets", lambda s: functions.messages.ToggleStickerSetsRequest([SET], archive=True),
        "messages.toggleStickerSets"),
    row("archivedStickerSets", lambda s: functions.messages.GetArchivedStickersRequest(0, 100),
        "messages.getArchivedStickers"),
    row("uninstallStickerSet", lambda s: functions.messages.UninstallStickerSetRequest(SET),
        "messages.uninstallStickerSet"),
    row("stickersForEmoji", lambda s: functions.messages.GetStickersRequest("🐱", 0), "messages.getStickers"),
    row("searchStickers", lambda s: functions.messages.SearchStickersRequest("purr", "", ["en"], 0, 100, 0),
        "messages.searchStickers"),
    row("searchStickerSets", lambda s: functions.messages.SearchStickerSetsRequest("cat", 0),
        "messages.searchStickerSets"),
    row("searchEmojiSets", lambda s: functions.messages.SearchEmojiStickerSetsRequest("cat", 0),
        "messages.searchEmojiStickerSets"),
    row("customEmojiIDs", lambda s: functions.messages.SearchCustomEmojiRequest("🐱", 0), "messages.searchCustomEmoji"),
    row("customEmoji", lambda s: functions.messages.GetCustomEmojiDocumentsRequest([7, 8]),
        "messages.getCustomEmojiDocuments"),
    row("favorite", favorite, "messages.faveSticker"),
    row("favoriteStickers", lambda s: functions.messages.GetFavedStickersRequest(0), "messages.getFavedStickers"),
    row("stickerOfASet", send, "messages.sendMedia"),
    row("setRecent", recent, "messages.saveRecentSticker"),
    row("recentStickers", lambda s: functions.messages.GetRecentStickersRequest(0), "messages.getRecentStickers"),
    row("clearRecentStickers", lambda s: functions.messages.ClearRecentStickersRequest(),
        "messages.clearRecentStickers"),
    row("featuredStickerSets", lambda s: functions.messages.GetFeaturedStickersRequest(0),
        "messages.getFeaturedStickers"),
    row("featuredEmojiSets", lambda s: functions.messages.GetFeaturedEmojiStickersRequest(0),
        "messages.getFeaturedEmojiStickers"),
    row("featuredSeen", lambda s: functions.messages.ReadFeaturedStickersRequest([9]), "messages.readFeaturedStickers"),
    row("saveGIF", save_gif, "messages.saveGif"),
    row("savedGIFs", lambda s: functions.messages.GetSavedGifsRequest(0), "messages.getSavedGifs"),
    row("attachedStickerSets", attached, "messages.getAttachedStickers"),
    row("emojiKeywords", lambda s: functions.messages.GetEmojiKeywordsRequest("en"), "messages.getEmojiKeywords"),
    row("emojiGroups", lambda s: functions.messages.GetEmojiGroupsRequest(0), "messages.getEmojiGroups"),
    row("deleteStickerSet", lambda s: functions.stickers.DeleteStickerSetRequest(SET), "stickers.deleteStickerSet"),
]
