"""How destitute people are supported is kept where the kind of assistance says it."""

import polars as pl
import pytest

from pipelines.codes import read_code_sets
from schemas.sources.civil_affairs__assistance import CATEGORIES

DISPERSED, HOUSED, UNTOLD = "特困人员（分散供养）", "特困人员（集中供养）", "特困人员"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("分散供养", DISPERSED),
        ("特困人员(分散供养)", DISPERSED),
        ("分散供养特困人员", DISPERSED),
        ("农村特困分散供养", DISPERSED),
        ("集中供养特困", HOUSED),
        ("特困人员（集中供养）", HOUSED),
        ("五保集中供养", HOUSED),
        ("特困供养", UNTOLD),
        ("农村五保", UNTOLD),
        ("分散供养特困、临时救助", f"临时救助、{DISPERSED}"),
    ],
)
def test_the_kind_keeps_how_they_are_supported(written: str, read: str) -> None:
    frame = read_code_sets(pl.Series([written]), CATEGORIES, "reject")
    assert frame.select("value", "problem").rows() == [(read, None)]
