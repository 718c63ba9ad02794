"""Sessions go from this library to others and back: check.py TOOL, in a folder with server.json of `ferogram-tool serve`.

Telethon and kurigram sign in with what the tool writes, and the tool with what they write. Folders of Telegram Desktop go
to opentele2 and tdata-reader and come back, strings of gramjs and files to tgconvertor. grammers has no package here: its
database is made by its published layout.
"""

import asyncio
import hashlib
import json
import os
import pathlib
import sqlite3
import struct
import subprocess
import sys
import traceback

for folder in ("foreign", "kurigram"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / folder))

import opentele2._native as native
from counting import same, status
from opentele2.td import TDesktop
from pyrogram import Client
from tdata_reader import read_tdata
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import SQLiteSession, StringSession
from TGConvertor import SessionManager

import check as kurigram

TOOL = sys.argv[1]
SERVER = json.load(open("server.json", encoding="utf-8"))
API_ID, API_HASH = 12345, "0123456789abcdef0123456789abcdef"
LEAST_CHECKS = 44


def tool(*arguments, text=None, code=0, **environment):
    done = subprocess.run(
        [TOOL, *arguments], input=text, capture_output=True, text=True, timeout=120, env={**os.environ, **environment})
    if done.returncode != code:
        raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def convert(source, form, output=None, **environment):
    arguments = ["session", "convert", source, "--to", form]
    if form.startswith("pyrogram"):
        arguments += ["--api-id", str(API_ID)]
    tool(*arguments, *(["--output", output] if output else ["--reveal"]), **environment)
    return output


def text_of(source, form, **environment):
    extra = ["--api-id", str(API_ID)] if form == "pyrogram" else []
    return tool("session", "convert", source, "--to", form, "--reveal", *extra, **environment)


def key_of(source, **environment):
    """The key and the data centre that the tool finds."""
    session = StringSession(text_of(source, "telethon", **environment))
    return session.auth_key.key, session.dc_id


def own_id(session):
    """Whose the session is, as the server says to a client of ours."""
    users = json.loads(tool("call", "users.getUsers", 'id=[{"_":"inputUserSelf"}]', "--json", "--server", "server.json",
                            "--session", session))
    # Numbers of 64 bits are texts, since JSON's readers may not have them.
    return int(users[0]["id"])


async def within(awaitable):
    return await asyncio.wait_for(awaitable, 30)


async def telethon(session, act):
    client = TelegramClient(session, API_ID, API_HASH)
    try:
        await within(client.connect())
        return await act(client)
    finally:
        await client.disconnect()


async def telethon_id(session):
    # The files and texts of other libraries name Telegram's own servers.
    place = next(place for place in SERVER["dataCenters"] if place["id"] == session.dc_id)
    session.set_dc(place["id"], place["host"], place["port"])

    async def act(client):
        return (await within(client.get_me())).id
    return await telethon(session, act)


class Party(kurigram.Party):
    def file(self, name):
        client = Client(
            name, API_ID, API_HASH, workdir=os.getcwd(), connection_factory=self.factory,
            protocol_factory=kurigram.TRANSPORTS[self.transport], sleep_threshold=0)
        client.first_data_center = 1
        self.clients.append(client)
        return client


async def kurigram_id(make):
    party = Party(SERVER, "abridged")
    client = make(party)
    try:
        await within(client.storage.open())
        await within(client.connect())
        return (await within(client.get_me())).id
    finally:
        await within(client.disconnect())


