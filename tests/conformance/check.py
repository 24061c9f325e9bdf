#!/usr/bin/env python3
"""Holds the two definitions of the ledger's sums together: `cco ledger aggregate`, and the SQL text on engines.

Usage: check.py CCO WORK ENGINE...
  CCO     path of the program
  WORK    an empty folder for ledgers and results
  ENGINE  duckdb (needs the Python package, and the program duckdb on the path), postgres (needs psql and a server that
          the PG* variables of the environment name), or spark (needs the program spark-sql on the path; the words in
          SPARK_WORDS are added to it)

All rows must be the same whole numbers and texts. What `cco retention` makes of a ledger and of its sums must be the
same as well, and `cco ledger run` must come to it by itself. Ends with 1 when anything differs.
"""

import collections
import csv
import dataclasses
import io
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import make_ledgers  # noqa: E402

# Fields of a result that may differ between rows and sums, because sums do not hold single customers.
ROWS_ALONE = {"rows", "not_assessed", "bootstrap_low", "bootstrap_high", "bootstrap_resamples", "bootstrap_seed"}


@dataclasses.dataclass(frozen=True)
class Terms:
    """What is asked of a ledger. as_of is counted in months before the last month of the ledger."""

    cadence: str
    cohort_by: str
    window_months: int
    before_last: int = None

    def as_of(self, ledger):
        return None if self.before_last is None else make_ledgers.month_text(ledger.last - self.before_last)

    def words(self, ledger):
        words = ["--cadence", self.cadence, "--cohort-by", self.cohort_by, "--window-months", str(self.window_months)]
        as_of = self.as_of(ledger)
        return words + (["--as-of", as_of] if as_of else [])

    def __str__(self):
        as_of = "" if self.before_last is None else f", {self.before_last} months before the last"
        return f"{self.cadence} by {self.cohort_by} over {self.window_months}{as_of}"


TERMS = [
    Terms("mrr", "quarter", 12),
    Terms("arr", "month", 1),
    Terms("mrr", "year", 6),
    Terms("arr", "quarter", 12, 5),
    Terms("mrr", "month", 6, 13),
    # After the last month nobody pays.
    Terms("arr", "year", 12, -2),
]
# What stands in returned.csv, which references/warehouse.md reads.
RETURNED = ("mixed", TERMS[0])
# What a ledger may not hold: rows beside thirteen months of a sound customer, and a word of the refusal.
FLAWS = {
    "no_customer": (["NULL", "'2024-03-01'", "10", "'USD'"], "customer"),
    "no_month": (["'A'", "NULL", "10", "'USD'"], "month"),
    "no_amount": (["'A'", "'2024-03-01'", "NULL", "'USD'"], "amount"),
    "negative": (["'A'", "'2024-03-01'", "-10", "'USD'"], "below zero"),
    "inexact": (["'A'", "'2024-03-01'", "10.001", "'USD'"], "decimals"),
    "currencies": (["'A'", "'2024-03-01'", "10", "'EUR'"], "currencies"),
    "no_rows": (None, "without rows"),
}
# Spark takes its time.
SPARK_LEDGERS = ["mixed", "large"]
SPARK_TERMS = [TERMS[0], TERMS[4]]


