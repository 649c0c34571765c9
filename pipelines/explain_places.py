"""Whether a coloured household is to be visited this month, and if not, its place in the queue."""

from pathlib import Path
from typing import Any

import polars as pl

from pipelines.workbook.street import Row

ON_LIST = {
    "red": "红色户全部走访",
    "minimum": "按颜色留出的最少份额排进",
    "order": "按全区统一的先后排进",
    "sample": "抽样走访，从没有排进的户里随机抽到，与得分无关",
    "not_declared": "所在镇街没有申报每月走访数，有颜色的户全部列入",
}


def place_on_lists(release: Path, household: Row) -> list[str]:
    """Return one paragraph, or none where the household has no colour or the release is older."""
    selection = household.get("selection")
    if selection is None:
        return []
    if selection != "waiting":
        return [f"在本月走访名单上：{ON_LIST[selection]}。"]
    row = queued(release, household["household_id"])
    missed = _nearest(release, row)
    return ["\n".join(["本月没有排进走访名单，正在排队", f"  · {row['why']}", *missed])]


def queued(release: Path, household_id: str) -> dict[str, Any]:
    """Return the row of the queue for a household that waits."""
    queue = pl.read_parquet(release / "queue.parquet")
    return queue.filter(pl.col("household_id") == household_id).row(0, named=True)


def _nearest(release: Path, row: Row) -> list[str]:
    """Say by what the first who waits in a street just missed."""
    misses = pl.read_parquet(release / "near_misses.parquet")
    found = misses.filter(pl.col("household_id") == row["household_id"])
    told = f"估算的帮助一年约 {row['expected_benefit_yuan']} 元，得分 {row['score']}"
    lines = [f"  · 全区统一排先后：颜色、上月是否在排队、预期帮助（{told}）、当月散列"]
    return lines + [f"  · 差一点列入。{one}" for one in found["decided_by_text"]]
