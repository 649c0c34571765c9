import dataclasses
import json
import logging
from pathlib import Path

import pytest

from pipelines import terminal
from pipelines.months import Month
from pipelines.run import ingest_inbox
from pipelines.settings import Home
from pipelines.summary import MonthSummary, NoRelease, newest_release, summarise
from tests.conftest import SAMPLE


@pytest.fixture(scope="module")
def summary(sample_home: Home) -> MonthSummary:
    return summarise(newest_release(sample_home))


def _shown(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal.console, "width", 200)


def test_the_second_month_shows_what_is_new_continuing_worse_and_better(
    summary: MonthSummary,
) -> None:
    for status in ("new", "continuing", "worse", "better"):
        assert sum(street.statuses[status] for street in summary.streets) > 0, status


def test_the_tables_add_up_to_the_manifest(summary: MonthSummary) -> None:
    manifest = json.loads((summary.release / "manifest.json").read_text(encoding="utf-8"))
    for colour, households in manifest["colours"].items():
        assert sum(street.colours.get(colour, 0) for street in summary.streets) == households
    assert sum(summary.rejected.values()) == sum(f["rejected"] for f in manifest["files"])
    for street in summary.streets:
        assert street.listed == sum(street.statuses.values())


def test_the_closing_tables_tell_all_that_an_official_asks(
    summary: MonthSummary, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.print_summary(summary)
    shown = _shown(capsys)
    assert "2026-10 筛查对象" in shown
    assert all(street.street_name in shown for street in summary.streets)
    assert "未匹配" in shown
    assert "没有填身份证号" in shown
    assert "没有读的文件" in shown
    assert str(summary.release / "watchlists") in shown


def test_the_most_frequent_likely_policies_are_told_with_their_households(
    summary: MonthSummary, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((summary.release / "manifest.json").read_text(encoding="utf-8"))
    households = [policy.households for policy in summary.policies]
    assert households == sorted(households, reverse=True)
    assert sum(households) == sum(
        told["may_qualify"]["households"] for told in manifest["policies"].values()
    )
    terminal.print_summary(summary)
    shown = _shown(capsys)
    assert "可能符合的政策（只是线索）" in shown
    assert f"│ {summary.policies[0].title}" in shown
    assert f"没有享受的：{summary.likely['households']} 户" in shown
    assert "以受理部门审核为准" in shown


def test_a_release_of_before_the_policies_has_no_such_table(
    summary: MonthSummary, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.print_summary(dataclasses.replace(summary, policies=(), likely={}))
    assert "可能符合" not in _shown(capsys)


def test_a_source_that_is_not_used_is_told_with_its_reason(
    summary: MonthSummary, capsys: pytest.CaptureFixture[str]
) -> None:
    source = {
        "status": "missing",
        "reason": "",
        "title": "死亡人员信息",
        "delivery_month": "2026-06",
    }
    never = {
        "status": "missing",
        "reason": "残联没有交“名册”。",
        "title": "名册",
        "delivery_month": None,
    }
    sources = {"civil_affairs__deaths": source, "disabled_federation__certificates": never}
    missing = MonthSummary(summary.month, summary.release, summary.screened, (), (), sources)
    terminal.print_summary(missing)
    shown = _shown(capsys)
    assert "死亡人员信息没有可用的数据" in shown
    assert "没有交“名册”" not in shown
    assert "另有 1 个来源还没有接入" in shown


def test_ingest_tells_the_counts_of_each_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "菜单.csv").write_text("菜,价\n豆腐,3\n", encoding="utf-8")
    (inbox / "死亡.csv").symlink_to(SAMPLE)
    (inbox / "火化 2026-10.csv").write_text("姓名,身份证号,死亡日期\n", encoding="utf-8")
    terminal.print_ingested(ingest_inbox(Home(tmp_path / "home"), inbox, Month(2026, 10)))
    shown = _shown(capsys)
    assert "死亡人员信息" in shown
    assert "没有读的文件：菜单.csv" in shown
    assert "没有读的文件：死亡.csv" in shown


def test_a_home_without_a_release_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoRelease, match="sanse run"):
        newest_release(Home(tmp_path))
    with pytest.raises(NoRelease, match="sanse run"):
        summarise(tmp_path / "releases" / "2026-10")


def test_progress_prints_each_stage_as_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("sanse.run")
    before = (list(log.handlers), log.propagate)
    with terminal.progress() as on_progress:
        on_progress("[装载]……")
        log.info("装载：[7] 个来源")
    assert "装载：[7] 个来源" in _shown(capsys)
    assert (log.handlers, log.propagate) == before


def test_what_was_rejected_is_told_in_words(summary: MonthSummary) -> None:
    assert sum(rows for _, _, rows in summary.faults) == sum(summary.rejected.values())
    assert all("_" not in source + fault for source, fault, _ in summary.faults)
