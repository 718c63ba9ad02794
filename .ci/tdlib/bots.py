"""What TDLib makes of bots: commands, starts, keyboards, inline results."""

import threading

from common import PATIENCE, refused, text_content, text_of
from counting import check, same


def commands(ann, bob, bot, people):
    bot.act("setCommands", scope=None, language_code="", commands=[
        {"@type": "botCommand", "command": "help", "description": "Says what there is"},
        {"@type": "botCommand", "command": "buy", "description": "Sells tea"}])
    found = bot.act("getCommands", scope=None, language_code="")
    same("commands: the bot's own", [c["command"] for c in found["commands"]], ["help", "buy"])
    told = ann.expect("updateUserFullInfo", lambda u: u["user_id"] == people["bot"]
                      and (u["user_full_info"].get("bot_info") or {}).get("commands"))["user_full_info"]["bot_info"]
    same("commands: who talks with the bot is told", [c["command"] for c in told["commands"]], ["help", "buy"])
    # Who has not looked at the bot before.
    bob.act("searchPublicChat", username=people["bot name"])
    info = bob.act("getUserFullInfo", user_id=people["bot"])["bot_info"]
    same("commands: people see them", [(c["command"], c["description"]) for c in info["commands"]],
         [("help", "Says what there is"), ("buy", "Sells tea")])
    bot.act("setBotInfoDescription", bot_user_id=people["bot"], language_code="", description="Sells tea to all")
    same("description: the bot's own", bot.act(
        "getBotInfoDescription", bot_user_id=people["bot"], language_code="")["text"], "Sells tea to all")
    message = ann.act("sendBotStartMessage", bot_user_id=people["bot"], chat_id=people["bot"], parameter="from-a-link")
    ann.sent(message)
    heard = bot.expect_message("/start from-a-link")
    same("a start with a parameter", heard["sender_id"]["user_id"], people["ann"])
    refused("what is missing is refused by name", lambda: bot.act(
        "sendCustomRequest", method="anything", parameters="{}"), "METHOD_NOT_IMPLEMENTED")
    bot.act("deleteCommands", scope=None, language_code="")
    same("commands: none", bot.act("getCommands", scope=None, language_code="")["commands"], [])


def keyboards(ann, bot, people):
    def button(text, kind="Text"):
        return {"@type": "keyboardButton", "text": text, "type": {"@type": f"keyboardButtonType{kind}"}}

    bot.send(people["ann"], "Where?", markup={
        "@type": "replyMarkupShowKeyboard", "resize_keyboard": True, "one_time": True,
        "input_field_placeholder": "a place", "rows": [[button("Here"), button("There")],
                                                         [button("Number", "RequestPhoneNumber")]]})
    got = ann.expect_message("Where?")["reply_markup"]
    same("keyboard: its buttons", [[b["text"] for b in row] for row in got["rows"]], [["Here", "There"], ["Number"]])
    same("keyboard: how it looks", (got["resize_keyboard"], got["one_time"], got["input_field_placeholder"]),
         (True, True, "a place"))
    same("keyboard: it asks for a number", got["rows"][1][0]["type"]["@type"], "keyboardButtonTypeRequestPhoneNumber")
    told = ann.expect("updateChatReplyMarkup", lambda u: u["chat_id"] == people["bot"] and (
        u.get("reply_markup_message") or u.get("reply_markup_message_id")))
    check("keyboard: the chat has it", bool(told))
    bot.send(people["ann"], "Gone", markup={"@type": "replyMarkupRemoveKeyboard"})
    ann.expect_message("Gone")
    bot.send(people["ann"], "Say it", markup={"@type": "replyMarkupForceReply", "input_field_placeholder": "now"})
    got = ann.expect_message("Say it")["reply_markup"]
    same("keyboard: an answer is asked for", (got["@type"], got["input_field_placeholder"]),
         ("replyMarkupForceReply", "now"))
    link = {"@type": "inlineKeyboardButton", "text": "Site", "type": {
        "@type": "inlineKeyboardButtonTypeUrl", "url": "https://example.com/"}}
    sent = bot.send(people["ann"], "Links", markup={"@type": "replyMarkupInlineKeyboard", "rows": [[link]]})
    seen = ann.expect_message("Links")
    same("buttons: a link", seen["reply_markup"]["rows"][0][0]["type"]["url"], "https://example.com/")
    bot.act("editMessageReplyMarkup", chat_id=people["ann"], message_id=sent["id"], reply_markup={
        "@type": "replyMarkupInlineKeyboard", "rows": [[{**link, "text": "Page"}]]})
    told = ann.expect("updateMessageEdited", lambda u: u["message_id"] == seen["id"])
    same("buttons: another one", told["reply_markup"]["rows"][0][0]["text"], "Page")


