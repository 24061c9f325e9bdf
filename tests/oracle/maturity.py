"""Independent figures of `score_cx_maturity`, for its cases, its references and its sample.

Run `python maturity.py`: every JSON input of the tool in `tests/cases/maturity/`, `references/maturity.md` and the
sample is scored anew with exact fractions and the scores and gaps that a case expects are compared. Run
`python maturity.py '{"strategy": {…}}'` for one input.

Nothing is shared with the Rust code. Overridden thresholds are not read: such inputs are skipped.
"""

import json
import pathlib
import re
import sys
from fractions import Fraction as F

ROOT = pathlib.Path(__file__).resolve().parents[2]


def yes(points):
    return lambda v: F(points if v else 0), F(points), F(0)


def number(full, worst, of):
    return lambda v: F(of(F(str(v).rstrip("% ")))), F(full), F(worst)


def word(full, words):
    return lambda v: F(words[str(v).strip().lower().replace(" ", "-").replace("_", "-")]), F(full), F(0)


def between(low, high, fit, other):
    return number(fit, 0, lambda v: 0 if v == 0 else fit if low <= v <= high else other)


def part(full):
    return number(full, 0, lambda v: v * full / 100)


def ladder(*steps, floor):
    return number(steps[0][1], 0, lambda v: next((points for line, points in steps if v >= line), floor))


QUESTIONS = {
    "strategy": {
        "written_cx_strategy": yes(25), "primary_outcome_defined": yes(20),
        "owner_clarity_score": number(15, 0, lambda v: min(2 * v, F(15))),
        "renewals_owner_named": yes(10), "expansion_owner_named": yes(10),
        "board_review_cadence_months": number(20, 0, lambda v: 0 if v == 0 else 20 if v <= 3 else 10),
    },
    "segmentation": {
        "segment_count": between(3, 5, 25, 12), "segment_coverage_models_defined": yes(25),
        "csm_ratio_in_band": yes(25), "exec_sponsorship_on_top20": yes(25),
    },
    "journey": {
        "journey_mapped": yes(25), "stages_count": between(5, 7, 15, 7), "handoffs_documented": yes(20),
        "stage_owners_assigned_pct": part(20),
        "instrumentation_per_stage": word(20, {"none": 0, "partial": 10, "comprehensive": 20}),
    },
    "voice": {
        "nps_relationship_running": yes(15), "nps_transactional_running": yes(15),
        "interview_program_running": yes(20), "behavioral_voc_in_use": yes(15), "closed_loop_pct": part(20),
        "quarterly_synthesis_published": yes(15),
    },
    "operations": {
        "health_score_in_use": yes(15), "renewal_motion_documented": yes(15), "save_room_active": yes(15),
        "qbr_standard_in_use": yes(10),
        "trailing_nrr_pct": ladder((120, 20), (110, 15), (100, 10), floor=4),
        "trailing_grr_pct": ladder((95, 15), (90, 10), floor=3),
        "logo_churn_pct": number(0, -10, lambda v: -10 if v > 15 else -5 if v > 10 else 0),
    },
    "talent": {
        "cco_or_head_of_cx_filled": yes(25), "csm_count": ladder((5, 15), (2, 9), (1, 5), floor=0),
        "support_lead_in_place": yes(15), "renewals_team_in_place": yes(15), "csm_ladder_defined": yes(15),
        "literacy_program": word(15, {"none": 0, "partial": 8, "all-tiers": 15}),
    },
}
POSSIBLE = {name: sum(full for _, full, _ in asked.values()) for name, asked in QUESTIONS.items()}
assert [int(POSSIBLE[name]) for name in QUESTIONS] == [100, 100, 100, 100, 90, 100]


def band(score):
    for line, name in ((90, "optimizing"), (75, "managed"), (50, "defined"), (25, "emerging")):
        if score >= line:
            return name
    return "ad_hoc"


def printed(value, places=1):
    """Half up; nothing here is negative."""
    scaled = value * 10**places
    return float(F(int(scaled + F(1, 2)), 10**places))


def score(given):
    dimensions, gaps = [], []
    for at, (name, asked) in enumerate(QUESTIONS.items()):
        section = given.get(name) or {}
        if isinstance(section, str):
            section = json.loads(section)
        low, high = F(0), F(0)
        for index, (field, (of, full, worst)) in enumerate(asked.items()):
            value = section.get(field)
            points = worst if value is None else of(value)
            low += points
            high += full if value is None else points
            if full > points:
                stake = (full - points) / POSSIBLE[name] * 100 / 6
                gaps.append((-stake, value is None, at, index, f"{name}.{field}"))
        share = lambda points: min(max(points, F(0)), POSSIBLE[name]) / POSSIBLE[name] * 100
        dimensions.append((name, share(low), share(high)))
    mean = [sum(one[end] for one in dimensions) / 6 for end in (1, 2)]
    shown = lambda low, high: {
        "score": printed(low), "score_max": printed(high), "band": band(low), "band_max": band(high)
    }
    return {
        "overall": shown(*mean),
        "dimensions": [{"name": name, **shown(low, high)} for name, low, high in dimensions],
        "gaps": [
            {"field": field, "action": "find_out" if unknown else "fix", "points": printed(-stake, 2)}
            for stake, unknown, _, _, field in sorted(gaps)
        ],
    }


def differences(expected, got, path="$"):
    out = []
    if isinstance(expected, dict) and isinstance(got, dict):
        for key, value in expected.items():
            if key in got:
                out += differences(value, got[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list):
        for index, (one, other) in enumerate(zip(expected, got)):
            out += differences(one, other, f"{path}[{index}]")
    elif expected != got:
        out.append(f"{path}: the case has {expected}, the oracle {got}")
    return out


def inputs():
    cases = sorted((ROOT / "tests/cases/maturity").glob("*.md")) + [ROOT / "references/maturity.md"]
    for path in cases:
        blocks = re.findall(r"```json (input score_cx_maturity|expect|refuse)\n(.*?)```", path.read_text(), re.S)
        for (kind, body), (after, wanted) in zip(blocks, blocks[1:]):
            if kind.startswith("input") and after == "expect":
                yield path.name, json.loads(body), json.loads(wanted)
    for path in sorted((ROOT / "tests/cases/maturity").glob("legacy-*.json")):
        document = json.loads(path.read_text())
        yield path.name, document["input"], document["expect"]
    yield "sample", json.loads((ROOT / "src/tools/maturity/sample.json").read_text()), {}


def main():
    if len(sys.argv) > 1:
        print(json.dumps(score(json.loads(sys.argv[1])), indent=1))
        return
    wrong = count = 0
    for name, given, expected in inputs():
        if "policy" in given:
            continue
        count += 1
        got = score(given)
        got["gaps"] = got["gaps"][given.get("offset", 0):][: given.get("limit", 20)]
        for line in differences(expected, got):
            wrong += 1
            print(f"{name}: {line}")
        if name == "sample":
            print(json.dumps(got, indent=1))
    print(f"{count} inputs, {wrong} differences")


if __name__ == "__main__":
    main()
