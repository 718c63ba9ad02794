// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// What people may pay for, and what they have paid.
struct PaymentsState: Sendable {
    struct OpenInvoice: Sendable {
        let bot: Int64
        let media: TL.InputMedia.Invoice
    }

    /// A payment that waits for the bot's consent.
    struct Checkout: Sendable {
        let slug: String
        let user: Int64
        /// What the person gave besides, where money is paid.
        var order = Order()
        /// What the bot said: why not, or nothing against it.
        var answer: Answer?

        enum Answer: Hashable, Sendable {
            case approved
            case refused(String)
        }
    }

    /// What a person gives who pays by way of a provider.
    struct Order: Sendable {
        var info: TL.PaymentRequestedInfo?
        var shipping: TL.ShippingOption?
        var tip: Int64?

        /// What it costs besides.
        var extra: Int64 { (shipping?.prices ?? []).reduce(tip ?? 0) { $0 &+ $1.amount } }
    }

    /// What a person gave before paying, and how it can be shipped.
    struct RequestedInfo: Sendable {
        let user: Int64
        let slug: String
        let info: TL.PaymentRequestedInfo
        var options: [TL.ShippingOption]?
    }

    struct Receipt: Sendable {
        let user: Int64
        let slug: String
        let charge: String
        let date: Int32
        let order: Order
    }

    struct Subscription: Sendable {
        let id: String
        let user: Int64
        let slug: String
        let charge: String
        var until: Int32
        var isCanceled = false
        var isCanceledByBot = false
    }

    struct Charge: Sendable {
        let user: Int64
        let bot: Int64
        let stars: Int64
        var isRefunded = false
    }

    /// Pretend Stars.
    var balances: [Int64: Int64] = [:]
    var invoices: [String: OpenInvoice] = [:]
    /// The invoices in messages, by what all copies of a message have in common.
    var messages: [Int64: String] = [:]
    var checkouts: [Int64: Checkout] = [:]
    var charges: [String: Charge] = [:]
    var history: [Int64: [TL.StarsTransaction]] = [:]
    /// What people gave to be checked, by the number that they were given for it.
    var requested: [String: RequestedInfo] = [:]
    /// The queries of bots how something is shipped.
    var shippingQueries: [Int64: String] = [:]
    /// What people want to be remembered of them.
    var saved: [Int64: TL.PaymentRequestedInfo] = [:]
    /// By what the copies of the messages have in common that tell of the payments.
    var receipts: [Int64: Receipt] = [:]
    var subscriptions: [Subscription] = []
    /// Photos and videos that people pay for.
    var media: [Int64: PaidMediaRecord] = [:]
    var gifts = GiftsState()
}

extension World {
    /// The most Stars that an invoice may ask for.
    private static let highestPrice: Int64 = 1_000_000

    /// Makes a link at which something can be paid for.
    mutating func export(_ invoice: TL.InputMedia.Invoice, of bot: Int64) throws(RPCFailure) -> String {
        guard !invoice.invoice.prices.isEmpty else { throw .bad(.invoiceInvalid) }
        guard invoice.payload.count <= 128 else { throw .bad(.invoicePayloadInvalid) }
        if invoice.invoice.currency == "XTR" {
            guard invoice.invoice.prices.count == 1, let price = invoice.invoice.prices.first,
                (1...Self.highestPrice).contains(price.amount)
            else { throw .bad(.starsInvoiceInvalid) }
        } else {
            guard invoice.provider?.isEmpty == false else { throw .bad(.paymentProviderInvalid) }
            guard invoice.invoice.prices.allSatisfy({ $0.amount.magnitude <= Self.highestPrice }) else {
                throw .bad(.invoiceInvalid)
            }
        }
        let slug = randomness.text(count: 16)
        bots.payments.invoices[slug] = .init(bot: bot, media: invoice)
        return slug
    }

    /// Asks the bot whether somebody may pay.
    ///
    /// - Returns: The query's number.
    mutating func checkOut(
        _ slug: String, by user: Int64, _ order: PaymentsState.Order = .init()
    ) throws(RPCFailure) -> Int64 {
        guard let invoice = bots.payments.invoices[slug] else { throw .bad(.slugInvalid) }
        guard !invoice.isInStars || bots.payments.balances[user, default: 0] >= invoice.total else {
            throw .bad(.balanceTooLow)
        }
        let id = Int64(bitPattern: randomness.next())
        bots.payments.checkouts[id] = .init(slug: slug, user: user, order: order)
        let update = TL.Update.botPrecheckoutQuery(
            .init(
                queryID: id, userID: user, payload: invoice.media.payload, info: order.info,
                shippingOptionID: order.shipping?.id, currency: invoice.media.invoice.currency,
                totalAmount: invoice.total &+ order.extra))
        push(updates([update], naming: [user], for: invoice.bot), to: invoice.bot)
        return id
    }

