#!/bin/sh
# Times `cco segment` on a large table, from CSV and from Parquet, against the same work with Polars, which reads both
# lazily, and in plain Python with the csv module; each in a process of its own; and compares what they found.
#
# Usage: tests/bench/segment.sh CCO [ROWS] [RUNS]
#   CCO   path of the release binary
#   ROWS  customers in the table, default 1000000
#   RUNS  runs of each, default 3; the fastest counts, and the highest peak
#
# Ends with 1 when they differ. Installs Polars itself, from Python's packages into the cache folder of .ci/run.
set -eu

cco=$(realpath "$1")
rows=${2:-1000000}
runs=${3:-3}
here=$(dirname "$(realpath "$0")")
. "$here/../../.ci/conformance-tools"
python_packages segment polars
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"

"$venv/bin/python" "$here/make_customers.py" "$rows" customers.csv
"$venv/bin/python" "$here/segment_polars.py" customers.csv --to-parquet customers.parquet

"$venv/bin/python" - "$cco" "$here" "$rows" "$runs" <<'PYTHON'
import json, os, subprocess, sys, time

cco, here, rows, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


def once(command, out):
    """Seconds by the clock and of the processor, and peak MiB of one run."""
    start = time.perf_counter()
    with open(out, "wb") as written:
        child = subprocess.Popen(command, stdout=written, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command}: {told.decode()}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def check_same(name):
    with open("cco.json", encoding="utf-8") as ours, open(f"{name}.json", encoding="utf-8") as theirs:
        one, other = json.load(ours), json.load(theirs)
    for key, wanted in other.items():
        got = one[key]
        if isinstance(wanted, list):
            got = [{field: row[field] for field in wanted[0]} for row in got]
        elif isinstance(wanted, dict):
            got = {field: got[field] for field in wanted}
        if got != wanted:
            sys.exit(f"{name} found another {key}: {wanted}, cco {got}")


def measure(file, rivals):
    """Runs them in turn, so that a busy moment is nobody's alone; prints a line each."""
    commands = {"cco": [cco, "segment", file, "--format", "json"]}
    commands |= {name: [sys.executable, f"{here}/segment_{name}.py", file] for name in rivals}
    tried = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            tried[name].append(once(command, f"{name}.json"))
    print(f"\n{file}, {rows} customers, {os.path.getsize(file) / 1e6:.0f} MB, fastest of {runs}")
    print(f"{'':<10}{'seconds':>10}{'CPU s':>8}{'peak MiB':>10}")
    for name, found in tried.items():
        peak = max(peak for _, _, peak in found)
        print(f"{name:<10}{min(run[0] for run in found):>10.2f}{min(run[1] for run in found):>8.2f}{peak:>10.0f}", flush=True)
        if name != "cco":
            check_same(name)


measure("customers.csv", ["polars", "plain"])
measure("customers.parquet", ["polars"])
print("\nall found the same")
PYTHON
