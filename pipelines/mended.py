"""What corrections change in a month: which rows they stand in for, which rejects they close.

A corrected row counts where the file counts that it came from: a correction never makes a
delivery of its own. Only corrections delivered up to the month have an effect in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from pipelines.corrections import CORRECTION_SCHEMA, read_corrections
from pipelines.settings import Home

if TYPE_CHECKING:
    from pipelines.received import Delivery, SourceStatus, UsedFile
    from pipelines.stage import Entry

PLACE_SCHEMA: dict[str, pl.DataType] = {
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
}

_ORIGIN = ["origin_file_id", "origin_sheet", "origin_row_number"]


def corrections_among(deliveries: Iterable[Delivery], source: str) -> list[Delivery]:
    """The deliveries that hold returned rows of a source, as they were delivered.

    By month, then in the order in which they were taken: their names say nothing of it.
    """
    found = [
        one
        for one in deliveries
        if one.status == "used" and any(e.source == source and e.corrects for e in one.entries)
    ]
    return sorted(found, key=lambda one: (one.delivery_month, one.turn))


def rows_by_correction(
    home: Home, source: str, corrections: Iterable[tuple[str, str]]
) -> pl.DataFrame:
    """The returned rows of several corrections (file id, SHA-256) in their order.

    Columns of CORRECTION_SCHEMA, `correction_file_id` and `turn`, the place in the order.
    """
    schema = {**CORRECTION_SCHEMA, "correction_file_id": pl.String(), "turn": pl.Int32()}
    found = [pl.DataFrame(schema=schema)]
    for turn, (file_id, sha256) in enumerate(corrections):
        rows = read_corrections(home, source, sha256)
        if rows.height:
            named = {"correction_file_id": pl.lit(file_id), "turn": pl.lit(turn, pl.Int32)}
            found.append(rows.with_columns(**named))
    return pl.concat(found)


def replaced_rows(home: Home, source: str, files: Sequence[UsedFile]) -> pl.DataFrame:
    """The staged rows of the files in use that do not count, in the columns of PLACE_SCHEMA.

    They are: rows that a correction took the place of; of several corrections of one row all but
    the last; corrected rows whose own file is not in use.
    """
    rows = rows_by_correction(home, source, [(file.file_id, file.sha256) for file in files])
    used = [file.file_id for file in files]
    origin = pl.col("origin_file_id").is_in(used)
    replaced = rows.filter(pl.col("outcome").is_in(["taken", "displaced"]) & origin)
    taken = rows.filter(pl.col("outcome") == "taken")
    is_last = pl.col("turn") == pl.col("turn").max().over(_ORIGIN)
    idle = taken.filter(~is_last | ~origin)
    here = ["correction_file_id", "sheet", "row_number"]
    found = [
        replaced.select(_ORIGIN).rename(dict(zip(_ORIGIN, PLACE_SCHEMA, strict=True))),
        idle.select(here).rename({"correction_file_id": "file_id"}),
    ]
    return pl.concat(found).unique().sort(list(PLACE_SCHEMA))


def with_corrections(
    source: str, files: Sequence[UsedFile], corrections: Sequence[Delivery]
) -> tuple[UsedFile, ...]:
    """The files in use, and after those of its own month every correction of one of them."""
    in_use = {file.file_id: file for file in files}
    placed = [(file.delivery_month, 0, place, file) for place, file in enumerate(files)]
    for place, one in enumerate(corrections):
        origins = [in_use[name] for name in _corrects(one, source) if name in in_use]
        if origins:
            last = max(origins, key=lambda file: (file.delivery_month, file.path))
            file = dataclasses.replace(last, file_id=one.file_id, sha256=one.sha256, path=one.path)
            in_use[one.file_id] = file
            placed.append((max(one.delivery_month, last.delivery_month), 1, place, file))
    placed.sort(key=lambda item: item[:3])
    return tuple(file for *_, file in placed)


def _corrects(delivery: Delivery, source: str) -> tuple[str, ...]:
    return next((e.corrects for e in delivery.entries if e.source == source), ())


def closed_rows(home: Home, deliveries: Sequence[Delivery]) -> dict[tuple[str, str], int]:
    """By file id and source: how many rejected rows have been mended by later files."""
    closed: dict[tuple[str, str], int] = {}
    for source in sorted({e.source for one in deliveries for e in one.entries if e.corrects}):
        rows = _rows(home, source, corrections_among(deliveries, source))
        mended = rows.filter((pl.col("outcome") == "taken") & pl.col("was_rejected"))
        counted = mended.select(_ORIGIN).unique().group_by("origin_file_id").len()
        closed |= {(file_id, source): count for file_id, count in counted.iter_rows()}
    return closed


def _rows(home: Home, source: str, corrections: Sequence[Delivery]) -> pl.DataFrame:
    return rows_by_correction(home, source, [(one.file_id, one.sha256) for one in corrections])


def with_mended_counts(
    home: Home, counted: SourceStatus, contents: Sequence[str], corrections: Sequence[Delivery]
) -> SourceStatus:
    """The counts of some contents (SHA-256) after their corrections: closed rejects are accepted.

    Rows that a correction adds are counted too; received stays the sum of the others.
    """
    file_ids = {sha256[:16] for sha256 in contents}
    own = [one for one in corrections if file_ids.intersection(_corrects(one, counted.source))]
    if not own:
        return counted
    rows = _rows(home, counted.source, own)
    here = rows.filter(pl.col("origin_file_id").is_in(sorted(file_ids)))
    mended = here.filter((pl.col("outcome") == "taken") & pl.col("was_rejected"))
    closed = mended.select(_ORIGIN).unique().height
    displaced = here.filter(pl.col("outcome") == "displaced").select(_ORIGIN).unique().height
    new = _new_rows(rows, [e for one in own for e in one.entries if e.source == counted.source])
    return dataclasses.replace(
        counted,
        received=counted.received + sum(new.values()),
        accepted=counted.accepted + closed + new["accepted"] - displaced,
        rejected=counted.rejected - closed + new["rejected"],
        repeated=counted.repeated + new["repeated"] + displaced,
    )


def _new_rows(rows: pl.DataFrame, entries: Sequence[Entry]) -> Mapping[str, int]:
    """What became of the rows of corrections that bear no number."""
    by_outcome = dict(rows.group_by("outcome").len().iter_rows())
    returned = sum(by_outcome.get(name, 0) for name in ("taken", "repeated", "rejected"))
    received = sum(entry.received for entry in entries) - returned
    rejected = sum(entry.rejected for entry in entries) - by_outcome.get("rejected", 0)
    repeated = sum(entry.repeated for entry in entries) - by_outcome.get("repeated", 0)
    return {
        "accepted": received - rejected - repeated,
        "rejected": rejected,
        "repeated": repeated,
    }
