"""Stories of a source's months, told in figures: what each comes to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.feeds import Tolerances, Verdict, judge_feed
from pipelines.last_known import LastKnown, last_known
from pipelines.places import Gazetteer, load_reference
from pipelines.policy import policy_at
from pipelines.profiles import ColumnProfile, Pair, Profile
from pipelines.strict_yaml import read_yaml
from schemas.sources import source_named

TOLD = read_yaml((Path(__file__).parent / "stories.yaml").read_text(encoding="utf-8"))
GAZETTEER = Gazetteer(load_reference())
TOLERANCES = Tolerances.of(policy_at(datetime.date(2026, 10, 31)))


@dataclass(frozen=True)
class ToldMonth:
    """A delivery month as the story tells it."""

    month: str
    profile: Profile
    same: Mapping[str, Mapping[str, Any]]

    def against(self, earlier: ToldMonth) -> Pair:
        told = dict(self.same.get(f"{self.month}/{earlier.month}", {}))
        same_rows = told.pop("rows", 0)
        columns = {name: (same, compared) for name, (same, compared) in told.items()}
        return Pair(self.profile.rows, earlier.profile.rows, same_rows, columns)


def months_of(case: Mapping[str, Any]) -> list[ToldMonth]:
    columns: dict[str, ColumnProfile] = {}
    told = []
    for month, figures in case["months"].items():
        for name, one in (figures.get("columns") or {}).items():
            columns[name] = ColumnProfile(
                blanks=one.get("blank", 0),
                values=one.get("values", {}),
                amounts=one.get("amounts", 0),
                median=float(one["median"]) if "median" in one else None,
            )
        rows = figures["rows"]
        profile = Profile(rows, rows, figures.get("towns") or {}, dict(columns), rows)
        told.append(ToldMonth(str(month), profile, case.get("same") or {}))
    return told


def place_of(written: str) -> str:
    town, _, community = written.partition("\t")
    place = GAZETTEER.find(town, community)
    return place.street_code or place.town_key


def judged(case: Mapping[str, Any]) -> tuple[Verdict, LastKnown]:
    source = source_named(case["source"])
    verdicts = judge_feed(source, months_of(case), TOLERANCES, place_of)
    return verdicts[-1], last_known(source, verdicts)


@pytest.mark.parametrize("case", TOLD["cases"], ids=lambda case: case["name"])
def test_story(case: Mapping[str, Any]) -> None:
    verdict, known = judged(case)
    expect = case["expect"]
    told = "".join(finding.sentence for finding in verdict.findings)
    assert (verdict.state, known.data_month) == (expect["state"], str(expect["data_month"]))
    assert all(says in told for says in expect["says"]), told
    if not expect["says"]:
        assert not verdict.findings
    if "uses" in expect:
        assert [part.month for part in known.parts] == [str(month) for month in expect["uses"]]
    if "towns" in expect:
        assert known.towns == {town: str(month) for town, month in expect["towns"].items()}
    if "given_up" in expect:
        assert list(known.given_up) == expect["given_up"]
