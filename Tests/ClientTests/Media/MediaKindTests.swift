// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLocalServer
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import Ferogram

/// What attachments are to a program.
final class MediaKindTests: XCTestCase {
    private static func media(_ raw: TL.MessageMedia) throws -> Media {
        let client = try TelegramClient.scripted(RecordingInvoker([]))
        return try XCTUnwrap(Media(raw, nil, client.core.context()))
    }

    func testAnInvoiceSaysWhatItIsFor() throws {
        let photo = TL.Photo.photo(
            .init(
                id: 4, accessHash: 44, fileReference: [5], date: 1,
                sizes: [.photoSize(.init(type: "x", w: 10, h: 20, size: 30))], dcID: 2))
        let media = try Self.media(
            .invoice(
                .init(
                    test: true, title: "Tea", description: "Green", receiptMsgID: 8, currency: "EUR", totalAmount: 250,
                    startParam: "", extendedMedia: .messageExtendedMedia(.init(media: .photo(.init(photo: photo)))))))
        guard case .invoice(let invoice) = media.kind else { return XCTFail("no invoice") }
        XCTAssertEqual(invoice.title, "Tea")
        XCTAssertEqual(invoice.summary, "Green")
        XCTAssertEqual(invoice.total, 250)
        XCTAssertEqual(invoice.currency, "EUR")
        XCTAssertEqual(invoice.receiptMessageID, 8)
        XCTAssertTrue(invoice.isTest)
        XCTAssertFalse(invoice.wantsShippingAddress)
        XCTAssertEqual(invoice.item?.media?.photo?.id, 4)
        XCTAssertNotNil(media.fileSource)
    }

    func testAGiveawaySaysWhatThereIsToWin() throws {
        let media = try Self.media(
            .giveaway(
                .init(
                    onlyNewSubscribers: true, channels: [7], countriesIso2: ["DE"], prizeDescription: "a cup",
                    quantity: 3, months: 6, untilDate: 1_800_000_000)))
        guard case .giveaway(let giveaway) = media.kind else { return XCTFail("no giveaway") }
        XCTAssertEqual(giveaway.channelIDs, [.channel(7)])
        XCTAssertEqual(giveaway.winnerCount, 3)
        XCTAssertEqual(giveaway.premiumMonths, 6)
        XCTAssertNil(giveaway.stars)
        XCTAssertEqual(giveaway.prize, "a cup")
        XCTAssertEqual(giveaway.countries, ["DE"])
        XCTAssertTrue(giveaway.isForNewMembers)
        XCTAssertFalse(giveaway.showsWinners)
        XCTAssertEqual(giveaway.endDate.timeIntervalSince1970, 1_800_000_000)
        let results = try Self.media(
            .giveawayResults(
                .init(
                    channelID: 7, launchMsgID: 9, winnersCount: 2, unclaimedCount: 1, winners: [5, 6], stars: 500,
                    untilDate: 1_800_000_000)))
        guard case .giveawayResults(let results) = results.kind else { return XCTFail("no results") }
        XCTAssertEqual(results.winnerIDs, [.user(5), .user(6)])
        XCTAssertEqual(results.winnerCount, 2)
        XCTAssertEqual(results.unclaimedCount, 1)
        XCTAssertEqual(results.stars, 500)
        XCTAssertEqual(results.messageID, 9)
        XCTAssertEqual(results.channelID, .channel(7))
        XCTAssertFalse(results.isRefunded)
    }

    func testPollsAndChecklistsAreWhatMessagesSay() throws {
        let poll = TL.Poll(
            id: 3, question: .init(text: "?", entities: []),
            answers: [.pollAnswer(.init(text: .init(text: "a", entities: []), option: [0]))], hash: 0)
        let media = try Self.media(.poll(.init(poll: poll, results: .init())))
        guard case .poll(let seen) = media.kind else { return XCTFail("no poll") }
        XCTAssertEqual(seen.answers.map(\.text.text), ["a"])
        let list = TL.TodoList(
            title: .init(text: "To do", entities: []), list: [.init(id: 1, title: .init(text: "eat", entities: []))])
        guard case .checklist(let checklist) = try Self.media(.toDo(.init(todo: list))).kind else {
            return XCTFail("no checklist")
        }
        XCTAssertEqual(checklist.items.map(\.title.text), ["eat"])
    }

    func testMediaAreShownToWhoPays() async throws {
        try await within {
            let local = try await LocalClients()
            let (client, bot) = try await local.makeBot("shop_bot")
            let (payer, ann) = try await local.makePerson("Ann")
            try await ann.send("/start", to: bot)
            for await update in client.updates { if case .message = update { break } }
            let picture = SampleFile.png(width: 640, height: 480)
            try await client.sendMessage(
                to: ann.id,
                .paidMedia(.init([.photo(.data(picture, name: "a.png"))], stars: 5, payload: "p"), caption: "buy"))
            let newest = try await payer.history(of: bot.id).first(1)
            let message = try XCTUnwrap(newest.first)
            XCTAssertEqual(message.text, "buy")
            guard case .paidMedia(let closed)? = message.media?.kind else { return XCTFail("no paid media") }
            XCTAssertEqual(closed.price, 5)
            XCTAssertFalse(closed.isPaid)
            XCTAssertEqual(closed.items.first?.preview?.w, 640)
            XCTAssertNil(message.media?.fileSource)

            let reference = InvoiceReference.message(message.id, in: try bot.id.peerReference)
            let form = try await payer.paymentForm(for: reference)
            XCTAssertEqual(form.total, 5)
            do throws(InvocationError) {
                try await payer.pay(form)
                XCTFail("there are no Stars")
            } catch { XCTAssertTrue(error.is(.balanceTooLow), "\(error)") }
            ann.addStars(8)
            try await payer.pay(form)
            XCTAssertEqual(ann.stars, 3)
            let again = try await message.refreshed()
            guard case .paidMedia(let open)? = again?.media?.kind else { return XCTFail("no paid media") }
            XCTAssertTrue(open.isPaid)
            let bytes = try await payer.download(try XCTUnwrap(again?.media)).value
            XCTAssertEqual(Array(bytes), picture)
            for await update in client.updates {
                guard case .paidMediaPurchased(let purchase) = update else { continue }
                XCTAssertEqual(purchase.payload, "p")
                XCTAssertEqual(purchase.userID, ann.id)
                break
            }
            for client in [client, payer] { await client.disconnect() }
        }
    }
}
