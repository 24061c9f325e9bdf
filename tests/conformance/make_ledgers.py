#!/usr/bin/env python3
"""Writes ledgers that hold what real ones hold: gaps, returns, zeros, doubles, cents, segments that change and contradict.

Usage: make_ledgers.py FOLDER [NAME...]

Each ledger is a CSV file NAME.csv, the same bytes each time. Without names all of them are written. Other scripts
import LEDGERS and write() from here.
"""

import csv
import pathlib
import random
import sys

SEGMENTS = ["enterprise", "mid_market", "smb", "Mid-Market", "Größe XL", 'the "old" plan, EU', '"VIP" accounts', "1"]


class Ledger:
    """What a ledger is made of. Shares are of customers, or of months where it says so."""

    def __init__(self, name, customers, first, months, **more):
        self.name = name
        self.customers = customers
        # The first month, counted from the year 0, and how many there are.
        self.first = first[0] * 12 + first[1] - 1
        self.months = months
        self.has_segment = more.pop("segment", True)
        self.has_currency = more.pop("currency", False)
        # The period as it is written: a day of the month, a moment of it, or the month alone as text.
        self.period = more.pop("period", "day")
        # Months, counted from the first, that no row may name.
        self.holes = more.pop("holes", ())
        # The month from which on every amount is 0.
        self.faded = more.pop("faded", None)
        self.cents_max = more.pop("cents_max", 5_000_000)
        self.long_ids = more.pop("long_ids", False)
        self.file = f"{name}.csv"
        assert not more, more

    @property
    def last(self):
        return self.first + self.months - 1

    def header(self):
        names = ["customer", "period", "amount"]
        return names + ["segment"] * self.has_segment + ["currency"] * self.has_currency


LEDGERS = [
    Ledger("mixed", 30, (2022, 1), 36),
    Ledger("plain", 150, (2021, 7), 40, segment=False),
    Ledger("segments", 400, (2021, 1), 38, currency=True),
    Ledger("names", 300, (2022, 3), 30, long_ids=True),
    Ledger("holes", 120, (1999, 11), 45, holes=(0, 7, 8, 20, 21, 22, 32, 44), period="moment"),
    Ledger("months", 90, (2023, 2), 26, period="month"),
    Ledger("faded", 60, (2022, 6), 30, faded=24),
    Ledger("nothing", 10, (2024, 1), 14, faded=0),
    Ledger("one_month", 40, (2024, 5), 1),
    Ledger("amounts", 12, (2023, 1), 25, cents_max=9_000_000_000_000_000, segment=False),
    Ledger("large", 1_700, (2020, 4), 63),
]


def month_text(month):
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def period_text(rng, ledger, month):
    if ledger.period == "month":
        return month_text(month)
    day = f"{month_text(month)}-{rng.choice((1, 1, 1, 15, 28)):02d}"
    if ledger.period == "moment":
        return f"{day} {rng.choice(('00:00:00', '12:30:00', '23:59:59'))}"
    return day


def amount_text(rng, cents):
    """Cents as exports write them: with two decimals, or without those that are 0."""
    whole, rest = divmod(cents, 100)
    if rest == 0 and rng.random() < 0.5:
        return str(whole)
    if rest % 10 == 0 and rng.random() < 0.5:
        return f"{whole}.{rest // 10}"
    return f"{whole}.{rest:02d}"


def ids(ledger):
    """Names that are easily taken for each other: equal at their beginning, but for case, or as people see them."""
    if not ledger.long_ids:
        return [f"C{number:05d}" for number in range(ledger.customers)]
    odd = [
        "a", "A", "ab", "aB", "1", "01", "1.0", "é", "e\u0301", "Ä GmbH", "ä gmbh", "株式会社", "株式会社日本",
        "sixteen-bytes-00", "sixteen-bytes-000", "sixteen-bytes-001", "sixteen-bytes-00 ltd", "x" * 200, "x" * 201,
        "O'Brien & Sons", 'the "first", Inc.', "back\\slash", "semi;colon", "per%cent", "🙂 GmbH", "🙂🙂",
    ]
    more = [f"account-of-the-north-{number:06d}" for number in range(ledger.customers - len(odd))]
    return odd + more


def parts(rng, cents):
    """An amount in one row, or in several that sum to it; some are 0."""
    if rng.random() >= 0.06:
        return [cents]
    cut = rng.randint(0, cents)
    return rng.choice(([cut, cents - cut], [cents, 0], [cut, 0, cents - cut]))


def paid(rng, ledger):
    """What a customer pays, by month counted from the first; no entry where it has no row."""
    start = 0 if rng.random() < 0.15 else rng.randrange(ledger.months)
    if rng.random() < 0.05:
        return {start: rng.randint(1, ledger.cents_max)}
    # A few are much larger than the rest.
    cents = rng.randint(1, ledger.cents_max if rng.random() < 0.1 else max(ledger.cents_max // 50, 1))
    leaves = start + rng.randint(1, ledger.months * 2)
    out = {}
    gap, is_zero_told = 0, False
    for month in range(start, ledger.months):
        if month >= leaves:
            # Some exports go on with rows of nothing after the end.
            if rng.random() < 0.1:
                out[month] = 0
            continue
        if gap == 0 and rng.random() < 0.03:
            gap, is_zero_told = rng.choice((1, 1, 2, 3, 14)), rng.random() < 0.4
        if gap > 0:
            gap -= 1
            if is_zero_told:
                out[month] = 0
            continue
        change = rng.random()
        if change < 0.04:
            cents = min(ledger.cents_max, cents + rng.randint(1, cents))
        elif change < 0.07:
            cents = max(1, cents - rng.randint(0, cents // 2))
        out[month] = cents
    # Nothing at the beginning is no beginning.
    if rng.random() < 0.05 and start > 0:
        out[start - 1] = 0
    return out


def rows(ledger):
    rng = random.Random(f"ledger {ledger.name}")
    out = []
    for customer in ids(ledger):
        segment = rng.choice(SEGMENTS)
        for month, cents in paid(rng, ledger).items():
            if month in ledger.holes:
                continue
            if ledger.faded is not None and month >= ledger.faded:
                cents = 0
            if rng.random() < 0.03:
                segment = rng.choice(SEGMENTS)
            for part in parts(rng, cents):
                named = "" if rng.random() < 0.04 else rng.choice(SEGMENTS) if rng.random() < 0.01 else segment
                row = [customer, period_text(rng, ledger, ledger.first + month), amount_text(rng, part)]
                out.append(row + [named] * ledger.has_segment + ["USD"] * ledger.has_currency)
    rng.shuffle(out)
    return out


def write(ledger, folder):
    """Writes a ledger; returns how many rows it has."""
    made = rows(ledger)
    with open(pathlib.Path(folder) / ledger.file, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(ledger.header())
        writer.writerows(made)
    return len(made)


def main():
    folder, names = sys.argv[1], sys.argv[2:]
    for ledger in LEDGERS:
        if not names or ledger.name in names:
            print(f"{ledger.file}: {write(ledger, folder)} rows")


if __name__ == "__main__":
    main()
