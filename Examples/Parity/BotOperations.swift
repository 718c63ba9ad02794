// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes

// Rows about bots, their inline mode and payments; `.ci/parity/bots.py` has the same ones.

private let (bot, bob) = (PeerReference.username("echo_bot"), PeerReference.username("bob"))
private let ann = PeerReference.username("ann")
private let inlineID = InlineMessageID(.id64(.init(dcID: 2, ownerID: 5, id: 6, accessHash: 7)))
private let keyboard = Keyboard.inline([[.callback("Go", data: "go")]])
private let commands = [CommandDescription("start", "Begin"), CommandDescription("help", "What I can do")]
private let adminRights: AdminRights = [.deleteMessages, .banUsers, .pinMessages]
private let tea = Invoice("Tea", description: "Green tea", payload: "tea", stars: 5)
private let gift = GiftReference.message(3)

private func article(_ text: String = "a", title: String = "A") -> InlineResult {
    .article(title, id: "1", message: text)
}

private func answer(
    _ client: TelegramClient, _ results: [InlineResult], _ options: InlineAnswerOptions = InlineAnswerOptions()
) async throws {
    try await client.answerInlineQuery(7, with: results, options)
}

/// What a bot does.
var botRowOperations: [Operation] { settingUp + answering + selling }

/// What people do with bots.
var botUserOperations: [Operation] { using + paying }

private var settingUp: [Operation] {
    [
        ("setCommands", { try await $0.client.setCommands(commands) }),
        ("setCommandsOfGroups", { try await $0.client.setCommands(commands, for: .groups, language: "de") }),
        ("setCommandsOfAdmins", { try await $0.client.setCommands(commands, for: .groupAdmins) }),
        ("resetCommands", { try await $0.client.resetCommands(for: .privateChats, language: "de") }),
        ("commands", { _ = try await $0.client.commands() }),
        (
            "setBotInfo",
            { try await $0.client.setBotInfo(name: "Echo", about: "Echoes", description: "I echo") }
        ),
        ("setBotInfoInGerman", { try await $0.client.setBotInfo(about: "Wiederholt", language: "de") }),
        ("botInfo", { _ = try await $0.client.botInfo(language: "de") }),
        ("setMenuButton", { try await $0.client.setMenuButton(.webApp("App", url: "https://example.com")) }),
        ("resetMenuButton", { try await $0.client.setMenuButton(.default, for: ann) }),
        ("menuButton", { _ = try await $0.client.menuButton() }),
        ("defaultRightsInGroups", { try await $0.client.setDefaultGroupAdminRights(adminRights) }),
        ("defaultRightsInChannels", { try await $0.client.setDefaultChannelAdminRights(adminRights) }),
        ("setEmojiStatusOfUser", { try await $0.client.setEmojiStatus(of: ann, 9) }),
        ("removeEmojiStatusOfUser", { try await $0.client.setEmojiStatus(of: ann, nil) }),
        ("answerJoinRequest", { try await $0.client.answerJoinRequest(7, .approved) }),
        ("businessConnection", { _ = try await $0.client.businessConnection("c1") }),
    ]
}

