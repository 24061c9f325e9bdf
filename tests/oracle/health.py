"""Independent figures of `score_customer_health`, for its cases, its reference documents and its sample.

Run `python health.py`: every JSON input of the tool in `tests/cases/health/*.md`, `references/health.md`,
`references/leading_indicators.md` and the sample is computed anew; where a block ```json expect``` follows, its figures
are compared. Run `python health.py '{"accounts": […]}'` for one input.

Nothing is shared with the Rust code: scores, shares and the AUC are exact fractions, pairs are counted one by one, the
p-value comes from exact integers (`separation.py`), the Brier score from leaving out one account after the other.
Standard library alone.
"""

import csv
import datetime
import json
import math
import pathlib
import re
import sys
from fractions import Fraction

from separation import Z, by_integers, by_normal, twice_u

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPONENTS = ["usage", "engagement", "support", "onboarding", "adoption", "renewal"]
COLOURS = ["green", "yellow", "red"]
SEGMENTS = ["strategic", "enterprise", "mid_market", "smb_long_tail", "plg"]
SPELLINGS = {"smb": "smb_long_tail", "long_tail": "smb_long_tail", "midmarket": "mid_market", "product_led": "plg"}
LINES_OF = dict(zip(SEGMENTS, ["enterprise", "enterprise", "mid_market", "smb_long_tail", "smb_long_tail"]))
ORDER = ["enterprise", "mid_market", "smb_long_tail"]
POLICY = dict(zip((f"{name}_weight" for name in COMPONENTS), (25, 20, 15, 15, 15, 10)))
for name, green, yellow in zip(ORDER, (75, 70, 65), (50, 45, 40)):
    POLICY |= {f"{name}_green_from": green, f"{name}_yellow_from": yellow}
POLICY |= {"coverage_min": "0.6", "trend_points": 5, "figures_max": 6, "lead_days_min": 60, "churns_min": 10}
POLICY |= {"green_share_alert": "0.5", "yellow_share_alert": "0.35", "red_share_alert": "0.15", "tickets_usual_max": 2}
TARGETS = {
    "login_pct": ("login_target", 90, 80, 70),
    "dau_mau": ("dau_mau_target", "0.5", "0.4", "0.3"),
    "feature_adoption_pct": ("adoption_target", 80, 70, 60),
    "meeting_attendance_pct": ("attendance_target", 95, 85, 75),
    "sponsor_engagement_pct": ("sponsor_target", 90, 75, 60),
    "threads": ("threads_target", 5, 3, 2),
    "csat_1_5": ("csat_target", "4.5", 4, "3.8"),
    "nps_0_10": ("nps_target", 9, 8, 7),
    "open_tickets": ("open_tickets_max", 10, 15, 20),
    "escalation_rate": ("escalation_max", "0.25", "0.3", "0.4"),
    "resolution_hours": ("hours_max", 72, 96, 120),
}
FEEDS = {
    "usage": {"login_pct": "10.5", "dau_mau": "7.5"},
    "adoption": {"feature_adoption_pct": 1},
    "engagement": {"meeting_attendance_pct": "7.5", "sponsor_engagement_pct": "8.75", "threads": "7.5"},
    "support": {
        "open_tickets": 7,
        "escalation_rate": 7,
        "resolution_hours": 6,
        "csat_1_5": "6.25",
        "nps_0_10": "6.25",
        "tickets": 5,
    },
    "renewal": {"renewal_sentiment": 1},
    "onboarding": {},
}
SENTIMENT = {"positive": 100, "neutral": 60, "negative": 20}
RED = {"sponsor_left", "usage_halved", "escalated", "competitor_named", "renewal_questioned", "legal_dispute"}
RED |= {"champion_left", "escalation", "competitor_mentioned"}
YELLOW = {"silent_14_days", "usage_down_3_weeks", "champion_role_change", "no_shows", "payment_late", "seats_cut"}
YELLOW |= {"ticket_spike", "public_complaint", "14_days_silent"}


def number(value):
    return Fraction(str(value).rstrip("%"))


def round_to(value, places):
    """Half away from zero."""
    scaled = abs(Fraction(value)) * 10**places
    return float(Fraction(math.floor(scaled + Fraction(1, 2)), 10**places)) * (-1 if value < 0 else 1)


