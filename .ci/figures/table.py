"""One line for each direction: table.py NAME MEBIBYTES

CEILING in the environment is how many bytes a second one core can encrypt and hash, 1 / (1/IGE + 1/SHA-256); then the
line says how much of that there was, and how much more CPU a byte took than that.
"""

import json
import os
import sys

ceiling = float(os.environ.get("CEILING") or 0)

for line in sys.stdin:
    for direction, figures in json.loads(line).items():
        size = figures["bytes"]
        speed = size / figures["seconds"]
        beside = (f"  {speed / ceiling:5.2f} of the ceiling  {figures['cpu'] / size * ceiling:5.2f} × the floor"
                  if ceiling else "")
        print(f"{sys.argv[1]:24} {sys.argv[2]:>5} MiB {direction:11}"
              f" {speed / 1e6:8.1f} MB/s"
              f" {figures['cpu'] / size * (1 << 30):7.2f} CPU s/GiB"
              f" {figures['memory'] / (1 << 20):7.1f} MiB more at most{beside}", flush=True)
