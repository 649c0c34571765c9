"""Of several rows of a person the last stays, whatever the ids look like."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipelines.last_rows import last_of_each

# Few heads and few tails, so that persons come again and ids begin alike.
_IDS = st.builds(
    lambda head, tail: head + tail,
    st.sampled_from(["AAAAAAAA", "aaaaaaa-", "aaaaaaa_", "0Zz9-_Ab"]),
    st.sampled_from(["AAAA", "AAAB", "zzz_"]),
)
_OTHER_LENGTHS = st.sampled_from(["", "short", "AAAAAAAAAAAAA"])


@given(st.lists(_IDS) | st.lists(_IDS | _OTHER_LENGTHS))
def test_the_last_row_of_each_person_stays(ids: list[str]) -> None:
    frame = pl.DataFrame({"person_id": pl.Series(ids, dtype=pl.String), "row": range(len(ids))})
    last = {one: row for row, one in enumerate(ids)}
    assert last_of_each(frame)["row"].to_list() == sorted(last.values())
    by_id = last_of_each(frame, sorts=True)
    assert by_id.rows() == sorted(last.items())


def test_a_part_of_a_longer_column_is_read_at_its_own_place() -> None:
    ids = pl.Series([f"AAAAAAA{sign}AAAA" for sign in "edcbabc"])
    frame = pl.DataFrame({"person_id": ids, "row": range(7)})[2:]
    assert last_of_each(frame, sorts=True)["row"].to_list() == [4, 5, 6]
