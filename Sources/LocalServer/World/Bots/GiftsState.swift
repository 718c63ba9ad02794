// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// The gifts that people can buy, and those that they have.
struct GiftsState: Sendable {
    /// A gift that can be bought.
    struct Offer: Sendable {
        let id: Int64
        let title: String
        let stars: Int64
        let convertStars: Int64
        let upgradeStars: Int64?
        /// How many there are, and how many are left.
        let total: Int32?
        var remains: Int32?
        /// When it was sold first and last.
        var sales: (first: Int32, last: Int32)?
        /// How many have become unique.
        var uniqueCount: Int32 = 0

        var tl: TL.StarGift {
            // The dates come along when it is sold out.
            let sales = remains == 0 ? sales : nil
            return .starGift(
                .init(
                    limited: total != nil, soldOut: sales != nil, id: id, sticker: .empty(.init(id: 0)), stars: stars,
                    availabilityRemains: remains, availabilityTotal: total, convertStars: convertStars,
                    firstSaleDate: sales?.first, lastSaleDate: sales?.last, upgradeStars: upgradeStars, title: title))
        }
    }

    /// A gift of which there is one.
    struct Unique: Sendable {
        let id: Int64
        let slug: String
        let number: Int32
        let attributes: [TL.StarGiftAttribute]
        /// For what its owner sells it.
        var price: TL.StarsAmount?
    }

    /// A code by which somebody gets Premium.
    struct Code: Sendable {
        let days: Int32
        let date: Int32
        var usedDate: Int32?
        var user: Int64?
    }

    /// A gift that somebody has.
    struct Saved: Sendable {
        let gift: Int64
        var owner: Int64
        let sender: Int64
        let date: Int32
        let text: TL.TextWithEntities?
        let hidesName: Bool
        /// Whether the change into a unique one is paid for.
        let canUpgrade: Bool
        /// The message that tells the owner of it.
        var message: Int32
        var isShown = true
        var isPinned = false
        var unique: Unique?
    }

    var catalog: [Int64: Offer] = [:]
    var saved: [Saved] = []
    var codes: [String: Code] = [:]

    /// How many gifts are remembered.
    static let capacity = 10_000
}

extension World {
    /// What a gift costs now.
    func giftPrice(_ invoice: TL.InputInvoice.StarGift, for account: Account) throws(RPCFailure) -> Int64 {
        guard case .user = PeerNumber(try target(invoice.peer, for: account)) else { throw .bad(.stargiftPeerInvalid) }
        guard let gift = bots.payments.gifts.catalog[invoice.giftID] else { throw .bad(.stargiftInvalid) }
        guard gift.remains != 0 else { throw .bad(.stargiftUsageLimited) }
        guard invoice.includeUpgrade else { return gift.stars }
        guard let upgrade = gift.upgradeStars else { throw .bad(.stargiftUpgradeUnavailable) }
        return gift.stars &+ upgrade
    }

    /// Buys a gift for somebody.
    mutating func give(_ invoice: TL.InputInvoice.StarGift, by payer: Account) throws(RPCFailure) {
        let price = try giftPrice(invoice, for: payer)
        let owner = try target(invoice.peer, for: payer)
        guard accounts[owner]?.isBot == false else { throw .bad(.stargiftPeerInvalid) }
        guard bots.payments.gifts.saved.count < GiftsState.capacity,
            var gift = bots.payments.gifts.catalog[invoice.giftID]
        else { throw .bad(.stargiftUsageLimited) }
        try spend(price, of: payer.id, on: "Gift")
        gift.remains = gift.remains.map { max(0, $0 - 1) }
        gift.sales = (gift.sales?.first ?? date, date)
        bots.payments.gifts.catalog[invoice.giftID] = gift
        let action = TL.MessageAction.starGift(
            .init(
                nameHidden: invoice.hideName, saved: true, canUpgrade: invoice.includeUpgrade, gift: gift.tl,
                message: invoice.message, convertStars: gift.convertStars,
                upgradeStars: invoice.includeUpgrade ? gift.upgradeStars : nil,
                fromID: invoice.hideName ? nil : Self.peer(payer.id), toID: Self.peer(owner)))
        let told = tell(action, to: owner, action, to: payer.id, from: payer.id)
        bots.payments.gifts.saved.append(
            .init(
                gift: invoice.giftID, owner: owner, sender: payer.id, date: date, text: invoice.message,
                hidesName: invoice.hideName, canUpgrade: invoice.includeUpgrade, message: told.ids[owner] ?? 0))
    }

