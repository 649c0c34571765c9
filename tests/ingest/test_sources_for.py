from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.ingest import SourceStatus, ingest, sources_for
from pipelines.months import parse_month
from pipelines.settings import Home
from tests.stage.files import csv_bytes, made_up_id, wrong_check

ROSTER = ["户编号", "姓名", "证件号码", "与户主关系", "户类型", "是否享受政策"]
SETTLEMENTS = ["setl_id", "certno", "setl_time", "medfee_sumamt", "psn_part_amt"]
YEARLY = ["姓名", "证件号码", "年度", "个人负担累计"]


def roster(good: int, bad: int = 0) -> list[list[str]]:
    sound = [[f"H{i}", f"众{i}", made_up_id(i), "户主", "脱贫户", "是"] for i in range(good)]
    broken = [
        ["H", f"坏{i}", wrong_check(made_up_id(i)), "户主", "脱贫户", "是"] for i in range(bad)
    ]
    return [ROSTER, *sound, *broken]


def settlements(key: str, amount: str) -> list[list[str]]:
    return [SETTLEMENTS, [key, made_up_id(1), "2026-05-01", amount, amount]]


def status(
    folder: Path, files: dict[str, list[list[str]]], source: str, month: str
) -> SourceStatus:
    for path, rows in files.items():
        target = folder / "inbox" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(csv_bytes(rows))
    home = Home(folder / "home")
    ingest(home, folder / "inbox", parse_month(month), workers=1)
    return sources_for(home, parse_month(month), lambda _: 0.05, 5)[source]


def paths(found: SourceStatus) -> list[str]:
    return [file.path for file in found.files]


POVERTY, BILLS = "rural_affairs__poverty_roster", "medical_insurance__settlements"


def test_a_source_never_delivered_is_missing(tmp_path: Path) -> None:
    found = status(tmp_path, {"2026-10.csv": settlements("S", "1")}, POVERTY, "2026-10")
    assert (found.status, found.delivery_month, found.files) == ("missing", None, ())
    assert "没有交" in found.reason


def test_of_a_snapshot_all_files_of_the_newest_month_count(tmp_path: Path) -> None:
    files = {"2026-09.csv": roster(3), "甲镇2026-10.csv": roster(1), "乙镇2026-10.csv": roster(2)}
    found = status(tmp_path, files, POVERTY, "2026-10")
    assert found.status == "present"
    assert paths(found) == ["乙镇2026-10.csv", "甲镇2026-10.csv"]
    assert found.received == 3
    assert found.file_ids == tuple(file.sha256[:16] for file in found.files)


def test_a_month_uses_nothing_that_came_later(tmp_path: Path) -> None:
    files = {"2026-09.csv": roster(3), "2026-11.csv": roster(1)}
    found = status(tmp_path, files, POVERTY, "2026-10")
    assert (found.status, paths(found)) == ("stale", ["2026-09.csv"])
    assert "2026-09" in found.reason


def test_of_events_all_files_count_in_the_order_of_delivery(tmp_path: Path) -> None:
    files = {
        "b2026-10.csv": settlements("S", "3"),
        "a2026-10.csv": settlements("S", "2"),
        "z2026-09.csv": settlements("S", "1"),
        "y2026-10.csv": settlements("S", "2"),
    }
    found = status(tmp_path, files, BILLS, "2026-10")
    assert paths(found) == ["z2026-09.csv", "a2026-10.csv", "b2026-10.csv"]


def test_an_old_list_sent_again_is_this_months_snapshot(tmp_path: Path) -> None:
    files = {"2026-09.csv": roster(3), "2026-10.csv": roster(3)}
    found = status(tmp_path, files, POVERTY, "2026-10")
    assert (found.status, found.delivery_month) == ("present", "2026-10")
    assert paths(found) == ["2026-10.csv"]
    assert (found.received, found.accepted) == (3, 3)


