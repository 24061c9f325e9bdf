#!/usr/bin/env python3
"""The least that plain Python does with an account file: reads it and sums ARR by tier and by health.

Usage: accounts_plain.py PATH
"""

import collections
import csv
import json
import sys

by = collections.defaultdict(lambda: [0, 0])
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        for key in (row["tier"], row["health"] or "unknown"):
            by[key][0] += 1
            by[key][1] += int(row["arr_usd"])
print(json.dumps(by))