def run(words, **more):
    """What a command prints; whoever calls it must not fail."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, **more)
    if done.returncode:
        sys.exit(f"{shlex.join(map(str, words))} ended with {done.returncode}:\n{done.stderr.decode()[-3000:]}")
    return done.stdout.decode()


def rows_of_csv(text):
    """The header and the rows, sorted."""
    read = [tuple(row) for row in csv.reader(io.StringIO(text))]
    return read[0], sorted(read[1:])


class Program:
    """The program that is checked."""

    def __init__(self, cco, work):
        self.cco = cco
        self.work = work

    def aggregate(self, file, ledger, terms, *words):
        return run([self.cco, "ledger", "aggregate", file, *terms.words(ledger), *words], cwd=self.work)

    def sql(self, dialect, ledger, terms, table):
        return run([self.cco, "ledger", "sql", "--dialect", dialect, *place_words(ledger, table), *terms.words(ledger)])

    def run(self, engine, ledger, terms, table, out, engine_words=()):
        words = [self.cco, "ledger", "run", "--engine", engine, *place_words(ledger, table), *terms.words(ledger)]
        words += ["--format", "json", "--out", out, "--force"]
        return json.loads(run([*words, "--", *engine_words], cwd=self.work))

    def retention(self, file, kind, ledger, terms, detail="full"):
        """The result of rows or sums, or what it was refused for."""
        words = [self.cco, "retention", file, "--set", f"rows={kind}", "--detail", detail, "--format", "json"]
        if kind == "ledger":
            words += ["--set", f"cadence={terms.cadence}", "--set", f"cohort_by={terms.cohort_by}"]
            words += ["--set", f"window_months={terms.window_months}"]
        as_of = terms.as_of(ledger)
        words += ["--as-of", f"{as_of}-01"] if as_of and detail == "full" else []
        done = subprocess.run(words, cwd=self.work, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode == 0:
            return json.loads(done.stdout.decode())
        if done.returncode == 1:
            return {"refused": done.stderr.decode().replace(file, "FILE").splitlines()}
        return sys.exit(f"{shlex.join(words)} ended with {done.returncode}:\n{done.stderr.decode()}")


def place_words(ledger, table):
    words = ["--table", table]
    words += ["--period-is-text"] if ledger.period == "month" else []
    words += ["--segment", "segment"] if ledger.has_segment else []
    return words + (["--currency", "currency"] if ledger.has_currency else [])


def column_types(ledger):
    period = {"day": "DATE", "moment": "TIMESTAMP", "month": "VARCHAR(7)"}[ledger.period]
    types = {"customer": "VARCHAR(300)", "period": period, "amount": "DECIMAL(18, 2)"}
    return {name: types.get(name, "VARCHAR(100)") for name in ledger.header()}


# A segment that is not known may stand as an empty text as well.
BLANKS = "UPDATE ledger_{ledger} SET segment = '' WHERE segment IS NULL AND amount > 300"


class DuckDb:
    dialect = "duckdb"

    def __init__(self, work):
        import duckdb

        self.database = duckdb.connect()
        self.work = work
        # For the engine's own command line, which reads the table from a file.
        self.words = ()

    def load(self, ledger):
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in column_types(ledger).items())
        read = f"read_csv('{self.work / ledger.file}', header = true, columns = {{{types}}})"
        self.execute(f"CREATE TABLE ledger_{ledger.name} AS SELECT * FROM {read}")
        self.execute(BLANKS.format(ledger=ledger.name)) if ledger.has_segment else None
        for codec, rows in (("snappy", 100_000), ("zstd", 2_048)):
            out = self.work / f"{ledger.name}.{codec}.parquet"
            options = f"FORMAT parquet, COMPRESSION {codec}, ROW_GROUP_SIZE {rows}"
            self.execute(f"COPY ledger_{ledger.name} TO '{out}' ({options})")
        return f"ledger_{ledger.name}"

    def execute(self, text):
        return self.database.execute(text)

    def rows(self, sql):
        found = self.execute(sql)
        header = tuple(column[0] for column in found.description)
        return header, sorted(tuple(map(str, row)) for row in found.fetchall())

    def run_table(self, ledger):
        return f"'{ledger.name}.snappy.parquet'"


class Postgres:
    dialect = "postgres"

    def __init__(self, work):
        self.work = work
        self.words = ()

    def execute(self, text):
        return run(["psql", "--no-psqlrc", "--quiet", "--csv", "--set", "ON_ERROR_STOP=1", "--command", text])

    def load(self, ledger):
        table = f"ledger_{ledger.name}"
        columns = ", ".join(f"{name} {kind}" for name, kind in column_types(ledger).items())
        self.execute(f"CREATE TABLE {table} ({columns})")
        self.execute(f"\\copy {table} FROM '{self.work / ledger.file}' (FORMAT csv, HEADER)")
        self.execute(BLANKS.format(ledger=ledger.name)) if ledger.has_segment else None
        return table

    def rows(self, sql):
        return rows_of_csv(self.execute(sql))

    def run_table(self, ledger):
        return f"public.ledger_{ledger.name}"


class Spark:
    dialect = "spark"

    def __init__(self, work):
        self.work = work
        self.settings = shlex.split(os.environ.get("SPARK_WORDS", ""))
        # Views belong to a session: each gets them from this script.
        self.views = work / "views.sql"
        self.views.write_text("")
        self.names = []
        self.words = self.settings

    def load(self, ledger):
        kinds = {"VARCHAR(300)": "STRING", "VARCHAR(100)": "STRING", "VARCHAR(7)": "STRING"}
        columns = ", ".join(f"{name} {kinds.get(kind, kind)}" for name, kind in column_types(ledger).items())
        # Quotes inside a cell are doubled, as everywhere but in Spark.
        options = f"path '{self.work / ledger.file}', header 'true', escape '\"', quote '\"'"
        view = f"CREATE TEMPORARY VIEW ledger_{ledger.name} ({columns}) USING csv OPTIONS ({options});\n"
        self.views.write_text(self.views.read_text() + view)
        self.names.append(ledger.name)
        return f"ledger_{ledger.name}"

    def all_rows(self, texts):
        """The rows of several texts in one session, each of which begins with its header; and files of the views."""
        script = self.work / "all.sql"
        written = "".join(
            f"INSERT OVERWRITE DIRECTORY '{self.parquet(name)}' USING parquet SELECT * FROM ledger_{name};\n"
            for name in self.names
        )
        script.write_text("".join(f"{text.strip()};\n" for text in texts) + written)
        words = ["spark-sql", *self.settings, "-i", str(self.views), "--conf", "spark.sql.cli.print.header=true", "-S", "-f", str(script)]
        found = []
        for line in run(words, cwd=self.work).splitlines():
            cells = tuple(line.split("\t"))
            if cells[0] == "kind":
                found.append((cells, []))
            elif found and len(cells) > 1:
                found[-1][1].append(cells)
        return [(header, sorted(rows)) for header, rows in found]

    def parquet(self, name):
        return self.work / f"{name}.of.spark"

    def run_table(self, ledger):
        return f"parquet.`{self.parquet(ledger.name)}`"


class Findings:
    """What was compared, and what differed."""

    def __init__(self):
        self.equal = 0
        self.faults = []

    def same_rows(self, what, wanted, got):
        if wanted == got:
            self.equal += 1
            return
        self.faults.append(what)
        print(f"DIFFERS: {what}")
        if wanted[0] != got[0]:
            print(f"  header wanted {wanted[0]}\n  header got    {got[0]}")
        want, have = collections.Counter(wanted[1]), collections.Counter(got[1])
        for sign, rows in (("wanted", want - have), ("got   ", have - want)):
            for row in sorted(rows)[:5]:
                print(f"  {sign} {','.join(row)}")

    def same_result(self, what, wanted, got):
        faults = list(differences(wanted, got, ""))
        if not faults:
            self.equal += 1
            return
        self.faults.append(what)
        print(f"DIFFERS: {what}")
        for fault in faults[:5]:
            print(f"  {fault}")


def differences(wanted, got, at):
    """Where two results differ, but for what sums cannot hold."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in sorted(wanted.keys() | got.keys()):
            if key not in ROWS_ALONE:
                yield from differences(wanted.get(key), got.get(key), f"{at}.{key}")
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for index, (one, other) in enumerate(zip(wanted, got)):
            yield from differences(one, other, f"{at}[{index}]")
    elif wanted != got:
        yield f"{at}: wanted {json.dumps(wanted)[:300]}, got {json.dumps(got)[:300]}"


