from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cells import is_blank
from pipelines.codes import blank_to_null, read_booleans, read_code_sets, read_codes

HERE = Path(__file__).parent
BOOLEANS = yaml.safe_load((HERE / "booleans.yaml").read_text("utf-8"))
BLANKS = yaml.safe_load((HERE / "blanks.yaml").read_text("utf-8"))
GRADES = {"1": ("一级", "Ⅰ"), "2": ("二级", "Ⅱ"), "3": ("三级", "Ⅲ"), "4": ("四级", "Ⅳ")}
CATEGORIES = {"视力": ("1", "视力残疾"), "听力": ("2",), "肢体": ("4", "肢体残疾"), "无": ()}
KINDS = {"最低生活保障": ("低保", "农村低保"), "特困人员": ("特困",), "低保边缘家庭": ("低边",)}


def texts(*cells: str | None) -> pl.Series:
    return pl.Series(cells, dtype=pl.String)


def test_a_code_is_read_by_any_of_its_words() -> None:
    cells = texts(
        "一级", "Ⅱ", "III", "3", "04", "４", " 二 级 ", "1.0", "1-一级", "一级(1)", "\u200b四级"
    )
    assert read_codes(cells, GRADES)["value"].to_list() == list("12334421114")


@pytest.mark.parametrize(
    ("unknown", "row"),
    [("reject", (None, "code_unknown")), ("keep", ("五 级", None)), ("drop", (None, None))],
)
def test_a_word_nobody_knows(unknown: str, row: tuple[str | None, str | None]) -> None:
    assert read_codes(texts(" 五 级\u3000"), GRADES, unknown).row(0) == row  # type: ignore[arg-type]


def test_a_code_and_a_word_that_contradict_each_other_are_unknown() -> None:
    assert read_codes(texts("1-听力"), CATEGORIES, "reject")["problem"][0] == "code_unknown"


def test_blank_is_blank_unless_the_words_know_it() -> None:
    frame = read_codes(texts(None, "", "-", "NULL", "不详"), CATEGORIES, "reject")
    assert frame.rows() == [(None, None)] * 5
    assert read_codes(texts("无"), CATEGORIES)["value"][0] == "无"
    assert read_codes(texts("无"), GRADES, "reject").row(0) == (None, None)


def test_a_word_may_mean_one_value_only() -> None:
    with pytest.raises(ValueError, match="leave it with one"):
        read_codes(texts("1"), {"视力": ("1",), "听力": ("01",)})


def test_several_codes_in_one_cell_are_sorted_and_named_once() -> None:
    cells = texts(
        "特困,低保", "低保、特困", "农村低保；低保", "低边 + 特困", "最低生活保障", None, "-"
    )
    read = read_code_sets(cells, KINDS, "reject")["value"].to_list()
    assert read == ["最低生活保障、特困人员"] * 2 + ["最低生活保障", "低保边缘家庭、特困人员",
                                                "最低生活保障", None, None]  # fmt: skip


@pytest.mark.parametrize(
    ("unknown", "row"),
    [("reject", (None, "code_unknown")), ("keep", ("最低生活保障、补贴", None)),
     ("drop", ("最低生活保障", None))],
)  # fmt: skip
def test_an_unknown_part(unknown: str, row: tuple[str | None, str | None]) -> None:
    assert read_code_sets(texts("低保,补贴"), KINDS, unknown).row(0) == row  # type: ignore[arg-type]


def test_yes_and_no_in_their_many_words() -> None:
    for value, key in ((True, "是"), (False, "否"), (None, "空")):
        frame = read_booleans(texts(*BOOLEANS[key]))
        assert frame.rows() == [(value, None)] * len(BOOLEANS[key])
    rejected = read_booleans(texts(*BOOLEANS["看不出"]))
    assert set(rejected.rows()) == {(None, "boolean_unknown")}


def test_a_word_that_is_neither_yes_nor_no_may_mean_what_the_contract_says() -> None:
    assert read_booleans(texts("也许"), unknown=True).row(0) == (True, None)
    assert read_booleans(texts("也许"), unknown="drop").row(0) == (None, None)
    own = read_booleans(texts("C级", "A级", "是"), true_words=["C级"], false_words=["A级"])
    assert own["value"].to_list() == [True, False, True]


def test_a_placeholder_is_blank_and_a_name_never_is() -> None:
    for kind in ("text", "value"):
        always = blank_to_null(texts(*BLANKS["总是空"]), kind)  # type: ignore[arg-type]
        assert always.null_count() == len(always), kind
        never = blank_to_null(texts(*BLANKS["从来不空"]), kind)  # type: ignore[arg-type]
        assert never.to_list() == BLANKS["从来不空"], kind
    spoken = BLANKS["数值列才空"]
    assert blank_to_null(texts(*spoken)).to_list()[:-1] == spoken[:-1]
    assert blank_to_null(texts(*spoken), "value").null_count() == len(spoken)


def test_only_the_ends_are_trimmed() -> None:
    assert blank_to_null(texts("\u3000张  三\u200b"))[0] == "张  三"


@given(st.lists(st.none() | st.text(max_size=8), max_size=8), st.sampled_from(["text", "value"]))
def test_one_cell_and_a_column_agree_on_what_is_blank(cells: list[str | None], kind: str) -> None:
    column = blank_to_null(texts(*cells), kind)  # type: ignore[arg-type]
    alone = [cell is None or is_blank(cell, kind) for cell in cells]  # type: ignore[arg-type]
    assert column.is_null().to_list() == alone


@given(st.lists(st.none() | st.text(max_size=8), max_size=8))
def test_any_cell_gets_one_answer(cells: list[str | None]) -> None:
    for frame in (
        read_codes(texts(*cells), GRADES, "reject"),
        read_code_sets(texts(*cells), KINDS, "reject"),
        read_booleans(texts(*cells)),
    ):
        assert frame.height == len(cells)
        assert (frame["value"].is_null() | frame["problem"].is_null()).all()


def test_a_cell_of_several_known_words_is_what_the_contract_calls_it() -> None:
    cells = texts("肢体、视力", "肢体,4", "肢体 没听过的", "视力")
    read = read_codes(cells, CATEGORIES, "reject", several="多重")
    assert read["value"].to_list() == ["多重", "肢体", None, "视力"]
    assert read["problem"].to_list() == [None, None, "code_unknown", None]
