"""A workbook of ours that comes back filled: which of its sheets hold answers.

Beside the sheet to be filled it has sheets of words, and the same rows once more by community, to
print. Neither is to be complained of, and a blank copy is no second blank row. What somebody
wrote into a copy is taken all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from pipelines.aliases import SourceSpec
from pipelines.blocks import Block, Unread
from schemas.sent_workbook import SentWorkbook

PRINT_COPY = "print_copy"
"""The kind under which the blank rows of a copy are counted among the lines that are no record."""


def without_own_sheets(
    parts: Sequence[Block | Unread], contracts: Sequence[SourceSpec]
) -> list[Block | Unread]:
    """The tables of a file without the sheets that only explain, and without blank copies."""
    sent = {source.name: form for source in contracts if (form := _form(source))}
    books = [sent[one.source] for one in parts if isinstance(one, Block) and one.source in sent]
    if not books:
        return list(parts)
    others = frozenset().union(*(form.others for form in books))
    filled = {one.source for one in parts if isinstance(one, Block) and _is_filled(one, sent)}
    return [
        _without_blanks(one, sent[one.source])
        if isinstance(one, Block) and one.source in filled and not _is_filled(one, sent)
        else one
        for one in parts
        if isinstance(one, Block) or one.sheet not in others
    ]


def _form(source: SourceSpec) -> SentWorkbook | None:
    form: SentWorkbook | None = getattr(source, "sent_as", None)
    return form


def _is_filled(block: Block, sent: dict[str, SentWorkbook]) -> bool:
    return block.source in sent and block.sheet == sent[block.source].sheet


def _without_blanks(block: Block, form: SentWorkbook) -> Block:
    """A copy's rows into which something was written; the others are counted as skipped."""
    skipped = dict(block.skipped_lines)

    def written() -> Iterator[pl.DataFrame]:
        for batch in block.batches:
            names = [name for name in form.filled if name in batch.columns]
            rows = batch.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in names))
            skipped[PRINT_COPY] = skipped.get(PRINT_COPY, 0) + batch.height - rows.height
            yield rows

    return replace(block, batches=written(), skipped_lines=skipped)
