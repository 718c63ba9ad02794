"""One line for each direction: table.py NAME MEBIBYTES"""

import json
import sys

for line in sys.stdin:
    for direction, figures in json.loads(line).items():
        size = figures["bytes"]
        print(f"{sys.argv[1]:24} {sys.argv[2]:>5} MiB {direction:5}"
              f" {size / figures['seconds'] / 1e6:8.1f} MB/s"
              f" {figures['cpu'] / size * (1 << 30):7.2f} CPU s/GiB"
              f" {figures['memory'] / (1 << 20):7.1f} MiB more at most", flush=True)