private var answering: [Operation] {
    [
        ("answerInlineQuery", { try await answer($0.client, [article("HEY", title: "Shout")]) }),
        (
            "answerInlineQueryWithoutResults",
            { try await answer($0.client, [], .init(cacheTime: .zero, isPersonal: true)) }
        ),
        (
            "answerInlineQueryWithButton",
            {
                let message = InputMessage("a").keyboard(keyboard)
                let result = InlineResult.article("A", id: "1", description: "d", message: message)
                try await answer(
                    $0.client, [result],
                    .init(cacheTime: .seconds(10), nextOffset: "50", button: .start("Go", parameter: "x")))
            }
        ),
        (
            "answerInlineQueryWithApp",
            {
                try await answer(
                    $0.client, [], .init(isGallery: true, button: .webApp("App", url: "https://example.com")))
            }
        ),
        (
            "answerInlineQueryWithPhoto",
            { try await answer($0.client, [.photo("https://example.com/p.jpg", id: "1", title: "P", caption: "c")]) }
        ),
        (
            "answerInlineQueryWithPlaces",
            {
                try await answer(
                    $0.client,
                    [
                        .location("Here", latitude: 1, longitude: 2, id: "1"),
                        .venue(InlineVenue("Bar", address: "1 Way", latitude: 1, longitude: 2), id: "2"),
                    ])
            }
        ),
        (
            "answerInlineQueryWithContact",
            {
                try await answer($0.client, [.contact(phoneNumber: "1", firstName: "Ann", lastName: "B", id: "1")])
            }
        ),
        ("answerInlineQueryWithGame", { try await answer($0.client, [.game("chess", id: "1")]) }),
        ("editInlineMessage", { try await $0.client.editInlineMessage(inlineID, to: "new") }),
        ("editInlineKeyboard", { try await $0.client.editKeyboard(ofInlineMessage: inlineID, to: keyboard) }),
        (
            "savePreparedInlineMessage",
            {
                _ = try await $0.client.savePreparedInlineMessage(
                    article(), for: ann, chatKinds: [.user, .channel])
            }
        ),
        ("answerWebAppQuery", { _ = try await $0.client.answerWebAppQuery("q", with: article()) }),
        ("answerGuestChatQuery", { _ = try await $0.client.answerGuestChatQuery(7, with: article()) }),
        ("setGameScore", { _ = try await $0.client.setGameScore(100, of: ann, in: 3, of: ann) }),
        (
            "setGameScoreDown",
            {
                _ = try await $0.client.setGameScore(
                    1, of: ann, in: 3, of: ann, isForced: true, editsMessage: false)
            }
        ),
        ("setInlineGameScore", { _ = try await $0.client.setGameScore(100, of: ann, in: inlineID) }),
        ("gameHighScores", { _ = try await $0.client.gameHighScores(around: ann, in: 3, of: ann) }),
        ("inlineGameHighScores", { _ = try await $0.client.gameHighScores(around: ann, in: inlineID) }),
    ]
}

private var selling: [Operation] {
    [
        ("sendInvoice", { _ = try await $0.client.sendInvoice(tea, to: ann) }),
        (
            "sendInvoiceInEuros",
            {
                var invoice = Invoice(
                    "Tea", description: "Green tea", payload: "tea", currency: "EUR",
                    prices: [.init("Tea", 500), .init("Cup", 250)], providerToken: "token")
                (invoice.asksFor, invoice.isFlexible) = ([.name, .shippingAddress], true)
                (invoice.maximumTip, invoice.suggestedTips, invoice.startParameter) = (300, [100, 200], "start")
                _ = try await $0.client.sendInvoice(invoice, to: ann)
            }
        ),
        ("exportInvoice", { _ = try await $0.client.exportInvoice(tea) }),
        (
            "exportSubscription",
            {
                var invoice = tea
                invoice.subscriptionPeriod = .seconds(2_592_000)
                _ = try await $0.client.exportInvoice(invoice)
            }
        ),
        ("approvePayment", { try await $0.client.answerPreCheckoutQuery(7) }),
        ("refusePayment", { try await $0.client.answerPreCheckoutQuery(7, refusal: "sold out") }),
        (
            "shippingOptions",
            {
                try await $0.client.answerShippingQuery(
                    7, [ShippingOption("air", title: "By air", prices: [.init("Stamp", 100)])])
            }
        ),
        ("refuseShipping", { try await $0.client.declineShippingQuery(7, "too far") }),
        ("refundStars", { try await $0.client.refundStars(of: ann, chargeID: "c1") }),
        ("cancelSubscription", { try await $0.client.setSubscriptionCanceled(true, of: ann, chargeID: "c1") }),
        ("restoreSubscription", { try await $0.client.setSubscriptionCanceled(false, of: ann, chargeID: "c1") }),
        ("starsOfBot", { _ = try await $0.client.starsBalance() }),
        ("starsTransactionsOfBot", { _ = try await $0.client.starsTransactions(.incoming).first(100) }),
        ("starsTransactionsByID", { _ = try await $0.client.starsTransactions(ids: ["c1"]) }),
    ]
}

