"""Rows about bots, their inline mode and payments; `Examples/Parity/BotOperations.swift` has the same ones.

Some of them name what the local server does not know: the requests are compared all the same. `REFUSALS` says with which error
such a row ends.
"""

from telethon import functions as f
from telethon import types as t

BOT, BOB, ANN = "echo_bot", "bob", "ann"
INLINE_ID = t.InputBotInlineMessageID64(2, 5, 6, 7)
ADMIN = t.ChatAdminRights(delete_messages=True, ban_users=True, pin_messages=True)
STARS = t.Invoice("XTR", [t.LabeledPrice("Tea", 5)])
EUROS = t.Invoice(
    "EUR", [t.LabeledPrice("Tea", 500), t.LabeledPrice("Cup", 250)], name_requested=True, shipping_address_requested=True,
    flexible=True, max_tip_amount=300, suggested_tip_amounts=[100, 200])
GIFT = t.InputSavedStarGiftUser(3)
REFUSALS = {}


def row(name, make, methods, refusal=None, allowed=None):
    """A row with a single request."""

    async def run(s):
        made = make(s)
        await s.client(await made if hasattr(made, "__await__") else made)

    if refusal:
        REFUSALS[name] = refusal
    return (name, run, methods.split(), allowed or {})


async def user(s, name):
    entity = await s.client.get_input_entity(name)
    return t.InputUser(entity.user_id, entity.access_hash)


def article(id, title, message, description=None, url=None, thumb=None, markup=None, **options):
    return t.InputBotInlineResult(
        id, "article", t.InputBotInlineMessageText(message, reply_markup=markup, **options), title, description, url, thumb)


def web(url, kind):
    return t.InputWebDocument(url, 0, kind, [])


def invoice(raw, payload, provider=None, start=None, title="Tea", description="Green tea"):
    return t.InputMediaInvoice(
        title, description, raw, payload, t.DataJSON("{}"), provider=provider, start_param=start)


def results(query, items, cache=300, **options):
    return f.messages.SetInlineBotResultsRequest(query, items, cache, **options)


KEYBOARD = t.ReplyInlineMarkup([t.KeyboardInlineButtonRow([t.KeyboardInlineButton("Go", t.InlineButtonTypeCallback(b"go"))])])
COMMANDS = [t.BotCommand("start", "Begin"), t.BotCommand("help", "What I can do")]

SETTING_UP = [
    row("setCommands", lambda s: f.bots.SetBotCommandsRequest(t.BotCommandScopeDefault(), "", COMMANDS), "bots.setBotCommands"),
    row("setCommandsOfGroups", lambda s: f.bots.SetBotCommandsRequest(t.BotCommandScopeChats(), "de", COMMANDS), "bots.setBotCommands"),
    row("setCommandsOfAdmins", lambda s: f.bots.SetBotCommandsRequest(t.BotCommandScopeChatAdmins(), "", COMMANDS), "bots.setBotCommands"),
    row("resetCommands", lambda s: f.bots.ResetBotCommandsRequest(t.BotCommandScopeUsers(), "de"), "bots.resetBotCommands"),
    row("commands", lambda s: f.bots.GetBotCommandsRequest(t.BotCommandScopeDefault(), ""), "bots.getBotCommands"),
    row("setBotInfo", lambda s: f.bots.SetBotInfoRequest("", name="Echo", about="Echoes", description="I echo"), "bots.setBotInfo"),
    row("setBotInfoInGerman", lambda s: f.bots.SetBotInfoRequest("de", about="Wiederholt"), "bots.setBotInfo"),
    row("botInfo", lambda s: f.bots.GetBotInfoRequest("de"), "bots.getBotInfo"),
    row("setMenuButton", lambda s: f.bots.SetBotMenuButtonRequest(t.InputUserEmpty(), t.BotMenuButton("App", "https://example.com")), "bots.setBotMenuButton"),
    row("resetMenuButton", lambda s: f.bots.SetBotMenuButtonRequest(ANN, t.BotMenuButtonDefault()), "bots.setBotMenuButton"),
    row("menuButton", lambda s: f.bots.GetBotMenuButtonRequest(t.InputUserEmpty()), "bots.getBotMenuButton"),
    row("defaultRightsInGroups", lambda s: f.bots.SetBotGroupDefaultAdminRightsRequest(ADMIN), "bots.setBotGroupDefaultAdminRights"),
    row("defaultRightsInChannels", lambda s: f.bots.SetBotBroadcastDefaultAdminRightsRequest(ADMIN), "bots.setBotBroadcastDefaultAdminRights"),
    row("setEmojiStatusOfUser", lambda s: f.bots.UpdateUserEmojiStatusRequest(ANN, t.EmojiStatus(9)), "bots.updateUserEmojiStatus"),
    row("removeEmojiStatusOfUser", lambda s: f.bots.UpdateUserEmojiStatusRequest(ANN, t.EmojiStatusEmpty()), "bots.updateUserEmojiStatus"),
    row("answerJoinRequest", lambda s: f.bots.SetJoinChatResultsRequest(7, t.JoinChatBotResultApproved()), "bots.setJoinChatResults", "QUERY_ID_INVALID"),
    row("businessConnection", lambda s: f.account.GetBotBusinessConnectionRequest("c1"), "account.getBotBusinessConnection", "CONNECTION_ID_INVALID"),
]

