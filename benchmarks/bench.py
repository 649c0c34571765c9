"""Speed and memory on made-up districts of several sizes, as ratios within one run.

    python -m benchmarks.bench --scales 0.1 1 5
    python -m benchmarks.bench --scales 1 --made 1=/data/district   # a district there is

1 x is 1.9 million residents with 20 million settlements a year, twelve months. For each size:

- floor: the same files read once into typed tables and written once as Parquet (``floor.py``);
- sum, checks: two pandas scripts of an analyst (``pandas_sum.py``, ``pandas_checks.py``);
- cold: ``sanse run`` over the twelve months in an empty home;
- again: the same command once more, with nothing new;
- packages: what Great Expectations and Prefect take of a run (``package_costs.py``);
- spark: the same SQL on Spark (``sanse screen --engine spark``), where that is installed, and
  whether every file of its release and every table is what DuckDB made (``same_release.py``);
- increment: ``sanse run`` for the month after, when only that month's files are new.

Each part's figures are stored as soon as it ends (``benchmarks/results/scale-*.json``); a part
that fails, or for which something is missing, is told there, and the others go on. With
``--keep`` the homes stay, and a later call without the part `cold` uses them:

    python -m benchmarks.bench --scales 0.1 --parts cold --keep
    python -m benchmarks.bench --scales 0.1 --parts spark --keep

``python -m benchmarks.report`` then writes the table and the charts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.measured import Cost, measure
from benchmarks.same_release import compare_releases, compare_warehouses
from pipelines.deliveries import delivery_month
from pipelines.months import Month, parse_month

RESIDENTS = 1_900_000
MONTHS = 12
RESULTS = Path(__file__).parent / "results"
# What is free beside the inbox, for one home and the floor's tables, in sizes of the inbox.
DISK_FOR_HOME, DISK_FOR_DISTRICT_GB = 1.8, 5.0
MOST_FOR_PACKAGES = 1
STARTS = 7
IMPORTS = ("prefect", "great_expectations", "pipelines.cli")


class Missing(Exception):
    """What a part needs is not there: it is told, and nothing has gone wrong."""


class Results:
    """The figures of one scale, written to their file whenever one is added."""

    def __init__(self, path: Path, facts: dict[str, Any]) -> None:
        self.path = path
        old = json.loads(path.read_text("utf-8")) if path.exists() else {}
        # Figures of another machine, month or size stand beside no new ones.
        self.told = {**old, **facts} if facts.items() <= old.items() else {**facts, "parts": {}}

    def add(self, name: str, told: dict[str, Any]) -> None:
        """Add a part's figures, or why there are none."""
        self.told["parts"][name] = told
        self.write()

    def write(self) -> None:
        """Write all that is known so far."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.told, indent=2, ensure_ascii=False, sort_keys=True)
        self.path.write_text(text + "\n", "utf-8")


def machine() -> dict[str, Any]:
    """What figures depend on, and nothing by which a machine is known."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory / (1 << 30)),
        "system": platform.system(),
        "python": platform.python_version(),
    }


