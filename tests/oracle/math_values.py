"""Independent values for the unit tests of the `math` module.

Run `python math_values.py` for all subjects, or name some: `python math_values.py trend binomial`.
Each line printed is a Rust tuple: the data first, then the values expected of them. The tables in
`src/math/*/tests.rs` are copies of these lines, so a line that changes here is a question, not an update.

Nothing is shared with the Rust code: the values come from statsmodels, scipy, lifelines, numpy, exact integers and
fractions. Only the generator of the bootstrap is written out again, from its authors' description, because a
seed means nothing without it; numpy's own generator then checks the interval as such.

Needs: numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, lifelines 0.30.3 (the versions the printed values come from).
"""

import itertools
import math
import random
import sys
import warnings
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import statsmodels.api as sm
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

# --- printing as Rust ------------------------------------------------------------------------------------------


def real(value, digits=13):
    """A Rust f64 literal of `digits` significant digits, the fraction in groups of three."""
    text = f"{float(value):.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    whole, _, part = mantissa.partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    whole = f"{int(whole):_}"
    part = "_".join(part[i : i + 3] for i in range(0, len(part), 3))
    literal = sign + whole + ("." + part if part else "")
    if exponent:
        return f"{literal}e{int(exponent)}"
    return literal if part else literal + ".0"


def whole(value):
    return f"{int(value):_}" if abs(value) > 9999 else str(int(value))


def listed(values, show=real):
    return "&[" + ", ".join(show(value) for value in values) + "]"


def optional(value, show=real):
    missing = value is None or not math.isfinite(value)
    return "None" if missing else f"Some({show(value)})"


def row(*parts):
    print("    (" + ", ".join(parts) + "),")


# --- shares ----------------------------------------------------------------------------------------------------


def wilson():
    """successes, trials, level in percent, low, high: statsmodels proportion_confint, method "wilson"."""
    cases = [(72, 80), (81, 95), (9, 10), (10, 10), (0, 10), (0, 1), (1, 1), (1, 2), (12, 22), (9, 22), (1, 1000)]
    cases += [(999_999, 1_000_000), (123_456, 400_000), (5, 7), (29, 30), (500, 1000)]
    for (k, n), level in itertools.product(cases, (95, 90)):
        low, high = proportion_confint(k, n, alpha=1 - level / 100, method="wilson")
        row(whole(k), whole(n), str(level), real(low), real(high))


def net_share():
    """for, against, asked, low, high at 95 %: exact fractions over the votes themselves (1, -1 or 0 each)."""
    cases = [(30, 12, 60), (61, 20, 108), (1, 0, 2), (1, 1, 2), (5, 5, 10), (9, 0, 10), (0, 9, 10), (2, 1, 4)]
    cases += [(500, 300, 1_000), (333_333, 333_334, 1_000_000), (3, 1, 5), (120, 40, 400)]
    for plus, minus, n in cases:
        values = [1] * plus + [-1] * minus + [0] * (n - plus - minus)
        mean = Fraction(sum(values), n)
        variance = sum((value - mean) ** 2 * count for value, count in Counter(values).items()) / n
        half = Decimal("1.959963984540054") * (Decimal(variance.numerator) / variance.denominator / n).sqrt()
        middle = Decimal(mean.numerator) / mean.denominator
        low, high = max(middle - half, Decimal(-1)), min(middle + half, Decimal(1))
        row(whole(plus), whole(minus), whole(n), real(low), real(high))


def wilson_share():
    """share, effective trials, low, high at 95 %: statsmodels proportion_confint with real-valued counts."""
    cases = [(277 / 300, 90_000 / 21_154), (1.0, 4.2545), (0.0, 4.2545), (0.5, 0.3), (0.9, 1.0), (0.731, 12.75)]
    cases += [(0.9999, 8.5), (0.0001, 1234.5)]
    for share, n in cases:
        low, high = proportion_confint(share * n, n, alpha=0.05, method="wilson")
        row(real_exact(share), real_exact(n), real(low), real(high))


def student():
    """degrees of freedom, quantile .975: scipy t.ppf."""
    degrees = [1, 2, 3, 4, 5, 7, 9, 10, 15, 29, 30, 60, 100, 250, 777, 999, 1000, 1001, 1002, 1500]
    for df in [*degrees, 10_000, 123_456, 1_000_000, 10_000_000]:
        row(whole(df), real(stats.t.ppf(0.975, df), 14))


# --- ratios of sums --------------------------------------------------------------------------------------------

