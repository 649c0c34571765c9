"""No small count is told, and none can be worked out from what is."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.whatif.suppression import Cell, Mark, marks_of, total_of

ALL = "all"
TABLES = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=2
    )
)


def _margins(rows: list[list[int]]) -> tuple[dict[Cell, int], list[dict[Cell, int]]]:
    height, width = len(rows), len(rows[0])
    values: dict[Cell, int] = {(r, c): rows[r][c] for r in range(height) for c in range(width)}
    values |= {(r, ALL): sum(rows[r]) for r in range(height)}
    values |= {(ALL, c): sum(row[c] for row in rows) for c in range(width)}
    values[ALL, ALL] = sum(map(sum, rows))
    sums = [total_of((r, ALL), [(r, c) for c in range(width)]) for r in (*range(height), ALL)]
    sums += [total_of((ALL, c), [(r, c) for r in range(height)]) for c in range(width)]
    return values, sums


def _fits(value: int, true: int, mark: Mark) -> bool:
    if mark is Mark.TOLD:
        return value == true
    if mark is Mark.SMALL:
        return 1 <= value <= 4
    return value >= (5 if true >= 5 else 0)


def _possible(rows: list[list[int]], marks: dict[Cell, Mark]) -> Iterator[dict[Cell, int]]:
    """Tables near the true one that agree with all that is told."""
    true = _margins(rows)[0]

    def of_row(r: int) -> list[tuple[int, ...]]:
        near = [
            [v for v in range(max(0, n - 4), n + 5) if _fits(v, n, marks[r, c])]
            for c, n in enumerate(rows[r])
        ]
        return [
            row for row in itertools.product(*near) if _fits(sum(row), true[r, ALL], marks[r, ALL])
        ]

    for other in itertools.product(*(of_row(r) for r in range(len(rows)))):
        values = _margins([list(row) for row in other])[0]
        if all(_fits(values[cell], true[cell], mark) for cell, mark in marks.items()):
            yield values


@given(TABLES)
def test_every_small_count_could_be_another(rows: list[list[int]]) -> None:
    values, sums = _margins(rows)
    marks = marks_of(values, sums)
    small = {cell for cell, value in values.items() if 0 < value < 5}
    assert all(marks[cell] is not Mark.TOLD for cell in small)
    left = set(small)
    for other in _possible(rows, marks):
        left -= {cell for cell in left if other[cell] != values[cell]}
        if not left:
            break
    assert not left


@given(TABLES)
def test_what_is_told_elsewhere_stays(rows: list[list[int]]) -> None:
    values, sums = _margins(rows)
    first = marks_of({k: v for k, v in values.items() if k[0] == 0}, sums[:1])
    marks = marks_of(values, sums, first)
    assert {cell: marks[cell] for cell in first} == first
    assert not any(marks[c] is Mark.TOLD and 0 < v < 5 for c, v in values.items())


def test_a_table_without_small_counts_is_told_whole() -> None:
    values, sums = _margins([[5, 0, 12], [0, 9, 7]])
    assert set(marks_of(values, sums).values()) == {Mark.TOLD}


def test_one_small_count_takes_three_others_with_it() -> None:
    values, sums = _margins([[3, 20], [30, 40]])
    marks = marks_of(values, sums, rank=lambda cell: sum(part == ALL for part in cell))
    assert marks[0, 0] is Mark.SMALL
    assert {cell for cell, mark in marks.items() if mark is Mark.LEFT_OUT} == {
        (0, 1), (1, 0), (1, 1),
    }  # fmt: skip


def test_two_small_counts_that_their_total_gives_away() -> None:
    # Eight of two counts that are at most four each: four and four.
    values = {"a": 4, "b": 4, "total": 8}
    marks = marks_of(values, [total_of("total", ["a", "b"])])
    assert marks["total"] is Mark.LEFT_OUT


def test_a_chain_of_sums_gives_nothing_away() -> None:
    values: dict[Cell, int] = {"p": 26, "e": 4, "l": 0, "s": 30, "x": 12, "y": 18, "x0": 12}
    sums = [{"s": -1, "p": 1, "e": 1, "l": -1}, total_of("s", ["x", "y"]), {"x": 1, "x0": -1}]
    marks = marks_of(values, sums, {"p": Mark.TOLD, "x0": Mark.TOLD})
    assert marks["e"] is Mark.SMALL
    assert marks["s"] is Mark.LEFT_OUT
    assert Mark.LEFT_OUT in {marks["x"], marks["y"]}


def test_sums_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        marks_of({"a": 1, "total": 2}, [total_of("total", ["a"])])
