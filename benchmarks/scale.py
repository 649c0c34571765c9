"""What a district, a city, a province and a country take: from bytes measured a row.

    python -m benchmarks.scale measure HOME RESIDENTS    # a home after a run; only reads
    python -m benchmarks.scale                           # writes the tables of docs/scale.md

`measure` stores rows and bytes of every staged source (benchmarks/results/bytes.json); the
tables multiply them. `benchmarks.province` stores what Spark shuffled (results/province.json),
`benchmarks.bench` what runs took (results/scale-*.json).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

RESULTS = Path(__file__).parent / "results"
DOCUMENT = Path(__file__).parents[1] / "docs" / "scale.md"
# A part of the benchmark, and what it is called here.
_RUNS = {
    "cold": "冷的全年，DuckDB",
    "increment": "增量一个月，DuckDB",
    "spark": "一个月的计算（不含接收），Spark",
}
_PROVINCE = 100_000_000
_SCALES = ("scale-0.1.json", "scale-1.json", "scale-5.json")
# Who is meant, residents, counties.
LEVELS = (
    ("区", 1_900_000, 1),
    ("市", 10_000_000, 10),
    ("省", 100_000_000, 120),
    ("全国", 1_400_000_000, 2_850),
)
# The two that carry nearly all bytes.
_TITLES = {
    "medical_insurance__settlements": "医保结算",
    "community__residents": "人口名册",
}


def measure(home: Path, residents: int) -> dict[str, Any]:
    """Count rows and bytes of what a home has staged; read from the files' footers."""
    found: dict[str, Any] = {"residents": residents, "layers": {}}
    for layer in ("staging", "identities"):
        found["layers"][layer] = {
            place.name: _measured(place) for place in sorted((home / layer).iterdir())
        }
    raw = [path for path in (home / "raw").rglob("*") if path.is_file()]
    found["raw_bytes"] = sum(path.stat().st_size for path in raw)
    return found


def _measured(place: Path) -> dict[str, int]:
    files = sorted(place.glob("*.parquet"))
    rows = sum(pq.read_metadata(path).num_rows for path in files)
    return {"files": len(files), "rows": rows, "bytes": sum(p.stat().st_size for p in files)}


def volumes(measured: dict[str, Any]) -> list[str]:
    """Return the table of rows and bytes, level by level."""
    lines = [
        "| 级别 | 人口 | 区县 | 结算行（13 个月） | 原始文件 | staging | identities |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    totals = {
        layer: sum(one["bytes"] for one in sources.values())
        for layer, sources in measured["layers"].items()
    }
    rows = measured["layers"]["staging"]["medical_insurance__settlements"]["rows"]
    for title, residents, counties in LEVELS:
        times = residents / measured["residents"]
        sizes = (measured["raw_bytes"], totals["staging"], totals["identities"])
        told = " | ".join(in_words(size * times) for size in sizes)
        lines.append(f"| {title} | {residents:,} | {counties:,} | {rows * times:,.0f} | {told} |")
    return lines


def rows_and_bytes(measured: dict[str, Any]) -> list[str]:
    """Return the table of bytes a row, source by source."""
    lines = ["| 数据 | 层 | 行 | 字节/行 | 行/人 |", "|---|---|---:|---:|---:|"]
    for layer, sources in measured["layers"].items():
        for name, one in sources.items():
            lines.append(
                f"| {_TITLES.get(name, name)} | {layer} | {one['rows']:,} | "
                f"{one['bytes'] / one['rows']:.1f} | {one['rows'] / measured['residents']:.3f} |"
            )
    return lines


def shuffles(province: dict[str, Any], count: int = 10) -> list[str]:
    """Return the tables that move most bytes, measured against the forecast from the quarter."""
    runs = {(run["districts"], run["partitions_a_core"]): run for run in province["runs"]}
    small, few, many = runs["quarter", 2], runs["province", 2], runs["province", 4]
    times = few["residents"] / small["residents"]
    lines = [
        "| 表 | 四个区实测 | 十六个区预测 | 实测（每核 2 分区） | 偏差 | 实测（每核 4 分区） |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    largest = sorted(few["bytes"], key=lambda table: (-few["bytes"][table], table))[:count]
    totals = {id(run): sum(run["bytes"].values()) for run in (small, few, many)}
    parts = [(t, *(run["bytes"].get(t, 0) for run in (small, few, many))) for t in largest]
    parts.append(("合计（全部表）", totals[id(small)], totals[id(few)], totals[id(many)]))
    for table, measured, two, four in parts:
        forecast = measured * times
        lines.append(
            f"| {table} | {in_words(measured)} | {in_words(forecast)} | {in_words(two)} | "
            f"{two / forecast - 1:+.0%} | {in_words(four)} |"
        )
    return lines


def costs(scales: list[dict[str, Any]]) -> list[str]:
    """Return what runs took of the processor, a resident, and what a province would take."""
    lines = [
        "| 运行 | 人口 | CPU 秒（实测） | 每人 CPU 秒 c | 全省 1 亿人的核时（推算） |",
        "|---|---:|---:|---:|---:|",
    ]
    for part, title in _RUNS.items():
        for one in sorted(scales, key=lambda told: told["residents"]):
            seconds = one["parts"].get(part, {}).get("cpu_seconds")
            if seconds is None:
                continue
            each = seconds / one["residents"]
            lines.append(
                f"| {title} | {one['residents']:,} | {seconds:,.0f} | {each:.6f} | "
                f"{each * _PROVINCE / 3600:,.1f} |"
            )
    return lines


def in_words(size: float) -> str:
    """Return bytes as a person reads them, in powers of ten."""
    for unit, power in (("TB", 12), ("GB", 9), ("MB", 6)):
        if size >= 10**power:
            return f"{size / 10**power:,.1f} {unit}"
    return f"{size / 1000:,.1f} kB"


def main() -> None:
    """Measure a home, and write the tables of what was measured into the document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", nargs="?", choices=["measure"])
    parser.add_argument("home", nargs="?", type=Path)
    parser.add_argument("residents", nargs="?", type=int)
    asked = parser.parse_args()
    if asked.what:
        told = json.dumps(measure(asked.home, asked.residents), indent=1)
        (RESULTS / "bytes.json").write_text(told + "\n", encoding="utf-8")
    DOCUMENT.write_text(with_tables(DOCUMENT.read_text("utf-8"), tables()), encoding="utf-8")


def tables(results: Path = RESULTS) -> dict[str, list[str]]:
    """Return all tables of docs/scale.md by name, from the stored results."""
    names = ("bytes.json", "province.json", *_SCALES)
    measured, province, *scales = (
        json.loads((results / name).read_text("utf-8")) for name in names
    )
    return {
        "volumes": volumes(measured),
        "rows": rows_and_bytes(measured),
        "shuffles": shuffles(province),
        "costs": costs(scales),
    }


def with_tables(text: str, written: dict[str, list[str]]) -> str:
    """Return a document with each table between its marks."""
    for name, lines in written.items():
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, found, rest = text.partition(begin)
        if not found:
            raise ValueError(f"docs/scale.md has no place for the table {name}")
        text = before + begin + "\n".join(lines) + "\n" + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    main()