BOOK = [(120, 120), (60, 60), (40, 40), (15, 30), (20, 20), (12, 12), (0, 8), (6, 6), (3, 3), (1, 1)]


def books():
    """Pairs (y, x) with ties, losses, growth, one dominating pair and edge sizes."""
    draw = random.Random(71)
    yield BOOK
    yield [(0, 1), (1, 1)]
    yield [(50, 50), (45, 50), (50, 50), (0, 50), (25, 50), (50, 50)]
    yield [(1_000_000, 1_000_000), (0, 10), (5, 10), (10, 10)]
    yield [(130, 100), (80, 100), (240.5, 200), (0, 35.25), (99.99, 99.99)]
    for size in (3, 12, 20):
        xs = [round(math.exp(draw.gauss(3, 1)), 2) for _ in range(size)]
        yield [(round(x * draw.choice([0, 0.5, 0.75, 1, 1, 1, 1]), 2), x) for x in xs]


def pairs_text(pairs):
    return listed(pairs, lambda pair: f"({real(pair[0])}, {real(pair[1])})")


def ratio():
    """pairs, ratio, standard error, low, high.

    statsmodels: the ratio of sums is the weighted regression of y on x through the origin with weights 1/x,
    and its HC1 error with t on n - 1 degrees is Cochran's.
    """
    for pairs in books():
        y, x = np.array(pairs, dtype=float).T
        fit = sm.WLS(y, x, weights=1 / x).fit(cov_type="HC1", use_t=True)
        low, high = fit.conf_int(0.05)[0]
        row(pairs_text(pairs), *(real(value, 12) for value in (fit.params[0], fit.bse[0], low, high)))


MASK = (1 << 64) - 1


