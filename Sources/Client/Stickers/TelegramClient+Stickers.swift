// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// Gets a sticker set with its stickers (`messages.getStickerSet`).
    ///
    /// - Parameter set: Which one: `"Animals"`, `.name("t.me/addstickers/Animals")`, ``Sticker/set``.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    public func stickerSet(_ set: StickerSetReference) async throws(InvocationError) -> StickerSetContent {
        try core.content(
            try await core.invoke(TL.messages.GetStickerSet(stickerset: set.raw, hash: 0)), "messages.getStickerSet")
    }

    /// Gets custom emoji by their numbers (`messages.getCustomEmojiDocuments`).
    ///
    /// - Parameter ids: The numbers, 1 to 200.
    /// - Returns: The emoji that exist, in the server's order.
    /// - Throws: ``InvocationError``.
    public func customEmoji(_ ids: [Int64]) async throws(InvocationError) -> [Sticker] {
        guard (1...200).contains(ids.count) else {
            throw .invalidArgument(
                method: "messages.getCustomEmojiDocuments", "1 to 200 numbers are allowed, not \(ids.count)")
        }
        let documents = try await core.invoke(TL.messages.GetCustomEmojiDocuments(documentID: ids))
        return core.stickers(documents) { .customEmoji(id: $0.id) }
    }

    /// Gets the sets that the account has installed (`messages.getAllStickers`, `messages.getMaskStickers`,
    /// `messages.getEmojiStickers`).
    ///
    /// - Parameters:
    ///   - kind: Of which kind.
    ///   - hash: The ``InstalledStickerSets/hash`` of an earlier answer.
    /// - Returns: The sets in order; `nil` if nothing has changed since the earlier answer.
    /// - Throws: ``InvocationError``.
    public func installedStickerSets(
        _ kind: StickerSet.Kind = .stickers, ifChangedSince hash: Int64 = 0
    ) async throws(InvocationError) -> InstalledStickerSets? {
        let answer =
            switch kind {
            case .masks: try await core.invoke(TL.messages.GetMaskStickers(hash: hash))
            case .customEmoji: try await core.invoke(TL.messages.GetEmojiStickers(hash: hash))
            default: try await core.invoke(TL.messages.GetAllStickers(hash: hash))
            }
        guard case .allStickers(let list) = answer else { return nil }
        let context = core.context()
        return InstalledStickerSets(sets: list.sets.map { StickerSet($0, context) }, hash: list.hash)
    }

    /// Installs a sticker set (`messages.installStickerSet`).
    ///
    /// - Parameters:
    ///   - set: Which one.
    ///   - archived: Whether it goes to the archive.
    /// - Returns: The sets that went to the archive because there were too many.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func installStickerSet(
        _ set: StickerSetReference, archived: Bool = false
    ) async throws(InvocationError) -> [StickerSetPreview] {
        let result = try await core.invoke(TL.messages.InstallStickerSet(stickerset: set.raw, archived: archived))
        guard case .archive(let archive) = result else { return [] }
        let context = core.context()
        return archive.sets.map { StickerSetPreview($0, context) }
    }

    /// Removes a sticker set from the account's (`messages.uninstallStickerSet`).
    ///
    /// - Parameter set: Which one.
    /// - Throws: ``InvocationError``.
    public func uninstallStickerSet(_ set: StickerSetReference) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.UninstallStickerSet(stickerset: set.raw))
    }

    /// Puts the installed sets in another order (`messages.reorderStickerSets`).
    ///
    /// - Parameters:
    ///   - ids: The numbers of the sets, the first one first.
    ///   - kind: Of which kind they are.
    /// - Throws: ``InvocationError``.
    public func reorderStickerSets(
        _ ids: [Int64], _ kind: StickerSet.Kind = .stickers
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.messages.ReorderStickerSets(masks: kind == .masks, emojis: kind == .customEmoji, order: ids))
    }

    /// Lists the sets in the account's archive, newest first (`messages.getArchivedStickers`).
    ///
    /// - Parameters:
    ///   - kind: Of which kind.
    ///   - id: The set after which the list begins, 0 for the first.
    ///   - limit: How many at most, 1 to 100.
    /// - Returns: The sets.
    /// - Throws: ``InvocationError``.
    public func archivedStickerSets(
        _ kind: StickerSet.Kind = .stickers, after id: Int64 = 0, limit: Int = 100
    ) async throws(InvocationError) -> [StickerSetPreview] {
        let list = try await core.invoke(
            TL.messages.GetArchivedStickers(
                masks: kind == .masks, emojis: kind == .customEmoji, offsetID: id, limit: Int32(clamping: limit)))
        let context = core.context()
        return list.sets.map { StickerSetPreview($0, context) }
    }

    /// Gets the account's favourite stickers (`messages.getFavedStickers`).
    ///
    /// - Returns: The stickers.
    /// - Throws: ``InvocationError``.
    public func favoriteStickers() async throws(InvocationError) -> [Sticker] {
        guard case .favedStickers(let list) = try await core.invoke(TL.messages.GetFavedStickers(hash: 0)) else {
            return []
        }
        return core.stickers(list.stickers) { _ in .favoriteStickers }
    }

    /// Makes a sticker a favourite, or makes it none any more (`messages.faveSticker`).
    ///
    /// - Parameters:
    ///   - sticker: Which one.
    ///   - isFavorite: Whether it is to be one.
    /// - Throws: ``InvocationError``.
    public func setFavorite(_ sticker: Sticker, _ isFavorite: Bool = true) async throws(InvocationError) {
        core.files.learn(sticker.document)
        _ = try await core.invoke(
            TL.messages.FaveSticker(id: sticker.document.inputDocument, unfave: !isFavorite))
    }

    /// Gets the stickers that the account used last (`messages.getRecentStickers`).
    ///
    /// - Returns: The stickers.
    /// - Throws: ``InvocationError``.
    public func recentStickers() async throws(InvocationError) -> [Sticker] {
        guard case .recentStickers(let list) = try await core.invoke(TL.messages.GetRecentStickers(hash: 0)) else {
            return []
        }
        return core.stickers(list.stickers) { _ in .recentStickers }
    }

    /// Searches for sticker sets by their titles and names (`messages.searchStickerSets`).
    ///
    /// - Parameters:
    ///   - query: What to look for.
    ///   - kind: Stickers or custom emoji.
    /// - Returns: The sets that were found.
    /// - Throws: ``InvocationError``.
    public func searchStickerSets(
        _ query: String, _ kind: StickerSet.Kind = .stickers
    ) async throws(InvocationError) -> [StickerSetPreview] {
        let answer =
            kind == .customEmoji
            ? try await core.invoke(TL.messages.SearchEmojiStickerSets(q: query, hash: 0))
            : try await core.invoke(TL.messages.SearchStickerSets(q: query, hash: 0))
        guard case .foundStickerSets(let list) = answer else { return [] }
        let context = core.context()
        return list.sets.map { StickerSetPreview($0, context) }
    }

    /// Gets stickers that stand for an emoji (`messages.getStickers`).
    ///
    /// - Parameter emoji: The emoji.
    /// - Returns: The stickers.
    /// - Throws: ``InvocationError``.
    public func stickers(for emoji: String) async throws(InvocationError) -> [Sticker] {
        guard case .stickers(let list) = try await core.invoke(TL.messages.GetStickers(emoticon: emoji, hash: 0)) else {
            return []
        }
        return core.stickers(list.stickers) { document in
            Document(raw: document, origin: nil).stickerSetOrigin ?? .recentStickers
        }
    }

    /// Gets the sets whose stickers are on a photo (`messages.getAttachedStickers`).
    ///
    /// - Parameter photo: The photo.
    /// - Returns: The sets.
    /// - Throws: ``InvocationError``.
    public func attachedStickerSets(of photo: Photo) async throws(InvocationError) -> [StickerSetPreview] {
        if let origin = photo.origin { core.files.learn(FileKey(kind: .photo, id: photo.id), from: origin) }
        let list = try await core.invoke(
            TL.messages.GetAttachedStickers(media: .photo(.init(id: photo.inputPhoto))))
        let context = core.context()
        return list.map { StickerSetPreview($0, context) }
    }

    /// Gets the account's saved GIFs (`messages.getSavedGifs`).
    ///
    /// - Returns: The animations, the newest first.
    /// - Throws: ``InvocationError``.
    public func savedGIFs() async throws(InvocationError) -> [Document] {
        guard case .savedGifs(let list) = try await core.invoke(TL.messages.GetSavedGifs(hash: 0)) else { return [] }
        return list.gifs.compactMap { Document($0, .savedGIFs) }
    }

    /// Saves a GIF, or removes it from the saved ones (`messages.saveGif`).
    ///
    /// - Parameters:
    ///   - animation: The animation.
    ///   - isSaved: Whether it is to be saved.
    /// - Throws: ``InvocationError``.
    public func setSaved(_ animation: Document, _ isSaved: Bool = true) async throws(InvocationError) {
        core.files.learn(animation)
        _ = try await core.invoke(TL.messages.SaveGif(id: animation.inputDocument, unsave: !isSaved))
    }
}

/// The sets that an account has installed.
public struct InstalledStickerSets: Sendable {
    /// The sets in order.
    public let sets: [StickerSet]
    /// What the list is notified apart from later ones by.
    public let hash: Int64
}

extension Document {
    /// The set of the sticker, as where its reference can be got.
    var stickerSetOrigin: FileOrigin? {
        guard case .id(let set) = sticker?.stickerset ?? customEmoji?.stickerset else { return nil }
        return .stickerSet(id: set.id, accessHash: set.accessHash)
    }
}

extension FileState {
    /// Takes note of where a document was seen.
    func learn(_ document: Document) {
        if let origin = document.origin { learn(FileKey(kind: .document, id: document.id), from: origin) }
    }
}
