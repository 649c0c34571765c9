"""What would take a household off its colour follows from borders, caps and direct rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.household_page.counter_reasons import counter_reasons
from pipelines.household_page.standing import Range, Reason, Standing
from pipelines.policy import Reference
from pipelines.scorecard import (
    Colour,
    Dimension,
    DirectRule,
    Scorecard,
    ScoredIndicator,
    Sign,
)

NOWHERE = Reference(title="没有文件", article=None, href=None)
RED_RULE = DirectRule(
    "grave", "多项严重情况同时存在", "red", 3, NOWHERE,
    (
        Sign("one", "甲", "burden", Decimal(1), None),
        Sign("two", "乙", "dwelling", Decimal(1), None),
        Sign("three", "丙", "roster", Decimal(1), None),
        Sign("four", "没有享受低保或特困", None, None, None),
    ),
)  # fmt: skip
AFTER = "更正以后才变，每月最多降一级"


def _scored(name: str, *points: int) -> ScoredIndicator:
    bands = tuple((Decimal(number), point) for number, point in enumerate(points, 1))
    return ScoredIndicator(name, 12, bands, NOWHERE)


def scorecard(*rules: DirectRule) -> Scorecard:
    return Scorecard(
        since=date(2018, 1, 1),
        reference=NOWHERE,
        colours=(
            Colour("red", "红色", 50, 2, True),
            Colour("orange", "橙色", 40, 1, False),
            Colour("yellow", "黄色", 28, 1, False),
        ),
        dimensions=(Dimension("health", "医疗", 40), Dimension("living", "居住", 30)),
        never_red_together=(),
        basic_assistance=(),
        indicators=(
            _scored("burden", 20, 40), _scored("inpatient", 4, 6),
            _scored("dwelling", 12), _scored("roster", 8, 15),
        ),
        direct_rules=rules,
    )  # fmt: skip


def reason(indicator: str, points: int, *, is_fresh: bool = True) -> Reason:
    dimension = "living" if indicator in ("dwelling", "roster") else "health"
    return Reason(indicator, dimension, points, is_fresh, f"{indicator}：所说")


def told(*reasons: Reason, colour: str | None) -> list[str]:
    return counter_reasons(Standing(scorecard(), reasons), colour)


@pytest.mark.parametrize(
    ("points", "colour", "expected"),
    [
        # 28 is the border of yellow: 28 holds, and no reason can be spared.
        ((20, 8), "yellow", "第1、2条中任何一条不属实：不够列入名单"),
        # 40 + 15 = 55 red; without the 15 it is 40, just orange; without the 40 nothing.
        ((40, 15), "red", "第2条不属实：只够橙色"),
        ((40, 15), "red", "第1条不属实：不够列入名单"),
    ],
)
def test_single_reasons_that_decide_are_named_by_their_numbers(
    points: tuple[int, int], colour: str, expected: str
) -> None:
    assert expected in told(reason("burden", points[0]), reason("roster", points[1]), colour=colour)


def test_where_none_decides_alone_the_fewest_that_decide_together_are_named() -> None:
    said = told(
        reason("dwelling", 12), reason("inpatient", 6), reason("roster", 15), reason("burden", 20),
        colour="yellow",
    )  # fmt: skip
    assert said == ["单独一条不属实，颜色不变", "例如第1、3条都不属实：不够列入名单", AFTER]


def test_what_the_cap_took_comes_back_so_that_nobody_is_told_too_little() -> None:
    # The cap of 40 left the second reason nothing: without the first it gives 4 or 6.
    capped = Standing(scorecard(), [reason("burden", 40), reason("inpatient", 0)])
    assert capped.score(["burden"]) == Range(4, 6)
    assert capped.score(["inpatient"]) == Range(40, 40)
    # A reason cut in two may be whole: the bands say how many points that can be.
    cut = Standing(scorecard(), [reason("burden", 40), reason("inpatient", 5)])
    assert cut.score(["burden"]) == Range(6, 6)


def test_old_data_count_towards_yellow_and_orange_and_not_towards_red() -> None:
    reasons = [reason("burden", 40), reason("roster", 15, is_fresh=False)]
    assert Standing(scorecard(), reasons).rank() == Range(2, 2)
    said = counter_reasons(Standing(scorecard(), reasons), "orange")
    assert "第2条用的是旧数据或日期不详，请先问近况" in said


def test_red_needs_two_sides_of_need() -> None:
    alone = [reason("burden", 40), reason("inpatient", 20)]
    assert Standing(scorecard(), alone).rank_by_points() == Range(2, 2)


def test_a_colour_kept_from_last_month_is_said_to_be_so() -> None:
    said = told(reason("burden", 20), colour="orange")
    assert said[0].startswith("本月的情况不够列入名单，现在的颜色是上月留下来的")
    assert told(reason("burden", 40), colour="red")[:2] == [
        "本月的情况只够橙色，现在的颜色是上月留下来的，原因见上面带※的说明",
        "第1条不属实：不够列入名单",
    ]


def test_grave_signs_hold_a_colour_until_too_few_are_left() -> None:
    reasons = [reason("burden", 20), reason("dwelling", 12)]
    signs = frozenset({"甲", "乙", "没有享受低保或特困"})
    said = counter_reasons(Standing(scorecard(RED_RULE), reasons, RED_RULE, signs), "red")
    assert said == [
        "第1、2条中任何一条不属实：不够列入名单",
        "家里其实已在领低保或特困：只够黄色",
        "“多项严重情况同时存在”现有 3 项，不足 3 项时，只按得分也够黄色",
        AFTER,
    ]
    spare = Standing(scorecard(RED_RULE), reasons, RED_RULE, signs | {"丙"})
    assert counter_reasons(spare, "red")[0] == "单独一条不属实，颜色不变"


def test_grave_signs_of_old_data_make_nothing_red() -> None:
    reasons = [reason("burden", 20), reason("dwelling", 12, is_fresh=False)]
    signs = frozenset({"甲", "乙", "没有享受低保或特困"})
    assert Standing(scorecard(RED_RULE), reasons, RED_RULE, signs).rank() == Range(2, 2)


def test_of_signs_that_only_another_rule_knows_nothing_is_claimed() -> None:
    other = DirectRule(
        "some", "几项严重情况", "orange", 2, NOWHERE,
        (RED_RULE.signs[0], Sign("five", "戊", "inpatient", Decimal(1), None)),
    )  # fmt: skip
    signs = frozenset({"甲", "乙", "丙"})
    standing = Standing(scorecard(RED_RULE, other), [reason("roster", 8)], RED_RULE, signs)
    assert standing.rank_by_signs(["roster"]) == Range(0, 2)


def test_below_the_border_of_yellow_the_distance_is_told() -> None:
    assert told(reason("burden", 20), colour=None) == ["黄色界限是 28 分，还差 8 分"]
