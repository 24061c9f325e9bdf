#!/usr/bin/env python3
"""Does the work of `cco ledger aggregate` on other engines, on two threads, for tests/bench/ledger.sh.

Usage: ledger_rivals.py ENGINE FILE OUT [SQL]
  ENGINE  duckdb: runs the SQL text in the file SQL over a view called ledger, and writes all rows as CSV
          polars, pandas: the least that compares: amounts by customer and month, then what the customers of the last
          month but twelve paid, lost and gained by the last month; no cohorts, segments, ages or counts
  FILE    the ledger, .parquet or .csv
  OUT     where the rows go
"""

import csv
import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"
WINDOW_MONTHS = 12
TYPES = {"customer": "VARCHAR", "period": "DATE", "amount": "DECIMAL(15, 2)", "segment": "VARCHAR"}


def with_duckdb(file, sql):
    import duckdb

    database = duckdb.connect(config={"threads": 2})
    if file.endswith(".csv"):
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
        source = f"read_csv('{file}', header = true, columns = {{{types}}})"
    else:
        source = f"read_parquet('{file}')"
    database.execute(f"CREATE VIEW ledger AS SELECT * FROM {source}")
    found = database.execute(open(sql, encoding="utf-8").read())
    return [[column[0] for column in found.description], *found.fetchall()]


def with_polars(file):
    import polars as pl

    rows = pl.scan_csv(file, try_parse_dates=True) if file.endswith(".csv") else pl.scan_parquet(file)
    rows = rows.select(
        "customer",
        month=pl.col("period").dt.year() * 12 + pl.col("period").dt.month().cast(pl.Int32) - 1,
        cents=(pl.col("amount").cast(pl.Float64) * 100).round().cast(pl.Int64),
    )
    paid = rows.group_by("customer", "month").agg(pl.col("cents").sum()).collect(engine="streaming")
    last = paid["month"].max()
    at = [
        paid.filter(pl.col("month") == month).select("customer", name="cents").rename({"name": name})
        for month, name in ((last - WINDOW_MONTHS, "start"), (last, "end"))
    ]
    both = at[0].filter(pl.col("start") > 0).join(at[1], on="customer", how="left").fill_null(0)
    change = pl.col("end") - pl.col("start")
    left = pl.col("end") == 0
    sums = both.select(
        customers=pl.len(),
        starting=pl.col("start").sum() * 12,
        churned=pl.when(left).then("start").otherwise(0).sum() * 12,
        contraction=pl.when(~left & (change < 0)).then(-change).otherwise(0).sum() * 12,
        expansion=pl.when(change > 0).then(change).otherwise(0).sum() * 12,
    )
    return [sums.columns, *sums.rows()]


def with_pandas(file):
    import pandas as pd

    columns = ["customer", "period", "amount"]
    if file.endswith(".csv"):
        rows = pd.read_csv(file, usecols=columns, parse_dates=["period"], engine="pyarrow")
    else:
        rows = pd.read_parquet(file, columns=columns)
        rows["period"] = pd.to_datetime(rows["period"])
        rows["amount"] = rows["amount"].astype("float64")
    rows["month"] = rows["period"].dt.year * 12 + rows["period"].dt.month - 1
    rows["cents"] = (rows["amount"] * 100).round().astype("int64")
    paid = rows.groupby(["customer", "month"], sort=False)["cents"].sum().reset_index()
    last = paid["month"].max()
    start, end = (paid[paid["month"] == month].set_index("customer")["cents"] for month in (last - WINDOW_MONTHS, last))
    start = start[start > 0]
    end = end.reindex(start.index, fill_value=0)
    change, left = end - start, end == 0
    sums = [len(start), start.sum(), start[left].sum(), -change[~left & (change < 0)].sum(), change[change > 0].sum()]
    return [["customers", "starting", "churned", "contraction", "expansion"], [sums[0], *(int(sum) * 12 for sum in sums[1:])]]


def main():
    engine, file, out = sys.argv[1:4]
    if engine == "duckdb":
        found = with_duckdb(file, sys.argv[4])
    else:
        found = {"polars": with_polars, "pandas": with_pandas}[engine](file)
    with open(out, "w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows(found)


main()