ANSWERING = [
    row("answerInlineQuery", lambda s: results(7, [article("1", "Shout", "HEY")]), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithoutResults", lambda s: results(7, [], 0, private=True), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithButton", lambda s: results(7, [article("1", "A", "a", "d", markup=KEYBOARD)], 10, next_offset="50", switch_pm=t.InlineBotSwitchPM("Go", "x")), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithApp", lambda s: results(7, [], gallery=True, switch_webview=t.InlineBotWebView("App", "https://example.com")), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithPhoto", lambda s: results(7, [t.InputBotInlineResult("1", "photo", t.InputBotInlineMessageMediaAuto("c"), "P", url="https://example.com/p.jpg", thumb=web("https://example.com/p.jpg", "image/jpeg"), content=web("https://example.com/p.jpg", "image/jpeg"))]), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithPlaces", lambda s: results(7, [
        t.InputBotInlineResult("1", "geo", t.InputBotInlineMessageMediaGeo(t.InputGeoPoint(1, 2)), "Here"),
        t.InputBotInlineResult("2", "venue", t.InputBotInlineMessageMediaVenue(t.InputGeoPoint(1, 2), "Bar", "1 Way", "", "", ""), "Bar", "1 Way"),
    ]), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithContact", lambda s: results(7, [
        t.InputBotInlineResult("1", "contact", t.InputBotInlineMessageMediaContact("1", "Ann", "B", ""), "Ann B"),
    ]), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("answerInlineQueryWithGame", lambda s: results(7, [t.InputBotInlineResultGame("1", "chess", t.InputBotInlineMessageGame())]), "messages.setInlineBotResults", "QUERY_ID_INVALID"),
    row("editInlineMessage", lambda s: f.messages.EditInlineBotMessageRequest(INLINE_ID, message="new"), "messages.editInlineBotMessage", "MESSAGE_ID_INVALID"),
    row("editInlineKeyboard", lambda s: f.messages.EditInlineBotMessageRequest(INLINE_ID, reply_markup=KEYBOARD), "messages.editInlineBotMessage", "MESSAGE_ID_INVALID"),
    row("savePreparedInlineMessage", lambda s: f.messages.SavePreparedInlineMessageRequest(article("1", "A", "a"), ANN, [t.InlineQueryPeerTypePM(), t.InlineQueryPeerTypeBroadcast()]), "messages.savePreparedInlineMessage"),
    row("answerWebAppQuery", lambda s: f.messages.SendWebViewResultMessageRequest("q", article("1", "A", "a")), "messages.sendWebViewResultMessage", "QUERY_ID_INVALID"),
    row("answerGuestChatQuery", lambda s: f.messages.SetBotGuestChatResultRequest(7, article("1", "A", "a")), "messages.setBotGuestChatResult", "QUERY_ID_INVALID"),
    row("setGameScore", lambda s: f.messages.SetGameScoreRequest(ANN, 3, ANN, 100, edit_message=True), "messages.setGameScore", "MESSAGE_ID_INVALID"),
    row("setGameScoreDown", lambda s: f.messages.SetGameScoreRequest(ANN, 3, ANN, 1, force=True), "messages.setGameScore", "MESSAGE_ID_INVALID"),
    row("setInlineGameScore", lambda s: f.messages.SetInlineGameScoreRequest(INLINE_ID, ANN, 100, edit_message=True), "messages.setInlineGameScore", "MESSAGE_ID_INVALID"),
    row("gameHighScores", lambda s: f.messages.GetGameHighScoresRequest(ANN, 3, ANN), "messages.getGameHighScores", "MESSAGE_ID_INVALID"),
    row("inlineGameHighScores", lambda s: f.messages.GetInlineGameHighScoresRequest(INLINE_ID, ANN), "messages.getInlineGameHighScores", "MESSAGE_ID_INVALID"),
]