def splitmix64(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def xoshiro256ss(state):
    """xoshiro256** as published: result from s[1], then the linear engine."""
    s = list(state)

    def rotated(value, by):
        return ((value << by) | (value >> (64 - by))) & MASK

    while True:
        yield (rotated((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)


def bootstrap():
    """pairs, seed, resamples, low, high: numpy's percentiles over draws of the generator written out above.

    The last comment on a line is the same interval by numpy's own generator and 200 000 resamples.
    """
    assert list(itertools.islice(xoshiro256ss([1, 2, 3, 4]), 4)) == [11520, 0, 1509978240, 1215971899390074240]
    assert next(splitmix64(1477776061723855037)) == 1985237415132408290
    for number, pairs in enumerate(books()):
        seed, resamples = (20_261_122, 5_000) if number < 5 else (number, 999 + number)
        pairs = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
        seeds = splitmix64(seed)
        numbers = xoshiro256ss([next(seeds) for _ in range(4)])
        n = len(pairs)

        def below():
            while True:
                product = next(numbers) * n
                if product & MASK >= (1 << 64) % n:
                    return product >> 64

        ratios = []
        for _ in range(resamples):
            drawn = [pairs[below()] for _ in range(n)]
            ratios.append(sum(Fraction(y) for y, _ in drawn) / sum(Fraction(x) for _, x in drawn))
        low, high = np.quantile([float(value) for value in ratios], [0.025, 0.975])
        values = np.array(pairs, dtype=float)
        index = np.random.default_rng(5).integers(0, n, size=(200_000, n))
        y, x = values[:, 0][index].sum(axis=1), values[:, 1][index].sum(axis=1)
        about = np.quantile(y / x, [0.025, 0.975])
        print(f"    // numpy default_rng: {about[0]:.3f} to {about[1]:.3f}")
        row(pairs_text(pairs), whole(seed), whole(resamples), real(low, 12), real(high, 12))


# --- time to event ---------------------------------------------------------------------------------------------


def lives():
    """Times and events with ties, censoring at event times, heavy censoring, no censoring and edge sizes."""
    draw = random.Random(4)
    yield [3, 6, 6, 9, 12, 12, 15, 18, 18, 24], [1, 1, 0, 1, 0, 0, 1, 0, 0, 0]
    yield [2, 4, 5, 6, 8, 9, 10, 12, 12, 12], [1, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    yield [1, 2, 2, 3, 3, 4, 4, 5, 5, 6], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    # A half that doubles miss: 9/10, 7/9, 5/7.
    yield [1, 2, 2, 3, 3, 9, 9, 9, 9, 9], [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    yield [5], [1]
    yield [7, 7], [1, 0]
    yield [0, 0, 3, 3, 9], [1, 0, 1, 1, 0]
    for size, share in ((12, 0.8), (18, 0.5), (22, 0.95)):
        times = [int(draw.expovariate(1 / 20)) + 1 for _ in range(size)]
        yield times, [int(draw.random() < share) for _ in times]


def survival():
    """times, events, steps (time, at risk, events, survival, band), median, ends of its interval: lifelines.

    lifelines gives a band of 0 to 0 where the curve is 0; here such a step has no band. The median is checked in
    exact fractions too.
    """
    for times, events in lives():
        fit = KaplanMeierFitter().fit(times, events)
        table = fit.event_table
        exact, median, steps = Fraction(1), None, []
        for time in table.index[table["observed"] > 0]:
            at_risk, observed = int(table.at_risk[time]), int(table.observed[time])
            exact *= Fraction(at_risk - observed, at_risk)
            median = int(time) if median is None and exact <= Fraction(1, 2) else median
            share = fit.survival_function_.loc[time].iloc[0]
            assert abs(share - float(exact)) < 1e-12
            low, high = fit.confidence_interval_.loc[time]
            band = (None, None) if exact == 0 else (low, high)
            steps.append((time, at_risk, observed, share, *band))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ends = median_survival_times(fit.confidence_interval_)
        low, high = (float(ends[name].iloc[0]) for name in ends)
        if median != (int(fit.median_survival_time_) if math.isfinite(fit.median_survival_time_) else None):
            print(f"    // lifelines median {fit.median_survival_time_}, exact {median}")
        # Ends of lifelines that rest on a step without a band are open here.
        bare = {float(step[0]) for step in steps if step[4] is None}
        notes = [f"{end}" for end in (low, high) if end in bare]
        if notes:
            print(f"    // lifelines closes an end at {', '.join(notes)}, where the curve is 0")
        low, high = (None if end in bare else end for end in (low, high))
        shown = listed(
            steps,
            lambda step: f"({whole(step[0])}, {step[1]}, {step[2]}, {real(step[3], 12)}, "
            f"{optional(step[4])}, {optional(step[5])})",
        )
        observations = listed(zip(times, events), lambda pair: f"({pair[0]}, {pair[1]})")
        row(observations, shown, optional(median, whole), f"({optional(low, whole)}, {optional(high, whole)})")


# --- parts of a total ------------------------------------------------------------------------------------------


def concentration():
    """values, top 1, top 5, top 10, index, effective number: exact fractions."""
    draw = random.Random(10)
    books = [[pair[1] for pair in BOOK], [5], [1, 1, 1, 1], [0, 0, 7, 3], [1e-9, 1e9]]
    books += [[round(draw.paretovariate(1.2) * 100, 2) for _ in range(size)] for size in (6, 11, 25)]
    books += [[draw.choice([10, 10, 25, 50.5]) for _ in range(15)]]
    for values in books:
        exact = sorted((Fraction(str(value)) for value in values), reverse=True)
        squares = sum((value / sum(exact)) ** 2 for value in exact)
        tops = [real(sum(exact[:k]) / sum(exact)) for k in (1, 5, 10)]
        row(listed(values), *tops, real(10_000 * squares), real(1 / squares))


# --- trend -----------------------------------------------------------------------------------------------------


def score(values):
    return sum(int(b > a) - int(b < a) for a, b in itertools.combinations(values, 2))


def by_permutations(values):
    """Share of all orders with an S as far from 0, one by one."""
    seen = abs(score(values))
    far = [abs(score(order)) >= seen for order in itertools.permutations(values)]
    return Fraction(sum(far), len(far))


def by_integers(values):
    """The same from the q-multinomial coefficient in integers: (1-q)...(1-q^n) over the same product of each tie."""
    n, ties = len(values), Counter(values).values()
    pairs = n * (n - 1) // 2
    polynomial = [1] + [0] * pairs
    for k in range(1, n + 1):
        for power in range(pairs, k - 1, -1):
            polynomial[power] -= polynomial[power - k]
    for tie in ties:
        for k in range(1, tie + 1):
            for power in range(k, pairs + 1):
                polynomial[power] += polynomial[power - k]
    untied = pairs - sum(tie * (tie - 1) // 2 for tie in ties)
    assert sum(polynomial[: untied + 1]) == math.factorial(n) // math.prod(math.factorial(tie) for tie in ties)
    seen = abs(score(values))
    far = sum(ways for power, ways in enumerate(polynomial[: untied + 1]) if abs(untied - 2 * power) >= seen)
    return Fraction(far, sum(polynomial[: untied + 1]))


def by_normal(values):
    n, s, ties = len(values), score(values), Counter(values).values()
    spread = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    return 1.0 if s == 0 else 2 * stats.norm.sf((abs(s) - 1) / math.sqrt(spread))


def series():
    draw = random.Random(12)
    yield [0.92, 0.905, 0.90, 0.88, 0.85, 0.84]
    yield [1, 2]
    yield [3, 1, 2]
    yield [2, 2, 2, 2]
    yield [1, 1, 2, 2, 3, 3, 3]
    yield [0.9, 0.9, 0.88, 0.91, 0.85, 0.85, 0.85, 0.8]
    yield [5, 4, 4, 6, 7]
    yield [0.0, 1.0, 0.0, -1.0, 0.0]
    for size, places, drift in ((12, 3, 0.01), (20, 1, 0.05), (33, 2, 0.0), (50, 1, -0.02), (50, 3, 0.0)):
        yield [round(drift * i + draw.gauss(0, 0.3), places) for i in range(size)]
    yield list(range(50))
    for size, places, drift in ((51, 1, 0.01), (70, 3, 0.0), (120, 1, 0.002)):
        yield [round(drift * i + draw.gauss(0, 0.3), places) for i in range(size)]
    yield [1] * 60


def trend():
    """values, S, p, slope, low, high.

    Slope and interval: scipy theilslopes. p up to 50 values: exact integers, checked against all permutations up
    to 8 values and against scipy kendalltau (method "exact") without ties; above 50: normal with corrections.
    """
    for values in series():
        n = len(values)
        p = by_integers(values) if n <= 50 else by_normal(values)
        if n <= 8:
            assert p == by_permutations(values)
        if n <= 50 and len(set(values)) == n:
            assert math.isclose(p, stats.kendalltau(range(n), values, method="exact").pvalue, rel_tol=1e-9)
        if n > 50:
            exact = float(by_integers(values))
            print(f"    // counted out over all orders: {exact:.5f}")
        slope, _, low, high = stats.theilslopes(values, range(n), 0.95)
        row(listed(values), str(score(values)), *(real(value) for value in (p, slope, low, high)))


# --- counts against one half -----------------------------------------------------------------------------------


def binomial():
    """successes, trials, p: exact integers up to 10 000 trials (scipy binomtest agrees), above scipy binomtest."""
    cases = [(9, 14), (5, 14), (0, 1), (1, 2), (0, 10), (3, 7), (14, 30), (20, 30), (15, 31), (40, 100), (430, 1000)]
    cases += [(0, 1000), (4_801, 10_000), (50_211, 100_000), (498_500, 1_000_000), (499_999, 1_000_000)]
    cases += [(490_000, 1_000_000), (49_990_000, 100_000_000), (500_010_000, 1_000_000_000)]
    for k, n in cases:
        p = stats.binomtest(k, n, 0.5).pvalue
        if n <= 10_000:
            smaller = min(k, n - k)
            exact = min(Fraction(1), Fraction(2 * sum(math.comb(n, i) for i in range(smaller + 1)), 2**n))
            assert math.isclose(p, exact, rel_tol=1e-9), (k, n)
            p = exact
        row(whole(k), whole(n), real(p))


# --- decimals --------------------------------------------------------------------------------------------------


def rounding():
    """value, places, rounded: Python's decimal on the shortest text of the double, ROUND_HALF_UP."""
    values = [0.12345, 0.123449999, 1.005, 2.675, -2.675, 0.5, 1.5, 2.5, -0.5, -0.4, 0.99995, 9.9999, 1e-7, 1e22]
    values += [123456789.125, 0.000049999, 0.00005, 0.1 + 0.2, 1 / 3, 2 / 3, 8.345, 1e300, 5e-324, -1234.56785]
    values += [99999999999.99995, 0.045, 4503599627370497.5]
    for value, places in itertools.product(values, (0, 2, 4)):
        step = Decimal(1).scaleb(-places)
        text = Decimal(repr(value))
        keeps = text.as_tuple().exponent >= -places
        rounded = value if keeps else float(text.quantize(step, ROUND_HALF_UP))
        row(real_exact(value), str(places), real_exact(rounded + 0.0))


def real_exact(value):
    """The shortest text that reads back as the same double."""
    return next(real(value, digits) for digits in range(1, 18) if float(f"{value:.{digits}g}") == value)


SUBJECTS = [wilson, net_share, wilson_share, student, ratio, bootstrap]
SUBJECTS += [survival, concentration, trend, binomial, rounding]

if __name__ == "__main__":
    for subject in SUBJECTS:
        if len(sys.argv) == 1 or subject.__name__ in sys.argv[1:]:
            print(f"// {subject.__name__}")
            subject()
