"""What a month's SQL starts from: the files that count, in order, and the last release."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipelines.inputs import load_inputs
from pipelines.months import parse_month
from pipelines.policy import policy_at
from pipelines.received import SourceStatus, UsedFile
from pipelines.settings import Home
from pipelines.warehouse import Connection, open_warehouse
from schemas.sources import IDENTITY_SCHEMA, all_sources, source_named

OCTOBER = parse_month("2026-10")
DEATHS = "civil_affairs__deaths"
RESIDENTS = "community__residents"


def status(source: str, state: str, month: str, *file_ids: str) -> dict[str, SourceStatus]:
    files = tuple(UsedFile(one, sha256(one), month, "") for one in file_ids)
    return {source: SourceStatus(source, state, month, files, 0, 0, 0, 0, "")}


def sha256(file_id: str) -> str:
    return f"{file_id}{'0' * 48}"


@pytest.fixture
def con() -> Iterator[Connection]:
    connection = open_warehouse(None, threads=1)
    yield connection
    connection.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def load(con: Connection, home: Home, sources: dict[str, SourceStatus]) -> None:
    load_inputs(con, home, OCTOBER, policy_at(OCTOBER.as_of_date), sources)


def stage(home: Home, source: str, file_id: str, *rows: dict[str, object]) -> None:
    schema = source_named(source).staging_schema
    filled = [
        {"file_id": file_id, "sheet": "", "row_number": n, "is_alternative": False, **row}
        for n, row in enumerate(rows, start=1)
    ]
    write(home.staging / source / f"{sha256(file_id)}.parquet", pl.DataFrame(filled, schema))
    people = [{"person_id": row["person_id"], "row_number": 1} for row in rows]
    identities = pl.DataFrame(people, IDENTITY_SCHEMA)
    write(home.identities / source / f"{sha256(file_id)}.parquet", identities)


def write(path: Path, frame: pl.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path)


def test_nothing_delivered_is_empty_typed_tables(con: Connection, home: Home) -> None:
    load(con, home, {})
    for source in all_sources():
        built = con.sql(f"select * from staging.{source.name}").pl()
        assert built.is_empty()
        assert dict(built.schema).items() >= source.staging_schema.items()
    statuses = con.execute("select distinct status from inputs.sources").fetchall()
    assert statuses == [("missing",)]
    assert con.execute("select count(*) from releases.previous_members").fetchone() == (0,)


def test_files_come_in_the_order_of_their_delivery(con: Connection, home: Home) -> None:
    stage(home, DEATHS, "b" * 16, {"person_id": "甲"})
    stage(home, DEATHS, "a" * 16, {"person_id": "乙"})
    load(con, home, status(DEATHS, "present", "2026-10", "b" * 16, "a" * 16))
    rows = f"select person_id, delivery_rank, delivery_month from staging.{DEATHS} order by 2"
    assert con.execute(rows).fetchall() == [("甲", 1, "2026-10"), ("乙", 2, "2026-10")]
    known = "select person_id, source, delivery_rank from identities.identities order by 3"
    assert con.execute(known).fetchall() == [("甲", DEATHS, 1), ("乙", DEATHS, 2)]


def test_a_file_that_the_register_names_must_stand_there(con: Connection, home: Home) -> None:
    with pytest.raises(FileNotFoundError, match=f"{DEATHS}: staging/ holds no file"):
        load(con, home, status(DEATHS, "present", "2026-10", "c" * 16))


def test_every_written_place_is_answered_once(con: Connection, home: Home) -> None:
    place = {"household_number": "1", "community_name": "向阳社区"}
    stage(
        home,
        RESIDENTS,
        "d" * 16,
        {"person_id": "甲", "town_name": "珠海", **place},
        {"person_id": "乙", "town_name": "珠海", **place},
        {"person_id": "丙", "town_name": None, **place},
    )
    load(con, home, status(RESIDENTS, "present", "2026-10", "d" * 16))
    places = "select town_name, community_name, street_code from reference.places order by 1"
    assert con.execute(places).fetchall() == [
        ("", "向阳社区", None),
        ("珠海", "向阳社区", "370211009"),
    ]


def test_sources_and_indicators_are_listed(con: Connection, home: Home) -> None:
    load(con, home, status(DEATHS, "stale", "2026-08"))
    row = (
        f"select title, status, delivery_month, kind from inputs.sources where source = '{DEATHS}'"
    )
    assert con.execute(row).fetchone() == (
        source_named(DEATHS).title,
        "stale",
        "2026-08",
        "events",
    )
    listed = con.execute("select count(*), count(sources) from inputs.indicators").fetchone()
    assert listed is not None
    assert listed[0] == listed[1] >= 14


def test_the_newest_earlier_release_is_the_last_one(con: Connection, home: Home) -> None:
    for month in ("2026-07", "2026-09", "2026-10"):
        release(home, month)
    (home.releases / ".building-2026-09").mkdir()
    shutil.copytree(home.release_path(parse_month("2026-07")), home.releases / "2026-09 备份")
    load(con, home, {})
    rows = "select household_id, colour, months_listed, month from releases.previous_households"
    assert con.execute(rows).fetchall() == [("H1", "red", 2, "2026-09")]
    assert con.execute("select * from releases.previous_members").fetchall() == [("甲", "H1")]


def release(home: Home, month: str) -> None:
    folder = home.release_path(parse_month(month))
    household = {
        "household_id": "H1",
        "colour": "red",
        "score": 70,
        "months_listed": 2,
        "month": month,
    }
    write(folder / "households.parquet", pl.DataFrame([household]))
    members = pl.DataFrame([{"person_id": "甲", "household_id": "H1"}])
    write(folder / "household_registry.parquet", members)
    (folder / "manifest.json").write_text('{"files": []}', encoding="utf-8")
