"""Looks for the sample's people in whatever a run or the scheduler leaves behind."""

import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import polars as pl

from pipelines.settings import Home

# The sample's own numbers and phones, whole, wherever they stand.
ID_NUMBER = re.compile(rb"370299\d{11}[\dXx]|370299\d{9}(?!\d)")
PHONE = re.compile(rb"1990000\d{4}")


def names_of(home: Home) -> re.Pattern[bytes]:
    """Names of the sample's people; two characters are also parts of ordinary words."""
    files = sorted(home.identities.rglob("*.parquet"))
    names = pl.concat([pl.read_parquet(file, columns=["name"]) for file in files])["name"]
    long = {name for name in names.drop_nulls().to_list() if len(name) >= 3}
    return re.compile(_any_of({name.encode() for name in long}))


def _any_of(words: set[bytes]) -> bytes:
    """A pattern of all words that parts where they part: of thousands, few are tried at a place."""
    by_first: dict[bytes, set[bytes]] = {}
    for word in sorted(words - {b""}):
        by_first.setdefault(word[:1], set()).add(word[1:])
    ways = [re.escape(first) + _any_of(rest) for first, rest in by_first.items()]
    # Where a word ends, a longer one need not be looked for: it is found all the same.
    return b"" if b"" in words else b"(?:" + b"|".join(ways) + b")"


def found(files: Iterable[Path], pattern: re.Pattern[bytes]) -> list[str]:
    return [str(f) for f in files if any(pattern.search(content) for content in _contents(f))]


def _contents(file: Path) -> Iterator[bytes]:
    """A file's bytes, and what stands inside where they are packed."""
    yield file.read_bytes()
    if file.suffix == ".parquet":
        frame = pl.read_parquet(file, hive_partitioning=False)
        yield frame.select(pl.col(pl.String)).write_csv().encode()
    elif file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            yield from (book.read(name) for name in book.namelist())
    elif file.suffix == ".duckdb":
        yield from _tables(file)
    elif file.suffix == ".db":
        with sqlite3.connect(file) as store:
            yield "\n".join(store.iterdump()).encode()


def _tables(file: Path) -> Iterator[bytes]:
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, table in tables:
            frame = con.sql(f'from "{schema}"."{table}"').pl()
            yield frame.select(pl.col(pl.String)).write_csv().encode()