class Bench:
    """One scale: its folders, its commands and its results."""

    def __init__(self, options: argparse.Namespace, scale: float) -> None:
        self.options = options
        self.scale = scale
        self.month: Month = options.month
        self.root: Path = options.root / f"{scale:g}"
        self.root.mkdir(parents=True, exist_ok=True)
        self.made: Path = dict(options.made).get(scale, self.root)
        self.inbox, self.home = self.root / "inbox", self.root / "home"
        facts = {
            "scale": scale,
            "residents": round(scale * RESIDENTS),
            "months": MONTHS,
            "month": str(self.month),
            "kinds": "core",
            "machine": machine(),
        }
        self.results = Results(options.results / f"scale-{scale:g}.json", facts)

    def run(self) -> bool:
        """Measure what is asked for, one part after the other; whether none failed."""
        if not self.part("district", self.district):
            return False
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "floor": self.floor,
            "sum": lambda: self.pandas("sum"),
            "checks": lambda: self.pandas("checks", str(self.month)),
            "cold": self.cold,
            "again": self.again,
            "packages": self.packages,
            "spark": self.spark,
            "increment": self.increment,
        }
        done = [self.part(name, part) for name, part in parts.items() if self.is_wanted(name)]
        done += [self.compare(), self.is_same_on_spark()]
        if not self.options.keep:
            shutil.rmtree(self.home, ignore_errors=True)
            shutil.rmtree(self.inbox, ignore_errors=True)
        return all(done)

    def is_wanted(self, name: str) -> bool:
        """Whether the part is asked for at this scale."""
        if name in {"sum", "checks"} and self.scale not in self.options.pandas_scales:
            self.results.add(name, {"missing": "not asked for at this scale (--pandas-scales)"})
            return False
        return name in self.options.parts

    def part(self, name: str, part: Callable[[], dict[str, Any]]) -> bool:
        """Do one part and store its figures, or why there are none; whether it did not fail."""
        try:
            told = part()
        except Missing as why:
            told = {"missing": str(why)}
        except Exception as why:
            # Whatever went wrong with one part, the others are still worth having.
            told = {"failed": f"{type(why).__name__}: {why}"}
        self.results.add(name, told)
        shown = {key: value for key, value in told.items() if not isinstance(value, list | dict)}
        print(f"{self.scale:g} x {name:<10} {shown}", flush=True)
        return "failed" not in told

    def measured(self, name: str, command: Sequence[str]) -> dict[str, Any]:
        """Run a command and return what it took."""
        cost: Cost = measure(command, self.root / f"{name}.log", self.options.limit_hours * 3600)
        return asdict(cost)

    def district(self) -> dict[str, Any]:
        """Make the district where there is none, and lay the twelve months' files out."""
        told: dict[str, Any] = {}
        made = self.made / "district"
        if not (made / "inbox").is_dir():
            self.need(DISK_FOR_DISTRICT_GB * self.scale * 1e9)
            shutil.rmtree(made, ignore_errors=True)
            told = self.measured("district", self.make(made))
        shutil.rmtree(self.inbox, ignore_errors=True)
        if self.is_wanted("cold"):
            shutil.rmtree(self.home, ignore_errors=True)
        size = self.lay_out(lambda month: month <= self.month)
        return {**told, "input_bytes": size[0], "input_files": size[1]}

    def make(self, out: Path) -> list[str]:
        """The command that makes a district whose last month is the one after."""
        return sanse(
            *("district", "--residents", str(round(self.scale * RESIDENTS)), "--out", str(out)),
            *("--months", str(MONTHS + 1), "--last-month", str(self.month.next())),
            *("--seed", "7", "--kinds", "core"),
        )

    def lay_out(self, is_wanted: Callable[[Month], bool]) -> tuple[int, int]:
        """Link the files of some months into the inbox; the district itself stays as it is."""
        size = count = 0
        for source in (self.made / "district" / "inbox", self.made / "held-back"):
            for path in sorted(p for p in source.rglob("*") if p.is_file()):
                relative = path.relative_to(source)
                month = delivery_month(relative.as_posix())
                if month is not None and is_wanted(month):
                    put(path, self.inbox / relative)
                    size, count = size + path.stat().st_size, count + 1
        return size, count

    def need(self, size: float) -> None:
        """Raise Missing where the disk has not so many bytes."""
        free = shutil.disk_usage(self.root).free
        if free < size:
            raise Missing(f"disk: {size / 1e9:.0f} GB are needed, {free / 1e9:.0f} GB are free")

    def need_for_home(self) -> None:
        """Raise Missing where a home of this inbox finds no place."""
        size = self.results.told["parts"]["district"].get("input_bytes", 0)
        self.need(DISK_FOR_HOME * size)

    def floor(self) -> dict[str, Any]:
        """Read and write the files once."""
        self.need_for_home()
        out = self.root / "floor"
        shutil.rmtree(out, ignore_errors=True)
        try:
            return self.measured("floor", module("floor", str(self.inbox), str(out)))
        finally:
            shutil.rmtree(out, ignore_errors=True)

    def pandas(self, name: str, *more: str) -> dict[str, Any]:
        """One of the analyst's scripts, with what it counted."""
        if importlib.util.find_spec("pandas") is None:
            raise Missing("pandas is not installed: pip install -c constraints.txt pandas")
        out = self.root / name
        shutil.rmtree(out, ignore_errors=True)
        try:
            told = self.measured(name, module(f"pandas_{name}", str(self.inbox), str(out), *more))
            lines = (self.root / f"{name}.log").read_text("utf-8").splitlines()
            return {**told, **json.loads(lines[-1])}
        finally:
            shutil.rmtree(out, ignore_errors=True)

    def cold(self) -> dict[str, Any]:
        """A year in an empty home."""
        self.need_for_home()
        shutil.rmtree(self.home, ignore_errors=True)
        # A release that stood while files had just come is looked at again: let them settle.
        time.sleep(3)
        told = self.measured("cold", self.screening(self.month))
        manifest = json.loads((self.release(self.month) / "manifest.json").read_text("utf-8"))
        return {**told, "stages": self.stages(self.month), "counts": counts_of(manifest["files"])}

    def again(self) -> dict[str, Any]:
        """The same once more: the release stands, unless something did change meanwhile."""
        self.need_release()
        begun = self.begun()
        told = self.measured("again", self.screening(self.month))
        return {**told, "stood": self.begun() == begun}

    def begun(self) -> str:
        """When the run that made the release began."""
        record = json.loads((self.release(self.month) / "run.json").read_text("utf-8"))
        return str(record["started_at"])

    def packages(self) -> dict[str, Any]:
        """What Great Expectations and Prefect take of it, in CPU seconds."""
        if self.scale > MOST_FOR_PACKAGES:
            raise Missing(f"only measured up to {MOST_FOR_PACKAGES} x")
        self.need_release()
        self.need_for_home()
        where = ("--home", str(self.home), "--month", str(self.month))
        told = self.measured("packages", module("package_costs", *where))
        said = (self.root / "packages.log").read_text("utf-8")
        return {**told, "cpu": json.loads(said[said.rindex("{") :])}

    def increment(self) -> dict[str, Any]:
        """The month after."""
        self.need_release()
        later = self.month.next()
        size = self.lay_out(lambda month: month == later)
        time.sleep(3)
        told = self.measured("increment", self.screening(later))
        return {**told, "stages": self.stages(later), "input_bytes": size[0]}

    def spark(self) -> dict[str, Any]:
        """The layers on Spark, from what the cold run staged."""
        if self.scale not in self.options.spark_scales:
            raise Missing("not asked for at this scale (--spark-scales)")
        self.need_release()
        python = self.options.spark_python
        if not python.exists() or not has_spark(python):
            raise Missing("Spark is not installed: make parity ENGINE=pyspark")
        command = (
            *(str(python), "-c", "from pipelines.cli import main; main()"),
            *("screen", "--month", str(self.month)),
            *("--home", str(self.home), "--engine", "spark", "--spark", self.options.spark),
        )
        kept = self.set_aside()
        try:
            told = self.measured("spark", command)
            return {**told, "stages": self.stages(self.month), **self.told_same(kept)}
        finally:
            self.put_back(kept)

    def set_aside(self) -> Path:
        """Keep the release and the tables of the cold run; those of Spark take their place."""
        kept = self.root / "duckdb"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.release(self.month), kept / "release")
        # Not copied: a screening begins with an empty warehouse.
        self.warehouse().rename(kept / "warehouse.duckdb")
        return kept

    def put_back(self, kept: Path) -> None:
        """Have the home as the cold run left it: what Spark wrote is many times as large."""
        shutil.rmtree(self.warehouse().with_suffix(".spark"), ignore_errors=True)
        (kept / "warehouse.duckdb").replace(self.warehouse())
        shutil.rmtree(self.release(self.month))
        (kept / "release").rename(self.release(self.month))

    def warehouse(self) -> Path:
        """Where the month's tables stand."""
        found: Path = self.home / "warehouse" / f"{self.month}.duckdb"
        return found

    def told_same(self, kept: Path) -> dict[str, Any]:
        """Whether Spark's release and tables are those of the cold run, and what differs."""
        files = compare_releases(kept / "release", self.release(self.month))
        tables = compare_warehouses(kept / "warehouse.duckdb", self.warehouse())
        return {
            "same_release": not files.differ,
            "same_tables": not tables.differ,
            "files_compared": files.count,
            "tables_compared": tables.count,
            "differ": [*files.differ, *tables.differ],
        }

    def is_same_on_spark(self) -> bool:
        """Whether nothing differs there, as far as it ran."""
        told = self.results.told["parts"].get("spark", {})
        return not told.get("differ")

    def need_release(self) -> None:
        """Raise Missing where the cold run has left none."""
        if not self.release(self.month).is_dir():
            raise Missing("no release of the cold run")

    def screening(self, month: Month) -> list[str]:
        """The command line of one month's run."""
        where = ("--inbox", str(self.inbox), "--home", str(self.home))
        return sanse("run", "--month", str(month), *where)

    def release(self, month: Month) -> Path:
        """Where a month's release lies."""
        found: Path = self.home / "releases" / str(month)
        return found

    def stages(self, month: Month) -> list[dict[str, Any]]:
        """What the stages of the run of a month took, as it says itself."""
        record = json.loads((self.release(month) / "run.json").read_text("utf-8"))
        return [
            {key: value for key, value in stage.items() if key != "began_at"}
            for stage in record.get("stages", [])
        ]

    def compare(self) -> bool:
        """Whether the analyst's script counts what the screening counts, where both ran."""
        parts = self.results.told["parts"]
        ours, theirs = (parts.get(name, {}).get("counts") for name in ("cold", "checks"))
        if ours is None or theirs is None:
            return True
        differing = sorted(name for name in ours if ours[name] != theirs.get(name))
        self.results.told["counts_differ"] = differing
        self.results.write()
        for name in differing:
            print(f"{name}: {ours[name]} here, {theirs.get(name)} in pandas", file=sys.stderr)
        return not differing


