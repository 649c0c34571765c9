"""What a delivery month of a source looks like, in figures: computed once from its staged rows.

A profile holds counts and shares; its sample holds the rows of up to SAMPLED_PERSONS persons,
those whose person ids sort first. Ids are keyed hashes, so this is a random choice, and the same
one in every month: two months are compared by their samples and never read whole again. Both are
kept in `Home.profiles` under a hash of the contents they were made of.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.months import Month as CalendarMonth
from pipelines.months import parse_month
from pipelines.register import fingerprint
from pipelines.settings import Home, make_private_folder
from schemas.columns import ColumnSpec
from schemas.sources import STAGING_KEYS, Source

SAMPLED_PERSONS = 10_000
KEPT_VALUES = 30
BY = "sampled_by"
_THREADS = 2

# Raise it where a profile of the same rows comes out differently: all are computed anew.
_FORM = 3
_CODED = frozenset({"code", "codes", "boolean"})
_AMOUNTS = frozenset({"money", "decimal"})
# The characters of a person id in the order in which they sort.
_ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


@dataclasses.dataclass(frozen=True)
class ColumnProfile:
    """One column over all rows: blank cells, the frequent values of a code, an amount's median."""

    blanks: int
    values: dict[str, int] = dataclasses.field(default_factory=dict)
    amounts: int = 0
    median: float | None = None


@dataclasses.dataclass(frozen=True)
class Profile:
    """One delivery month of one source. `places`: rows by town as written.

    A row without a town counts under its community ("\\t" before it). The columns are counted
    over `counted` rows: all of them, or those of the sample where there are very many.
    """

    rows: int
    persons: int
    places: dict[str, int]
    columns: dict[str, ColumnProfile]
    counted: int


@dataclasses.dataclass(frozen=True)
class Sample:
    """The rows of some persons; `reaches_to` is the last of them (None: everybody is in it)."""

    rows: pl.DataFrame
    reaches_to: str | None


@dataclasses.dataclass(frozen=True)
class Pair:
    """How far a month is the same as an earlier one, over the persons that both samples cover.

    `rows` of the newer month, `same_rows` of them found in the earlier one cell by cell.
    `columns`: of how many (persons or rows) the value could be compared, and of how many it is
    the same. Of events, amounts of rows that are new are compared, by person.
    """

    rows: int
    earlier_rows: int
    same_rows: int
    columns: dict[str, tuple[int, int]]


@dataclasses.dataclass(frozen=True)
class Month:
    """The contents that a source delivered in one month, and where their profile is kept."""

    home: Home
    source: Source
    month: str
    contents: tuple[str, ...]

    @functools.cached_property
    def key(self) -> str:
        """Names what the profile was made of, and under which contract."""
        made_of = (_FORM, fingerprint(self.source), sorted(set(self.contents)))
        return hashlib.blake2b(repr(made_of).encode(), digest_size=12).hexdigest()

    @functools.cached_property
    def profile(self) -> Profile:
        """Its figures; computed from the staged rows where they are not kept yet."""
        return _profile_of(self.told())

    @functools.cached_property
    def sample(self) -> Sample:
        """The rows of its sampled persons."""
        reaches_to = self.told()["sample_reaches_to"]
        return Sample(pl.read_parquet(self._path(f"{self.key}.parquet")), reaches_to)

    def told(self) -> dict[str, Any]:
        """Its profile as it is kept; several months may be computed at once."""
        return _kept(self._path(f"{self.key}.json"), self._compute)

    def against(self, earlier: Month) -> Pair:
        """Compare with an earlier month of the same source."""
        told = _kept(self._pair(earlier), lambda: dataclasses.asdict(compare(self, earlier)))
        columns = {name: (counts[0], counts[1]) for name, counts in told["columns"].items()}
        return Pair(told["rows"], told["earlier_rows"], told["same_rows"], columns)

    def is_compared(self, earlier: Month) -> bool:
        """Whether it has been compared with that month before."""
        return self._pair(earlier).is_file()

    def _pair(self, earlier: Month) -> Path:
        return self._path(f"{self.key}-{earlier.key}-{earlier.month}.json")

    def _path(self, name: str) -> Path:
        return self.home.profiles / self.source.name / name

    def _compute(self) -> dict[str, Any]:
        rows = staged_rows(self.home, self.source, self.contents)
        sample = take_sample(self.source, rows)
        make_private_folder(self.home.profiles)
        make_private_folder(self.home.profiles / self.source.name)
        _write(self._path(f"{self.key}.parquet"), sample.rows.write_parquet)
        told = dataclasses.asdict(measure(self.source, rows, sample))
        return {**told, "sample_reaches_to": sample.reaches_to}


