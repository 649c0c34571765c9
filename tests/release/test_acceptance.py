"""What refuses a release, what is only told, and what a small place is not held to."""

from __future__ import annotations

import copy
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.acceptance import Acceptance, accept, judge
from pipelines.acceptance_page import acceptance_page
from pipelines.manifest import Json
from pipelines.release import Released
from schemas.expectations import release_rules
from tests.release.made_up import District, Household


def _district(count: int = 240) -> District:
    """A district large enough for every rule: a tenth red, a tenth orange, a tenth yellow."""
    colours = ("red", "orange", "yellow", *[None] * 7)
    households = [Household(n, colours[n % 10], 20 + n % 7) for n in range(count)]
    for household in households:
        household.status = "new" if household.colour else None
        household.months_listed = 1 if household.colour else 0
    return District(households=households, accepted=1000)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Released:
    return _district().release(tmp_path_factory.mktemp("large"))


def _accept(released: Released, previous: Json | None = None, **changed: Any) -> Acceptance:
    manifest = {**copy.deepcopy(released.manifest), **changed}
    return accept(released.path, manifest, previous, District().policy)


def _outcomes(acceptance: Acceptance) -> dict[str, str]:
    return {verdict.rule.name: verdict.outcome for verdict in acceptance.verdicts}


def _previous(released: Released, households: int) -> Json:
    previous = copy.deepcopy(released.manifest)
    previous["screened"]["any"]["households"] = households
    return previous


def test_a_sound_release_passes_every_rule(large: Released) -> None:
    outcomes = _outcomes(_accept(large, _previous(large, 240)))
    assert set(outcomes.values()) == {"passed", "not_judged"}
    assert [name for name, outcome in outcomes.items() if outcome == "not_judged"] == [
        "not_assessed_rise"
    ]


def test_a_handful_of_households_from_one_source_is_accepted(tmp_path: Path) -> None:
    tiny = District(households=[Household(1, "red", 80)], accepted=3, unlinked=1)
    tiny.not_assessed = ("medical_burden", "no_stable_work")
    acceptance = tiny.release(tmp_path).acceptance
    assert acceptance.is_accepted
    assert [verdict.rule.name for verdict in acceptance.warnings] == ["not_assessed_share"]


@pytest.mark.parametrize(
    ("before", "outcome"),
    [(240, "passed"), (160, "passed"), (159, "failed"), (480, "passed"), (481, "failed")],
)
def test_volume_may_change_by_half(large: Released, before: int, outcome: str) -> None:
    assert _outcomes(_accept(large, _previous(large, before)))["volume_change"] == outcome


def test_volume_is_not_compared_with_fewer_than_thirty(large: Released) -> None:
    assert _outcomes(_accept(large, _previous(large, 29)))["volume_change"] == "not_judged"


@pytest.mark.parametrize(("before", "outcome"), [(40, "not_judged"), (481, "failed")])
def test_a_register_that_comes_for_the_first_time_explains_a_rise_and_no_fall(
    large: Released, before: int, outcome: str
) -> None:
    previous = _previous(large, before)
    previous["sources"]["community__residents"] |= {"status": "missing", "delivery_month": ""}
    acceptance = _accept(large, previous)
    assert _outcomes(acceptance)["volume_change"] == outcome
    assert acceptance.is_accepted == (outcome == "not_judged")


@pytest.mark.parametrize(("unlinked", "outcome"), [(100, "passed"), (101, "failed")])
def test_nine_records_in_ten_belong_to_a_person(
    large: Released, unlinked: int, outcome: str
) -> None:
    assert _outcomes(_accept(large, unlinked_records=unlinked))["linked_share"] == outcome


def test_few_records_are_not_judged(large: Released) -> None:
    sources = {"a": {**large.manifest["sources"]["community__residents"], "accepted": 199}}
    outcomes = _outcomes(_accept(large, sources=sources, unlinked_records=100))
    assert outcomes["linked_share"] == "not_judged"