private var using: [Operation] {
    [
        ("startBot", { try await $0.client.startBot(bot, parameter: "payload") }),
        (
            "inlineResults",
            { _ = try await $0.client.inlineResults(from: bob, query: "cats", in: "me").first(1) }
        ),
        (
            "inlineResultsAtAPlace",
            {
                _ = try await $0.client.inlineResults(from: bob, query: "cats", in: "me", location: (52.5, 13.25))
                    .first(1)
            }
        ),
        ("preparedInlineMessage", { _ = try await $0.client.preparedInlineMessage("p", of: bot) }),
        ("allowMessages", { try await $0.client.allowMessages(from: bot) }),
        ("allowsMessages", { _ = try await $0.client.allowsMessages(from: bot) }),
        ("emojiStatusPermission", { try await $0.client.setEmojiStatusPermission(true, for: bot) }),
        ("ownedBots", { _ = try await $0.client.ownedBots() }),
        ("createBot", { _ = try await $0.client.createBot(name: "Shop", username: "shop_bot", managedBy: bot) }),
        ("botToken", { _ = try await $0.client.botToken(of: bot, revoking: true) }),
        ("openMainApp", { _ = try await $0.client.openWebApp(of: bot, startParameter: "x") }),
        (
            "openAppOfButton",
            { _ = try await $0.client.openWebApp(.url("https://example.com"), of: bot, platform: "ios") }
        ),
        ("openAppOfMenu", { _ = try await $0.client.openWebApp(.menuButton, of: bot) }),
        ("openNamedApp", { _ = try await $0.client.openWebApp(.named("shop"), of: bot, startParameter: "x") }),
        (
            "openAppOfKeyboard",
            { _ = try await $0.client.openWebApp(.keyboardButton(url: "https://example.com"), of: bot) }
        ),
        ("sendWebAppData", { try await $0.client.sendWebAppData("{}", buttonText: "Open", to: bot) }),
        ("invokeWebAppMethod", { _ = try await $0.client.invokeWebAppMethod("save", parameters: "{}", of: bot) }),
        ("connectedBots", { _ = try await $0.client.connectedBots() }),
        ("connectBot", { try await $0.client.connectBot(bot, rights: [.reply, .readMessages]) }),
        ("disconnectBot", { try await $0.client.disconnectBot(bot) }),
        ("pauseConnectedBot", { try await $0.client.setConnectedBotPaused(true, in: bob) }),
        ("removeConnectedBot", { try await $0.client.removeConnectedBot(from: bob) }),
    ]
}

private var paying: [Operation] {
    [
        ("paymentFormOfLink", { _ = try await $0.client.paymentForm(for: .slug("nothing")) }),
        (
            "paymentFormOfGift",
            {
                _ = try await $0.client.paymentForm(
                    for: .gift(9, to: bob, hidesName: true, includesUpgrade: true))
            }
        ),
        ("paymentReceipt", { _ = try await $0.client.paymentReceipt(of: 3, in: bot) }),
        ("savedPaymentInfo", { _ = try await $0.client.savedPaymentInfo() }),
        ("clearSavedPaymentInfo", { try await $0.client.clearSavedPaymentInfo(info: false) }),
        ("bankCard", { _ = try await $0.client.bankCard("4242424242424242") }),
        ("starsBalance", { _ = try await $0.client.starsBalance() }),
        ("tonBalance", { _ = try await $0.client.tonBalance() }),
        ("starsTransactions", { _ = try await $0.client.starsTransactions().first(100) }),
        (
            "starsTransactionsOut",
            { _ = try await $0.client.starsTransactions(.outgoing, subscriptionID: "s").first(100) }
        ),
        ("starsSubscriptions", { _ = try await $0.client.starsSubscriptions(missesBalance: true).first(1) }),
        ("cancelStarsSubscription", { try await $0.client.setStarsSubscriptionCanceled(true, "s") }),
        ("fulfillStarsSubscription", { try await $0.client.fulfillStarsSubscription("s") }),
        ("starsTopUpOptions", { _ = try await $0.client.starsTopUpOptions() }),
        ("giftCatalog", { _ = try await $0.client.giftCatalog() }),
        ("reasonNotToSendGift", { _ = try await $0.client.reasonNotToSendGift(9) }),
        ("gifts", { _ = try await $0.client.gifts(of: bob, isSortedByValue: true).first(100) }),
        ("hideGift", { try await $0.client.setGiftShown(false, gift) }),
        ("convertGift", { try await $0.client.convertGift(gift) }),
        ("upgradeGift", { try await $0.client.upgradeGift(gift) }),
        ("transferGift", { try await $0.client.transferGift(gift, to: bob) }),
        ("pinGifts", { try await $0.client.pinGifts([gift]) }),
        ("uniqueGift", { _ = try await $0.client.uniqueGift("cat-1") }),
        ("setGiftPrice", { try await $0.client.setGiftPrice(.slug("cat-1"), .init(stars: 500)) }),
        ("giftCode", { _ = try await $0.client.giftCode("code") }),
        ("applyGiftCode", { try await $0.client.applyGiftCode("code") }),
        ("giveaway", { _ = try await $0.client.giveaway(3, in: bob) }),
    ]
}