def prepare(months: Sequence[Month], back: int) -> None:
    """Compute what is not kept yet of some months, and of each with so many before it, at once.

    Two cores are busy with it: polars alone keeps little more than one busy with frames so small.
    """
    pairs = [(months[y], months[x]) for y in range(len(months)) for x in range(max(y - back, 0), y)]
    if not pairs:
        return
    with ThreadPoolExecutor(_THREADS) as threads:
        # Not by their properties, of which only one is computed at a time.
        list(threads.map(Month.told, months))
        new = [(one, earlier) for one, earlier in pairs if not one.is_compared(earlier)]
        list(threads.map(lambda month: month.sample, {id(m): m for p in new for m in p}.values()))
        list(threads.map(lambda pair: pair[0].against(pair[1]), new))


def _kept(path: Path, compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Read what is kept at a path, or compute and keep it."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = compute()
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        _write(path, lambda aside: aside.write_text(text + "\n", encoding="utf-8"))
    return told


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all, for its owner alone."""
    # Two months may have the same contents, and be computed at once.
    aside = path.with_name(f".building-{os.getpid()}-{threading.get_ident()}-{path.name}")
    write(aside)
    aside.chmod(0o600)
    aside.replace(path)


def _profile_of(told: dict[str, Any]) -> Profile:
    columns = {name: ColumnProfile(**one) for name, one in told["columns"].items()}
    return Profile(told["rows"], told["persons"], told["places"], columns, told["counted"])


def staged_rows(home: Home, source: Source, contents: Sequence[str]) -> pl.LazyFrame:
    """The accepted rows of some contents, with the column that decides who is sampled."""
    paths = [home.staging / source.name / f"{sha256}.parquet" for sha256 in sorted(set(contents))]
    rows = pl.scan_parquet(paths, glob=False).filter(~pl.col("is_alternative"))
    # A row without a person (a plea by telephone) stands for itself, by its number.
    names = dict.fromkeys(("person_id", *source.key[:1]))
    return rows.with_columns(pl.coalesce(pl.col(*names).cast(pl.String)).alias(BY))


def measure(source: Source, rows: pl.LazyFrame, sample: Sample) -> Profile:
    """Count what is compared from month to month.

    Of very many rows the values of a sample say enough: the medians and shares that are compared
    with tolerances of tens of per cent come out within one or two.
    """
    total: int = rows.select(pl.len()).collect(engine="streaming").item()
    values = rows if sample.reaches_to is None else sample.rows.lazy()
    counted = values.select(_figures(source)).collect(engine="streaming").row(0, named=True)
    columns = {
        spec.name: ColumnProfile(
            blanks=counted[f"{spec.name} blanks"],
            values=_frequent(values, spec),
            amounts=counted.get(f"{spec.name} amounts", 0),
            median=counted.get(f"{spec.name} median"),
        )
        for spec in source.staged_columns
    }
    return Profile(total, _persons(sample), _places(source, rows), columns, counted["rows"])


def _figures(source: Source) -> list[pl.Expr]:
    figures = [pl.len().alias("rows")]
    for spec in source.staged_columns:
        value = pl.col(spec.name)
        figures.append(value.null_count().alias(f"{spec.name} blanks"))
        if spec.kind in _AMOUNTS:
            amount = value.cast(pl.Float64).filter(value != 0)
            figures.append(amount.len().alias(f"{spec.name} amounts"))
            figures.append(amount.median().alias(f"{spec.name} median"))
    return figures


def _frequent(rows: pl.LazyFrame, spec: ColumnSpec) -> dict[str, int]:
    """How often the most frequent values of a coded column occur, the most frequent first."""
    if spec.kind not in _CODED:
        return {}
    value = pl.col(spec.name).cast(pl.String).alias("value")
    counted = rows.select(value).drop_nulls().group_by("value").len()
    most = counted.sort(["len", "value"], descending=[True, False]).head(KEPT_VALUES)
    return dict(most.collect(engine="streaming").iter_rows())


def _places(source: Source, rows: pl.LazyFrame) -> dict[str, int]:
    if not {"town_name", "community_name"} <= source.staging_schema.keys():
        return {}
    community = pl.lit("\t") + pl.col("community_name").fill_null("")
    place = pl.coalesce("town_name", community).alias("place")
    counted = rows.select(place).group_by("place").len().collect(engine="streaming")
    return dict(counted.sort("place").iter_rows())


def _persons(sample: Sample) -> int:
    """Count the persons; beyond a full sample, from how densely it covers all possible ids."""
    sampled = sample.rows[BY].n_unique()
    if sample.reaches_to is None:
        return sampled
    position = 0.0
    for place, character in enumerate(sample.reaches_to[:6], start=1):
        position += max(_ALPHABET.find(character), 0) / 64**place
    return round(sampled / position) if position else sampled


def take_sample(source: Source, rows: pl.LazyFrame) -> Sample:
    """Take all rows of the persons whose ids sort first, at most SAMPLED_PERSONS of them."""
    names = [name for name in source.staging_schema if name not in STAGING_KEYS]
    total = rows.select(pl.len()).collect(engine="streaming").item()
    share = min(1.0, 4 * SAMPLED_PERSONS / total) if total else 1.0
    while True:
        some = rows if share >= 1 else rows.filter(pl.col(BY) < _id_at(share))
        ids = some.select(BY).drop_nulls().unique().collect(engine="streaming")[BY].sort()
        if len(ids) > SAMPLED_PERSONS or share >= 1:
            break
        share = min(1.0, share * 4)
    reaches_to = ids[SAMPLED_PERSONS - 1] if len(ids) > SAMPLED_PERSONS else None
    if reaches_to is not None:
        some = some.filter(pl.col(BY) <= reaches_to)
    wanted = some.filter(pl.col(BY).is_not_null()).select(BY, "person_id", *names)
    sampled = wanted.collect(engine="streaming")
    return Sample(sampled.sort(pl.all(), nulls_last=False), reaches_to)


def _id_at(share: float) -> str:
    """The text below which a share of all person ids sorts."""
    place = int(share * 64**3)
    return "".join(_ALPHABET[place // 64**power % 64] for power in (2, 1, 0))


def compare(newer: Month, earlier: Month) -> Pair:
    """Compare two months of one source by their samples."""
    new, old = _common(newer.sample, earlier.sample)
    if newer.source.kind == "snapshot":
        return _compare_snapshots(newer.source, new, old, parse_month(earlier.month))
    return _compare_events(newer.source, new, old)


def _common(new: Sample, old: Sample) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the persons whom both samples would hold, were they delivered in both."""
    reach = [one.reaches_to for one in (new, old) if one.reaches_to is not None]
    if not reach:
        return new.rows, old.rows
    covered = pl.col(BY) <= min(reach)
    return new.rows.filter(covered), old.rows.filter(covered)


def _compared_columns(source: Source) -> list[str]:
    return [spec.name for spec in source.staged_columns if spec.name not in source.key]


def _key(source: Source) -> list[str]:
    return [BY, *[key for key in source.key if key != "person_id"]]


def _compare_snapshots(
    source: Source, new: pl.DataFrame, old: pl.DataFrame, earlier: CalendarMonth
) -> Pair:
    key, names = _key(source), _compared_columns(source)
    new, old = (frame.unique(key, keep="last", maintain_order=True) for frame in (new, old))
    both = new.select(*key, *names).join(
        old.select(*key, *[pl.col(name).alias(f"{name} before") for name in names]),
        on=key, how="inner", nulls_equal=True,
    )  # fmt: skip
    same = {name: pl.col(name).eq_missing(pl.col(f"{name} before")) for name in names}
    counts = {spec.name: _comparable(spec, earlier) for spec in source.staged_columns}
    told = both.select(
        *[(same[name] & counts[name]).sum().alias(f"{name} same") for name in names],
        *[counts[name].sum().alias(f"{name} compared") for name in names],
        pl.all_horizontal(pl.lit(value=True), *same.values()).sum().alias(" rows"),
    ).row(0, named=True)
    columns = {name: (told[f"{name} same"], told[f"{name} compared"]) for name in names}
    return Pair(new.height, old.height, told[" rows"], columns)


def _comparable(spec: ColumnSpec, earlier: CalendarMonth) -> pl.Expr:
    """Whether a row's value can tell if the column was brought up to date.

    A date that follows the calendar (last paid in …) does so only where it was of late before:
    who pays once a year, or has stopped paying, has the same date month after month.
    """
    known = pl.col(spec.name).is_not_null()
    if not (spec.volatile and spec.dtype.is_temporal()):
        return known
    of_late = pl.col(f"{spec.name} before").cast(pl.Date) >= earlier.previous().first_date
    return known & of_late.fill_null(value=False)


def _compare_events(source: Source, new: pl.DataFrame, old: pl.DataFrame) -> Pair:
    key = _key(source)
    names = [name for name in new.columns if name != "person_id"]
    same = new.join(old.select(names).unique(), on=names, how="semi", nulls_equal=True)
    # What was delivered before under the same key is a correction: it says nothing of a copy.
    unknown = new.join(old.select(key).unique(), on=key, how="anti", nulls_equal=True)
    amounts = [spec.name for spec in source.staged_columns if spec.kind in _AMOUNTS]
    columns = {name: _same_amounts(name, unknown, old) for name in amounts}
    return Pair(new.height, old.height, same.height, columns)


def _same_amounts(name: str, new: pl.DataFrame, old: pl.DataFrame) -> tuple[int, int]:
    """Of the persons with amounts: all of whose amounts stood in the earlier month, how many."""

    def amounts(frame: pl.DataFrame) -> pl.DataFrame:
        known = pl.col("person_id").is_not_null() & (pl.col(name) != 0)
        return frame.filter(known).select(BY, name).unique()

    now = amounts(new)
    news = now.join(amounts(old), on=[BY, name], how="anti")
    persons = now[BY].n_unique()
    return persons - news[BY].n_unique(), persons