def lines(policy, name, measure):
    key, *values = TARGETS[name]
    return number(policy.get(f"{measure}_{key}", values[ORDER.index(measure)]))


def signal(raw, name, measure, policy):
    if name == "renewal_sentiment":
        return None if name not in raw else Fraction(SENTIMENT[raw[name]])
    if raw.get(name) is None:
        return None
    value = number(raw[name])
    tickets = None if raw.get("tickets") is None else number(raw["tickets"])
    if name == "tickets":
        usual = None if raw.get("tickets_usual") is None else number(raw["tickets_usual"])
        if value == 0 or not usual:
            return None
        most = number(policy["tickets_usual_max"])
        return max(Fraction(0), min(Fraction(1), (most - value / usual) / (most - 1))) * 100
    target = lines(policy, name, measure)
    if name in ("open_tickets", "escalation_rate", "resolution_hours"):
        if value == 0 and not tickets:
            return None
        if name != "open_tickets" and tickets == 0:
            return None
        return max(Fraction(0), 1 - value / target) * 100
    return min(Fraction(1), value / target) * 100


def judge(row, policy):
    out = dict(row)
    tier = (row.get("tier") or row.get("segment")).strip().lower().replace(" ", "_").replace("-", "_")
    tier = SPELLINGS.get(tier, tier)
    measure = LINES_OF[tier]
    raw = row.get("raw") or {}
    scores, figures = {}, 0
    for name in COMPONENTS:
        if number(policy[f"{name}_weight"]) == 0:
            continue
        if row.get(name) is not None:
            scores[name] = number(row[name])
            figures += 1
            continue
        worths = {key: (signal(raw, key, measure, policy), number(weight)) for key, weight in FEEDS[name].items()}
        worths = {key: pair for key, pair in worths.items() if pair[0] is not None}
        if worths:
            scores[name] = sum(w * v for v, w in worths.values()) / sum(w for _, w in worths.values())
            figures += len(worths)
    total = sum(number(policy[f"{name}_weight"]) for name in COMPONENTS)
    known = sum(number(policy[f"{name}_weight"]) for name in scores)
    score = sum(number(policy[f"{name}_weight"]) * v for name, v in scores.items()) / known if known else None
    coverage = known / total
    by_score = None
    if score is not None:
        green, yellow = number(policy[f"{measure}_green_from"]), number(policy[f"{measure}_yellow_from"])
        by_score = "green" if score >= green else "yellow" if score >= yellow else "red"
    band = by_score
    if band == "green" and coverage < number(policy["coverage_min"]):
        band = "yellow"
    events = [event.lower().replace(" ", "_").replace("-", "_") for event in row.get("events") or []]
    assert all(event in RED | YELLOW for event in events), events
    cap = "red" if any(event in RED for event in events) else "yellow" if events else None
    if band is None:
        health = cap if cap == "red" else None
    else:
        health = max(band, cap or band, key=COLOURS.index)
    change = trend = alert = None
    if score is not None and row.get("previous_score") is not None:
        change = score - number(row["previous_score"])
        line = number(policy["trend_points"])
        trend = "improving" if change > line else "declining" if change < -line else "stable"
        if health == "green" and trend == "declining":
            alert = "high"
        if (health == "yellow" and trend == "declining") or (health == "red" and trend != "improving"):
            alert = "critical"
    churned = row.get("churned")
    if churned is None and row.get("churned_on"):
        churned = True
    out |= {"tier": tier, "scores": scores, "exact": score, "coverage": coverage, "by_score": by_score, "band": band}
    out |= {"health": health, "change": change, "trend": trend, "alert": alert, "churned": churned, "figures": figures}
    out["points"] = {name: number(policy[f"{name}_weight"]) * v / known for name, v in scores.items()}
    return out


def lead(start, end, policy):
    if not start or not end:
        return None
    day = datetime.date.fromisoformat
    return (day(end) - day(start)).days >= number(policy["lead_days_min"])


