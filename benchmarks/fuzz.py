"""Damaged files by the thousand through the real readers: each read or refused, none of them lost.

    python -m benchmarks.fuzz --files 10000 --seed 7

Sound files of every format are changed at random (bytes flipped, cut, doubled, blanked, exchanged
with another file's; members of zipped formats changed and zipped again) and staged as any delivery
would be. A file is accounted for if it was recognised and its rows add up (received = accepted +
rejected + repeated), or if it was refused with a reason. Anything else is a finding: an exception,
a process that died, more time or memory than the limits. Findings are kept in ``build/fuzz`` and
make the run fail. Same seed, same files.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from benchmarks.mutations import mutated, seeds

OUT = Path("build/fuzz")
SECONDS_A_FILE = 60
GIGABYTES_A_FILE = 2.0
_ADDRESS_SPACE = 8 << 30
_FILES_A_PROCESS = 200
_WORKERS = 2
_AS_OF = date(2026, 10, 31)


@dataclass(frozen=True)
class Outcome:
    """What became of one damaged file; ``fault`` is "" where it is accounted for."""

    number: int
    format: str
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    repeated: int = 0
    unread: int = 0
    fault: str = ""


@dataclass
class Sums:
    """Outcomes added up by format."""

    files: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    faults: list[Outcome] = field(default_factory=list)

    def add(self, one: Outcome) -> None:
        """Count one file."""
        self.files[one.format] += 1
        self.read[one.format] += one.received > 0
        self.refused[one.format] += one.unread > 0
        self.rows[one.format] += one.received
        self.rejected[one.format] += one.rejected
        if one.fault:
            self.faults.append(one)


def stage_file(content: bytes, number: int, format_: str, home: Path) -> Outcome:
    """Stage one file, or all members of an archive, into an empty home and count."""
    from pipelines.archives import is_archive, unpack

    path = home.with_name("received")
    path.write_bytes(content)
    members = home.with_name("members")
    shutil.rmtree(members, ignore_errors=True)
    members.mkdir()
    if not is_archive(path):
        return _staged(path, number, format_, home)
    outcomes = [
        Outcome(number, format_, unread=1)
        if one.file is None and one.reason
        else _staged(one.file or path, number, format_, home)
        for one in unpack(path, members)
    ]
    return _together(outcomes)


def _staged(path: Path, number: int, format_: str, home: Path) -> Outcome:
    from pipelines.settings import Home
    from pipelines.stage import stage_content

    shutil.rmtree(home, ignore_errors=True)
    staged = stage_content(Home(home), path, "0" * 64, _AS_OF, b"k" * 32)
    counts = [(e.received, e.accepted, e.rejected, e.repeated) for e in staged.entries]
    sums = [sum(each) for each in zip((0, 0, 0, 0), *counts, strict=True)]
    received, accepted, rejected, repeated = sums
    fault = ""
    if received != accepted + rejected + repeated:
        fault = f"{received} rows are not {accepted} + {rejected} + {repeated}"
    if not staged.entries and not staged.unread:
        fault = "neither recognised nor refused"
    if not all(one.reason.endswith("。") for one in staged.unread):
        fault = "refused without a whole sentence"
    unread = len(staged.unread)
    return Outcome(number, format_, received, accepted, rejected, repeated, unread, fault)


def _together(outcomes: list[Outcome]) -> Outcome:
    first = outcomes[0]
    names = ("received", "accepted", "rejected", "repeated", "unread")
    sums = {name: sum(getattr(one, name) for one in outcomes) for name in names}
    fault = next((one.fault for one in outcomes if one.fault), "")
    return Outcome(first.number, first.format, **sums, fault=fault)


def child(seed: int, start: int, stop: int) -> None:
    """Stage the files of a range one after the other; one line of JSON each on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    sound = seeds()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, stop):
            format_, content = mutated(sound, seed, number)
            # Ends the process even where it hangs outside Python.
            faulthandler.dump_traceback_later(SECONDS_A_FILE, exit=True)
            try:
                outcome = stage_file(content, number, format_, Path(folder) / "home")
            except Exception as problem:
                last = traceback.extract_tb(problem.__traceback__)[-1]
                place = f"{Path(last.filename).name}:{last.lineno}"
                outcome = Outcome(number, format_, fault=f"{type(problem).__name__}, {place}")
            faulthandler.cancel_dump_traceback_later()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
            if peak > GIGABYTES_A_FILE and not outcome.fault:
                outcome = Outcome(number, format_, fault=f"{peak:.1f} GB of memory")
            print(json.dumps(asdict(outcome)), flush=True)
            if outcome.fault:
                return  # the next file begins with a fresh process


