"""An independent computation of what plan_churn_interventions answers, in exact fractions.

Usage: python3 tests/oracle/interventions.py arguments.json [...]

Prints for each document of arguments the accounts in their order with their figures, and the sums. Where a document
holds the older script's answer beside its input, the older score is compared too. Standard library only.
"""

import json
import math
import sys
from fractions import Fraction as F

STEPS = (120, 90, 60, 30)
LOSS = {"green": F("0.05"), "yellow": F("0.25"), "red": F("0.60")}
URGENCY = ((0, F(1)), (30, F("0.85")), (60, F("0.70")), (90, F("0.55")), (120, F("0.40")), (365, F("0.10")))
ODDS = ((0, F("0.30")), (30, F("0.40")), (60, F("0.50")), (90, F("0.55")), (120, F("0.60")))
LAPSED_ODDS = F("0.20")
TROUBLED_DRIVERS = {"adoption_decline", "sponsor_change", "technical_gap", "low_engagement", "support_pain", "outcome_not_met"}
COMMERCIAL = {"commercial_pressure", "consolidation"}
ORDER = ["adoption_decline", "sponsor_change", "technical_gap", "commercial_pressure", "competitive_threat",
         "low_engagement", "support_pain", "consolidation", "outcome_not_met"]
# driver -> (strategic and enterprise, mid-market, SMB and product-led): play and days
PLAYS = {
    "adoption_decline": [("adoption_workshop", 14), ("adoption_workshop", 14), ("lifecycle_campaign", 7)],
    "sponsor_change": [("executive_introduction", 21), ("multi_thread", 14), ("new_sponsor_outreach", 7)],
    "technical_gap": [("technical_escalation", 14), ("technical_escalation", 14), ("workaround_guide", 7)],
    "commercial_pressure": [("pricing_review", 21), ("pricing_review", 21), ("plan_right_sizing", 7)],
    "competitive_threat": [("tco_comparison", 21), ("tco_comparison", 21), ("comparison_pack", 7)],
    "low_engagement": [("engagement_diagnostic", 14), ("engagement_diagnostic", 14), ("reengagement_campaign", 7)],
    "support_pain": [("support_root_cause", 5)] * 3,
    "consolidation": [("roi_defence", 30), ("roi_defence", 30), ("value_summary", 7)],
    "outcome_not_met": [("services_engagement", 30), ("outcome_diagnostic", 14), ("guided_onboarding", 7)],
}
LEVEL = {"strategic": 0, "enterprise": 0, "mid_market": 1, "smb_long_tail": 2, "plg": 2}
SPELLINGS = {"smb": "smb_long_tail", "long_tail": "smb_long_tail", "midmarket": "mid_market"}


def folded(word):
    word = word.strip().lower().replace("-", "_").replace(" ", "_").replace("/", "_")
    return SPELLINGS.get(word, word)


