from __future__ import annotations

import base64
import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.identity import (
    check_character,
    hash_identities,
    read_certificates,
    read_identities,
)

HERE = Path(__file__).parent
AS_OF = date(2026, 10, 31)
IDENTITIES = yaml.safe_load((HERE / "identity_numbers.yaml").read_text("utf-8"))
CERTIFICATES = yaml.safe_load((HERE / "certificate_numbers.yaml").read_text("utf-8"))
KEY = bytes(range(32))


def read_one(case: dict[str, Any]) -> dict[str, Any]:
    assert case.keys() <= {"单元格", "数字单元格", "残疾证号", "读作", "原因", "备注"}
    frame = read_identities(
        pl.Series([case["单元格"]], dtype=pl.String),
        is_number=pl.Series([case.get("数字单元格")], dtype=pl.Boolean),
        certificate_numbers=pl.Series([case.get("残疾证号")], dtype=pl.String),
        as_of=AS_OF,
    )
    return frame.row(0, named=True)


def expected(case: dict[str, Any]) -> dict[str, Any]:
    return {"id_number": case.get("读作"), "problem": case.get("原因"), "note": case.get("备注")}


@pytest.mark.parametrize("case", IDENTITIES, ids=str)
def test_an_identity_cell_is_read_or_says_why_not(case: dict[str, Any]) -> None:
    assert read_one(case) == expected(case)


def test_cells_do_not_change_one_another() -> None:
    together = read_identities(
        pl.Series([case["单元格"] for case in IDENTITIES], dtype=pl.String),
        is_number=pl.Series([case.get("数字单元格") for case in IDENTITIES], dtype=pl.Boolean),
        certificate_numbers=pl.Series([case.get("残疾证号") for case in IDENTITIES]),
        as_of=AS_OF,
    )
    assert together.rows(named=True) == [expected(case) for case in IDENTITIES]


@pytest.mark.parametrize("case", CERTIFICATES, ids=str)
def test_a_certificate_number_is_read_or_says_why_not(case: dict[str, Any]) -> None:
    assert case.keys() <= {"单元格", "号码", "类别", "等级", "原因"}
    row = read_certificates(pl.Series([case["单元格"]], dtype=pl.String)).row(0)
    assert row == tuple(case.get(key) for key in ("号码", "类别", "等级", "原因"))


def test_the_check_character_of_the_published_example() -> None:
    # The worked example of GB 11643-1999, in parts: nobody's number stands in this file.
    assert check_character("110105" + "19491231" + "002") == "X"


born = st.dates(min_value=date(1850, 1, 1), max_value=AS_OF)
counties = st.integers(min_value=100_000, max_value=999_999)
sequences = st.integers(min_value=0, max_value=999)


@st.composite
def sound_numbers(draw: st.DrawFn) -> str:
    digits = f"{draw(counties)}{draw(born):%Y%m%d}{draw(sequences):03d}"
    return digits + check_character(digits)


@given(st.lists(sound_numbers(), max_size=20))
def test_every_sound_number_of_any_county_is_taken_as_it_stands(numbers: list[str]) -> None:
    ids = pl.Series(numbers, dtype=pl.String)
    frame = read_identities(ids, as_of=AS_OF)
    assert frame["id_number"].to_list() == numbers
    assert frame["problem"].null_count() == len(numbers)


@given(sound_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_never_taken(number: str, place: int, character: str) -> None:
    damaged = number[:place] + character + number[place + 1 :]
    frame = read_identities(pl.Series([damaged]), as_of=AS_OF)
    assert (frame["id_number"][0] is None) == (damaged != number)


@given(sound_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_never_taken(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    frame = read_identities(pl.Series([swapped]), as_of=AS_OF)
    assert (frame["id_number"][0] is None) == (swapped != number)


dirt = st.text(alphabet=" \t\u3000\u200b\ufeff\u00a0'‘’“”\"", max_size=4)


@given(sound_numbers(), dirt, dirt, dirt, st.booleans(), st.booleans())
def test_what_cannot_be_seen_and_how_it_is_typed_does_not_matter(
    number: str, before: str, inside: str, after: str, is_wide: bool, is_small: bool
) -> None:
    text = number.lower() if is_small else number
    if is_wide:
        text = "".join(chr(ord(c) + 0xFEE0) for c in text)
    cell = before + text[:6] + inside + text[6:] + after
    assert read_identities(pl.Series([cell]), as_of=AS_OF)["id_number"][0] == number


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)), counties, sequences)
def test_fifteen_digits_become_eighteen(day: date, county: int, sequence: int) -> None:
    cell = f"{county}{day:%y%m%d}{sequence:03d}"
    digits = f"{county}{day:%Y%m%d}{sequence:03d}"
    row = read_identities(pl.Series([cell]), as_of=AS_OF).row(0)
    assert row == (digits + check_character(digits), None, "id_from_15")