def put(path: Path, target: Path) -> None:
    """Lay a file there without copying its bytes, where the disk allows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)


def counts_of(files: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Rows by source, as the manifest's files tell them."""
    counts: dict[str, dict[str, int]] = {}
    for told in files:
        if told["source"]:
            one = counts.setdefault(
                told["source"], dict.fromkeys(("received", "rejected", "repeated", "accepted"), 0)
            )
            for name in one:
                one[name] += told[name]
    return counts


def sanse(*arguments: str) -> list[str]:
    """The command line of ``sanse`` in this environment."""
    return [str(Path(sys.executable).parent / "sanse"), *arguments]


def module(name: str, *arguments: str) -> list[str]:
    """The command line of one of the benchmarks."""
    return [sys.executable, "-m", f"benchmarks.{name}", *arguments]


def has_spark(python: Path) -> bool:
    """Whether this Python finds Spark."""
    asked = subprocess.run([python, "-c", "import pyspark"], check=False, capture_output=True)
    return asked.returncode == 0


def start_up(results: Path) -> bool:
    """How long it takes until `sanse --help` has spoken, and heavy packages are imported."""
    facts = {"machine": machine()}
    stored = Results(results / "start.json", facts)
    commands = {"help": sanse("--help")}
    commands |= {f"import {name}": [sys.executable, "-c", f"import {name}"] for name in IMPORTS}
    commands |= {"python": [sys.executable, "-c", ""]}
    for name, command in commands.items():
        took = []
        for _ in range(STARTS):
            began = time.monotonic()
            subprocess.run(command, check=True, capture_output=True)
            took.append(time.monotonic() - began)
        told = {"wall_seconds": round(statistics.median(took), 3), "least": round(min(took), 3)}
        stored.add(name, told)
        print(f"{name:<26} {told}", flush=True)
    return True


