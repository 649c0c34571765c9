"""A release is whole or not there at all, the same on every machine, and says what it holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from pipelines import release as releasing
from pipelines.manifest import CountsDisagree, told_files
from pipelines.months import Month
from pipelines.release import PAGE, Released, ReleaseRefused
from pipelines.settings import Home
from pipelines.transparency.signing import told_page
from pipelines.workdays import CalendarNotAnnounced
from schemas.outputs import all_outputs
from tests.release.made_up import District, Household, default_households


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    return District().release(tmp_path_factory.mktemp("home"))


def _checksums(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "run.json"
    }


def test_every_street_gets_its_list_its_members_and_its_workbook(released: Released) -> None:
    streets = {folder.name for folder in (released.path / "watchlists").iterdir()}
    assert streets == {
        "street_code=370211001",
        "street_code=370211002",  # nobody is listed there: its list is empty, and it has one
        "street_code=未匹配",
    }
    for street in streets:
        found = {file.name for file in (released.path / "watchlists" / street).iterdir()}
        assert found == {"watchlist.parquet", "members.parquet", "watchlist.xlsx"}


def test_what_the_district_looks_into_lies_apart_from_the_streets(released: Released) -> None:
    district = released.path / "district"
    found = {file.name for file in district.iterdir()}
    assert found == {"duties.parquet", "reviews.parquet", "undelivered.parquet", "reviews.xlsx"}
    reviews = pl.read_parquet(district / "reviews.parquet")
    assert reviews["notice"].unique().to_list() == ["待人工核实，不作为停发依据"]
    assert reviews["name"].to_list() == ["测试2号甲"]
    assert pl.read_parquet(district / "undelivered.parquet")["name"].to_list() == ["测试2号乙"]
    assert pl.read_parquet(district / "duties.parquet")["name"].to_list() == ["测试2号甲"]


def test_the_watchlist_has_exactly_the_columns_promised(released: Released) -> None:
    path = released.path / "watchlists" / "street_code=370211001" / "watchlist.parquet"
    promised = """
        month street_code street_name community_name grid_code household_id head_name address phone
        members_count colour score rank_in_street status months_listed cohorts reasons
        already_receives likely_policies data_gaps is_provisional next_visit_by verify_by
        is_carried is_exploration is_supported
    """
    assert pq.ParquetFile(path).schema_arrow.names == promised.split()


def test_rows_stand_by_rank_and_the_household_in_no_need_of_dibao_after_the_other_red_one(
    released: Released,
) -> None:
    path = released.path / "watchlists" / "street_code=370211001" / "watchlist.parquet"
    rows = pl.read_parquet(path)
    assert rows["rank_in_street"].to_list() == [1, 2, 3, 4, 5]
    assert rows["household_id"].to_list()[:3] == ["H00000000001", "H00000000002", "H00000000003"]
    assert set(rows["household_id"].to_list()[3:]) == {"H00000000004", "H00000000005"}


def test_files_say_what_their_columns_mean(released: Released) -> None:
    for output in all_outputs().values():
        if output.file is None:
            continue
        file = next(released.path.rglob(output.file))
        schema = pq.read_schema(file)
        assert schema.metadata[b"title"].decode() == output.title
        assert schema.metadata[b"description"].decode() == output.description
        for column in output.columns:
            told = schema.field(column.name).metadata
            assert told[b"title"].decode() == column.title
            assert told[b"description"].decode() == column.description
            assert told.get(b"unit", b"").decode() == column.unit


def test_the_manifest_names_every_file_with_its_checksum_and_rows(released: Released) -> None:
    manifest = json.loads((released.path / "manifest.json").read_text("utf-8"))
    told = {output["path"]: output["sha256"] for output in manifest["outputs"]}
    there = _checksums(released.path)
    del there["manifest.json"]
    # A signature changes this page: the manifest holds its checksum as it was before any.
    del there["transparency.html"]
    page = (released.path / "transparency.html").read_text("utf-8")
    assert manifest["transparency"] == told_page(page)
    assert told == there
    rows = {output["path"]: output["rows"] for output in manifest["outputs"]}
    assert rows["watchlists/street_code=370211001/watchlist.parquet"] == 5
    assert rows["watchlists/street_code=370211001/watchlist.xlsx"] == 5
    assert rows["households.parquet"] == 7


def test_the_manifest_counts_as_the_issue_asks(released: Released) -> None:
    manifest = released.manifest
    assert manifest["month"] == "2026-10"
    assert manifest["as_of_date"] == "2026-10-31"
    assert manifest["colours"] == {"red": 2, "orange": 2, "yellow": 2}
    assert manifest["streets"]["未匹配"]["colours"] == {"red": 0, "orange": 1, "yellow": 0}
    assert manifest["unlinked_records"] == 1
    assert manifest["screened"]["any"]["persons"] == 7
    assert manifest["screened"]["any"]["person_times_month"] == 14
    assert manifest["screened"]["poverty_roster"]["households"] == 0
    assert manifest["sources"]["community__residents"]["status"] == "present"
    assert manifest["indicators"]["medical_burden"]["triggered"] == 7
    assert "verify_workdays.yaml" in manifest["policy"]


def test_person_times_of_the_year_are_those_of_its_releases(tmp_path: Path) -> None:
    for month in (Month(2025, 12), Month(2026, 1), Month(2026, 2)):
        told = District(month=month).release(tmp_path).manifest
    assert told["screened"]["disability"]["person_times_month"] == 7
    assert told["screened"]["disability"]["person_times_year"] == 14
    assert told["screened"]["any"]["person_times_year"] == 28
    assert told["person_times_months"] == ["2026-01", "2026-02"]


def test_the_same_tables_give_the_same_bytes_wherever_and_with_however_many_threads(
    tmp_path: Path,
) -> None:
    households = [
        Household(n, ("red", "orange", "yellow", None)[n % 4], 5 + n % 9) for n in range(90)
    ]
    for household in households:
        household.status = "new" if household.colour else None
        household.community_name = f"第{household.number % 5}社区"
    one = District(households=households).release(tmp_path / "a" / "home", threads=1)
    two = District(households=households[::-1]).release(tmp_path / "b" / "c" / "home", threads=4)
    assert _checksums(one.path) == _checksums(two.path)


def test_releasing_a_month_again_replaces_it_wholly(tmp_path: Path) -> None:
    District().release(tmp_path)
    again = District(households=default_households()[:2]).release(tmp_path)
    assert not (again.path / "watchlists" / "street_code=未匹配").exists()
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["2026-10"]


def test_a_run_cut_off_between_the_renames_loses_nothing(tmp_path: Path) -> None:
    released = District().release(tmp_path)
    before = _checksums(released.path)
    released.path.rename(tmp_path / "releases" / ".replaced-2026-10")
    (tmp_path / "releases" / ".building-2026-10").mkdir()
    releasing._mend_interrupted(Home(tmp_path), Month(2026, 10))
    assert _checksums(released.path) == before


def test_a_rename_that_fails_leaves_the_old_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = District().release(tmp_path)
    before = _checksums(released.path)
    real = Path.rename

    def fail_for_new(self: Path, target: Path) -> Path:
        if self.name.startswith(".building"):
            raise OSError("disk")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(OSError, match="disk"):
        District(households=default_households()[:2]).release(tmp_path)
    assert _checksums(released.path) == before


def test_a_refused_release_leaves_the_last_one_and_says_why(tmp_path: Path) -> None:
    households = [Household(number, "yellow", 30) for number in range(40)]
    District(month=Month(2026, 9), households=households).release(tmp_path)
    before = _checksums(tmp_path / "releases")
    with pytest.raises(ReleaseRefused) as refused:
        District(households=households[:10]).release(tmp_path)
    assert refused.value.exit_code == 3
    assert refused.value.page == tmp_path / "refused" / "2026-10" / PAGE
    assert str(refused.value.page) in str(refused.value)
    assert "没有通过验收" in refused.value.page.read_text("utf-8")
    kept = {path.name for path in refused.value.page.parent.iterdir()}
    assert kept == {PAGE, "quality.html", "manifest.json", "run.json"}
    assert _checksums(tmp_path / "releases") == before


def test_a_release_accepted_later_removes_the_refusal(tmp_path: Path) -> None:
    households = [Household(number, "yellow", 30) for number in range(40)]
    District(month=Month(2026, 9), households=households).release(tmp_path)
    with pytest.raises(ReleaseRefused):
        District(households=households[:10]).release(tmp_path)
    District(households=households[:30]).release(tmp_path)
    assert not (tmp_path / "refused" / "2026-10").exists()


def test_an_old_month_released_again_does_not_look_at_later_ones(tmp_path: Path) -> None:
    first = District(month=Month(2026, 9)).release(tmp_path)
    before = _checksums(first.path)
    District(month=Month(2026, 10)).release(tmp_path)
    District(month=Month(2026, 9)).release(tmp_path)
    assert _checksums(first.path) == before


def test_nobody_but_the_owner_opens_a_release(released: Released) -> None:
    assert released.path.stat().st_mode & 0o077 == 0
    assert released.path.parent.stat().st_mode & 0o077 == 0


def test_an_empty_district_is_released_too(tmp_path: Path) -> None:
    quiet = [Household(1, None, 0, status=None, months_listed=0)]
    released = District(households=quiet).release(tmp_path)
    assert released.manifest["colours"] == {"red": 0, "orange": 0, "yellow": 0}
    assert pl.read_parquet(released.path / "households.parquet").height == 1


def test_a_year_without_a_calendar_is_refused_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(CalendarNotAnnounced, match="2031"):
        District(month=Month(2031, 3)).release(tmp_path)


def test_a_file_whose_rows_do_not_add_up_stops_everything() -> None:
    from pipelines.received import Delivery
    from pipelines.stage import Entry

    entry = Entry("civil_affairs__deaths", 10, 7, 1, 1, {"id_check": 1}, {}, ())
    delivery = Delivery("deaths.csv", "0" * 64, 1, "2026-10", "used", (entry,), ())
    with pytest.raises(CountsDisagree, match="收到 10 行"):
        told_files([delivery])


def test_an_unread_file_is_listed_with_its_reason() -> None:
    from pipelines.received import Delivery
    from pipelines.stage import Unreadable

    unread = (Unreadable("", "不是表格文件，请另存为 xlsx 后重交。"),)
    told = told_files([Delivery("a/x.doc", "1" * 64, 9, "2026-10", "used", (), unread)])
    assert told == [
        {
            "name": "a/x.doc",
            "sha256": "1" * 64,
            "delivery_month": "2026-10",
            "status": "unread",
            "source": None,
            "received": 0,
            "accepted": 0,
            "rejected": 0,
            "repeated": 0,
            "reasons": {"不是表格文件，请另存为 xlsx 后重交。": 0},
            "reason": "不是表格文件，请另存为 xlsx 后重交。",
        }
    ]
