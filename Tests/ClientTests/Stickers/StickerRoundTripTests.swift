// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

/// Sticker sets on a server that has them.
final class StickerRoundTripTests: XCTestCase {
    private static func picture(_ seed: UInt8) -> [UInt8] {
        SampleFile.webp(width: 512, height: 512) + [UInt8](repeating: seed, count: 500)
    }

    private static func named(_ word: String, _ emoji: String, _ seed: UInt8) -> NewSticker {
        NewSticker(.data(picture(seed), name: "\(word).webp"), emoji: emoji, keywords: [word])
    }

    private static func refused(
        _ name: TLErrorName, file: StaticString = #filePath, line: UInt = #line,
        _ body: () async throws(InvocationError) -> some Sendable
    ) async {
        do throws(InvocationError) {
            _ = try await body()
            XCTFail("nothing was refused", file: file, line: line)
        } catch {
            XCTAssertTrue(error.is(name), "\(error)", file: file, line: line)
        }
    }

    func testAPersonInstallsSetsAndFindsTheirStickers() async throws {
        try await within {
            let local = try await LocalClients()
            let ids = try local.server.addStickerSet(
                titled: "Cats", name: "cats",
                [
                    LocalSticker(Self.picture(1), emoji: "🐱", keywords: ["purr"]),
                    LocalSticker(Self.picture(2), emoji: "🐈🐱"),
                ], isFeatured: true)
            try local.server.addStickerSet(
                titled: "Masks", name: "masks", kind: .masks, [LocalSticker(Self.picture(3), emoji: "🎭")])
            let emoji = try local.server.addStickerSet(
                titled: "Tiny cats", name: "tiny_cats", kind: .customEmoji, [LocalSticker(Self.picture(4), emoji: "🐱")])
            let (client, _) = try await local.makePerson("Ann")

            let set = try await client.stickerSet("https://t.me/addstickers/Cats")
            XCTAssertEqual(set.set.title, "Cats")
            XCTAssertEqual(set.stickers.map(\.id), ids)
            XCTAssertEqual(set.stickers(for: "🐱").map(\.id), ids)
            XCTAssertFalse(set.set.isInstalled)
            let first = try XCTUnwrap(set.stickers.first)
            let bytes = try await client.download(first).value
            XCTAssertEqual(Array(bytes), Self.picture(1))

            // Installed sets, and nothing when nothing has changed.
            let none = try await client.installedStickerSets()
            XCTAssertEqual(none?.sets.count, 0)
            try await client.installStickerSet(set.set.reference)
            try await client.installStickerSet("masks")
            try await client.installStickerSet("tiny_cats")
            let installed = try await client.installedStickerSets()
            XCTAssertEqual(installed?.sets.map(\.name), ["cats"])
            XCTAssertEqual(installed?.sets.map(\.isInstalled), [true])
            let again = try await client.installedStickerSets(ifChangedSince: installed?.hash ?? 0)
            XCTAssertNil(again)
            let masks = try await client.installedStickerSets(.masks)
            XCTAssertEqual(masks?.sets.map(\.name), ["masks"])
            let tiny = try await client.installedStickerSets(.customEmoji)
            XCTAssertEqual(tiny?.sets.map(\.kind), [.customEmoji])

            // Finding them.
            let standing = try await client.stickers(for: "🐈")
            XCTAssertEqual(standing.map(\.id), [ids[1]])
            let found = try await client.searchStickers("purr")
            XCTAssertEqual(found.stickers.map(\.id), [ids[0]])
            XCTAssertNil(found.nextOffset)
            let page = try await client.searchStickers("", emoji: "🐱", limit: 1)
            XCTAssertEqual(page.nextOffset, 1)
            let sets = try await client.searchStickerSets("cat")
            XCTAssertEqual(sets.map(\.set.name), ["cats"])
            let custom = try await client.customEmojiIDs(for: "🐱")
            XCTAssertEqual(custom, emoji)
            let documents = try await client.customEmoji(custom + ids)
            XCTAssertEqual(documents.map(\.id), emoji)
            XCTAssertEqual(documents.map(\.isCustomEmoji), [true])
            let featured = try await client.featuredStickerSets()
            XCTAssertEqual(featured.unseenIDs, [set.set.id])
            try await client.markFeaturedStickerSetsSeen()
            let seen = try await client.featuredStickerSets()
            XCTAssertEqual(seen.unseenIDs, [])
            let words = try await client.emojiKeywords(in: "en")
            XCTAssertEqual(words["cat"], ["🐱", "🐈"])
            let groups = try await client.emojiGroups()
            XCTAssertEqual(groups.first?.title, "Animals")

            // The archive, and the end.
            try await client.setStickerSets(["cats"], to: .archived)
            let archived = try await client.archivedStickerSets()
            XCTAssertEqual(archived.map(\.set.isArchived), [true])
            try await client.setStickerSets(["cats"], to: .installed)
            try await client.uninstallStickerSet("cats")
            let left = try await client.installedStickerSets()
            XCTAssertEqual(left?.sets.count, 0)
            await Self.refused(.stickersetInvalid) { () throws(InvocationError) in try await client.stickerSet("dogs") }
            await client.disconnect()
        }
    }

