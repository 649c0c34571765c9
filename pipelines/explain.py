"""Why a household has its colour: in words, from the files of a release alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.errors import SanseError
from pipelines.explain_places import place_on_lists
from pipelines.explain_policies import Policies
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.summary import COLOURS, SCREENED_AS, STATUSES, NoRelease

Row = dict[str, Any]


class HouseholdNotFound(SanseError):
    """The release of that month does not know the household."""


def explain(home: Home, household_id: str, month: Month) -> str:
    """Return why a household has its colour in a month: points that add up, sources, gaps; and
    what it receives, may be due, and what is missing to tell.

    The text holds no name, number or address. Raises NoRelease where the month has no release,
    HouseholdNotFound where the household was neither screened nor listed in it.
    """
    release = home.release_path(month)
    if not (release / "households.parquet").is_file():
        raise NoRelease(f"{month} 还没有发布名单。请先运行：sanse run --month {month}")
    household = _household(release, household_id, month)
    contributions = _contributions(release, household_id)
    policies = Policies(release, household_id)
    parts = [
        _heading(household, month),
        *place_on_lists(release, household),
        _points(contributions),
        _list("列入原因" if household["colour"] else "查到的情况", household["reasons"]),
        _bullets("已在享受", _received(household, policies) or ["没有查到在享的救助"]),
        *_dues(policies),
        _list("没有评估、有待核实的方面（不等于没有风险）", household["data_gaps"], "没有"),
        *_questions(release, household),
        "列入名单只是走访线索，不是救助决定；家庭对上述内容有异议的，请记录下来，核实后更正。",
    ]
    return "\n\n".join(parts)


def _received(household: Row, policies: Policies) -> list[str]:
    told = [word for word in (household["already_receives"] or "").split("；") if word]
    return [*told, *(title for title in policies.received if title not in told)]


def _dues(policies: Policies) -> list[str]:
    if not policies.are_computed:
        return []
    sections = {
        "可能符合（只是线索，以受理部门审核为准）": policies.likely,
        "用到的数值出自哪里（暂定：没有公开文件，以当地公布为准）": policies.references,
        "说不清（补齐缺的才知道）": policies.unclear,
    }
    return ["\n".join([title, *told]) for title, told in sections.items() if told]


def _household(release: Path, household_id: str, month: Month) -> Row:
    found = (
        pl.scan_parquet(release / "households.parquet")
        .filter(pl.col("household_id") == household_id)
        .collect()
    )
    if found.is_empty():
        raise HouseholdNotFound(
            f"{month} 的筛查中没有户编号 {household_id}。该户当月可能不属于筛查人群；"
            "请核对户编号（名单最后一列）和月份。"
        )
    return found.row(0, named=True)


def _contributions(release: Path, household_id: str) -> list[Row]:
    return (
        pl.scan_parquet(release / "contributions.parquet")
        .filter(pl.col("household_id") == household_id)
        .filter(pl.col("points") > 0)
        .sort("points", "dimension", "indicator", descending=[True, False, False])
        .collect()
        .to_dicts()
    )


def _questions(release: Path, household: Row) -> list[str]:
    """Return what the visitor of a listed household is asked to verify besides."""
    signs = release / "counter_signs.parquet"
    # A release of before the registers of property were connected has no such file.
    if household["colour"] is None or not signs.is_file():
        return []
    found = (
        pl.scan_parquet(signs)
        .filter(pl.col("household_id") == household["household_id"])
        .sort("sign")
        .collect()
        .to_dicts()
    )
    lines = [
        f"{sign['source_title']}（{sign['observed_date'] or '日期不详'}）："
        f"{sign['evidence']}，{sign['question']}"
        for sign in found
    ]
    return [_bullets("请一并核实（不影响颜色）", lines or ["没有"])]


def _heading(household: Row, month: Month) -> str:
    place = " ".join(filter(None, [household["street_name"], household["community_name"]]))
    provisional = "（暂立户：不在网格台账，家中有谁待核实）" if household["is_provisional"] else ""
    return "\n".join(
        [
            f"{household['household_id']}　{month}（截至 {month.as_of_date}）",
            f"{place}　家庭人口 {household['members_count']} 人{provisional}",
            f"筛查人群：{_cohorts(household['cohorts'])}",
            _verdict(household),
        ]
    )


def _cohorts(cohorts: str) -> str:
    named = [SCREENED_AS[cohort] for cohort in cohorts.split(",") if cohort]
    return "、".join(named) or "本月已不在筛查范围"


def _verdict(household: Row) -> str:
    if household["colour"] is None:
        return f"颜色：未列入名单　得分 {household['score']}"
    changed = f"{STATUSES[household['status']]}，连续 {household['months_listed']} 个月"
    return f"颜色：{COLOURS[household['colour']]}（{changed}）　得分 {household['score']}"


def _points(contributions: list[Row]) -> str:
    lines = [f"  {row['points']:>4}  {row['reason'] or row['evidence']}" for row in contributions]
    total = sum(row["points"] for row in contributions)
    return "\n".join(["得分构成", *(lines or ["     没有得分的指标"]), f"  {total:>4}  合计"])


def _list(title: str, joined: str | None, nothing: str = "无") -> str:
    return _bullets(title, joined.split("；") if joined else [nothing])


def _bullets(title: str, entries: Iterable[str]) -> str:
    return "\n".join([title, *(f"  · {entry}" for entry in entries)])
