"""Talks to a local server with TDLib.

The server is ExampleLocalTelegram; its description, one line of JSON, comes on standard input, and a folder for
databases is the argument. The exit status is 0 only if all checks passed.
"""

import json
import os
import sys
import threading
import traceback

import account
import bots
import chats
import media
from common import PATIENCE, PLACES, PORTS, Library, Person, forward, load, refused, text_of
from counting import check, same, status

LEAST_CHECKS = 280


def sign_in(person, someone):
    person.until_state("authorizationStateWaitPhoneNumber")
    person.call({"@type": "setAuthenticationPhoneNumber", "phone_number": someone["phone"]})
    state = person.until_state("authorizationStateWaitCode")
    same("the code comes to the application", state["code_info"]["type"]["@type"], "authenticationCodeTypeTelegramMessage")
    refused(
        "a wrong code is refused",
        lambda: person.call({"@type": "checkAuthenticationCode", "code": "00000"}),
        "PHONE_CODE_INVALID",
    )
    person.call({"@type": "checkAuthenticationCode", "code": someone["code"]})
    if someone.get("password"):
        state = person.until_state("authorizationStateWaitPassword")
        same("the hint of the password", state["password_hint"], "the example says it")
        refused(
            "a wrong password is refused",
            lambda: person.call({"@type": "checkAuthenticationPassword", "password": "wrong"}),
            "PASSWORD_HASH_INVALID",
        )
        person.call({"@type": "checkAuthenticationPassword", "password": someone["password"]})
    person.until_state("authorizationStateReady")
    me = person.call({"@type": "getMe"})
    same(f"{person.name}: is who it should be", me["id"], someone["id"])
    return me


