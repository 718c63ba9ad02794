// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class StickerMethodTests: XCTestCase {
    private static let set = StickerSetReference.id(3, accessHash: 33)
    private static let inputSet = TL.InputStickerSet.id(.init(id: 3, accessHash: 33))
    private static let inputDocument = TL.InputDocument.inputDocument(
        .init(id: 8, accessHash: 88, fileReference: [1, 2]))

    private static let rawSticker = TL.Document.Document(
        id: 8, accessHash: 88, fileReference: [1, 2], date: 1, mimeType: "image/webp", size: 9, dcID: 2,
        attributes: [.sticker(.init(alt: "🐱", stickerset: inputSet))])

    private static var sticker: Sticker {
        Sticker(Document(raw: rawSticker, origin: .stickerSet(id: 3, accessHash: 33))) ?? { fatalError("no sticker") }()
    }

    private static let rawSet = TL.StickerSet(
        id: 3, accessHash: 33, title: "Cats", shortName: "cats", count: 1, hash: 5)
    private static let content = TL.messages.StickerSet.stickerSet(
        .init(
            set: rawSet, packs: [.init(emoticon: "🐱", documents: [8])], keywords: [],
            documents: [.document(rawSticker)]))
    private static let covered = TL.StickerSetCovered.stickerSetCovered(
        .init(set: rawSet, cover: .document(rawSticker)))
    private static let newSticker = NewSticker(sticker, emoji: "🐱", keywords: ["cat", "pet"])
    private static let item = TL.InputStickerSetItem(document: inputDocument, emoji: "🐱", keywords: "cat,pet")
    private static let emptyAnimation = Document(raw: rawSticker, origin: .savedGIFs)

    static let cases = [
        MethodCase(
            "stickerSet", { _ = try await $0.stickerSet("cats") },
            sends: [TL.messages.GetStickerSet(stickerset: .shortName(.init(shortName: "cats")), hash: 0)],
            answers: [content]),
        MethodCase(
            "stickerSet, by link", { _ = try await $0.stickerSet("https://t.me/addstickers/cats?x=1") },
            sends: [TL.messages.GetStickerSet(stickerset: .shortName(.init(shortName: "cats")), hash: 0)],
            answers: [content]),
        MethodCase(
            "customEmoji", { _ = try await $0.customEmoji([8]) },
            sends: [TL.messages.GetCustomEmojiDocuments(documentID: [8])], answers: [[TL.Document.document(rawSticker)]]
        ),
        MethodCase("customEmoji, too many", { _ = try await $0.customEmoji(Array(1...201)) }) { $0.isInvalidArgument },
        MethodCase(
            "installedStickerSets", { _ = try await $0.installedStickerSets() },
            sends: [TL.messages.GetAllStickers(hash: 0)],
            answers: [TL.messages.AllStickers.allStickers(.init(hash: 1, sets: [rawSet]))]),
        MethodCase(
            "installedStickerSets, unchanged",
            { client in
                let sets = try await client.installedStickerSets(.masks, ifChangedSince: 7)
                XCTAssertNil(sets)
            }, sends: [TL.messages.GetMaskStickers(hash: 7)], answers: [TL.messages.AllStickers.notModified]),
        MethodCase(
            "installedStickerSets, custom emoji", { _ = try await $0.installedStickerSets(.customEmoji) },
            sends: [TL.messages.GetEmojiStickers(hash: 0)], answers: [TL.messages.AllStickers.notModified]),
        MethodCase(
            "installStickerSet",
            { client in
                let archived = try await client.installStickerSet(set)
                XCTAssertEqual(archived.map(\.set.name), ["cats"])
            }, sends: [TL.messages.InstallStickerSet(stickerset: inputSet, archived: false)],
            answers: [TL.messages.StickerSetInstallResult.archive(.init(sets: [covered]))]),
        MethodCase(
            "uninstallStickerSet", { try await $0.uninstallStickerSet(set) },
            sends: [TL.messages.UninstallStickerSet(stickerset: inputSet)], answers: [true]),
        MethodCase(
            "reorderStickerSets", { try await $0.reorderStickerSets([3, 4], .masks) },
            sends: [TL.messages.ReorderStickerSets(masks: true, order: [3, 4])], answers: [true]),
        MethodCase(
            "archivedStickerSets", { _ = try await $0.archivedStickerSets(after: 3, limit: 20) },
            sends: [TL.messages.GetArchivedStickers(offsetID: 3, limit: 20)],
            answers: [TL.messages.ArchivedStickers(count: 1, sets: [covered])]),
        MethodCase(
            "favoriteStickers", { _ = try await $0.favoriteStickers() }, sends: [TL.messages.GetFavedStickers(hash: 0)],
            answers: [TL.messages.FavedStickers.notModified]),
        MethodCase(
            "setFavorite", { try await $0.setFavorite(sticker) },
            sends: [TL.messages.FaveSticker(id: inputDocument, unfave: false)], answers: [true]),
        MethodCase(
            "recentStickers", { _ = try await $0.recentStickers() }, sends: [TL.messages.GetRecentStickers(hash: 0)],
            answers: [TL.messages.RecentStickers.notModified]),
        MethodCase(
            "searchStickerSets", { _ = try await $0.searchStickerSets("cat") },
            sends: [TL.messages.SearchStickerSets(q: "cat", hash: 0)],
            answers: [TL.messages.FoundStickerSets.foundStickerSets(.init(hash: 1, sets: [covered]))]),
        MethodCase(
            "searchStickerSets, custom emoji", { _ = try await $0.searchStickerSets("cat", .customEmoji) },
            sends: [TL.messages.SearchEmojiStickerSets(q: "cat", hash: 0)],
            answers: [TL.messages.FoundStickerSets.notModified]),
        MethodCase(
            "stickers", { _ = try await $0.stickers(for: "🐱") },
            sends: [TL.messages.GetStickers(emoticon: "🐱", hash: 0)],
            answers: [TL.messages.Stickers.stickers(.init(hash: 1, stickers: [.document(rawSticker)]))]),
        MethodCase(
            "attachedStickerSets", { _ = try await $0.attachedStickerSets(of: photo) },
            sends: [
                TL.messages.GetAttachedStickers(
                    media: .photo(
                        .init(id: .inputPhoto(.init(id: 4, accessHash: 44, fileReference: [5])))))
            ],
            answers: [[covered]]),
        MethodCase(
            "savedGIFs", { _ = try await $0.savedGIFs() }, sends: [TL.messages.GetSavedGifs(hash: 0)],
            answers: [TL.messages.SavedGifs.notModified]),
        MethodCase(
            "setSaved", { try await $0.setSaved(emptyAnimation, false) },
            sends: [TL.messages.SaveGif(id: inputDocument, unsave: true)], answers: [true]),
    ]

    private static let photo = Photo(
        raw: .init(
            id: 4, accessHash: 44, fileReference: [5], date: 1,
            sizes: [.photoSize(.init(type: "x", w: 10, h: 20, size: 30))], dcID: 2),
        origin: .message(id: 7, chat: .user(5)))

    static let ownCases = [
        MethodCase(
            "createStickerSet",
            {
                _ = try await $0.createStickerSet(
                    titled: "Cats", name: "cats_by_some_bot", for: Sample.user, [newSticker])
            },
            sends: [
                TL.stickers.CreateStickerSet(
                    userID: .inputUser(.init(userID: 5, accessHash: 50)), title: "Cats", shortName: "cats_by_some_bot",
                    stickers: [item])
            ], answers: [content]),
        MethodCase(
            "createStickerSet, without stickers",
            { _ = try await $0.createStickerSet(titled: "Cats", name: "cats", []) }
        ) { $0.isInvalidArgument },
        MethodCase(
            "addSticker", { try await $0.addSticker(newSticker, to: set) },
            sends: [TL.stickers.AddStickerToSet(stickerset: inputSet, sticker: item)], answers: [content]),
        MethodCase(
            "removeStickerFromSet", { try await $0.removeStickerFromSet(sticker) },
            sends: [TL.stickers.RemoveStickerFromSet(sticker: inputDocument)], answers: [content]),
        MethodCase(
            "moveSticker", { try await $0.moveSticker(sticker, to: 2) },
            sends: [TL.stickers.ChangeStickerPosition(sticker: inputDocument, position: 2)], answers: [content]),
        MethodCase(
            "editSticker", { try await $0.editSticker(sticker, emoji: "🐈") },
            sends: [TL.stickers.ChangeSticker(sticker: inputDocument, emoji: "🐈")], answers: [content]),
        MethodCase(
            "replaceSticker", { try await $0.replaceSticker(sticker, with: newSticker) },
            sends: [TL.stickers.ReplaceSticker(sticker: inputDocument, newSticker: item)], answers: [content]),
        MethodCase(
            "setStickerSetThumbnail", { try await $0.setStickerSetThumbnail(of: set, to: sticker) },
            sends: [TL.stickers.SetStickerSetThumb(stickerset: inputSet, thumb: inputDocument)], answers: [content]),
        MethodCase(
            "setStickerSetThumbnail, of custom emoji",
            { try await $0.setStickerSetThumbnail(of: set, toCustomEmoji: 8) },
            sends: [TL.stickers.SetStickerSetThumb(stickerset: inputSet, thumbDocumentID: 8)], answers: [content]),
        MethodCase(
            "renameStickerSet", { try await $0.renameStickerSet(set, to: "Dogs") },
            sends: [TL.stickers.RenameStickerSet(stickerset: inputSet, title: "Dogs")], answers: [content]),
        MethodCase("renameStickerSet, no title", { try await $0.renameStickerSet(set, to: "") }) {
            $0.isInvalidArgument
        },
        MethodCase(
            "deleteStickerSet", { try await $0.deleteStickerSet(set) },
            sends: [TL.stickers.DeleteStickerSet(stickerset: inputSet)], answers: [true]),
        MethodCase(
            "isStickerSetNameFree",
            { client in
                let isFree = try await client.isStickerSetNameFree("cats")
                XCTAssertFalse(isFree)
            }, sends: [TL.stickers.CheckShortName(shortName: "cats")],
            answers: [InvocationError.refused("SHORT_NAME_OCCUPIED")]),
        MethodCase(
            "suggestStickerSetName", { _ = try await $0.suggestStickerSetName(titled: "Cats") },
            sends: [TL.stickers.SuggestShortName(title: "Cats")],
            answers: [TL.stickers.SuggestedShortName(shortName: "cats")]),
        MethodCase(
            "myStickerSets", { _ = try await $0.myStickerSets() },
            sends: [TL.messages.GetMyStickers(offsetID: 0, limit: 100)],
            answers: [TL.messages.MyStickers(count: 1, sets: [covered])]),
        MethodCase(
            "setFavorite, with an old reference", { try await $0.setFavorite(sticker) },
            sends: [
                TL.messages.FaveSticker(id: inputDocument, unfave: false),
                TL.messages.GetStickerSet(stickerset: inputSet, hash: 0),
                TL.messages.FaveSticker(
                    id: .inputDocument(.init(id: 8, accessHash: 88, fileReference: [9, 9, 9, 9, 9])), unfave: false),
            ],
            answers: [
                InvocationError.refused("FILE_REFERENCE_EXPIRED"),
                TL.messages.StickerSet.stickerSet(
                    .init(
                        set: rawSet, packs: [], keywords: [],
                        documents: [
                            .document(
                                .init(
                                    id: 8, accessHash: 88, fileReference: [9, 9, 9, 9, 9], date: 1,
                                    mimeType: "image/webp", size: 9, dcID: 2, attributes: []))
                        ])), true,
            ]),
    ]

    static let searchCases = [
        MethodCase(
            "featuredStickerSets",
            { client in
                let featured = try await client.featuredStickerSets()
                XCTAssertEqual(featured.sets.map(\.set.name), ["cats"])
                XCTAssertEqual(featured.unseenIDs, [3])
            }, sends: [TL.messages.GetFeaturedStickers(hash: 0)],
            answers: [
                TL.messages.FeaturedStickers.featuredStickers(.init(hash: 1, count: 1, sets: [covered], unread: [3]))
            ]),
        MethodCase(
            "featuredStickerSets, custom emoji", { _ = try await $0.featuredStickerSets(.customEmoji) },
            sends: [TL.messages.GetFeaturedEmojiStickers(hash: 0)],
            answers: [TL.messages.FeaturedStickers.notModified(.init(count: 0))]),
        MethodCase(
            "markFeaturedStickerSetsSeen", { try await $0.markFeaturedStickerSetsSeen([3]) },
            sends: [TL.messages.ReadFeaturedStickers(id: [3])], answers: [true]),
        MethodCase(
            "searchStickers",
            { client in
                let found = try await client.searchStickers("cat", emoji: "🐱", languages: ["en"], offset: 2, limit: 5)
                XCTAssertEqual(found.stickers.map(\.id), [8])
                XCTAssertEqual(found.nextOffset, 3)
            },
            sends: [
                TL.messages.SearchStickers(
                    emojis: false, q: "cat", emoticon: "🐱", langCode: ["en"], offset: 2, limit: 5, hash: 0)
            ],
            answers: [
                TL.messages.FoundStickers.foundStickers(
                    .init(nextOffset: 3, hash: 1, stickers: [.document(rawSticker)]))
            ]),
        MethodCase("searchStickers, for nothing", { _ = try await $0.searchStickers("") }) { $0.isInvalidArgument },
        MethodCase(
            "customEmojiIDs",
            { client in
                let ids = try await client.customEmojiIDs(for: "🐱")
                XCTAssertEqual(ids, [8])
            }, sends: [TL.messages.SearchCustomEmoji(emoticon: "🐱", hash: 0)],
            answers: [TL.EmojiList.emojiList(.init(hash: 1, documentID: [8]))]),
        MethodCase(
            "setStickerSets, archived", { try await $0.setStickerSets([set], to: .archived) },
            sends: [TL.messages.ToggleStickerSets(archive: true, stickersets: [inputSet])], answers: [true]),
        MethodCase(
            "setStickerSets, removed", { try await $0.setStickerSets([set], to: .removed) },
            sends: [TL.messages.ToggleStickerSets(uninstall: true, stickersets: [inputSet])], answers: [true]),
        MethodCase(
            "setRecent", { try await $0.setRecent(sticker) },
            sends: [TL.messages.SaveRecentSticker(id: inputDocument, unsave: false)], answers: [true]),
        MethodCase(
            "clearRecentStickers", { try await $0.clearRecentStickers() },
            sends: [TL.messages.ClearRecentStickers()], answers: [true]),
        MethodCase(
            "emojiKeywords",
            { client in
                let words = try await client.emojiKeywords(in: "en")
                XCTAssertEqual(words, ["cat": ["🐱"]])
            }, sends: [TL.messages.GetEmojiKeywords(langCode: "en")],
            answers: [
                TL.EmojiKeywordsDifference(
                    langCode: "en", fromVersion: 0, version: 1,
                    keywords: [
                        .emojiKeyword(.init(keyword: "cat", emoticons: ["🐱"])),
                        .deleted(.init(keyword: "dog", emoticons: ["🐶"])),
                    ])
            ]),
        MethodCase(
            "emojiGroups",
            { client in
                let groups = try await client.emojiGroups()
                XCTAssertEqual(groups.map(\.title), ["Animals", "Premium"])
                XCTAssertEqual(groups.map(\.emoji), [["🐱"], []])
            }, sends: [TL.messages.GetEmojiGroups(hash: 0)],
            answers: [
                TL.messages.EmojiGroups.emojiGroups(
                    .init(
                        hash: 1,
                        groups: [
                            .emojiGroup(.init(title: "Animals", iconEmojiID: 5, emoticons: ["🐱"])),
                            .premium(.init(title: "Premium", iconEmojiID: 6)),
                        ]))
            ]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in Self.cases + Self.ownCases + Self.searchCases { try await row.check() }
    }

    func testASetKnowsItsStickers() throws {
        let client = try TelegramClient.scripted(RecordingInvoker([]))
        guard case .stickerSet(let raw) = Self.content else { return XCTFail("no set") }
        let content = StickerSetContent(raw, client.core.context())
        XCTAssertEqual(content.stickers(for: "🐱").map(\.id), [8])
        XCTAssertEqual(content.stickers(for: "🐶").count, 0)
        XCTAssertEqual(content.set.kind, .stickers)
        XCTAssertEqual(content.stickers.first?.format, .image)
    }
}