PARTS = ("start", "floor", "sum", "checks", "cold", "again", "packages", "spark", "increment")


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scales", type=float, nargs="*", default=[0.1, 1, 5])
    parser.add_argument("--pandas-scales", type=float, nargs="*", default=[0.01, 0.1, 1])
    parser.add_argument("--spark-scales", type=float, nargs="*", default=[0.01, 0.1, 1])
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--month", type=parse_month, default=parse_month("2026-10"))
    parser.add_argument("--root", type=Path, default=Path("build/bench"))
    parser.add_argument("--results", type=Path, default=RESULTS)
    there = "where a district of a scale lies already (it is not changed)"
    parser.add_argument(
        "--made", type=_made, nargs="*", default=[], metavar="SCALE=FOLDER", help=there
    )
    parser.add_argument("--keep", action="store_true", help="leave the homes there")
    parser.add_argument("--limit-hours", type=float, default=3.0, help="for each part")
    parser.add_argument("--spark", default="local[*]")
    parser.add_argument("--spark-python", type=Path, default=Path(".venv-pyspark/bin/python"))
    return parser.parse_args(arguments)


def _made(text: str) -> tuple[float, Path]:
    scale, _, folder = text.partition("=")
    return float(scale), Path(folder)


def main() -> None:
    """Measure every scale, smallest first; end with 1 where a part failed."""
    options = read_options()
    done = [start_up(options.results)] if "start" in options.parts else []
    done += [Bench(options, scale).run() for scale in sorted(options.scales)]
    sys.exit(0 if all(done) else 1)


if __name__ == "__main__":
    main()
