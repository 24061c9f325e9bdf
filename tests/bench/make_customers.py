#!/usr/bin/env python3
"""Writes a customer table of any size as CSV, the same bytes for the same arguments.

Usage: make_customers.py ROWS PATH [SEED]
"""

import csv
import random
import sys

HEADER = (
    "id,name,arr_usd,tenure_months,annual_support_cost_usd,escalations_12mo,current_tier,"
    "in_target_industry,in_target_size_range,uses_target_workflow,has_executive_sponsor,expansion_potential_high"
).split(",")
FIRST = "Alder Birch Cedar Dunmore Elm Fenwick Garnet Halden Ivor Juniper Kestrel Linden Marlow Norse Orwell Pine".split()
SECOND = "Bank Clinics Dairy Energy Foods Group Health Insurance Labs Logistics Media Rail Retail Steel Textiles Travel".split()
TIERS = ["strategic", "enterprise", "mid_market", "smb_long_tail"]
BOUNDS = [100_000, 20_000, 5_000, 0]


def tier_of(arr):
    return next(tier for tier, bound in zip(TIERS, BOUNDS) if arr >= bound)


def rows(count, rng):
    for number in range(1, count + 1):
        arr = round(rng.lognormvariate(8.9, 1.5), 2)
        cost = round(arr * rng.choice((0.05, 0.1, 0.15, 0.25, 0.4, 0.7)), 2)
        tier = tier_of(arr) if rng.random() < 0.9 else rng.choice(TIERS)
        signals = ["" if draw < 0.05 else "true" if draw < 0.65 else "false" for draw in (rng.random() for _ in range(5))]
        yield [
            f"C{number:08d}",
            f"{rng.choice(FIRST)} {rng.choice(SECOND)} {number}",
            f"{arr:.2f}",
            rng.randrange(1, 97),
            "" if rng.random() < 0.1 else f"{cost:.2f}",
            rng.choice((0, 0, 0, 0, 1, 1, 2, 5)),
            tier,
            *signals,
        ]


def main():
    count, path = int(sys.argv[1]), sys.argv[2]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261122
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(count, random.Random(seed)))


if __name__ == "__main__":
    main()
