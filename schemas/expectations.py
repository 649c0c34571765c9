"""What a release as a whole must be to be let out: one rule a line of the acceptance page.

Rules of rows stand in the contracts; here stand rules of the release: volumes against the last
month, records linked to persons, shares of colours and of what was not assessed, and whether
the written files fit together. Tolerances are policy (`policy/acceptance_*.yaml`). A rule that
a small place cannot meaningfully be held to is *not judged*, and the page says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["critical", "warning"]
Frame = Literal["measures", "watchlists", "streets", "households"]
Measures = Mapping[str, Any]

# Findings of a delivery after which other rows than its own are used, or not all that were due.
ALARMS = frozenset({"copied", "copied_column", "partial_rows", "partial_towns", "jump", "empty"})

_FILES_DISAGREE = "写出的文件自相矛盾，是程序的错误。请保留现场并报告开发人员，不要手工改动名单。"


@dataclass(frozen=True)
class Rule:
    """One rule: on which frame, how it is expected, and how an official reads it.

    `kind` names a Great Expectations class and `options` its arguments. `shows` words what was
    observed (None: the number of rows that break it). `unjudged` says why the rule is not
    applied this time (empty: it is). `cure` says what to do where it is broken.
    """

    name: str
    title: str
    limit: str
    level: Level
    frame: Frame
    kind: str
    options: Mapping[str, Any]
    cure: str
    shows: Callable[[Measures], str] | None = None
    unjudged: str = ""


def release_rules(measures: Measures, tolerances: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rules of a release in the order of the page.

    `measures` are those of `pipelines.acceptance.measure`; `tolerances` the parameters of the
    policy, by name.
    """
    return (
        _volume(measures, tolerances),
        _linked(measures, tolerances),
        *(_colour(measures, tolerances, colour, word) for colour, word in _COLOURS.items()),
        _not_assessed(measures, tolerances),
        _not_assessed_rise(measures, tolerances),
        _alarmed(),
        *_FILES_FIT,
    )


_COLOURS = {"red": "红", "orange": "橙", "yellow": "黄"}


def percent(share: Any) -> str:
    """Return a share as a percentage with at most two decimals."""
    return f"{float(share) * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _at_most(column: str, most: Any) -> Mapping[str, Any]:
    return {"column": column, "max_value": float(most)}


def _volume(measures: Measures, tolerances: Mapping[str, Any]) -> Rule:
    most, minimum = (
        tolerances["acceptance_volume_change_share"],
        tolerances["acceptance_volume_minimum"],
    )
    previous = measures["previous_screened_households"]
    unjudged = ""
    if previous is None:
        unjudged = "没有更早的发布可比"
    elif previous < minimum:
        unjudged = f"上次筛查只有 {previous} 户，不足 {minimum} 户，比例没有意义"
    elif measures["first_seen"] and measures["screened_households"] > previous:
        # Households that nobody could know of before: a fall is judged all the same.
        unjudged = f"上次还没有收到过{measures['first_seen']}，户数因此增加，没有可比的"
    return Rule(
        name="volume_change",
        title="筛查户数与上次相比",
        limit=f"增减不超过 {percent(most)}",
        level="critical",
        frame="measures",
        kind="ExpectColumnValuesToBeBetween",
        options=_at_most("volume_change_share", most),
        cure="请核对各部门是否漏交、重交或只交了一部分镇街，补交后再运行；确属真实变化的，"
        "按程序调整 policy/acceptance_volume_change_share.yaml。",
        shows=lambda told: (
            f"上次 {told['previous_screened_households']} 户，"
            f"本次 {told['screened_households']} 户，变化 {percent(told['volume_change_share'])}"
        ),
        unjudged=unjudged,
    )


def _linked(measures: Measures, tolerances: Mapping[str, Any]) -> Rule:
    least, minimum = tolerances["acceptance_linked_share"], tolerances["acceptance_linked_minimum"]
    few = measures["records"] < minimum
    return Rule(
        name="linked_share",
        title="记录对应到人的比例",
        limit=f"不低于 {percent(least)}",
        level="critical",
        frame="measures",
        kind="ExpectColumnValuesToBeBetween",
        options={"column": "linked_share", "min_value": float(least)},
        cure="请查看退回清单，多半是某份表格的身份证号被软件改成了数字；请部门改为文本格式后重交。",
        shows=lambda told: (
            f"{told['records']} 条记录中 {told['unlinked_records']} 条对应不到人，"
            f"对应比例 {percent(told['linked_share'])}"
        ),
        unjudged=f"记录不足 {minimum} 条" if few else "",
    )


def _colour(measures: Measures, tolerances: Mapping[str, Any], colour: str, word: str) -> Rule:
    most, minimum = (
        tolerances[f"acceptance_{colour}_share"],
        tolerances["acceptance_colour_minimum"],
    )
    few = measures["screened_households"] < minimum
    return Rule(
        name=f"{colour}_share",
        title=f"{word}色户占筛查住户的比例",
        limit=f"不超过 {percent(most)}",
        level="critical",
        frame="measures",
        kind="ExpectColumnValuesToBeBetween",
        options=_at_most(f"{colour}_share", most),
        cure="名单失去了轻重缓急。请检查评分表（policy/scorecard.yaml）最近的改动，"
        "以及是否有来源把大批人标成了同一种情况。",
        shows=lambda told: (
            f"{told[f'{colour}_households']} 户，占 {percent(told[f'{colour}_share'])}"
        ),
        unjudged=f"筛查住户不足 {minimum} 户" if few else "",
    )


