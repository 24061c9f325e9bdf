"""Independent figures of `find_expansion`, for its cases, its reference document and its sample.

Run `python expansion.py` in this folder's tree: every JSON input of the tool in `tests/cases/expansion/*.md`,
`references/expansion.md` and the sample is computed anew; where a block ```json expect``` follows, the figures that it
names are compared. Run `python expansion.py fuzz PATH_OF_CCO [CALLS]` to compare random books with the program.

Nothing is shared with the Rust code: rates are written down again, amounts are exact fractions. Inputs by file are
left to the program. Needs nothing beyond Python.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIERS = {"smb": "smb_long_tail", "long_tail": "smb_long_tail", "midmarket": "mid_market", "product_led": "plg"}
SEATS = {"strategic": "25", "enterprise": "25", "mid_market": "20", "smb_long_tail": "15", "plg": "15"}
PLANS = {"starter": "1", "professional": "1.8", "enterprise": "3", "enterprise_plus": "4.5"}
STRONG = ["hitting_limits", "higher_plan_questions", "new_stakeholders", "roi_talk"]
MODERATE = ["engagement", "high_nps", "reference", "training", "integrations", "power_user", "exec_visibility"]
TIMING = ["budget_cycle", "growth", "initiative", "competitive_opening", "contract_milestone"]
OWN = {"seats": STRONG[:1], "plan_upgrade": STRONG[:2], "module": [], "department": STRONG[2:3]}
EFFORT = {"seats": ("low", 3), "plan_upgrade": ("medium", 2), "module": ("medium", 2), "department": ("high", 1)}
WEIGHT = {"high": Fraction(1), "medium": Fraction(3, 4), "low": Fraction(1, 2), "unknown": Fraction(1, 2)}
KINDS = list(EFFORT)


def fold(text):
    return re.sub(r"[ \-_/]+", "_", text.strip().lower())


def ratio(value):
    text = str(value)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def cents(amount):
    """Half away from zero; amounts here are not negative."""
    return Fraction((amount * 200 + 1) // 2, 100)


def book(arguments):
    policy = {key: Fraction(str(value)) for key, value in arguments.get("policy", {}).items()}
    rows, owners, shown = [], {}, {}
    for given in arguments["accounts"]:
        row = dict(given)
        tier = fold(row.get("tier") or row.get("segment"))
        row["tier"] = TIERS.get(tier, tier)
        row["arr"] = Fraction(str(row["arr_usd"]))
        for key in ("modules_owned", "modules_available", "modules_used"):
            if row.get(key) is not None:
                for name in row[key]:
                    shown[fold(name)] = min(shown.get(fold(name), name), name)
                row[key] = {fold(name) for name in row[key]}
        for name in row.get("modules_owned") or ():
            owners[name] = owners.get(name, 0) + 1
        rows.append(row)
    prices = {fold(one["module"]): Fraction(str(one["price_usd"])) for one in arguments.get("module_prices", [])}
    sold = arguments.get("plans_sold") or list(PLANS)
    return policy, rows, owners, shown, prices, sold


def gate(row, line):
    health = row.get("health")
    health = {"amber": "yellow"}.get(fold(health), fold(health)) if health else None
    reasons = []
    if health in ("red", "yellow"):
        reasons.append(f"health_{health}")
    if health is None:
        reasons.append("health_unknown")
    proven, days = row.get("last_outcome_proven"), row.get("days_since_first_value")
    reasons += [] if proven else ["outcome_unknown" if proven is None else "outcome_not_proven"]
    reasons += ["value_age_unknown"] if days is None else ["value_too_recent"] if days < line else []
    reasons += ["arr_zero"] if row["arr"] == 0 else []
    bad = {"health_yellow", "outcome_not_proven", "value_too_recent"}
    if "health_red" in reasons:
        return reasons, "save_first"
    if "arr_zero" in reasons:
        return reasons, "not_assessable"
    return reasons, "nurture" if bad & set(reasons) else "find_out" if reasons else None


def plays(row, policy, owners, shown, prices, sold):
    arr, signals, found = row["arr"], row.get("signals"), []
    words = {"pro": "professional", "basic": "starter", "higher_tier_questions": "higher_plan_questions", "new_departments": "new_stakeholders"}
    signals = None if signals is None else {words.get(fold(one), fold(one)) for one in signals}
    has = lambda names: signals is not None and bool(signals & set(names))
    rate = lambda key, default: policy.get(key, Fraction(default))

    def add(kind, base, low=None, high=None, measured=0, **more):
        spread = rate("estimate_spread", "0.25")
        low = base * max(0, 1 - spread) if low is None else low
        high = base * (1 + spread) if high is None else high
        if has(OWN[kind] + ["roi_talk"]) or measured == 2:
            confidence = "high"
        elif has(STRONG) or has(MODERATE) or measured == 1:
            confidence = "medium"
        else:
            confidence = "unknown" if signals is None else "low"
        effort, weight = EFFORT[kind]
        small = kind in ("seats", "plan_upgrade") and base / arr < rate("csm_uplift_max", "0.2")
        if cents(base):
            found.append({
                "id": row["id"], "play": kind, "expected": {"low": cents(low), "base": cents(base), "high": cents(high)},
                "uplift": base / arr, "effort": effort, "confidence": confidence, "owner": "csm" if small else "am_ae",
                "timing": "now" if has(TIMING) or confidence == "high" else "next_review",
                "priority": base * weight * WEIGHT[confidence], "alternative_to": None, **more})

    use = row.get("seat_utilisation", row.get("seat_utilization"))
    if use is not None and ratio(use) >= Fraction("0.9"):
        use = ratio(use)
        tier = row["tier"]
        base = arr * rate(f"{tier}_seat_rate", Fraction(SEATS[tier]) / 100)
        spread = rate("estimate_spread", "0.25")
        add("seats", base, high=max(base * (1 + spread), arr * (use - 1)), measured=2 if use >= 1 else 1)
    plan = row.get("current_plan")
    plan = words.get(fold(plan), fold(plan)) if plan else None
    higher = [other for other in PLANS if plan and other in sold and list(PLANS).index(other) > list(PLANS).index(plan)]
    if higher and has(STRONG[:2]):
        price = lambda name: rate(f"{name}_multiplier", PLANS[name])
        add("plan_upgrade", arr * (price(higher[0]) / price(plan) - 1), to_plan=higher[0])
    owned, available, used = (row.get(f"modules_{key}") for key in ("owned", "available", "used"))
    if owned is not None and available is not None:
        choice = sorted((-owners.get(name, 0), shown[name], name) for name in available - owned if prices.get(name) != 0)
        held = used is not None and owned and Fraction(len(used), len(owned)) < Fraction("0.7")
        if choice and not held:
            name = choice[0][2]
            measured = int(used is not None and bool(owned))
            price = prices.get(name)
            sizes = [price] * 3 if price is not None else [arr * Fraction(one, 100) for one in (15, 8, 22)]
            add("module", *sizes, measured=measured, module=shown[name])
    now, total = row.get("departments"), row.get("departments_total")
    if now and (total > now if total is not None else has(["new_stakeholders", "power_user"])):
        add("department", arr * rate("department_rate", "0.8") / now)
    of_use = [one for one in found if one["play"] in ("seats", "plan_upgrade")]
    if len(of_use) == 2:
        seats, plan = of_use
        key = lambda one: (one["priority"], one["expected"]["base"])
        loser, winner = (plan, seats) if key(seats) >= key(plan) else (seats, plan)
        loser["alternative_to"] = winner["play"]
    return found


def total(found):
    counted = [one["expected"] for one in found if one["alternative_to"] is None]
    return {key: sum((one[key] for one in counted), Fraction(0)) for key in ("low", "base", "high")}


def review(arguments):
    policy, rows, *rest = book(arguments)
    limit, offset = arguments.get("limit", 20), arguments.get("offset", 0)
    ranked, gated, pitchable = [], [], []
    for row in rows:
        reasons, status = gate(row, policy.get("first_value_days_min", 90))
        found = plays(row, policy, *rest) if row["arr"] and status != "save_first" else []
        if status is None:
            ranked += found
            pitchable += [row] if found else []
        else:
            sized = status in ("nurture", "find_out")
            gated.append({"id": row["id"], "arr_usd": row["arr"], "status": status, "reasons": reasons,
                          "behind_gate": total(found)["base"] if sized else None})
    ranked.sort(key=lambda one: (-one["priority"], -one["expected"]["base"], one["id"], KINDS.index(one["play"])))
    gated.sort(key=lambda one: (-one["arr_usd"], one["id"]))
    expected, arr = total(ranked), sum(row["arr"] for row in rows)
    share = lambda part, whole: part / whole if whole else None
    by_play = []
    for kind in KINDS:
        mine = [one for one in ranked if one["play"] == kind and one["alternative_to"] is None]
        if mine:
            sums = total(mine)
            by_play.append({"play": kind, "accounts": len(mine), **sums, "share": share(sums["base"], expected["base"])})
    statuses = []
    for status in ("save_first", "nurture", "find_out", "not_assessable"):
        mine = [one for one in gated if one["status"] == status]
        if mine:
            behind = sum(one["behind_gate"] for one in mine) if status in ("nurture", "find_out") else None
            statuses.append({"status": status, "accounts": len(mine), "arr": sum(one["arr_usd"] for one in mine), "behind_gate": behind})
    return {
        "book": {"accounts": len(rows), "arr": arr, "pitchable": len(pitchable), "no_play": len(rows) - len(pitchable) - len(gated),
                 "pitchable_arr": sum(row["arr"] for row in pitchable), "pitchable_arr_share": share(sum(row["arr"] for row in pitchable), arr),
                 "expected_share_of_arr": share(expected["base"], arr)},
        "expected": expected, "by_play": by_play, "plays": ranked[offset:offset + limit], "plays_total": len(ranked),
        "gated_by_status": statuses, "gated": gated[:limit], "gated_total": len(gated),
    }


def differ(path, mine, theirs, out):
    """What of `theirs` is not `mine`; only what this script computes is compared."""
    if isinstance(theirs, dict) and isinstance(mine, dict):
        for key in theirs.keys() & mine.keys():
            differ(f"{path}.{key}", mine[key], theirs[key], out)
    elif isinstance(theirs, list) and isinstance(mine, list):
        if len(mine) != len(theirs):
            out.append(f"{path}: {len(mine)} against {len(theirs)}")
        for index, (one, other) in enumerate(zip(mine, theirs)):
            differ(f"{path}[{index}]", one, other, out)
    elif isinstance(mine, (int, Fraction)) and not isinstance(mine, bool) and theirs is not None:
        places = 2 if re.search(r"arr$|arr_usd|low|base|high|behind_gate|expected", path) and "share" not in path else 4
        scaled = mine * 10**places
        rounded = Fraction((scaled * 2 + 1) // 2, 10**places)
        if rounded != Fraction(str(theirs)):
            out.append(f"{path}: {float(mine)} against {theirs}")
    elif mine != theirs:
        out.append(f"{path}: {mine} against {theirs}")


def documents():
    fence = re.compile(r"```json input find_expansion\n(.*?)```\n```json (expect|refuse)\n(.*?)```", re.S)
    for path in [*sorted((ROOT / "tests/cases/expansion").glob("*.md")), ROOT / "references/expansion.md"]:
        for given, kind, wanted in fence.findall(path.read_text()):
            if kind == "expect":
                yield path.name, json.loads(given), json.loads(wanted)


def check():
    count, bad = 0, 0
    for name, given, wanted in documents():
        if "file" in given:
            continue
        out = []
        differ(name, review(given), wanted, out)
        count, bad = count + 1, bad + bool(out)
        print("\n".join(out), end="\n" if out else "")
    print(f"{count} inputs, {bad} differ")
    sample = review(json.loads((ROOT / "src/tools/expansion/sample.json").read_text()))
    print({key: float(value) for key, value in sample["expected"].items()}, sample["plays_total"], sample["gated_total"])


def random_account(rng, index):
    modules = ["Core", "core", "Alpha", "Beta", "Gamma", "Delta"]
    row = {"id": f"x{rng.randrange(10**9)}-{index}", "tier": rng.choice(list(SEATS)), "arr_usd": rng.choice([0, round(rng.uniform(1, 1e6), 2), rng.randrange(1, 10**6)])}
    owned = rng.sample(modules[1:], rng.randrange(0, 5))
    fields = {
        "health": rng.choice(["green", "green", "green", "yellow", "red"]), "last_outcome_proven": rng.random() < 0.85,
        "days_since_first_value": rng.choice([10, 89, 90, 300]), "seat_utilisation": rng.choice([0.5, 0.8999, 0.9, 0.97, 1, 1.3, 3]),
        "modules_owned": owned, "modules_available": rng.sample(modules, rng.randrange(0, 6)),
        "current_plan": rng.choice(list(PLANS)), "signals": rng.sample(STRONG + MODERATE + TIMING, rng.randrange(0, 4)),
    }
    row.update({key: value for key, value in fields.items() if rng.random() < 0.9})
    if "modules_owned" in row and rng.random() < 0.5:
        row["modules_used"] = rng.sample(owned, rng.randrange(0, len(owned) + 1))
    if rng.random() < 0.7:
        row["departments"] = rng.randrange(0, 5)
        if rng.random() < 0.6:
            row["departments_total"] = row["departments"] + rng.randrange(0, 3)
    return row


def fuzz(program, calls):
    rng = random.Random(7)
    for call in range(calls):
        given = {"detail": "full", "limit": rng.randrange(1, 40), "offset": rng.choice([0, 0, 3]),
                 "accounts": [random_account(rng, index) for index in range(rng.randrange(1, 40))]}
        if rng.random() < 0.5:
            given["module_prices"] = [{"module": name, "price_usd": rng.choice([0, 99.99, 5000])} for name in rng.sample(["alpha", "BETA", "Gamma"], 2)]
        if rng.random() < 0.5:
            given["plans_sold"] = rng.sample(list(PLANS), rng.randrange(1, 4))
        done = subprocess.run([program, "expansion", "-", "--format", "json"], input=json.dumps(given), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{done.stderr}\n{json.dumps(given)}")
        out = []
        differ("$", review(given), json.loads(done.stdout), out)
        if out:
            sys.exit("\n".join(out) + f"\ncall {call}: {json.dumps(given)}")
    print(f"{calls} random books agree")


if __name__ == "__main__":
    if sys.argv[1:2] == ["fuzz"]:
        fuzz(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 300)
    else:
        check()