def private(ann, bob, bot, bot_account):
    bot.until_state("authorizationStateWaitPhoneNumber")
    bot.call({"@type": "checkAuthenticationBotToken", "token": bot_account["token"]})
    bot.until_state("authorizationStateReady")
    bot_me = bot.call({"@type": "getMe"})
    same("the bot logs in", bot_me["type"]["@type"], "userTypeBot")
    chat = ann.call({"@type": "searchPublicChat", "username": bot_account["username"]})
    same("a bot is found by its name", chat["id"], bot_me["id"])
    refused(
        "nobody is nobody",
        lambda: ann.call({"@type": "searchPublicChat", "username": "nobody_here"}),
        "USERNAME_NOT_OCCUPIED",
        "Not Found",
    )
    ann.call({"@type": "createPrivateChat", "user_id": bot_me["id"]})
    bold = {"@type": "textEntity", "offset": 7, "length": 4, "type": {"@type": "textEntityTypeBold"}}
    sent = ann.send(chat["id"], "/start over", entities=[bold])
    same("a message is sent", (text_of(sent), sent["is_outgoing"]), ("/start over", True))
    heard = bot.expect_message("/start over")
    same(
        "its entities arrive",
        [entity["type"]["@type"] for entity in heard["content"]["text"]["entities"]],
        ["textEntityTypeBotCommand", "textEntityTypeBold"],
    )
    me = ann.call({"@type": "getMe"})
    same("its sender is known", heard["sender_id"]["user_id"], me["id"])

    def button(text):
        return {
            "@type": "inlineKeyboardButton",
            "text": text,
            "type": {"@type": "inlineKeyboardButtonTypeCallback", "data": "eWVz"},
        }

    markup = {"@type": "replyMarkupInlineKeyboard", "rows": [[button("Yes"), button("No")]]}
    answer = bot.send(me["id"], "Choose", markup=markup)
    got = ann.expect_message("Choose")
    rows = got["reply_markup"]["rows"]
    same("its buttons arrive", [b["text"] for row in rows for b in row], ["Yes", "No"])

    result = {}

    def press():
        result["answer"] = ann.call(
            {
                "@type": "getCallbackQueryAnswer",
                "chat_id": chat["id"],
                "message_id": got["id"],
                "payload": {"@type": "callbackQueryPayloadData", "data": "eWVz"},
            }
        )

    thread = threading.Thread(target=press)
    thread.start()
    query = bot.expect("updateNewCallbackQuery")
    same("the press arrives", (query["payload"]["data"], query["sender_user_id"]), ("eWVz", me["id"]))
    bot.call(
        {
            "@type": "answerCallbackQuery",
            "callback_query_id": query["id"],
            "text": "Good",
            "show_alert": True,
            "url": "",
            "cache_time": 0,
        }
    )
    thread.join(PATIENCE)
    same("the press is answered", (result["answer"]["text"], result["answer"]["show_alert"]), ("Good", True))

    text = {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": "Chosen"}}
    bot.call(
        {"@type": "editMessageText", "chat_id": me["id"], "message_id": answer["id"], "input_message_content": text}
    )
    edited = ann.expect("updateMessageContent", lambda u: u["message_id"] == got["id"])
    same("an edit arrives", edited["new_content"]["text"]["text"], "Chosen")
    reply = ann.send(chat["id"], "Thanks", reply_to=got["id"])
    heard = bot.expect_message("Thanks")
    same("a reply names its message", heard["reply_to"]["message_id"], answer["id"])
    same("and for its sender too", reply["reply_to"]["message_id"], got["id"])
    history = []
    while len(history) < 3:
        part = ann.call(
            {
                "@type": "getChatHistory",
                "chat_id": chat["id"],
                "from_message_id": history[-1]["id"] if history else 0,
                "limit": 3,
            }
        )["messages"]
        if not part:
            break
        history += part
    same("history", [text_of(m) for m in history[:3]], ["Thanks", "Chosen", "/start over"])
    found = ann.call(
        {"@type": "searchChatMessages", "chat_id": chat["id"], "query": "chosen", "limit": 10}
    )["messages"]
    same("search", [m["id"] for m in found], [got["id"]])
    same("unread", ann.call({"@type": "getChat", "chat_id": chat["id"]})["unread_count"] >= 1, True)
    ann.call({"@type": "openChat", "chat_id": chat["id"]})
    ann.call({"@type": "viewMessages", "chat_id": chat["id"], "message_ids": [got["id"]], "force_read": True})
    ann.expect("updateChatReadInbox", lambda u: u["unread_count"] == 0)
    same("nothing is unread", ann.call({"@type": "getChat", "chat_id": chat["id"]})["unread_count"], 0)
    ann.call({"@type": "closeChat", "chat_id": chat["id"]})
    bot.call({"@type": "deleteMessages", "chat_id": me["id"], "message_ids": [answer["id"]], "revoke": True})
    deleted = ann.expect("updateDeleteMessages", lambda u: u["is_permanent"] and got["id"] in u["message_ids"])
    same("a deletion arrives", deleted["chat_id"], chat["id"])

    # Between people.
    bob_me = bob.call({"@type": "getMe"})
    other = ann.call({"@type": "searchPublicChat", "username": "bob"})
    same("a person is found", other["id"], bob_me["id"])
    ann.send(other["id"], "hello")
    same("a person hears", bob.expect_message("hello")["chat_id"], me["id"])
    bob.call({"@type": "createPrivateChat", "user_id": me["id"]})
    ann.call({"@type": "openChat", "chat_id": other["id"]})
    back = bob.send(me["id"], "hi")
    same("and answers", ann.expect_message("hi")["sender_id"]["user_id"], bob_me["id"])
    bob.call(
        {"@type": "sendChatAction", "chat_id": me["id"], "action": {"@type": "chatActionTyping"}}
    )
    typing = ann.expect("updateChatAction")
    same("typing shows", typing["sender_id"]["user_id"], bob_me["id"])
    full = ann.call({"@type": "getUserFullInfo", "user_id": bob_me["id"]})
    same("full information about a person", full["@type"], "userFullInfo")

    # To oneself.
    own = ann.call({"@type": "createPrivateChat", "user_id": me["id"]})
    note = ann.send(own["id"], "a note")
    same("a note to oneself", (text_of(note), note["chat_id"]), ("a note", me["id"]))
    forwarded = ann.call(
        {
            "@type": "forwardMessages",
            "chat_id": own["id"],
            "from_chat_id": chat["id"],
            "message_ids": [reply["id"]],
        }
    )["messages"][0]
    kept = ann.expect("updateMessageSendSucceeded", lambda u: u["old_message_id"] == forwarded["id"])["message"]
    same("a forward to oneself", text_of(kept), "Thanks")
    same("has its source", kept["forward_info"]["source"]["chat_id"], chat["id"])
    topic = ann.expect("updateSavedMessagesTopic", lambda u: u["topic"].get("last_message"))["topic"]
    same("notes are in topics", topic["last_message"]["chat_id"], me["id"])
    return bot_me, bob_me, me


def groups(ann, bob, bot, bot_me, bob_me, me):
    made = ann.call(
        {"@type": "createNewBasicGroupChat", "user_ids": [bob_me["id"], bot_me["id"]], "title": "Group"}
    )
    group = made["chat_id"]
    same("a basic group is made", ann.call({"@type": "getChat", "chat_id": group})["title"], "Group")
    seen = bob.expect("updateNewMessage", lambda u: u["message"]["content"]["@type"] == "messageBasicGroupChatCreate")
    same("a member learns of it", seen["message"]["content"]["title"], "Group")
    ann.send(group, "to all")
    same("a member hears", bob.expect_message("to all")["sender_id"]["user_id"], me["id"])
    same("the bot hears", bot.expect_message("to all")["chat_id"], group)
    number = ann.call({"@type": "getChat", "chat_id": group})["type"]["basic_group_id"]
    full = ann.call({"@type": "getBasicGroupFullInfo", "basic_group_id": number})
    same(
        "its members",
        sorted(m["member_id"]["user_id"] for m in full["members"]),
        sorted([me["id"], bob_me["id"], bot_me["id"]]),
    )
    same(
        "its creator",
        [m["member_id"]["user_id"] for m in full["members"] if m["status"]["@type"] == "chatMemberStatusCreator"],
        [me["id"]],
    )
    leave(bob, group)
    gone = ann.expect("updateNewMessage", lambda u: u["message"]["content"]["@type"] == "messageChatDeleteMember")
    same("a member leaves", gone["message"]["content"]["user_id"], bob_me["id"])

    supergroup = ann.call(
        {"@type": "createNewSupergroupChat", "title": "Supergroup", "is_channel": False, "description": "about it"}
    )
    same("a supergroup is made", (supergroup["title"], supergroup["type"]["is_channel"]), ("Supergroup", False))
    number = supergroup["type"]["supergroup_id"]
    full = ann.call({"@type": "getSupergroupFullInfo", "supergroup_id": number})
    same("its description", full["description"], "about it")
    ann.call({"@type": "addChatMembers", "chat_id": supergroup["id"], "user_ids": [bob_me["id"]]})
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["status"]["@type"] == "chatMemberStatusMember")
    sent = ann.send(supergroup["id"], "super")
    heard = bob.expect_message("super")
    same("a member of it hears", heard["chat_id"], supergroup["id"])
    answer = bob.send(supergroup["id"], "duper", reply_to=heard["id"])
    same("and answers", ann.expect_message("duper")["reply_to"]["message_id"], sent["id"])
    rights = {"@type": "chatAdministratorRights", "can_delete_messages": True, "can_pin_messages": True}
    ann.call(
        {
            "@type": "setChatMemberStatus",
            "chat_id": supergroup["id"],
            "member_id": {"@type": "messageSenderUser", "user_id": bob_me["id"]},
            "status": {"@type": "chatMemberStatusAdministrator", "can_be_edited": True, "rights": rights},
        }
    )
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["status"]["@type"] == "chatMemberStatusAdministrator")
    for person in (ann, bob):
        member = person.call(
            {
                "@type": "getChatMember",
                "chat_id": supergroup["id"],
                "member_id": {"@type": "messageSenderUser", "user_id": bob_me["id"]},
            }
        )
        same(f"{person.name} sees an administrator", member["status"]["@type"], "chatMemberStatusAdministrator")
        seen = member["status"]["rights"]
        same(
            f"{person.name} sees the rights",
            (seen["can_delete_messages"], seen["can_pin_messages"], seen["can_restrict_members"]),
            (True, True, False),
        )
        admins = person.call(
            {
                "@type": "getSupergroupMembers",
                "supergroup_id": number,
                "filter": {"@type": "supergroupMembersFilterAdministrators"},
                "limit": 10,
            }
        )
        same(f"{person.name} counts the administrators", admins["total_count"], 2)
    ann.call(
        {
            "@type": "editMessageText",
            "chat_id": supergroup["id"],
            "message_id": sent["id"],
            "input_message_content": {
                "@type": "inputMessageText",
                "text": {"@type": "formattedText", "text": "edited"},
            },
        }
    )
    edited = bob.expect("updateMessageContent", lambda u: u["message_id"] == heard["id"])
    same("an edit there arrives", edited["new_content"]["text"]["text"], "edited")
    bob.call(
        {"@type": "deleteMessages", "chat_id": supergroup["id"], "message_ids": [answer["id"]], "revoke": True}
    )
    deleted = ann.expect("updateDeleteMessages", lambda u: u["chat_id"] == supergroup["id"] and u["is_permanent"])
    same("a deletion there arrives", len(deleted["message_ids"]), 1)
    leave(bob, supergroup["id"])
    left = bob.expect(
        "updateSupergroup",
        lambda u: u["supergroup"]["status"]["@type"] in ("chatMemberStatusLeft", "chatMemberStatusBanned"),
    )
    same("who leaves is out", left["supergroup"]["id"], number)
    refused("and cannot write", lambda: bob.send(supergroup["id"], "?"), "CHANNEL_PRIVATE", "write", "Have no")

    channel = ann.call(
        {"@type": "createNewSupergroupChat", "title": "News", "is_channel": True, "description": "what is new"}
    )
    same("a channel is made", (channel["title"], channel["type"]["is_channel"]), ("News", True))
    post = ann.send(channel["id"], "first")
    same("a post has views", post["interaction_info"]["view_count"], 1)
    ann.call({"@type": "addChatMembers", "chat_id": channel["id"], "user_ids": [bob_me["id"]]})
    bob.expect("updateSupergroup", lambda u: u["supergroup"]["is_channel"])
    # What comes while TDLib loads the channel becomes part of its history, without an update.
    for attempt in range(3):
        ann.send(channel["id"], "second")
        try:
            read = bob.expect(
                "updateNewMessage", lambda u: text_of(u["message"]) == "second" and not u["message"]["is_outgoing"],
                patience=5)
            break
        except TimeoutError:
            if attempt == 2:
                raise
    same("a subscriber reads", read["message"]["is_channel_post"], True)
    refused(
        "subscribers do not post",
        lambda: bob.send(channel["id"], "?"),
        "administrator rights",
        "CHAT_ADMIN_REQUIRED",
    )
    info = ann.call({"@type": "getSupergroupFullInfo", "supergroup_id": channel["type"]["supergroup_id"]})
    same("its description is read", info["description"], "what is new")
    same("its members are counted", info["member_count"], 2)


