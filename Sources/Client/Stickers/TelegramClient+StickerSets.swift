// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

// Sets that the account makes itself; a bot makes them for a person.
extension TelegramClient {
    /// Creates a sticker set (`stickers.createStickerSet`).
    ///
    /// - Parameters:
    ///   - title: The title, 1 to 64 characters.
    ///   - name: The name in links; that of a bot's set ends with `_by_` and the bot's name.
    ///   - owner: Whose set it is; bots name a person, people themselves.
    ///   - stickers: The stickers, 1 to 120; files that are not on the server are uploaded.
    ///   - kind: What it consists of.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    public func createStickerSet(
        titled title: String, name: String, for owner: some PeerConvertible = "me",
        _ stickers: [NewSticker], kind: StickerSet.Kind = .stickers
    ) async throws(InvocationError) -> StickerSetContent {
        guard (1...64).contains(title.count), (1...120).contains(stickers.count) else {
            throw .invalidArgument(
                method: "stickers.createStickerSet",
                "a title has 1 to 64 characters, and a set 1 to 120 stickers at first")
        }
        var items: [TL.InputStickerSetItem] = []
        for sticker in stickers { items.append(try await core.item(sticker)) }
        let answer = try await core.callUser(owner) { user in
            TL.stickers.CreateStickerSet(
                masks: kind == .masks, emojis: kind == .customEmoji, userID: user, title: title, shortName: name,
                stickers: items)
        }
        return try core.content(answer, "stickers.createStickerSet")
    }

    /// Adds a sticker to a set (`stickers.addStickerToSet`).
    ///
    /// - Parameters:
    ///   - sticker: The sticker.
    ///   - set: The set.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func addSticker(
        _ sticker: NewSticker, to set: StickerSetReference
    ) async throws(InvocationError) -> StickerSetContent {
        let item = try await core.item(sticker)
        return try core.content(
            try await core.invoke(TL.stickers.AddStickerToSet(stickerset: set.raw, sticker: item)),
            "stickers.addStickerToSet")
    }

    /// Removes a sticker from its set (`stickers.removeStickerFromSet`).
    ///
    /// - Parameter sticker: The sticker.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func removeStickerFromSet(_ sticker: Sticker) async throws(InvocationError) -> StickerSetContent {
        core.files.learn(sticker.document)
        return try core.content(
            try await core.invoke(TL.stickers.RemoveStickerFromSet(sticker: sticker.document.inputDocument)),
            "stickers.removeStickerFromSet")
    }

    /// Moves a sticker in its set (`stickers.changeStickerPosition`).
    ///
    /// - Parameters:
    ///   - sticker: The sticker.
    ///   - position: Its place from 0 on.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func moveSticker(
        _ sticker: Sticker, to position: Int
    ) async throws(InvocationError) -> StickerSetContent {
        core.files.learn(sticker.document)
        return try core.content(
            try await core.invoke(
                TL.stickers.ChangeStickerPosition(
                    sticker: sticker.document.inputDocument, position: Int32(clamping: position))),
            "stickers.changeStickerPosition")
    }

    /// Changes what a sticker stands for (`stickers.changeSticker`).
    ///
    /// - Parameters:
    ///   - sticker: The sticker.
    ///   - emoji: The emoji that it stands for; `nil` to leave them.
    ///   - keywords: Words by which it is found; `nil` to leave them.
    ///   - maskPosition: Where a mask is put on a face; `nil` to leave it.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func editSticker(
        _ sticker: Sticker, emoji: String? = nil, keywords: [String]? = nil, maskPosition: TL.MaskCoords? = nil
    ) async throws(InvocationError) -> StickerSetContent {
        core.files.learn(sticker.document)
        return try core.content(
            try await core.invoke(
                TL.stickers.ChangeSticker(
                    sticker: sticker.document.inputDocument, emoji: emoji, maskCoords: maskPosition,
                    keywords: keywords?.joined(separator: ","))), "stickers.changeSticker")
    }

    /// Puts another sticker in the place of one (`stickers.replaceSticker`).
    ///
    /// - Parameters:
    ///   - sticker: The sticker that goes.
    ///   - other: The one that comes.
    /// - Returns: The set.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func replaceSticker(
        _ sticker: Sticker, with other: NewSticker
    ) async throws(InvocationError) -> StickerSetContent {
        core.files.learn(sticker.document)
        let item = try await core.item(other)
        return try core.content(
            try await core.invoke(
                TL.stickers.ReplaceSticker(sticker: sticker.document.inputDocument, newSticker: item)),
            "stickers.replaceSticker")
    }

    /// Sets the picture that stands for a set in lists (`stickers.setStickerSetThumb`).
    ///
    /// - Parameters:
    ///   - set: The set.
    ///   - file: The picture; `nil` for the first sticker.
    /// - Throws: ``InvocationError``.
    public func setStickerSetThumbnail(
        of set: StickerSetReference, to file: (any InputFileConvertible)?
    ) async throws(InvocationError) {
        var document = TL.InputDocument.empty
        if let file { document = try await core.storedDocument(file.inputFile) }
        _ = try await core.invoke(TL.stickers.SetStickerSetThumb(stickerset: set.raw, thumb: document))
    }

    /// Sets the custom emoji that stands for a set of custom emoji (`stickers.setStickerSetThumb`).
    ///
    /// - Parameters:
    ///   - set: The set.
    ///   - emojiID: The number of the emoji; `nil` for the first one.
    /// - Throws: ``InvocationError``.
    public func setStickerSetThumbnail(
        of set: StickerSetReference, toCustomEmoji emojiID: Int64?
    ) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.stickers.SetStickerSetThumb(stickerset: set.raw, thumbDocumentID: emojiID ?? 0))
    }

    /// Gives a set another title (`stickers.renameStickerSet`).
    ///
    /// - Parameters:
    ///   - set: The set.
    ///   - title: The title, 1 to 64 characters.
    /// - Throws: ``InvocationError``.
    public func renameStickerSet(_ set: StickerSetReference, to title: String) async throws(InvocationError) {
        guard (1...64).contains(title.count) else {
            throw .invalidArgument(method: "stickers.renameStickerSet", "a title has 1 to 64 characters")
        }
        _ = try await core.invoke(TL.stickers.RenameStickerSet(stickerset: set.raw, title: title))
    }

    /// Deletes a set for everybody (`stickers.deleteStickerSet`).
    ///
    /// - Parameter set: The set.
    /// - Throws: ``InvocationError``.
    public func deleteStickerSet(_ set: StickerSetReference) async throws(InvocationError) {
        _ = try await core.invoke(TL.stickers.DeleteStickerSet(stickerset: set.raw))
    }

    /// Checks whether a name for a set is free (`stickers.checkShortName`).
    ///
    /// - Parameter name: The name.
    /// - Returns: Whether it is free.
    /// - Throws: ``InvocationError``, for example `SHORT_NAME_INVALID`.
    public func isStickerSetNameFree(_ name: String) async throws(InvocationError) -> Bool {
        do throws(InvocationError) {
            return try await core.invoke(TL.stickers.CheckShortName(shortName: name))
        } catch {
            guard error.is(.shortNameOccupied) else { throw error }
            return false
        }
    }

    /// Suggests a name for a set (`stickers.suggestShortName`).
    ///
    /// - Parameter title: The title.
    /// - Returns: A name that is free.
    /// - Throws: ``InvocationError``.
    public func suggestStickerSetName(titled title: String) async throws(InvocationError) -> String {
        try await core.invoke(TL.stickers.SuggestShortName(title: title)).shortName
    }

    /// Lists the sets that the account has made (`messages.getMyStickers`).
    ///
    /// - Parameters:
    ///   - id: The set after which the list begins, 0 for the first.
    ///   - limit: How many at most, 1 to 100.
    /// - Returns: The sets.
    /// - Throws: ``InvocationError``.
    public func myStickerSets(
        after id: Int64 = 0, limit: Int = 100
    ) async throws(InvocationError) -> [StickerSetPreview] {
        let list = try await core.invoke(TL.messages.GetMyStickers(offsetID: id, limit: Int32(clamping: limit)))
        let context = core.context()
        return list.sets.map { StickerSetPreview($0, context) }
    }
}
