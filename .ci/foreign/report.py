"""Reads what a local server says at its end of a foreign client: report.py OUTPUT METHODS

OUTPUT is what the server printed. METHODS lists methods, one a line: those that the client must have called, and behind
a minus those that it may call although the server does not have them, because a check wants to see the refusal. The exit
status is 0 only if the client called nothing else that is missing, and nothing that could not be read.
"""

import re
import sys

SECTIONS = ["calls", "not implemented", "failures", "unreadable", "layers", "refused layers", "key exchanges"]


def sections(text):
    pattern = "; ".join(f"{name}: (.*)" for name in SECTIONS)
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"FAILED the server does not say what was called:\n{text}")
    return dict(zip(SECTIONS, found.groups()))


def counts(text):
    return {name: int(count) for name, count in (part.rsplit(" ", 1) for part in text.split(", ") if part)}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        said = sections(file.read())
    with open(sys.argv[2], encoding="utf-8") as file:
        lines = [line.split("#")[0].strip() for line in file]
    wanted = {line for line in lines if line and not line.startswith("-")}
    allowed = {line[1:].strip() for line in lines if line.startswith("-")}
    called, missing = counts(said["calls"]), counts(said["not implemented"])
    # A method that is missing is called too.
    print(f"{len(called)} methods called: {', '.join(sorted(called))}")
    asked, by_itself = sorted(set(missing) & allowed), sorted(set(missing) - allowed)
    print(f"answered METHOD_NOT_IMPLEMENTED, as a check wants it: {', '.join(asked) or 'none'}")
    print(f"answered METHOD_NOT_IMPLEMENTED, called by itself: {', '.join(by_itself) or 'none'}")
    print(f"layers: {said['layers']}; key exchanges: {said['key exchanges']}")
    faults = [f"{name} is not implemented" for name in by_itself]
    faults += [f"{name} was not called" for name in sorted(wanted - set(called))]
    faults += [f"could not be read: {said['unreadable']}"] if said["unreadable"] else []
    faults += [f"a layer was refused: {said['refused layers']}"] if said["refused layers"] else []
    for fault in faults:
        print(f"FAILED {fault}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
