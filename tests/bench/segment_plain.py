#!/usr/bin/env python3
"""The same tiers, fit, flags and totals in plain Python with the csv module: what the tool is measured against.

Usage: segment_plain.py PATH. Prints a line of JSON that must agree with `cco segment`.
"""

import csv
import json
import sys
from decimal import Decimal

WEIGHTS = {
    "in_target_industry": Decimal("2"),
    "in_target_size_range": Decimal("1.5"),
    "uses_target_workflow": Decimal("2"),
    "has_executive_sponsor": Decimal("1.5"),
    "advocates_publicly": Decimal("1"),
    "expansion_potential_high": Decimal("1"),
    "competitor_concentration_low": Decimal("1"),
}
CUTS = [("strategic", Decimal(100_000)), ("enterprise", Decimal(20_000)), ("mid_market", Decimal(5_000)), ("smb_long_tail", Decimal(0))]


def main():
    tiers = {name: [0, Decimal(0)] for name, _ in CUTS}
    kill = [0, Decimal(0), Decimal(0)]
    yellow = 0
    seen = set()
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["id"] in seen:
                sys.exit(f"duplicate id {row['id']}")
            seen.add(row["id"])
            arr = Decimal(row["arr_usd"])
            name = next(name for name, cut in CUTS if arr >= cut)
            tiers[name][0] += 1
            tiers[name][1] += arr
            fit_max = sum(weight for signal, weight in WEIGHTS.items() if row.get(signal, "") != "false")
            cost = Decimal(row["annual_support_cost_usd"]) if row["annual_support_cost_usd"] else None
            flags = (
                (fit_max < 5)
                + (cost is not None and arr > 0 and cost * 2 > arr)
                + (int(row["tenure_months"]) < 12 and int(row["escalations_12mo"]) >= 2)
            )
            if flags >= 2:
                kill[0] += 1
                kill[1] += arr
                kill[2] += cost or 0
            elif flags == 1:
                yellow += 1
    print(
        json.dumps(
            {
                "tiers": [{"tier": name, "customers": count, "arr": float(arr)} for name, (count, arr) in tiers.items()],
                "kill": {"customers": kill[0], "arr": float(kill[1]), "support_cost": float(kill[2])},
                "yellow_list_total": yellow,
            }
        )
    )


if __name__ == "__main__":
    main()
