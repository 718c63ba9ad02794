"""Measures one thing with TDLib by way of its interface in JSON: the same work and the same server as the others have.

The addresses that are built into TDLib must be on the loopback interface. What goes there is passed on by a process of its
own, so that only TDLib's own work is measured.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "tdlib"))

import check
import peer


class Helper:
    """A process of its own on the server's core."""

    def __init__(self, body):
        self.process = os.fork()
        if self.process == 0:
            os.sched_setaffinity(0, {0})
            body()
            os._exit(0)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)

    def wait(self):
        os.waitpid(self.process, 0)


def forward(port):
    for addresses in check.PLACES.values():
        for address in addresses:
            for built_in in check.PORTS:
                check.forward(address, built_in, ("127.0.0.1", port))
    signal.pause()


def ask_for_messages(server, count):
    """Lets another client of the same bot ask for the messages, since TDLib has no call for it."""
    from telethon import TelegramClient, functions
    from telethon.crypto import rsa
    from telethon.sessions import MemorySession

    async def ask():
        session = MemorySession()
        session.set_dc(1, "127.0.0.1", server["port"])
        client = TelegramClient(session, 1, "hash", receive_updates=False)
        await client.start(bot_token=server["token"])
        await client(functions.help.GetAppUpdateRequest(source=str(count)))

    rsa.add_key(server["key"], old=False)
    asyncio.run(ask())


class TDLib:
    def __init__(self, module, folder):
        self.module, self.folder, self.made = module, folder, 0

    def send(self, client, request, extra=None):
        if extra is not None:
            request = {**request, "@extra": extra}
        self.module.td_send(client, json.dumps(request).encode())

    def receive(self):
        """The next answer or update."""
        for _ in range(30):
            if data := self.module.td_receive(1.0):
                event = json.loads(data)
                if event["@type"] == "error":
                    raise RuntimeError(event)
                return event
        raise TimeoutError("TDLib says nothing")

    def until(self, client, fits):
        while True:
            event = self.receive()
            if event.get("@client_id") == client and fits(event):
                return event

    def state(self, client, name):
        self.until(
            client,
            lambda event: event["@type"] == "updateAuthorizationState"
            and event["authorization_state"]["@type"] == "authorizationState" + name,
        )

    def bot(self, token):
        client = self.module.td_create_client_id()
        self.made += 1
        self.send(client, {"@type": "getOption", "name": "version"})
        self.state(client, "WaitTdlibParameters")
        self.send(client, {
            "@type": "setTdlibParameters", "database_directory": os.path.join(self.folder, str(self.made)),
            "use_file_database": False, "use_chat_info_database": False, "use_message_database": False,
            "use_secret_chats": False, "api_id": 1, "api_hash": "hash", "system_language_code": "en",
            "device_model": "bench", "application_version": "1",
        })
        self.state(client, "WaitPhoneNumber")
        self.send(client, {"@type": "checkAuthenticationBotToken", "token": token})
        self.state(client, "Ready")
        return client

    def close(self, client):
        self.send(client, {"@type": "close"})
        self.state(client, "Closed")

    def drive(self, client, request, is_done, count, window):
        """Makes requests with so many in flight; the times of the single ones are of use with one alone."""
        begun, done, times = 0, 0, []
        at = time.perf_counter()
        while done < count:
            while begun < count and begun - done < window:
                at = time.perf_counter()
                self.send(client, request, begun)
                begun += 1
            if is_done(self.receive()):
                done += 1
                times.append((time.perf_counter() - at) * 1e6)
        return times


def receive(library, server, client, count):
    """Lets messages come in, and waits until all are there; measured from the first one on."""
    helper = Helper(lambda: ask_for_messages(server, count))
    is_message = lambda event: event["@type"] == "updateNewMessage" and not event["message"]["is_outgoing"]
    first = library.until(client, is_message)
    watch = peer.Stopwatch()
    for _ in range(count - 1):
        library.until(client, is_message)
    helper.wait()
    return first["message"]["chat_id"], watch.each(max(1, count - 1))


CALL = {"@type": "getCountryCode"}


def is_answer(event):
    return "@extra" in event


def is_sent(event):
    if event["@type"] == "updateMessageSendFailed":
        raise RuntimeError(event)
    return event["@type"] == "updateMessageSendSucceeded"


def measure(library, server, name):
    if name == "start":
        times, watch = [], peer.Stopwatch()
        for _ in range(10):
            at = time.perf_counter()
            client = library.bot(server["token"])
            times.append((time.perf_counter() - at) * 1e3)
            library.close(client)
        return {"processor": watch.each(10)["processor"] / 1e3, "p50": peer.median(times)}
    client = library.bot(server["token"])
    if name == "idle":
        peer.raise_limit()
        before = peer.resident()
        for _ in range(100):
            library.bot(server["token"])
        time.sleep(3)
        figures = {"memory of 100": (peer.resident() - before) / 1024 / 100}
        watch = peer.Stopwatch()
        time.sleep(5)
        return {**figures, "processor of 100": watch.each(1)["processor"] / 1e3 / 5}
    if name == "sequential":
        library.drive(client, CALL, is_answer, 500, 1)
        watch = peer.Stopwatch()
        times = library.drive(client, CALL, is_answer, 2000, 1)
        return {
            "processor": watch.each(2000)["processor"], "p50": peer.median(times), "p99": peer.median(times, 0.99)}
    if name == "pipelined":
        library.drive(client, CALL, is_answer, 1000, 64)
        watch = peer.Stopwatch()
        library.drive(client, CALL, is_answer, 10000, 64)
        return watch.each(10000)
    chat, _ = receive(library, server, client, 1)
    if name == "send":
        message = {
            "@type": "sendMessage", "chat_id": chat, "input_message_content": {
                "@type": "inputMessageText", "text": {"@type": "formattedText", "text": "hello", "entities": []}}}
        library.drive(client, message, is_sent, 400, 64)
        watch = peer.Stopwatch()
        library.drive(client, message, is_sent, 3000, 64)
        return watch.each(3000)
    receive(library, server, client, 500)
    return receive(library, server, client, 2000)[1]


def main():
    server = json.load(sys.stdin)
    forwarder = Helper(lambda: forward(server["port"]))
    with tempfile.TemporaryDirectory() as folder:
        try:
            with contextlib.redirect_stdout(sys.stderr):
                module = check.load(folder, server["key"])
                module.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())
                figures = measure(TDLib(module, folder), server, sys.argv[1])
            print(json.dumps(figures), flush=True)
        finally:
            forwarder.end()
    os._exit(0)


main()
