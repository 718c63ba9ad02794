// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Money by way of a provider, subscriptions, paid media and gifts, on a local server.
final class ProviderRoundTripTests: XCTestCase {
    private func run(
        _ dispatcher: Dispatcher,
        _ body: @escaping @Sendable (LocalClients, LocalBot, TelegramClient) async throws -> Void
    ) async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                try await body(local, bot, client)
                group.cancelAll()
            }
            await client.disconnect()
        }
    }

    private static func address(_ country: String = "IT") -> TL.PostAddress {
        .init(
            streetLine1: "1 Way", streetLine2: "", city: "Rome", state: "", countryIso2: country, postCode: "00100")
    }

    func testGoodsAreShippedAndPaid() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onShippingQuery { query in
            if query.address.countryCode == "IT" {
                try await query.answer([ShippingOption("air", title: "By air", prices: [.init("Stamp", 100)])])
            } else {
                try await query.decline("Too far")
            }
        }
        dispatcher.onPreCheckoutQuery { query in
            log.append("\(query.totalAmount) \(query.shippingOptionID ?? "") \(query.customer?.name ?? "")")
            try await query.approve()
        }
        dispatcher.onPayment { _, payment in log.append("\(payment.totalAmount) \(payment.currency)") }
        try await run(dispatcher) { local, bot, client in
            let (payer, ann) = try await local.makePerson("ann")
            try await ann.start(bot)
            var invoice = Invoice(
                "Tea", description: "Green", payload: "tea", currency: "EUR", prices: [.init("Tea", 500)],
                providerToken: "token")
            (invoice.asksFor, invoice.isFlexible) = ([.name, .shippingAddress], true)
            (invoice.maximumTip, invoice.suggestedTips) = (50, [10])
            let sent = try await client.sendInvoice(invoice, to: ann.id)
            guard case .invoice(let media)? = sent.media?.kind else { return XCTFail("no invoice") }
            XCTAssertEqual(media.total, 500)
            let message = try await ann.expect(.any, from: bot)
            let form = try await payer.paymentForm(for: .message(message.id, in: .username("test_bot")))
            XCTAssertEqual(form.currency, "EUR")
            do throws(InvocationError) {
                _ = try await payer.validate(.init(name: "", shippingAddress: Self.address()), for: form)
                XCTFail("the name is missing")
            } catch {
                XCTAssertEqual(error.rpcError?.name.rawValue, "REQ_INFO_NAME_INVALID")
            }
            do throws(InvocationError) {
                _ = try await payer.validate(.init(name: "Ann", shippingAddress: Self.address("AQ")), for: form)
                XCTFail("it is too far")
            } catch {
                XCTAssertEqual(error.rpcError?.name.rawValue, "SHIPPING_NOT_AVAILABLE")
            }
            let checked = try await payer.validate(
                .init(name: "Ann", shippingAddress: Self.address()), for: form, isSaved: true)
            XCTAssertEqual(checked.shippingOptions?.map(\.id), ["air"])
            let page = try await payer.sendPaymentForm(
                form, credentials: .inputPaymentCredentials(.init(data: .init(data: "{}"))), infoID: checked.id,
                shippingOptionID: "air", tip: 10)
            XCTAssertNil(page)
            try await until { log.lines == ["610 air Ann", "610 EUR"] }
            let receipt = try await payer.paymentReceipt(of: message.id, in: "@test_bot")
            guard case .paymentReceipt(let paid) = receipt else { return XCTFail("no receipt") }
            XCTAssertEqual(paid.totalAmount, 610)
            let saved = try await payer.savedPaymentInfo()
            XCTAssertEqual(saved?.shippingAddress?.city, "Rome")
            try await payer.clearSavedPaymentInfo()
            let rest = try await payer.savedPaymentInfo()
            XCTAssertNil(rest)
            await payer.disconnect()
        }
    }

    func testASubscriptionIsCanceledAndRestored() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onPreCheckoutQuery { try await $0.approve() }
        dispatcher.onPayment { _, payment in log.append(payment.chargeID) }
        dispatcher.on(.starsSubscription) { change in log.append("\(change.isCanceled) \(change.isRestored)") }
        try await run(dispatcher) { local, bot, client in
            let (payer, ann) = try await local.makePerson("ann")
            try await ann.start(bot)
            ann.addStars(20)
            var invoice = Invoice("Tea", description: "Green", payload: "tea", stars: 5)
            invoice.subscriptionPeriod = .seconds(2_592_000)
            let link = try await client.exportInvoice(invoice)
            try await payer.pay(
                try await payer.paymentForm(for: .slug(String(try XCTUnwrap(link.split(separator: "$").last)))))
            let subscriptions = try await payer.starsSubscriptions().first(5)
            let subscription = try XCTUnwrap(subscriptions.first)
            XCTAssertEqual(subscription.price, 5)
            try await until { log.lines.count == 1 }
            let charge = try XCTUnwrap(log.lines.first)
            try await payer.setStarsSubscriptionCanceled(true, subscription.id)
            try await payer.setStarsSubscriptionCanceled(false, subscription.id)
            try await until { log.lines == [charge, "true false", "false true"] }
            try await payer.fulfillStarsSubscription(subscription.id)
            XCTAssertEqual(ann.stars, 10)
            try await client.setSubscriptionCanceled(true, of: ann.id, chargeID: charge)
            let canceled = try await payer.starsSubscriptions().first(5).first?.isCanceled
            XCTAssertEqual(canceled, true)
            let found = try await client.starsTransactions(ids: [charge])
            XCTAssertEqual(found.map(\.amount.whole), [5])
            await payer.disconnect()
        }
    }

    func testPaidMediaAreSeenByThoseWhoPay() async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onCommand("start") { message in
            let photo = FileAttachment.photo(.url("https://example.com/cat.png"))
            try await message.respond(.paidMedia(.init([photo], stars: 7, payload: "cat"), caption: "A cat"))
        }
        dispatcher.on(.paidMediaPurchased) { purchase in log.append("\(purchase.userID) \(purchase.payload)") }
        try await run(dispatcher) { local, bot, client in
            try local.server.addWebFile(
                SampleFile.png(width: 4, height: 3), at: "https://example.com/cat.png", mimeType: "image/png")
            let (payer, ann) = try await local.makePerson("ann")
            try await ann.start(bot)
            let message = try await ann.expect(.text("A cat"), from: bot)
            func media() async throws -> Media.PaidMedia? {
                let newest = try await payer.history(of: "@test_bot").first(1)
                guard case .paidMedia(let media)? = newest.first?.media?.kind else { return nil }
                return media
            }
            let before = try await media()
            XCTAssertEqual(before?.isPaid, false)
            XCTAssertEqual(before?.price, 7)
            do {
                try ann.payForMedia(of: message)
                XCTFail("there are no Stars")
            } catch let error as RPCFailure {
                XCTAssertEqual(error.name, "BALANCE_TOO_LOW")
            }
            ann.addStars(8)
            let form = try await payer.paymentForm(for: .message(message.id, in: .username("test_bot")))
            try await payer.pay(form)
            try await until { log.lines == ["\(ann.id) cat"] }
            let after = try await media()
            XCTAssertEqual(after?.isPaid, true)
            XCTAssertEqual(ann.stars, 1)
            await payer.disconnect()
        }
    }

    func testGiftsAreGivenShownUpgradedAndConverted() async throws {
        try await within {
            let local = try await LocalClients()
            let bear = local.server.addGift("Bear", stars: 15, convertStars: 13, upgradeStars: 25, count: 2)
            let (ann, annAccount) = try await local.makePerson("ann")
            let (bob, bobAccount) = try await local.makePerson("bob")
            try await annAccount.send("hello", to: bobAccount)
            let bobID = PeerReference.id(.user(bobAccount.id))
            _ = try await ann.dialogs().first(5)
            annAccount.addStars(60)
            let catalog = try await ann.giftCatalog()
            XCTAssertEqual(catalog.count, 1)
            try await ann.sendGift(bear, to: bobID, hidesName: true)
            try await ann.sendGift(bear, to: bobID, includesUpgrade: true)
            XCTAssertEqual(annAccount.stars, 5)
            let reason = try await ann.reasonNotToSendGift(bear)
            XCTAssertEqual(reason, "This gift is sold out.")
            let gifts = try await bob.gifts().first(10)
            XCTAssertEqual(gifts.map { $0.senderID == nil }, [false, true])
            let (upgradable, plain) = (try XCTUnwrap(gifts.first?.messageID), try XCTUnwrap(gifts.last?.messageID))
            try await bob.convertGift(.message(plain))
            XCTAssertEqual(bobAccount.stars, 13)
            try await bob.pinGifts([.message(upgradable)])
            try await bob.setGiftShown(false, .message(upgradable))
            let seen = try await ann.gifts(of: bobID).first(10)
            XCTAssertTrue(seen.isEmpty)
            try await bob.upgradeGift(.message(upgradable))
            try await bob.setGiftPrice(.slug("Bear-1"), .init(stars: 500))
            guard case .unique(let unique) = try await ann.uniqueGift("Bear-1") else { return XCTFail("not unique") }
            XCTAssertEqual(unique.num, 1)
            XCTAssertEqual(unique.resellAmount?.count, 1)
            try await bob.transferGift(.slug("Bear-1"), to: PeerReference.id(.user(annAccount.id)))
            let own = try await ann.gifts().first(10)
            XCTAssertEqual(own.count, 1)
            let code = local.server.addGiftCode(days: 30)
            let days = try await ann.giftCode(code).days
            XCTAssertEqual(days, 30)
            try await ann.applyGiftCode(code)
            do throws(InvocationError) {
                try await bob.applyGiftCode(code)
                XCTFail("it is used")
            } catch {
                XCTAssertTrue(error.is(.giftSlugExpired))
            }
            await ann.disconnect()
            await bob.disconnect()
        }
    }
}
