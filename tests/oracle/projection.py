#!/usr/bin/env python3
"""An independent model of the projection: paths, gains and Shapley shares, with fractions of a year as powers.

Usage: projection.py < arguments.json   prints the figures that the cases in tests/cases/projection compare.
Contributions are means over every order, counted out; the program sums over sets instead.
"""

import itertools
import json
import sys

ACTS = {"usage_expansion": "expansion", "pricing_fit": "expansion"}
WEEK = (0.01, 0.015, 0.02)
KEPT = (0.25, 0.5, 0.75)


def effects(given):
    out = []
    for one in given.get("drivers", []):
        ends = [one.get(end) for end in ("low", "base", "high")]
        if ends[0] is None:
            if "amount" not in one:
                continue
            if one["driver"] == "onboarding_weeks_late":
                ends = [one["amount"] * week for week in WEEK]
            elif one["driver"] == "preventable_churn_share":
                ends = [one["amount"] * given["churn_ratio"] * kept for kept in KEPT]
            else:
                continue
        part = one.get("acts_on", ACTS.get(one["driver"], "churn"))
        out.append((one["driver"], part, ends, one.get("start_month", 1)))
    return out


def path(given, chosen):
    months = given.get("months", 12)
    base = {part: given[part + "_ratio"] for part in ("churn", "contraction", "expansion")}
    today = 1 - base["churn"] - base["contraction"]
    gross, net = [today] * 12, [today + base["expansion"]] * 12
    arr, points, loss = given["starting_arr"], [], 0.0
    for month in range(1, months + 1):
        now = dict(base)
        for part, points_a_year, start in chosen:
            if start <= month:
                now[part] += points_a_year if part == "expansion" else -points_a_year
        now = {part: max(0.0, value) for part, value in now.items()}
        kept = max(0.0, 1 - now["churn"] - now["contraction"])
        gross.append(kept)
        net.append(kept + now["expansion"])
        loss += arr * (1 - kept ** (1 / 12))
        arr *= net[-1] ** (1 / 12)
        product = lambda values: __import__("math").prod(value ** (1 / 12) for value in values[-12:])
        points.append((month, arr, product(gross), product(net)))
    return points, loss


def main():
    given = json.load(sys.stdin)
    known = effects(given)
    take = lambda end: [(part, ends[end], start) for _, part, ends, start in known]
    base, loss = path(given, [])
    print("baseline", [tuple(round(value, 4) for value in point) for point in base[2::3]], "loss", round(loss, 2))
    for end, name in enumerate(("low", "base", "high")):
        points, _ = path(given, take(end))
        revenue = payback = 0
        for (month, arr, *_), (_, other, *_) in zip(points, base):
            revenue += (arr - other) / 12
            if not payback and "program_cost" in given and revenue >= given["program_cost"]:
                payback = month
        print(name, [tuple(round(value, 4) for value in point) for point in points[2::3]],
              "gain", round(points[-1][1] - base[-1][1], 2), "revenue", round(revenue, 2), "payback", payback or None)
    orders = list(itertools.permutations(range(len(known))))
    for index, (driver, *_) in enumerate(known):
        total = 0.0
        for order in orders:
            before = [take(1)[other] for other in order[: order.index(index)]]
            total += path(given, before + [take(1)[index]])[0][-1][1] - path(given, before)[0][-1][1]
        print("share", driver, round(total / len(orders), 2))


main()