def protection(ann, bot, people):
    bot.deliver(people["ann"], text_content("psst"), options={"@type": "messageSendOptions", "protect_content": True,
                                                              "disable_notification": True})
    got = ann.expect_message("psst")
    properties = ann.act("getMessageProperties", chat_id=people["bot"], message_id=got["id"])
    same("text: it is protected", (got["can_be_saved"], properties["can_be_forwarded"]), (False, False))


def inline(ann, bob, bot, people):
    result = {}

    def ask():
        try:
            result["answer"] = ann.act("getInlineQueryResults", bot_user_id=people["bot"], chat_id=people["bob"],
                                       query="tea", offset="")
        except Exception as error:
            result["error"] = error

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(1)
    check(f"inline: the query is sent {result.get('error', '')}", "error" not in result)
    query = bot.expect("updateNewInlineQuery")
    same("inline: the query", (query["query"], query["sender_user_id"], query["offset"]), ("tea", people["ann"], ""))
    bot.act("answerInlineQuery", inline_query_id=query["id"], is_personal=True, cache_time=0, next_offset="", results=[
        {"@type": "inputInlineQueryResultArticle", "id": kind, "title": kind.title(), "description": f"{kind} tea",
         "input_message_content": text_content(f"I like {kind} tea"),
         "reply_markup": {"@type": "replyMarkupInlineKeyboard", "rows": [[{
             "@type": "inlineKeyboardButton", "text": "Me too",
             "type": {"@type": "inlineKeyboardButtonTypeCallback", "data": "bWU="}}]]}}
        for kind in ("green", "black")])
    thread.join(PATIENCE)
    answer = result["answer"]
    same("inline: the results", [(r["id"], r["title"], r["description"]) for r in answer["results"]],
         [("green", "Green", "green tea"), ("black", "Black", "black tea")])
    sent = ann.act("sendInlineQueryResultMessage", chat_id=people["bob"], query_id=answer["inline_query_id"],
                   result_id="green", hide_via_bot=False)
    sent = ann.sent(sent)
    same("inline: what is sent", (text_of(sent), sent["via_bot_user_id"]), ("I like green tea", people["bot"]))
    seen = bob.expect_message("I like green tea")
    same("inline: what comes", (seen["via_bot_user_id"], seen["reply_markup"]["rows"][0][0]["text"]),
         (people["bot"], "Me too"))
    chosen = bot.expect("updateNewChosenInlineResult")
    same("inline: what was chosen", (chosen["result_id"], chosen["query"], chosen["sender_user_id"]),
         ("green", "tea", people["ann"]))
    bot.act("editInlineMessageText", inline_message_id=chosen["inline_message_id"],
            input_message_content=text_content("I like any tea"))
    told = bob.expect("updateMessageContent", lambda u: u["message_id"] == seen["id"])
    same("inline: the bot edits it", told["new_content"]["text"]["text"], "I like any tea")


def steps(ann, bob, bot, people):
    return {
        "commands": lambda: commands(ann, bob, bot, people),
        "protection": lambda: protection(ann, bot, people),
        "keyboards": lambda: keyboards(ann, bot, people),
        "inline": lambda: inline(ann, bob, bot, people),
    }
