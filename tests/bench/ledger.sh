#!/bin/sh
# Times `cco ledger aggregate` on 10,000,000 rows, from Parquet and from CSV, against DuckDB running the same SQL text
# and against Polars and pandas doing the least that compares, each in a process of its own; and compares what they found.
#
# Usage: tests/bench/ledger.sh CCO [RUNS] [large]
#   CCO    path of the release binary
#   RUNS   runs of each, default 3; the fastest counts, and the highest peak
#   large  100,000,000 rows of 2,000,000 customers as well, from Parquet: once, on our program and on DuckDB
#
# Ends with 1 when rows differ, or when the large ledger takes more than 3 GiB or 12 times as long. Installs DuckDB,
# Polars and pandas itself, from Python's packages into the cache folder of .ci/run. Needs 2 GB where temporary files go,
# 12 GB for the large one.
set -eu

cco=$(realpath "$1")
runs=${2:-3}
large=${3:-}
here=$(dirname "$(realpath "$0")")
. "$here/../../.ci/conformance-tools"
python_packages bench "duckdb==$duckdb_version" polars pandas pyarrow
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"

"$venv/bin/python" "$here/make_ledger.py" 200000 ledger csv
"$cco" ledger sql --dialect duckdb --segment segment --cadence mrr >ledger.sql

"$venv/bin/python" - "$cco" "$here" "$runs" "$large" <<'PYTHON'
import csv, os, subprocess, sys, time

cco, here, runs, large = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "large"
PEAK_MIB_MAX, TIMES_MAX = 3 * 1024, 12


def once(command):
    """Seconds by the clock and of the processor, and peak MiB of one run."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command}: {told.decode()}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def command_of(name, file):
    if name == "cco":
        return [cco, "ledger", "aggregate", file, "--cadence", "mrr", "--out", "cco.csv", "--force"]
    rival = [sys.executable, f"{here}/ledger_rivals.py", name, file, f"{name}.csv"]
    return rival + ["ledger.sql"] if name == "duckdb" else rival


def rows(name):
    with open(f"{name}.csv", encoding="utf-8", newline="") as file:
        header, *found = list(csv.reader(file))
    return header, sorted(found)


def check_same(name):
    """All rows of DuckDB; of the others the sums of the window."""
    header, ours = rows("cco")
    other_header, theirs = rows(name)
    if name == "duckdb":
        if (header, ours) != (other_header, theirs):
            sys.exit("duckdb found other rows")
        return
    place = {column: header.index(column) for column in header}
    cohorts = [row for row in ours if row[0] == "cohort"]
    fields = ["customers", "starting_cents", "churned_cents", "contraction_cents", "expansion_cents"]
    sums = [str(sum(int(row[place[field]]) for row in cohorts)) for field in fields]
    if [sums] != theirs:
        sys.exit(f"{name} found {theirs}, cco {sums}")


def measure(file, names, runs):
    """Runs them in turn, so that a busy moment is nobody's alone; prints a line each."""
    tried = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            tried[name].append(once(command_of(name, file)))
    least = {name: tuple(min(column) for column in zip(*found)) for name, found in tried.items()}
    print(f"\n{file}, {os.path.getsize(file) / 1e6:.0f} MB, fastest of {runs}")
    print(f"{'':<10}{'seconds':>10}{'of DuckDB':>11}{'CPU s':>8}{'peak MiB':>10}")
    for name in names:
        seconds, cpu, _ = least[name]
        peak = max(peak for _, _, peak in tried[name])
        print(f"{name:<10}{seconds:>10.2f}{seconds / least['duckdb'][0]:>11.2f}{cpu:>8.2f}{peak:>10.0f}", flush=True)
        if name != "cco":
            check_same(name)
    ours = tried["cco"]
    return least["cco"][0], max(peak for _, _, peak in ours)


seconds, _ = measure("ledger.parquet", ["cco", "duckdb", "polars", "pandas"], runs)
measure("ledger.csv", ["cco", "duckdb", "polars", "pandas"], runs)
print("\nduckdb found the same rows, polars and pandas the same sums of the window")
if large:
    for file in ("ledger.csv", "ledger.parquet"):
        os.remove(file)
    made = [sys.executable, f"{here}/make_ledger.py", "2000000", "large"]
    print("\n" + subprocess.run(made, check=True, capture_output=True, text=True).stdout.strip(), flush=True)
    large_seconds, peak = measure("large.parquet", ["cco", "duckdb"], 1)
    times = large_seconds / seconds
    print(f"\n{times:.1f} times as long as a tenth of the rows, {peak:.0f} MiB; the same rows as DuckDB")
    if peak > PEAK_MIB_MAX or times > TIMES_MAX:
        sys.exit(f"more than {PEAK_MIB_MAX} MiB, or than {TIMES_MAX} times as long")
PYTHON
