"""A kind of data is added by two files, a contract and a sample: nothing else is touched.

The contract is written as somebody would who has read only the README.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipelines.catalogue import catalogue_page, kind_lines
from pipelines.ingest import ingest, sources_for
from pipelines.inputs import load_staging
from pipelines.months import parse_month
from pipelines.settings import Home
from pipelines.warehouse import open_warehouse
from schemas import sources
from schemas.sources import all_sources, source_named
from tests.stage.files import csv_bytes, made_up_id, wrong_check

NAME = "sports__swimming_lessons"
CONTRACT = '''"""体育 游泳课名册: who takes lessons."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, Yuan, column
from schemas.people import person_name, person_number
from schemas.sources import Source


class SwimmingLessons(Received):
    """One row a person."""

    name: pl.String = person_name("学员姓名")
    id_number: pl.String = person_number("学员身份证号")
    lane: pl.Int32 = column(
        "泳道", kind="integer", required=True, ge=1, le=8, purpose="试一试"
    )
    fee_yuan: Yuan = column("月学费", kind="money", aliases=("学费",), purpose="试一试")
    locker: pl.String = column("柜号", kind="hashed", purpose="试一试")


SOURCE = Source(
    contract=SwimmingLessons,
    title="游泳课名册",
    department="体育中心",
    legal_basis="社会救助暂行办法第五十九条",
    cadence="quarterly",
    kind="snapshot",
    key=("person_id",),
    use="只用来试一试增加一种数据",
)
'''
A, B = made_up_id(1), made_up_id(2)
SAMPLE = [
    ["某区游泳课名册（2026年10月）"],
    ["序号", "学员姓名", "学员身份证号", "泳 道", "学费（万元）", "柜号"],
    ["1", "甲", A, "3", "0.02", "柜-7"],
    ["2", "乙", wrong_check(B), "4", "0.02", "柜-8"],
    ["3", "丙", made_up_id(3), "9", "0.02", "柜-9"],
    ["3", "甲", A, "3", "0.02", "柜-7"],
]


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second folder of contracts, read with the first, with the new contract in it."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / f"{NAME}.py").write_text(CONTRACT, "utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(folder)])
    all_sources.cache_clear()
    yield folder
    all_sources.cache_clear()


@pytest.fixture
def home(added: Path, tmp_path: Path) -> Home:
    """A home that has taken in the sample beside those of all other kinds."""
    assert added.is_dir()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "名册.csv").write_bytes(csv_bytes(SAMPLE))
    kinds = Path(__file__).parents[2] / "data" / "sample" / "kinds"
    for number, file in enumerate(sorted(kinds.glob("civil_affairs__*"))):
        (inbox / f"{number}{file.suffix}").write_bytes(file.read_bytes())
    home = Home(tmp_path / "home")
    ingest(home, inbox, parse_month("2026-10"), workers=1)
    return home


@pytest.mark.usefixtures("added")
def test_it_is_discovered_and_listed() -> None:
    assert source_named(NAME).title == "游泳课名册"
    assert source_named(NAME).age_limit_months == 6
    assert NAME in {line.name for line in kind_lines()}
    assert "## 游泳课名册" in catalogue_page()


def test_its_file_is_recognised_and_staged_beside_the_others(home: Home) -> None:
    states = sources_for(home, parse_month("2026-10"), lambda _: 1.0, 5)
    told = states[NAME]
    assert (told.received, told.accepted, told.rejected, told.repeated) == (4, 1, 2, 1)
    others = [one for name, one in states.items() if name.startswith("civil_affairs__")]
    assert all(one.accepted for one in others)


def test_its_rows_stand_in_the_warehouse_with_their_types(home: Home) -> None:
    month = parse_month("2026-10")
    states = sources_for(home, month, lambda _: 1.0, 5)
    with open_warehouse(home.root / "some.duckdb") as con:
        load_staging(con, home, {name: status.files for name, status in states.items()})
        rows = con.sql(f"select * from staging.{NAME}").pl()
    [row] = rows.to_dicts()
    assert (row["lane"], str(row["fee_yuan"])) == (3, "200.00")
    assert row["locker"] not in {None, "柜7", "柜-7"}
    assert rows.schema["fee_yuan"] == pl.Decimal(16, 2)


def test_without_its_contract_the_same_file_is_of_no_kind(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "名册.csv").write_bytes(csv_bytes(SAMPLE))
    report = ingest(Home(tmp_path / "home"), inbox, parse_month("2026-10"), workers=1)
    [delivery] = report.deliveries
    assert not delivery.entries
    assert delivery.unread
