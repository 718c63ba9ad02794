// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Sets that accounts make themselves.
    mutating func addOwnSets() {
        on(TL.stickers.CreateStickerSet.self) { request, caller, world in
            let owner = try world.member(request.userID, for: caller.account)
            // Bots make sets for people, whose names say so; people make their own.
            guard !owner.isBot, caller.isBot || owner.id == caller.id else { throw RPCFailure.bad(.userIDInvalid) }
            let ending = "_by_\(caller.username ?? "")".lowercased()
            guard !caller.isBot || request.shortName.lowercased().hasSuffix(ending) else {
                throw RPCFailure.bad(.packShortNameInvalid)
            }
            guard request.stickers.count <= StickersState.mostEmoji else { throw RPCFailure.bad(.stickersTooMuch) }
            var items: [StoredStickerSet.Sticker] = []
            for item in request.stickers { items.append(try world.sticker(item, of: caller.account)) }
            let set = try world.addStickerSet(
                titled: request.title, name: request.shortName,
                kind: request.masks ? .masks : request.emojis ? .emoji : .stickers, owner: owner.id,
                bot: caller.isBot ? caller.id : nil, items,
                thumbnail: try request.thumb.map { try world.document($0, caller.account).content })
            return world.content(of: set, for: caller.id)
        }
        on(TL.stickers.AddStickerToSet.self) { request, caller, world in
            let set = try world.stickerSet(request.stickerset, for: caller.id)
            guard set.stickers.count < World.mostStickers(of: set.kind) else {
                throw RPCFailure.bad(.stickerpackStickersTooMuch)
            }
            let item = try world.sticker(request.sticker, of: caller.account)
            return try world.changeStickerSet(set, by: caller) { $0.stickers.append(item) }
        }
        on(TL.stickers.RemoveStickerFromSet.self) { request, caller, world in
            let (set, place) = try world.sticker(request.sticker, of: caller.account)
            return try world.changeStickerSet(set, by: caller) { $0.stickers.remove(at: place) }
        }
        on(TL.stickers.ChangeStickerPosition.self) { request, caller, world in
            let (set, place) = try world.sticker(request.sticker, of: caller.account)
            let target = min(max(0, Int(request.position)), set.stickers.count - 1)
            return try world.changeStickerSet(set, by: caller) { set in
                let item = set.stickers.remove(at: place)
                set.stickers.insert(item, at: target)
            }
        }
        on(TL.stickers.ChangeSticker.self) { request, caller, world in
            let (set, place) = try world.sticker(request.sticker, of: caller.account)
            guard request.emoji != "" else { throw RPCFailure.bad(.stickerEmojiInvalid) }
            return try world.changeStickerSet(set, by: caller) { set in
                if let emoji = request.emoji { set.stickers[place].emoji = emoji }
                if let words = request.keywords {
                    set.stickers[place].keywords = words.split(separator: ",").map(String.init)
                }
                if let mask = request.maskCoords { set.stickers[place].mask = mask }
            }
        }
        on(TL.stickers.ReplaceSticker.self) { request, caller, world in
            let (set, place) = try world.sticker(request.sticker, of: caller.account)
            let item = try world.sticker(request.newSticker, of: caller.account)
            return try world.changeStickerSet(set, by: caller) { $0.stickers[place] = item }
        }
        on(TL.stickers.SetStickerSetThumb.self) { request, caller, world in
            let set = try world.stickerSet(request.stickerset, for: caller.id)
            var picture: FileContent?
            if let thumb = request.thumb, case .inputDocument = thumb {
                picture = try world.document(thumb, caller.account).content
            }
            let emoji = request.thumbDocumentID.flatMap { id in set.stickers.contains { $0.file == id } ? id : nil }
            guard emoji != nil || (request.thumbDocumentID ?? 0) == 0 else {
                throw RPCFailure.bad(.stickerInvalid)
            }
            return try world.changeStickerSet(set, by: caller) { set in
                set.thumbnail = picture
                set.thumbnailEmoji = emoji
            }
        }
        on(TL.stickers.RenameStickerSet.self) { request, caller, world in
            let set = try world.stickerSet(request.stickerset, for: caller.id)
            guard (1...64).contains(request.title.count) else { throw RPCFailure.bad(.packTitleInvalid) }
            return try world.changeStickerSet(set, by: caller) { $0.title = request.title }
        }
        on(TL.stickers.DeleteStickerSet.self) { request, caller, world in
            try world.deleteStickerSet(try world.stickerSet(request.stickerset, for: caller.id), by: caller)
            return true
        }
        on(TL.stickers.CheckShortName.self, .person) { request, _, world in
            guard World.isStickerSetName(request.shortName) else { throw RPCFailure.bad(.shortNameInvalid) }
            guard world.stickers.ids[request.shortName.lowercased()] == nil else {
                throw RPCFailure.bad(.shortNameOccupied)
            }
            return true
        }
        on(TL.stickers.SuggestShortName.self, .person) { request, _, world in
            let letters = request.title.unicodeScalars.filter { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            }
            let bare = String(String.UnicodeScalarView(letters)).prefix(50)
            guard let first = bare.first, first.isLetter else { throw RPCFailure.bad(.titleInvalid) }
            var name = String(bare)
            var number = 1
            while world.stickers.ids[name.lowercased()] != nil {
                number += 1
                name = "\(bare)\(number)"
            }
            return .init(shortName: name)
        }
        on(TL.messages.GetMyStickers.self, .person) { request, caller, world in
            let sets = world.stickers.sets.values.filter { $0.owner == caller.id }.sorted { $0.id > $1.id }
            return .init(
                count: Int32(clamping: sets.count),
                sets: world.page(of: sets, after: request.offsetID, limit: request.limit, for: caller.id))
        }
    }
}
