"""Independent values for the unit tests of `math::separation`, printed as Rust tuples.

Run `python separation.py`. Nothing is shared with the Rust code: pairs are counted one by one, p-values come from all
splits of the values (up to 12) or from exact integers by size of the lower group (up to 50), above from the normal
distribution with corrections for ties and continuity. Standard library alone.
"""

import itertools
import math
import random
from collections import Counter
from fractions import Fraction

Z = 1.959963984540054


def twice_u(low, high):
    return sum(2 * (x < y) + (x == y) for x in low for y in high)


def by_splits(low, high):
    values, seen = low + high, twice_u(low, high)
    hits = total = 0
    for chosen in itertools.combinations(range(len(values)), len(low)):
        rest = [values[i] for i in range(len(values)) if i not in chosen]
        hits += twice_u([values[i] for i in chosen], rest) >= seen
        total += 1
    return Fraction(hits, total)


def by_integers(low, high):
    """From the highest value down, unlike the code: ways to have chosen so many highs with so many won half pairs."""
    sizes = sorted(Counter(low + high).items(), reverse=True)
    ways = Counter({(0, 0): 1})
    for _, size in sizes:
        after = Counter()
        for (highs, won), count in ways.items():
            for lows in range(size + 1):
                more = size - lows
                after[highs + more, won + lows * (2 * highs + more)] += count * math.comb(size, lows)
        ways = after
    seen = twice_u(low, high)
    of_size = {won: count for (highs, won), count in ways.items() if highs == len(high)}
    return Fraction(sum(count for won, count in of_size.items() if won >= seen), sum(of_size.values()))


def by_normal(low, high):
    m, n = len(low), len(high)
    size = m + n
    ties = sum(t**3 - t for t in Counter(low + high).values())
    variance = Fraction(m * n, 12) * (size + 1 - Fraction(ties, size * (size - 1)))
    if variance == 0:
        return 1.0
    z = (twice_u(low, high) / 2 - m * n / 2 - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2)) / 2


def row(low, high):
    m, n = len(low), len(high)
    auc = Fraction(twice_u(low, high), 2 * m * n)
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (auc * (1 - auc) + (m - 1) * (q1 - auc**2) + (n - 1) * (q2 - auc**2)) / (m * n)
    error = math.sqrt(variance)
    if m + n <= 50:
        p = by_integers(low, high)
        if m + n <= 12:
            assert p == by_splits(low, high)
    else:
        p = by_normal(low, high)
        if m + n <= 80:
            print(f"    // counted out over all splits: {float(by_integers(low, high)):.6f}")
    shown = [float(auc), error, float(p)]
    print(f"    (&{low}, &{high}, {', '.join(grouped(value) for value in shown)}),")


def grouped(value):
    text = f"{value:.13g}"
    if "e" in text:
        return text
    whole, _, part = text.partition(".")
    return whole + "." + ("_".join(part[i : i + 3] for i in range(0, len(part), 3)) if part else "0")


if __name__ == "__main__":
    row([35, 48, 52, 60], [40, 55, 62, 70, 75, 80, 85, 90])
    row([1], [2])
    row([2], [1])
    row([1], [1])
    row([1, 1, 2], [1, 2, 2, 3])
    row([5, 5, 5], [5, 5, 5, 5])
    row([1, 2, 3], [4, 5, 6])
    row([4, 5, 6], [1, 2, 3])
    row([10, 20, 20, 30, 41], [20, 25, 30, 30, 42, 50, 60])
    draw = random.Random(20261122)
    for m, n, top in ((10, 15, 40), (25, 25, 9), (20, 30, 200), (20, 31, 30), (12, 60, 100), (60, 60, 5)):
        row([draw.randrange(top) for _ in range(m)], [draw.randrange(top) + top // 8 for _ in range(n)])
