"""docs/scale.md tells what was stored, and the forecast's arithmetic is plain."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from benchmarks import province, scale

DOCUMENT = Path(__file__).parents[2] / "docs" / "scale.md"


def test_the_tables_of_the_document_are_those_of_the_results() -> None:
    """Where it fails: python -m benchmarks.scale."""
    text = DOCUMENT.read_text("utf-8")
    assert scale.with_tables(text, scale.tables()) == text


def test_a_table_without_a_place_is_told() -> None:
    with pytest.raises(ValueError, match="no place for the table costs"):
        scale.with_tables("<!-- rows -->\n<!-- end -->\n", {"rows": ["|a|"], "costs": []})


def test_costs_of_what_was_measured_and_of_nothing_else() -> None:
    told = [
        {
            "residents": 1_000_000,
            "parts": {"cold": {"cpu_seconds": 360.0}, "spark": {"missing": ""}},
        },
        {"residents": 100_000, "parts": {"cold": {"cpu_seconds": 72.0}}},
    ]
    assert scale.costs(told)[2:] == [
        "| 冷的全年，DuckDB | 100,000 | 72 | 0.000720 | 20.0 |",
        "| 冷的全年，DuckDB | 1,000,000 | 360 | 0.000360 | 10.0 |",
    ]


def test_bytes_and_forecast() -> None:
    runs = [
        {"districts": name, "residents": people, "partitions_a_core": a_core, "bytes": {"t": moved}}
        for name, people, a_core, moved in (
            ("quarter", 10, 2, 1000),
            ("province", 40, 2, 5000),
            ("province", 40, 4, 6000),
        )
    ]
    assert scale.shuffles({"runs": runs})[2] == "| t | 1.0 kB | 4.0 kB | 5.0 kB | +25% | 6.0 kB |"


@pytest.mark.parametrize(
    ("size", "told"), [(999, "1.0 kB"), (1.5e6, "1.5 MB"), (2e9, "2.0 GB"), (3.64e12, "3.6 TB")]
)
def test_bytes_in_words(size: float, told: str) -> None:
    assert scale.in_words(size) == told


def test_districts_are_copies_with_other_ids(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    people = pl.DataFrame({"person_id": [f"p{i}" for i in range(1000)], "sex": ["f"] * 1000})
    con = duckdb.connect(str(warehouse))
    con.register("people", people)
    con.execute("create schema core")
    con.execute("create table core.persons as select * from people")
    con.execute("create table core.bands as select 1 as a")
    con.close()
    residents = province.write_districts(warehouse, tmp_path / "d", (1.5, 0.2))
    found = pl.read_parquet(tmp_path / "d" / "core__persons" / "*.parquet")
    assert residents == found.height
    assert 1600 < residents < 1800
    assert found["person_id"].n_unique() == residents
    assert pl.read_parquet(tmp_path / "d" / "core__bands" / "*.parquet").height == 1


def test_shuffled_bytes_are_read_from_the_log_by_table(tmp_path: Path) -> None:
    task = {"Event": "SparkListenerTaskEnd", "Stage ID": 1, "Task Metrics": None}
    metrics = {"Shuffle Write Metrics": {"Shuffle Bytes Written": 7}}
    job = {"Event": "SparkListenerJobStart", "Stage IDs": [1]}
    events = [
        {**job, "Properties": {"spark.jobGroup.id": "core.t"}},
        {**task, "Task Metrics": metrics},
        {**task, "Task Metrics": metrics},
        task,
        {"Event": "SparkListenerApplicationEnd"},
    ]
    log = tmp_path / "log"
    log.write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    assert province._read_log(log) == ({"core.t": 14}, {"core.t": 3})