def back_test(judged, as_of, policy):
    churned, kept = [], []
    out = {"scored_too_late": 0, "watched_too_short": 0, "without_score": 0, "lead_unknown_counted": 0}
    for row in judged:
        if row["churned"] is None:
            continue
        if row["exact"] is None:
            out["without_score"] += 1
        elif row["churned"]:
            enough = lead(row.get("score_date"), row.get("churned_on") or as_of, policy)
            if enough is False:
                out["scored_too_late"] += 1
                continue
            out["lead_unknown_counted"] += not (enough and row.get("churned_on"))
            churned.append(row)
        elif lead(row.get("score_date"), as_of, policy) is False:
            out["watched_too_short"] += 1
        else:
            kept.append(row)
    both = churned + kept
    result = {"accounts": len(both), "churned": len(churned), "kept": len(kept), "left_out": out}
    table = [[sum(row["band"] == colour for row in side) for side in (both, churned)] for colour in COLOURS]
    result["calibration"] = [
        {"health": colour, "accounts": n, "churned": k} | ({"churn_share": round_to(Fraction(k, n), 4)} if n else {})
        for colour, (n, k) in zip(COLOURS, table)
    ]
    if churned:
        result["recall_red"] = round_to(Fraction(table[2][1], len(churned)), 4)
        result["recall_red_or_yellow"] = round_to(Fraction(table[2][1] + table[1][1], len(churned)), 4)
    if table[2][0]:
        result["precision_red"] = round_to(Fraction(table[2][1], table[2][0]), 4)
    if churned and kept:
        low, high = ([row["exact"] for row in side] for side in (churned, kept))
        auc, error = area(low, high)
        result |= {"auc": round_to(auc, 4), "auc_standard_error": round_to(error, 4)}
        if error:
            ends = (max(0.0, float(auc) - Z * error), min(1.0, float(auc) + Z * error))
            result["auc_interval"] = {"low": round_to(ends[0], 4), "high": round_to(ends[1], 4)}
        p = by_integers(low, high) if len(both) <= 50 else by_normal(low, high)
        result["p_value"] = round_to(p, 4)
        if len(churned) >= number(policy["churns_min"]):
            result["brier"], result["brier_base"] = brier(churned, kept)
    dated = len(churned) - out["lead_unknown_counted"]
    result["reweighting"] = "possible" if dated >= number(policy["churns_min"]) else "too_few_churns"
    if result["reweighting"] == "possible":
        parts = []
        for name in COMPONENTS:
            low, high = ([row["scores"][name] for row in side if name in row["scores"]] for side in (churned, kept))
            if low and high:
                parts.append({"component": name, "auc": round_to(area(low, high)[0], 4)})
        result["component_auc"] = parts
    return result


def area(low, high):
    m, n = len(low), len(high)
    auc = Fraction(twice_u(low, high), 2 * m * n)
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (auc * (1 - auc) + (m - 1) * (q1 - auc**2) + (n - 1) * (q2 - auc**2)) / (m * n)
    return auc, math.sqrt(variance)


def brier(churned, kept):
    rows = [(row["band"], 1) for row in churned] + [(row["band"], 0) for row in kept]
    own = everyone = Fraction(0)
    for index, (colour, left) in enumerate(rows):
        others = [row for other, row in enumerate(rows) if other != index]
        same = [y for band, y in others if band == colour]
        all_of = [y for _, y in others]
        own += (left - Fraction(sum(same or all_of), len(same or all_of))) ** 2
        everyone += (left - Fraction(sum(all_of), len(all_of))) ** 2
    return round_to(own / len(rows), 4), round_to(everyone / len(rows), 4)