    func testStickersAreSentKeptAndRefreshed() async throws {
        try await within {
            let local = try await LocalClients()
            try local.server.addStickerSet(
                titled: "Cats", name: "cats", [LocalSticker(Self.picture(1), emoji: "🐱")])
            let (client, ann) = try await local.makePerson("Ann")
            let set = try await client.stickerSet("cats")
            let sticker = try XCTUnwrap(set.stickers.first)
            try await client.setFavorite(sticker)
            let favorites = try await client.favoriteStickers()
            XCTAssertEqual(favorites.map(\.id), [sticker.id])
            // The set knows a new reference when the old one has expired.
            local.server.expireFileReferences()
            let sent = try await client.sendFile(to: "me", sticker)
            XCTAssertEqual(sent.sticker?.emoji, "🐱")
            XCTAssertEqual(sent.sticker?.id, sticker.id)
            XCTAssertEqual(ann.file(of: try XCTUnwrap(ann.history(with: ann).last))?.bytes, Self.picture(1))
            let recent = try await client.recentStickers()
            XCTAssertEqual(recent.map(\.id), [sticker.id])
            try await client.setRecent(sticker, false)
            let none = try await client.recentStickers()
            XCTAssertEqual(none.count, 0)
            try await client.setFavorite(sticker, false)
            let noFavorites = try await client.favoriteStickers()
            XCTAssertEqual(noFavorites.count, 0)

            let gif = try await client.sendMessage(
                to: "me", .animation(.data(Array("GIF89a".utf8) + [5, 0, 6, 0, 1], name: "a.gif")))
            let animation = try XCTUnwrap(gif.document)
            try await client.setSaved(animation)
            let saved = try await client.savedGIFs()
            XCTAssertEqual(saved.map(\.id), [animation.id])
            await client.disconnect()
        }
    }

    func testABotMakesASetForSomebody() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot("cat_bot")
            let ann = try local.server.addPerson("Ann")
            try await ann.send("/start", to: bot)
            for await update in client.updates { if case .message = update { break } }

