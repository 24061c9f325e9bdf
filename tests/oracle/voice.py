"""Independent figures of `design_voc_program`, for its cases, its reference document and its sample.

Run `python voice.py`: every JSON input of the tool in `tests/cases/voice/*`, `references/voice.md` and the sample is
computed anew and printed; where a block ```json expect``` follows, its figures are compared. Run
`python voice.py '{"instruments_in_use": {}, …}'` for one input.

Nothing is shared with the Rust code: scores are exact fractions, NPS comes from the votes themselves.
Needs the standard library alone. Own thresholds (`policy`) are not read: such cases are skipped.
"""

import json
import math
import pathlib
import re
import sys
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
Z = 1.959963984540054
STARTER = "nps_relationship nps_transactional csat_post_ticket churn_interviews win_loss_interviews product_analytics".split()
MATURE = (
    "ces in_app_micro_surveys renewal_interviews behavioral_voc support_ticket_taxonomy community_listening advisory_board"
).split()
LOOP = (
    "closed_loop_pct synthesis_cadence_months synthesis_recipients_count detractor_followup_sla_days "
    "external_response_cadence_months"
).split()
GOVERNANCE = "owner_named monthly_committee_active instrument_review_cadence_months".split()
SECTIONS = {"instruments_in_use": STARTER + MATURE, "action_loop": LOOP, "governance": GOVERNANCE}
BANDS = [(90, "optimizing"), (75, "managed"), (50, "defined"), (25, "emerging"), (0, "ad_hoc")]
BEST = {
    "closed_loop_pct": 100, "synthesis_cadence_months": 3, "synthesis_recipients_count": 10,
    "detractor_followup_sla_days": 0, "external_response_cadence_months": 6, "instrument_review_cadence_months": 12,
}  # fmt: skip


def number(value):
    return Fraction(str(value).rstrip("% ")) if value is not None else None


def points(name, value):
    if name in STARTER:
        return 5 if value else 0
    if name in MATURE:
        return 3 if value else 0
    if name in ("owner_named", "monthly_committee_active"):
        return (6 if name == "owner_named" else 5) if value else 0
    value = number(value)
    if name == "closed_loop_pct":
        return 12 if value >= 90 else 8 if value >= 70 else 4 if value >= 50 else 0
    if name == "synthesis_cadence_months":
        return 0 if value == 0 else 8 if value <= 3 else 4 if value <= 6 else 0
    if name == "synthesis_recipients_count":
        return 5 if value >= 10 else 2 if value >= 1 else 0
    if name == "detractor_followup_sla_days":
        return 8 if value <= 5 else 4 if value <= 10 else 0
    if name == "external_response_cadence_months":
        return 5 if 1 <= value <= 6 else 0
    return 4 if 1 <= value <= 12 else 0


def meets(name, value):
    if name == "closed_loop_pct":
        return number(value) >= 80
    if name in BEST:
        return points(name, value) == points(name, BEST[name])
    return value


def scored(state):
    """The parts and the total of a state in which nothing unknown is left to guess: None earns nothing."""
    earned = {
        section: sum(points(name, state[section].get(name)) for name in names if state[section].get(name) is not None)
        for section, names in SECTIONS.items()
    }
    loop = Fraction(earned["action_loop"] * 25, 38)
    closed = state["action_loop"].get("closed_loop_pct")
    if closed is None or number(closed) < 50:
        loop = min(loop, Fraction(10))
    parts = [Fraction(earned["instruments_in_use"] * 60, 51), loop, Fraction(earned["governance"])]
    return parts, sum(parts)


def band(score):
    return next(name for line, name in BANDS if score >= line)


def at_best(state, wanted=None):
    """The state with one item, or all that are unknown, at its best."""
    best = {section: dict(state[section]) for section in SECTIONS}
    for section, names in SECTIONS.items():
        for name in names:
            if name == wanted or (wanted is None and best[section].get(name) is None):
                best[section][name] = BEST.get(name, True)
    return best


def printed(value, places=1):
    if value is None:
        return None
    scaled = abs(Fraction(value)) * 10**places
    whole = math.floor(scaled + Fraction(1, 2))
    return (-1 if value < 0 else 1) * whole / 10**places


