"""Rows of one file that say the same thing twice.

Only hashes of every row are held in memory, sixteen bytes and eight a row, so that a file of
twenty million rows is compared in half a gigabyte. Two hashes of the key must agree before two
rows are taken for one; the hash of the row tells an identical row from a corrected one.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable

import polars as pl

_SEEDS = {"key": 11, "check": 2027}


@dataclasses.dataclass(frozen=True)
class Repeats:
    """Which rows (0-based, in the order of the file) are repeats of another.

    `dropped` leave the staged table, `alternatives` stay in it, marked. `differing` are those of
    both that say something else than the row that counts; `identical` counts the others.
    """

    dropped: pl.Series
    alternatives: pl.Series
    differing: pl.Series
    identical: int

    @property
    def count(self) -> int:
        """How many rows count as repeated."""
        return len(self.dropped) + len(self.alternatives)


class SeenRows:
    """The hashes of the rows of one file, gathered batch by batch."""

    def __init__(self) -> None:
        self._batches: list[pl.DataFrame] = []

    def add(self, keys: pl.DataFrame, rows: pl.DataFrame, raw: Callable[[], pl.DataFrame]) -> None:
        """Remember a batch: its key columns, its typed rows and its rows as received.

        A row with no key (null in a key column: nobody it could be linked to; or a source without
        one) repeats only a row whose every received cell is the same: only then is `raw` asked.
        """
        if not keys.width:
            keys = rows.clear(rows.height).select(pl.first())
        keyless = keys.select(pl.any_horizontal(pl.all().is_null())).to_series().arg_true()
        hashed = {name: keys.hash_rows(seed) for name, seed in _SEEDS.items()}
        if len(keyless):
            whole = raw()[keyless]
            hashed = {
                name: told.scatter(keyless, whole.hash_rows(_SEEDS[name]))
                for name, told in hashed.items()
            }
        self._batches.append(pl.DataFrame({**hashed, "row": rows.hash_rows(_SEEDS["key"])}))

    def find_repeats(self, *, keeps_alternatives: bool) -> Repeats:
        """Of rows with one key the last counts; the others are repeats.

        Where alternatives are kept, those that differ from the row that counts (and from one
        another) stay; all others are dropped.
        """
        if not self._batches:
            return _NONE
        # Sorted, equal keys stand together: that takes a third of the memory of counting them.
        keys = pl.concat([batch["key"] for batch in self._batches]).sort().to_numpy()
        repeated = pl.Series(keys[1:][keys[1:] == keys[:-1]], dtype=pl.UInt64).unique()
        if repeated.is_empty():
            return _NONE
        return _resolve(self._rows_of(repeated), keeps_alternatives=keeps_alternatives)

    def _rows_of(self, keys: pl.Series) -> pl.DataFrame:
        """The rows with any of these keys, with their places in the file."""
        places = itertools.accumulate((batch.height for batch in self._batches), initial=0)
        return pl.concat(
            [
                batch.with_row_index("place", offset=first).filter(
                    pl.col("key").is_in(keys.implode())
                )
                for first, batch in zip(places, self._batches, strict=False)
            ]
        )


_NO_ROWS = pl.Series([], dtype=pl.UInt32)
_NONE = Repeats(_NO_ROWS, _NO_ROWS, _NO_ROWS, 0)


def _resolve(suspects: pl.DataFrame, *, keeps_alternatives: bool) -> Repeats:
    one_key = ["key", "check"]
    suspects = suspects.with_columns(
        counts=pl.col("place") == pl.col("place").max().over(one_key),
        is_same=pl.col("row") == pl.col("row").last().over(one_key, order_by="place"),
        is_last_of_its_kind=pl.col("place") == pl.col("place").max().over([*one_key, "row"]),
    )
    losers = suspects.filter(~pl.col("counts")).sort("place")
    stays = losers["is_last_of_its_kind"] & ~losers["is_same"]
    if not keeps_alternatives:
        stays = pl.repeat(value=False, n=losers.height, eager=True)
    return Repeats(
        dropped=losers["place"].filter(~stays),
        alternatives=losers["place"].filter(stays),
        differing=losers["place"].filter(~losers["is_same"]),
        identical=int(losers["is_same"].sum()),
    )