def _not_assessed(measures: Measures, tolerances: Mapping[str, Any]) -> Rule:
    most = tolerances["acceptance_not_assessed_share"]
    return Rule(
        name="not_assessed_share",
        title="没有评估的比例（户×指标）",
        limit=f"超过 {percent(most)} 时提醒",
        level="warning",
        frame="measures",
        kind="ExpectColumnValuesToBeBetween",
        options=_at_most("not_assessed_share", most),
        cure="没有评估不等于没有风险。请尽量补齐缺失的来源；名单上各户“※”号后的话要在走访时问清。",
        shows=lambda told: f"{percent(told['not_assessed_share'])}；缺失来源：{told['missing']}",
        unjudged="" if measures["assessments"] else "本月没有筛查住户",
    )


def _not_assessed_rise(measures: Measures, tolerances: Mapping[str, Any]) -> Rule:
    most, minimum = (
        tolerances["acceptance_not_assessed_rise"],
        tolerances["acceptance_volume_minimum"],
    )
    previous = measures["previous_screened_households"]
    unjudged = ""
    if previous is None or measures["not_assessed_rise"] is None:
        unjudged = "没有更早的发布可比"
    elif not measures["lost"]:
        unjudged = "上次有的来源这次都有"
    elif max(previous, measures["screened_households"]) < minimum:
        unjudged = f"住户不足 {minimum} 户"
    return Rule(
        name="not_assessed_rise",
        title="来源丢失使没有评估的比例上升",
        limit=f"比上次上升不超过 {percent(most)}",
        level="critical",
        frame="measures",
        kind="ExpectColumnValuesToBeBetween",
        options=_at_most("not_assessed_rise", most),
        cure="上次有的来源这次缺失或整份退回，名单会漏掉人。请部门补交后再运行。",
        shows=lambda told: f"丢失来源：{told['lost']}；上升 {percent(told['not_assessed_rise'])}",
        unjudged=unjudged,
    )


def _alarmed() -> Rule:
    return Rule(
        name="alarmed_sources",
        title="来源陈旧、残缺或跳变",
        limit="有就提醒",
        level="warning",
        frame="measures",
        kind="ExpectColumnValuesToBeBetween",
        options=_at_most("alarmed_sources", 0),
        cure="这些来源改用上次可靠的数据，说明见“各来源”。请部门核对后重交，再运行一次。",
        shows=lambda told: told["alarmed"],
    )


def _files_fit(name: str, title: str, limit: str, frame: Frame, kind: str, **options: Any) -> Rule:
    return Rule(name, title, limit, "critical", frame, kind, options, _FILES_DISAGREE)


_FILES_FIT = (
    _files_fit(
        "household_once",
        "每户只在一份名单上出现一次",
        "户编号不重复",
        "watchlists",
        "ExpectColumnValuesToBeUnique",
        column="household_id",
    ),
    _files_fit(
        "rank_once",
        "镇街内序号不重复",
        "同一镇街没有两户同号",
        "watchlists",
        "ExpectCompoundColumnsToBeUnique",
        column_list=["street_code", "rank_in_street"],
    ),
    _files_fit(
        "rank_without_gaps",
        "镇街内序号从 1 连续到户数",
        "末号等于户数",
        "streets",
        "ExpectColumnPairValuesToBeEqual",
        column_A="last_rank",
        column_B="households_count",
    ),
    _files_fit(
        "verify_after_month",
        "核实期限在当月之后、半年之内",
        "当月最后一天之后 1 至 183 天",
        "watchlists",
        "ExpectColumnValuesToBeBetween",
        column="verify_days",
        min_value=1,
        max_value=183,
    ),
    _files_fit(
        "visit_after_month",
        "走访期限在当月之后、两年之内",
        "当月最后一天之后 1 至 731 天",
        "watchlists",
        "ExpectColumnValuesToBeBetween",
        column="visit_days",
        min_value=1,
        max_value=731,
    ),
    _files_fit(
        "points_add_up",
        "每户得分等于各项得分之和",
        "逐户相等",
        "households",
        "ExpectColumnPairValuesToBeEqual",
        column_A="score",
        column_B="points",
    ),
    _files_fit(
        "lists_match_households",
        "各镇街名单和排队的户合起来就是全部有颜色的住户",
        "逐户、逐色相同",
        "households",
        "ExpectColumnPairValuesToBeEqual",
        column_A="colour",
        column_B="listed_colour",
    ),
    _files_fit(
        "listed_or_waiting",
        "有颜色的户要么在名单上，要么在排队，只在一处",
        "逐户恰好一处",
        "households",
        "ExpectColumnPairValuesToBeEqual",
        column_A="places",
        column_B="wanted_places",
    ),
    _files_fit(
        "red_never_waits",
        "红色户全部在名单上",
        "没有红色户排队",
        "households",
        "ExpectColumnValuesToBeBetween",
        column="red_waiting",
        min_value=0,
        max_value=0,
    ),
)