def test_two_copies_in_one_month_are_one_file(tmp_path: Path) -> None:
    files = {"2026-10/a.csv": roster(3), "2026-10/b.csv": roster(3)}
    assert paths(status(tmp_path, files, POVERTY, "2026-10")) == ["2026-10/a.csv"]


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (95, 5, "present"),  # exactly the 5 % that is tolerated
        (94, 5, "missing"),  # above it
        (1, 4, "present"),  # above it, but fewer rows than anyone judges by
        (0, 5, "missing"),
    ],
)
def test_too_many_rejects_make_a_source_missing(
    tmp_path: Path, good: int, bad: int, told: str
) -> None:
    found = status(tmp_path, {"2026-10.csv": roster(good, bad)}, POVERTY, "2026-10")
    assert found.status == told
    assert bool(found.files) == (told == "present")
    assert (found.received, found.rejected) == (good + bad, bad)
    if told == "missing":
        assert f"{good + bad} 行中有 {bad} 行" in found.reason


def test_a_list_of_nobody_is_missing(tmp_path: Path) -> None:
    found = status(tmp_path, {"2026-10.csv": roster(0)}, POVERTY, "2026-10")
    assert found.status == "missing"
    assert "一行数据也没有" in found.reason


@pytest.mark.parametrize(("month", "told"), [("2026-09", "present"), ("2026-10", "stale")])
def test_a_yearly_list_is_stale_after_a_year(tmp_path: Path, month: str, told: str) -> None:
    rows = [YEARLY, ["甲", made_up_id(1), "2024", "100"]]
    found = status(tmp_path, {"2025-09.csv": rows}, "medical_insurance__yearly_burdens", month)
    assert found.status == told


def test_the_policy_says_what_is_tolerated(tmp_path: Path) -> None:
    status(tmp_path, {"2026-10.csv": roster(10, 10)}, POVERTY, "2026-10")
    home = Home(tmp_path / "home")
    assert sources_for(home, parse_month("2026-10"))[POVERTY].status == "missing"


def bills(count: int, month: str) -> list[list[str]]:
    rows = [[f"{month}-{n}", made_up_id(n), f"{month}-05", "9", str(n)] for n in range(count)]
    return [SETTLEMENTS, *rows]


@pytest.mark.parametrize(
    ("month", "told", "age"), [("2026-10", "stale", 1), ("2026-12", "stale", 3)]
)
def test_the_last_known_list_stands_in_while_it_is_not_too_old(
    tmp_path: Path, month: str, told: str, age: int
) -> None:
    found = status(tmp_path, {"2026-09.csv": roster(3)}, POVERTY, month)
    assert (found.status, found.data_month, found.age_months) == (told, "2026-09", age)
    assert f"已过 {age} 个月" in found.reason


def test_past_its_maximum_age_a_list_is_missing(tmp_path: Path) -> None:
    """It stays loaded: nothing is assessed by it, but nobody drops out of the screening."""
    found = status(tmp_path, {"2026-09.csv": roster(3)}, POVERTY, "2027-01")
    assert (found.status, found.age_months) == ("missing", 4)
    assert paths(found) == ["2026-09.csv"]
    assert "超过容许的 3 个月" in found.reason
    assert found.is_connected


def test_events_that_are_too_old_to_judge_by_stay_in_use(tmp_path: Path) -> None:
    """What has happened has happened: the bills of last year still count."""
    found = status(tmp_path, {"2026-09.csv": settlements("S", "1")}, BILLS, "2027-02")
    assert found.status == "missing"
    assert paths(found) == ["2026-09.csv"]


def test_after_a_list_of_nobody_the_last_known_one_stands_in(tmp_path: Path) -> None:
    files = {"2026-09.csv": roster(3), "2026-10.csv": roster(0)}
    found = status(tmp_path, files, POVERTY, "2026-10")
    assert (found.status, found.data_month, paths(found)) == ("stale", "2026-09", ["2026-09.csv"])
    assert "一行数据也没有" in found.reason


def test_a_whole_copy_has_the_age_of_what_it_copies(tmp_path: Path) -> None:
    files = {"2026-09.csv": roster(60), "2026-10.csv": roster(60), "2026-11.csv": roster(60)}
    found = status(tmp_path, files, POVERTY, "2026-11")
    assert (found.status, found.delivery_month) == ("stale", "2026-11")
    assert (found.data_month, found.age_months) == ("2026-09", 2)
    assert [finding.kind for finding in found.findings] == ["copied"]


VEHICLES = ["姓名", "身份证号", "号牌号码", "车辆类型", "使用性质", "初次登记日期"]
CARS = "public_security__vehicles"