SELLING = [
    row("sendInvoice", lambda s: f.messages.SendMediaRequest(ANN, invoice(STARS, b"tea"), ""), "messages.sendMedia"),
    row("sendInvoiceInEuros", lambda s: f.messages.SendMediaRequest(ANN, invoice(EUROS, b"tea", "token", "start"), ""), "messages.sendMedia"),
    row("exportInvoice", lambda s: f.payments.ExportInvoiceRequest(invoice(STARS, b"tea")), "payments.exportInvoice"),
    row("exportSubscription", lambda s: f.payments.ExportInvoiceRequest(invoice(t.Invoice("XTR", [t.LabeledPrice("Tea", 5)], subscription_period=2592000), b"tea")), "payments.exportInvoice"),
    row("approvePayment", lambda s: f.messages.SetBotPrecheckoutResultsRequest(7, success=True), "messages.setBotPrecheckoutResults", "QUERY_ID_INVALID"),
    row("refusePayment", lambda s: f.messages.SetBotPrecheckoutResultsRequest(7, error="sold out"), "messages.setBotPrecheckoutResults", "QUERY_ID_INVALID"),
    row("shippingOptions", lambda s: f.messages.SetBotShippingResultsRequest(7, shipping_options=[t.ShippingOption("air", "By air", [t.LabeledPrice("Stamp", 100)])]), "messages.setBotShippingResults", "QUERY_ID_INVALID"),
    row("refuseShipping", lambda s: f.messages.SetBotShippingResultsRequest(7, error="too far"), "messages.setBotShippingResults", "QUERY_ID_INVALID"),
    row("refundStars", lambda s: f.payments.RefundStarsChargeRequest(ANN, "c1"), "payments.refundStarsCharge", "CHARGE_NOT_FOUND"),
    row("cancelSubscription", lambda s: f.payments.BotCancelStarsSubscriptionRequest(ANN, "c1"), "payments.botCancelStarsSubscription", "CHARGE_ID_INVALID"),
    row("restoreSubscription", lambda s: f.payments.BotCancelStarsSubscriptionRequest(ANN, "c1", restore=True), "payments.botCancelStarsSubscription", "CHARGE_ID_INVALID"),
    row("starsOfBot", lambda s: f.payments.GetStarsStatusRequest("me"), "payments.getStarsStatus"),
    row("starsTransactionsOfBot", lambda s: f.payments.GetStarsTransactionsRequest("me", "", 100, inbound=True), "payments.getStarsTransactions"),
    row("starsTransactionsByID", lambda s: f.payments.GetStarsTransactionsByIDRequest("me", [t.InputStarsTransaction("c1")]), "payments.getStarsTransactionsByID"),
]


async def named_app(s):
    return f.messages.RequestAppWebViewRequest(BOT, t.InputBotAppShortName(await user(s, BOT), "shop"), "tdesktop", start_param="x")


async def gift_form(s):
    return f.payments.GetPaymentFormRequest(t.InputInvoiceStarGift(await s.client.get_input_entity(BOB), 9, hide_name=True, include_upgrade=True))


