"""A bulletin of a made-up district with small groups in it, written once for all tests."""

import datetime

import pytest

from pipelines.bulletin.basis import Basis
from pipelines.bulletin.gathered import Bulletin, gather
from tests.bulletin.stories import Household, basis_for

_FOUND = ("not_covered", "no_risk", "no_risk", "未遇到", "complex", "no_risk", "review")
_STREETS = ("东街", "西街", "西街", "南街", "西街")
_COLOURS = ("red", "orange", "yellow", "yellow", "yellow", "orange")
_COHORTS = ("disability", "medical", "disability,medical", "poverty_roster")
_REASONS = ("medical_burden", "care_load", "elder_carers", "low_income")


def household(number: int) -> Household:
    """Return one of the made-up households: the numbers spread them over all groups."""
    lists = ["2026-09", "2026-10"][number % 3 == 0 :]
    visited = datetime.date(2026, 12 - len(lists), 10 + number % 11)
    found = {visited: _FOUND[number % len(_FOUND)]} if number % 5 else {}
    paid = {"自": datetime.date(2026, 11, 1), "每月": 600}
    drawn = {("最低生活保障", "临时救助")[number % 2]: paid} if number % 6 == 1 else {}
    return {
        "户": f"户{number:03d}",
        "镇街": _STREETS[number % len(_STREETS)],
        "颜色": _COLOURS[number % len(_COLOURS)],
        "名单": lists,
        "人群": _COHORTS[number % len(_COHORTS)],
        "原因": _REASONS[number % 3 : number % 3 + 2],
        "走访": found,
        "享受": drawn,
    }


@pytest.fixture(scope="session")
def basis() -> Basis:
    return basis_for([household(number) for number in range(90)], "2026-11", conferences=11)


@pytest.fixture(scope="session")
def bulletin(basis: Basis) -> Bulletin:
    before = basis_for([household(number) for number in range(90)], "2026-10")
    return gather(basis, before)
