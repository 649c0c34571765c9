"""Whom a clue is about, in words: read from where identities are kept, for the people who visit."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.settings import Home

Row = Mapping[str, Any]
WORDS = ("name", "phone", "address")
_PLACE = ("file_id", "sheet", "row_number")


def words_of(home: Home, clues: Iterable[Row]) -> dict[str, dict[str, str | None]]:
    """Return name, phone and address of each clue, by its `clue_id`; unknown ones are null."""
    files: dict[tuple[str, str], list[Row]] = {}
    for clue in clues:
        files.setdefault((clue["source"], clue["file_id"]), []).append(clue)
    found: dict[str, dict[str, str | None]] = {}
    for (source, file_id), own in files.items():
        known = _known(home.identities / source, file_id)
        for clue in own:
            told = known.get(_key(source, clue), {})
            found[clue["clue_id"]] = {word: told.get(word) for word in WORDS}
    return found


def _key(source: str, clue: Row) -> tuple[Any, ...]:
    """What a clue's row is found by: its place in a list of clues, its person elsewhere."""
    if source == "field__clues":
        return tuple(clue[name] for name in _PLACE)
    return (clue["person_id"],)


def _known(folder: Path, file_id: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    # A file's id is the beginning of the name of its content; it is hexadecimal, never a path.
    names = (*_PLACE, *WORDS) if folder.name == "field__clues" else ("person_id", *WORDS)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for path in sorted(folder.glob(f"{file_id}*.parquet")):
        for row in pl.read_parquet(path, columns=list(names)).iter_rows(named=True):
            key = tuple(row[name] for name in names if name not in WORDS)
            found[key] = {word: row[word] for word in WORDS}
    return found