USING = [
    row("startBot", lambda s: f.messages.StartBotRequest(BOT, BOT, "payload"), "messages.startBot"),
    row("inlineResults", lambda s: f.messages.GetInlineBotResultsRequest(BOB, "me", "cats", ""), "messages.getInlineBotResults", "BOT_INVALID"),
    row("inlineResultsAtAPlace", lambda s: f.messages.GetInlineBotResultsRequest(BOB, "me", "cats", "", t.InputGeoPoint(52.5, 13.25)), "messages.getInlineBotResults", "BOT_INVALID"),
    row("preparedInlineMessage", lambda s: f.messages.GetPreparedInlineMessageRequest(BOT, "p"), "messages.getPreparedInlineMessage", "RESULT_ID_INVALID"),
    row("allowMessages", lambda s: f.bots.AllowSendMessageRequest(BOT), "bots.allowSendMessage"),
    row("allowsMessages", lambda s: f.bots.CanSendMessageRequest(BOT), "bots.canSendMessage"),
    row("emojiStatusPermission", lambda s: f.bots.ToggleUserEmojiStatusPermissionRequest(BOT, True), "bots.toggleUserEmojiStatusPermission"),
    row("ownedBots", lambda s: f.bots.GetAdminedBotsRequest(), "bots.getAdminedBots"),
    row("createBot", lambda s: f.bots.CreateBotRequest("Shop", "shop_bot", BOT), "bots.createBot"),
    row("botToken", lambda s: f.bots.ExportBotTokenRequest(BOT, True), "bots.exportBotToken", "BOT_OWNER_REQUIRED"),
    row("openMainApp", lambda s: f.messages.RequestMainWebViewRequest(BOT, BOT, "tdesktop", start_param="x"), "messages.requestMainWebView"),
    row("openAppOfButton", lambda s: f.messages.RequestWebViewRequest(BOT, BOT, "ios", url="https://example.com"), "messages.requestWebView"),
    row("openAppOfMenu", lambda s: f.messages.RequestWebViewRequest(BOT, BOT, "tdesktop", from_bot_menu=True), "messages.requestWebView"),
    row("openNamedApp", named_app, "messages.requestAppWebView"),
    row("openAppOfKeyboard", lambda s: f.messages.RequestSimpleWebViewRequest(BOT, "tdesktop", url="https://example.com"), "messages.requestSimpleWebView"),
    row("sendWebAppData", lambda s: f.messages.SendWebViewDataRequest(BOT, "Open", "{}"), "messages.sendWebViewData"),
    row("invokeWebAppMethod", lambda s: f.bots.InvokeWebViewCustomMethodRequest(BOT, "save", t.DataJSON("{}")), "bots.invokeWebViewCustomMethod", "METHOD_INVALID"),
    row("connectedBots", lambda s: f.account.GetConnectedBotsRequest(), "account.getConnectedBots"),
    row("connectBot", lambda s: f.account.UpdateConnectedBotRequest(BOT, t.InputBusinessBotRecipients(existing_chats=True, new_chats=True, contacts=True, non_contacts=True), rights=t.BusinessBotRights(reply=True, read_messages=True)), "account.updateConnectedBot"),
    row("disconnectBot", lambda s: f.account.UpdateConnectedBotRequest(BOT, t.InputBusinessBotRecipients(), deleted=True), "account.updateConnectedBot"),
    row("pauseConnectedBot", lambda s: f.account.ToggleConnectedBotPausedRequest(BOB, True), "account.toggleConnectedBotPaused", "BOT_NOT_CONNECTED_YET"),
    row("removeConnectedBot", lambda s: f.account.DisablePeerConnectedBotRequest(BOB), "account.disablePeerConnectedBot", "BOT_NOT_CONNECTED_YET"),
]