async def ours_to_others():
    ann = SERVER["people"][0]
    tool("login", "--phone", ann["phone"], "--server", "server.json", "--session", "ann.session", text=ann["code"] + "\n")
    number = own_id("ann.session")
    key, home = key_of("ann.session")

    convert("ann.session", "telethon-file", "ann-telethon.session")
    same("Telethon signs in with our file", await telethon_id(SQLiteSession("ann-telethon")), number)
    same("Telethon signs in with our string", await telethon_id(StringSession(text_of("ann.session", "telethon"))), number)
    convert("ann.session", "pyrogram-file", "ann-kurigram.session")
    same("kurigram signs in with our file", await kurigram_id(lambda party: party.file("ann-kurigram")), number)
    text = text_of("ann.session", "pyrogram")
    same("kurigram signs in with our string", await kurigram_id(lambda party: party.client("a", session=text)), number)

    def fields(name, session, user=None):
        same(f"{name}: the key", session.auth_key, key)
        same(f"{name}: the data centre", session.dc_id, home)
        if user is not None:
            same(f"{name}: the account", session.user_id, user)

    fields("tgconvertor reads our string for gramjs", SessionManager.from_gramjs_string(text_of("ann.session", "gramjs")))
    fields("tgconvertor reads our string for Telethon", SessionManager.from_telethon_string(text_of("ann.session", "telethon")))
    fields("tgconvertor reads our string for Pyrogram", SessionManager.from_pyrogram_string(text), number)
    convert("ann.session", "telethon-file", "ann-2.session")
    fields("tgconvertor reads our file for Telethon", await SessionManager.from_telethon_file("ann-2.session"))
    convert("ann.session", "pyrogram-file", "ann-3.session")
    fields("tgconvertor reads our file for Pyrogram", await SessionManager.from_pyrogram_file("ann-3.session"), number)
    for passcode in ("", "1234"):
        folder = convert("ann.session", "tdata", f"tdata{passcode}", TDATA_NEW_PASSCODE=passcode)
        desktop = TDesktop(folder, passcode=passcode)
        account = desktop.mainAccount
        same(f"opentele2 reads our tdata{passcode}",
             (account.authKey.key, account.MainDcId, account.UserId), (key, home, number))
        read = read_tdata(folder, passcode)
        same(f"tdata-reader reads our tdata{passcode}", (read.auth_key, read.dc_id, read.user_id), (key, home, number))
        same(f"we read our tdata{passcode}", key_of(folder, TDATA_PASSCODE=passcode), (key, home))
    tool("session", "inspect", "tdata1234", TDATA_PASSCODE="wrong", code=1)
    # Somebody who wrote with another library's session before is still the same.
    same("our own file is as good as before", own_id("ann.session"), number)


async def others_to_ours():
    bob = SERVER["people"][1]
    rsa._server_keys.clear()
    rsa.add_key(SERVER["publicKey"], old=False)
    place = SERVER["dataCenters"][0]
    session = SQLiteSession("bob-telethon")
    session.set_dc(place["id"], place["host"], place["port"])

    async def sign_in(client):
        sent = await within(client.send_code_request(bob["phone"]))
        await within(client.sign_in(bob["phone"], bob["code"], phone_code_hash=sent.phone_code_hash))
        return (await within(client.get_me())).id, StringSession.save(client.session), client.session.auth_key.key

    number, text, key = await telethon(session, sign_in)
    convert("bob-telethon.session", "file", "bob-1.session")
    same("we sign in with Telethon's file", own_id("bob-1.session"), number)
    convert("$TEXT", "file", "bob-2.session", TEXT=text)
    same("we sign in with Telethon's string", own_id("bob-2.session"), number)
    same("it is the same key", key_of("bob-1.session")[0], key)
    same("the peers come too", "peers: 0" in tool("session", "inspect", "bob-telethon.session"), False)

    kurigram.install_key(SERVER["publicKey"])
    party = Party(SERVER, "abridged")
    client = party.file("bob-kurigram")
    await party.connect(client)
    sent = await within(client.send_phone_number_code(bob["phone"]))
    me = await within(client.sign_in(bob["phone"], sent.phone_code_hash, bob["code"]))
    await within(client.storage.user_id(me.id))
    await within(client.storage.is_bot(False))
    text = await within(client.export_session_string())
    key = await within(client.storage.auth_key())
    await within(client.storage.save())
    await within(client.disconnect())
    convert("bob-kurigram.session", "file", "bob-3.session")
    same("we sign in with kurigram's file", own_id("bob-3.session"), number)
    same("it is the same key too", key_of("bob-3.session")[0], key)
    convert("$TEXT", "swift", "bob-4.txt", TEXT=text)
    same("we read kurigram's string", key_of("$TEXT", TEXT=text)[0], key)


