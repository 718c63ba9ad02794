// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Fetches the gifts that can be bought (`payments.getStarGifts`).
    ///
    /// - Returns: The gifts as the schema has them.
    /// - Throws: ``InvocationError``.
    public func giftCatalog() async throws(InvocationError) -> [TL.StarGift] {
        guard case .starGifts(let list) = try await core.invoke(TL.payments.GetStarGifts(hash: 0)) else { return [] }
        core.learn(users: list.users, chats: list.chats)
        return list.gifts
    }

    /// Asks whether a gift can be sent (`payments.checkCanSendGift`).
    ///
    /// - Parameter giftID: The gift's number in the catalogue.
    /// - Returns: Why not; `nil` if it can be sent.
    /// - Throws: ``InvocationError``.
    public func reasonNotToSendGift(_ giftID: Int64) async throws(InvocationError) -> String? {
        switch try await core.invoke(TL.payments.CheckCanSendGift(giftID: giftID)) {
        case .ok: nil
        case .fail(let failure): failure.reason.text
        }
    }

    /// Buys a gift for somebody with Stars (`payments.getPaymentForm`, `payments.sendStarsForm`).
    ///
    /// - Parameters:
    ///   - giftID: The gift's number in the catalogue.
    ///   - peer: For whom: a user or a channel.
    ///   - hidesName: Whether others do not see who gave it.
    ///   - includesUpgrade: Whether it can be upgraded without being paid for again.
    /// - Throws: ``InvocationError``; `BALANCE_TOO_LOW` if there are not enough Stars.
    public func sendGift(
        _ giftID: Int64, to peer: some PeerConvertible, hidesName: Bool = false, includesUpgrade: Bool = false
    ) async throws(InvocationError) {
        let reference = try peer.peerReference
        try await pay(
            try await paymentForm(
                for: .gift(giftID, to: reference, hidesName: hidesName, includesUpgrade: includesUpgrade)))
    }

    /// Fetches the gifts that somebody was given, the newest first (`payments.getSavedStarGifts`).
    ///
    /// - Parameters:
    ///   - peer: Whose gifts: a user's or a channel's.
    ///   - collectionID: Those of one collection; `nil` for all.
    ///   - isSortedByValue: Whether the most valuable one comes first.
    /// - Returns: The gifts, page by page.
    public func gifts(
        of peer: some PeerConvertible = "me", collectionID: Int32? = nil, isSortedByValue: Bool = false
    ) -> Paged<SavedGift, String> {
        let core = core
        return Paged(identity: .number { $0.place }) { offset, limit throws(InvocationError) in
            let list = try await core.call(peer) { peer in
                TL.payments.GetSavedStarGifts(
                    sortByValue: isSortedByValue, peer: peer, collectionID: collectionID, offset: offset ?? "",
                    limit: Int32(limit))
            }
            core.learn(users: list.users, chats: list.chats)
            return Page(
                list.gifts.map { SavedGift(raw: $0) }, next: list.nextOffset.flatMap { $0.isEmpty ? nil : $0 },
                total: Int(list.count))
        }
    }

    /// Shows a gift on the profile, or hides it (`payments.saveStarGift`).
    ///
    /// - Parameters:
    ///   - isShown: Whether it is shown.
    ///   - gift: The gift.
    /// - Throws: ``InvocationError``.
    public func setGiftShown(_ isShown: Bool, _ gift: GiftReference) async throws(InvocationError) {
        let gift = try await gift.tl(core)
        _ = try await core.invoke(TL.payments.SaveStarGift(unsave: !isShown, stargift: gift))
    }

    /// Turns a gift into Stars (`payments.convertStarGift`).
    ///
    /// - Parameter gift: The gift, which is gone then.
    /// - Throws: ``InvocationError``.
    public func convertGift(_ gift: GiftReference) async throws(InvocationError) {
        let gift = try await gift.tl(core)
        _ = try await core.invoke(TL.payments.ConvertStarGift(stargift: gift))
    }

    /// Makes a gift unique, if that has been paid for (`payments.upgradeStarGift`).
    ///
    /// - Parameters:
    ///   - gift: The gift.
    ///   - keepsDetails: Whether it goes on saying who gave it.
    /// - Throws: ``InvocationError``; `PAYMENT_REQUIRED` if it has to be paid for.
    public func upgradeGift(_ gift: GiftReference, keepsDetails: Bool = true) async throws(InvocationError) {
        let gift = try await gift.tl(core)
        _ = try await core.invoke(TL.payments.UpgradeStarGift(keepOriginalDetails: keepsDetails, stargift: gift))
    }

    /// Gives a unique gift to somebody else, if that is free of charge (`payments.transferStarGift`).
    ///
    /// - Parameters:
    ///   - gift: The gift.
    ///   - peer: For whom.
    /// - Throws: ``InvocationError``; `PAYMENT_REQUIRED` if it has to be paid for.
    public func transferGift(_ gift: GiftReference, to peer: some PeerConvertible) async throws(InvocationError) {
        let gift = try await gift.tl(core)
        _ = try await core.call(peer) { peer in TL.payments.TransferStarGift(stargift: gift, toID: peer) }
    }

    /// Puts gifts to the top of a profile (`payments.toggleStarGiftsPinnedToTop`).
    ///
    /// - Parameters:
    ///   - gifts: The gifts in their order; the others are no longer at the top.
    ///   - peer: Whose profile.
    /// - Throws: ``InvocationError``.
    public func pinGifts(_ gifts: [GiftReference], of peer: some PeerConvertible = "me") async throws(InvocationError) {
        var list: [TL.InputSavedStarGift] = []
        for gift in gifts { list.append(try await gift.tl(core)) }
        let pinned = list
        _ = try await core.call(peer) { peer in
            TL.payments.ToggleStarGiftsPinnedToTop(peer: peer, stargift: pinned)
        }
    }

    /// Fetches a unique gift by the name in its link (`payments.getUniqueStarGift`).
    ///
    /// - Parameter slug: The name in `t.me/nft/name`.
    /// - Returns: The gift as the schema has it.
    /// - Throws: ``InvocationError``.
    public func uniqueGift(_ slug: String) async throws(InvocationError) -> TL.StarGift {
        let gift = try await core.invoke(TL.payments.GetUniqueStarGift(slug: slug))
        core.learn(users: gift.users, chats: gift.chats)
        return gift.gift
    }

    /// Offers a unique gift for sale, or no longer (`payments.updateStarGiftPrice`).
    ///
    /// - Parameters:
    ///   - gift: The gift.
    ///   - price: The price; no Stars end the offer.
    /// - Throws: ``InvocationError``.
    public func setGiftPrice(_ gift: GiftReference, _ price: StarsAmount) async throws(InvocationError) {
        let gift = try await gift.tl(core)
        _ = try await core.invoke(TL.payments.UpdateStarGiftPrice(stargift: gift, resellAmount: price.tl))
    }

    /// Fetches what a gift code gives (`payments.checkGiftCode`).
    ///
    /// - Parameter slug: The code in `t.me/giftcode/code`.
    /// - Returns: The code as the schema has it.
    /// - Throws: ``InvocationError``.
    public func giftCode(_ slug: String) async throws(InvocationError) -> TL.payments.CheckedGiftCode {
        let code = try await core.invoke(TL.payments.CheckGiftCode(slug: slug))
        core.learn(users: code.users, chats: code.chats)
        return code
    }

    /// Uses a gift code for the account (`payments.applyGiftCode`).
    ///
    /// - Parameter slug: The code in `t.me/giftcode/code`.
    /// - Throws: ``InvocationError``.
    public func applyGiftCode(_ slug: String) async throws(InvocationError) {
        _ = try await core.invoke(TL.payments.ApplyGiftCode(slug: slug))
    }

    /// Fetches what became of a giveaway (`payments.getGiveawayInfo`).
    ///
    /// - Parameters:
    ///   - messageID: The giveaway's message.
    ///   - peer: Its chat.
    /// - Returns: The giveaway as the schema has it.
    /// - Throws: ``InvocationError``.
    public func giveaway(
        _ messageID: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> TL.payments.GiveawayInfo {
        try await core.call(peer) { peer in TL.payments.GetGiveawayInfo(peer: peer, msgID: messageID) }
    }
}

