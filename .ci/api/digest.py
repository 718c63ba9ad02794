"""Prints the public symbols of a module, a line each, from its symbol graphs: digest.py FOLDER MODULE"""

import json
import pathlib
import sys

folder, module = pathlib.Path(sys.argv[1]), sys.argv[2]
lines = set()
for path in folder.glob(f"{module}*.symbols.json"):
    for symbol in json.loads(path.read_text(encoding="utf-8"))["symbols"]:
        if symbol["accessLevel"] not in ("public", "open"):
            continue
        # Members that the compiler makes up have no place in the sources.
        if "location" not in symbol:
            continue
        declaration = "".join(part["spelling"] for part in symbol.get("declarationFragments", []))
        path_ = ".".join(symbol["pathComponents"])
        lines.add(f'{path_}\t{" ".join(declaration.split())}')
print("\n".join(sorted(lines)))
