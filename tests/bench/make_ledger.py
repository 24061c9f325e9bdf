#!/usr/bin/env python3
"""Writes a ledger of any size as Parquet and, if asked, as CSV, with DuckDB; the same rows for the same arguments.

Usage: make_ledger.py CUSTOMERS PATH [csv]

PATH gets the endings .parquet and .csv. A customer has about 50 rows within 63 months from 2021-01 on. They begin
within the first 16 months; three in ten leave, one in nine pauses for three months, amounts rise and fall, one
customer in twenty pays much more than the rest, one row in two hundred stands in two. Rows are in no order.
"""

import sys

import duckdb

MONTHS = 63

# Every choice is a hash of what it is about, so that no order of work changes it.
CUSTOMERS = """
CREATE VIEW customers AS
SELECT id,
       (draw(id, 1) % 16)::INTEGER AS begins,
       CASE WHEN draw(id, 2) % 10 < 3 THEN 26 + (draw(id, 3) % 40)::INTEGER ELSE 1000 END AS leaves,
       CASE WHEN draw(id, 4) % 9 = 0 THEN (draw(id, 5) % 60)::INTEGER ELSE 1000 END AS pauses,
       1000 + (draw(id, 6) % 2000000)::BIGINT + CASE WHEN draw(id, 7) % 20 = 0 THEN 20000000 ELSE 0 END AS cents,
       (draw(id, 8) % 3)::BIGINT AS growth,
       (draw(id, 9) % 3)::INTEGER AS segment,
       (draw(id, 10) % 8 = 0)::INTEGER AS moves
FROM (SELECT range AS id FROM range({customers}))
"""
ROWS = """
CREATE VIEW paid AS
SELECT id, month, (segment + moves * (month // 30)) % 3 AS segment,
       -- A step up each year, and now and then half a year of a quarter more.
       cents + growth * (cents // 20) * (month // 12)
         + CASE WHEN draw(id, 1000 + month // 6) % 5 = 0 THEN cents // 4 ELSE 0 END AS cents
FROM customers, (SELECT range::INTEGER AS month FROM range({months}))
WHERE month >= begins AND month < leaves AND (month < pauses OR month > pauses + 2)
"""
LEDGER = """
SELECT printf('C%07d', id) AS customer,
       (DATE '2021-01-01' + to_months(month))::DATE AS period,
       (part::DECIMAL(13, 0) * 0.01::DECIMAL(3, 2))::DECIMAL(15, 2) AS amount,
       ['enterprise', 'mid_market', 'smb'][1 + segment] AS segment
FROM (
  SELECT *, unnest(CASE WHEN draw(id, 2000 + month) % 200 = 0 THEN [cents - 125, 125] ELSE [cents] END) AS part
  FROM paid
)
ORDER BY hash(id * 100 + month)
"""


def main():
    customers, path, kinds = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    database = duckdb.connect()
    database.execute("SET threads = 2; SET memory_limit = '8GB'; SET preserve_insertion_order = true")
    database.execute(f"SET temp_directory = '{path}.spill'")
    database.execute("CREATE MACRO draw(id, what) AS hash(id * 10007 + what)")
    database.execute(CUSTOMERS.format(customers=customers))
    database.execute(ROWS.format(months=MONTHS))
    database.execute(f"COPY ({LEDGER}) TO '{path}.parquet' (FORMAT parquet)")
    if "csv" in kinds:
        database.execute(f"COPY (SELECT * FROM '{path}.parquet') TO '{path}.csv' (FORMAT csv, HEADER)")
    rows, count = database.execute(f"SELECT count(*), count(DISTINCT customer) FROM '{path}.parquet'").fetchone()
    print(f"{rows} rows of {count} customers")


if __name__ == "__main__":
    main()