def leave(person, chat):
    person.call({"@type": "leaveChat", "chat_id": chat})


def starts(ann):
    """What an application asks when it opens."""
    same("chats", ann.call({"@type": "getChats", "limit": 20})["@type"], "chats")
    same("folders", ann.call({"@type": "getRecommendedChatFolders"})["chat_folders"], [])
    state = ann.call({"@type": "getPasswordState"})
    same("the password's state", state["has_password"], False)
    same("blocked people", ann.call({"@type": "getBlockedMessageSenders", "block_list": {"@type": "blockListMain"}, "limit": 10})["total_count"], 0)
    same("the time to live of the account", ann.call({"@type": "getAccountTtl"})["days"], 548)
    same("sticker sets", ann.call({"@type": "getInstalledStickerSets", "sticker_type": {"@type": "stickerTypeRegular"}})["sets"], [])
    same("contacts", ann.call({"@type": "getContacts"})["total_count"], 0)


def catch_up(ann, bob, me):
    """What is said while somebody is away comes when they are back, in order."""
    ann.close()
    for number in range(3):
        bob.send(me["id"], f"missed {number}")
    ann.begin()
    ann.until_state("authorizationStateReady")
    check("the login stays", ann.call({"@type": "getMe"})["id"] == me["id"])
    texts = [text_of(ann.expect_message(f"missed {number}")) for number in range(3)]
    same("what was missed comes in order", texts, [f"missed {number}" for number in range(3)])


