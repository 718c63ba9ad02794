"""Runs mtprotoproxy in front of a local server: PYTHON mtprotoproxy.py PORT SECRET SERVERPORT.

Its table of data centres is Telegram's, which nobody here may talk to. Of Python 3.10 and newer it knows nothing yet.
"""

import asyncio
import importlib.machinery
import importlib.util
import os
import sys
import tempfile

port, secret, server_port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
    file.write(
        f"""
PORT = {port}
USERS = {{"tester": "{secret}"}}
MODES = {{"classic": True, "secure": True, "tls": True}}
TLS_DOMAIN = "www.example.com"
MASK = False
LISTEN_ADDR_IPV4 = "127.0.0.1"
LISTEN_ADDR_IPV6 = ""
PREFER_IPV6 = False
USE_MIDDLE_PROXY = False
"""
    )
sys.argv = ["mtprotoproxy", file.name]

# It is installed as a program beside the interpreter.
path = os.path.join(os.path.dirname(sys.executable), "mtprotoproxy.py")
loader = importlib.machinery.SourceFileLoader("mtprotoproxy", path)
proxy = importlib.util.module_from_spec(importlib.util.spec_from_loader("mtprotoproxy", loader))
sys.modules["mtprotoproxy"] = proxy
loader.exec_module(proxy)

start_server = asyncio.start_server
asyncio.start_server = lambda *arguments, loop=None, **named: start_server(*arguments, **named)
asyncio.set_event_loop(asyncio.new_event_loop())

proxy.TG_DATACENTERS_V4 = ["127.0.0.1"]
proxy.TG_DATACENTERS_V6 = []
proxy.TG_DATACENTER_PORT = server_port
proxy.init_config()
os.unlink(file.name)
proxy.main()