def survey(nps):
    plus, minus = nps["promoters"], nps["detractors"]
    answered = plus + minus + nps["passives"]
    out = {"answered": answered}
    if answered:
        net = Fraction(plus - minus, answered)
        out["nps"] = printed(net * 100)
        variance = Fraction(plus + minus, answered) - net * net
        if variance:
            half = Z * math.sqrt(variance / answered)
            out["low"] = printed(Fraction(max(float(net) - half, -1.0) * 100))
            out["high"] = printed(Fraction(min(float(net) + half, 1.0) * 100))
    sent = nps.get("sent")
    if sent is not None:
        out["sent"], out["silent"] = sent, sent - answered
        if sent:
            out["response_rate"] = printed(Fraction(answered, sent), 4)
            out["if_silent_detract"] = printed(Fraction(100 * (plus - minus - sent + answered), sent))
            out["if_silent_promote"] = printed(Fraction(100 * (plus - minus + sent - answered), sent))
    return out


def figures(state):
    parts, score = scored(state)
    best_parts, best = scored(at_best(state))
    named = lambda values: dict(zip(("instruments", "action_loop", "governance"), map(printed, values)))
    known = lambda name, value: value is None or not meets(name, value)
    gaps = []
    for section, names in SECTIONS.items():
        for name in names:
            if known(name, state[section].get(name)):
                gaps.append((name, scored(at_best(state, name))[1] - score))
    order = [name for names in SECTIONS.values() for name in names]
    gaps.sort(key=lambda gap: (-gap[1], order.index(gap[0])))
    first = state.get("offset", 0)
    out = {
        "score": printed(score), "score_max": printed(best), "band": band(score), "band_max": band(best),
        "breakdown": named(parts),
        "missing_instruments": [name for name in STARTER + MATURE if state["instruments_in_use"].get(name) is False],
        "unknown_instruments": [name for name in STARTER + MATURE if state["instruments_in_use"].get(name) is None],
        "gaps": [{"item": name, "points": printed(gain)} for name, gain in gaps[first : first + state.get("limit", 20)]],
        "gaps_total": len(gaps),
    }  # fmt: skip
    if best_parts != parts:
        out["breakdown_max"] = named(best_parts)
    if "responses" in state:
        out["nps"] = survey(state["responses"]["nps"])
    return out


def differences(wanted, got, path=""):
    """Places of `wanted` that are computed here and differ."""
    for key, value in wanted.items():
        if key not in got:
            continue
        if isinstance(value, dict):
            yield from differences(value, got[key], f"{path}.{key}")
        elif key == "gaps":
            for index, (one, other) in enumerate(zip(value, got[key], strict=True)):
                yield from differences(one, other, f"{path}.{key}[{index}]")
        elif value != got[key]:
            yield f"{path}.{key}: {value} is written, {got[key]} computed"


def inputs():
    for path in [*sorted((ROOT / "tests/cases/voice").glob("*.md")), ROOT / "references/voice.md"]:
        fences = re.findall(r"```json (input design_voc_program|expect|refuse)\n(.*?)```", path.read_text(), re.S)
        for (kind, body), (after, wanted) in zip(fences, fences[1:] + [("", "")]):
            if kind.startswith("input") and after == "expect":
                yield path.name, json.loads(body), json.loads(wanted)
    for path in sorted((ROOT / "tests/cases/voice").glob("*.json")):
        document = json.loads(path.read_text())
        yield path.name, document["input"], document["expect"]
    yield "sample", json.loads((ROOT / "src/tools/voice/sample.json").read_text()), {}


if __name__ == "__main__":
    given = [("given", json.loads(text), {}) for text in sys.argv[1:]]
    faults = 0
    for name, state, wanted in given or inputs():
        if "policy" in state:
            continue
        got = figures(state)
        print(name, json.dumps(got))
        # What expects an empty list or null is met by its absence.
        for fault in differences({key: value for key, value in wanted.items() if value is not None}, got):
            faults += 1
            print("    DIFFERS", fault)
    print(f"{faults} differ")
    sys.exit(faults > 0)
