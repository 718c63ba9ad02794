"""How many bytes a second one core can encrypt and hash, from reports of ExampleBenchmarks: ceiling.py REPORT…

The slower direction of AES-IGE counts.
"""

import json
import sys

rows = []
for path in sys.argv[1:]:
    with open(path) as file:
        rows += json.load(file)
speeds = {row["name"]: row.get("megabytes_per_second") for row in rows}
ige = min(speeds["AESIGEEncryptor.encrypt"], speeds["AESIGEDecryptor.decrypt"])
sha = speeds["SHA-256"]
ceiling = 1 / (1 / ige + 1 / sha)
print(f"AES-IGE {ige:.0f} MB/s, SHA-256 {sha:.0f} MB/s: one core encrypts and hashes {ceiling:.0f} MB/s, "
      f"{(1 << 30) / ceiling / 1e6:.2f} CPU s/GiB", file=sys.stderr)
print(ceiling * 1e6)