def outcomes_of(seed: int, start: int, stop: int) -> Iterator[Outcome]:
    """Stage a range in child processes, a new one after each that died or has found something."""
    sound = seeds()
    while start < stop:
        last = min(stop, start + _FILES_A_PROCESS)
        command = [sys.executable, "-m", "benchmarks.fuzz", "--child"]
        command += [str(seed), str(start), str(last)]
        environment = os.environ | {"POLARS_MAX_THREADS": "1"}
        with (
            tempfile.TemporaryFile("w+") as errors,
            # Our own program and numbers.
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
            ) as process,
        ):
            fault = ""
            for line in process.stdout or ():
                outcome = Outcome(**json.loads(line))
                yield outcome
                start, fault = outcome.number + 1, outcome.fault
            process.wait()
            if process.returncode and not fault and start < last:
                errors.seek(0)
                what = "timeout" if "Timeout (" in errors.read() else "died"
                format_, _ = mutated(sound, seed, start)
                told = f"{what}, exit code {process.returncode}"
                yield Outcome(start, format_, fault=told)
                start += 1


def run(files: int, seed: int) -> Sums:
    """Stage ``files`` damaged files in two processes at a time; findings go to ``build/fuzz``."""
    sums, lock = Sums(), threading.Lock()
    began = told = time.monotonic()
    sound = seeds()

    def work(ranges: Iterator[tuple[int, int]]) -> None:
        nonlocal told
        while True:
            with lock:
                given = next(ranges, None)
            if given is None:
                return
            for outcome in outcomes_of(seed, *given):
                with lock:
                    sums.add(outcome)
                    if outcome.fault:
                        keep(outcome, mutated(sound, seed, outcome.number)[1])
                    if time.monotonic() - told > 5:
                        told = time.monotonic()
                        done = sums.files.total()
                        print(f"{done:,} of {files:,} files, {told - began:.0f} s", flush=True)

    starts = range(0, files, _FILES_A_PROCESS)
    ranges = ((start, min(files, start + _FILES_A_PROCESS)) for start in starts)
    threads = [threading.Thread(target=work, args=(ranges,)) for _ in range(_WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sums


def keep(outcome: Outcome, content: bytes) -> None:
    """Write a finding's bytes beside what was found."""
    OUT.mkdir(parents=True, exist_ok=True)
    name = f"{outcome.number:06d}-{outcome.format}"
    (OUT / f"{name}.bin").write_bytes(content)
    (OUT / f"{name}.txt").write_text(f"{outcome.fault}\n", encoding="utf-8")
    print(f"FOUND {name}: {outcome.fault}", flush=True)


def table(sums: Sums) -> str:
    """A line for each format."""
    lines = [f"{'format':14}{'files':>8}{'read':>8}{'refused':>9}{'rows':>11}{'rejected':>10}"]
    lines += [
        f"{name:14}{sums.files[name]:>8,}{sums.read[name]:>8,}{sums.refused[name]:>9,}"
        f"{sums.rows[name]:>11,}{sums.rejected[name]:>10,}"
        for name in sorted(sums.files)
    ]
    total = sums.files.total()
    lines.append(f"{total:,} files, all but {len(sums.faults):,} accounted for")
    return "\n".join(lines)


def main() -> int:
    """Run, print the table, return 1 where a file was not accounted for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--child", type=int, nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return 0
    shutil.rmtree(OUT, ignore_errors=True)
    sums = run(options.files, options.seed)
    print(table(sums))
    return 1 if sums.faults or sums.files.total() != options.files else 0


if __name__ == "__main__":
    sys.exit(main())
