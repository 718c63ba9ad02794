// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// Money that came in: what the service message says that follows a ``PreCheckoutQuery``.
///
/// A message may come twice, for example after a restart; ``chargeID`` tells whether its payment has been seen.
public struct SuccessfulPayment: Sendable {
    /// The service message's action as the schema has it.
    public let raw: TL.MessageAction.PaymentSentMe

    /// The currency.
    public var currency: String { raw.currency }
    /// The amount, in the smallest unit of the currency.
    public var totalAmount: Int64 { raw.totalAmount }
    /// What names the invoice, as the bot gave it.
    public var payload: [UInt8] { raw.payload }
    /// What names the invoice, as a text; `nil` if it is none.
    public var payloadText: String? { String(validating: raw.payload, as: UTF8.self) }
    /// What names the payment, for ``TelegramClient/refundStars(of:chargeID:)`` for example.
    public var chargeID: String { raw.charge.id }
    /// What names it at the provider.
    public var providerChargeID: String { raw.charge.providerChargeID }
    /// What the person was asked for.
    public var customer: CustomerInfo? { raw.info.map { CustomerInfo($0) } }
    /// The way of shipping that was chosen.
    public var shippingOptionID: String? { raw.shippingOptionID }
    /// Whether it is the first payment of a subscription.
    public var isFirstOfSubscription: Bool { raw.recurringInit }
    /// Whether it is a later payment of a subscription.
    public var isRecurring: Bool { raw.recurringUsed }
    /// Until when a subscription is paid.
    public var subscriptionExpirationDate: Date? { raw.subscriptionUntilDate.map { Date(unixTime: $0) } }
}

/// Money that went back.
public struct RefundedPayment: Sendable {
    /// The service message's action as the schema has it.
    public let raw: TL.MessageAction.PaymentRefunded

    /// The currency.
    public var currency: String { raw.currency }
    /// The amount, in the smallest unit of the currency.
    public var totalAmount: Int64 { raw.totalAmount }
    /// What names the invoice, as the bot gave it; `nil` for the person who paid.
    public var payload: [UInt8]? { raw.payload }
    /// What names the payment.
    public var chargeID: String { raw.charge.id }
}

extension Message {
    /// The payment that the message tells the bot of.
    public var successfulPayment: SuccessfulPayment? {
        guard case .service(let message) = raw, case .paymentSentMe(let action) = message.action else { return nil }
        return SuccessfulPayment(raw: action)
    }

    /// The payment of which the message says that it was given back.
    public var refundedPayment: RefundedPayment? {
        guard case .service(let message) = raw, case .paymentRefunded(let action) = message.action else { return nil }
        return RefundedPayment(raw: action)
    }
}
