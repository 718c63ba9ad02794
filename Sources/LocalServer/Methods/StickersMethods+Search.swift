// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Stickers, sets and emoji by words and by emoji.
    mutating func addStickerSearch() {
        on(TL.messages.GetStickers.self, .person) { request, caller, world in
            guard !request.emoticon.isEmpty else { throw RPCFailure.bad(.emoticonEmpty) }
            let files = world.stickers(standingFor: request.emoticon, .stickers, for: caller.id)
            let hash = StickersState.hash(files)
            guard request.hash == 0 || request.hash != hash else { return .notModified }
            return .stickers(.init(hash: hash, stickers: files.map { world.document($0, for: caller.id) }))
        }
        on(TL.messages.SearchStickerSets.self, .person) { request, caller, world in
            world.foundSets(request.q, unless: request.hash, for: caller.id) { $0 == .stickers }
        }
        on(TL.messages.SearchEmojiStickerSets.self, .person) { request, caller, world in
            world.foundSets(request.q, unless: request.hash, for: caller.id) { $0 == .emoji }
        }
        on(TL.messages.SearchStickers.self, .person) { request, caller, world in
            let kind: StoredStickerSet.Kind = request.emojis ? .emoji : .stickers
            let emoji = request.emoticon.map(String.init)
            let words = request.q.lowercased()
            let found = world.stickers.sets.values.sorted { $0.id < $1.id }.filter { $0.kind == kind }
                .flatMap(\.stickers).filter { sticker in
                    emoji.contains { sticker.emoji.contains($0) }
                        || !words.isEmpty && sticker.keywords.contains { $0.lowercased().contains(words) }
                }.map(\.file)
            guard request.offset >= 0 else { throw RPCFailure.bad(.offsetInvalid) }
            let limit = request.limit > 0 ? min(100, Int(request.limit)) : 100
            let page = found.dropFirst(Int(request.offset)).prefix(limit)
            let end = Int(request.offset) + page.count
            let next = end < found.count ? Int32(clamping: end) : nil
            let hash = StickersState.hash(page)
            guard request.hash == 0 || request.hash != hash else { return .notModified(.init(nextOffset: next)) }
            return .foundStickers(
                .init(nextOffset: next, hash: hash, stickers: page.map { world.document($0, for: caller.id) }))
        }
        on(TL.messages.SearchCustomEmoji.self, .person) { request, caller, world in
            guard !request.emoticon.isEmpty else { throw RPCFailure.bad(.emoticonEmpty) }
            let files = world.stickers(standingFor: request.emoticon, .emoji, for: caller.id)
            let hash = StickersState.hash(files)
            guard request.hash == 0 || request.hash != hash else { return .notModified }
            return .emojiList(.init(hash: hash, documentID: files))
        }
        on(TL.messages.GetEmojiKeywords.self, .person) { request, _, world in
            let words = world.stickers.keywords[request.langCode] ?? []
            return .init(
                langCode: request.langCode, fromVersion: 0, version: 1,
                keywords: words.map { .emojiKeyword(.init(keyword: $0.word, emoticons: $0.emoji)) })
        }
        on(TL.messages.GetEmojiGroups.self, .person) { request, _, world in
            guard request.hash != 1 else { return .notModified }
            return .emojiGroups(
                .init(
                    hash: 1,
                    groups: world.stickers.groups.map {
                        .emojiGroup(.init(title: $0.title, iconEmojiID: 0, emoticons: $0.emoji))
                    }))
        }
    }
}

extension World {
    /// The stickers that stand for an emoji: those of installed sets first.
    fileprivate func stickers(
        standingFor emoji: String, _ kind: StoredStickerSet.Kind, for viewer: Int64
    ) -> [Int64] {
        let installed = stickers[viewer].installed[kind] ?? []
        let others = stickers.sets.values.filter { $0.kind == kind && !installed.contains($0.id) }.map(\.id).sorted()
        return stickerSets(installed + others).flatMap(\.stickers).filter { sticker in
            emoji.contains { sticker.emoji.contains($0) }
        }.map(\.file)
    }

    fileprivate func foundSets(
        _ query: String, unless hash: Int64, for viewer: Int64, _ isWanted: (StoredStickerSet.Kind) -> Bool
    ) -> TL.messages.FoundStickerSets {
        let words = query.lowercased()
        let found = stickers.sets.values.sorted { $0.id < $1.id }.filter { set in
            isWanted(set.kind) && !words.isEmpty
                && (set.title.lowercased().contains(words) || set.name.lowercased().contains(words))
        }
        let current = StickersState.hash(found.map(\.id))
        guard hash == 0 || hash != current else { return .notModified }
        return .foundStickerSets(.init(hash: current, sets: found.prefix(100).map { covered($0, for: viewer) }))
    }
}
