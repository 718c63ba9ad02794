// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// Somebody is about to pay.
public struct PreCheckoutQuery: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotPrecheckoutQuery
    /// What came along.
    public let context: ObjectContext

    /// The number to answer to.
    public var id: Int64 { raw.queryID }
    /// Who pays.
    public var userID: Int64 { raw.userID }
    /// Who pays, if that came along.
    public var sender: User? { user }
    /// What names the invoice, as the bot gave it.
    public var payload: [UInt8] { raw.payload }
    /// What names the invoice, as a text; `nil` if it is none.
    public var payloadText: String? { String(validating: raw.payload, as: UTF8.self) }
    /// The currency.
    public var currency: String { raw.currency }
    /// The price, in the smallest unit of the currency.
    public var totalAmount: Int64 { raw.totalAmount }
    /// The way of shipping that was chosen.
    public var shippingOptionID: String? { raw.shippingOptionID }
    /// What the person was asked for.
    public var customer: CustomerInfo? { raw.info.map { CustomerInfo($0) } }

    /// Lets the payment go on (`messages.setBotPrecheckoutResults`); it has to be done within 10 seconds.
    ///
    /// - Throws: ``InvocationError``.
    public func approve() async throws(InvocationError) { try await client.answerPreCheckoutQuery(id) }

    /// Refuses the payment (`messages.setBotPrecheckoutResults`).
    ///
    /// - Parameter reason: What the person is shown.
    /// - Throws: ``InvocationError``.
    public func decline(_ reason: String) async throws(InvocationError) {
        try await client.answerPreCheckoutQuery(id, refusal: reason)
    }
}

/// Somebody named a place to ship to.
public struct ShippingQuery: UserUpdate {
    /// The update as the schema has it.
    public let raw: TL.Update.BotShippingQuery
    /// What came along.
    public let context: ObjectContext

    /// The number to answer to.
    public var id: Int64 { raw.queryID }
    /// Who pays.
    public var userID: Int64 { raw.userID }
    /// Who pays, if that came along.
    public var sender: User? { user }
    /// What names the invoice, as the bot gave it.
    public var payload: [UInt8] { raw.payload }
    /// Where to ship to.
    public var address: PostalAddress { PostalAddress(raw.shippingAddress) }

    /// Gives ways of shipping to choose from (`messages.setBotShippingResults`); it has to be done within 10 seconds.
    ///
    /// - Parameter options: The ways, at least one.
    /// - Throws: ``InvocationError``.
    public func answer(_ options: [ShippingOption]) async throws(InvocationError) {
        try await client.answerShippingQuery(id, options)
    }

    /// Says that nothing is shipped there (`messages.setBotShippingResults`).
    ///
    /// - Parameter reason: What the person is shown.
    /// - Throws: ``InvocationError``.
    public func decline(_ reason: String) async throws(InvocationError) {
        try await client.declineShippingQuery(id, reason)
    }
}

/// A way of shipping.
public struct ShippingOption: Hashable, Sendable {
    /// What names it for the bot.
    public var id: String
    /// What the person sees.
    public var title: String
    /// The parts of its price.
    public var prices: [Invoice.Price]

    /// Creates a way of shipping.
    ///
    /// - Parameters:
    ///   - id: What names it for the bot.
    ///   - title: What the person sees.
    ///   - prices: The parts of its price.
    public init(_ id: String, title: String, prices: [Invoice.Price]) {
        (self.id, self.title, self.prices) = (id, title, prices)
    }

    var tl: TL.ShippingOption { .init(id: id, title: title, prices: prices.map(\.tl)) }
}

/// Where something is shipped to.
public struct PostalAddress: Hashable, Sendable {
    /// The first line of the street.
    public let streetLine1: String
    /// The second line of the street.
    public let streetLine2: String
    /// The city.
    public let city: String
    /// The state; empty if there is none.
    public let state: String
    /// The country in two letters.
    public let countryCode: String
    /// The post code.
    public let postCode: String

    init(_ raw: TL.PostAddress) {
        (streetLine1, streetLine2, city) = (raw.streetLine1, raw.streetLine2, raw.city)
        (state, countryCode, postCode) = (raw.state, raw.countryIso2, raw.postCode)
    }
}

/// What somebody who pays was asked for.
public struct CustomerInfo: Hashable, Sendable {
    /// The name.
    public let name: String?
    /// The phone number.
    public let phone: String?
    /// The address for e-mail.
    public let email: String?
    /// Where to ship to.
    public let shippingAddress: PostalAddress?

    init(_ raw: TL.PaymentRequestedInfo) {
        (name, phone, email) = (raw.name, raw.phone, raw.email)
        shippingAddress = raw.shippingAddress.map { PostalAddress($0) }
    }
}

extension CustomerInfo: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the person: names, numbers and addresses belong in no log.
    public var description: String { "CustomerInfo" }
    /// Nothing of the person: names, numbers and addresses belong in no log.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PostalAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The country alone.
    public var description: String { "PostalAddress(\(countryCode))" }
    /// The country alone.
    public var debugDescription: String { description }
    /// A mirror that has the country alone.
    public var customMirror: Mirror { Mirror(self, children: ["countryCode": countryCode]) }
}