def drop(ann, bob, me):
    """A connection that was lost is made again: TDLib then begins with an exchange whose message has the id 1."""
    ann.call({"@type": "setNetworkType", "type": {"@type": "networkTypeNone"}})
    bob.send(me["id"], "during the gap")
    ann.call({"@type": "setNetworkType", "type": {"@type": "networkTypeWiFi"}})
    same("after a lost connection", text_of(ann.expect_message("during the gap")), "during the gap")
    same("and calls work", ann.call({"@type": "getMe"})["id"], me["id"])
    proxies = ann.call({"@type": "getProxies"})["proxies"]
    same("no proxy", proxies, [])


def proxies(ann, bob, server, me, bob_me):
    """By way of the MTProto proxy, with a secret of each kind."""
    for front in server["proxies"]:
        secret = front["secret"]
        kind = "plain" if len(secret) == 32 else "dd" if secret.startswith("dd") else "FakeTLS"
        proxy = {"@type": "proxy", "server": front["host"], "port": front["port"],
                 "type": {"@type": "proxyTypeMtproto", "secret": secret}}
        answer = ann.act("pingProxy", proxy=proxy)
        check(f"proxy, {kind}: answers a ping", answer["seconds"] > 0)
        added = ann.act("addProxy", proxy=proxy, enable=True)
        sent = ann.send(bob_me["id"], f"by way of {kind}")
        got = bob.expect_message(f"by way of {kind}")
        same(f"proxy, {kind}: a message", (got["chat_id"], sent["is_outgoing"]), (me["id"], True))
        ann.act("disableProxy")
        ann.act("removeProxy", proxy_id=added["id"])


