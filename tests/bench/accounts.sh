#!/bin/sh
# Times the tools over accounts on a large account file against the least that plain Python does with it.
#
# Usage: tests/bench/accounts.sh CCO [ROWS] [RUNS]
#   CCO   path of the release binary
#   ROWS  accounts in the file, default 100000
#   RUNS  runs of each, default 3; the fastest counts
set -eu

cco=$(realpath "$1")
rows=${2:-100000}
runs=${3:-3}
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 "$here/make_accounts.py" "$rows" "$work/accounts.csv"
cd "$work"
python3 - "$cco" "$here/accounts_plain.py" "$rows" "$runs" <<'PYTHON'
import os, subprocess, sys, time

cco, plain, rows, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


def once(command):
    """Seconds and peak MiB of one run."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command}: {told.decode()}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def best(command):
    tried = [once(command) for _ in range(runs)]
    return min(seconds for seconds, _ in tried), max(peak for _, peak in tried)


tools = ["health", "interventions", "expansion", "segment", "ttv"]
lines = [(f"cco {tool}", [cco, tool, "accounts.csv", "--as-of", "2026-09-30", "--format", "json"]) for tool in tools]
lines.append(("plain Python", [sys.executable, plain, "accounts.csv"]))
size = os.path.getsize("accounts.csv") / 1e6
print(f"{rows} accounts, {size:.1f} MB")
print(f"{'':<20}{'seconds':>10}{'peak MiB':>10}")
for name, command in lines:
    seconds, peak = best(command)
    print(f"{name:<20}{seconds:>10.2f}{peak:>10.0f}")
PYTHON