def embedded(program, ledger, terms):
    """The sums that the program computes itself; they stay in sums.csv."""
    text = program.aggregate(ledger.file, ledger, terms)
    (program.work / "sums.csv").write_text(text)
    return rows_of_csv(text)


def check_files(program, ledger, terms, wanted, findings):
    """Parquet of the same rows comes to the same sums."""
    for file in sorted(program.work.glob(f"{ledger.name}.*.parquet")):
        got = rows_of_csv(program.aggregate(file.name, ledger, terms))
        findings.same_rows(f"{file.name}: {terms}", wanted, got)


def check_engines(program, engines, findings):
    """Every ledger under all terms on engines that answer at once."""
    for ledger in make_ledgers.LEDGERS:
        count = make_ledgers.write(ledger, program.work)
        started = time.monotonic()
        tables = [(engine, engine.load(ledger)) for engine in engines]
        for number, terms in enumerate(TERMS):
            wanted = embedded(program, ledger, terms)
            for engine, table in tables:
                got = engine.rows(program.sql(engine.dialect, ledger, terms, table))
                findings.same_rows(f"{ledger.name} on {engine.dialect}: {terms}", wanted, got)
            of_rows = program.retention(ledger.file, "ledger", ledger, terms)
            of_sums = program.retention("sums.csv", "aggregate", ledger, terms)
            findings.same_result(f"{ledger.name}: retention of rows and of sums: {terms}", of_rows, of_sums)
            if number == 0:
                check_files(program, ledger, terms, wanted, findings)
            if (ledger.name, terms) == RETURNED:
                shown = pathlib.Path(__file__).with_name("returned.csv").read_text(encoding="utf-8")
                findings.same_rows("returned.csv", wanted, rows_of_csv(shown))
            if number == 0 and "refused" not in of_sums:
                for engine in engines:
                    check_run(program, engine, ledger, terms, wanted, findings)
        print(f"{ledger.name}: {count} rows, {time.monotonic() - started:.1f} s", flush=True)


