"""Makes one graph of symbols of what `import Ferogram` gives: graphs.py FOLDER (rewrites its files)."""

import json
import pathlib
import sys

for path in pathlib.Path(sys.argv[1]).glob("*.symbols.json"):
    graph = json.loads(path.read_text())
    # The module exports those below it, so their symbols are a part of its documentation.
    graph["module"]["name"] = "Ferogram"
    for symbol in graph["symbols"]:
        extension = symbol.get("swiftExtension")
        if extension and extension["extendedModule"].startswith("Ferogram"):
            extension["extendedModule"] = "Ferogram"
    path.unlink()
    # Extensions of modules that are exported are members of the one module.
    owner, _, extended = path.name.removesuffix(".symbols.json").partition("@")
    name = f"Ferogram-{owner}" if not extended or extended.startswith("Ferogram") else f"Ferogram@{extended}"
    number = 0
    while (target := path.with_name(f"{name}{number or ''}.symbols.json")).exists():
        number += 1
    target.write_text(json.dumps(graph))
