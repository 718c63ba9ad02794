// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

/// What is to be paid for.
public struct Invoice: Sendable {
    /// One part of a price.
    public struct Price: Hashable, Sendable {
        /// What it is for.
        public var label: String
        /// In the smallest unit of the currency: cents, or whole Stars.
        public var amount: Int64

        /// Creates a price.
        ///
        /// - Parameters:
        ///   - label: What it is for.
        ///   - amount: In the smallest unit of the currency: cents, or whole Stars.
        public init(_ label: String, _ amount: Int64) {
            (self.label, self.amount) = (label, amount)
        }

        var tl: TL.LabeledPrice { .init(label: label, amount: amount) }
    }

    /// What the person is asked for.
    public struct Fields: OptionSet, Hashable, Sendable {
        /// The value as a number or a text.
        public let rawValue: Int

        /// Creates the value from its raw value.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// The name.
        public static let name = Self(rawValue: 1 << 0)
        /// The phone number.
        public static let phone = Self(rawValue: 1 << 1)
        /// The address for e-mail.
        public static let email = Self(rawValue: 1 << 2)
        /// Where to ship to.
        public static let shippingAddress = Self(rawValue: 1 << 3)
    }

    /// The currency of Telegram's Stars.
    public static let stars = "XTR"

    /// The name of the goods, 1 to 32 characters.
    public var title: String
    /// What they are, 1 to 255 characters.
    public var description: String
    /// What names the invoice for the bot, up to 128 bytes; the person does not see it.
    public var payload: [UInt8]
    /// Three letters, `EUR`, or ``stars``.
    public var currency: String
    /// The parts of the price; a single one in Stars.
    public var prices: [Price]
    /// The token from BotFather of the provider that takes the money; `nil` for Stars.
    public var providerToken: String?
    /// What the provider wants to know, as JSON.
    public var providerData = "{}"
    /// A picture of the goods.
    public var photo: WebFile?
    /// What the person is asked for.
    public var asksFor: Fields = []
    /// Whether the price depends on where it is shipped to, so that a ``ShippingQuery`` comes.
    public var isFlexible = false
    /// The largest tip, in the smallest unit of the currency; `nil` for no tips.
    public var maximumTip: Int64?
    /// Up to 4 tips to choose from, rising, up to ``maximumTip``.
    public var suggestedTips: [Int64] = []
    /// After what time the price is due again; Telegram allows 30 days, in Stars, for links.
    public var subscriptionPeriod: Duration?
    /// With it, forwarded copies do not pay but start the bot with this parameter.
    public var startParameter: String?
    /// Whether no money moves.
    public var isTest = false

    /// Creates an invoice.
    ///
    /// - Parameters:
    ///   - title: The name of the goods, 1 to 32 characters.
    ///   - description: What they are, 1 to 255 characters.
    ///   - payload: What names the invoice for the bot, up to 128 bytes.
    ///   - currency: Three letters.
    ///   - prices: The parts of the price.
    ///   - providerToken: The token from BotFather of the provider that takes the money.
    public init(
        _ title: String, description: String, payload: String, currency: String, prices: [Price], providerToken: String?
    ) {
        (self.title, self.description, self.payload) = (title, description, Array(payload.utf8))
        (self.currency, self.prices, self.providerToken) = (currency, prices, providerToken)
    }

    /// Creates an invoice in Stars.
    ///
    /// - Parameters:
    ///   - title: The name of the goods, 1 to 32 characters.
    ///   - description: What they are, 1 to 255 characters.
    ///   - payload: What names the invoice for the bot, up to 128 bytes.
    ///   - stars: The price.
    public init(_ title: String, description: String, payload: String, stars: Int64) {
        self.init(
            title, description: description, payload: payload, currency: Self.stars, prices: [Price(title, stars)],
            providerToken: nil)
    }

    /// The sum of the prices, in the smallest unit of the currency.
    public var total: Int64 { prices.reduce(0) { $0 &+ $1.amount } }
}

extension Invoice: CustomDebugStringConvertible, CustomReflectable {
    /// The goods and the price, without the provider's token.
    public var debugDescription: String { "Invoice(\(title), \(total) \(currency))" }
    /// A mirror without the provider's token.
    public var customMirror: Mirror {
        Mirror(self, children: ["title": title, "prices": prices, "currency": currency], displayStyle: .struct)
    }
}

extension Invoice {
    var tl: TL.Invoice {
        .init(
            test: isTest, nameRequested: asksFor.contains(.name), phoneRequested: asksFor.contains(.phone),
            emailRequested: asksFor.contains(.email), shippingAddressRequested: asksFor.contains(.shippingAddress),
            flexible: isFlexible, currency: currency, prices: prices.map(\.tl), maxTipAmount: maximumTip,
            suggestedTipAmounts: maximumTip.map { _ in suggestedTips },
            subscriptionPeriod: subscriptionPeriod.map { $0.wholeSeconds })
    }

    var media: TL.InputMedia {
        .invoice(
            .init(
                title: title, description: description, photo: photo?.tl, invoice: tl, payload: payload,
                provider: providerToken, providerData: .init(data: providerData), startParam: startParameter))
    }

    /// Refuses what the server would refuse.
    func check(_ method: String) throws(InvocationError) {
        func refuse(_ text: String) throws(InvocationError) -> Never {
            throw .invalidArgument(method: method, text)
        }
        if title.isEmpty || title.count > 32 {
            try refuse("the title has \(title.count) characters, 1 to 32 are allowed")
        }
        if description.isEmpty || description.count > 255 {
            try refuse("the description has \(description.count) characters, 1 to 255 are allowed")
        }
        if payload.count > 128 { try refuse("the payload has \(payload.count) bytes, 128 are allowed") }
        if prices.isEmpty { try refuse("there is no price") }
        if currency == Self.stars {
            if prices.count != 1 { try refuse("there are \(prices.count) prices; in Stars there is a single one") }
            if isFlexible { try refuse("goods that are paid in Stars are not shipped") }
            if maximumTip != nil { try refuse("there are no tips in Stars") }
        } else if providerToken == nil {
            try refuse("\(currency) needs the token of a provider; only Stars need none")
        }
        if let maximumTip, maximumTip < 0 { try refuse("the largest tip is \(maximumTip)") }
        if suggestedTips.count > 4 { try refuse("there are \(suggestedTips.count) suggested tips, 4 are allowed") }
        if let largest = suggestedTips.last {
            guard let maximumTip else { try refuse("suggested tips need a largest tip") }
            if largest > maximumTip { try refuse("a tip of \(largest) is suggested, \(maximumTip) is the largest") }
            if zip([0] + suggestedTips, suggestedTips).contains(where: { $0 >= $1 }) {
                try refuse("the suggested tips \(suggestedTips) have to be above zero and to rise")
            }
        }
        if let startParameter, !startParameter.isStartParameter { throw .startParameter(method, startParameter) }
    }
}
