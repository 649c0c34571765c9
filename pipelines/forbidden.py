"""Which columns of a received table are refused, told by their headers alone.

What no contract asks for is not stored beside what is rejected either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from pipelines.blocks import Block
from pipelines.headers import Cells, normalise, spellings
from schemas.forbidden import FORBIDDEN, FORBIDDEN_HEADERS, ForbiddenFact
from schemas.people import ID_NUMBERS

NOT_KEPT = "（这一行的栏数与表头不符，而表中有没有用到的列，原文没有保存；请看原表）"
"""Stands for the text of a torn line, of which nobody can tell what stood in which column."""

_LONGEST_HEADER = 16
_COUNTERS = frozenset({"序号", "编号", "行号", "no", "no."})
_FACTS = {normalise(header): fact for header, fact in FORBIDDEN_HEADERS.items()}
_PERSON = frozenset(map(normalise, ("姓名", "身份证号", "人员姓名", "户主姓名", *ID_NUMBERS)))


def fact_under(header: str | None) -> ForbiddenFact | None:
    """The fact that stands under a header, whichever of its levels (基本情况/民族) says so."""
    return _fact_named(header) or _fact_within(header)


def _fact_named(header: str | None) -> ForbiddenFact | None:
    for level in normalise(header).split("/"):
        for form in spellings(level):
            if form in _FACTS:
                return _FACTS[form]
    return None


def _fact_within(header: str | None) -> ForbiddenFact | None:
    """A fact that a header says in other words; a whole sentence is no header."""
    said = "".join(normalise(header).split()).casefold()
    if len(said) > _LONGEST_HEADER:
        return None
    return next((fact for fact in FORBIDDEN if re.search(fact.within, said)), None)


def refused_columns(headers: Iterable[str]) -> dict[str, str]:
    """Header → why it is refused (Chinese, with the rule), for those that are."""
    return {
        header: f"{fact.reason}（{fact.law}）"
        for header in headers
        for fact in [fact_under(header)]
        if fact is not None
    }


def refused_in_rows(rows: Sequence[Cells]) -> dict[str, str]:
    """The refused columns of a table of no known kind, where it is a list of people.

    A header may have two rows: 姓名 in one, 民族 beneath 基本情况 in the other. A row that names
    no person may be a title or data: there only the fact's own names count.
    """
    for upper, lower in zip(rows, (*rows[1:], ())[: len(rows)], strict=True):
        found = refused_columns(cell for cell in upper if cell)
        if found and any(_is_person(cell) for cell in upper):
            return found
        named = [cell for cell in (*upper, *lower) if cell and _fact_named(cell)]
        both = refused_columns(named)
        if both and any(_is_person(cell) for cell in (*upper, *lower)):
            return both
    return {}


def without_unasked_text(block: Block, batch: pl.DataFrame) -> pl.DataFrame:
    """A batch whose torn lines do not tell what stood in a column that nobody asked for.

    That may be a refused fact, or what a caller said: free text is what tears lines.
    """
    if all(normalise(header) in _COUNTERS for header in block.extra_columns):
        return batch
    torn = pl.col("row_text").is_not_null()
    return batch.with_columns(row_text=pl.when(torn).then(pl.lit(NOT_KEPT)))


def _is_person(cell: str | None) -> bool:
    return any(form in _PERSON for form in spellings(normalise(cell)))


def why_refused(refused: Mapping[str, str], *, is_whole: bool = True) -> str:
    """What the sender of a refused file, or of a refused table in a file, reads."""
    told = "；".join(f"“{' '.join(header.split())}”：{why}" for header, why in refused.items())
    return (
        f"这张表登记了不处理的内容，没有{'接收，也没有保存' if is_whole else '采用'}。{told}。"
        "请删去这些列，并按约定的列名整理后重新提交。"
    )