def height(points, x):
    """Straight lines between the points, level beyond them."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * F(x - x0, x1 - x0)
    return points[-1][1]


def places(number, digits):
    """Rounded half away from zero, as print has it."""
    if number is None:
        return None
    scaled = abs(number) * 10**digits
    whole = math.floor(scaled + F(1, 2))
    signed = -whole if number < 0 else whole
    value = signed / 10**digits
    return int(value) if value == int(value) else value


def plays(account):
    level, days, found = LEVEL[account["tier"]], account["days"], []
    for driver in ORDER:
        if driver not in (account["drivers"] or []):
            continue
        name, usual = PLAYS[driver][level]
        short = -(-usual // 2)
        if days is None:
            play = (usual, name, "standard", None)
        elif days < 0:
            play = (0, "lapsed_recovery", "recovery", False)
        elif usual <= days:
            play = (usual, name, "standard", True)
        elif short <= days:
            play = (short, name, "compressed", True)
        else:
            play = (min(1, days), "executive_escalation", "emergency", True)
        same = [one for one in found if one["play"] == play[1]]
        if same:
            same[0]["also"].append(driver)
        else:
            found.append({"play": play[1], "driver": driver, "also": [], "due_in_days": play[0], "form": play[2],
                          "feasible": play[3]})
    found.sort(key=lambda one: (one["due_in_days"], ORDER.index(one["driver"])))
    return found


def older(account):
    tier = {"enterprise": F(1), "mid_market": F("0.8"), "smb_long_tail": F("0.5"), "plg": F("0.3")}.get(account["tier"])
    health = {"red": F(1), "yellow": F("0.6"), "green": F("0.2")}.get(account["health"])
    days, touch, sponsor, p1 = account["days"], account["touch"], account["sponsor"], account["p1"]
    if None in (tier, health, days, touch, sponsor, p1) or days <= 0 or touch <= 0:
        return None
    urgency = F("1.5") if days <= 30 else F("1.2") if days <= 60 else F(1) if days <= 90 else F("0.8")
    recover = F("0.5")
    recover += F("0.2") if days > 90 else F("0.1") if days > 60 else -F("0.2") if days < 30 else 0
    recover += F("0.15") if sponsor else -F("0.1")
    recover -= F("0.15") if touch > 60 else 0
    recover -= F("0.1") if p1 > 0 else 0
    recover = min(F(1), max(F(0), recover))
    return tier * health * urgency * (F("0.3") + F("0.7") * min(F(1), account["arr"] / 500_000)) * recover


def odds(account):
    days = account["days"]
    low = high = None
    if days is None:
        low, high = LAPSED_ODDS, F("0.60")
    else:
        low = high = LAPSED_ODDS if days < 0 else height(ODDS, days)

    def add(truth, yes, no):
        nonlocal low, high
        choices = [yes, no] if truth is None else [yes] if truth else [no]
        low, high = low + min(choices), high + max(choices)

    add(account["sponsor"], F("0.15"), -F("0.10"))
    add(None if account["touch"] is None else account["touch"] > 60, -F("0.15"), F(0))
    add(None if account["p1"] is None else account["p1"] > 0, -F("0.10"), F(0))
    clamp = lambda number: min(F("0.95"), max(F("0.05"), number))
    return clamp(low), clamp(high)


def reasons(account):
    days, near = account["days"], account["days"] is not None and account["days"] <= 60
    found = []
    if days is not None and days < 0:
        found.append("lapsed")
    if near and account["health"] == "red":
        found.append("red_near_renewal")
    if near and (account["p1"] or 0) > 0:
        found.append("open_p1_near_renewal")
    if near and (account["touch"] or 0) > 60:
        found.append("silent_near_renewal")
    if days is not None and days < 30 and account["step"] not in (None, 30):
        found.append("unsigned")
    if any(play["form"] == "emergency" for play in plays(account)):
        found.append("no_time")
    return found


def read(row):
    known = lambda *names: next((row[name] for name in names if row.get(name) is not None), None)
    drivers = known("risk_drivers")
    return {
        "id": row["id"], "tier": folded(known("tier", "segment")), "arr": F(str(row["arr_usd"])),
        "health": known("health"), "drivers": None if drivers is None else [folded(word) for word in drivers],
        "days": known("days_to_renewal"), "touch": known("last_touch_days_ago"), "sponsor": known("exec_sponsor_engaged"),
        "p1": known("support_open_p1"), "step": known("renewal_step_done"), "offer": known("offer"),
        "owner": known("owner"), "cost": F(str(row.get("save_cost_usd") or 0)),
    }


def assess(row):
    account = read(row)
    low, high = odds(account)
    loss = LOSS.get(account["health"])
    top = account["arr"] * (loss if loss is not None else LOSS["red"])
    urgency = None if account["days"] is None else height(URGENCY, account["days"])
    pressed = F(1) if urgency is None else urgency
    account.update(
        urgency=urgency, value=None if loss is None else account["arr"] * loss, odds=(low, high), reasons=reasons(account),
        priority=top * (1 - (1 - high) * (1 - pressed)) - account["cost"], plays=plays(account), older=older(account),
    )
    exact = loss is not None and low == high
    account["save"] = account["value"] * low - account["cost"] if exact else None
    bottom = account["arr"] * (loss if loss is not None else LOSS["green"])
    account["save_range"] = (bottom * low - account["cost"], top * high - account["cost"])
    return account


def ranked(arguments):
    accounts = [assess(row) for row in arguments["accounts"]]
    accounts.sort(key=lambda one: (not one["reasons"], -one["priority"], -one["arr"], one["id"]))
    return accounts


def shown(account):
    low, high = account["odds"]
    days, out = account["days"], {"id": account["id"]}
    out["urgency"] = places(account["urgency"], 4)
    out["value_at_risk"] = places(account["value"], 2)
    if low == high:
        out["save_odds"] = places(low, 4)
    else:
        out["save_odds_low"], out["save_odds_high"] = places(low, 4), places(high, 4)
    if account["save"] is not None:
        out["expected_save"] = places(account["save"], 2)
    else:
        out["expected_save_low"], out["expected_save_high"] = (places(end, 2) for end in account["save_range"])
    out["priority"] = places(account["priority"], 2)
    out["escalate_for"] = account["reasons"]
    out["renewal_step"] = None if days is None else min((step for step in STEPS if days <= step), default=None)
    passed = [] if days is None else [step for step in STEPS if days < step]
    done = account["step"]
    if done is None:
        out["steps_unconfirmed"] = passed
    else:
        out["overdue_steps"] = [step for step in passed if done == 0 or step < done]
    out["plays"] = account["plays"]
    out["legacy_priority"] = places(account["older"], 4)
    return out


def main():
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as file:
            document = json.load(file)
        arguments = document.get("input", document)
        accounts = ranked(arguments)
        print(f"== {name}")
        for account in accounts:
            print(json.dumps(shown(account)))
        known = [account for account in accounts if account["value"] is not None]
        saves = [account["save"] for account in accounts if account["save"] is not None]
        sums = {"arr_listed": places(sum(account["arr"] for account in accounts), 2),
                "arr_at_risk": places(sum(account["value"] for account in known), 2),
                "expected_save": places(sum(saves), 2), "expected_save_accounts": len(saves),
                "escalations_total": sum(bool(account["reasons"]) for account in accounts),
                "plays_total": sum(len(account["plays"]) for account in accounts)}
        print(json.dumps(sums))
        for told in document.get("older_script", {}).get("accounts", []):
            mine = next(account for account in accounts if account["id"] == told["id"])
            if places(mine["older"], 4) != told["priority_score"]:
                print(f"older score of {told['id']}: {told['priority_score']}, here {places(mine['older'], 4)}")


if __name__ == "__main__":
    main()