    /// Takes what a bot says to a payment; one that it has nothing against is made.
    mutating func answerCheckout(_ request: TL.messages.SetBotPrecheckoutResults, of bot: Int64) throws(RPCFailure) {
        guard let checkout = bots.payments.checkouts[request.queryID], checkout.answer == nil,
            let invoice = bots.payments.invoices[checkout.slug], invoice.bot == bot
        else { throw .bad(.queryIDInvalid) }
        guard request.success else {
            bots.payments.checkouts[request.queryID]?.answer = .refused(request.error ?? "")
            return
        }
        if invoice.isInStars {
            guard bots.payments.balances[checkout.user, default: 0] >= invoice.total else {
                throw .bad(.balanceTooLow)
            }
        }
        bots.payments.checkouts[request.queryID]?.answer = .approved
        let charge = "stx" + randomness.text(count: 24)
        if invoice.isInStars {
            bots.payments.charges[charge] = .init(user: checkout.user, bot: bot, stars: invoice.total)
            move(invoice.total, from: checkout.user, to: bot, charge, invoice.media)
        }
        let (currency, payload, order) = (invoice.media.invoice.currency, invoice.media.payload, checkout.order)
        let total = invoice.total &+ order.extra
        let until = invoice.media.invoice.subscriptionPeriod.map { Int32(clamping: now + Int64($0)) }
        if let until {
            bots.payments.subscriptions.append(
                .init(
                    id: randomness.text(count: 16), user: checkout.user, slug: checkout.slug, charge: charge,
                    until: until))
        }
        let told = tell(
            .paymentSentMe(
                .init(
                    recurringInit: until != nil, currency: currency, totalAmount: total, payload: payload,
                    info: order.info, shippingOptionID: order.shipping?.id,
                    charge: .init(id: charge, providerChargeID: invoice.isInStars ? "" : "pretend_" + charge),
                    subscriptionUntilDate: until)),
            to: bot,
            .paymentSent(
                .init(
                    recurringInit: until != nil, currency: currency, totalAmount: total, invoiceSlug: checkout.slug,
                    subscriptionUntilDate: until)),
            to: checkout.user, from: checkout.user)
        bots.payments.receipts[told.sharedID] = .init(
            user: checkout.user, slug: checkout.slug, charge: charge, date: date, order: order)
    }

    /// Gives Stars back.
    mutating func refund(_ id: String, to user: Int64, by bot: Int64) throws(RPCFailure) {
        guard let charge = bots.payments.charges[id], charge.bot == bot, charge.user == user else {
            throw .bad(.chargeNotFound)
        }
        guard !charge.isRefunded else { throw .bad(.chargeAlreadyRefunded) }
        bots.payments.charges[id]?.isRefunded = true
        move(charge.stars, from: bot, to: user, id, nil)
        let refunded = TL.MessageAction.paymentRefunded(
            .init(
                peer: Self.peer(bot), currency: "XTR", totalAmount: charge.stars,
                charge: .init(id: id, providerChargeID: "")))
        tell(refunded, to: bot, refunded, to: user, from: bot)
    }

    /// Gives somebody pretend Stars.
    mutating func addStars(_ count: Int64, to account: Int64) {
        bots.payments.balances[account, default: 0] += count
        pushBalance(of: account)
    }

    mutating func move(
        _ stars: Int64, from payer: Int64, to receiver: Int64, _ id: String, _ media: TL.InputMedia.Invoice?
    ) {
        for (account, other, amount) in [(payer, receiver, -stars), (receiver, payer, stars)] {
            bots.payments.balances[account, default: 0] += amount
            bots.payments.history[account, default: []].insert(
                TL.StarsTransaction(
                    refund: media == nil, id: id, amount: .starsAmount(.init(amount: amount, nanos: 0)),
                    date: date,
                    peer: .starsTransactionPeer(.init(peer: Self.peer(other))), title: media?.title,
                    description: media?.description, botPayload: accounts[account]?.isBot == true ? media?.payload : nil
                ),
                at: 0)
            pushBalance(of: account)
        }
    }

    /// Takes Stars from somebody, for something that no other account sells.
    mutating func spend(_ stars: Int64, of account: Int64, on title: String) throws(RPCFailure) {
        guard bots.payments.balances[account, default: 0] >= stars else { throw .bad(.balanceTooLow) }
        add(-stars, to: account, title)
    }

    /// Gives somebody Stars, or takes them, and notes it.
    mutating func add(_ stars: Int64, to account: Int64, _ title: String) {
        bots.payments.balances[account, default: 0] += stars
        bots.payments.history[account, default: []].insert(
            TL.StarsTransaction(
                id: "stx" + randomness.text(count: 24), amount: .starsAmount(.init(amount: stars, nanos: 0)),
                date: date, peer: .fragment, title: title), at: 0)
        pushBalance(of: account)
    }

    private mutating func pushBalance(of account: Int64) {
        guard accounts[account]?.isBot == false else { return }
        push(updates([.starsBalance(.init(balance: balance(of: account)))], naming: [], for: account), to: account)
    }

    func balance(of account: Int64) -> TL.StarsAmount {
        .starsAmount(.init(amount: bots.payments.balances[account, default: 0], nanos: 0))
    }

    /// Puts a service message, which the two sides see in different forms, into a private conversation.
    ///
    /// - Returns: What its copies have in common, and their numbers.
    @discardableResult
    mutating func tell(
        _ first: TL.MessageAction, to one: Int64, _ second: TL.MessageAction, to other: Int64, from sender: Int64
    ) -> (sharedID: Int64, ids: [Int64: Int32]) {
        let (sharedID, date) = (nextSharedID(), date)
        var ids: [Int64: Int32] = [:]
        for (account, peer, action) in [(one, other, first), (other, one, second)] {
            var content = MessageContent(text: "")
            content.action = action
            let added = changeMailbox(account) { mailbox in
                mailbox.add { id in
                    StoredMessage(
                        id: id, peer: peer, sender: sender, isOutgoing: account == sender, date: date,
                        sharedID: sharedID,
                        randomID: nil, isSilent: false, replyTo: nil, quote: nil, content: content)
                }
            }
            if let added {
                ids[account] = added.message.id
                announce([added.change], to: account, except: nil)
            }
        }
        return (sharedID, ids)
    }
}

extension PaymentsState.OpenInvoice {
    var total: Int64 { media.invoice.prices.reduce(0) { $0 &+ $1.amount } }
    var isInStars: Bool { media.invoice.currency == "XTR" }
}
