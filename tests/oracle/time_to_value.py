"""Independent figures of `measure_time_to_value`, for its cases, its reference document and its sample.

Run `python time_to_value.py` in this folder's tree: every JSON input of the tool in `tests/cases/time_to_value/*.md`,
`references/time_to_value.md` and the sample is computed anew and printed; where a block ```json expect``` follows,
its figures are compared. Run `python time_to_value.py '{"accounts": […]}'` for one input.

Nothing is shared with the Rust code: shares are exact fractions, days come from Python's calendar, the band and the
interval of the median come from lifelines and are checked against the formula written out. Where S is 0 lifelines
has no band either.

Needs: lifelines 0.30.3.
"""

import datetime
import json
import math
import pathlib
import re
import sys
import warnings
from fractions import Fraction

from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times

ROOT = pathlib.Path(__file__).resolve().parents[2]
Z = 1.959963984540054
TIERS = ["strategic", "enterprise", "mid_market", "smb_long_tail"]
LINES = {"strategic": (30, 45, 60), "enterprise": (30, 45, 60), "mid_market": (21, 30, 45), "smb_long_tail": (14, 21, 30)}
SPELLINGS = {"smb": "smb_long_tail", "long_tail": "smb_long_tail", "midmarket": "mid_market"}


def watched(row, as_of):
    """Days and whether value was reached."""
    if "started" not in row:
        return int(row["days"]), row["reached"]
    day = datetime.date.fromisoformat
    started = day(row["started"])
    if "value_on" in row:
        return (day(row["value_on"]) - started).days, True
    if row.get("reached"):
        return row["days"], True
    return (day(as_of) - started).days, False


def rounded(value, places=4):
    """Half away from zero, of an exact or a real number."""
    scaled = Fraction(value) * 10**places
    return float(Fraction(math.floor(scaled + Fraction(1, 2)), 10**places))


def tier_figures(tier, rows, policy):
    times = sorted({days for days, reached in rows if reached})
    share, variance, curve = Fraction(1), Fraction(0), []
    for time in times:
        at_risk = sum(days >= time for days, _ in rows)
        events = sum(days == time and reached for days, reached in rows)
        share *= Fraction(at_risk - events, at_risk)
        step = {"days": time, "at_risk": at_risk, "reached": events, "share": share}
        if share > 0:
            variance += Fraction(events, at_risk * (at_risk - events))
            width = Z * math.sqrt(variance) / abs(math.log(share))
            step["low"] = float(share) ** math.exp(width)
            step["high"] = float(share) ** math.exp(-width)
        curve.append(step)
    first = lambda test: next((step["days"] for step in curve if test(step)), None)
    low = first(lambda step: step.get("low", 1) <= 0.5)
    high = first(lambda step: step.get("high", 1) <= 0.5)
    check_with_lifelines(rows, curve, low, high)
    median = first(lambda step: step["share"] <= Fraction(1, 2))
    target, typical, warning = LINES[tier]
    key = "enterprise" if tier == "strategic" else tier
    target = policy.get(f"{key}_target_days", target)
    typical = policy.get(f"{key}_typical_days", typical)
    warning = policy.get(f"{key}_warning_days", warning)
    if median is None:
        verdict = "not_reached"
    elif median < target:
        verdict = "on_target"
    else:
        verdict = "beyond_warning" if median > warning else "above_target"
    at_warning = [step["share"] for step in curve if step["days"] <= warning]
    past = at_warning[-1] if at_warning else Fraction(1)
    known = past == 0 or max(days for days, _ in rows) >= warning
    slowest = times[-1] if times else None
    return {
        "tier": tier,
        "accounts": len(rows),
        "reached": sum(reached for _, reached in rows),
        "waiting": sum(not reached for _, reached in rows),
        "median_days": median,
        "interval": None if low is None and high is None else {"low": low, "high": high, "confidence": 0.95},
        "past_warning_share": rounded(past) if known else None,
        "target_days": target,
        "typical_days": typical,
        "warning_days": warning,
        "verdict": verdict,
        "stuck": 0 if slowest is None else sum(not reached and days > slowest for days, reached in rows),
        "curve": [
            {
                "days": step["days"],
                "at_risk": step["at_risk"],
                "reached": step["reached"],
                "waiting_share": rounded(step["share"]),
                "low": rounded(step["low"]) if "low" in step else None,
                "high": rounded(step["high"]) if "high" in step else None,
                "few_at_risk": step["at_risk"] < 5,
            }
            for step in curve
        ],
    }


def check_with_lifelines(rows, curve, low, high):
    if not curve:
        return
    fitter = KaplanMeierFitter(alpha=0.05)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter.fit([days for days, _ in rows], [reached for _, reached in rows])
        band = fitter.confidence_interval_survival_function_
        for step in curve:
            assert math.isclose(fitter.predict(step["days"]), step["share"], abs_tol=1e-12), step
            if "low" in step:
                ends = band.loc[step["days"]].tolist()
                assert math.isclose(ends[0], step["low"], rel_tol=1e-9), (ends, step)
                assert math.isclose(ends[1], step["high"], rel_tol=1e-9), (ends, step)
        # A share of 0 has no band; lifelines fills it, so its last step may close an interval that is open.
        ends = median_survival_times(band).iloc[0].tolist()
    for own, other in zip((low, high), ends):
        closed_by_zero = own is None and curve[-1]["share"] == 0 and other == curve[-1]["days"]
        assert closed_by_zero or (math.inf if own is None else own) == other, (low, high, ends)


def figures(arguments):
    tiers = {}
    for row in arguments["accounts"]:
        tier = re.sub(r"[ \-/_]+", "_", row.get("tier", row.get("segment")).strip().lower())
        tier = SPELLINGS.get(tier, tier)
        tiers.setdefault(tier, []).append(watched(row, arguments.get("as_of")))
    policy = arguments.get("policy", {})
    return [tier_figures(tier, tiers[tier], policy) for tier in TIERS if tier in tiers]


def differences(expected, actual, path):
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key in actual:
                yield from differences(value, actual[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield f"{path}: {len(expected)} against {len(actual)} entries"
        for index, (one, other) in enumerate(zip(expected, actual)):
            yield from differences(one, other, f"{path}[{index}]")
    elif expected != actual:
        yield f"{path}: the document says {expected}, computed {actual}"


def main():
    if len(sys.argv) > 1:
        print(json.dumps(figures(json.loads(sys.argv[1])), indent=1))
        return
    folder = ROOT / "tests/cases/time_to_value"
    wrong = 0
    for path in [*sorted(folder.glob("*.md")), ROOT / "references/time_to_value.md"]:
        blocks = re.findall(r"```json (input|expect|refuse)[^\n]*\n(.*?)```", path.read_text(), re.S)
        for (kind, body), (after, expected) in zip(blocks, blocks[1:]):
            if kind != "input" or after != "expect" or '"file"' in body:
                continue
            computed = figures(json.loads(body))
            if json.loads(body).get("detail") != "full":
                computed = [{**tier, "curve": []} for tier in computed]
            for line in differences(json.loads(expected).get("tiers", []), computed, "tiers"):
                wrong += 1
                print(f"{path.name}: {line}")
            for tier in computed:
                print(path.name, json.dumps({key: value for key, value in tier.items() if key != "curve"}))
    print("sample")
    for tier in figures(json.loads((ROOT / "src/tools/time_to_value/sample.json").read_text())):
        print(json.dumps({key: value for key, value in tier.items() if key != "curve"}))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