            let made = try await client.createStickerSet(
                titled: "Cats", name: "cats_by_cat_bot", for: ann.id,
                [Self.named("purr", "🐱", 1), Self.named("walk", "🐈", 2)])
            XCTAssertEqual(made.stickers.map(\.emoji), ["🐱", "🐈"])
            XCTAssertEqual(made.raw.keywords.map(\.keyword), [["purr"], ["walk"]])
            await Self.refused(.packShortNameOccupied) { () throws(InvocationError) in
                try await client.createStickerSet(
                    titled: "Cats", name: "cats_by_cat_bot", for: ann.id, [Self.named("purr", "🐱", 1)])
            }
            await Self.refused(.packShortNameInvalid) { () throws(InvocationError) in
                try await client.createStickerSet(
                    titled: "Cats", name: "cats", for: ann.id, [Self.named("purr", "🐱", 1)])
            }
            let reference = made.set.reference
            var set = try await client.addSticker(Self.named("sleep", "😴", 3), to: reference)
            XCTAssertEqual(set.stickers.map(\.emoji), ["🐱", "🐈", "😴"])
            set = try await client.moveSticker(try XCTUnwrap(set.stickers.last), to: 0)
            XCTAssertEqual(set.stickers.map(\.emoji), ["😴", "🐱", "🐈"])
            set = try await client.editSticker(try XCTUnwrap(set.stickers.first), emoji: "💤", keywords: ["nap"])
            XCTAssertEqual(set.stickers.map(\.emoji), ["💤", "🐱", "🐈"])
            let walking = try XCTUnwrap(set.stickers.last)
            set = try await client.replaceSticker(walking, with: Self.named("run", "🐆", 4))
            XCTAssertEqual(set.stickers.map(\.emoji), ["💤", "🐱", "🐆"])
            let bytes = try await client.download(try XCTUnwrap(set.stickers.last)).value
            XCTAssertEqual(Array(bytes), Self.picture(4))
            set = try await client.removeStickerFromSet(try XCTUnwrap(set.stickers.first))
            XCTAssertEqual(set.stickers.map(\.emoji), ["🐱", "🐆"])
            await Self.refused(.stickerInvalid) { () throws(InvocationError) in
                try await client.removeStickerFromSet(walking)
            }

            try await client.setStickerSetThumbnail(of: reference, to: .data(Self.picture(9), name: "thumb.webp"))
            try await client.renameStickerSet(reference, to: "Big cats")
            let now = try await client.stickerSet(reference)
            XCTAssertEqual(now.set.title, "Big cats")
            let thumbnail = try await client.download(try XCTUnwrap(now.set.thumbnails.first)).value
            XCTAssertEqual(Array(thumbnail), Self.picture(9))

            // Whose set it is.
            let owner = try await local.makeClient(of: ann)
            let mine = try await owner.myStickerSets()
            XCTAssertEqual(mine.map(\.set.name), ["cats_by_cat_bot"])
            let isFree = try await owner.isStickerSetNameFree("cats_by_cat_bot")
            XCTAssertFalse(isFree)
            let suggestion = try await owner.suggestStickerSetName(titled: "My Cats!")
            XCTAssertEqual(suggestion, "MyCats")
            let (stranger, _) = try await local.makePerson("Cid")
            await Self.refused(.stickersetInvalid) { () throws(InvocationError) in
                try await stranger.renameStickerSet("cats_by_cat_bot", to: "Mine")
            }
            try await client.deleteStickerSet("cats_by_cat_bot")
            await Self.refused(.stickersetInvalid) { () throws(InvocationError) in
                try await client.stickerSet(reference)
            }
            for client in [client, owner, stranger] { await client.disconnect() }
        }
    }

    func testALivePhotoIsSentAndReceived() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, _) = try await local.makePerson("Ann")
            let picture = SampleFile.png(width: 640, height: 480)
            let film = SampleFile.content(5_000)
            let photo = FileAttachment.photo(.data(picture, name: "cat.png"))
            let sent = try await client.sendMessage(
                to: "me", .attachment(photo.livePhoto(.data(film, name: "cat.mp4"))))
            let video = try XCTUnwrap(sent.media?.livePhotoVideo)
            let bytes = try await client.download(video).value
            XCTAssertEqual(Array(bytes), film)
            // A copy keeps it.
            let copy = try await client.copyMessage(sent.id, from: "me", to: "me", caption: "again")
            XCTAssertEqual(copy.media?.livePhotoVideo?.id, video.id)
            await client.disconnect()
        }
    }
}
