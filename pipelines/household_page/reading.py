"""Reading what a household's page says from the files of a release alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.errors import SanseError
from pipelines.explain import HouseholdNotFound
from pipelines.explain_places import queued
from pipelines.household_page.counter_reasons import counter_reasons
from pipelines.household_page.dues import RECEIVES, Dues, read_dues
from pipelines.household_page.sheet import Member, Sheet, Told
from pipelines.household_page.standing import Reason, Standing
from pipelines.months import Month
from pipelines.scorecard import DirectRule, Scorecard, scorecard_at
from pipelines.settings import Home
from pipelines.summary import COLOURS, SCREENED_AS, STATUSES, NoRelease
from pipelines.workbook.street import community_of, gaps_of, written

Row = dict[str, Any]

_FIRST = {"red": "最先走访", "orange": "其次走访", "yellow": "随后走访"}
# How the sentence of a stale reason says so; see sql/screening/contributions.sql.
_STALE_SIGNS = ("，数据为", "（日期不详")


class StreetNotFound(SanseError):
    """The release of that month has no list of the street."""


def read_sheet(home: Home, household_id: str, month: Month) -> Sheet:
    """Return what the page of a household says.

    Raises NoRelease where the month has no release, HouseholdNotFound where the household was
    neither screened nor listed in it.
    """
    release = _release(home, month)
    found = _rows_of(release / "households.parquet", household_id)
    if not found:
        raise HouseholdNotFound(
            f"{month} 的筛查中没有户编号 {household_id}。该户当月可能不属于筛查人群；"
            "请核对户编号（名单最后一列）和月份。"
        )
    return _sheet(release, found[0], month)


def listed_in(home: Home, street_code: str, month: Month) -> list[str]:
    """Return the households that a street's list names, in its order.

    Raises NoRelease where the month has no release, StreetNotFound where it has no such list.
    """
    streets = _release(home, month) / "watchlists"
    # The code comes from a command line: it names a folder, and never a way out of this one.
    known = {folder.name: folder for folder in streets.glob("street_code=*")}
    folder = known.get(f"street_code={street_code}")
    if folder is None:
        raise StreetNotFound(
            f"{month} 没有镇街代码 {street_code} 的名单。镇街代码是 9 位数字，"
            f"见发布目录里 watchlists 下的文件夹名（安置不到镇街的写“未匹配”）。"
        )
    listed = pl.read_parquet(folder / "watchlist.parquet", hive_partitioning=False)
    return listed.sort("rank_in_street")["household_id"].to_list()


def _release(home: Home, month: Month) -> Path:
    release = home.release_path(month)
    if not (release / "households.parquet").is_file():
        raise NoRelease(f"{month} 还没有发布名单。请先运行：sanse run --month {month}")
    return release


def _sheet(release: Path, household: Row, month: Month) -> Sheet:
    household_id, colour = household["household_id"], household["colour"]
    # Names stand in the lists of the street offices alone: who is not listed has none here.
    street = release / "watchlists" / f"street_code={household['street_code']}"
    listed = (_rows_of(street / "watchlist.parquet", household_id) or [{}])[0]
    people = _rows_of(street / "members.parquet", household_id)
    people.sort(key=lambda row: (not row["is_head"], -(row["age_years"] or 0), row["person_id"]))
    dues = read_dues(release, household_id, {r["person_id"]: r["name"] or "" for r in people})
    scorecard = scorecard_at(month.as_of_date)
    standing, remarks = _standing(release, household, scorecard)
    return Sheet(
        month=month,
        household_id=household_id,
        head=listed.get("head_name") or ("户主姓名不详" if listed else "未列入名单，不附姓名"),
        place=_place(household),
        address=listed.get("address") or ("住址不详，请问社区" if listed else ""),
        receiver=household["street_name"] or "",
        colour=colour,
        meaning=_waits(release, household) or _meaning(listed, colour),
        standing=_status(household),
        score=str(household["score"] or 0),
        border=_border(scorecard, colour),
        members=[_member(row) for row in people],
        members_note=_members_note(household, len(people)),
        reasons=_reasons(standing.reasons, remarks),
        counter_reasons=counter_reasons(standing, colour),
        receives=_receives(household, dues),
        to_verify=[*_questions(release, household), *gaps_of(household)],
        dues=dues,
    )


def _rows_of(file: Path, household_id: str) -> list[Row]:
    if not file.is_file():
        return []
    # The folder's name says the street, as the column in the file does.
    frame = pl.scan_parquet(file, hive_partitioning=False)
    return frame.filter(pl.col("household_id") == household_id).collect().to_dicts()


def _place(household: Row) -> str:
    community = community_of(household)
    return "　".join(filter(None, [household["street_name"], community]))


def _meaning(listed: Mapping[str, Any], colour: str | None) -> Sequence[str]:
    if colour is None or not listed:
        return ("本月的情况没有达到列入名单的界限；", "确有困难的，照常上门、照常受理。")
    verify, visit = written(listed["verify_by"]), written(listed["next_visit_by"])
    return (
        f"{verify}前核实线索，{visit}前至少走访一次。",
        "颜色只表示走访的先后，没有文件规定怎样划分。",
    )


def _waits(release: Path, household: Row) -> Sequence[str]:
    """What a household is told that found no place on this month's list; nothing to others."""
    if household.get("selection") != "waiting":
        return ()
    row = queued(release, household["household_id"])
    place = f"全区同色户中排第 {row['place_in_queue']} 位，已等 {row['months_waiting']} 个月；"
    return (
        f"本月没有排进走访名单：{place}",
        "颜色和先后都保留。情况变急的，随时上门、随时受理。",
    )


