// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Invoices in pretend Stars.
    mutating func addPayments() {
        addProviderPayments()
        addSubscriptions()
        addGifts()
        on(TL.payments.GetStarsStatus.self) { request, caller, world in
            try world.starsStatus(request.peer, for: caller.account, history: nil)
        }
        on(TL.payments.GetStarsTransactions.self) { request, caller, world in
            let all = world.bots.payments.history[try world.target(request.peer, for: caller.account), default: []]
                .filter { transaction in
                    guard case .starsAmount(let amount) = transaction.amount else { return false }
                    return !(request.inbound && amount.amount < 0) && !(request.outbound && amount.amount > 0)
                }
            let start = min(max(0, Int(request.offset) ?? 0), all.count)
            let end = min(all.count, start + min(max(1, Int(request.limit)), 100))
            return try world.starsStatus(
                request.peer, for: caller.account, history: Array(all[start..<end]),
                next: end < all.count ? String(end) : nil)
        }
        on(TL.payments.ExportInvoice.self, .bot) { request, caller, world in
            guard case .invoice(let invoice) = request.invoiceMedia else { throw RPCFailure.bad(.invoiceInvalid) }
            return .init(url: "https://t.me/$" + (try world.export(invoice, of: caller.id)))
        }
        on(TL.payments.GetPaymentForm.self, .person) { request, caller, world in
            if case .starGift(let gift) = request.invoice {
                let price = try world.giftPrice(gift, for: caller.account)
                return .starGift(
                    .init(formID: 1, invoice: .init(currency: "XTR", prices: [.init(label: "Gift", amount: price)])))
            }
            if let (id, _) = try world.paidMedia(request.invoice, for: caller.account),
                let record = world.bots.payments.media[id]
            {
                return .stars(
                    .init(
                        formID: 1, botID: record.owner, title: "Paid media", description: "",
                        invoice: .init(currency: "XTR", prices: [.init(label: "Media", amount: record.stars)]),
                        users: world.users([record.owner], for: caller.id)))
            }
            let (_, invoice) = try world.invoice(request.invoice, for: caller.account)
            guard invoice.isInStars else {
                return .paymentForm(
                    .init(
                        formID: 1, botID: invoice.bot, title: invoice.media.title,
                        description: invoice.media.description, invoice: invoice.media.invoice,
                        providerID: invoice.bot, url: "https://provider.example.com/",
                        savedInfo: world.bots.payments.saved[caller.id],
                        users: world.users([invoice.bot], for: caller.id)))
            }
            return .stars(
                .init(
                    formID: 1, botID: invoice.bot, title: invoice.media.title, description: invoice.media.description,
                    invoice: invoice.media.invoice, users: world.users([invoice.bot], for: caller.id)))
        }
        onLater(TL.payments.SendStarsForm.self, .person) { request, caller, engine in
            // Where no bot has to consent, it is paid at once.
            if case .starGift(let gift) = request.invoice {
                try engine.world.give(gift, by: caller.account)
                return TL.payments.PaymentResult.paymentResult(
                    .init(updates: engine.world.updates([], naming: [], for: caller.id)))
            }
            if let (id, message) = try engine.world.paidMedia(request.invoice, for: caller.account) {
                try engine.world.buyMedia(id, in: message, by: caller.id)
                return TL.payments.PaymentResult.paymentResult(
                    .init(updates: engine.world.updates([], naming: [], for: caller.id)))
            }
            let (slug, invoice) = try engine.world.invoice(request.invoice, for: caller.account)
            guard invoice.isInStars else { throw RPCFailure.bad(.invoiceInvalid) }
            let query = try engine.world.checkOut(slug, by: caller.id)
            engine.wait(
                caller.call.pending, forQuery: query, atMost: 10, else: RPCFailure(406, .botPrecheckoutFailed))
            return nil
        }
        onEngine(TL.messages.SetBotPrecheckoutResults.self, .bot) { request, caller, engine in
            try engine.world.answerCheckout(request, of: caller.id)
            let result: Result<[UInt8], RPCFailure>
            if request.success {
                let answer = TL.payments.PaymentResult.paymentResult(
                    .init(updates: engine.world.updates([], naming: [], for: caller.id)))
                result = .success(try ResultEncoding.encode(answer))
            } else {
                result = .failure(RPCFailure(406, .precheckoutFailed))
            }
            engine.answerCallback(request.queryID, with: result)
            return true
        }
        on(TL.payments.RefundStarsCharge.self, .bot) { request, caller, world in
            guard let user = world.user(request.userID, for: caller.account) else {
                throw RPCFailure.bad(.userIDInvalid)
            }
            try world.refund(request.chargeID, to: user.id, by: caller.id)
            return world.updates([], naming: [], for: caller.id)
        }
    }
}

extension World {
    func invoice(
        _ invoice: TL.InputInvoice, for account: Account
    ) throws(RPCFailure) -> (slug: String, PaymentsState.OpenInvoice) {
        switch invoice {
        case .slug(let slug):
            guard let open = bots.payments.invoices[slug.slug] else { throw .bad(.slugInvalid) }
            return (slug.slug, open)
        case .message(let message):
            let peer = try target(message.peer, for: account)
            guard let stored = mailboxes[account.id]?[message.msgID], stored.peer == peer,
                let slug = bots.payments.messages[stored.sharedID], let open = bots.payments.invoices[slug]
            else { throw .bad(.messageIDInvalid) }
            return (slug, open)
        default: throw Engine.notImplemented
        }
    }

    fileprivate func starsStatus(
        _ peer: TL.InputPeer, for caller: Account, history: [TL.StarsTransaction]?, next: String? = nil
    ) throws(RPCFailure) -> TL.payments.StarsStatus {
        let account = try target(peer, for: caller)
        // The Stars of others are nobody's business.
        guard account == caller.id else { throw .bad(.peerIDInvalid) }
        return .init(balance: balance(of: account), history: history, nextOffset: next, chats: [], users: [])
    }
}
