// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Invoices that are paid by way of a pretend provider, which accepts whatever it is shown.
    mutating func addProviderPayments() {
        onLater(TL.payments.ValidateRequestedInfo.self, .person) { request, caller, engine in
            let (slug, invoice) = try engine.world.invoice(request.invoice, for: caller.account)
            let id = try engine.world.takeInfo(request, slug, invoice, of: caller.id)
            guard invoice.media.invoice.flexible else { return TL.payments.ValidatedRequestedInfo(id: id) }
            let query = try engine.world.askForShipping(id, invoice)
            engine.wait(caller.call.pending, forQuery: query, atMost: 10)
            return nil
        }
        onEngine(TL.messages.SetBotShippingResults.self, .bot) { request, caller, engine in
            let result: Result<[UInt8], RPCFailure>
            if let answer = try engine.world.takeShipping(request, of: caller.id) {
                result = .success(try ResultEncoding.encode(answer))
            } else {
                result = .failure(.bad(TLErrorName(rawValue: "SHIPPING_NOT_AVAILABLE")))
            }
            engine.answerCallback(request.queryID, with: result)
            return true
        }
        onLater(TL.payments.SendPaymentForm.self, .person) { request, caller, engine in
            let (slug, invoice) = try engine.world.invoice(request.invoice, for: caller.account)
            let order = try engine.world.order(request, slug, invoice, of: caller.id)
            let query = try engine.world.checkOut(slug, by: caller.id, order)
            engine.wait(
                caller.call.pending, forQuery: query, atMost: 10, else: RPCFailure(406, .botPrecheckoutFailed))
            return nil
        }
        on(TL.payments.GetPaymentReceipt.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            let message = try world.message(request.msgID, in: peer, of: caller.id)
            let slug = world.bots.payments.messages[message.sharedID]
            let receipts = world.bots.payments.receipts
            let receipt =
                receipts[message.sharedID]
                ?? receipts.values.first { $0.user == caller.id && $0.slug == slug }
            guard let receipt, receipt.user == caller.id, let invoice = world.bots.payments.invoices[receipt.slug]
            else { throw RPCFailure.bad(.messageIDInvalid) }
            return world.shown(receipt, of: invoice, for: caller.id)
        }
        on(TL.payments.GetSavedInfo.self, .person) { _, caller, world in
            .init(savedInfo: world.bots.payments.saved[caller.id])
        }
        on(TL.payments.ClearSavedInfo.self, .person) { request, caller, world in
            // The provider remembers no cards.
            if request.info { world.bots.payments.saved[caller.id] = nil }
            return true
        }
        on(TL.payments.GetBankCardData.self, .person) { request, _, _ in
            guard (12...19).contains(request.number.utf8.count),
                request.number.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { throw RPCFailure.bad(TLErrorName(rawValue: "BANK_CARD_NUMBER_INVALID")) }
            return .init(title: "Pretend card *\(request.number.suffix(4))", openURLs: [])
        }
    }
}

extension World {
    /// What a person gives before paying by way of a provider.
    fileprivate mutating func takeInfo(
        _ request: TL.payments.ValidateRequestedInfo, _ slug: String, _ invoice: PaymentsState.OpenInvoice,
        of user: Int64
    ) throws(RPCFailure) -> String {
        let (wanted, info) = (invoice.media.invoice, request.info)
        for (isWanted, text, name) in [
            (wanted.nameRequested, info.name, "REQ_INFO_NAME_INVALID"),
            (wanted.phoneRequested, info.phone, "REQ_INFO_PHONE_INVALID"),
            (wanted.emailRequested, info.email, "REQ_INFO_EMAIL_INVALID"),
            (wanted.shippingAddressRequested, info.shippingAddress?.countryIso2, "ADDRESS_COUNTRY_INVALID"),
        ] where isWanted && text?.isEmpty != false {
            throw .bad(TLErrorName(rawValue: name))
        }
        guard bots.payments.requested.count < Self.mostOrders else { throw .bad(.limitInvalid) }
        if request.save { bots.payments.saved[user] = info }
        let id = randomness.text(count: 16)
        bots.payments.requested[id] = .init(user: user, slug: slug, info: info)
        return id
    }

