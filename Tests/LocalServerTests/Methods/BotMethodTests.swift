// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto
import FerogramTLTypes
import XCTest

@testable import FerogramLocalServer

/// What bots are asked, and what they may do for others.
final class BotMethodTests: XCTestCase {
    private func inputBot(_ party: Party) -> TL.InputUser {
        .inputUser(
            .init(
                userID: party.botID,
                accessHash: party.harness.engine.world.accessHash(of: party.botID, for: party.annID)))
    }

    private func assertFailure<Value>(
        _ failure: RPCFailure, line: UInt = #line, _ body: @autoclosure () throws -> Value
    ) {
        XCTAssertThrowsError(try body(), line: line) { XCTAssertEqual($0 as? RPCFailure, failure, line: line) }
    }

    func testABotThatDoesNotAnswerInTimeIsNotWaitedForAnyLonger() throws {
        let party = try Party()
        try party.annSays("/start", to: party.botID, randomID: 1)
        let asked = try party.ann.send(
            TL.messages.GetInlineBotResults(bot: inputBot(party), peer: .empty, query: "tea", offset: ""))
        let query = try XCTUnwrap(party.harness.engine.world.bots.inlineQueries.entries.keys.first)
        party.harness.advance(by: CallbackQueries.lifetime)
        try party.harness.tick()
        assertFailure(
            .bad(.botResponseTimeout),
            try party.ann.answer(to: asked, of: TL.messages.GetInlineBotResults.self))
        assertFailure(
            .bad(.queryIDInvalid),
            try party.bot.invoke(TL.messages.SetInlineBotResults(queryID: query, results: [], cacheTime: 0)))
    }

    private func invoice(_ amount: Int64) -> TL.InputMedia {
        .invoice(
            .init(
                title: "Tea", description: "Green tea",
                invoice: .init(currency: "XTR", prices: [.init(label: "Tea", amount: amount)]), payload: [1],
                providerData: .init(data: "{}")))
    }

    func testAPaymentEndsWithoutTheBotsConsent() throws {
        let party = try Party()
        try party.annSays("/start", to: party.botID, randomID: 1)
        party.harness.engine.world.addStars(5, to: party.annID)
        let link = try party.bot.invoke(TL.payments.ExportInvoice(invoiceMedia: invoice(5))).url
        let slug = try XCTUnwrap(link.split(separator: "$").last.map(String.init))
        let paid = try party.ann.send(TL.payments.SendStarsForm(formID: 1, invoice: .slug(.init(slug: slug))), .harmful)
        let query = try XCTUnwrap(party.harness.engine.world.bots.payments.checkouts.keys.first)
        party.harness.advance(by: 10)
        try party.harness.tick()
        assertFailure(
            RPCFailure(406, .botPrecheckoutFailed),
            try party.ann.answer(to: paid, of: TL.payments.SendStarsForm.self))
        assertFailure(
            .bad(.queryIDInvalid),
            try party.bot.invoke(TL.messages.SetBotPrecheckoutResults(success: true, queryID: query)))
        XCTAssertEqual(party.harness.engine.world.bots.payments.balances[party.annID], 5)
    }

    func testInvoicesAskForStarsThatThereCanBe() throws {
        let party = try Party()
        for amount in [0, -5, .min, .max, 1_000_001] as [Int64] {
            assertFailure(
                .bad(.starsInvoiceInvalid),
                try party.bot.invoke(TL.payments.ExportInvoice(invoiceMedia: invoice(amount))))
        }
    }

    func testAnyNumberAsksForADifference() throws {
        let party = try Party()
        for _ in 0...1_001 {
            party.harness.engine.world.pushNumbered(to: party.botID, naming: [party.annID]) { qts in
                .botStopped(.init(userID: party.annID, date: 1, stopped: true, qts: qts))
            }
        }
        for qts in [.min, -1, 0, .max] as [Int32] {
            let state = try party.bot.invoke(TL.updates.GetState())
            XCTAssertNoThrow(
                try party.bot.invoke(TL.updates.GetDifference(pts: state.pts, date: state.date, qts: qts)))
        }
    }

    func testABotActsInPrivateChatsAlone() throws {
        let party = try Party()
        try party.annSays("Hello", to: party.bobID, randomID: 1)
        let group = try party.harness.engine.world.createGroup("Friends", by: party.annID, with: [party.botID]).group
        party.harness.engine.world.connect(party.botID, to: party.annID, .init(reply: true))
        let connection = try XCTUnwrap(party.harness.engine.world.bots.business[party.annID])
        assertFailure(
            .bad(.peerIDInvalid),
            try party.bot.invoke(
                TL.InvokeWithBusinessConnection(
                    connectionID: connection.id,
                    query: TL.messages.SendMessage(
                        peer: .chat(.init(chatID: group.id)), message: "Hi", randomID: 2))))
    }
}
