// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Sends an invoice (`messages.sendMedia`).
    ///
    /// - Parameters:
    ///   - invoice: What is to be paid for.
    ///   - peer: Where to.
    ///   - keyboard: The buttons, of which the first one pays; `nil` for a single button that pays.
    ///   - replyToMessageID: The message to answer.
    /// - Returns: The message that was sent.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendInvoice(
        _ invoice: Invoice, to peer: some PeerConvertible, keyboard: Keyboard? = nil, replyToMessageID: Int32? = nil
    ) async throws(InvocationError) -> Message {
        let method = "messages.sendMedia"
        try invoice.check(method)
        let markup = try await core.markup(ifAny: keyboard, method: method)
        let target = try peer.peerReference
        func request(_ peer: TL.InputPeer, _ randomID: Int64) -> TL.messages.SendMedia {
            TL.messages.SendMedia(
                peer: peer, replyTo: replyToMessageID.map { .message(.init(replyToMsgID: $0)) }, media: invoice.media,
                message: "", randomID: randomID, replyMarkup: markup)
        }
        let randomID = try await core.randomIDs(to: target) { (try? request(.empty, 0).encoded()) ?? [] }[0]
        let title = invoice.title.trimmed
        let sent = try await core.send(
            [randomID], to: target,
            like: {
                { _, message in
                    guard case .invoice(let invoice) = message.media else { return false }
                    return invoice.title == title
                }
            }
        ) { request($0, randomID) }
        guard let message = sent.first else { throw .invalidResponse(method: method, nil) }
        return message
    }

    /// Makes a link at which an invoice can be paid (`payments.exportInvoice`).
    ///
    /// - Parameter invoice: What is to be paid for.
    /// - Returns: The link.
    /// - Throws: ``InvocationError``.
    public func exportInvoice(_ invoice: Invoice) async throws(InvocationError) -> String {
        try invoice.check("payments.exportInvoice")
        return try await core.invoke(TL.payments.ExportInvoice(invoiceMedia: invoice.media)).url
    }

    /// Lets a payment go on, or refuses it (`messages.setBotPrecheckoutResults`).
    ///
    /// - Parameters:
    ///   - queryID: The query's number, see ``PreCheckoutQuery/id``.
    ///   - refusal: Why it is refused, as the person is shown it; `nil` lets it go on.
    /// - Throws: ``InvocationError``; the payment fails if the answer does not come within 10 seconds.
    public func answerPreCheckoutQuery(_ queryID: Int64, refusal: String? = nil) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.messages.SetBotPrecheckoutResults(success: refusal == nil, queryID: queryID, error: refusal))
    }

    /// Gives ways of shipping to choose from (`messages.setBotShippingResults`).
    ///
    /// - Parameters:
    ///   - queryID: The query's number, see ``ShippingQuery/id``.
    ///   - options: The ways, at least one.
    /// - Throws: ``InvocationError``.
    public func answerShippingQuery(_ queryID: Int64, _ options: [ShippingOption]) async throws(InvocationError) {
        guard !options.isEmpty else {
            throw .invalidArgument(
                method: "messages.setBotShippingResults", "there is no way of shipping; declineShippingQuery says so")
        }
        _ = try await core.invoke(
            TL.messages.SetBotShippingResults(queryID: queryID, shippingOptions: options.map(\.tl)))
    }

    /// Says that nothing is shipped to a place (`messages.setBotShippingResults`).
    ///
    /// - Parameters:
    ///   - queryID: The query's number, see ``ShippingQuery/id``.
    ///   - reason: What the person is shown.
    /// - Throws: ``InvocationError``.
    public func declineShippingQuery(_ queryID: Int64, _ reason: String) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.SetBotShippingResults(queryID: queryID, error: reason))
    }

    /// Fetches what can be paid: a form (`payments.getPaymentForm`).
    ///
    /// - Parameter invoice: What names the invoice.
    /// - Returns: The form.
    /// - Throws: ``InvocationError``.
    public func paymentForm(for invoice: InvoiceReference) async throws(InvocationError) -> PaymentForm {
        let input = try await invoice.tl(core)
        let form = try await core.invoke(TL.payments.GetPaymentForm(invoice: input))
        return PaymentForm(form, input)
    }

    /// Pays with Stars (`payments.sendStarsForm`).
    ///
    /// - Parameter form: The form, from ``paymentForm(for:)``.
    /// - Throws: ``InvocationError``; `BALANCE_TOO_LOW` if there are not enough.
    public func pay(_ form: PaymentForm) async throws(InvocationError) {
        guard form.currency == Invoice.stars else {
            throw .invalidArgument(
                method: "payments.sendStarsForm",
                "this is to be paid in \(form.currency), not in Stars; see sendPaymentForm")
        }
        _ = try await core.invoke(TL.payments.SendStarsForm(formID: form.id, invoice: form.invoice))
    }

    /// Checks what a form asks for (`payments.validateRequestedInfo`).
    ///
    /// - Parameters:
    ///   - info: The name, the address and the like.
    ///   - form: The form, from ``paymentForm(for:)``.
    ///   - isSaved: Whether Telegram keeps it for the next time.
    /// - Returns: What the server makes of it: its id, and the ways of shipping.
    /// - Throws: ``InvocationError``.
    public func validate(
        _ info: TL.PaymentRequestedInfo, for form: PaymentForm, isSaved: Bool = false
    ) async throws(InvocationError) -> TL.payments.ValidatedRequestedInfo {
        try await core.invoke(
            TL.payments.ValidateRequestedInfo(save: isSaved, invoice: form.invoice, info: info))
    }

    /// Pays with a card or another way of a provider (`payments.sendPaymentForm`).
    ///
    /// - Parameters:
    ///   - form: The form, from ``paymentForm(for:)``.
    ///   - credentials: How it is paid.
    ///   - infoID: The id of ``validate(_:for:isSaved:)``.
    ///   - shippingOptionID: The way of shipping.
    ///   - tip: In the smallest unit of the currency.
    /// - Returns: The address of a page where the person has to confirm the payment; `nil` if it is done.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func sendPaymentForm(
        _ form: PaymentForm, credentials: TL.InputPaymentCredentials, infoID: String? = nil,
        shippingOptionID: String? = nil,
        tip: Int64? = nil
    ) async throws(InvocationError) -> String? {
        let result = try await core.invoke(
            TL.payments.SendPaymentForm(
                formID: form.id, invoice: form.invoice, requestedInfoID: infoID, shippingOptionID: shippingOptionID,
                credentials: credentials, tipAmount: tip))
        if case .verificationNeeded(let page) = result { return page.url }
        return nil
    }

    /// Fetches the receipt of a payment (`payments.getPaymentReceipt`).
    ///
    /// - Parameters:
    ///   - messageID: The service message that tells of the payment.
    ///   - peer: Its chat.
    /// - Returns: The receipt as the schema has it.
    /// - Throws: ``InvocationError``.
    public func paymentReceipt(
        of messageID: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> TL.payments.PaymentReceipt {
        try await core.call(peer) { peer in TL.payments.GetPaymentReceipt(peer: peer, msgID: messageID) }
    }

    /// Fetches what Telegram keeps of earlier payments (`payments.getSavedInfo`).
    ///
    /// - Returns: The name, the address and the like; `nil` if nothing is kept.
    /// - Throws: ``InvocationError``.
    public func savedPaymentInfo() async throws(InvocationError) -> CustomerInfo? {
        try await core.invoke(TL.payments.GetSavedInfo()).savedInfo.map { CustomerInfo($0) }
    }

    /// Deletes what Telegram keeps of earlier payments (`payments.clearSavedInfo`).
    ///
    /// - Parameters:
    ///   - credentials: Whether cards are deleted.
    ///   - info: Whether the name, the address and the like are deleted.
    /// - Throws: ``InvocationError``.
    public func clearSavedPaymentInfo(credentials: Bool = true, info: Bool = true) async throws(InvocationError) {
        _ = try await core.invoke(TL.payments.ClearSavedInfo(credentials: credentials, info: info))
    }

    /// Fetches which bank gave out a card (`payments.getBankCardData`).
    ///
    /// - Parameter number: The card's number, or its first digits.
    /// - Returns: The bank as the schema has it.
    /// - Throws: ``InvocationError``.
    public func bankCard(_ number: String) async throws(InvocationError) -> TL.payments.BankCardData {
        try await core.invoke(TL.payments.GetBankCardData(number: number))
    }
}

