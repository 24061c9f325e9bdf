"""How fast the server answers on standard input and output, beside a Python FastMCP server with one tool.

    python3 tests/bench/stdio.py target/release/cco [--tool NAME] [--peer fastmcp|none]

Prints, from one run: process start to the answer of `initialize` and of `server/discover` (median of 50, alternating
with the peer), 2,000 calls of eight cohorts one after the other (median and 99th percentile, over a pipe and over a
socket as Node's clients open them), and resident memory. Standard library only; the peer is installed with pip into
an environment in a temporary folder. Exits 1 if a bar of the product is missed.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

STARTS = 50
PEER_STARTS = 10
CALLS = 2000
BARS = {"start_ms": 5.0, "call_median_ms": 0.5, "call_p99_ms": 3.0, "idle_mib": 12.0, "peer_ratio": 20.0}

PEER = '''
from fastmcp import FastMCP
mcp = FastMCP("peer")

@mcp.tool
def gross_retention(starting_arr: float, churned_arr: float, contraction_arr: float) -> float:
    """Gross revenue retention."""
    return (starting_arr - churned_arr - contraction_arr) / starting_arr

mcp.run(show_banner=False)
'''

MODERN = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
}
INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "bench", "version": "1"},
}


def cohorts(count=8):
    """Cohorts of a growing firm whose newest customers leave soonest."""
    rows = []
    for index in range(count):
        start = 1_900_000 - 120_000 * index
        customers = 60 + 3 * index
        churned = 4 + 2 * index
        rows.append({
            "name": f"{2021 + index // 2}-H{1 + index % 2}",
            "starting_arr": start,
            "starting_customer_count": customers,
            "churned_arr": start * (6 + index) // 100,
            "churned_customer_count": churned,
            "contraction_arr": start * 4 // 100,
            "expansion_arr": start * (27 - 2 * index) // 100,
            "churn_reasons": {"no_value_realized": churned - 3, "product_fit": 1, "pricing": 1, "unknown": 1},
            "age_months": 12 + 6 * (count - index),
        })
    return {"stage": "growth", "as_of": "2026-09-30", "cohorts": rows}


class Child:
    """A server as a child process, spoken to in raw lines."""

    def __init__(self, command, over_socket=False):
        quiet = subprocess.DEVNULL
        if over_socket:
            ours, theirs = socket.socketpair()
            self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=quiet)
            theirs.close()
            self.input, self.output = ours.makefile("wb", 0), ours.makefile("rb")
            ours.close()
        else:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, bufsize=0
            )
            self.input, self.output = self.process.stdin, self.process.stdout.fileno()
            self.output = os.fdopen(os.dup(self.output), "rb")
        self.last_id = 0

    def send(self, message):
        self.input.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def ask(self, method, params):
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, "params": params})
        while True:
            line = self.output.readline()
            if not line:
                raise SystemExit(f"the server ended on {method}")
            answer = json.loads(line)
            if answer.get("id") == self.last_id:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]

    def exchange(self, line):
        """A line there and a line back, without what it costs this side to write and read JSON."""
        self.input.write(line)
        return self.output.readline()

    def begin(self):
        self.ask("initialize", INITIALIZE)
        self.send({"method": "notifications/initialized"})
        return self

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def end(self):
        self.input.close()
        self.output.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def milliseconds(work):
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def start_ms(command, method):
    child = []

    def answered():
        child.append(Child(command))
        child[0].ask(method, INITIALIZE if method == "initialize" else {"_meta": MODERN})

    took = milliseconds(answered)
    child[0].end()
    return took


def call_ms(command, tool, arguments, count, over_socket=False):
    child = Child(command, over_socket).begin()
    idle = child.resident_mib()
    params = {"name": tool, "arguments": arguments}
    if child.ask("tools/call", params).get("isError"):
        raise SystemExit(f"{tool} refused the arguments")
    call = {"jsonrpc": "2.0", "id": "call", "method": "tools/call", "params": params}
    line = json.dumps(call).encode() + b"\n"
    took = sorted(milliseconds(lambda: child.exchange(line)) for _ in range(count))
    busy = child.resident_mib()
    child.end()
    return statistics.median(took), took[int(len(took) * 0.99)], idle, busy


def peer_command(folder):
    """A FastMCP server in an environment of its own."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = os.path.join(folder, "bin", "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "fastmcp"], check=True)
    script = os.path.join(folder, "peer.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(PEER)
    return [python, script]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--tool", default="retention_decompose")
    parser.add_argument("--peer", choices=["fastmcp", "none"], default="fastmcp")
    options = parser.parse_args()
    command = [os.path.abspath(options.binary), "serve"]
    arguments = cohorts()
    if options.tool != "retention_decompose":
        child = Child(command).begin()
        sample = child.ask("resources/read", {"uri": f"cco://sample/{options.tool}"})
        arguments = json.loads(sample["contents"][0]["text"])
        child.end()

    folder = tempfile.mkdtemp(prefix="cco-bench-")
    try:
        peer = peer_command(folder) if options.peer == "fastmcp" else None
        starts = {"initialize": [], "server/discover": []}
        peer_starts = []
        for index in range(STARTS):
            for method, took in starts.items():
                took.append(start_ms(command, method))
            if peer and index < PEER_STARTS:
                peer_starts.append(start_ms(peer, "initialize"))
        median, p99, idle, busy = call_ms(command, options.tool, arguments, CALLS)
        socket_median, socket_p99, _, _ = call_ms(command, options.tool, arguments, CALLS, over_socket=True)

        print(f"{'':38}{'cco':>12}{'fastmcp':>12}   bar")
        found = {"call_median_ms": median, "call_p99_ms": p99, "idle_mib": idle, "start_ms": 0.0}
        peer_start = statistics.median(peer_starts) if peer_starts else None
        for method, took in starts.items():
            middle = statistics.median(took)
            found["start_ms"] = max(found["start_ms"], middle)
            beside = f"{peer_start:12.2f}" if peer_start and method == "initialize" else f"{'':12}"
            print(f"{'start to ' + method + ', ms':38}{middle:12.2f}{beside}   {BARS['start_ms']}")
        rows = [
            (f"{options.tool}, median ms", median, BARS["call_median_ms"]),
            ("  99th percentile, ms", p99, BARS["call_p99_ms"]),
            ("  over a socket, median ms", socket_median, BARS["call_median_ms"]),
            ("  over a socket, 99th percentile, ms", socket_p99, BARS["call_p99_ms"]),
        ]
        beside = [None] * 4
        peer_idle = peer_busy = None
        if peer:
            one = {"starting_arr": 100.0, "churned_arr": 10.0, "contraction_arr": 5.0}
            beside[0], beside[1], peer_idle, peer_busy = call_ms(peer, "gross_retention", one, CALLS // 10)
        rows += [("resident idle, MiB", idle, BARS["idle_mib"]), ("resident after the calls, MiB", busy, "")]
        beside += [peer_idle, peer_busy]
        for (name, value, bar), other in zip(rows, beside):
            print(f"{name:38}{value:12.3f}{f'{other:12.3f}' if other else '':12}   {bar}")
        missed = [name for name, value in found.items() if value > BARS[name]]
        if peer_start:
            ratio = peer_start / statistics.median(starts["initialize"])
            print(f"{'start, times faster than the peer':38}{ratio:12.0f}{'':12}   {BARS['peer_ratio']:.0f}")
            missed += ["peer_ratio"] if ratio < BARS["peer_ratio"] else []
        if missed:
            raise SystemExit(f"missed: {', '.join(missed)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
