// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Gifts that people buy for each other, and codes.
    mutating func addGifts() {
        on(TL.payments.GetStarGifts.self, .person) { _, _, world in
            let gifts = world.bots.payments.gifts.catalog.sorted { $0.key < $1.key }.map(\.value.tl)
            return .starGifts(.init(hash: 0, gifts: gifts, chats: [], users: []))
        }
        on(TL.payments.CheckCanSendGift.self, .person) { request, _, world in
            guard let gift = world.bots.payments.gifts.catalog[request.giftID] else {
                throw RPCFailure.bad(.stargiftInvalid)
            }
            return gift.remains == 0
                ? .fail(.init(reason: .init(text: "This gift is sold out.", entities: []))) : .ok
        }
        on(TL.payments.GetSavedStarGifts.self, .person) { request, caller, world in
            let owner = try world.target(request.peer, for: caller.account)
            var all = world.bots.payments.gifts.saved.filter { saved in
                saved.owner == owner && (saved.isShown || owner == caller.id)
                    && !(request.excludeUnsaved && !saved.isShown) && !(request.excludeSaved && saved.isShown)
                    && !(request.excludeUnique && saved.unique != nil)
            }
            all.reverse()
            all = all.filter(\.isPinned) + all.filter { !$0.isPinned }
            let start = min(max(0, Int(request.offset) ?? 0), all.count)
            let end = min(all.count, start + min(max(1, Int(request.limit)), 100))
            let part = all[start..<end]
            return .init(
                count: Int32(clamping: all.count), gifts: part.compactMap { world.shown($0) },
                nextOffset: end < all.count ? String(end) : nil, chats: [],
                users: world.users(Set(part.filter { !$0.hidesName }.map(\.sender)), for: caller.id))
        }
        on(TL.payments.SaveStarGift.self, .person) { request, caller, world in
            let index = try world.giftIndex(request.stargift, of: caller.id)
            world.bots.payments.gifts.saved[index].isShown = !request.unsave
            return true
        }
        on(TL.payments.ConvertStarGift.self, .person) { request, caller, world in
            let index = try world.giftIndex(request.stargift, of: caller.id)
            let saved = world.bots.payments.gifts.saved[index]
            guard saved.unique == nil else { throw RPCFailure.bad(.stargiftAlreadyUpgraded) }
            world.bots.payments.gifts.saved.remove(at: index)
            world.add(world.bots.payments.gifts.catalog[saved.gift]?.convertStars ?? 0, to: caller.id, "Gift")
            return true
        }
        on(TL.payments.UpgradeStarGift.self, .person) { request, caller, world in
            let index = try world.giftIndex(request.stargift, of: caller.id)
            try world.upgradeGift(at: index, keepsDetails: request.keepOriginalDetails)
            return world.updates([], naming: [], for: caller.id)
        }
        on(TL.payments.TransferStarGift.self, .person) { request, caller, world in
            let index = try world.giftIndex(request.stargift, of: caller.id)
            try world.transferGift(at: index, to: try world.target(request.toID, for: caller.account))
            return world.updates([], naming: [], for: caller.id)
        }
        on(TL.payments.ToggleStarGiftsPinnedToTop.self, .person) { request, caller, world in
            guard try world.target(request.peer, for: caller.account) == caller.id else {
                throw RPCFailure.bad(.stargiftPeerInvalid)
            }
            guard request.stargift.count <= 6 else { throw RPCFailure.bad(.limitInvalid) }
            var pinned: Set<Int> = []
            for gift in request.stargift { pinned.insert(try world.giftIndex(gift, of: caller.id)) }
            for index in world.bots.payments.gifts.saved.indices
            where world.bots.payments.gifts.saved[index].owner == caller.id {
                world.bots.payments.gifts.saved[index].isPinned = pinned.contains(index)
            }
            return true
        }
        on(TL.payments.GetUniqueStarGift.self) { request, caller, world in
            let found = world.bots.payments.gifts.saved.first { $0.unique?.slug == request.slug }
            guard let found, let unique = found.unique else { throw RPCFailure.bad(.stargiftSlugInvalid) }
            return .init(
                gift: world.shown(unique, found.gift, of: found.owner), chats: [],
                users: world.users([found.owner], for: caller.id))
        }
        on(TL.payments.UpdateStarGiftPrice.self, .person) { request, caller, world in
            let index = try world.giftIndex(request.stargift, of: caller.id)
            guard world.bots.payments.gifts.saved[index].unique != nil else {
                throw RPCFailure.bad(.stargiftNotUnique)
            }
            var isFree = false
            if case .starsAmount(let price) = request.resellAmount { isFree = price.amount == 0 }
            world.bots.payments.gifts.saved[index].unique?.price = isFree ? nil : request.resellAmount
            return world.updates([], naming: [], for: caller.id)
        }
        addCodes()
    }

    private mutating func addCodes() {
        on(TL.payments.CheckGiftCode.self, .person) { request, _, world in
            guard let code = world.bots.payments.gifts.codes[request.slug] else {
                throw RPCFailure.bad(.giftSlugInvalid)
            }
            return .init(
                toID: code.user, date: code.date, days: code.days, usedDate: code.usedDate, chats: [], users: [])
        }
        on(TL.payments.ApplyGiftCode.self, .person) { request, caller, world in
            guard let code = world.bots.payments.gifts.codes[request.slug] else {
                throw RPCFailure.bad(.giftSlugInvalid)
            }
            guard code.usedDate == nil else { throw RPCFailure.bad(.giftSlugExpired) }
            let date = world.date
            world.bots.payments.gifts.codes[request.slug]?.usedDate = date
            world.bots.payments.gifts.codes[request.slug]?.user = caller.id
            return world.updates([], naming: [], for: caller.id)
        }
        on(TL.payments.GetGiveawayInfo.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            guard case .plain(.giveaway(let giveaway))? = message.content.media else {
                throw RPCFailure.bad(.messageIDInvalid)
            }
            return .giveawayInfo(
                .init(participating: Int64(giveaway.untilDate) > world.now, startDate: message.date))
        }
    }
}
