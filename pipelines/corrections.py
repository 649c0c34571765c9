"""What comes back: a returned file whose rows say by their number which received rows they mend.

Each numbered row is put against the row it was. Unchanged and taken before: it is a repeat.
Unchanged and rejected before: it is rejected again, whatever its cells look like now (a damaged
number that has become text is no better for it). Changed: it is judged like any other row, and
where it is accepted it takes the place of the old one. A row without a number is a new row.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.blocks import Block, Unread
from pipelines.lost_numbers import match_by_cells, unmistakable
from pipelines.origins import (
    PLACE,
    KnownContents,
    OriginContent,
    TextRows,
    names_by_index,
    rows_of,
    same_cells,
    text_rows,
)
from pipelines.reasons import explain
from pipelines.return_numbers import PARTS, read_return_numbers, return_number
from pipelines.settings import Home, make_private_folder
from schemas.sources import REJECT_SCHEMA, Source, source_named

CORRECTION_SCHEMA: dict[str, pl.DataType] = {
    "origin_file_id": pl.String(),
    "origin_sheet": pl.String(),
    "origin_row_number": pl.Int32(),
    "origin_sheet_index": pl.Int32(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "was_rejected": pl.Boolean(),
    "outcome": pl.String(),
}
"""One row a returned row: which row it was, and what became of it. `taken`: accepted, in place of
the old row; `displaced`: another old row that turned out to be the same record as one taken;
`repeated`: nothing in it was changed, or it had been mended before; `rejected`: it is still wrong,
or not mended."""

_ORIGIN = ("origin_file_id", "origin_sheet", "origin_row_number")
_INDEX = "origin_sheet_index"
_NUMBER = "return_number"


@dataclasses.dataclass(frozen=True)
class NumberedRows:
    """The rows of one table of a returned file that bear the number of a known file.

    `bare` are those without a number: new ones, and those that lost it.
    """

    block: Block
    rows: TextRows
    bare: TextRows


@dataclasses.dataclass(frozen=True)
class SourceReturns:
    """What is known of the returned rows of one source in a content.

    `verdicts` has a row for each returned row whose number holds, with `verdict` one of repeat,
    unchanged, judge. `origins` are the tables that they came from.
    """

    as_of: date
    verdicts: pl.DataFrame
    origins: Sequence[tuple[str, TextRows]]
    old_faults: pl.DataFrame

    @property
    def file_ids(self) -> tuple[str, ...]:
        """The files that are corrected, by name."""
        return tuple(sorted(self.verdicts["origin_file_id"].unique()))


def find_numbered(parts: Sequence[Block | Unread]) -> list[NumberedRows]:
    """The rows that bear a number, by table; uses up the batches of tables that may."""
    found = []
    for block in parts:
        if isinstance(block, Unread) or not block.has_return_numbers:
            continue
        rows = [_with_numbers(batch) for batch in block.batches]
        if rows:
            told = pl.concat(rows)
            has_number = pl.all_horizontal(pl.col(name).is_not_null() for name in PARTS)
            numbered, bare = told.filter(has_number), told.filter(~has_number)
            found.append(NumberedRows(block, text_rows(block, numbered), text_rows(block, bare)))
    return found if any(table.rows.rows.height for table in found) else []


def _with_numbers(batch: pl.DataFrame) -> pl.DataFrame:
    return batch.with_columns(read_return_numbers(batch[_NUMBER]).get_columns())


def numbers_borne(parts: Sequence[Block | Unread]) -> dict[tuple[str, int], str]:
    """The number of each numbered row, by table and row; uses up the batches of tables that may."""
    return {
        (row["sheet"], row["row_number"]): return_number(*(row[name] for name in PARTS))
        for table in find_numbered(parts)
        for row in table.rows.rows.select(*PLACE, *PARTS).iter_rows(named=True)
    }


def named_files(numbered: Sequence[NumberedRows]) -> frozenset[str]:
    """The files that the numbers name."""
    return frozenset(
        name for table in numbered for name in table.rows.rows["origin_file_id"].unique()
    )


def judge_returned(
    home: Home, numbered: Sequence[NumberedRows], known: KnownContents
) -> dict[str, SourceReturns]:
    """Put every numbered row against the row it was; by source."""
    files = {name: _Origin(home, (known.contents or {})[name]) for name in _staged(numbered, known)}
    judged = {}
    for name in sorted({table.block.source for table in numbered}):
        own = [table for table in numbered if table.block.source == name]
        own = _with_lost_numbers(source_named(name), own, files)
        found = _judge_source(home, source_named(name), own, files, known)
        if found is not None:
            judged[name] = found
    return judged


def _staged(numbered: Sequence[NumberedRows], known: KnownContents) -> list[str]:
    return sorted(named_files(numbered) & (known.contents or {}).keys())


def _with_lost_numbers(
    source: Source, numbered: Sequence[NumberedRows], files: Mapping[str, _Origin]
) -> list[NumberedRows]:
    """The tables, with the numbers of rows again that lost theirs (see lost_numbers)."""
    found = [_pairs(source, numbered, name, f) for name, f in files.items() if f.holds(source.name)]
    if not any(pairs.height for pairs in found):
        return list(numbered)
    pairs = unmistakable(pl.concat(found)).select(*PLACE, *PARTS)
    known = []
    for table in numbered:
        again = table.bare.rows.drop(*PARTS).join(pairs, on=list(PLACE), how="inner")
        rows = pl.concat([table.rows.rows, again.select(table.rows.rows.columns)])
        numbers = dataclasses.replace(table.rows, rows=rows.sort(*PLACE))
        known.append(dataclasses.replace(table, rows=numbers))
    return known


def _pairs(
    source: Source, numbered: Sequence[NumberedRows], file_id: str, file: _Origin
) -> pl.DataFrame:
    """Rows without a number beside the rejected rows of a file whose number nobody bears."""
    borne = pl.concat(
        [file.with_sheet(_rows_from(table, file_id)).select(_ORIGIN) for table in numbered]
    )
    faults = file.faults(source.name)
    places = {"sheet": "origin_sheet", "row_number": "origin_row_number"}
    left = faults.rename(places).join(borne, on=list(places.values()), how="anti")
    matched = [
        match_by_cells(
            source,
            with_old_units(table.bare, theirs),
            theirs,
            faults,
            file.content.as_of,
        )
        for theirs in (file.tables(source.name, left) if left.height else [])
        for table in numbered
        if table.bare.rows.height
    ]
    schema = {"sheet": pl.String, "row_number": pl.Int32} | {
        "origin_sheet": pl.String,
        "origin_row_number": pl.Int32,
    }
    found = pl.concat([pl.DataFrame(schema=schema), *matched])
    return file.with_index(found).with_columns(origin_file_id=pl.lit(file_id))


class _Origin:
    """A file that rows came from; read once."""

    def __init__(self, home: Home, content: OriginContent) -> None:
        self._home, self.content = home, content
        self._names = names_by_index(content)

    def with_sheet(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add `origin_sheet`, the name of the sheet that a number gives by its place."""
        sheets = pl.DataFrame(
            {"origin_sheet_index": list(self._names), "origin_sheet": list(self._names.values())},
            schema={"origin_sheet_index": pl.Int32, "origin_sheet": pl.String},
        )
        return rows.join(sheets, on="origin_sheet_index", how="inner", maintain_order="left")

    def with_index(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add `origin_sheet_index` to rows with `origin_sheet`."""
        index = pl.col("origin_sheet").replace_strict(
            {name: index for index, name in self._names.items()}, return_dtype=pl.Int32
        )
        return rows.with_columns(origin_sheet_index=index)

    def tables(self, source: str, wanted: pl.DataFrame) -> list[TextRows]:
        """The rows wanted (origin_sheet, origin_row_number) of one source."""
        places = wanted.select(sheet="origin_sheet", row_number="origin_row_number").unique()
        return [table for table in rows_of(self.content, places) if table.source == source]

    def faults(self, source: str) -> pl.DataFrame:
        """The records of the rows that were rejected."""
        return pl.read_parquet(self._home.rejects / source / f"{self.content.sha256}.parquet")

    def holds(self, source: str) -> bool:
        """Whether it has rows of a source."""
        return (self._home.rejects / source / f"{self.content.sha256}.parquet").is_file()


def _judge_source(
    home: Home,
    source: Source,
    numbered: Sequence[NumberedRows],
    files: Mapping[str, _Origin],
    known: KnownContents,
) -> SourceReturns | None:
    held = {name: file for name, file in files.items() if file.holds(source.name)}
    parts, origins, faults = [], [], []
    for name, file in held.items():
        faults.append(file.faults(source.name))
        placed = [(table, file.with_sheet(_rows_from(table, name))) for table in numbered]
        wanted = pl.concat([rows.select(_ORIGIN) for _, rows in placed])
        for theirs in file.tables(source.name, wanted):
            origins.append((name, theirs))
            as_of = file.content.as_of
            parts += [_compare(source, table, rows, theirs, as_of) for table, rows in placed]
    compared = [part for part in parts if part.height]
    if not compared:
        return None
    old_faults = pl.concat(faults)
    rows = _with_state(pl.concat(compared), old_faults)
    rows = _with_earlier(home, source, numbered, rows, known)
    as_of = max(file.content.as_of for file in held.values())
    return SourceReturns(as_of, _settle(rows), origins, old_faults)


def _rows_from(table: NumberedRows, file_id: str) -> pl.DataFrame:
    return table.rows.rows.filter(pl.col("origin_file_id") == file_id)


def _compare(
    source: Source, table: NumberedRows, mine: pl.DataFrame, theirs: TextRows, as_of: date
) -> pl.DataFrame:
    """Rows of a returned table beside those of one origin table: place, origin, what is equal."""
    left = mine.with_row_index("left")
    right = theirs.rows.with_row_index("right").select(
        "right", origin_sheet="sheet", origin_row_number="row_number"
    )
    pairs = left.join(
        right, on=["origin_sheet", "origin_row_number"], how="inner", maintain_order="left"
    )
    here = dataclasses.replace(table.rows, rows=mine[pairs["left"]])
    there = dataclasses.replace(theirs, rows=theirs.rows[pairs["right"]])
    same, akin = same_cells(source, with_old_units(here, theirs), there, as_of)
    return pairs.select(*PLACE, *_ORIGIN, _INDEX).with_columns(same=same, akin=akin)


def with_old_units(mine: TextRows, theirs: TextRows) -> TextRows:
    """Returned rows in the units of the table that they came from, where the header is the same.

    The line 单位：万元 above a table is easily lost when rows are copied.
    """
    kept = {
        name: scale
        for name, scale in theirs.unit_scale.items()
        if name in mine.headers and mine.headers[name] == theirs.headers.get(name)
    }
    return dataclasses.replace(mine, unit_scale={**mine.unit_scale, **kept})


def _with_state(rows: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    rejected = faults.select(
        origin_file_id="file_id", origin_sheet="sheet", origin_row_number="row_number"
    ).unique()
    marked = rejected.with_columns(was_rejected=pl.lit(value=True))
    joined = rows.join(marked, on=list(_ORIGIN), how="left", maintain_order="left")
    return joined.with_columns(pl.col("was_rejected").fill_null(value=False))


def _with_earlier(
    home: Home,
    source: Source,
    numbered: Sequence[NumberedRows],
    rows: pl.DataFrame,
    known: KnownContents,
) -> pl.DataFrame:
    """Add whether an earlier correction took the row's origin, and whether it said the same."""
    rows = rows.with_columns(was_mended=pl.lit(value=False), as_mended=pl.lit(value=False))
    for sha256 in known.earlier:
        before = read_corrections(home, source.name, sha256).filter(pl.col("outcome") == "taken")
        mended = before.join(rows.select(_ORIGIN), on=list(_ORIGIN), how="semi")
        content = (known.contents or {}).get(sha256[:16])
        if mended.is_empty() or content is None:
            continue
        same = _same_as_mended(source, numbered, rows, mended, content)
        rows = rows.with_columns(
            was_mended=pl.col("was_mended") | _are_in(rows, mended, _ORIGIN),
            as_mended=pl.col("as_mended") | _are_in(rows, same, PLACE),
        )
    return rows


def _are_in(rows: pl.DataFrame, others: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    marked = others.select(keys).unique().with_columns(is_in=pl.lit(value=True))
    joined = rows.select(keys).join(marked, on=list(keys), how="left", maintain_order="left")
    return joined["is_in"].fill_null(value=False)


def _same_as_mended(
    source: Source,
    numbered: Sequence[NumberedRows],
    rows: pl.DataFrame,
    mended: pl.DataFrame,
    content: OriginContent,
) -> pl.DataFrame:
    """The places of rows that say what an earlier correction of the same row said."""
    named = mended.rename({"sheet": "mended_sheet", "row_number": "mended_row"})
    pairs = rows.select(*PLACE, *_ORIGIN).join(named, on=list(_ORIGIN), how="inner")
    found = [pl.DataFrame(schema={"sheet": pl.String, "row_number": pl.Int32})]
    asked = pairs.select(sheet="mended_sheet", row_number="mended_row").unique()
    for theirs in rows_of(content, asked):
        found += [_same_rows(source, one, theirs, pairs, content.as_of) for one in numbered]
    return pl.concat(found)


def _same_rows(
    source: Source, table: NumberedRows, theirs: TextRows, pairs: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    left = table.rows.rows.with_row_index("left").select("left", *PLACE)
    right = theirs.rows.with_row_index("right").select(
        "right", mended_sheet="sheet", mended_row="row_number"
    )
    both = pairs.join(left, on=list(PLACE)).join(right, on=["mended_sheet", "mended_row"])
    here = dataclasses.replace(table.rows, rows=table.rows.rows[both["left"]])
    there = dataclasses.replace(theirs, rows=theirs.rows[both["right"]])
    same, _ = same_cells(source, with_old_units(here, theirs), there, as_of)
    return both.filter(same).select(PLACE)


def _settle(rows: pl.DataFrame) -> pl.DataFrame:
    """Which rows hold their number, and what is to be done with them.

    One number stands on one row. Where a clerk copied a row to write a new one below it, the
    unchanged one keeps it and the other is new; the copy of a rejected row that was mended keeps
    it, and the row left as it was is its repeat. A number drawn down by a spreadsheet lands on
    somebody else's row: a row that shares neither number nor name with one accepted is new.
    """
    is_old = pl.col("same") | pl.col("as_mended")
    rows = rows.sort(*PLACE, maintain_order=True).filter(
        pl.col("akin") | pl.col("was_rejected") | is_old
    )
    rows = rows.with_columns(
        has_old=is_old.any().over(_ORIGIN),
        has_new=(~is_old).any().over(_ORIGIN),
        is_first_new=(~is_old).cum_sum().over(_ORIGIN) == 1,
        is_first_old=is_old.cum_sum().over(_ORIGIN) == 1,
    )
    is_open = pl.col("was_rejected") & ~pl.col("was_mended")
    verdict = (
        pl.when(is_old & is_open & ~pl.col("has_new") & pl.col("is_first_old"))
        .then(pl.lit("unchanged"))
        .when(is_old)
        .then(pl.lit("repeat"))
        .when(pl.col("is_first_new") & (pl.col("was_rejected") | ~pl.col("has_old")))
        .then(pl.lit("judge"))
    )
    settled = rows.with_columns(verdict=verdict).drop_nulls("verdict")
    return settled.select(*PLACE, *_ORIGIN, _INDEX, "was_rejected", "verdict")


@dataclasses.dataclass(frozen=True)
class Part:
    """Rows of a batch to be treated in one way: repeat, unchanged, judge (new rows too)."""

    verdict: str
    batch: pl.DataFrame
    unit_scale: Mapping[str, int]


def parts_of(returns: SourceReturns | None, block: Block, batch: pl.DataFrame) -> Iterator[Part]:
    """A batch by what is to be done with its rows; new rows and changed ones are judged."""
    plain = batch.drop(_NUMBER, strict=False)
    if returns is None:
        yield Part("judge", plain, block.unit_scale)
        return
    own = returns.verdicts.filter(pl.col("sheet") == block.sheet).drop("sheet")
    keyed = plain.with_columns(pl.col("row_number").cast(pl.Int32).alias("_row"))
    told = keyed.join(
        own.rename({"row_number": "_row"}), on="_row", how="left", maintain_order="left"
    ).with_columns(verdict=pl.col("verdict").fill_null("new"))
    for verdict in ("repeat", "unchanged"):
        rows = told.filter(pl.col("verdict") == verdict)
        if rows.height:
            yield Part(verdict, rows.select(plain.columns), block.unit_scale)
    yield from _judged_parts(returns, block, told, plain.columns)


def _judged_parts(
    returns: SourceReturns, block: Block, told: pl.DataFrame, columns: Sequence[str]
) -> Iterator[Part]:
    """Changed rows by the table that they came from, in its units; then the new ones."""
    here = TextRows(block.source, block.unit_scale, block.columns, told)
    scale: Mapping[str, int] = block.unit_scale
    for file_id, theirs in returns.origins:
        scale = with_old_units(here, theirs).unit_scale
        old = theirs.rows.rename({"sheet": "origin_sheet", "row_number": "origin_row_number"})
        changed = told.filter(
            (pl.col("verdict") == "judge") & (pl.col("origin_file_id") == file_id)
        ).join(
            old.drop(*set(columns) & set(old.columns), strict=False).drop(_NUMBER, strict=False),
            on=["origin_sheet", "origin_row_number"],
            how="inner",
            maintain_order="left",
        )
        if changed.height:
            # What the returned table has no column for stands as it stood.
            kept = [name for name in old.columns if _is_lost(name, columns, changed.columns)]
            missing = {n: s for n, s in theirs.unit_scale.items() if n not in columns}
            yield Part("judge", changed.select(*columns, *kept), {**scale, **missing})
    new = told.filter(pl.col("verdict") == "new")
    if new.height:
        yield Part("judge", new.select(columns), scale)


def unchanged_records(
    returns: SourceReturns, file_id: str, sheet: str, rows: pl.DataFrame
) -> pl.DataFrame:
    """What was wrong with rows that come back as they were, in the columns of REJECT_SCHEMA."""
    places = rows.select(pl.col("row_number").cast(pl.Int32)).with_columns(sheet=pl.lit(sheet))
    named = returns.verdicts.join(places, on=list(PLACE), how="semi")
    old = returns.old_faults.rename(
        {"file_id": "origin_file_id", "sheet": "origin_sheet", "row_number": "origin_row_number"}
    )
    told = named.join(old, on=list(_ORIGIN), how="inner", maintain_order="left_right")
    unchanged = "return_unchanged"
    what = explain(unchanged).partition("。")[0]
    return told.with_columns(
        file_id=pl.lit(file_id),
        rule=pl.lit(unchanged),
        reason=pl.lit(f"{what}。") + pl.col("reason"),
    ).select(pl.col(name).cast(dtype) for name, dtype in REJECT_SCHEMA.items())


@dataclasses.dataclass
class Outcomes:
    """What became of the returned rows of one source, while its batches go by."""

    returns: SourceReturns
    _broken: list[pl.DataFrame] = dataclasses.field(default_factory=list)
    _keys: list[pl.DataFrame] = dataclasses.field(default_factory=list)
    _others: list[pl.DataFrame] = dataclasses.field(default_factory=list)

    @property
    def others(self) -> pl.DataFrame:
        """The places of rows that turned out to be the same record as another old row."""
        places = {"sheet": pl.String, "row_number": pl.Int32}
        return pl.concat([pl.DataFrame(schema=places), *self._others]).unique().sort(*PLACE)

    def add_broken(self, sheet: str, rows: pl.Series) -> None:
        """Rows that were judged and rejected."""
        self._broken.append(
            pl.DataFrame({"row_number": rows.cast(pl.Int32)}).with_columns(sheet=pl.lit(sheet))
        )

    def add_sound(self, source: Source, frame: pl.DataFrame) -> None:
        """Rows that were judged and accepted, with what makes them unique."""
        self._keys.append(frame.select(*PLACE, *source.key))

    def finish(self, home: Home, source: Source, known: KnownContents) -> pl.DataFrame:
        """Every returned row with its outcome, in the columns of CORRECTION_SCHEMA."""
        places = {"sheet": pl.String, "row_number": pl.Int32}
        broken = pl.concat(
            [pl.DataFrame(schema=places), *(b.select(*places) for b in self._broken)]
        )
        rows = self.returns.verdicts
        told = rows.with_columns(is_broken=_are_in(rows, broken, PLACE)).with_columns(
            outcome=pl.when(pl.col("verdict") == "repeat")
            .then(pl.lit("repeated"))
            .when((pl.col("verdict") == "unchanged") | pl.col("is_broken"))
            .then(pl.lit("rejected"))
            .otherwise(pl.lit("taken"))
        )
        columns = list(CORRECTION_SCHEMA)
        return pl.concat([told.select(columns), *self._displaced(home, source, known, told)])

    def _displaced(
        self, home: Home, source: Source, known: KnownContents, told: pl.DataFrame
    ) -> list[pl.DataFrame]:
        """Old rows that a mended or new row repeats: as within one file, the last counts."""
        taken = told.filter(pl.col("outcome") == "taken")
        if not self._keys or not source.key:
            return []
        keys = list(source.key)
        mended = pl.concat(self._keys).drop_nulls(keys)
        found = []
        for file_id in self.returns.file_ids:
            path = home.staging / source.name / f"{(known.contents or {})[file_id].sha256}.parquet"
            old = pl.read_parquet(path, columns=["file_id", *PLACE, *keys])
            old = old.rename(dict(zip(("file_id", *PLACE), _ORIGIN, strict=True)))
            same = mended.join(old, on=keys, how="inner").join(taken, on=list(_ORIGIN), how="anti")
            self._others.append(same.select(PLACE))
            if source.keeps_alternatives:
                continue  # which of them counts is judged with all that is known
            marks = {"was_rejected": pl.lit(value=False), "outcome": pl.lit("displaced")}
            marks[_INDEX] = pl.lit(None, pl.Int32)
            found.append(same.with_columns(**marks).select(list(CORRECTION_SCHEMA)))
        return found


def _is_lost(name: str, brought: Sequence[str], there: Sequence[str]) -> bool:
    """Whether a column of the old table (or what is known of its cells) is not in the new one."""
    base = name.removesuffix("__is_number")
    return base not in brought and name in there and name not in _ORIGIN


def corrections_path(home: Home, source: str, sha256: str) -> Path:
    """Where it is kept which rows of a content were which."""
    return home.corrections / source / f"{sha256}.parquet"


def read_corrections(home: Home, source: str, sha256: str) -> pl.DataFrame:
    """What is kept of a content, in the columns of CORRECTION_SCHEMA; nothing of most."""
    path = corrections_path(home, source, sha256)
    if not path.is_file():
        return pl.DataFrame(schema=CORRECTION_SCHEMA)
    return pl.read_parquet(path)


def keep_corrections(path: Path, frame: pl.DataFrame | None) -> None:
    """Keep which rows of a content were which, whole or not at all; None is for most files."""
    if frame is None:
        path.unlink(missing_ok=True)
        return
    make_private_folder(path.parent.parent)
    make_private_folder(path.parent)
    aside = path.with_name(f".{path.stem}.building")
    aside.touch(mode=0o600)
    rows = frame.select(pl.col(name).cast(dtype) for name, dtype in CORRECTION_SCHEMA.items())
    rows.sort("sheet", "row_number", *_ORIGIN).write_parquet(aside)
    aside.replace(path)
