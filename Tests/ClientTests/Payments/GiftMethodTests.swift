// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes
import XCTest

@testable import Ferogram

final class GiftMethodTests: XCTestCase {
    static let cases = [
        MethodCase(
            "giftCatalog", { _ = try await $0.giftCatalog() }, sends: [TL.payments.GetStarGifts(hash: 0)],
            answers: [TL.payments.StarGifts.starGifts(.init(hash: 1, gifts: [], chats: [], users: []))]),
        MethodCase(
            "reasonNotToSendGift",
            { client in
                let reason = try await client.reasonNotToSendGift(8)
                XCTAssertEqual(reason, "Sold out")
            }, sends: [TL.payments.CheckCanSendGift(giftID: 8)],
            answers: [TL.payments.CheckCanSendGiftResult.fail(.init(reason: .init(text: "Sold out", entities: [])))]),
        MethodCase(
            "sendGift", { try await $0.sendGift(8, to: Sample.user, hidesName: true) },
            sends: [
                TL.payments.GetPaymentForm(invoice: GiftMethodTests.gift),
                TL.payments.SendStarsForm(formID: 12, invoice: GiftMethodTests.gift),
            ],
            answers: [
                TL.payments.PaymentForm.starGift(.init(formID: 12, invoice: .init(currency: "XTR", prices: []))),
                TL.payments.PaymentResult.paymentResult(.init(updates: Sample.updates())),
            ]),
        MethodCase(
            "gifts", { _ = try await $0.gifts(of: Sample.user, isSortedByValue: true).first(5) },
            sends: [TL.payments.GetSavedStarGifts(sortByValue: true, peer: Sample.inputUser, offset: "", limit: 5)],
            answers: [TL.payments.SavedStarGifts(count: 0, gifts: [], chats: [], users: [])]),
        MethodCase(
            "setGiftShown", { try await $0.setGiftShown(false, .message(4)) },
            sends: [TL.payments.SaveStarGift(unsave: true, stargift: GiftMethodTests.saved)], answers: [true]),
        MethodCase(
            "convertGift", { try await $0.convertGift(.channel(Sample.channel, savedID: 3)) },
            sends: [
                TL.payments.ConvertStarGift(stargift: .chat(.init(peer: Sample.inputChannelPeer, savedID: 3)))
            ], answers: [true]),
        MethodCase(
            "upgradeGift", { try await $0.upgradeGift(.message(4)) },
            sends: [TL.payments.UpgradeStarGift(keepOriginalDetails: true, stargift: GiftMethodTests.saved)],
            answers: [Sample.updates()]),
        MethodCase(
            "transferGift", { try await $0.transferGift(.message(4), to: Sample.user) },
            sends: [TL.payments.TransferStarGift(stargift: GiftMethodTests.saved, toID: Sample.inputUser)],
            answers: [Sample.updates()]),
        MethodCase(
            "pinGifts", { try await $0.pinGifts([.message(4), .slug("x")]) },
            sends: [
                TL.payments.ToggleStarGiftsPinnedToTop(
                    peer: .peerSelf, stargift: [GiftMethodTests.saved, .slug(.init(slug: "x"))])
            ], answers: [true]),
        MethodCase(
            "uniqueGift", { _ = try await $0.uniqueGift("x") }, sends: [TL.payments.GetUniqueStarGift(slug: "x")],
            answers: [
                TL.payments.UniqueStarGift(
                    gift: .unique(
                        .init(
                            id: 1, giftID: 8, title: "x", slug: "x", num: 1, attributes: [], availabilityIssued: 1,
                            availabilityTotal: 2)), chats: [], users: [])
            ]),
        MethodCase(
            "setGiftPrice", { try await $0.setGiftPrice(.message(4), StarsAmount(stars: 9)) },
            sends: [
                TL.payments.UpdateStarGiftPrice(
                    stargift: GiftMethodTests.saved, resellAmount: .starsAmount(.init(amount: 9, nanos: 0)))
            ], answers: [Sample.updates()]),
        MethodCase(
            "giftCode", { _ = try await $0.giftCode("x") }, sends: [TL.payments.CheckGiftCode(slug: "x")],
            answers: [TL.payments.CheckedGiftCode(date: 1, days: 30, chats: [], users: [])]),
        MethodCase(
            "applyGiftCode", { try await $0.applyGiftCode("x") }, sends: [TL.payments.ApplyGiftCode(slug: "x")],
            answers: [Sample.updates()]),
        MethodCase(
            "giveaway", { _ = try await $0.giveaway(3, in: Sample.channel) },
            sends: [TL.payments.GetGiveawayInfo(peer: Sample.inputChannelPeer, msgID: 3)],
            answers: [TL.payments.GiveawayInfo.giveawayInfo(.init(startDate: 1))]),
    ]

    func testEachMethodSendsItsCalls() async throws {
        for row in GiftMethodTests.cases { try await row.check() }
    }

    func testGiftsOfOneSecondAreDistinguished() async throws {
        func unique(_ slug: String) -> TL.StarGift {
            .unique(
                .init(
                    id: 1, giftID: 8, title: "x", slug: slug, num: 1, attributes: [], availabilityIssued: 1,
                    availabilityTotal: 2))
        }
        // Gifts of other people have neither a message nor a number.
        let gifts: [TL.SavedStarGift] = [
            .init(date: 5, gift: unique("a")), .init(date: 5, gift: unique("b")),
            .init(fromID: Sample.user.tlPeer, date: 5, gift: unique("a")), .init(date: 5, gift: unique("a")),
        ]
        let page = TL.payments.SavedStarGifts(count: 4, gifts: gifts, chats: [], users: [])
        let client = try TelegramClient.scripted(RecordingInvoker([.value(page)]), knowing: (Sample.users, []))
        let list = try await client.gifts(of: Sample.user).first(10)
        XCTAssertEqual(list.map(\.senderID), [nil, nil, Sample.user])
    }

    private static let gift = TL.InputInvoice.starGift(.init(hideName: true, peer: Sample.inputUser, giftID: 8))
    private static let saved = TL.InputSavedStarGift.user(.init(msgID: 4))
}
