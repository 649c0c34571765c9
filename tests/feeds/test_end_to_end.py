"""The made-up district with what goes wrong with feeds: found, told, carried into the lists."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.months import parse_month
from pipelines.run import run_month
from pipelines.settings import Home
from tests.stage.files import csv_bytes, made_up_id

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "inbox"
SEPTEMBER, OCTOBER = parse_month("2026-09"), parse_month("2026-10")
MISSING_TOWN = "泊里镇"
INSURANCE = ["姓名", "身份证号", "险种", "缴费状态", "最近缴费年月"]


def copy_of_last_month(inbox: Path) -> None:
    """The disabled persons' federation sends September's files again under October's names."""
    folder = inbox / "残联"
    shutil.rmtree(folder / "2026年10月")
    shutil.copytree(folder / "2026年09月", folder / "2026年10月")


def without_a_town(inbox: Path) -> None:
    (inbox / "社区网格" / "202610" / f"人口信息台账_{MISSING_TOWN}.csv").unlink()


def nearly_all_unsafe(inbox: Path) -> None:
    """In the roster nine households in ten suddenly live in unsafe dwellings."""
    path = inbox / "农业农村局" / "2026-10" / "脱贫人口和监测对象名单_202610.xlsx"
    book = openpyxl.load_workbook(path)
    rows = list(book.active.iter_rows())
    header = next(row for row in rows if row[0].value == "序号")
    place = next(cell.column for cell in header if cell.value == "危房户") - 1
    for row in rows[rows.index(header) + 1 :]:
        if row[0].row % 10:
            row[place].value = "是"
    book.save(path)


def stale_column(inbox: Path) -> None:
    """Social insurance: who joined is new in October, when they last paid is September's."""
    for month, people in (("2026-09", 200), ("2026-10", 206)):
        rows = [
            [f"参保{n}号", made_up_id(n), "职工养老", "正常缴费", "2026-09"] for n in range(people)
        ]
        folder = inbox / "人力资源社会保障局" / f"{month[:4]}年{month[5:]}月"
        (folder / "社会保险缴费.xlsx").unlink()
        (folder / "社会保险缴费.csv").write_bytes(csv_bytes([INSURANCE, *rows]))


def late_bill(inbox: Path) -> None:
    """A heavy bill of August that only turns up once September's lists are out."""
    path = inbox / "医保" / "202608" / "结算明细_202608.csv"
    with path.open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    bill = dict(rows[0])
    bill |= dict.fromkeys((name for name in bill if name.endswith("_amt")), "")
    heavy = {"setl_id": "LATE1", "medfee_sumamt": "90000.00", "psn_part_amt": "80000.00"}
    late = path.with_name("补报_202608.csv")
    with late.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, bill.keys())
        writer.writeheader()
        writer.writerow(bill | heavy | {"vali_flag": "1"})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    place = tmp_path_factory.mktemp("feeds")
    inbox, home = place / "inbox", Home(place / "home")
    shutil.copytree(SAMPLE, inbox)
    for damage in (copy_of_last_month, without_a_town, nearly_all_unsafe, stale_column):
        damage(inbox)
    run_month(home, inbox, SEPTEMBER)
    late_bill(inbox)
    run_month(home, inbox, OCTOBER)
    return home


@pytest.fixture(scope="module")
def manifest(home: Home) -> dict[str, Any]:
    path = home.release_path(OCTOBER) / "manifest.json"
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


@pytest.mark.parametrize(
    ("source", "status", "kind"),
    [
        ("disabled_federation__certificates", "stale", "copied"),
        ("community__residents", "present", "partial_towns"),
        ("rural_affairs__poverty_roster", "stale", "jump"),
        ("human_resources__social_insurance", "stale", "copied_column"),
    ],
)
def test_what_is_wrong_with_a_feed_is_found_and_told(
    manifest: dict[str, Any], source: str, status: str, kind: str
) -> None:
    told = manifest["sources"][source]
    assert (told["status"], told["delivery_month"]) == (status, "2026-10")
    assert kind in {finding["kind"] for finding in told["findings"]}
    assert (told["data_month"], told["age_months"]) == (
        ("2026-09", 1) if status == "stale" else ("2026-10", 0)
    )
    assert told["reason"]


def test_a_sound_feed_raises_no_alarm(manifest: dict[str, Any]) -> None:
    for source in ("medical_insurance__settlements", "civil_affairs__assistance"):
        told = manifest["sources"][source]
        assert (told["status"], told["reason"]) == ("present", "")


def test_the_release_is_accepted_and_the_page_says_what_is_old(home: Home) -> None:
    page = (home.release_path(OCTOBER) / "acceptance.html").read_text("utf-8")
    assert "通过验收，已发布" in page
    assert "来源陈旧、残缺或跳变" in page
    assert "一行不差" in page


def test_reasons_on_the_lists_carry_the_age_of_old_data(home: Home) -> None:
    lists = pl.read_parquet(
        home.release_path(OCTOBER) / "watchlists" / "*" / "watchlist.parquet",
        columns=["reasons", "data_gaps"],
    )
    reasons = "；".join(lists["reasons"].drop_nulls())
    assert "持证残疾人（" in reasons
    assert "，数据为2026年9月，已过1个月）" in reasons
    gaps = "；".join(lists["data_gaps"].drop_nulls())
    assert "数据只到2026年09月（已过1个月）" in gaps
    assert "没有接入" not in gaps


def test_the_people_of_a_missing_town_stay_where_they_were(home: Home) -> None:
    counted = [
        pl.read_parquet(home.release_path(month) / "households.parquet")
        .filter(pl.col("street_name") == MISSING_TOWN)
        .height
        for month in (SEPTEMBER, OCTOBER)
    ]
    assert counted[0] > 0
    assert counted[1] == pytest.approx(counted[0], abs=2)


def test_nobody_became_red_by_old_data(home: Home) -> None:
    before, now = (
        pl.read_parquet(home.release_path(month) / "households.parquet")
        for month in (SEPTEMBER, OCTOBER)
    )
    was = set(before.filter(pl.col("colour") == "red")["household_id"])
    became = now.filter((pl.col("colour") == "red") & ~pl.col("household_id").is_in(was))
    # Red anew takes something that is not old: a bill.
    assert all("医保结算" in reasons for reasons in became["reasons"])


def test_the_release_says_who_changed_with_late_records(
    home: Home, manifest: dict[str, Any]
) -> None:
    changes = pl.read_parquet(home.release_path(OCTOBER) / "late_changes.parquet")
    heavy = changes.filter(
        (pl.col("source") == "medical_insurance__settlements") & pl.col("is_changed")
    )
    assert heavy.height
    late = manifest["late"]
    assert late["since"] == "2026-09"
    assert late["households"] == changes["household_id"].n_unique()
    assert late["rows"]["medical_insurance__settlements"] >= 1
    page = (home.release_path(OCTOBER) / "acceptance.html").read_text("utf-8")
    assert "2026-09 的名单发布之后才到的记录" in page
