"""The four Parquet files that staging writes for one source of one file's content.

They are written batch by batch under a name of their own and take their place together, so that
a run that breaks off leaves nothing half-written. The same rows give the same bytes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.corrections import corrections_path, keep_corrections
from pipelines.doubts import row_records
from pipelines.last_rows import last_of_each
from pipelines.repeats import Repeats
from pipelines.settings import Home, make_private_folder
from schemas.sources import DOUBT_SCHEMA, REJECT_SCHEMA, WORDS_KEYS, Source

# Of a file with many rows a person, only the last row of each is kept; this many rows are gathered
# before they are thinned out and parted by the beginnings of their ids (in the order of ASCII).
_IDENTITIES_GATHERED = 1_000_000
_PARTS = pl.Series(list("37BFJNRVZbfjnrv"))
_HELD_OF_A_PART = 8 * 1024 * 1024

# How much of a file's rows may wait in memory: half of a month's settlements of a large district.
_HELD_BYTES = 320 * 1024 * 1024

_OLDEST = pl.CompatLevel.oldest()


class BatchFile:
    """A Parquet file that grows by whole batches, one row group each."""

    def __init__(
        self, path: Path, schema: Mapping[str, pl.DataType], plain: frozenset[str]
    ) -> None:
        """`plain` are text columns with few repetitions, for which a dictionary is wasted."""
        self.path = path
        self.schema = pl.DataFrame(schema=schema).to_arrow(compat_level=_OLDEST).schema
        texts = [name for name, dtype in schema.items() if dtype == pl.String]
        path.touch(mode=0o600)
        self._writer = pq.ParquetWriter(
            path,
            self.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[name for name in texts if name not in plain],
            store_decimal_as_integer=True,
        )

    def write(self, frame: pl.DataFrame) -> None:
        """Add a batch of rows in the file's columns."""
        self.write_table(self.table(frame))

    def table(self, frame: pl.DataFrame) -> pa.Table:
        """Rows in the file's columns, as they would be written."""
        table = frame.select(self.schema.names).to_arrow(compat_level=_OLDEST)
        return table.cast(self.schema)

    def write_table(self, table: pa.Table) -> None:
        """Add a batch of rows, already in the file's schema."""
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)

    def close(self) -> None:
        """Finish the file; further batches are an error."""
        if self._writer.is_open:
            self._writer.close()


class WaitingRows:
    """Batches that wait until the whole file has been seen: only then is it known which count.

    The first wait in memory; those that do not fit there any more wait on disk, in the same form.
    """

    def __init__(self, path: Path, schema: pa.Schema, held_bytes: int = _HELD_BYTES) -> None:
        """`path` is where the batches go that do not fit into memory."""
        self._path, self._schema, self._held_bytes = path, schema, held_bytes
        self._held: list[pa.Table] = []
        self._held_now = 0
        self._spilled: pa.ipc.RecordBatchStreamWriter | None = None

    def add(self, table: pa.Table) -> None:
        """Let a batch wait; batches come back in the order in which they came."""
        self._held_now += table.nbytes
        if self._held_now <= self._held_bytes:
            self._held.append(table)
        else:
            self._spill(table)

    def _spill(self, table: pa.Table) -> None:
        if self._spilled is None:
            self._path.touch(mode=0o600)
            self._spilled = pa.ipc.new_stream(str(self._path), self._schema)
        # One batch a table, so that the same batches come back.
        self._spilled.write_table(table.combine_chunks(), max_chunksize=table.num_rows or 1)

    def __iter__(self) -> Iterator[pa.Table]:
        """All batches, once; each is let go of as the next is asked for."""
        while self._held:
            yield self._held.pop(0)
        if self._spilled is not None:
            self._spilled.close()
            with pa.OSFile(str(self._path)) as file, pa.ipc.open_stream(file) as stream:
                for batch in stream:
                    yield pa.Table.from_batches([batch])

    def close(self) -> None:
        """Forget the batches, also those on disk."""
        self._held = []
        if self._spilled is not None:
            self._spilled.close()
            self._path.unlink(missing_ok=True)


def _without(table: pa.Table, start: int, repeats: Repeats) -> pa.Table:
    """One batch of rows `start` … without those dropped, with those alternative marked."""
    if not repeats.count:
        return table
    places = range(start, start + table.num_rows)
    stays = ~_mask(places, repeats.dropped)
    marks = pa.array(_mask(places, repeats.alternatives))
    column = table.column_names.index("is_alternative")
    marked = table.set_column(column, table.schema.field(column), marks)
    return marked if stays.all() else marked.filter(pa.array(stays))


def _repeated(table: pa.Table, start: int, repeats: Repeats) -> pl.DataFrame:
    """Where those rows of a batch `start` … stand that repeat another and say something else."""
    rows = pl.DataFrame(table.select(["sheet", "row_number"]))
    return rows.filter(_mask(range(start, start + table.num_rows), repeats.differing))


def _mask(places: range, chosen: pl.Series) -> np.ndarray:
    """Which of the places are among the chosen (sorted ascending)."""
    inside = chosen.filter(chosen.is_between(places.start, places.stop, closed="left"))
    mask = np.zeros(len(places), dtype=bool)
    mask[inside.to_numpy() - places.start] = True
    return mask