@given(sound_numbers())
def test_a_number_that_was_a_float_is_never_taken(number: str) -> None:
    whole = int(number[:17] + "0")
    cells = [repr(float(whole)), f"{float(whole):.0f}.0", f"{float(whole):.5e}"]
    frame = read_identities(pl.Series(cells), as_of=AS_OF)
    assert frame["problem"].to_list() == ["id_rounded"] * 3


@given(sound_numbers(), st.integers(1, 7), st.integers(1, 4), st.sampled_from(["", "B1", "2"]))
def test_a_rounded_number_comes_back_from_its_own_certificate_only(
    number: str, category: int, grade: int, suffix: str
) -> None:
    certificate = pl.Series([f"{number}{category}{grade}{suffix}"])
    rounded = f"{float(int(number[:17] + '0')):.14e}".replace(".", "")[:15]
    for kept in (number[:15], rounded):
        cells = pl.Series([kept + "000"])
        own = read_identities(cells, certificate_numbers=certificate, as_of=AS_OF)
        assert own["id_number"][0] == number
    other = pl.Series([f"{int(number[:15]) ^ 2}000"])
    strange = read_identities(other, certificate_numbers=certificate, as_of=AS_OF)
    assert strange["id_number"][0] != number


def test_a_rounded_number_comes_back_where_a_spreadsheets_numbers_are_128_apart() -> None:
    digits = "576461" + "20000105" + "146"  # kept as …520, and shown rounded from there
    number = digits + check_character(digits)
    cells = pl.Series([f"{float(int(digits + '0')):.14e}".replace(".", "")[:15] + "000"])
    read = read_identities(cells, certificate_numbers=pl.Series([number + "11"]), as_of=AS_OF)
    assert read["id_number"][0] == number


@given(st.lists(st.none() | st.text(max_size=24), max_size=64))
def test_any_cell_gives_a_number_or_a_problem(cells: list[str | None]) -> None:
    frame = read_identities(pl.Series(cells, dtype=pl.String), as_of=AS_OF)
    assert frame.height == len(cells)
    assert (frame["id_number"].is_null() == frame["problem"].is_not_null()).all()


def test_a_birth_after_the_as_of_date_is_known_by_the_day() -> None:
    for days, rule in ((0, None), (1, "id_birth")):
        digits = f"370299{AS_OF + timedelta(days=days):%Y%m%d}001"
        frame = read_identities(pl.Series([digits + check_character(digits)]), as_of=AS_OF)
        assert frame["problem"][0] == rule


@pytest.mark.parametrize("cells", [[], [None], [None, None]])
def test_empty_columns_keep_their_schema(cells: list[None]) -> None:
    frame = read_identities(pl.Series(cells, dtype=pl.String), as_of=AS_OF)
    assert frame.schema == {"id_number": pl.String, "problem": pl.String, "note": pl.String}
    assert frame.height == len(cells)


@given(st.lists(st.none() | sound_numbers(), max_size=12))
def test_a_person_id_is_the_keyed_hash_of_the_number(numbers: list[str | None]) -> None:
    hashed = hash_identities(pl.Series("x", numbers, dtype=pl.String), KEY)
    assert hashed.dtype == pl.String
    assert hashed.to_list() == [None if number is None else _hash(number) for number in numbers]


def _hash(number: str) -> str:
    digest = hashlib.blake2b(number.encode(), key=KEY, digest_size=9).digest()
    return base64.urlsafe_b64encode(digest).decode()


def test_another_key_gives_other_person_ids() -> None:
    ids = pl.Series(["370299196503150021"])
    assert hash_identities(ids, KEY)[0] != hash_identities(ids, KEY[::-1])[0]


def test_chunks_do_not_matter() -> None:
    numbers = pl.Series([case["单元格"] for case in IDENTITIES], dtype=pl.String)
    pieces = pl.concat([numbers[:7], numbers[7:]], rechunk=False)
    assert_frame_equal(read_identities(pieces, as_of=AS_OF), read_identities(numbers, as_of=AS_OF))
    assert hash_identities(pieces, KEY).equals(hash_identities(numbers, KEY), null_equal=True)


@given(
    st.lists(st.lists(st.none() | sound_numbers() | st.text("0379X+-", max_size=19)), max_size=4)
)
def test_what_was_hashed_before_changes_no_person_id(batches: list[list[str | None]]) -> None:
    for numbers in batches:
        hashed = hash_identities(pl.Series("x", numbers, dtype=pl.String), KEY)
        assert hashed.name == "x"
        assert hashed.to_list() == [None if one is None else _hash(one) for one in numbers]
