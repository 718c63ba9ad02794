// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Photos and videos that are seen by those who pay for them.
struct PaidMediaRecord: Sendable {
    let owner: Int64
    let stars: Int64
    let payload: String?
    let items: [StoredMedia]
    var buyers: Set<Int64> = []
}

extension World {
    mutating func storePaid(_ paid: TL.InputMedia.PaidMedia, of account: Account) throws(RPCFailure) -> StoredMedia {
        guard (1...10).contains(paid.extendedMedia.count) else { throw .bad(.extendedMediaInvalid) }
        guard (1...10_000).contains(paid.starsAmount) else { throw .bad(.extendedMediaAmountInvalid) }
        guard paid.payload?.utf8.count ?? 0 <= 128 else { throw .bad(.invoicePayloadInvalid) }
        var items: [StoredMedia] = []
        for item in paid.extendedMedia {
            let stored = try store(item, of: account)
            switch stored {
            case .photo, .document: items.append(stored)
            default: throw .bad(.extendedMediaTypeInvalid)
            }
        }
        let id = Int64(bitPattern: randomness.next())
        bots.payments.media[id] = .init(
            owner: account.id, stars: paid.starsAmount, payload: paid.payload, items: items)
        return .paid(id)
    }

    /// What somebody sees of it: all, or how large it is.
    func shownPaid(_ id: Int64, for viewer: Int64) -> [TL.MessageExtendedMedia] {
        guard let record = bots.payments.media[id] else { return [] }
        let isPaid = record.owner == viewer || record.buyers.contains(viewer)
        return record.items.map { item in
            isPaid
                ? .messageExtendedMedia(.init(media: render(item, for: viewer)))
                : .preview(.init(w: 640, h: 480))
        }
    }

    /// The paid media of a message that somebody may pay for.
    func paidMedia(
        _ invoice: TL.InputInvoice, for account: Account
    ) throws(RPCFailure) -> (id: Int64, message: StoredMessage)? {
        guard case .message(let place) = invoice else { return nil }
        let peer = try target(place.peer, for: account)
        let message = try self.message(place.msgID, in: peer, of: account.id)
        guard case .paid(let id)? = message.content.media else { return nil }
        return (id, message)
    }

    /// Takes Stars for paid media, and shows them.
    mutating func buyMedia(_ id: Int64, in message: StoredMessage, by user: Int64) throws(RPCFailure) {
        guard let record = bots.payments.media[id] else { throw .bad(.messageIDInvalid) }
        guard record.owner != user, !record.buyers.contains(user) else { throw .bad(.noPaymentNeeded) }
        try spend(record.stars, of: user, on: "Paid media")
        add(record.stars, to: record.owner, "Paid media")
        bots.payments.media[id]?.buyers.insert(user)
        let update = TL.Update.messageExtendedMedia(
            .init(
                peer: Self.peer(message.peer), msgID: message.id, extendedMedia: shownPaid(id, for: user)))
        push(updates([update], naming: [message.peer], for: user), to: user)
        guard accounts[record.owner]?.isBot == true else { return }
        pushNumbered(to: record.owner, naming: [user]) { qts in
            .botPurchasedPaidMedia(.init(userID: user, payload: record.payload ?? "", qts: qts))
        }
    }
}
