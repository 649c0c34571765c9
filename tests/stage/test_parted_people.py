"""However many people a file names: each once, the last row of each, in the order of the ids."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import staged_files
from pipelines.staged_files import Identities
from schemas.sources import IDENTITY_SCHEMA

_SIGNS = "-0123456789ABCXYZ_abcxyz"
_IDS = st.text(_SIGNS, min_size=12, max_size=12) | st.sampled_from(["A" * 12, "z" * 12])
_BATCHES = st.lists(st.lists(st.none() | _IDS, min_size=1, max_size=20), max_size=6)


def frames(batches: list[list[str | None]]) -> list[pl.DataFrame]:
    """Rows numbered through, as staging would give them."""
    made, row = [], 0
    for ids in batches:
        rows = [
            {"person_id": one, "name": f"某{row + place}", "row_number": row + place}
            for place, one in enumerate(ids)
        ]
        made.append(pl.DataFrame(rows, schema=IDENTITY_SCHEMA))
        row += len(ids)
    return made


def people(path: Path, batches: list[pl.DataFrame]) -> pl.DataFrame:
    identities = Identities(path, IDENTITY_SCHEMA)
    for one in batches:
        identities.add(one)
    found = pl.concat([pl.DataFrame(schema=IDENTITY_SCHEMA), *identities.finish()])
    identities.close()
    return found


@given(_BATCHES, st.sampled_from([0, 8, 30]), st.sampled_from([0, 300]))
def test_parted_or_not_they_are_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[str | None]],
    gathered: int,
    held: int,
) -> None:
    folder = tmp_path_factory.mktemp("people")
    made = frames(batches)
    whole = people(folder / "whole", made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staged_files, "_IDENTITIES_GATHERED", gathered)
        patch.setattr(staged_files, "_HELD_OF_A_PART", held)
        parted = people(folder / "parted", made)
    assert parted.equals(whole)
    assert not list(folder.iterdir())
    told = pl.concat([pl.DataFrame(schema=IDENTITY_SCHEMA), *made]).drop_nulls("person_id")
    last = dict(told.select("person_id", "row_number").rows())
    assert dict(whole.select("person_id", "row_number").rows()) == last
    assert whole["person_id"].to_list() == sorted(last)
