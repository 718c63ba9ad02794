// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Sticker sets, stickers and custom emoji.
    mutating func addStickers() {
        on(TL.messages.GetStickerSet.self) { request, caller, world in
            let set = try world.stickerSet(request.stickerset, for: caller.id)
            guard request.hash == 0 || request.hash != set.hash else { return .notModified }
            return world.content(of: set, for: caller.id)
        }
        addInstalledSets()
        addStickerLists()
        addStickerSearch()
        addOwnSets()
    }

    private mutating func addInstalledSets() {
        on(TL.messages.InstallStickerSet.self, .person) { request, caller, world in
            let set = try world.stickerSet(request.stickerset, for: caller.id)
            let displaced = world.install(set, archived: request.archived, by: caller)
            guard !displaced.isEmpty else { return .success }
            return .archive(.init(sets: displaced.map { world.covered($0, for: caller.id) }))
        }
        on(TL.messages.UninstallStickerSet.self, .person) { request, caller, world in
            world.uninstall(try world.stickerSet(request.stickerset, for: caller.id), by: caller)
            return true
        }
        on(TL.messages.ToggleStickerSets.self, .person) { request, caller, world in
            let sets = try request.stickersets.map { try world.stickerSet($0, for: caller.id) }
            for set in sets {
                if request.uninstall {
                    world.uninstall(set, by: caller)
                } else {
                    _ = world.install(set, archived: request.archive, by: caller)
                }
            }
            return true
        }
        on(TL.messages.ReorderStickerSets.self, .person) { request, caller, world in
            let kind: StoredStickerSet.Kind = request.masks ? .masks : request.emojis ? .emoji : .stickers
            let known = world.stickers[caller.id].installed[kind] ?? []
            let first = request.order.filter { known.contains($0) }
            world.stickers[caller.id].installed[kind] = first + known.filter { !first.contains($0) }
            world.tell(
                .stickerSetsOrder(.init(masks: request.masks, emojis: request.emojis, order: request.order)),
                naming: [], to: caller)
            return true
        }
        on(TL.messages.GetAllStickers.self, .person) { request, caller, world in
            world.installedSets(.stickers, unless: request.hash, for: caller.id)
        }
        on(TL.messages.GetMaskStickers.self, .person) { request, caller, world in
            world.installedSets(.masks, unless: request.hash, for: caller.id)
        }
        on(TL.messages.GetEmojiStickers.self, .person) { request, caller, world in
            world.installedSets(.emoji, unless: request.hash, for: caller.id)
        }
        on(TL.messages.GetArchivedStickers.self, .person) { request, caller, world in
            let kind: StoredStickerSet.Kind = request.masks ? .masks : request.emojis ? .emoji : .stickers
            let sets = world.stickerSets(world.stickers[caller.id].archived[kind])
            return .init(
                count: Int32(clamping: sets.count),
                sets: world.page(of: sets, after: request.offsetID, limit: request.limit, for: caller.id))
        }
        on(TL.messages.GetFeaturedStickers.self, .person) { request, caller, world in
            world.featuredSets(isEmoji: false, unless: request.hash, for: caller.id)
        }
        on(TL.messages.GetFeaturedEmojiStickers.self, .person) { request, caller, world in
            world.featuredSets(isEmoji: true, unless: request.hash, for: caller.id)
        }
        on(TL.messages.ReadFeaturedStickers.self, .person) { request, caller, world in
            let seen = request.id.isEmpty ? world.stickers.featured : request.id
            world.stickers[caller.id].seen.formUnion(seen.filter { world.stickers.featured.contains($0) })
            return true
        }
    }

    private mutating func addStickerLists() {
        on(TL.messages.GetCustomEmojiDocuments.self) { request, caller, world in
            guard request.documentID.count <= 200 else { throw RPCFailure.bad(.limitInvalid) }
            return request.documentID.filter { id in
                world.stickers.setsOfFiles[id].flatMap { world.stickers.sets[$0] }?.kind == .emoji
            }.map { world.document($0, for: caller.id) }
        }
        on(TL.messages.GetFavedStickers.self, .person) { request, caller, world in
            let files = world.stickers[caller.id].favorites
            let hash = StickersState.hash(files)
            guard request.hash == 0 || request.hash != hash else { return .notModified }
            return .favedStickers(
                .init(hash: hash, packs: [], stickers: files.map { world.document($0, for: caller.id) }))
        }
        on(TL.messages.FaveSticker.self, .person) { request, caller, world in
            let file = try world.stickerFile(request.id, of: caller.account)
            var list = world.stickers[caller.id].favorites.filter { $0 != file }
            if !request.unfave { list = Array(([file] + list).prefix(StickersState.mostFavorites)) }
            world.stickers[caller.id].favorites = list
            world.tell(.favedStickers, naming: [], to: caller)
            return true
        }
        on(TL.messages.GetRecentStickers.self, .person) { request, caller, world in
            // Stickers that were put on photos are not kept apart here.
            let list = world.stickers[caller.id].recent
            let hash = StickersState.hash(list.map(\.file))
            guard request.hash == 0 || request.hash != hash else { return .notModified }
            return .recentStickers(
                .init(
                    hash: hash, packs: [], stickers: list.map { world.document($0.file, for: caller.id) },
                    dates: list.map(\.date)))
        }
        on(TL.messages.SaveRecentSticker.self, .person) { request, caller, world in
            let file = try world.stickerFile(request.id, of: caller.account)
            world.noteRecentSticker(file, of: caller.id, isGone: request.unsave)
            world.tell(.recentStickers, naming: [], to: caller)
            return true
        }
        on(TL.messages.ClearRecentStickers.self, .person) { _, caller, world in
            world.stickers[caller.id].recent = []
            world.tell(.recentStickers, naming: [], to: caller)
            return true
        }
        on(TL.messages.GetSavedGifs.self, .person) { request, caller, world in
            let files = world.stickers[caller.id].gifs
            let hash = StickersState.hash(files)
            guard request.hash == 0 || request.hash != hash else { return .notModified }
            return .savedGifs(.init(hash: hash, gifs: files.map { world.document($0, for: caller.id) }))
        }
        on(TL.messages.SaveGif.self, .person) { request, caller, world in
            let file = try world.document(request.id, caller.account)
            guard case .document(let attributes, _) = file.kind,
                attributes.contains(where: { if case .animated = $0 { true } else { false } })
            else { throw RPCFailure.bad(.gifIDInvalid) }
            var list = world.stickers[caller.id].gifs.filter { $0 != file.id }
            if !request.unsave { list = Array(([file.id] + list).prefix(StickersState.mostGIFs)) }
            world.stickers[caller.id].gifs = list
            world.tell(.savedGifs, naming: [], to: caller)
            return true
        }
        on(TL.messages.GetAttachedStickers.self) { request, caller, world in
            let files: [Int64]
            switch request.media {
            case .photo(let photo): files = world.stickers.attached[try world.photo(photo.id, caller.account).id] ?? []
            case .document(let document): files = [try world.document(document.id, caller.account).id]
            }
            var sets: [Int64] = []
            for id in files.compactMap({ world.stickers.setsOfFiles[$0] }) where !sets.contains(id) { sets.append(id) }
            return world.stickerSets(sets).map { world.covered($0, for: caller.id) }
        }
    }
}

