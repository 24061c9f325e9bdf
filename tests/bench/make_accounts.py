#!/usr/bin/env python3
"""Writes an account file of any size as CSV by repeating the sample's rows under new ids, the same bytes each time.

Usage: make_accounts.py ROWS PATH
"""

import csv
import pathlib
import sys

SAMPLE = pathlib.Path(__file__).parents[2] / "src/tools/accounts.csv"


def main():
    rows_count, path = int(sys.argv[1]), sys.argv[2]
    with open(SAMPLE, newline="") as file:
        sample = list(csv.DictReader(file))
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, list(sample[0]), lineterminator="\n")
        writer.writeheader()
        for index in range(rows_count):
            row = dict(sample[index % len(sample)])
            row["id"] = f"A-{index:07d}"
            row["name"] = f"{row['name']} {index}"
            # Not all alike, and of the same tier.
            row["arr_usd"] = int(row["arr_usd"]) + index * 7919 % 997
            writer.writerow(row)


main()
