// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class PaymentMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "sendInvoice", isBot: true,
            { _ = try await $0.sendInvoice(PaymentMethodTests.stars, to: Sample.user, replyToMessageID: 2) },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser, replyTo: .message(.init(replyToMsgID: 2)),
                    media: PaymentMethodTests.starsMedia,
                    message: "",
                    randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "sendInvoice, with everything", isBot: true,
            { client in
                var invoice = Invoice(
                    "Tea", description: "Green", payload: "t", currency: "EUR",
                    prices: [.init("Tea", 100), .init("Tax", 9)],
                    providerToken: "p")
                invoice.asksFor = [.name, .phone, .email, .shippingAddress]
                (invoice.isFlexible, invoice.maximumTip, invoice.suggestedTips) = (true, 50, [10, 20])
                (invoice.startParameter, invoice.isTest, invoice.providerData) = ("buy", true, "{}")
                _ = try await client.sendInvoice(invoice, to: Sample.user)
            },
            sends: [
                TL.messages.SendMedia(
                    peer: Sample.inputUser,
                    media: .invoice(
                        .init(
                            title: "Tea", description: "Green",
                            invoice: .init(
                                test: true, nameRequested: true, phoneRequested: true, emailRequested: true,
                                shippingAddressRequested: true, flexible: true, currency: "EUR",
                                prices: [.init(label: "Tea", amount: 100), .init(label: "Tax", amount: 9)],
                                maxTipAmount: 50, suggestedTipAmounts: [10, 20]),
                            payload: Array("t".utf8), provider: "p", providerData: .init(data: "{}"), startParam: "buy")
                    ),
                    message: "", randomID: 1)
            ], answers: [Sample.sent(3)]),
        MethodCase(
            "sendMessage, paid media without a price", isBot: true,
            { client in
                let photo = FileAttachment.photo(.url("https://example.com/p.jpg"))
                try await client.sendMessage(to: Sample.user, .paidMedia(.init([photo], stars: 0)))
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "sendMessage, a paid file", isBot: true,
            { client in
                let file = FileAttachment.document(.url("https://example.com/f.pdf"))
                try await client.sendMessage(to: Sample.user, .paidMedia(.init([file], stars: 5)))
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "sendInvoice, without a provider", isBot: true,
            {
                _ = try await $0.sendInvoice(
                    Invoice(
                        "Tea", description: "Green", payload: "", currency: "EUR", prices: [.init("Tea", 1)],
                        providerToken: nil), to: Sample.user)
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "sendInvoice, with two prices in Stars", isBot: true,
            { client in
                var invoice = PaymentMethodTests.stars
                invoice.prices.append(.init("Tax", 1))
                _ = try await client.sendInvoice(invoice, to: Sample.user)
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "sendInvoice, with a long payload", isBot: true,
            { client in
                var invoice = PaymentMethodTests.stars
                invoice.payload = Array(repeating: 0, count: 129)
                _ = try await client.sendInvoice(invoice, to: Sample.user)
            }
        ) { $0.isInvalidArgument },
        MethodCase(
            "exportInvoice", isBot: true,
            { client in
                let link = try await client.exportInvoice(PaymentMethodTests.stars)
                XCTAssertEqual(link, "https://t.me/$x")
            }, sends: [TL.payments.ExportInvoice(invoiceMedia: PaymentMethodTests.starsMedia)],
            answers: [TL.payments.ExportedInvoice(url: "https://t.me/$x")]),
        MethodCase(
            "answerPreCheckoutQuery", isBot: true, { try await $0.answerPreCheckoutQuery(4) },
            sends: [TL.messages.SetBotPrecheckoutResults(success: true, queryID: 4)], answers: [true]),
        MethodCase(
            "answerPreCheckoutQuery, refused", isBot: true,
            { try await $0.answerPreCheckoutQuery(4, refusal: "Sold out") },
            sends: [TL.messages.SetBotPrecheckoutResults(queryID: 4, error: "Sold out")], answers: [true]),
        MethodCase(
            "answerShippingQuery", isBot: true,
            { try await $0.answerShippingQuery(4, [.init("post", title: "Post", prices: [.init("Box", 5)])]) },
            sends: [
                TL.messages.SetBotShippingResults(
                    queryID: 4,
                    shippingOptions: [.init(id: "post", title: "Post", prices: [.init(label: "Box", amount: 5)])])
            ], answers: [true]),
        MethodCase("answerShippingQuery, with nothing", isBot: true, { try await $0.answerShippingQuery(4, []) }) {
            $0.isInvalidArgument
        },
        MethodCase(
            "declineShippingQuery", isBot: true, { try await $0.declineShippingQuery(4, "Too far") },
            sends: [TL.messages.SetBotShippingResults(queryID: 4, error: "Too far")], answers: [true]),
        MethodCase(
            "paymentForm",
            { client in
                let form = try await client.paymentForm(for: .message(3, in: .user(6)))
                XCTAssertEqual([form.total, form.id], [5, 11])
                XCTAssertEqual(form.title, "Tea")
            }, sends: [TL.payments.GetPaymentForm(invoice: PaymentMethodTests.reference)],
            answers: [PaymentMethodTests.form]),
        MethodCase(
            "pay", { try await $0.pay(PaymentForm(PaymentMethodTests.form, PaymentMethodTests.reference)) },
            sends: [TL.payments.SendStarsForm(formID: 11, invoice: PaymentMethodTests.reference)],
            answers: [TL.payments.PaymentResult.paymentResult(.init(updates: Sample.updates()))]),
        MethodCase(
            "pay, in another currency",
            { try await $0.pay(PaymentForm(PaymentMethodTests.euroForm, PaymentMethodTests.reference)) }
        ) {
            $0.isInvalidArgument
        },
        MethodCase(
            "validate",
            { client in
                let checked = try await client.validate(
                    .init(name: "Ann"), for: PaymentForm(PaymentMethodTests.euroForm, PaymentMethodTests.reference),
                    isSaved: true)
                XCTAssertEqual(checked.id, "v")
            },
            sends: [
                TL.payments.ValidateRequestedInfo(
                    save: true, invoice: PaymentMethodTests.reference, info: .init(name: "Ann"))
            ],
            answers: [TL.payments.ValidatedRequestedInfo(id: "v")]),
        MethodCase(
            "sendPaymentForm",
            { client in
                let page = try await client.sendPaymentForm(
                    PaymentForm(PaymentMethodTests.euroForm, PaymentMethodTests.reference),
                    credentials: PaymentMethodTests.credentials, infoID: "v", tip: 3)
                XCTAssertEqual(page, "https://bank")
            },
            sends: [
                TL.payments.SendPaymentForm(
                    formID: 12, invoice: PaymentMethodTests.reference, requestedInfoID: "v",
                    credentials: PaymentMethodTests.credentials,
                    tipAmount: 3)
            ], answers: [TL.payments.PaymentResult.verificationNeeded(.init(url: "https://bank"))]),
        MethodCase(
            "paymentReceipt", { _ = try await $0.paymentReceipt(of: 3, in: Sample.bot) },
            sends: [TL.payments.GetPaymentReceipt(peer: Sample.inputBot, msgID: 3)],
            answers: [
                TL.payments.PaymentReceipt.stars(
                    .init(
                        date: 1, botID: 6, title: "Tea", description: "", invoice: .init(currency: "XTR", prices: []),
                        currency: "XTR", totalAmount: 5, transactionID: "t", users: []))
            ]),
        MethodCase(
            "savedPaymentInfo",
            { client in
                let info = try await client.savedPaymentInfo()
                XCTAssertEqual(info?.name, "Ann")
            }, sends: [TL.payments.GetSavedInfo()], answers: [TL.payments.SavedInfo(savedInfo: .init(name: "Ann"))]),
        MethodCase(
            "clearSavedPaymentInfo", { try await $0.clearSavedPaymentInfo(credentials: false) },
            sends: [TL.payments.ClearSavedInfo(info: true)], answers: [true]),
        MethodCase(
            "bankCard", { _ = try await $0.bankCard("4111") }, sends: [TL.payments.GetBankCardData(number: "4111")],
            answers: [TL.payments.BankCardData(title: "Bank", openURLs: [])]),
        MethodCase(
            "starsBalance",
            { client in
                let balance = try await client.starsBalance()
                XCTAssertEqual(balance, StarsAmount(stars: 7))
            }, sends: [TL.payments.GetStarsStatus(peer: .peerSelf)], answers: [PaymentMethodTests.status()]),
        MethodCase(
            "tonBalance",
            { client in
                let balance = try await client.tonBalance(of: Sample.channel)
                XCTAssertEqual(balance.whole, 7)
            }, sends: [TL.payments.GetStarsStatus(ton: true, peer: Sample.inputChannelPeer)],
            answers: [PaymentMethodTests.status()]),
        MethodCase(
            "starsTransactions",
            { client in
                let list = try await client.starsTransactions(of: "me", .incoming).first(10)
                XCTAssertEqual(list.map(\.id), ["a", "b"])
                XCTAssertEqual(list.first?.peerID, Sample.user)
            },
            sends: [
                TL.payments.GetStarsTransactions(inbound: true, peer: .peerSelf, offset: "", limit: 10),
                TL.payments.GetStarsTransactions(inbound: true, peer: .peerSelf, offset: "2", limit: 10),
            ], answers: [PaymentMethodTests.status("a", next: "2"), PaymentMethodTests.status("b")]),
        MethodCase(
            "starsTransactions, by id",
            { client in
                let list = try await client.starsTransactions(ids: ["a"])
                XCTAssertEqual(list.map(\.id), ["a"])
            }, sends: [TL.payments.GetStarsTransactionsByID(peer: .peerSelf, id: [.init(id: "a")])],
            answers: [PaymentMethodTests.status("a")]),
        MethodCase(
            "refundStars", isBot: true, { try await $0.refundStars(of: Sample.user, chargeID: "c") },
            sends: [TL.payments.RefundStarsCharge(userID: PaymentMethodTests.user, chargeID: "c")],
            answers: [Sample.updates()]),
        MethodCase(
            "setSubscriptionCanceled", isBot: true,
            { try await $0.setSubscriptionCanceled(true, of: Sample.user, chargeID: "c") },
            sends: [TL.payments.BotCancelStarsSubscription(userID: PaymentMethodTests.user, chargeID: "c")],
            answers: [true]),
        MethodCase(
            "starsSubscriptions",
            { client in
                let list = try await client.starsSubscriptions(missesBalance: true).first(10)
                XCTAssertEqual(list.map(\.price), [5])
            }, sends: [TL.payments.GetStarsSubscriptions(missingBalance: true, peer: .peerSelf, offset: "")],
            answers: [
                TL.payments.StarsStatus(
                    balance: .starsAmount(.init(amount: 7, nanos: 0)),
                    subscriptions: [
                        .init(
                            id: "s", peer: Sample.channel.tlPeer, untilDate: 9,
                            pricing: .init(period: 2_592_000, amount: 5))
                    ], chats: [], users: [])
            ]),
        MethodCase(
            "setStarsSubscriptionCanceled", { try await $0.setStarsSubscriptionCanceled(true, "s") },
            sends: [
                TL.payments.ChangeStarsSubscription(peer: .peerSelf, subscriptionID: "s", canceled: true)
            ], answers: [true]),
        MethodCase(
            "fulfillStarsSubscription", { try await $0.fulfillStarsSubscription("s") },
            sends: [TL.payments.FulfillStarsSubscription(peer: .peerSelf, subscriptionID: "s")], answers: [true]),
        MethodCase(
            "starsTopUpOptions", { _ = try await $0.starsTopUpOptions() }, sends: [TL.payments.GetStarsTopupOptions()],
            answers: [[TL.StarsTopupOption]()]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in PaymentMethodTests.cases { try await row.check() }
    }

    func testPaymentsAreReadFromServiceMessages() throws {
        let context = try TelegramClient.scripted(RecordingInvoker([]), isBot: true).core.context()
        func message(_ action: TL.MessageAction) throws -> Message {
            try XCTUnwrap(Message(.service(.init(id: 3, peerID: Sample.user.tlPeer, date: 1, action: action)), context))
        }
        let charge = TL.PaymentCharge(id: "c", providerChargeID: "")
        let paid = try message(
            .paymentSentMe(.init(currency: "XTR", totalAmount: 5, payload: Array("t".utf8), charge: charge)))
        XCTAssertEqual(paid.successfulPayment?.chargeID, "c")
        XCTAssertEqual(paid.successfulPayment?.payloadText, "t")
        XCTAssertNil(paid.refundedPayment)
        let refunded = try message(
            .paymentRefunded(.init(peer: Sample.user.tlPeer, currency: "XTR", totalAmount: 5, charge: charge)))
        XCTAssertEqual(refunded.refundedPayment?.totalAmount, 5)
        XCTAssertNil(refunded.successfulPayment)
    }

    func testAmountsOfStars() {
        let amount = StarsAmount(.starsAmount(.init(amount: -2, nanos: -500_000_000)))
        XCTAssertEqual(amount.nanos, -2_500_000_000)
        XCTAssertEqual(amount.whole, -2)
        XCTAssertLessThan(amount, StarsAmount(stars: 0))
        XCTAssertEqual(StarsAmount(stars: .max).whole, Int64.max / 1_000_000_000 - 1)
        XCTAssertEqual(StarsAmount(.ton(.init(amount: 5))).currency, .ton)
    }

    func testAmountsOfTwoCurrenciesHaveAnOrder() {
        let (stars, ton) = (StarsAmount(stars: 5), StarsAmount(.ton(.init(amount: 5_000_000_000))))
        XCTAssertEqual(stars.nanos, ton.nanos)
        XCTAssertNotEqual(stars, ton)
        XCTAssertTrue(stars < ton)
        XCTAssertFalse(ton < stars)
        XCTAssertTrue(StarsAmount(stars: 6) < ton)
    }

    func testTipsAreChecked() {
        func isRefused(_ maximum: Int64?, _ suggested: [Int64]) -> Bool {
            var invoice = Invoice(
                "Tea", description: "Green", payload: "t", currency: "EUR", prices: [.init("Tea", 100)],
                providerToken: "p")
            (invoice.maximumTip, invoice.suggestedTips) = (maximum, suggested)
            do throws(InvocationError) {
                try invoice.check("test")
                return false
            } catch {
                return error.isInvalidArgument
            }
        }
        for (maximum, suggested) in [(nil, []), (0, []), (50, []), (50, [10]), (50, [10, 50])] as [(Int64?, [Int64])] {
            XCTAssertFalse(isRefused(maximum, suggested), "\(suggested)")
        }
        for (maximum, suggested) in [
            (nil, [10]), (-1, []), (50, [10, 51]), (50, [20, 10]), (50, [10, 10]), (50, [0]), (50, [-5, 5]),
            (50, [1, 2, 3, 4, 5]),
        ] as [(Int64?, [Int64])] {
            XCTAssertTrue(isRefused(maximum, suggested), "\(suggested)")
        }
    }

    private static let user = TL.InputUser.inputUser(.init(userID: 5, accessHash: 50))
    private static let stars = Invoice("Tea", description: "Green", payload: "t", stars: 5)
    private static let starsMedia = TL.InputMedia.invoice(
        .init(
            title: "Tea", description: "Green",
            invoice: .init(currency: "XTR", prices: [.init(label: "Tea", amount: 5)]),
            payload: Array("t".utf8), providerData: .init(data: "{}")))
    private static let reference = TL.InputInvoice.message(.init(peer: Sample.inputBot, msgID: 3))
    private static let form = TL.payments.PaymentForm.stars(
        .init(
            formID: 11, botID: 6, title: "Tea", description: "Green",
            invoice: .init(currency: "XTR", prices: [.init(label: "Tea", amount: 5)]), users: []))
    private static let euroForm = TL.payments.PaymentForm.starGift(
        .init(formID: 12, invoice: .init(currency: "EUR", prices: [.init(label: "Tea", amount: 5)])))
    private static let credentials = TL.InputPaymentCredentials.inputPaymentCredentials(
        .init(data: .init(data: "{}")))

    private static func status(_ id: String? = nil, next: String? = nil) -> TL.payments.StarsStatus {
        .init(
            balance: .starsAmount(.init(amount: 7, nanos: 0)),
            history: id.map {
                [
                    .init(
                        id: $0, amount: .starsAmount(.init(amount: 1, nanos: 0)), date: 1,
                        peer: .starsTransactionPeer(.init(peer: Sample.user.tlPeer)))
                ]
            }, nextOffset: next, chats: [], users: [])
    }
}
