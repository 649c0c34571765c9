"""The three-level network: the teams of the district, its streets and its communities that look.

They are the place's own file, reference/discovery_teams.csv: a place that has declared none has
an empty one, and its clues go to the streets without a team's name.
"""

from collections import Counter

import polars as pl

from pipelines.places import Reference, ReferenceNotReadable

TEAM_COLUMNS = (
    "level", "street_code", "community_code", "team_name", "members_count", "duty_phone",
)  # fmt: skip
DISTRICT, STREET, COMMUNITY = "区", "镇街", "村居"


def checked_teams(teams: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Return the teams as read, every cell sound, one a place.

    Raises ReferenceNotReadable naming the line and the cure.
    """
    streets = {row["street_code"] for row in reference.streets}
    street_of = {row["community_code"]: row["street_code"] for row in reference.communities}
    seen: Counter[tuple[str, str, str]] = Counter()
    for line, row in enumerate(teams.iter_rows(named=True), start=2):
        fault = _fault(row, streets, street_of)
        place = (row["level"], row["street_code"], row["community_code"])
        seen[place] += 1
        if fault is None and seen[place] > 1:
            fault = "这一级的这个地方已经有一支队，一处只写一支"
        if fault is not None:
            raise ReferenceNotReadable(
                f"参考资料 discovery_teams.csv 第 {line} 行：{fault}。请改正，否则线索分不到队。"
            )
    return teams


def _fault(row: dict[str, str], streets: set[str], street_of: dict[str, str]) -> str | None:
    level, street, community = row["level"], row["street_code"], row["community_code"]
    is_district, is_community = level == DISTRICT, level == COMMUNITY
    faults = {
        "level 只能是 区、镇街、村居": level not in (DISTRICT, STREET, COMMUNITY),
        "street_code 不在 streets.csv 里": not is_district and street not in streets,
        "community_code 不在 communities.csv 里，或不属于这个镇街": (
            is_community and street_of.get(community) != street
        ),
        "区一级不写 street_code": is_district and bool(street),
        "只有村居一级写 community_code": not is_community and bool(community),
        "没有写 team_name": not row["team_name"].strip(),
        "members_count 要写数字，不知道的留空": (
            row["members_count"] != "" and not row["members_count"].isdecimal()
        ),
    }
    return next((fault for fault, is_broken in faults.items() if is_broken), None)