class Identities:
    """Who the persons of one file are: of several rows of a person the last.

    Of a file with many rows they wait apart by the beginnings of their ids, so that only the
    persons of one part are ever compared at once.
    """

    def __init__(self, path: Path, schema: Mapping[str, pl.DataType]) -> None:
        """`path` and a number are where persons wait that do not fit into memory."""
        self._frames: list[pl.DataFrame] = []
        self._rows = 0
        arrow = pl.DataFrame(schema=schema).to_arrow(compat_level=_OLDEST).schema
        places = [path.with_name(f"{path.name}{part}") for part in range(len(_PARTS) + 1)]
        self._parts = [WaitingRows(one, arrow, _HELD_OF_A_PART) for one in places]
        self._is_parted = False

    def add(self, frame: pl.DataFrame) -> None:
        """Add a batch in the columns of IDENTITY_SCHEMA; rows without a person do not count."""
        self._frames.append(last_of_each(frame.drop_nulls("person_id")))
        self._rows += self._frames[-1].height
        if self._rows > _IDENTITIES_GATHERED:
            self._part()

    def _part(self) -> None:
        persons = last_of_each(pl.concat(self._frames), sorts=True)
        self._frames, self._rows, self._is_parted = [], 0, True
        bounds = persons["person_id"].search_sorted(_PARTS, side="left").to_list()
        places = itertools.pairwise([0, *bounds, persons.height])
        for part, (start, end) in zip(self._parts, places, strict=True):
            if end > start:
                part.add(persons[start:end].to_arrow(compat_level=_OLDEST))

    def finish(self) -> Iterator[pl.DataFrame]:
        """All persons, in the order of their ids."""
        if not self._is_parted:
            if self._frames:
                yield last_of_each(pl.concat(self._frames), sorts=True)
            return
        if self._frames:
            self._part()
        for part in self._parts:
            frames = [pl.DataFrame(table) for table in part]
            if frames:
                yield last_of_each(pl.concat(frames), sorts=True)

    def close(self) -> None:
        """Forget the persons, also those on disk."""
        for part in self._parts:
            part.close()


class RowWords:
    """What identifies somebody in the rows of a list about households: a row a row taken."""

    def __init__(self, schema: Mapping[str, pl.DataType]) -> None:
        self._schema = schema
        self._frames: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Add a batch; rows in which nothing of it stands are left out."""
        told = pl.any_horizontal(
            pl.col(name).is_not_null() for name in self._schema if name not in WORDS_KEYS
        )
        self._frames.append(frame.filter(told))

    def finish(self) -> Iterator[pl.DataFrame]:
        """All rows, in the order of their places."""
        rows = pl.concat([pl.DataFrame(schema=self._schema), *self._frames])
        yield rows.sort(*WORDS_KEYS, maintain_order=True)

    def close(self) -> None:
        """Forget the rows."""
        self._frames = []


class StagedFiles:
    """Staging, identities, rejects and doubts of one source of one content, or none of them."""

    def __init__(self, home: Home, source: Source, sha256: str) -> None:
        """Open the four files aside; `commit` gives them their names."""
        folders = {
            "staging": home.staging,
            "identities": home.identities,
            "rejects": home.rejects,
            "doubts": home.doubts,
        }
        self.home = home
        self.corrections: pl.DataFrame | None = None
        self._corrections_path = corrections_path(home, source.name, sha256)
        self._file_id = sha256[:16]
        self._targets = {
            name: _private(folder, source.name) / f"{sha256}.parquet"
            for name, folder in folders.items()
        }
        plain = frozenset({"person_id", *source.key})
        self._staging = BatchFile(self._aside("staging"), source.staging_schema, plain)
        self._waiting = WaitingRows(self._aside("waiting"), self._staging.schema)
        self.rejects = BatchFile(self._aside("rejects"), REJECT_SCHEMA, frozenset({"row_text"}))
        self.doubts = BatchFile(self._aside("doubts"), DOUBT_SCHEMA, frozenset())
        self._identity_schema = source.identity_schema
        self.identities = (
            Identities(self._aside("identities"), source.identity_schema)
            if source.subject == "person"
            else RowWords(source.identity_schema)
        )

    def _aside(self, name: str) -> Path:
        target = self._targets.get(name, self._targets["staging"])
        suffix = ".building" if name in self._targets else f".{name}"
        return target.with_name(f".{target.stem}{suffix}")

    def add_rows(self, frame: pl.DataFrame) -> None:
        """Take sound rows for the staged table."""
        self._waiting.add(self._staging.table(frame))

    def finish(self, repeats: Repeats) -> None:
        """Write the rows without their repeats, and the people; the files still stand aside."""
        start = 0
        for table in self._waiting:
            self._staging.write_table(_without(table, start, repeats))
            if len(repeats.differing):
                repeated = _repeated(table, start, repeats)
                self.doubts.write(row_records("repeated_differing", repeated, self._file_id))
            start += table.num_rows
        for file in (self._staging, self.rejects, self.doubts):
            file.close()
        plain = frozenset(self._identity_schema) - {"file_id", "sheet"}
        people = BatchFile(self._aside("identities"), self._identity_schema, plain)
        for persons in self.identities.finish():
            people.write(persons)
        people.close()

    def commit(self) -> None:
        """Let the files take their place; the staged one last: where it is, all are."""
        keep_corrections(self._corrections_path, self.corrections)
        for name in ("rejects", "doubts", "identities", "staging"):
            self._aside(name).replace(self._targets[name])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._waiting.close()
        self.identities.close()
        for file in (self._staging, self.rejects, self.doubts):
            file.close()
        for name in self._targets:
            self._aside(name).unlink(missing_ok=True)


def _private(folder: Path, name: str) -> Path:
    make_private_folder(folder)
    return make_private_folder(folder / name)