def figures(arguments, data=None):
    policy = POLICY | {key: value for key, value in (arguments.get("policy") or {}).items()}
    rows = arguments.get("accounts") or from_csv(data / arguments["file"], arguments.get("columns") or {})
    judged = [judge(row, policy) for row in rows]
    active = [row for row in judged if row["churned"] is not True]
    active.sort(key=lambda row: (row["exact"] is None, row["exact"] or 0, -number(row["arr_usd"]), row["id"]))
    coloured = [row for row in active if row["health"]]
    arr = sum((number(row["arr_usd"]) for row in coloured), Fraction(0))
    mix = []
    for colour in COLOURS if coloured else []:
        of_colour = [row for row in coloured if row["health"] == colour]
        own = sum((number(row["arr_usd"]) for row in of_colour), Fraction(0))
        shares = [Fraction(len(of_colour), len(coloured)), own / arr if arr else None]
        line = number(policy[f"{colour}_share_alert"])
        fires = [s is not None and (s < line if colour == "green" else s > line) for s in shares]
        entry = {"health": colour, "accounts": len(of_colour), "account_share": round_to(shares[0], 4), "arr": float(own)}
        if shares[1] is not None:
            entry["arr_share"] = round_to(shares[1], 4)
        entry["alert_by"] = [name for name, on in zip(("accounts", "arr"), fires) if on]
        mix.append(entry)
    start = arguments.get("offset", 0)
    shown = active[start : start + arguments.get("limit", 20)]
    result = {
        "accounts_total": len(active),
        "churned_total": len(judged) - len(active),
        "assessed_total": len(coloured),
        "assessed_arr": float(arr),
        "total_arr": float(sum((number(row["arr_usd"]) for row in active), Fraction(0))),
        "alerts": {kind: sum(row["alert"] == kind for row in active) for kind in ("critical", "high")},
        "mix": mix,
        "accounts": [account(row) for row in shown],
    }
    if len(active) < len(judged):
        result["back_test"] = back_test(judged, arguments.get("as_of"), policy)
    return result


def account(row):
    out = {"id": row["id"], "tier": row["tier"], "coverage": round_to(row["coverage"], 4)}
    if row["exact"] is not None:
        out["score"] = round_to(row["exact"], 1)
        out["points"] = {name: round_to(value, 1) for name, value in row["points"].items()}
    if row["change"] is not None:
        out["change"] = round_to(row["change"], 1)
    if row["by_score"] and row["by_score"] != row["health"]:
        out["capped_from"] = row["by_score"]
    return out | {key: row[key] for key in ("health", "trend", "alert") if row[key]}


def from_csv(path, columns):
    headers = {header: field for field, header in columns.items()}
    rows = []
    for cells in csv.DictReader(path.open()):
        row, raw = {}, {}
        for header, cell in cells.items():
            field = headers.get(header, header)
            if cell == "":
                continue
            if field in ("churned",):
                row[field] = cell.lower() == "true"
            elif field == "events":
                row[field] = [part.strip() for part in cell.split(";") if part.strip()]
            elif field.removeprefix("raw.") in {name for group in FEEDS.values() for name in group} | {"tickets_usual"}:
                raw[field.removeprefix("raw.")] = cell
            else:
                row[field] = cell
        rows.append(row | {"raw": raw})
    return rows


def differ(expected, actual, at, faults):
    """Everything expected that is computed here has to agree; what is not computed here is passed over."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key in actual:
                differ(value, actual[key], f"{at}.{key}", faults)
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            faults.append(f"{at}: {len(expected)} expected, {len(actual)} computed")
        for index, (one, other) in enumerate(zip(expected, actual)):
            differ(one, other, f"{at}[{index}]", faults)
    elif expected != actual and not (isinstance(expected, (int, float)) and abs(expected - (actual or 0)) < 1e-9):
        faults.append(f"{at}: {expected} expected, {actual} computed")


def main():
    if len(sys.argv) > 1:
        print(json.dumps(figures(json.loads(sys.argv[1])), indent=1))
        return
    sample = json.loads((ROOT / "src/tools/health/sample.json").read_text())
    print(json.dumps(figures(sample)))
    compared = 0
    cases = sorted((ROOT / "tests/cases/health").glob("*.md"))
    for path in [*cases, ROOT / "references/health.md", ROOT / "references/leading_indicators.md"]:
        pattern = r"```json input score_customer_health\n(.*?)```\s*(?:\n[^`]*?)?```json (expect|refuse)\n(.*?)```"
        for given, kind, wanted in re.findall(pattern, path.read_text(), re.DOTALL):
            if kind == "refuse":
                continue
            faults = []
            differ(json.loads(wanted), figures(json.loads(given), ROOT / "tests/cases/health/files"), "$", faults)
            compared += 1
            for fault in faults:
                print(f"{path.name}: {fault}\n    {given.strip()[:200]}")
    print(f"{compared} expectations compared")


if __name__ == "__main__":
    main()
