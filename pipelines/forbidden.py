"""Which columns of a received table are refused, told by their headers alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from pipelines.blocks import Block
from pipelines.headers import Cells, normalise, spellings
from schemas.forbidden import FORBIDDEN_HEADERS, ForbiddenFact
from schemas.people import ID_NUMBERS

NOT_KEPT = "（这一行的栏数与表头不符，而表中有不处理的列，原文没有保存；请看原表）"
"""Stands for the text of a torn line, of which nobody can tell what stood in which column."""

_FACTS = {normalise(header): fact for header, fact in FORBIDDEN_HEADERS.items()}
_PERSON = frozenset(map(normalise, ("姓名", "身份证号", "人员姓名", "户主姓名", *ID_NUMBERS)))


def fact_under(header: str | None) -> ForbiddenFact | None:
    """The fact that stands under a header, whichever of its levels (基本情况/民族) says so."""
    for level in normalise(header).split("/"):
        for form in spellings(level):
            if form in _FACTS:
                return _FACTS[form]
    return None


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

    A header may have two rows: 姓名 in one, 民族 beneath 基本情况 in the other.
    """
    for upper, lower in zip(rows, (*rows[1:], ())[: len(rows)], strict=True):
        found = refused_columns(cell for cell in upper if cell)
        if found and any(_is_person(cell) for cell in upper):
            return found
        both = found | refused_columns(cell for cell in lower if cell)
        if both and any(_is_person(cell) for cell in (*upper, *lower)):
            return both
    return {}


def without_refused_text(block: Block, batch: pl.DataFrame) -> pl.DataFrame:
    """A batch whose torn lines do not tell what stood in a refused column."""
    if not refused_columns(block.extra_columns):
        return batch
    torn = pl.col("row_text").is_not_null()
    return batch.with_columns(row_text=pl.when(torn).then(pl.lit(NOT_KEPT)))


def _is_person(cell: str | None) -> bool:
    return any(form in _PERSON for form in spellings(normalise(cell)))


def why_refused(refused: Mapping[str, str]) -> str:
    """What the sender of a refused file reads."""
    told = "；".join(f"“{' '.join(header.split())}”：{why}" for header, why in refused.items())
    return (
        f"这张表登记了不处理的内容，没有接收，也没有保存。{told}。"
        "请删去这些列，并按约定的列名整理后重新提交。"
    )
