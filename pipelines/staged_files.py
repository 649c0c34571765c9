"""The three Parquet files that staging writes for one source of one file's content.

They are written batch by batch under a name of their own and take their place together, so that
a run that breaks off leaves nothing half-written. The same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.repeats import Repeats
from pipelines.settings import Home, make_private_folder
from schemas.sources import IDENTITY_SCHEMA, REJECT_SCHEMA, Source

# Of a file with many rows a person, only the last row of each is kept in memory; this many rows
# are gathered before they are thinned out.
_IDENTITIES_GATHERED = 1_000_000


class BatchFile:
    """A Parquet file that grows by whole batches, one row group each."""

    def __init__(
        self, path: Path, schema: Mapping[str, pl.DataType], plain: frozenset[str]
    ) -> None:
        """`plain` are text columns with few repetitions, for which a dictionary is wasted."""
        self.path = path
        self._empty = pl.DataFrame(schema=schema).to_arrow(compat_level=pl.CompatLevel.oldest())
        texts = [name for name, dtype in schema.items() if dtype == pl.String]
        self._dictionary = [name for name in texts if name not in plain]
        self._writer = self._open(path)

    def _open(self, path: Path) -> pq.ParquetWriter:
        path.touch(mode=0o600)
        return pq.ParquetWriter(
            path,
            self._empty.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=self._dictionary,
            store_decimal_as_integer=True,
        )

    def write(self, frame: pl.DataFrame) -> None:
        """Add a batch of rows in the file's columns."""
        if frame.height:
            table = frame.select(self._empty.column_names).to_arrow(
                compat_level=pl.CompatLevel.oldest()
            )
            self._writer.write_table(table.cast(self._empty.schema), row_group_size=frame.height)

    def close(self) -> None:
        """Finish the file; further batches are an error."""
        if self._writer.is_open:
            self._writer.close()

    def take_out(self, repeats: Repeats) -> None:
        """Write the finished file anew without its repeats, and with its alternatives marked."""
        self.close()
        received = self.path.with_suffix(".received")
        self.path.rename(received)
        self._writer = self._open(self.path)
        start = 0
        with pq.ParquetFile(received) as file:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                kept = _without(table, start, repeats)
                start += table.num_rows
                if kept.num_rows:
                    self._writer.write_table(kept, row_group_size=kept.num_rows)
        self.close()
        received.unlink()


def _without(table: pa.Table, start: int, repeats: Repeats) -> pa.Table:
    """One row group of rows `start` … without those dropped, with those alternative marked."""
    places = range(start, start + table.num_rows)
    stays = ~_mask(places, repeats.dropped)
    marks = pa.array(_mask(places, repeats.alternatives))
    column = table.column_names.index("is_alternative")
    marked = table.set_column(column, table.schema.field(column), marks)
    return marked if stays.all() else marked.filter(pa.array(stays))


def _mask(places: range, chosen: pl.Series) -> np.ndarray:
    """Which of the places are among the chosen (sorted ascending)."""
    inside = chosen.filter(chosen.is_between(places.start, places.stop, closed="left"))
    mask = np.zeros(len(places), dtype=bool)
    mask[inside.to_numpy() - places.start] = True
    return mask


class Identities:
    """Who the persons of one file are: of several rows of a person the last."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []
        self._rows = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Add a batch in the columns of IDENTITY_SCHEMA; rows without a person do not count."""
        self._frames.append(_last_of_each(frame.drop_nulls("person_id")))
        self._rows += self._frames[-1].height
        if self._rows > _IDENTITIES_GATHERED:
            self._frames = [_last_of_each(pl.concat(self._frames))]
            # Twice as many persons as are known may be gathered before the next thinning.
            self._rows = 0

    def finish(self) -> pl.DataFrame:
        """All persons, in the order of their ids."""
        if not self._frames:
            return pl.DataFrame(schema=IDENTITY_SCHEMA)
        return _last_of_each(pl.concat(self._frames)).sort("person_id")


def _last_of_each(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.unique("person_id", keep="last")


class StagedFiles:
    """Staging, identities and rejects of one source of one content, whole or not at all."""

    def __init__(self, home: Home, source: Source, sha256: str) -> None:
        """Open the three files aside; `commit` gives them their names."""
        folders = {"staging": home.staging, "identities": home.identities, "rejects": home.rejects}
        self._targets = {
            name: _private(folder, source.name) / f"{sha256}.parquet"
            for name, folder in folders.items()
        }
        plain = frozenset({"person_id", *source.key})
        self.staging = BatchFile(self._aside("staging"), source.staging_schema, plain)
        self.rejects = BatchFile(self._aside("rejects"), REJECT_SCHEMA, frozenset({"row_text"}))
        self.identities = Identities()

    def _aside(self, name: str) -> Path:
        target = self._targets[name]
        return target.with_name(f".{target.stem}.building")

    def finish(self, repeats: Repeats) -> None:
        """Write what is left to write; the files still stand aside."""
        self.staging.close()
        if repeats.count:
            self.staging.take_out(repeats)
        self.rejects.close()
        everybody = frozenset({"person_id", "id_number", "name", "phone", "address"})
        people = BatchFile(self._aside("identities"), IDENTITY_SCHEMA, everybody)
        people.write(self.identities.finish())
        people.close()

    def commit(self) -> None:
        """Let the files take their place; the staged one last: where it is, all are."""
        for name in ("rejects", "identities", "staging"):
            self._aside(name).replace(self._targets[name])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.staging.close()
        self.rejects.close()
        for name in self._targets:
            self._aside(name).unlink(missing_ok=True)
            self._aside(name).with_suffix(".received").unlink(missing_ok=True)


def _private(folder: Path, name: str) -> Path:
    make_private_folder(folder)
    return make_private_folder(folder / name)
