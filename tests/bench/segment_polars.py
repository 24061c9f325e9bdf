#!/usr/bin/env python3
"""The same tiers, fit, flags and totals with Polars, read lazily, on two threads: a rival of `cco segment`.

Usage: segment_polars.py PATH, .csv or .parquet. Prints a line of JSON that must agree with `cco segment`. Unlike the
tool it trusts its file: no cell is checked, no id is looked for twice. With `--to-parquet OUT` it writes PATH as Parquet
instead, amounts as decimals.
"""

import json
import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl

# Half points, so that sums are whole.
WEIGHTS = {
    "in_target_industry": 4,
    "in_target_size_range": 3,
    "uses_target_workflow": 4,
    "has_executive_sponsor": 3,
    "expansion_potential_high": 2,
}
# What is in no column may be true.
WEIGHT_UNKNOWN = 4
FIT_POOR = 10
CUTS = [("strategic", 10_000_000), ("enterprise", 2_000_000), ("mid_market", 500_000), ("smb_long_tail", 0)]
AMOUNTS = ["arr_usd", "annual_support_cost_usd"]


def scan(path):
    return pl.scan_csv(path) if path.endswith(".csv") else pl.scan_parquet(path)


def cents(name):
    return (pl.col(name).cast(pl.Float64) * 100).round().cast(pl.Int64)


def main():
    rows = scan(sys.argv[1])
    if len(sys.argv) > 2:
        rows.with_columns(pl.col(AMOUNTS).cast(pl.Decimal(18, 2))).sink_parquet(sys.argv[3])
        return
    signals = [pl.when(pl.col(name).fill_null(True)).then(weight).otherwise(0) for name, weight in WEIGHTS.items()]
    tier = pl.when(pl.col("arr") >= CUTS[0][1]).then(0)
    for place, (_, cut) in enumerate(CUTS[1:], 1):
        tier = tier.when(pl.col("arr") >= cut).then(place)
    flags = [
        pl.sum_horizontal(signals) + WEIGHT_UNKNOWN < FIT_POOR,
        (pl.col("cost") * 2 > pl.col("arr")).fill_null(False) & (pl.col("arr") > 0),
        (pl.col("tenure_months") < 12) & (pl.col("escalations_12mo") >= 2),
    ]
    found = (
        rows.with_columns(arr=cents("arr_usd"), cost=cents("annual_support_cost_usd"))
        .with_columns(tier=tier, flags=pl.sum_horizontal(flag.cast(pl.Int64) for flag in flags).clip(0, 2))
        .group_by("tier", "flags")
        .agg(pl.len(), pl.col("arr").sum(), pl.col("cost").sum())
        .collect(engine="streaming")
        .rows()
    )

    def total(column, keep):
        return sum(row[column] for row in found if keep(row))

    tiers = [
        {"tier": name, "customers": total(2, lambda row: row[0] == place), "arr": total(3, lambda row: row[0] == place) / 100}
        for place, (name, _) in enumerate(CUTS)
    ]
    killed = [total(column, lambda row: row[1] == 2) for column in (2, 3, 4)]
    kill = {"customers": killed[0], "arr": killed[1] / 100, "support_cost": killed[2] / 100}
    print(json.dumps({"tiers": tiers, "kill": kill, "yellow_list_total": total(2, lambda row: row[1] == 1)}))


main()
