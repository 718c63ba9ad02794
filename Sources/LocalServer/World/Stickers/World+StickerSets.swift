// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension World {
    // MARK: Finding

    /// The set that a client names.
    ///
    /// - Throws: `STICKERSET_INVALID` if there is none.
    func stickerSet(_ input: TL.InputStickerSet, for viewer: Int64) throws(RPCFailure) -> StoredStickerSet {
        let found: StoredStickerSet?
        switch input {
        case .id(let set): found = set.accessHash == accessHash(of: set.id, for: viewer) ? stickers.sets[set.id] : nil
        case .shortName(let set): found = stickers.ids[set.shortName.lowercased()].flatMap { stickers.sets[$0] }
        default: found = nil
        }
        guard let found else { throw .bad(.stickersetInvalid) }
        return found
    }

    /// The set of a sticker that a client names, and the sticker's place in it.
    func sticker(_ input: TL.InputDocument, of caller: Account) throws(RPCFailure) -> (StoredStickerSet, Int) {
        let file = try document(input, caller)
        guard let id = stickers.setsOfFiles[file.id], let set = stickers.sets[id],
            let place = set.stickers.firstIndex(where: { $0.file == file.id })
        else { throw .bad(.stickerInvalid) }
        return (set, place)
    }

    // MARK: As accounts see them

    func shown(_ set: StoredStickerSet, for viewer: Int64) -> TL.StickerSet {
        let shelf = stickers[viewer]
        let thumbs = set.thumbnail.map { thumbnail in
            let size = PictureSize.read(thumbnail)
            return TL.PhotoSize.photoSize(
                .init(
                    type: "s", w: size?.width ?? 100, h: size?.height ?? 100, size: Int32(clamping: thumbnail.size)))
        }
        return TL.StickerSet(
            archived: shelf.archived[set.kind]?.contains(set.id) == true, masks: set.kind == .masks,
            emojis: set.kind == .emoji, creator: set.owner == viewer,
            installedDate: shelf.installed[set.kind]?.contains(set.id) == true ? shelf.installDates[set.id] : nil,
            id: set.id, accessHash: accessHash(of: set.id, for: viewer), title: set.title, shortName: set.name,
            thumbs: thumbs.map { [$0] }, thumbDCID: thumbs == nil ? nil : 1,
            thumbVersion: thumbs == nil ? nil : set.version, thumbDocumentID: set.thumbnailEmoji,
            count: Int32(clamping: set.stickers.count), hash: set.hash)
    }

    /// A set with its stickers.
    func content(of set: StoredStickerSet, for viewer: Int64) -> TL.messages.StickerSet {
        var packs: [(emoji: String, files: [Int64])] = []
        for sticker in set.stickers {
            for emoji in sticker.emoji.map({ String($0) }) {
                if let place = packs.firstIndex(where: { $0.emoji == emoji }) {
                    packs[place].files.append(sticker.file)
                } else {
                    packs.append((emoji, [sticker.file]))
                }
            }
        }
        return .stickerSet(
            .init(
                set: shown(set, for: viewer),
                packs: packs.map { TL.StickerPack(emoticon: $0.emoji, documents: $0.files) },
                keywords: set.stickers.filter { !$0.keywords.isEmpty }.map {
                    TL.StickerKeyword(documentID: $0.file, keyword: $0.keywords)
                },
                documents: set.stickers.map { document($0.file, for: viewer) }))
    }

    /// A set in a list, with its first sticker.
    func covered(_ set: StoredStickerSet, for viewer: Int64) -> TL.StickerSetCovered {
        guard let first = set.stickers.first else { return .no(.init(set: shown(set, for: viewer))) }
        return .stickerSetCovered(.init(set: shown(set, for: viewer), cover: document(first.file, for: viewer)))
    }

    /// The attributes of a document as an account sees them: a sticker names its set.
    func shown(_ attributes: [TL.DocumentAttribute], of file: Int64, for viewer: Int64) -> [TL.DocumentAttribute] {
        guard let id = stickers.setsOfFiles[file], let set = stickers.sets[id],
            let sticker = set.stickers.first(where: { $0.file == file })
        else { return attributes }
        let reference = TL.InputStickerSet.id(.init(id: id, accessHash: accessHash(of: id, for: viewer)))
        let others = attributes.filter { attribute in
            switch attribute {
            case .sticker, .customEmoji: false
            default: true
            }
        }
        let own: TL.DocumentAttribute =
            set.kind == .emoji
            ? .customEmoji(.init(free: true, alt: sticker.emoji, stickerset: reference))
            : .sticker(
                .init(
                    mask: set.kind == .masks, alt: sticker.emoji, stickerset: reference, maskCoords: sticker.mask))
        return others + [own]
    }

    // MARK: Making

    /// Makes a set.
    ///
    /// - Throws: ``RPCFailure`` with the reasons of `stickers.createStickerSet`.
    mutating func addStickerSet(
        titled title: String, name: String, kind: StoredStickerSet.Kind, owner: Int64?, bot: Int64?,
        _ items: [StoredStickerSet.Sticker], thumbnail: FileContent? = nil
    ) throws(RPCFailure) -> StoredStickerSet {
        guard stickers.sets.count < StickersState.mostSets else { throw RPCFailure(500, .storageFailed) }
        guard (1...64).contains(title.count) else { throw .bad(.packTitleInvalid) }
        guard Self.isStickerSetName(name) else { throw .bad(.packShortNameInvalid) }
        guard stickers.ids[name.lowercased()] == nil else { throw .bad(.packShortNameOccupied) }
        guard !items.isEmpty else { throw .bad(.stickersEmpty) }
        guard items.count <= Self.mostStickers(of: kind) else { throw .bad(.stickersTooMuch) }
        stickers.lastID += 1
        let set = StoredStickerSet(
            id: stickers.lastID, kind: kind, name: name, title: title, owner: owner, bot: bot, stickers: items,
            thumbnail: thumbnail)
        stickers.sets[set.id] = set
        stickers.ids[name.lowercased()] = set.id
        for item in items { stickers.setsOfFiles[item.file] = set.id }
        return set
    }

    static func mostStickers(of kind: StoredStickerSet.Kind) -> Int {
        kind == .emoji ? StickersState.mostEmoji : StickersState.mostStickers
    }

    /// Whether a text may be the name of a set; see core.telegram.org/method/stickers.createStickerSet.
    static func isStickerSetName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), name.first?.isLetter == true, !name.contains("__"), name.last != "_"
        else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// A sticker that a client describes: the file gets a number of its own in each set.
    mutating func sticker(
        _ item: TL.InputStickerSetItem, of caller: Account
    ) throws(RPCFailure) -> StoredStickerSet.Sticker {
        let file = try document(item.document, caller)
        guard case .document(let attributes, let mimeType) = file.kind else { throw .bad(.stickerDocumentInvalid) }
        guard !item.emoji.isEmpty else { throw .bad(.stickerEmojiInvalid) }
        guard ["image/png", "image/webp", "application/x-tgsticker", "video/webm"].contains(mimeType) else {
            throw .bad(.stickerMimeInvalid)
        }
        let copy = addDocument(
            file.content, attributes, mimeType: mimeType, dataCenter: file.dataCenter, thumbnail: file.thumbnail)
        let words = item.keywords?.split(separator: ",").map(String.init) ?? []
        return .init(file: copy, emoji: item.emoji, keywords: words, mask: item.maskCoords)
    }

    /// Lends a set for changes to those who may change it: whoever owns it, and the bot that made it.
    mutating func changeStickerSet(
        _ set: StoredStickerSet, by caller: Caller, _ change: (inout StoredStickerSet) throws(RPCFailure) -> Void
    ) throws(RPCFailure) -> TL.messages.StickerSet {
        guard set.owner == caller.id || set.bot == caller.id else { throw .bad(.stickersetInvalid) }
        var changed = set
        try change(&changed)
        changed.version += 1
        for sticker in set.stickers { stickers.setsOfFiles[sticker.file] = nil }
        for sticker in changed.stickers { stickers.setsOfFiles[sticker.file] = set.id }
        stickers.sets[set.id] = changed
        return content(of: changed, for: caller.id)
    }

    mutating func deleteStickerSet(_ set: StoredStickerSet, by caller: Caller) throws(RPCFailure) {
        guard set.owner == caller.id || set.bot == caller.id else { throw .bad(.stickersetInvalid) }
        for sticker in set.stickers { stickers.setsOfFiles[sticker.file] = nil }
        stickers.sets[set.id] = nil
        stickers.ids[set.name.lowercased()] = nil
        stickers.featured.removeAll { $0 == set.id }
    }

    // MARK: What accounts have

    /// The sets of a list that still exist.
    func stickerSets(_ ids: [Int64]?) -> [StoredStickerSet] { (ids ?? []).compactMap { stickers.sets[$0] } }

    /// Installs a set at the beginning, or puts it into the archive.
    ///
    /// - Returns: The sets that went to the archive to make room.
    mutating func install(_ set: StoredStickerSet, archived: Bool, by caller: Caller) -> [StoredStickerSet] {
        var shelf = stickers[caller.id]
        shelf.installed[set.kind]?.removeAll { $0 == set.id }
        shelf.archived[set.kind]?.removeAll { $0 == set.id }
        shelf.installDates[set.id] = date
        var displaced: [Int64] = []
        if archived {
            shelf.archived[set.kind, default: []].insert(set.id, at: 0)
        } else {
            shelf.installed[set.kind, default: []].insert(set.id, at: 0)
            while shelf.installed[set.kind, default: []].count > StickersState.mostInstalled {
                guard let last = shelf.installed[set.kind]?.popLast() else { break }
                shelf.archived[set.kind, default: []].insert(last, at: 0)
                displaced.append(last)
            }
        }
        stickers[caller.id] = shelf
        if archived {
            tellOfStickerSets(set.kind, caller)
        } else {
            tell(.newStickerSet(.init(stickerset: content(of: set, for: caller.id))), naming: [], to: caller)
        }
        return stickerSets(displaced)
    }

    mutating func uninstall(_ set: StoredStickerSet, by caller: Caller) {
        stickers[caller.id].installed[set.kind]?.removeAll { $0 == set.id }
        stickers[caller.id].archived[set.kind]?.removeAll { $0 == set.id }
        tellOfStickerSets(set.kind, caller)
    }

    private mutating func tellOfStickerSets(_ kind: StoredStickerSet.Kind, _ caller: Caller) {
        tell(.stickerSets(.init(masks: kind == .masks, emojis: kind == .emoji)), naming: [], to: caller)
    }

    /// The installed sets of a kind.
    func installedSets(
        _ kind: StoredStickerSet.Kind, unless hash: Int64, for viewer: Int64
    ) -> TL.messages.AllStickers {
        let sets = stickerSets(stickers[viewer].installed[kind])
        let current = StickersState.hash(sets.map { Int64($0.hash) })
        guard hash == 0 || current != hash else { return .notModified }
        return .allStickers(.init(hash: current, sets: sets.map { shown($0, for: viewer) }))
    }

    /// The stickers of all sets that an account has installed.
    func installedStickers(_ kind: StoredStickerSet.Kind, of viewer: Int64) -> [StoredStickerSet.Sticker] {
        stickerSets(stickers[viewer].installed[kind]).flatMap(\.stickers)
    }
}
