"""What the checks of TDLib have in common: the library, and the people who use it."""

import json
import os
import re
import shutil
import socket
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "foreign"))

from counting import check

PATIENCE = 20
# The addresses that are built into TDLib, by data centre.
PLACES = {
    1: ["149.154.175.50"],
    2: ["149.154.167.51", "95.161.76.100"],
    3: ["149.154.175.100"],
    4: ["149.154.167.91"],
    5: ["149.154.171.5"],
}
PORTS = [443, 80, 5222]
KEY = re.compile(rb"-----BEGIN RSA PUBLIC KEY-----\n.*?-----END RSA PUBLIC KEY-----", re.S)


def forward(address, port, target):
    """Passes connections on to the server."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(64)

    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end, how in ((source, socket.SHUT_RD), (sink, socket.SHUT_WR)):
            try:
                end.shutdown(how)
            except OSError:
                pass

    def accept():
        while True:
            inside, _ = listener.accept()
            outside = socket.create_connection(target)
            for pair in ((inside, outside), (outside, inside)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def load(folder, pem):
    """A copy of the library that knows the server's key in the place of Telegram's."""
    import site

    source = next(p for p in site.getsitepackages() if os.path.isdir(os.path.join(p, "tdjson.libs")))
    copy = os.path.join(folder, "library")
    for name in ("tdjson", "tdjson.libs"):
        shutil.copytree(os.path.join(source, name), os.path.join(copy, name))
    key = KEY.search(pem.encode()).group()
    library = next(
        os.path.join(copy, "tdjson.libs", name)
        for name in os.listdir(os.path.join(copy, "tdjson.libs"))
        if name.startswith("libtdjson")
    )
    with open(library, "rb") as file:
        data = file.read()
    replaced = 0

    def exchange(match):
        nonlocal replaced
        if len(match.group()) != len(key):
            return match.group()
        replaced += 1
        return key

    data = KEY.sub(exchange, data)
    with open(library, "wb") as file:
        file.write(data)
    check("the library has keys to replace", replaced >= 1)
    sys.path.insert(0, copy)
    import tdjson

    assert tdjson.__file__.startswith(copy), tdjson.__file__
    return tdjson


class Failure(Exception):
    def __init__(self, answer):
        super().__init__(f"{answer.get('code')} {answer.get('message')}")
        self.message = answer.get("message", "")


class Library:
    """Receives for all clients, as TDLib wants it."""

    def __init__(self, module):
        self.module = module
        self.clients = {}
        threading.Thread(target=self.receive, daemon=True).start()

    def receive(self):
        while True:
            data = self.module.td_receive(1.0)
            if not data:
                continue
            event = json.loads(data)
            client = self.clients.get(event.get("@client_id"))
            if client:
                client.take(event)


class Person:
    def __init__(self, library, folder, name):
        self.library, self.folder, self.name = library, os.path.join(folder, name), name
        self.condition = threading.Condition()
        self.begin()

    def begin(self):
        self.answers, self.updates, self.state, self.last = {}, [], None, 0
        self.id = self.library.module.td_create_client_id()
        self.library.clients[self.id] = self
        self.cast({"@type": "getOption", "name": "version"})
        self.until_state("authorizationStateWaitTdlibParameters")
        self.call(
            {
                "@type": "setTdlibParameters",
                "database_directory": self.folder,
                "use_file_database": True,
                "use_chat_info_database": True,
                "use_message_database": True,
                "use_secret_chats": False,
                "api_id": 12345,
                "api_hash": "0123456789abcdef0123456789abcdef",
                "system_language_code": "en",
                "device_model": "test",
                "application_version": "1",
            }
        )

    def take(self, event):
        with self.condition:
            if "@extra" in event:
                self.answers[event["@extra"]] = event
            else:
                if event["@type"] == "updateAuthorizationState":
                    self.state = event["authorization_state"]
                self.updates.append(event)
            self.condition.notify_all()

    def cast(self, request):
        self.library.module.td_send(self.id, json.dumps(request).encode())

    def call(self, request, patience=PATIENCE):
        self.last += 1
        extra = self.last
        self.cast({**request, "@extra": extra})
        with self.condition:
            if not self.condition.wait_for(lambda: extra in self.answers, patience):
                raise TimeoutError(f"{self.name}: no answer to {request['@type']}")
            answer = self.answers.pop(extra)
        if answer["@type"] == "error":
            raise Failure(answer)
        return answer

    def until_state(self, *names):
        with self.condition:
            if not self.condition.wait_for(lambda: self.state and self.state["@type"] in names, PATIENCE):
                raise TimeoutError(f"{self.name}: {names} did not come, but {self.state}")
            return self.state

    def expect(self, kind, where=lambda update: True, patience=PATIENCE):
        """Waits for an update that has not been expected yet."""

        def find():
            for index, update in enumerate(self.updates):
                if update["@type"] == kind and where(update):
                    return index
            return None

        with self.condition:
            if not self.condition.wait_for(lambda: find() is not None, patience):
                last = [summary(update) for update in self.updates[-12:]]
                raise TimeoutError(f"{self.name}: no {kind}; the last ones are {', '.join(last)}")
            return self.updates.pop(find())

    def forget(self):
        """Drops the updates that nobody has expected yet."""
        with self.condition:
            self.updates.clear()

    def expect_message(self, text, where=lambda message: True):
        return self.expect(
            "updateNewMessage",
            lambda update: text_of(update["message"]) == text
            and not update["message"]["is_outgoing"]
            and where(update["message"]),
        )["message"]

    def send(self, chat, text, reply_to=None, entities=(), markup=None, within=PATIENCE):
        """Sends a text and waits until the server has it."""
        more = {}
        if reply_to:
            more["reply_to"] = {"@type": "inputMessageReplyToMessage", "message_id": reply_to}
        if markup:
            more["reply_markup"] = markup
        return self.deliver(chat, text_content(text, entities), within, **more)

    def deliver(self, chat, content, within=PATIENCE, **more):
        """Sends a message and waits until the server has it."""
        request = {"@type": "sendMessage", "chat_id": chat, "input_message_content": content, **more}
        return self.sent(self.call(request), within)

    def sent(self, message, within=PATIENCE):
        """Waits until the server has a message."""
        with self.condition:

            def done():
                for update in self.updates:
                    if update.get("old_message_id") == message["id"]:
                        if update["message"]["chat_id"] == message["chat_id"]:
                            return update
                return None

            if not self.condition.wait_for(done, within):
                raise TimeoutError(f"{self.name}: the message was not sent")
            update = done()
        if update["@type"] == "updateMessageSendFailed":
            raise Failure(update["error"])
        return update["message"]

    def act(self, kind, **arguments):
        return self.call({"@type": kind, **arguments})

    def hears(self, kind, chat=None, where=lambda message: True):
        """A message that comes in with such a content."""
        return self.expect(
            "updateNewMessage",
            lambda update: update["message"]["content"]["@type"] == kind
            and not update["message"]["is_outgoing"]
            and chat in (None, update["message"]["chat_id"])
            and where(update["message"]),
        )["message"]

    def download(self, file):
        """The bytes of a file."""
        request = {"@type": "downloadFile", "file_id": file["id"], "priority": 1, "offset": 0, "limit": 0}
        done = self.call({**request, "synchronous": True}, patience=60)
        with open(done["local"]["path"], "rb") as data:
            return data.read()

    def close(self, kind="close"):
        self.call({"@type": kind})
        self.until_state("authorizationStateClosed")


def formatted(text, entities=()):
    return {"@type": "formattedText", "text": text, "entities": list(entities)}


def text_content(text, entities=()):
    return {"@type": "inputMessageText", "text": formatted(text, entities)}


def user(number):
    return {"@type": "messageSenderUser", "user_id": number}


def summary(update):
    """The kind of an update, and of the message that it brings."""
    content = update.get("message", {}).get("content", {}).get("@type")
    return update["@type"] + (f" of {content}" if content else "")


def text_of(message):
    return message["content"].get("text", {}).get("text")


def refused(name, body, *parts):
    try:
        answer = body()
        check(f"{name}: answered {answer}", False)
    except Failure as failure:
        check(f"{name} ({failure})", any(part in str(failure) for part in parts))
