// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

/// Rows about stickers; `.ci/parity/stickers.py` has the same ones.
var stickerOperations: [Operation] { ownSetOperations + installedSetOperations + stickerListOperations }

private let set: StickerSetReference = "parity_cats"
private let bot = "@echo_bot"

/// The beginning of a WebP picture of 512 × 512 pixels.
private let picture: [UInt8] =
    Array("RIFF".utf8) + [22, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 255, 1, 0, 255, 1, 0]

private func sticker(_ name: String, _ emoji: String, _ keywords: [String] = []) -> NewSticker {
    NewSticker(.data(picture, name: "\(name).webp"), emoji: emoji, keywords: keywords)
}

/// What a row finds missing.
private struct Missing: Error {}

private func first(_ stage: Stage) async throws -> Sticker {
    guard let found = try await stage.client.stickerSet(set).stickers.first else { throw Missing() }
    return found
}

private func last(_ stage: Stage) async throws -> Sticker {
    guard let found = try await stage.client.stickerSet(set).stickers.last else { throw Missing() }
    return found
}

private var ownSetOperations: [Operation] {
    [
        (
            "createStickerSet",
            {
                _ = try await $0.client.createStickerSet(
                    titled: "Cats", name: "parity_cats",
                    [sticker("purr", "🐱", ["purr", "soft"]), sticker("walk", "🐈")])
            }
        ),
        ("stickerSet", { _ = try await $0.client.stickerSet(set) }),
        ("addSticker", { try await $0.client.addSticker(sticker("sleep", "😴"), to: set) }),
        ("moveSticker", { try await $0.client.moveSticker(try await last($0), to: 0) }),
        ("editSticker", { try await $0.client.editSticker(try await first($0), emoji: "💤", keywords: ["nap"]) }),
        ("replaceSticker", { try await $0.client.replaceSticker(try await last($0), with: sticker("run", "🐆")) }),
        ("removeStickerFromSet", { try await $0.client.removeStickerFromSet(try await first($0)) }),
        (
            "setStickerSetThumbnail",
            { try await $0.client.setStickerSetThumbnail(of: set, to: .data(picture, name: "thumb.webp")) }
        ),
        ("renameStickerSet", { try await $0.client.renameStickerSet(set, to: "Big cats") }),
        ("isStickerSetNameFree", { _ = try await $0.client.isStickerSetNameFree("parity_dogs") }),
        ("suggestStickerSetName", { _ = try await $0.client.suggestStickerSetName(titled: "Dogs") }),
        ("myStickerSets", { _ = try await $0.client.myStickerSets() }),
    ]
}

private var installedSetOperations: [Operation] {
    [
        ("installStickerSet", { try await $0.client.installStickerSet(set) }),
        ("installedStickerSets", { _ = try await $0.client.installedStickerSets() }),
        ("installedMasks", { _ = try await $0.client.installedStickerSets(.masks) }),
        ("installedCustomEmoji", { _ = try await $0.client.installedStickerSets(.customEmoji) }),
        ("reorderStickerSets", { try await $0.client.reorderStickerSets([5, 6]) }),
        ("setStickerSets", { try await $0.client.setStickerSets([set], to: .archived) }),
        ("archivedStickerSets", { _ = try await $0.client.archivedStickerSets() }),
        ("uninstallStickerSet", { try await $0.client.uninstallStickerSet(set) }),
        ("stickersForEmoji", { _ = try await $0.client.stickers(for: "🐱") }),
        ("searchStickers", { _ = try await $0.client.searchStickers("purr", languages: ["en"]) }),
        ("searchStickerSets", { _ = try await $0.client.searchStickerSets("cat") }),
        ("searchEmojiSets", { _ = try await $0.client.searchStickerSets("cat", .customEmoji) }),
        ("customEmojiIDs", { _ = try await $0.client.customEmojiIDs(for: "🐱") }),
        ("customEmoji", { _ = try await $0.client.customEmoji([7, 8]) }),
    ]
}

private var stickerListOperations: [Operation] {
    [
        ("favorite", { try await $0.client.setFavorite(try await first($0)) }),
        ("favoriteStickers", { _ = try await $0.client.favoriteStickers() }),
        ("stickerOfASet", { _ = try await $0.client.sendFile(to: bot, try await first($0)) }),
        ("setRecent", { try await $0.client.setRecent(try await first($0)) }),
        ("recentStickers", { _ = try await $0.client.recentStickers() }),
        ("clearRecentStickers", { try await $0.client.clearRecentStickers() }),
        ("featuredStickerSets", { _ = try await $0.client.featuredStickerSets() }),
        ("featuredEmojiSets", { _ = try await $0.client.featuredStickerSets(.customEmoji) }),
        ("featuredSeen", { try await $0.client.markFeaturedStickerSetsSeen([9]) }),
        (
            "saveGIF",
            {
                let gif = InputFile.data(Array("GIF89a".utf8) + [32, 0, 16, 0, 0, 0, 0], name: "a.gif")
                let sent = try await $0.client.sendMessage(to: bot, .animation(gif))
                guard let animation = sent.document else { throw Missing() }
                try await $0.client.setSaved(animation)
            }
        ),
        ("savedGIFs", { _ = try await $0.client.savedGIFs() }),
        (
            "attachedStickerSets",
            {
                let photo = InputFile.data(
                    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
                        + [0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 6, 0, 0, 0, 0, 0, 0, 0], name: "cat.png")
                guard let sent = try await $0.client.sendPhoto(to: bot, photo).photo else { throw Missing() }
                _ = try await $0.client.attachedStickerSets(of: sent)
            }
        ),
        ("emojiKeywords", { _ = try await $0.client.emojiKeywords(in: "en") }),
        ("emojiGroups", { _ = try await $0.client.emojiGroups() }),
        ("deleteStickerSet", { try await $0.client.deleteStickerSet(set) }),
    ]
}
