"""What one street office gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipelines.months import Month

Row = Mapping[str, Any]

NO_COMMUNITY = "社区不详"
_COMMITTEES = ("居民委员会", "村民委员会", "居委会", "村委会")


@dataclass(frozen=True)
class StreetList:
    """One street's households in rank order, and their members.

    `households` are rows of the watchlist, `members` of members.parquet, both as dicts.
    """

    month: Month
    street_name: str
    list_date: date
    verify_by: date
    households: Sequence[Row]
    members: Sequence[Row]

    @property
    def title(self) -> str:
        """The street's name and the month, as people write them."""
        return f"{self.street_name}　走访核实名单（{self.month.year}年{self.month.month}月）"

    @cached_property
    def communities(self) -> dict[str, list[Row]]:
        """The households by community, communities by name, those without one last."""
        found: dict[str, list[Row]] = {}
        for row in self.households:
            found.setdefault(community_of(row), []).append(row)
        return dict(sorted(found.items(), key=lambda item: (item[0] == NO_COMMUNITY, item[0])))

    @cached_property
    def shared_gaps(self) -> list[str]:
        """What could not be assessed for any household: told once, not in every row."""
        gaps = [gaps_of(row) for row in self.households]
        return [gap for gap in gaps[0] if all(gap in others for others in gaps)] if gaps else []


def community_of(row: Row) -> str:
    """Return a household's community as people call it: without the committee."""
    name: str = row["community_name"] or ""
    for committee in _COMMITTEES:
        name = name.removesuffix(committee)
    return name or NO_COMMUNITY


def gaps_of(row: Row) -> list[str]:
    """Return what could not be assessed for a household, a sentence each."""
    return [gap for gap in (row["data_gaps"] or "").split("；") if gap]


# What sets a household apart on a list that was cut to the visits that offices declared.
MARKS = {
    "is_exploration": ("抽样走访", "从没有排进名单的户里随机抽到，与得分无关，好知道名单漏了谁"),
    "is_supported": ("区里支援", "超出本镇街申报的每月走访数，由区民政部门派人支援"),
    "is_carried": ("上月排队", "上月有颜色而没有排进名单，本月轮到"),
}


def marks_of(row: Row) -> list[str]:
    """Return the words of the marks that a household has."""
    return [word for column, (word, _) in MARKS.items() if row.get(column)]


def written(day: date) -> str:
    """Return a date as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"
