"""Speed and memory on a made-up district, as ratios within one run (machines differ, ratios hold).

    python -m benchmarks.bench --residents 1900000 --months 12

1. makes the district (twelve months and the one after) under ``build/bench``;
2. floor: a bare typed read of the twelve months' files into DuckDB (``floor.py``);
3. cold: ``sanse run`` over the same twelve months in an empty home;
4. increment: ``sanse run`` for the month after, when only that month's files are new.

Wall seconds, CPU seconds and the peak memory of the whole process tree (sum of the resident
sets, sampled once a second) go to the terminal and to ``build/bench/result.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.deliveries import delivery_month
from pipelines.months import Month, parse_month

SAMPLE_SECONDS = 1.0  # reading the memory of a large process costs it time
GOALS = {"cold / floor": 4.0, "increment / cold": 0.2, "cold peak GB": 6.0}


@dataclass(frozen=True)
class Cost:
    """What one command took: seconds of wall clock and CPU, gigabytes at the peak."""

    wall_seconds: float
    cpu_seconds: float
    peak_gb: float


def tree_of(root: int) -> list[int]:
    """``root`` and all its living descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(pid := waiting.pop())
        waiting += children.get(pid, [])
    return found


def resident_gb(pids: Sequence[int]) -> float:
    """Proportional resident memory of the processes, shared pages counted once."""
    total = 0
    for pid in pids:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / (1 << 20)


def measure(command: Sequence[str], label: str, root: Path) -> Cost:
    """Run ``command`` to its end and say what it took; what it says goes to ``root``/label.log."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    with (
        (root / f"{label}.log").open("w") as said,
        subprocess.Popen(command, stdout=said, env=environment) as process,
    ):
        peak = [0.0]

        def watch() -> None:
            while process.poll() is None:
                peak[0] = max(peak[0], resident_gb(tree_of(process.pid)))
                time.sleep(SAMPLE_SECONDS)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        if process.wait() != 0:
            raise SystemExit(f"{label}: command ended with {process.returncode}")
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cost = Cost(round(time.monotonic() - start, 2), round(cpu, 2), round(peak[0], 3))
    print(
        f"{label:<10} {cost.wall_seconds:9.1f} s wall {cost.cpu_seconds:9.1f} s CPU"
        f" {cost.peak_gb:7.2f} GB peak",
        flush=True,
    )
    return cost


def hold_back(inbox: Path, month: Month, aside: Path) -> None:
    """Move the files delivered in ``month`` out of the inbox, keeping their relative paths."""
    for path in sorted(p for p in inbox.rglob("*") if p.is_file()):
        relative = path.relative_to(inbox)
        if delivery_month(relative.as_posix()) == month:
            (aside / relative).parent.mkdir(parents=True, exist_ok=True)
            path.rename(aside / relative)


def hand_over(aside: Path, inbox: Path) -> None:
    """Move the files held back into the inbox."""
    for path in sorted(p for p in aside.rglob("*") if p.is_file()):
        target = inbox / path.relative_to(aside)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)


def sanse(*arguments: str) -> list[str]:
    """The command line of ``sanse`` in this environment."""
    return [str(Path(sys.executable).parent / "sanse"), *arguments]


def run(month: Month, inbox: Path, home: Path) -> list[str]:
    """The command line of one month's run."""
    return sanse("run", "--month", str(month), "--inbox", str(inbox), "--home", str(home))


def make(options: argparse.Namespace, district: Path) -> Cost:
    """Make the district, whose last month is the one after the month asked for."""
    shutil.rmtree(options.root, ignore_errors=True)
    options.root.mkdir(parents=True)
    made = sanse(
        *("district", "--residents", str(options.residents), "--out", str(district)),
        *("--months", str(options.months + 1), "--last-month", str(options.month.next())),
        *("--seed", str(options.seed), "--kinds", options.kinds),
    )
    return measure(made, "district", options.root)


def bench(options: argparse.Namespace) -> dict[str, object]:
    """Measure floor, cold run and increment on a district, and return the figures."""
    root: Path = options.root
    last: Month = options.month
    district, aside, home = root / "district", root / "held-back", root / "home"
    inbox = district / "inbox"
    costs: dict[str, Cost] = {}
    if options.reuse and inbox.is_dir():
        hand_over(aside, inbox)
        shutil.rmtree(home, ignore_errors=True)
    else:
        costs["district"] = make(options, district)
    hold_back(inbox, last.next(), aside)
    costs["floor"] = measure(
        [sys.executable, "-m", "benchmarks.floor", str(inbox), str(root / "floor")],
        "floor",
        root,
    )
    shutil.rmtree(root / "floor")
    costs["cold"] = measure(run(last, inbox, home), "cold", root)
    hand_over(aside, inbox)
    costs["increment"] = measure(run(last.next(), inbox, home), "increment", root)
    floor, cold, increment = costs["floor"], costs["cold"], costs["increment"]
    ratios = {
        "cold / floor": round(cold.wall_seconds / floor.wall_seconds, 2),
        "increment / cold": round(increment.wall_seconds / cold.wall_seconds, 3),
        "cold peak GB": cold.peak_gb,
    }
    return {
        "residents": options.residents,
        "months": options.months,
        "costs": {name: asdict(cost) for name, cost in costs.items()},
        "ratios": ratios,
    }


def report(figures: dict[str, object]) -> None:
    """Print each ratio beside its goal."""
    ratios = figures["ratios"]
    assert isinstance(ratios, dict)
    for name, goal in GOALS.items():
        met = "met" if ratios[name] <= goal else "MISSED"
        print(f"{name:<18} {ratios[name]:7.3f}   goal <= {goal:<5} {met}")


def main() -> None:
    """Read the options, run, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--residents", type=int, default=1_900_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--month", type=parse_month, default=parse_month("2026-10"))
    # The figures of before are of the seven kinds with which the screening began.
    parser.add_argument("--kinds", choices=("core", "all"), default="core")
    parser.add_argument("--root", type=Path, default=Path("build/bench"))
    parser.add_argument("--reuse", action="store_true", help="measure on the district there is")
    options = parser.parse_args()
    figures = bench(options)
    report(figures)
    (options.root / "result.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
