"""What the tables of a received file are called: so that a name and a row mean one record.

A sheet may hold two lists beside each other, whose records share its rows; and a sheet may be
named after somebody, by name and number, which what is kept must not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.blocks import Block, Unread

Part = Block | Unread

# Tables beside each other count as sheets of their own, far beyond the last real one.
_SIDE = 100_000
_PERSONAL_NUMBER = re.compile(r"\d{11,}[Xx]?")


def hide_numbers(text: str) -> str:
    """A header or sheet name without what may be somebody's number: the register names nobody."""
    return _PERSONAL_NUMBER.sub("〈号码〉", text)


def table_names(parts: Sequence[Part]) -> dict[tuple[str, int], str]:
    """A name for every sheet (as the file has it) and first column at which a table begins.

    Each sheet's own name, without personal numbers; tables further right have their first column
    in it. No two have the same one.
    """
    names: dict[tuple[str, int], str] = {}
    hidden: dict[str, str] = {}
    for block in parts:
        if isinstance(block, Block) and block.sheet not in hidden:
            hidden[block.sheet] = _unlike(hide_numbers(block.sheet), hidden.values())
    for block in parts:
        if isinstance(block, Block) and (block.sheet, block.first_column) not in names:
            side = f"（第{block.first_column}列起）" if block.first_column > 1 else ""
            name = _unlike(hidden[block.sheet] + side, names.values())
            names[block.sheet, block.first_column] = name
    return names


def _unlike(name: str, others: Iterable[str]) -> str:
    known = set(others)
    free, count = name, 1
    while free in known:
        count += 1
        free = f"{name}（{count}）"
    return free


def with_table_names(parts: Sequence[Part]) -> list[Part]:
    """The same tables, each with the name of the table where the sheet's was."""
    names = table_names(parts)
    return [
        replace(part, sheet=names[part.sheet, part.first_column])
        if isinstance(part, Block)
        else part
        for part in parts
    ]


def table_index(sheet_index: int, first_column: int) -> int:
    """The number of a table in return numbers: that of its sheet, from 1, where it is the first."""
    return sheet_index + _SIDE * (first_column - 1)