def check_run(program, engine, ledger, terms, wanted, findings):
    """The engine's own command line, from the table to the result, which is what the sums come to."""
    of_sums = program.retention("sums.csv", "aggregate", ledger, terms, "summary")
    out = program.work / "returned.csv"
    result = program.run(engine.dialect, ledger, terms, engine.run_table(ledger), out, engine.words)
    what = f"{ledger.name}: ledger run on {engine.dialect}: {terms}"
    findings.same_rows(f"{what}, the rows", wanted, rows_of_csv(out.read_text()))
    findings.same_result(f"{what}, the result", of_sums, result)


def check_flaws(program, engines, findings):
    """What the program refuses row by row, the engines count alike, and the program refuses by the counts."""
    ledger = make_ledgers.Ledger("flaws", 1, (2024, 1), 13, currency=True, segment=False)
    sound = [["'A'", f"'{make_ledgers.month_text(ledger.first + month)}-01'", "10.5", "'USD'"] for month in range(13)]
    for name, (row, word) in FLAWS.items():
        rows = [] if row is None else [*sound, row]
        columns = ledger.header()
        with open(program.work / "flaws.csv", "w", encoding="utf-8") as file:
            file.writelines(",".join(cells).replace("NULL", "").replace("'", "") + "\n" for cells in [columns, *rows])
        of_rows = program.retention("flaws.csv", "ledger", ledger, TERMS[0])
        found = []
        for engine in engines:
            engine.execute(f"CREATE TABLE flaw_{name} (customer VARCHAR, period DATE, amount DECIMAL(18, 3), currency VARCHAR)")
            for cells in rows:
                engine.execute(f"INSERT INTO flaw_{name} VALUES ({', '.join(cells)})")
            found.append(engine.rows(program.sql(engine.dialect, ledger, TERMS[0], f"flaw_{name}")))
            findings.same_rows(f"{name} on {engine.dialect}", found[0], found[-1])
            with open(program.work / "sums.csv", "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([found[-1][0], *found[-1][1]])
            of_sums = program.retention("sums.csv", "aggregate", ledger, TERMS[0])
            told = " ".join(of_sums.get("refused", []))
            is_refused = "refused" in of_rows and word in told
            findings.same_result(f"{name} on {engine.dialect}: refused for {word}: {told}", True, is_refused)
    print(f"flaws: {len(FLAWS)} tables", flush=True)


def check_spark(program, spark, findings):
    """Fewer ledgers on an engine that takes its time; one session for all texts, then the way of the program."""
    ledgers = [ledger for ledger in make_ledgers.LEDGERS if ledger.name in SPARK_LEDGERS]
    cases = [(ledger, terms) for ledger in ledgers for terms in SPARK_TERMS]
    counts = {ledger.name: make_ledgers.write(ledger, program.work) for ledger in ledgers}
    tables = {ledger.name: spark.load(ledger) for ledger in ledgers}
    print("rows:", counts, flush=True)
    started = time.monotonic()
    found = spark.all_rows([program.sql("spark", ledger, terms, tables[ledger.name]) for ledger, terms in cases])
    print(f"{len(cases)} texts in one session: {time.monotonic() - started:.1f} s", flush=True)
    if len(found) != len(cases):
        sys.exit(f"spark returned {len(found)} results of {len(cases)}")
    for (ledger, terms), got in zip(cases, found):
        wanted = embedded(program, ledger, terms)
        findings.same_rows(f"{ledger.name} on spark: {terms}", wanted, got)
    ledger, terms = ledgers[0], SPARK_TERMS[0]
    wanted = embedded(program, ledger, terms)
    started = time.monotonic()
    check_run(program, spark, ledger, terms, wanted, findings)
    print(f"ledger run: {time.monotonic() - started:.1f} s", flush=True)


def main():
    cco, work, names = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    known = {"duckdb": DuckDb, "postgres": Postgres, "spark": Spark}
    program, findings = Program(cco, work), Findings()
    engines = [known[name](work) for name in names]
    for spark in (engine for engine in engines if isinstance(engine, Spark)):
        check_spark(program, spark, findings)
    quick = [engine for engine in engines if not isinstance(engine, Spark)]
    if quick:
        check_engines(program, quick, findings)
        check_flaws(program, quick, findings)
    print(f"{findings.equal} comparisons equal, {len(findings.faults)} differ")
    if findings.faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
