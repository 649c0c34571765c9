"""The reference file of the discovery teams: each line sound, each place one team."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.clues.teams import TEAM_COLUMNS, checked_teams
from pipelines.ledger_inputs import read_reference
from pipelines.places import ReferenceNotReadable, load_reference

DISTRICT = ("区", "", "", "区级队", "12", "")
STREET = ("镇街", "370211001", "", "黄岛街道队", "", "")
COMMUNITY = ("村居", "370211001", "370211001001", "盐滩队", "3", "")


def teams(*rows: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(TEAM_COLUMNS, pl.String()), orient="row")


def test_the_shipped_file_names_no_team() -> None:
    shipped = read_reference("discovery_teams", TEAM_COLUMNS)
    assert shipped.is_empty()


def test_three_levels_are_taken() -> None:
    network = teams(DISTRICT, STREET, COMMUNITY)
    assert checked_teams(network, load_reference()).equals(network)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("省", *STREET[1:]), "level"),
        (("镇街", "999999999", *STREET[2:]), "streets.csv"),
        ((*COMMUNITY[:1], "370211002", *COMMUNITY[2:]), "communities.csv"),
        (("区", "370211001", *DISTRICT[2:]), "区一级"),
        ((*STREET[:2], "370211001001", *STREET[3:]), "村居一级"),
        ((*STREET[:3], " ", *STREET[4:]), "team_name"),
        ((*STREET[:4], "若干", ""), "members_count"),
    ],
)
def test_a_line_that_cannot_be_is_told_with_its_number(row: tuple[str, ...], told: str) -> None:
    with pytest.raises(ReferenceNotReadable, match=rf"第 3 行：.*{told}"):
        checked_teams(teams(DISTRICT, row), load_reference())


def test_two_teams_of_one_place_are_told() -> None:
    with pytest.raises(ReferenceNotReadable, match=r"第 3 行：.*一处只写一支"):
        checked_teams(teams(STREET, STREET), load_reference())