def vehicles(count: int) -> list[list[str]]:
    rows = [
        [f"众{i}", made_up_id(i), f"鲁B{i:05d}", "小型轿车", "非营运", "2015-06-01"]
        for i in range(count)
    ]
    return [VEHICLES, *rows]


@pytest.mark.parametrize(
    ("month", "told", "age", "kinds"),
    [
        ("2026-08", "present", 2, []),  # not due before September
        ("2026-09", "stale", 3, ["copied"]),
    ],
)
def test_a_quarterly_list_that_comes_every_month_is_old_only_when_a_new_one_is_due(
    tmp_path: Path, month: str, told: str, age: int, kinds: list[str]
) -> None:
    files = {f"2026-{n:02d}.csv": vehicles(60) for n in range(6, int(month[5:]) + 1)}
    found = status(tmp_path, files, CARS, month)
    assert (found.status, found.data_month, found.age_months) == (told, "2026-06", age)
    assert [finding.kind for finding in found.findings] == kinds


def test_a_quarterly_list_sent_again_and_then_no_more_is_late_by_what_it_says(
    tmp_path: Path,
) -> None:
    files = {"2026-06.csv": vehicles(60), "2026-08.csv": vehicles(60)}
    found = status(tmp_path, files, CARS, "2026-10")
    assert (found.status, found.data_month, found.age_months) == ("stale", "2026-06", 4)
    assert "最近一次交“机动车登记”是 2026-06" in found.reason


def test_a_list_that_had_to_be_rejected_drops_nobody_out_of_the_screening(tmp_path: Path) -> None:
    files = {"2026-09.csv": roster(30), "2026-10.csv": roster(10, bad=20)}
    found = status(tmp_path, files, POVERTY, "2026-10")
    assert (found.status, paths(found)) == ("missing", ["2026-09.csv"])
    assert "30 行中有 20 行" in found.reason


def test_one_rejected_month_of_events_is_no_reason_against_the_others(tmp_path: Path) -> None:
    broken = [row if n == 0 else [*row[:3], "?", "?"] for n, row in enumerate(bills(20, "2026-06"))]
    files = {"2026-05.csv": bills(30, "2026-05"), "2026-06.csv": broken}
    found = status(tmp_path, files, BILLS, "2026-06")
    assert found.status == "missing"
    assert "20 行中有 20 行" in found.reason
    assert "2026-05.csv" in paths(found)
    july = [[*row[:3], "700", f"70{n}"] if n else row for n, row in enumerate(bills(30, "2026-07"))]
    found = status(tmp_path, {"2026-07.csv": july}, BILLS, "2026-07")
    assert (found.status, found.data_month, found.findings) == ("present", "2026-07", ())
    assert (found.received, found.rejected) == (80, 20)


def test_a_month_is_judged_by_what_came_up_to_it(tmp_path: Path) -> None:
    files = {"2026-08.csv": roster(60), "2026-09.csv": roster(200), "2026-10.csv": roster(60)}
    assert status(tmp_path, files, POVERTY, "2026-10").status == "stale"
    september = sources_for(Home(tmp_path / "home"), parse_month("2026-09"))[POVERTY]
    assert (september.status, september.findings) == ("present", ())


def test_an_event_file_sent_again_brings_nothing_new(tmp_path: Path) -> None:
    files = {"2026-09.csv": bills(60, "2026-09"), "换名2026-10.csv": bills(60, "2026-09")}
    found = status(tmp_path, files, BILLS, "2026-10")
    assert (found.status, found.data_month) == ("stale", "2026-09")
    assert paths(found) == ["2026-09.csv"]
    assert found.received == 60


def test_an_event_file_sent_again_beside_a_new_one_is_told(tmp_path: Path) -> None:
    october = [[*row[:3], "11", str(n)] for n, row in enumerate(bills(60, "2026-10")[1:], 2)]
    files = {
        "2026-09.csv": bills(60, "2026-09"),
        "2026-10.csv": [SETTLEMENTS, *october],
        "换名2026-10.csv": bills(60, "2026-09"),
    }
    found = status(tmp_path, files, BILLS, "2026-10")
    assert (found.status, paths(found)) == ("present", ["2026-09.csv", "2026-10.csv"])
    [told] = found.findings
    assert told.kind == "sent_before"
    assert told.figures == {"files": 1, "rows": 60, "first_month": "2026-09"}
