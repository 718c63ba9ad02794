"""Sends files to the account itself and downloads them again with TDLib: tdlib_files.py FILE…

The addresses that TDLib knows are on the loopback interface (.ci/figures/run sees to that). A process of its own passes
the first connections on; those for files go to the addresses that the server's configuration names.
"""

import json
import os
import signal
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tdlib"))

import check as base
from figures import Series

PATIENCE = 600


def forward(server):
    """Passes connections on to the server, on the core of the server."""
    child = os.fork()
    if child:
        return child
    os.sched_setaffinity(0, {0})
    for place in server["dataCenters"]:
        for address in base.PLACES.get(place["id"], []):
            for port in base.PORTS:
                base.forward(address, port, (place["host"], place["port"]))
    while True:
        signal.pause()


def sign_in(person, someone):
    person.until_state("authorizationStateWaitPhoneNumber")
    person.call({"@type": "setAuthenticationPhoneNumber", "phone_number": someone["phone"]})
    person.until_state("authorizationStateWaitCode")
    person.call({"@type": "checkAuthenticationCode", "code": someone["code"]})
    person.until_state("authorizationStateReady")
    return person.call({"@type": "getMe"})["id"]


def send(person, chat, path):
    """Sends a file and gives the message that the server made of it."""
    content = {
        "@type": "inputMessageDocument",
        "document": {
            "@type": "inputDocument",
            "document": {"@type": "inputFileLocal", "path": path},
            "disable_content_type_detection": True,
        },
    }
    sent = person.call({"@type": "sendMessage", "chat_id": chat, "input_message_content": content})
    done = person.expect(
        "updateMessageSendSucceeded", lambda update: update["old_message_id"] == sent["id"], PATIENCE)
    return done["message"]


def main():
    server = json.loads(sys.stdin.readline())
    paths = [os.path.abspath(path) for path in sys.argv[1:]]
    child = forward(server)
    with tempfile.TemporaryDirectory() as folder:
        output = sys.stdout
        sys.stdout = sys.stderr
        module = base.load(folder, server["publicKey"])
        module.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 1}).encode())
        person = base.Person(base.Library(module), folder, "ann")
        me = sign_in(person, server["people"][0])
        chat = person.call({"@type": "createPrivateChat", "user_id": me, "force": True})["id"]
        first = os.path.join(folder, "first.bin")
        with open(first, "wb") as file:
            file.write(b"abc")
        send(person, chat, first)
        sys.stdout = output
        # What the copy of the library took is none of its memory.
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        files = []
        series = Series("up")
        for path in paths:
            files.append(send(person, chat, path)["content"]["document"]["document"])
            series.add()
        series.say(os.path.getsize(paths[0]))
        # What was sent counts as downloaded as long as it is where it was.
        for path in paths:
            os.rename(path, path + ".sent")
        series = Series("down")
        for file in files:
            done = person.call({
                "@type": "downloadFile", "file_id": file["id"], "priority": 32, "offset": 0, "limit": 0,
                "synchronous": True}, PATIENCE)
            assert done["local"]["is_downloading_completed"], done
            series.add()
        series.say(os.path.getsize(done["local"]["path"]))
        for path in paths:
            os.rename(path + ".sent", path)
        person.close()
    os.kill(child, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    try:
        main()
    except Exception:
        traceback.print_exc()
        # The library's threads end with the process, not before.
        sys.stderr.flush()
        os._exit(1)