def sign_up(library, folder):
    new = Person(library, folder, "new")
    new.until_state("authorizationStateWaitPhoneNumber")
    new.call({"@type": "setAuthenticationPhoneNumber", "phone_number": "9996610997"})
    new.until_state("authorizationStateWaitCode")
    new.call({"@type": "checkAuthenticationCode", "code": "11111"})
    new.until_state("authorizationStateWaitRegistration")
    check("a new number must sign up", True)
    new.call({"@type": "registerUser", "first_name": "New", "last_name": "Comer"})
    new.until_state("authorizationStateReady")
    same("signs up", new.call({"@type": "getMe"})["first_name"], "New")
    new.close("logOut")
    check("logs out", True)


def main():
    folder = sys.argv[1]
    # By hand: names of steps, and no others of the long ones are run.
    wanted = sys.argv[2:]
    server = json.loads(sys.stdin.readline())
    for place in server["dataCenters"]:
        for address in PLACES[place["id"]]:
            for port in PORTS:
                forward(address, port, (place["host"], place["port"]))
    module = load(folder, server["publicKey"])
    module.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": int(os.environ.get("VERBOSITY", "1"))}).encode())
    library = Library(module)
    parties = {}

    def step(name, body):
        try:
            parties[name] = body()
        except Exception as error:  # one step that fails must not hide the others
            traceback.print_exc()
            check(f"{name}: {type(error).__name__}: {error}", False)

    def log_in():
        ann, bob, bot = (Person(library, folder, name) for name in ("ann", "bob", "bot"))
        sign_in(ann, server["people"][0])
        sign_in(bob, server["people"][1])
        return ann, bob, bot

    step("log_in", log_in)
    if "log_in" in parties:
        ann, bob, bot = parties["log_in"]
        step("private", lambda: private(ann, bob, bot, server["bots"][0]))
        step("starts", lambda: starts(ann))
        if "private" in parties:
            bot_me, bob_me, me = parties["private"]
            step("groups", lambda: groups(ann, bob, bot, bot_me, bob_me, me))
            people = {"ann": me["id"], "bob": bob_me["id"], "bot": bot_me["id"],
                      "bot name": server["bots"][0]["username"]}
            areas = {
                "media": lambda: media.steps(ann, bob, people, folder),
                "chats": lambda: chats.steps(ann, bob, people),
                "bots": lambda: bots.steps(ann, bob, bot, people),
                "account": lambda: account.steps(library, folder, ann, bob, people, server),
            }
            for area, list_steps in areas.items():
                for name, body in list_steps().items():
                    if not wanted or name in wanted or area in wanted:
                        step(f"{area}, {name}", body)
            step("proxies", lambda: proxies(ann, bob, server, me, bob_me))
            step("drop", lambda: drop(ann, bob, me))
            step("catch_up", lambda: catch_up(ann, bob, me))
        step("log_out", lambda: [person.close("logOut") for person in (ann, bob, bot)])
    step("sign_up", lambda: sign_up(library, folder))
    os._exit(status(LEAST_CHECKS))


if __name__ == "__main__":
    main()
