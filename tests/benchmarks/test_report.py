"""The page and the README's block come from the stored figures, and say what is not there."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.bench import Bench, Missing, Results, read_options
from benchmarks.growth import exponent
from benchmarks.report import BEGIN, END, goals, load, write

MACHINE = {"cores": 2, "memory_gb": 16, "system": "Linux", "python": "3.11.7"}
PACKAGES = {
    "imports of a run": 2.0,
    "and a release judged": 3.0,
    "screened": 10.0,
    "screened by the flow": 10.9,
}


def part(seconds: float, **more: Any) -> dict[str, Any]:
    moved = {"read_gb": 1.0, "written_gb": 0.5}
    return {"wall_seconds": seconds, "cpu_seconds": seconds, "peak_gb": 3.0, **moved, **more}


def stage(title: str, seconds: float, peak: int = 10**9) -> dict[str, Any]:
    bytes_moved = {"read_bytes": 10**9, "written_bytes": None, "peak_bytes": peak}
    return {"stage": title, "wall_seconds": seconds, "cpu_seconds": seconds, **bytes_moved}


def scale(times: float) -> dict[str, Any]:
    stages = [stage("接收", 10 * times), stage("退回", times), stage("退回", times, 2 * 10**9)]
    parts = {
        "district": {"input_bytes": round(4e9 * times)},
        "floor": part(10 * times),
        "packages": {"cpu": PACKAGES},
        "cold": part(19 * times, stages=stages),
        "checks": {"missing": "pandas is not installed"},
        "increment": {"failed": "PartFailed: ended with 3; see increment.log"},
    }
    size = {"scale": times, "residents": round(1_900_000 * times), "months": 12}
    return {**size, "machine": MACHINE, "parts": parts}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "results"
    folder.mkdir()
    for times in (1.0, 0.1):
        path = folder / f"scale-{times:g}.json"
        path.write_text(json.dumps(scale(times)), "utf-8")
    return folder


def test_exponent() -> None:
    assert exponent([1, 10, 100], [2, 20, 200]) == pytest.approx(1)
    assert exponent([1, 10], [3, 300]) == pytest.approx(2)
    assert exponent([1, 1], [3, 300]) is None
    assert exponent([1, 10], [3, 0]) is None


def test_goals_are_judged_on_what_was_measured(results: Path) -> None:
    told = {english: value for _, english, _, value, _ in goals(load(results), {})}
    assert told["1 × cold ÷ floor"] == pytest.approx(1.9)
    assert told["1 × increment ÷ cold"] is None
    assert told["1 × both packages ÷ cold (CPU)"] == pytest.approx(0.1)
    assert told["5 × cold peak (GB)"] is None


def test_page_and_readme(results: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"before\n{BEGIN}\nstale\n{END}\nafter\n", "utf-8")
    write(results, tmp_path)
    page = (tmp_path / "docs/benchmarks.md").read_text("utf-8")
    assert "| 接收 · take in | 1.0 | 53% |" in page
    assert "| 退回 · send back | 0.2 | 11% | 0.2 | 2.00 | 2.00 / – |" in page
    assert "pandas is not installed" in page
    assert "increment.log" in page
    assert "- 1 ×: Great Expectations 1.0 s CPU = 5.3%" in page
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert readme.startswith("before\n")
    assert readme.endswith(f"{END}\nafter\n")
    assert "stale" not in readme
    assert "floor: read once, written once | 1.0 · 1.0 · 3.00 | 10.0 · 10.0 · 3.00 | 1.00" in readme


def test_charts_ask_nobody(results: Path, tmp_path: Path) -> None:
    write(results, tmp_path)
    drawn = sorted((tmp_path / "docs/benchmarks").glob("*.svg"))
    assert [path.name for path in drawn] == ["parts-0.1.svg", "parts-1.svg", "stages.svg"]
    for path in drawn:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
        ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - it is our own


def test_what_fails_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    places = ("--root", str(tmp_path / "root"), "--results", str(tmp_path / "results"))
    bench = Bench(read_options(places), 0.1)

    def missing() -> dict[str, Any]:
        raise Missing("no Spark")

    def failing() -> dict[str, Any]:
        raise OSError("disk full")

    assert bench.part("floor", lambda: part(1.0))
    assert bench.part("spark", missing)
    assert not bench.part("cold", failing)
    stored = json.loads((tmp_path / "results/scale-0.1.json").read_text("utf-8"))
    assert stored["parts"]["floor"]["wall_seconds"] == 1.0
    assert stored["parts"]["spark"] == {"missing": "no Spark"}
    assert stored["parts"]["cold"] == {"failed": "OSError: disk full"}
    bench.results.add("cold", {"counts": {"a": {"received": 1}}})
    bench.results.add("checks", {"counts": {"a": {"received": 2}}})
    assert not bench.compare()
    assert bench.results.told["counts_differ"] == ["a"]


def test_figures_of_another_machine_are_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "scale-1.json"
    Results(path, {"machine": {"cores": 2}}).add("floor", part(1.0))
    assert Results(path, {"machine": {"cores": 2}}).told["parts"]
    assert not Results(path, {"machine": {"cores": 4}}).told["parts"]
