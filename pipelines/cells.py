"""What every reader of cells shares: which characters cannot be seen, and which words mean blank.

A blank is not a value: `未享受` or `0` say something, `-` or `NULL` do not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

INVISIBLE: Final = r"[\p{Cc}\p{Cf}\p{Z}]"
"""Controls (tabs, line ends), format characters (zero-width, BOM) and every kind of space."""

_EDGES: Final = (
    " \t\r\n\v\f\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)

_MACHINE_BLANKS: Final = (
    "NULL", "Null", "null", "(null)", "(NULL)", "<null>", "<NULL>", r"\N", "nan", "NaN", "NAN",
    "<NA>", "NaT", "None", "N/A", "n/a", "#N/A", "#NULL!", "undefined",
)  # fmt: skip
_DASHES: Final = r"^[-‐‑‒–—―−－ー_/／\\|.。·…、,，*？?#~～]+$"
_SPOKEN_BLANKS: Final = (
    "无", "暂无", "没有", "空", "空白", "缺", "缺失", "不详", "不明", "未知", "不清楚", "未填",
    "未填写", "未录入", "未登记", "待补", "待补充", "待核实", "无数据", "0000-00-00",
    "0000-00-00 00:00:00", "0000/00/00", "0000/0/0", "00000000", "1900-01-00", "1900/1/0",
)  # fmt: skip
_LONGEST_DASHES: Final = 12


_Kind = Literal["text", "value"]


def blank_to_null(values: pl.Series, kind: _Kind = "text") -> pl.Series:
    """Trim what cannot be seen from both ends and turn placeholders into null.

    `text` is for names, addresses and other free text: only what no person would write there
    (nothing but dashes, `NULL`, `nan`) is blank, so that 无 or 不详 stay as they were written.
    `value` is for dates, money and numbers: the spoken words 无, 不详 … are blank there too.
    The inside of a value is never touched. Any length in, the same length out.
    """
    cell = pl.col("c")
    is_short = cell.str.len_bytes() <= _LONGEST_DASHES * 3
    is_blank = cell.is_in(_blank_words(kind)) | (is_short & cell.str.contains(_DASHES))
    trimmed = values.cast(pl.String).str.strip_chars(_EDGES).alias("c").to_frame()
    return trimmed.select(pl.when(~is_blank).then(cell)).to_series().alias(values.name)


def is_blank(text: str, kind: _Kind = "value") -> bool:
    """Whether `blank_to_null` makes this one cell null."""
    trimmed = text.strip(_EDGES)
    is_dashes = len(trimmed) <= _LONGEST_DASHES and re.fullmatch(_DASHES, trimmed)
    return bool(is_dashes) or trimmed in _blank_words(kind)


def _blank_words(kind: _Kind) -> list[str]:
    return ["", *_MACHINE_BLANKS, *(_SPOKEN_BLANKS if kind == "value" else ())]


def without_text_marks(values: pl.Series) -> pl.Series:
    """Take off what keeps a spreadsheet from reading a text as a number: `="…"`, a leading `'`.

    Any length in, the same length out; the inside of a value is not touched.
    """
    # Comparing is ten times as fast as searching, and nearly no cell bears a mark.
    is_marked = (values < "(") | ((values >= '="') & (values < "=#"))
    if not is_marked.any():
        return values
    bare = values.str.replace(r'^\s*="(.*)"\s*$', "$1")
    return bare.str.replace(r"^\s*'(.)", "$1")


def without_invisible(cells: pl.Expr) -> pl.Expr:
    """Unify widths and forms (NFKC) and take out every character that cannot be seen."""
    return cells.str.replace_all(INVISIBLE, "").str.normalize("NFKC").str.replace_all(INVISIBLE, "")


def where_null(values: pl.Series, blanks: pl.Series) -> pl.Series:
    """Return the positions (0-based) that hold a value in `values` and none in `blanks`."""
    return (values.is_not_null() & blanks.is_null()).arg_true()


@dataclass(frozen=True)
class Problem:
    """Why a cell is not read: the name of a rule in `pipelines.reasons`."""

    rule: str


def read_each_distinct(
    texts: pl.Series, read: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]
) -> pl.DataFrame:
    """Read each distinct text once, giving columns value and problem for every row.

    `read` returns a value of `dtype`, None for a blank, or a Problem. Null stays null.
    """
    distinct = texts.drop_nulls().unique().to_list()
    found = [read(text) for text in distinct]
    table = pl.DataFrame(
        {
            "text": pl.Series(distinct, dtype=pl.String),
            "value": pl.Series([None if isinstance(f, Problem) else f for f in found], dtype=dtype),
            "problem": pl.Series(
                [f.rule if isinstance(f, Problem) else None for f in found], dtype=pl.String
            ),
        }
    )
    rows = texts.alias("text").to_frame()
    return rows.join(table, on="text", how="left", maintain_order="left").drop("text")


def no_problems(count: int) -> pl.Series:
    """Return a problem column in which nothing is wrong."""
    return pl.Series("problem", [None], dtype=pl.String).new_from_index(0, count)