/// What names an invoice that is to be paid.
@nonexhaustive
public enum InvoiceReference: Sendable {
    /// The invoice in a message.
    case message(Int32, in: PeerReference)
    /// The name in a link `t.me/$name` or `t.me/invoice/name`.
    case slug(String)
    /// A subscription to a channel, by its invite link's hash.
    case chatInvite(hash: String)
    /// A gift from the catalogue for somebody, with a text.
    case gift(Int64, to: PeerReference, hidesName: Bool = false, includesUpgrade: Bool = false)
    /// Whatever the schema has.
    case raw(TL.InputInvoice)

    /// What names an invoice, as the schema has it.
    func tl(_ core: ClientCore) async throws(InvocationError) -> TL.InputInvoice {
        switch self {
        case .message(let id, let peer): .message(.init(peer: try await core.resolve(peer), msgID: id))
        case .slug(let slug): .slug(.init(slug: slug))
        case .chatInvite(let hash): .chatInviteSubscription(.init(hash: hash))
        case .gift(let id, let peer, let hidesName, let includesUpgrade):
            .starGift(
                .init(
                    hideName: hidesName, includeUpgrade: includesUpgrade, peer: try await core.resolve(peer), giftID: id
                ))
        case .raw(let raw): raw
        }
    }
}

/// What can be paid.
public struct PaymentForm: Sendable {
    /// The form as the schema has it.
    public let raw: TL.payments.PaymentForm
    let invoice: TL.InputInvoice

    init(_ raw: TL.payments.PaymentForm, _ invoice: TL.InputInvoice) {
        (self.raw, self.invoice) = (raw, invoice)
    }

    /// The form's number.
    public var id: Int64 {
        switch raw {
        case .paymentForm(let form): form.formID
        case .starGift(let form): form.formID
        case .stars(let form): form.formID
        }
    }
    /// The currency.
    public var currency: String { tlInvoice.currency }
    /// The sum of the prices, in the smallest unit of the currency.
    public var total: Int64 { tlInvoice.prices.reduce(0) { $0 &+ $1.amount } }
    /// The name of the goods; `nil` for gifts.
    public var title: String? {
        switch raw {
        case .paymentForm(let form): form.title
        case .stars(let form): form.title
        case .starGift: nil
        }
    }

    private var tlInvoice: TL.Invoice {
        switch raw {
        case .paymentForm(let form): form.invoice
        case .starGift(let form): form.invoice
        case .stars(let form): form.invoice
        }
    }
}
