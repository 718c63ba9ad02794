"""Measures clients in processes of their own against one server: Ferogram, an older Ferogram, Telethon and a program in C.

compare.py SERVER PINGPONG [--rounds N] [--only 'FIGURE;...'] [--save FILE] NAME=COMMAND ...

Each command is a client; it gets the name of a figure as its last argument and the server's description as its input. All
clients are measured in turn, round after round, and the medians are printed. The server has the first core and the client
the second; figures with "one core" have both on the second. What counts is the processor time of the client: it is hardly
disturbed by what else the machine does, while rates and latencies are. With --save the medians and their spread are
written as JSON, from which draw.py makes the table and the picture.
"""

import json
import shlex
import statistics
import subprocess
import sys

FIGURES = ["sequential, one core", "sequential", "pipelined", "send", "updates", "packed", "start", "idle"]
# The clients that know a figure, where not all do.
KNOWN_BY = {"packed": ("ferogram", "telethon", "before")}


def pinned(core, command):
    return ["taskset", "-c", str(core)] + command


def spawn(command, core):
    process = subprocess.Popen(pinned(core, command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    line = process.stdout.readline()
    if not line:
        sys.exit(f"{command[0]} did not start")
    return process, line.decode().strip()


def run(command, text=""):
    done = subprocess.run(pinned(1, command), input=text.encode(), stdout=subprocess.PIPE, timeout=300, check=False)
    if done.returncode != 0:
        print(f"  failed with {done.returncode}: {shlex.join(command)}", flush=True)
        return {}
    return json.loads(done.stdout)


def main():
    arguments = sys.argv[1:]
    server_command, pingpong = shlex.split(arguments[0]), arguments[1]
    rounds, only, clients, target, everything = 5, FIGURES, {}, None, {}
    rest = arguments[2:]
    while rest:
        argument = rest.pop(0)
        if argument == "--rounds":
            rounds = int(rest.pop(0))
        elif argument == "--only":
            only = [name.strip() for name in rest.pop(0).split(";")]
        elif argument == "--save":
            target = rest.pop(0)
        else:
            name, command = argument.split("=", 1)
            clients[name] = shlex.split(command)
    for figure in FIGURES:
        if figure not in only:
            continue
        core = 1 if figure.endswith("one core") else 0
        name = figure.split(",")[0]
        seen = {}
        for _ in range(rounds if figure != "idle" else min(rounds, 3)):
            if name == "sequential":
                echo, port = spawn([pingpong, "serve"], core)
                for key, value in run([pingpong, port, "20000"]).items():
                    seen.setdefault(("C ping-pong", key), []).append(value)
                echo.kill()
                echo.wait()
            for client, command in clients.items():
                if client not in KNOWN_BY.get(name, clients):
                    continue
                # A new server for each, so that nobody pays for what others left behind.
                server, description = spawn(server_command, core)
                for key, value in run(command + [name], description).items():
                    seen.setdefault((client, key), []).append(value)
                server.stdin.close()
                server.wait()
        print(f"\n{figure}")
        for (client, key), values in seen.items():
            spread = f"{min(values):.1f} to {max(values):.1f}"
            print(f"  {client:12} {key:18} {statistics.median(values):10.1f}   ({spread})", flush=True)
            everything.setdefault(figure, {}).setdefault(key, {})[client] = [
                statistics.median(values), min(values), max(values)]
    if target:
        with open(target, "w", encoding="utf-8") as file:
            json.dump(everything, file, indent=1)


main()
