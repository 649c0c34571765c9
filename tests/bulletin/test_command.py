"""`sanse bulletin` on a home: from released files alone to the three files."""

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.bulletin.basis import NothingListed
from pipelines.bulletin.command import FILE, PAGE, PRINT, write_bulletin
from pipelines.manifest import CountsDisagree
from pipelines.months import parse_month
from pipelines.settings import Home
from schemas.outputs.contributions import Contributions
from schemas.tables import columns_in
from tests.bulletin.stories import manifest_of
from tests.reminders.made_up_home import made_up_home, write_release

LISTED, TOLD_OF = parse_month("2026-10"), parse_month("2026-11")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = made_up_home(tmp_path)
    rows = [
        {"household_id": f"户{number}", "street_code": "370211001", "colour": "yellow"}
        for number in range(7)
    ]
    write_release(made, LISTED, rows)
    path = made.release_path(LISTED)
    points = [
        {"month": "2026-10", "household_id": row["household_id"], "indicator": name, "points": 5}
        for row in rows
        for name in ("medical_burden", "medical_burden", "care_load")
    ]
    frame = pl.DataFrame(points, columns_in(Contributions))
    frame.write_parquet(path / "contributions.parquet")
    streets = {"370211001": {"colours": {"red": 0, "orange": 0, "yellow": 7}}}
    manifest = {**manifest_of([], "2026-10"), "colours": {"yellow": 7}, "streets": streets}
    manifest["outputs"] = [{"path": "watchlists/street_code=1/watchlist.parquet", "rows": 7}]
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return made


def test_a_home_gives_a_page_a_print_and_a_file_twice_alike(home: Home, tmp_path: Path) -> None:
    first = write_bulletin(home, TOLD_OF)
    assert first.folder == home.root / "bulletins" / "2026-11"
    assert sorted(path.name for path in first.folder.iterdir()) == [PAGE, FILE, PRINT]
    assert "本年台账 7 户，已核实 0 户" in first.told
    again = write_bulletin(home, TOLD_OF, tmp_path / "月报")
    for name in (PAGE, FILE, PRINT):
        assert (first.folder / name).read_bytes() == (again.folder / name).read_bytes()
    # A reason counts once a household, however often it gave points.
    rows = pl.read_parquet(first.folder / FILE).filter(pl.col("group") == "medical_burden")
    assert rows.filter(pl.col("figure") == "year")["told"].to_list() == ["7"]


def test_a_month_before_any_list_writes_nothing(home: Home) -> None:
    with pytest.raises(NothingListed, match="sanse run"):
        write_bulletin(home, LISTED)
    assert not (home.root / "bulletins").exists()


def test_a_list_that_lost_a_row_writes_nothing(home: Home) -> None:
    path = next(home.release_path(LISTED).glob("watchlists/*/watchlist.parquet"))
    pl.read_parquet(path).head(6).write_parquet(path)
    with pytest.raises(CountsDisagree, match="黄色户"):
        write_bulletin(home, TOLD_OF)
    assert not (home.root / "bulletins").exists()
