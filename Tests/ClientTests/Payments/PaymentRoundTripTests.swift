// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// Stars between a person and a bot, on a local server.
final class PaymentRoundTripTests: XCTestCase {
    private func run(
        _ body: @escaping @Sendable (LocalClients, LocalBot, TelegramClient, Log) async throws -> Void
    ) async throws {
        let (dispatcher, log) = (Dispatcher(), Log())
        dispatcher.onPreCheckoutQuery { query in
            if query.payloadText == "sold out" {
                try await query.decline("Sold out")
            } else {
                try await query.approve()
            }
        }
        dispatcher.onPayment { message, payment in
            log.append(payment.chargeID)
            try await message.respond("Thanks for \(payment.totalAmount)")
        }
        dispatcher.onStart { message, payload in try await message.respond("Hello, \(payload.raw)") }
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await dispatcher.run(on: client) }
                try await body(local, bot, client, log)
                group.cancelAll()
            }
            await client.disconnect()
        }
    }

    func testAPersonPaysAndGetsItBack() async throws {
        try await run { local, bot, client, log in
            let ann = try local.server.addPerson("ann")
            try await ann.start(bot, payload: "ref_1")
            try await ann.expect(.text("Hello, ref_1"), from: bot)
            let link = try await client.exportInvoice(Invoice("Tea", description: "Green", payload: "tea", stars: 5))
            do {
                try await ann.pay(link)
                XCTFail("there are no Stars")
            } catch let error as RPCFailure {
                XCTAssertEqual(error.name, "BALANCE_TOO_LOW")
            }
            ann.addStars(8)
            try await ann.pay(link)
            try await ann.expect(.text("Thanks for 5"), from: bot)
            XCTAssertEqual(ann.stars, 3)
            let balance = try await client.starsBalance()
            XCTAssertEqual(balance, StarsAmount(stars: 5))
            let charge = try XCTUnwrap(log.lines.first)
            try await client.refundStars(of: ann.id, chargeID: charge)
            XCTAssertEqual(ann.stars, 8)
            do throws(InvocationError) {
                try await client.refundStars(of: ann.id, chargeID: charge)
                XCTFail("twice")
            } catch {
                XCTAssertTrue(error.is(.chargeAlreadyRefunded))
            }
            let history = try await client.starsTransactions().first(10)
            XCTAssertEqual(history.map(\.isRefund), [true, false])
            XCTAssertEqual(history.map(\.amount.whole), [-5, 5])
        }
    }

    func testABotRefusesAPayment() async throws {
        try await run { local, bot, client, log in
            let ann = try local.server.addPerson("ann")
            ann.addStars(8)
            let link = try await client.exportInvoice(
                Invoice("Tea", description: "Green", payload: "sold out", stars: 5))
            do {
                try await ann.pay(link)
                XCTFail("paid")
            } catch let error as RPCFailure {
                XCTAssertEqual(error.name, "PRECHECKOUT_FAILED")
            }
            XCTAssertEqual(ann.stars, 8)
            XCTAssertEqual(log.lines, [])
        }
    }

    func testAClientPays() async throws {
        try await run { local, bot, client, log in
            let (payer, ann) = try await local.makePerson("ann")
            ann.addStars(8)
            let link = try await client.exportInvoice(Invoice("Tea", description: "Green", payload: "tea", stars: 5))
            let slug = String(try XCTUnwrap(link.split(separator: "$").last))
            let form = try await payer.paymentForm(for: .slug(slug))
            XCTAssertEqual(form.total, 5)
            try await payer.pay(form)
            let balance = try await payer.starsBalance()
            XCTAssertEqual(balance, StarsAmount(stars: 3))
            try await until { log.lines.count == 1 }
            await payer.disconnect()
        }
    }
}