async def formats_of_others():
    key, other, number = os.urandom(256), os.urandom(256), 5_000_000_123
    base = SessionManager(dc_id=4, auth_key=key, user_id=number, api_id=API_ID)
    same("a string of gramjs", key_of("$TEXT", TEXT=base.to_gramjs_string()), (key, 4))
    await base.to_telethon_file("tg-telethon.session")
    same("a file for Telethon of tgconvertor", key_of("tg-telethon.session"), (key, 4))
    for backend in ("pyrogram", "kurigram"):
        await base.to_pyrogram_file(f"tg-{backend}.session", backend=backend)
        same(f"a file for {backend} of tgconvertor", key_of(f"tg-{backend}.session"), (key, 4))
        same(f"the account in it, {backend}",
             f"account: user {number}" in tool("session", "inspect", f"tg-{backend}.session"), True)
    for fast in (True, False):
        accounts = [native.Account(0, number, 4, [(4, key), (2, other)]), native.Account(1, 77, 2, [(2, other)])]
        native.TData.new(accounts, "", fast).save(f"tdata-{fast}")
        same(f"the first account of opentele2's folder, {fast}", key_of(f"tdata-{fast}"), (key, 4))
        second = StringSession(tool("session", "convert", f"tdata-{fast}", "--account", "2", "--to", "telethon", "--reveal"))
        same(f"the second one, {fast}", (second.auth_key.key, second.dc_id), (other, 2))
    newer_passcode(accounts, key)
    grammers("grammers.session", key, number)
    same("a database of grammers", key_of("grammers.session"), (key, 4))
    same("the account in it", f"account: user {number}" in tool("session", "inspect", "grammers.session"), True)


def newer_passcode(accounts, key):
    """A folder of version 7.3 with a passcode, whose derivation of the key takes less memory than the program's."""
    native.TData.new(accounts, "1234", False).save("tdata-new")
    path = pathlib.Path("tdata-new/key_datas")
    content = path.read_bytes()
    blocks, position = [], 8
    while position < len(content) - 16:
        length = struct.unpack_from(">I", content, position)[0]
        position += 4
        blocks.append(None if length == 0xFFFFFFFF else content[position:position + length])
        position += 0 if blocks[-1] is None else length
    wrap = blocks[3]
    salt = wrap[40:72]
    local = native.TData.load("tdata-new", "1234").local_key
    sealed = native.encrypt_local(local, native.argon2id("1234", salt, 64, 1, 1))
    blocks[3] = wrap[:24] + struct.pack(">III", 64, 1, 1) + wrap[36:72] + struct.pack(">I", len(sealed)) + sealed
    body = b"".join(struct.pack(">I", 0xFFFFFFFF) if b is None else struct.pack(">I", len(b)) + b for b in blocks)
    path.write_bytes(content[:8] + body + hashlib.md5(body + struct.pack("<I", len(body)) + content[4:8] + b"TDF$").digest())
    same("opentele2 reads what was changed", native.TData.load("tdata-new", "1234").local_key, local)
    same("a folder of version 7.3 with a passcode", key_of("tdata-new", TDATA_PASSCODE="1234"), (key, 4))
    tool("session", "inspect", "tdata-new", TDATA_PASSCODE="4321", code=1)


def grammers(path, key, number):
    with sqlite3.connect(path) as database:
        database.executescript("""
            CREATE TABLE dc_home (dc_id INTEGER NOT NULL, PRIMARY KEY(dc_id));
            CREATE TABLE dc_option (dc_id INTEGER NOT NULL, ipv4 TEXT NOT NULL, ipv6 TEXT NOT NULL, auth_key BLOB,
                PRIMARY KEY (dc_id));
            CREATE TABLE peer_info (peer_id INTEGER NOT NULL, hash INTEGER, subtype INTEGER, PRIMARY KEY (peer_id));
            CREATE TABLE update_state (pts INTEGER NOT NULL, qts INTEGER NOT NULL, date INTEGER NOT NULL,
                seq INTEGER NOT NULL);
            CREATE TABLE channel_state (peer_id INTEGER NOT NULL, pts INTEGER NOT NULL, PRIMARY KEY (peer_id));
            PRAGMA user_version = 1;
        """)
        database.execute("INSERT INTO dc_home VALUES (4)")
        database.execute("INSERT INTO dc_option VALUES (4, '149.154.167.91:443', '[2001:67c:4e8:f004::a]:443', ?)", (key,))
        database.execute("INSERT INTO peer_info VALUES (?, 5, 1)", (number,))
        database.execute("INSERT INTO peer_info VALUES (-1000000000012, 6, 8)")


async def main():
    for part in (ours_to_others, others_to_ours, formats_of_others):
        try:
            await part()
        except Exception as error:
            traceback.print_exc()
            same(f"{part.__name__}", f"{type(error).__name__}: {error}", None)
    sys.exit(status(LEAST_CHECKS))


asyncio.run(main())