def _status(household: Row) -> str:
    if household["colour"] is None:
        return "未列入名单"
    told = f"{COLOURS[household['colour']]}色：{_FIRST[household['colour']]}"
    months = household["months_listed"] or 1
    return f"{told}（{STATUSES[household['status']]}，第 {months} 个月）"


def _border(scorecard: Scorecard, colour: str | None) -> str:
    borders = {one.name: one for one in scorecard.colours}
    own = borders[colour or "yellow"]
    return f"{COLOURS[own.name]}色界限 {own.minimum_score} 分"


def _member(row: Row) -> Member:
    return Member(
        name=row["name"] or "（姓名不详）",
        relationship="户主" if row["is_head"] else row["relationship"] or "",
        sex=row["sex"] or "",
        age="" if row["age_years"] is None else str(row["age_years"]),
        disability=row["disability"] or "",
        burden=row["medical_burden_band"] or "",
    )


def _members_note(household: Row, told: int) -> str:
    cohorts = [SCREENED_AS[cohort] for cohort in (household["cohorts"] or "").split(",") if cohort]
    notes = [f"筛查人群：{'、'.join(cohorts)}"] if cohorts else []
    if household["is_provisional"]:
        notes.append("暂立户：不在网格台账，请核实家中有谁")
    if not told:
        notes.append(f"家庭人口 {household['members_count']} 人，成员姓名只附在名单上")
    return "；".join(notes)


def _standing(
    release: Path, household: Row, scorecard: Scorecard
) -> tuple[Standing, Sequence[str]]:
    """Return what the colour rests on, and the sentences of the reasons that give no points."""
    rows = _rows_of(release / "contributions.parquet", household["household_id"])
    rows.sort(key=lambda row: (-row["points"], row["dimension"], row["indicator"]))
    reasons = [_reason(row) for row in rows]
    scored = {part for reason in reasons for part in reason.sentence.split("；")}
    sentences = (household["reasons"] or "").split("；")
    remarks = [said for said in sentences if said and said not in scored]
    rule, signs = _direct_rule(remarks, scorecard)
    return Standing(scorecard, reasons, rule, signs), remarks


def _reason(row: Row) -> Reason:
    sentence = row["reason"] or row["evidence"] or ""
    is_stale = any(sign in sentence for sign in _STALE_SIGNS)
    return Reason(row["indicator"], row["dimension"], row["points"], not is_stale, sentence)


def _direct_rule(
    remarks: Sequence[str], scorecard: Scorecard
) -> tuple[DirectRule | None, frozenset[str]]:
    for remark in remarks:
        title, _, signs = remark.partition("：")
        for rule in scorecard.direct_rules:
            if title == rule.title and signs:
                return rule, frozenset(signs.split("、"))
    return None, frozenset()


def _reasons(reasons: Sequence[Reason], remarks: Sequence[str]) -> list[Told]:
    told = [Told("※", "", remark) for remark in remarks]
    return told + [
        Told(str(number), str(reason.points), reason.sentence)
        for number, reason in enumerate(reasons, 1)
        if reason.points > 0
    ]


def _receives(household: Row, dues: Dues) -> list[str]:
    told = [word for word in (household["already_receives"] or "").split("；") if word]
    for due in dues.of(RECEIVES):
        said = f"{due.title}（{due.person}）" if due.person else due.title
        if due.title not in told:
            told.append(said)
    return told


def _questions(release: Path, household: Row) -> list[str]:
    if household["colour"] is None:
        return []
    rows = _rows_of(release / "counter_signs.parquet", household["household_id"])
    return [
        f"{row['evidence']}，{row['question']}"
        f"（{row['source_title']}，{row['observed_date'] or '日期不详'}）"
        for row in sorted(rows, key=lambda row: row["sign"])
    ]