@pytest.mark.parametrize("colour", ["red", "orange", "yellow"])
def test_a_colour_that_swallows_the_list_is_refused(large: Released, colour: str) -> None:
    colours = {**large.manifest["colours"], colour: 150}
    acceptance = _accept(large, coloured=colours)
    assert [verdict.rule.name for verdict in acceptance.faults] == [f"{colour}_share"]


def _cells(share: float) -> Json:
    missing = round(1000 * share)
    return {"x": {"triggered": 0, "not_triggered": 1000 - missing, "not_assessed": missing}}


def test_much_unassessed_is_told_and_refuses_nothing(large: Released) -> None:
    acceptance = _accept(large, indicators=_cells(0.5))
    assert acceptance.is_accepted
    assert [verdict.rule.name for verdict in acceptance.warnings] == ["not_assessed_share"]


def test_a_lost_source_that_blinds_the_screen_is_refused(large: Released) -> None:
    previous = _previous(large, 240) | {"indicators": _cells(0.1)}
    lost = {
        "community__residents": {
            **large.manifest["sources"]["community__residents"],
            "status": "missing",
        }
    }
    acceptance = _accept(large, previous, indicators=_cells(0.25), sources=lost)
    assert [verdict.rule.name for verdict in acceptance.faults] == ["not_assessed_rise"]
    assert "网格台账" in acceptance.faults[0].observed


def test_a_rise_without_a_lost_source_is_not_refused(large: Released) -> None:
    previous = _previous(large, 240) | {"indicators": _cells(0.1)}
    assert _accept(large, previous, indicators=_cells(0.28)).is_accepted


LIST = "watchlists/street_code=370211001/watchlist.parquet"


@pytest.mark.parametrize(
    ("file", "change", "rule"),
    [
        (LIST, {"household_id": pl.lit("H1")}, "household_once"),
        (LIST, {"rank_in_street": pl.lit(1, pl.Int32)}, "rank_once"),
        (LIST, {"rank_in_street": pl.col("rank_in_street") + 1}, "rank_without_gaps"),
        (LIST, {"verify_by": pl.date(2026, 10, 31)}, "verify_after_month"),
        (LIST, {"next_visit_by": pl.date(2029, 1, 1)}, "visit_after_month"),
        ("contributions.parquet", {"points": pl.col("points") + 1}, "points_add_up"),
        ("households.parquet", {"colour": pl.lit("red")}, "lists_match_households"),
    ],
)  # fmt: skip
def test_files_that_do_not_fit_together_are_refused(
    tmp_path: Path, file: str, change: dict[str, pl.Expr], rule: str
) -> None:
    released = _district(20).release(tmp_path)
    pl.read_parquet(released.path / file).with_columns(**change).write_parquet(released.path / file)
    assert rule in [verdict.rule.name for verdict in _accept(released).faults]


def test_no_rule_is_lost_in_silence(large: Released) -> None:
    acceptance = _accept(large)
    rules = [verdict.rule for verdict in acceptance.verdicts if verdict.outcome != "not_judged"]
    with pytest.raises(RuntimeError, match="household_once"):
        judge(rules, {"measures": pl.DataFrame({"red_share": [0.1]})})


def test_every_tolerance_is_policy_and_used(large: Released) -> None:
    asked: set[str] = set()

    class Asked(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            asked.add(name)
            return super().__getitem__(name)

    from pipelines.acceptance import measure

    release_rules(measure(large.manifest, None), Asked(District().policy.parameters))
    known = {name for name in District().policy.parameters if name.startswith("acceptance_")}
    assert asked == known


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.opened.append(tag)
        assert not {"src", "href", "action"} & {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def test_the_page_opens_offline_and_holds_no_person(large: Released) -> None:
    text = (large.path / "acceptance.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert page.opened == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not re.search(r"https?:|//|url\(|@import", text)
    assert "通过验收" in text
    assert "测试" not in text
    assert "1990000" not in text


def test_the_page_escapes_what_it_is_given(large: Released) -> None:
    manifest = copy.deepcopy(large.manifest)
    manifest["sources"]["community__residents"]["reason"] = "<script>alert(1)</script>"
    assert "<script" not in acceptance_page(manifest, large.acceptance)
