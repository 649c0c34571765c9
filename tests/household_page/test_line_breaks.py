"""Lines of Chinese end where they may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.household_page.line_breaks import (
    CUT,
    MAY_NOT_BEGIN,
    MAY_NOT_END,
    break_lines,
    cut_lines,
)

TEXTS = st.text(alphabet="户主走访，。、；：「」（）《》…12 ab-", max_size=60)


def width_of(text: str) -> float:
    return sum(1.0 if ord(sign) < 0x2000 else 2.0 for sign in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("户主走访。", 8, ["户主走", "访。"]),
        ("户主「走访」后", 6, ["户主", "「走", "访」后"]),
        ("户主2026-10-31走", 14, ["户主2026-10-31", "走"]),
        ("户主在2026-10-31走", 14, ["户主在", "2026-10-31走"]),
        ("每月可能1,840元", 12, ["每月可能", "1,840元"]),
        ("每月320—1,840元", 14, ["每月", "320—1,840元"]),
        ("户主 走访", 5, ["户主", "走访"]),
        ("", 8, [""]),
    ],
)
def test_closing_signs_numbers_and_dates_stay_with_what_they_belong_to(
    text: str, width: float, lines: list[str]
) -> None:
    assert break_lines(text, width_of, width) == lines


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_no_line_is_too_wide_and_no_sign_is_lost(text: str, width: int) -> None:
    lines = break_lines(text, width_of, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(["户主", "走访", "，", "。", "（甲）", "「乙」", "12", "："])))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(words: list[str]) -> None:
    text = "甲" + "".join(words)
    runs = max(map(len, text.replace("户", " ").replace("走", " ").split(" ")))
    lines = break_lines(text, width_of, 2 * max(runs, 5))
    assert not [line for line in lines if line[0] in MAY_NOT_BEGIN or line[-1] in MAY_NOT_END]


def test_what_is_cut_says_so() -> None:
    lines = ["户主走访", "核实情况，", "以后"]
    assert cut_lines(lines, 3, width_of, 10) == lines
    assert cut_lines(lines, 2, width_of, 10) == ["户主走访", f"核实情{CUT}"]
    assert cut_lines(lines, 2, width_of, 20) == ["户主走访", f"核实情况{CUT}"]
