#!/bin/sh
# Times `cco segment` on a large table against the same work in plain Python, and compares what both found.
#
# Usage: tests/bench/segment.sh CCO [ROWS] [RUNS]
#   CCO   path of the release binary
#   ROWS  customers in the table, default 1000000
#   RUNS  runs of each, default 3; the fastest counts
set -eu

cco=$(realpath "$1")
rows=${2:-1000000}
runs=${3:-3}
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 "$here/make_customers.py" "$rows" "$work/customers.csv"

# Seconds and peak memory in KiB of a command, whose output goes to a file.
measure() {
    out=$1
    shift
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f '%e %M' -o "$work/usage" "$@" >"$out"
        cat "$work/usage"
    else
        python3 - "$out" "$@" <<'PYTHON'
import resource, subprocess, sys, time
start = time.perf_counter()
with open(sys.argv[1], "wb") as out:
    subprocess.run(sys.argv[2:], stdout=out, check=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.perf_counter() - start:.2f} {usage.ru_maxrss}")
PYTHON
    fi
}

# The fastest of several runs.
best() {
    run=0
    while [ "$run" -lt "$runs" ]; do
        measure "$@"
        run=$((run + 1))
    done | sort -n | head -n 1
}

cd "$work"
ours=$(best ours.json "$cco" segment customers.csv --format json)
plain=$(best plain.json python3 "$here/segment_plain.py" customers.csv)

python3 - "$rows" "$ours" "$plain" <<'PYTHON'
import json, sys
rows, ours, plain = sys.argv[1], sys.argv[2].split(), sys.argv[3].split()
print(f"{'':<14}{'rows':>10}{'seconds':>10}{'peak MiB':>10}")
for name, (seconds, kib) in (("cco segment", ours), ("plain Python", plain)):
    print(f"{name:<14}{rows:>10}{seconds:>10}{int(kib) / 1024:>10.0f}")
print(f"{float(plain[0]) / max(float(ours[0]), 0.01):.1f} times as fast")
one, other = json.load(open("ours.json")), json.load(open("plain.json"))
for key in other:
    wanted = other[key]
    got = one[key]
    if isinstance(wanted, list):
        got = [{name: row[name] for name in wanted[0]} for row in got]
    elif isinstance(wanted, dict):
        got = {name: got[name] for name in wanted}
    if got != wanted:
        sys.exit(f"{key} differs: {got} and {wanted}")
print("both found the same")
PYTHON