    /// Asks the bot how something can be shipped.
    fileprivate mutating func askForShipping(
        _ id: String, _ invoice: PaymentsState.OpenInvoice
    ) throws(RPCFailure) -> Int64 {
        guard let given = bots.payments.requested[id], let address = given.info.shippingAddress else {
            throw .bad(TLErrorName(rawValue: "ADDRESS_INVALID"))
        }
        let query = Int64(bitPattern: randomness.next())
        bots.payments.shippingQueries[query] = id
        let update = TL.Update.botShippingQuery(
            .init(queryID: query, userID: given.user, payload: invoice.media.payload, shippingAddress: address))
        push(updates([update], naming: [given.user], for: invoice.bot), to: invoice.bot)
        return query
    }

    /// Takes what a bot says about shipping.
    ///
    /// - Returns: What the person is told; `nil` if the bot does not ship there.
    fileprivate mutating func takeShipping(
        _ request: TL.messages.SetBotShippingResults, of bot: Int64
    ) throws(RPCFailure) -> TL.payments.ValidatedRequestedInfo? {
        guard let id = bots.payments.shippingQueries[request.queryID], let given = bots.payments.requested[id],
            bots.payments.invoices[given.slug]?.bot == bot
        else { throw .bad(.queryIDInvalid) }
        bots.payments.shippingQueries[request.queryID] = nil
        guard request.error == nil, let options = request.shippingOptions, !options.isEmpty else { return nil }
        bots.payments.requested[id]?.options = options
        return .init(id: id, shippingOptions: options)
    }

    /// What a person pays for.
    fileprivate mutating func order(
        _ request: TL.payments.SendPaymentForm, _ slug: String, _ invoice: PaymentsState.OpenInvoice, of user: Int64
    ) throws(RPCFailure) -> PaymentsState.Order {
        guard !invoice.isInStars else { throw .bad(.invoiceInvalid) }
        guard case .inputPaymentCredentials(let credentials) = request.credentials, !credentials.data.data.isEmpty
        else { throw .bad(.paymentCredentialsInvalid) }
        let wanted = invoice.media.invoice
        var order = PaymentsState.Order(tip: request.tipAmount)
        let tip = request.tipAmount ?? 0
        guard tip >= 0, tip <= wanted.maxTipAmount ?? 0 else {
            throw .bad(TLErrorName(rawValue: "TIP_AMOUNT_INVALID"))
        }
        let asks =
            wanted.nameRequested || wanted.phoneRequested || wanted.emailRequested || wanted.shippingAddressRequested
        if asks {
            guard let id = request.requestedInfoID, let given = bots.payments.requested[id], given.user == user,
                given.slug == slug
            else { throw .bad(TLErrorName(rawValue: "REQUESTED_INFO_INVALID")) }
            order.info = given.info
            if wanted.flexible {
                guard let option = given.options?.first(where: { $0.id == request.shippingOptionID }) else {
                    throw .bad(TLErrorName(rawValue: "SHIPPING_OPTION_INVALID"))
                }
                order.shipping = option
            }
        }
        return order
    }

    fileprivate func shown(
        _ receipt: PaymentsState.Receipt, of invoice: PaymentsState.OpenInvoice, for viewer: Int64
    ) -> TL.payments.PaymentReceipt {
        let (media, users) = (invoice.media, self.users([invoice.bot], for: viewer))
        if invoice.isInStars {
            return .stars(
                .init(
                    date: receipt.date, botID: invoice.bot, title: media.title, description: media.description,
                    invoice: media.invoice, currency: media.invoice.currency, totalAmount: invoice.total,
                    transactionID: receipt.charge, users: users))
        }
        return .paymentReceipt(
            .init(
                date: receipt.date, botID: invoice.bot, providerID: invoice.bot, title: media.title,
                description: media.description, invoice: media.invoice, info: receipt.order.info,
                shipping: receipt.order.shipping, tipAmount: receipt.order.tip, currency: media.invoice.currency,
                totalAmount: invoice.total &+ receipt.order.extra, credentialsTitle: "Pretend card", users: users))
    }

    /// How many people may have given what they are asked for.
    private static let mostOrders = 10_000
}