    /// The place of a gift that somebody has.
    func giftIndex(_ gift: TL.InputSavedStarGift, of owner: Int64) throws(RPCFailure) -> Int {
        let index: Int?
        switch gift {
        case .user(let gift):
            index = bots.payments.gifts.saved.firstIndex { $0.owner == owner && $0.message == gift.msgID }
        case .slug(let gift):
            index = bots.payments.gifts.saved.firstIndex { $0.owner == owner && $0.unique?.slug == gift.slug }
        case .chat: throw .bad(.stargiftPeerInvalid)
        }
        guard let index else { throw .bad(.stargiftNotFound) }
        return index
    }

    /// Changes a gift into a unique one.
    mutating func upgradeGift(at index: Int, keepsDetails: Bool) throws(RPCFailure) {
        let saved = bots.payments.gifts.saved[index]
        guard saved.unique == nil else { throw .bad(.stargiftAlreadyUpgraded) }
        guard saved.canUpgrade else { throw .bad(.paymentRequired) }
        let number = (bots.payments.gifts.catalog[saved.gift]?.uniqueCount ?? 0) + 1
        bots.payments.gifts.catalog[saved.gift]?.uniqueCount = number
        let details = TL.StarGiftAttribute.originalDetails(
            .init(
                senderID: saved.hidesName ? nil : Self.peer(saved.sender), recipientID: Self.peer(saved.owner),
                date: saved.date, message: saved.text))
        let title = bots.payments.gifts.catalog[saved.gift]?.title ?? "Gift"
        let unique = GiftsState.Unique(
            id: Int64(bitPattern: randomness.next()), slug: "\(title)-\(number)", number: number,
            attributes: keepsDetails ? [details] : [])
        bots.payments.gifts.saved[index].unique = unique
        let action = TL.MessageAction.starGiftUnique(
            .init(
                upgrade: true, saved: true, gift: shown(unique, saved.gift, of: saved.owner),
                fromID: Self.peer(saved.sender)))
        let told = tell(action, to: saved.owner, action, to: saved.sender, from: saved.owner)
        bots.payments.gifts.saved[index].message = told.ids[saved.owner] ?? saved.message
    }

    /// Gives a unique gift to somebody else.
    mutating func transferGift(at index: Int, to owner: Int64) throws(RPCFailure) {
        guard accounts[owner]?.isBot == false else { throw .bad(.stargiftPeerInvalid) }
        let saved = bots.payments.gifts.saved[index]
        guard var unique = saved.unique else { throw .bad(.stargiftNotUnique) }
        unique.price = nil
        let action = TL.MessageAction.starGiftUnique(
            .init(
                transferred: true, saved: true, gift: shown(unique, saved.gift, of: owner),
                fromID: Self.peer(saved.owner)))
        let told = tell(action, to: owner, action, to: saved.owner, from: saved.owner)
        bots.payments.gifts.saved[index].unique = unique
        bots.payments.gifts.saved[index].owner = owner
        bots.payments.gifts.saved[index].isPinned = false
        bots.payments.gifts.saved[index].message = told.ids[owner] ?? 0
    }

    /// A gift as somebody sees it.
    func shown(_ saved: GiftsState.Saved) -> TL.SavedStarGift? {
        let gift: TL.StarGift
        if let unique = saved.unique {
            gift = shown(unique, saved.gift, of: saved.owner)
        } else if let known = bots.payments.gifts.catalog[saved.gift] {
            gift = known.tl
        } else {
            return nil
        }
        let plain = saved.unique == nil ? bots.payments.gifts.catalog[saved.gift] : nil
        return .init(
            nameHidden: saved.hidesName, unsaved: !saved.isShown, canUpgrade: plain != nil && saved.canUpgrade,
            pinnedToTop: saved.isPinned, fromID: saved.hidesName ? nil : Self.peer(saved.sender), date: saved.date,
            gift: gift, message: saved.text, msgID: saved.message, convertStars: plain?.convertStars)
    }

    /// A gift of which there is one.
    func shown(_ unique: GiftsState.Unique, _ gift: Int64, of owner: Int64) -> TL.StarGift {
        let offer = bots.payments.gifts.catalog[gift]
        return .unique(
            .init(
                id: unique.id, giftID: gift, title: offer?.title ?? "", slug: unique.slug, num: unique.number,
                ownerID: Self.peer(owner), attributes: unique.attributes,
                availabilityIssued: offer?.uniqueCount ?? 0, availabilityTotal: offer?.total ?? .max,
                resellAmount: unique.price.map { [$0] }))
    }
}