extension World {
    /// The file of a sticker that a client names.
    fileprivate func stickerFile(_ input: TL.InputDocument, of caller: Account) throws(RPCFailure) -> Int64 {
        let file = try document(input, caller)
        guard case .document(let attributes, _) = file.kind,
            stickers.setsOfFiles[file.id] != nil
                || attributes.contains(where: { if case .sticker = $0 { true } else { false } })
        else { throw .bad(.stickerIDInvalid) }
        return file.id
    }

    /// Puts a sticker at the beginning of those that an account used last, or takes it out.
    mutating func noteRecentSticker(_ file: Int64, of account: Int64, isGone: Bool = false) {
        var list = stickers[account].recent.filter { $0.file != file }
        if !isGone { list = Array(([(file, date)] + list).prefix(StickersState.mostRecent)) }
        stickers[account].recent = list
    }

    /// Some of a list of sets, beginning after one.
    func page(
        of sets: [StoredStickerSet], after id: Int64, limit: Int32, for viewer: Int64
    ) -> [TL.StickerSetCovered] {
        let start = sets.firstIndex { $0.id == id }.map { $0 + 1 } ?? 0
        return sets.dropFirst(start).prefix(limit > 0 ? min(100, Int(limit)) : 100).map { covered($0, for: viewer) }
    }

    /// The sets that the server recommends.
    fileprivate func featuredSets(
        isEmoji: Bool, unless hash: Int64, for viewer: Int64
    ) -> TL.messages.FeaturedStickers {
        let sets = stickerSets(stickers.featured).filter { ($0.kind == .emoji) == isEmoji }
        let unread = sets.map(\.id).filter { !stickers[viewer].seen.contains($0) }
        // The list changes for a client also when it has looked at a set.
        let current = StickersState.hash(sets.flatMap { unread.contains($0.id) ? [$0.id, 1] : [$0.id] })
        guard hash == 0 || hash != current else { return .notModified(.init(count: Int32(clamping: sets.count))) }
        return .featuredStickers(
            .init(
                hash: current, count: Int32(clamping: sets.count), sets: sets.map { covered($0, for: viewer) },
                unread: unread))
    }
}
