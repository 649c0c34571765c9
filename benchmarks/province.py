"""A province in small on Spark: 16 districts of different size, shuffle bytes against a forecast.

    python -m benchmarks.province HOME MONTH --out benchmarks/results/province.json

The districts are copies of one month's tables (the sample's will do) with other ids, a file a
district. A quarter of them and then all are computed, with 2 and with 4 partitions a core. Of each
table the bytes that went through a shuffle are taken from Spark's own event log. The forecast is
linear: bytes of the quarter x rows of the province / rows of the quarter. Nothing is broadcast:
in a province no side of a join is small.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipelines.months import Month, parse_month
from pipelines.policy import policy_at
from pipelines.release import list_dates
from pipelines.selects import Select, selects_of
from pipelines.settings import Home
from pipelines.spark.session import spark_session
from pipelines.spark.translate import to_spark, view_name

CORES = 2
# Copies of the source a district: few are large, most are small.
SIZES = (1.5, 1.2, 1.0, 0.9, 0.75, 0.7, 0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.15)
QUARTER = SIZES[3::4]
LAYERS = ("core", "screening")
_IDS = re.compile(r"(.*_)?person_id|household_(id|key|number)|setl_id|file_id|sheet|subject_key")
_WHOSE = ("person_id", "household_id", "household_key")
_CONFIGURATION = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.eventLog.enabled": "true",
    "spark.eventLog.compress": "false",
    "spark.eventLog.rolling.enabled": "false",
}


def write_districts(warehouse: Path, folder: Path, sizes: Iterable[float]) -> int:
    """Write the tables of districts of these sizes, a file a district; return the residents."""
    con = duckdb.connect(str(warehouse), read_only=True)
    residents = 0
    for schema, name in _tables(con):
        place = folder / f"{view_name(schema, name)}"
        place.mkdir(parents=True)
        columns = [row[0] for row in con.execute(f'describe {schema}."{name}"').fetchall()]
        whose = next((column for column in _WHOSE if column in columns), None)
        for number, size in enumerate(sizes if whose else (1.0,)):
            text = _district(columns, whose, number, size).format(table=f'{schema}."{name}"')
            con.execute(f"copy ({text}) to '{place}/{number:02}.parquet' (format parquet)")
        if (schema, name) == ("core", "persons"):
            ((residents,),) = con.execute(
                f"select count(*) from read_parquet('{place}/*.parquet')"
            ).fetchall()
    con.close()
    return int(residents)


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_schema not in ('main', 'information_schema', 'pg_catalog') "
        "and table_catalog not in ('outputs', 'system', 'temp') order by all"
    ).fetchall()


def _district(columns: list[str], whose: str | None, number: int, size: float) -> str:
    """Return the select of one district: whole copies and, of the last one, a share by hash."""
    parts = []
    for copy in range(int(size) + 1):
        share = round(1000 * min(1.0, size - copy))
        if share <= 0:
            continue
        told = ", ".join(
            f'"{column}" || \'-{number}-{copy}\' as "{column}"'
            if whose and _IDS.fullmatch(column)
            else f'"{column}"'
            for column in columns
        )
        kept = f' where hash("{whose}") % 1000 < {share}' if whose else ""
        parts.append(f"select {told} from {{table}}{kept}")
    return " union all ".join(parts)


def shuffled(
    folder: Path, month: Month, partitions: int, spill: Path
) -> tuple[dict[str, int], dict[str, int]]:
    """Compute the layers over the tables in `folder`; return bytes shuffled and tasks, by table."""
    policy = policy_at(month.as_of_date)
    bound = {**policy.bound, **list_dates(month.as_of_date, policy.parameters)}
    settings = {
        **_CONFIGURATION,
        "spark.sql.shuffle.partitions": str(partitions),
        "spark.eventLog.dir": spill.as_uri(),
    }
    with spark_session(f"local[{CORES}]", spill, settings) as session:
        for place in folder.iterdir():
            session.read.parquet(str(place)).createOrReplaceTempView(place.name)
        for select in _selects():
            session.sparkContext.setJobGroup(select.table, select.table)
            text = to_spark(select.text, {name: bound[name] for name in select.parameters})
            session.sql(text).write.format("noop").mode("overwrite").save()
        # The log of one application; it is written to the end when that ends.
        log = spill / session.sparkContext.applicationId
    return _read_log(next(path for path in (log, log.with_suffix(".inprogress")) if path.exists()))


def _selects() -> list[Select]:
    return [select for layer in LAYERS for select in selects_of(layer)]


def _read_log(log: Path) -> tuple[dict[str, int], dict[str, int]]:
    table_of: dict[int, str] = {}
    moved: dict[str, int] = defaultdict(int)
    tasks: dict[str, int] = defaultdict(int)
    with log.open(encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    for event in events:
        if event["Event"] == "SparkListenerJobStart":
            table = event["Properties"].get("spark.jobGroup.id", "")
            table_of |= dict.fromkeys(event["Stage IDs"], table)
        elif event["Event"] == "SparkListenerTaskEnd":
            table = table_of[event["Stage ID"]]
            tasks[table] += 1
            moved[table] += _written(event.get("Task Metrics") or {})
    return dict(moved), dict(tasks)


def _written(metrics: Mapping[str, Any]) -> int:
    return int(metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0))


def main() -> None:
    """Run the quarter and the province, and write what was measured and forecast."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path)
    parser.add_argument("month", type=parse_month)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    found: dict[str, Any] = {"sizes": SIZES, "runs": []}
    with tempfile.TemporaryDirectory() as made:
        for title, sizes in (("quarter", QUARTER), ("province", SIZES)):
            folder = Path(made) / title
            residents = write_districts(
                Home(asked.home.absolute()).warehouse_path(asked.month), folder, sizes
            )
            for a_core in (2, 4):
                spill = Path(made) / f"{title}-{a_core}"
                spill.mkdir()
                moved, tasks = shuffled(folder, asked.month, a_core * CORES, spill)
                run = {"districts": title, "residents": residents, "partitions_a_core": a_core}
                found["runs"].append({**run, "bytes": moved, "tasks": tasks})
                asked.out.parent.mkdir(parents=True, exist_ok=True)
                asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
