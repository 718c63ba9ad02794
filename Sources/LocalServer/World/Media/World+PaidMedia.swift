// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Photos and videos that cost Stars.
struct StoredPaidMedia: Sendable {
    let owner: Int64
    let stars: Int64
    let payload: String
    let items: [StoredMedia]
    /// Who has paid.
    var buyers: Set<Int64> = []
}

extension World {
    /// The most Stars that they may cost, `stars_paid_post_amount_max` of core.telegram.org/api/config.
    private static let mostStars: Int64 = 25_000

    /// Takes photos and videos that cost Stars.
    ///
    /// - Returns: Their number.
    /// - Throws: ``RPCFailure`` with the reasons of `messages.sendMedia`.
    mutating func addPaidMedia(_ paid: TL.InputMedia.PaidMedia, of account: Account) throws(RPCFailure) -> Int64 {
        guard (1...10).contains(paid.extendedMedia.count) else { throw .bad(.extendedMediaInvalid) }
        guard (1...Self.mostStars).contains(paid.starsAmount) else { throw .bad(.extendedMediaAmountInvalid) }
        var items: [StoredMedia] = []
        for item in paid.extendedMedia {
            switch item {
            case .photo, .document: items.append(try store(item, of: account))
            // Uploads are put on the server one by one first, by messages.uploadMedia.
            default: throw .bad(.mediaInvalid)
            }
        }
        media.lastFileID += 1
        media.paid[media.lastFileID] = StoredPaidMedia(
            owner: account.id, stars: paid.starsAmount, payload: paid.payload ?? "", items: items)
        return media.lastFileID
    }

    /// Paid media as an account sees them: previews, as long as it has not paid.
    func paidMedia(_ id: Int64, for viewer: Int64) -> TL.MessageMedia {
        guard let paid = media.paid[id] else { return .empty }
        return .paidMedia(.init(starsAmount: paid.stars, extendedMedia: extendedMedia(of: paid, for: viewer)))
    }

    private func extendedMedia(of paid: StoredPaidMedia, for viewer: Int64) -> [TL.MessageExtendedMedia] {
        let isOpen = viewer == paid.owner || paid.buyers.contains(viewer)
        return paid.items.map { item in
            guard !isOpen else { return .messageExtendedMedia(.init(media: render(item, for: viewer))) }
            var (width, height): (Int32?, Int32?)
            if case .photo(let photo, _, _) = item, let file = media.files[photo] {
                (width, height) = (file.width, file.height)
            }
            return .preview(.init(w: width, h: height))
        }
    }

    /// Finds the paid media of a message; `nil` if there are none.
    func paidMedia(
        _ invoice: TL.InputInvoice, for account: Account
    ) throws(RPCFailure) -> (message: StoredMessage, id: Int64, StoredPaidMedia)? {
        guard case .message(let named) = invoice else { return nil }
        let peer = try target(named.peer, for: account)
        guard let message = try? self.message(named.msgID, in: peer, of: account.id),
            case .paid(let id)? = message.content.media, let paid = media.paid[id]
        else { return nil }
        return (message, id, paid)
    }

    /// Lets somebody pay for the media of a message, and shows them.
    mutating func buy(
        _ message: StoredMessage, _ id: Int64, _ paid: StoredPaidMedia, by account: Account
    ) throws(RPCFailure) -> TL.Updates {
        guard paid.owner != account.id, !paid.buyers.contains(account.id) else { throw .bad(.messageIDInvalid) }
        try payForMedia(paid.stars, from: account.id, to: paid.owner)
        media.paid[id]?.buyers.insert(account.id)
        if accounts[paid.owner]?.isBot == true {
            pushNumbered(to: paid.owner, naming: [account.id]) { qts in
                .botPurchasedPaidMedia(.init(userID: account.id, payload: paid.payload, qts: qts))
            }
        }
        guard let open = media.paid[id] else { throw .bad(.messageIDInvalid) }
        let update = TL.Update.messageExtendedMedia(
            .init(
                peer: Self.peer(message.peer), msgID: message.id,
                extendedMedia: extendedMedia(of: open, for: account.id)))
        return updates([update], naming: [account.id, paid.owner], for: account.id)
    }
}