/// What names a gift that somebody was given.
@nonexhaustive
public enum GiftReference: Hashable, Sendable {
    /// A gift of the account, by the service message that brought it.
    case message(Int32)
    /// A gift of a channel, by its number there.
    case channel(PeerID, savedID: Int64)
    /// A unique gift, by the name in its link.
    case slug(String)

    func tl(_ core: ClientCore) async throws(InvocationError) -> TL.InputSavedStarGift {
        switch self {
        case .message(let id): .user(.init(msgID: id))
        case .channel(let id, let savedID):
            .chat(.init(peer: try await core.resolve(id.peerReference), savedID: savedID))
        case .slug(let slug): .slug(.init(slug: slug))
        }
    }
}

/// A gift that somebody was given.
public struct SavedGift: Sendable {
    /// The gift as the schema has it.
    public let raw: TL.SavedStarGift

    /// Who gave it, if that is known.
    public var senderID: PeerID? { raw.fromID.map { PeerID($0) } }
    /// What came with it.
    public var text: String? { raw.message?.text }
    /// How many Stars it can be turned into; `nil` if it cannot.
    public var convertedStars: Int64? { raw.convertStars }
    /// Whether it is shown on the profile.
    public var isShown: Bool { !raw.unsaved }
    /// Whether it can be made unique.
    public var canUpgrade: Bool { raw.canUpgrade }
    /// The message that brought it, for gifts of the account.
    public var messageID: Int32? { raw.msgID }
    /// The number in the channel, for gifts of channels.
    public var savedID: Int64? { raw.savedID }

    /// Gifts of other people have no number: several may have come in the same second.
    fileprivate var place: Int64 {
        if let number = raw.savedID ?? raw.msgID.map({ Int64($0) }) { return number }
        let gift =
            switch raw.gift {
            case .starGift(let gift): "\(gift.id)"
            case .unique(let gift): gift.slug
            }
        let sender = raw.fromID.map { PeerID($0).botAPI } ?? 0
        return "\(raw.date) \(sender) \(gift) \(raw.giftNum ?? 0) \(raw.message?.text ?? "")".stableHash
    }
}