PAYING = [
    row("paymentFormOfLink", lambda s: f.payments.GetPaymentFormRequest(t.InputInvoiceSlug("nothing")), "payments.getPaymentForm", "SLUG_INVALID"),
    row("paymentFormOfGift", gift_form, "payments.getPaymentForm", "STARGIFT_INVALID"),
    row("paymentReceipt", lambda s: f.payments.GetPaymentReceiptRequest(BOT, 3), "payments.getPaymentReceipt", "MESSAGE_ID_INVALID"),
    row("savedPaymentInfo", lambda s: f.payments.GetSavedInfoRequest(), "payments.getSavedInfo"),
    row("clearSavedPaymentInfo", lambda s: f.payments.ClearSavedInfoRequest(credentials=True), "payments.clearSavedInfo"),
    row("bankCard", lambda s: f.payments.GetBankCardDataRequest("4242424242424242"), "payments.getBankCardData"),
    row("starsBalance", lambda s: f.payments.GetStarsStatusRequest("me"), "payments.getStarsStatus"),
    row("tonBalance", lambda s: f.payments.GetStarsStatusRequest("me", ton=True), "payments.getStarsStatus"),
    row("starsTransactions", lambda s: f.payments.GetStarsTransactionsRequest("me", "", 100), "payments.getStarsTransactions"),
    row("starsTransactionsOut", lambda s: f.payments.GetStarsTransactionsRequest("me", "", 100, outbound=True, subscription_id="s"), "payments.getStarsTransactions"),
    row("starsSubscriptions", lambda s: f.payments.GetStarsSubscriptionsRequest("me", "", missing_balance=True), "payments.getStarsSubscriptions"),
    row("cancelStarsSubscription", lambda s: f.payments.ChangeStarsSubscriptionRequest("me", "s", True), "payments.changeStarsSubscription", "SUBSCRIPTION_ID_INVALID"),
    row("fulfillStarsSubscription", lambda s: f.payments.FulfillStarsSubscriptionRequest("me", "s"), "payments.fulfillStarsSubscription", "SUBSCRIPTION_ID_INVALID"),
    row("starsTopUpOptions", lambda s: f.payments.GetStarsTopupOptionsRequest(), "payments.getStarsTopupOptions"),
    row("giftCatalog", lambda s: f.payments.GetStarGiftsRequest(0), "payments.getStarGifts"),
    row("reasonNotToSendGift", lambda s: f.payments.CheckCanSendGiftRequest(9), "payments.checkCanSendGift", "STARGIFT_INVALID"),
    row("gifts", lambda s: f.payments.GetSavedStarGiftsRequest(BOB, "", 100, sort_by_value=True), "payments.getSavedStarGifts"),
    row("hideGift", lambda s: f.payments.SaveStarGiftRequest(GIFT, unsave=True), "payments.saveStarGift", "STARGIFT_NOT_FOUND"),
    row("convertGift", lambda s: f.payments.ConvertStarGiftRequest(GIFT), "payments.convertStarGift", "STARGIFT_NOT_FOUND"),
    row("upgradeGift", lambda s: f.payments.UpgradeStarGiftRequest(GIFT, keep_original_details=True), "payments.upgradeStarGift", "STARGIFT_NOT_FOUND"),
    row("transferGift", lambda s: f.payments.TransferStarGiftRequest(GIFT, BOB), "payments.transferStarGift", "STARGIFT_NOT_FOUND"),
    row("pinGifts", lambda s: f.payments.ToggleStarGiftsPinnedToTopRequest("me", [GIFT]), "payments.toggleStarGiftsPinnedToTop", "STARGIFT_NOT_FOUND"),
    row("uniqueGift", lambda s: f.payments.GetUniqueStarGiftRequest("cat-1"), "payments.getUniqueStarGift", "STARGIFT_SLUG_INVALID"),
    row("setGiftPrice", lambda s: f.payments.UpdateStarGiftPriceRequest(t.InputSavedStarGiftSlug("cat-1"), t.StarsAmount(500, 0)), "payments.updateStarGiftPrice", "STARGIFT_NOT_FOUND"),
    row("giftCode", lambda s: f.payments.CheckGiftCodeRequest("code"), "payments.checkGiftCode", "GIFT_SLUG_INVALID"),
    row("applyGiftCode", lambda s: f.payments.ApplyGiftCodeRequest("code"), "payments.applyGiftCode", "GIFT_SLUG_INVALID"),
    row("giveaway", lambda s: f.payments.GetGiveawayInfoRequest(BOB, 3), "payments.getGiveawayInfo", "MESSAGE_ID_INVALID"),
]

PERSON = USING + PAYING
ROWS = SETTING_UP + ANSWERING + SELLING
