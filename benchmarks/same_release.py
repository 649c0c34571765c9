"""Whether two engines came to the same: every file of two releases, every table of two months.

    python -m benchmarks.same_release RELEASE OTHER [--warehouses WAREHOUSE OTHER]

A Parquet file is compared by what it holds, every other file byte by byte; `run.json` tells when
and how long, and is left out. A table is compared by its columns, their types, the number of its
rows and the sum of the hashes of its rows, so that no order matters and little memory is taken.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

_OF_THE_RUN = "run.json"
# What every select starts from is handed over to both engines alike.
_GIVEN = ("staging", "identities", "reference", "inputs", "policy", "releases")


@dataclass(frozen=True)
class Compared:
    """How many things were compared, and the names of those that differ."""

    count: int
    differ: tuple[str, ...]


def compare_releases(ours: Path, theirs: Path) -> Compared:
    """Compare every file of two releases."""
    names = sorted(_files(ours) | _files(theirs))
    return Compared(
        len(names), tuple(name for name in names if not _is_same(ours / name, theirs / name))
    )


def _files(release: Path) -> set[str]:
    return {
        path.relative_to(release).as_posix()
        for path in release.rglob("*")
        if path.is_file() and path.name != _OF_THE_RUN
    }


def _is_same(ours: Path, theirs: Path) -> bool:
    if not (ours.is_file() and theirs.is_file()):
        return False
    if ours.read_bytes() == theirs.read_bytes():
        return True
    return ours.suffix == ".parquet" and pq.read_table(ours).equals(pq.read_table(theirs))


def compare_warehouses(ours: Path, theirs: Path) -> Compared:
    """Compare every computed table of two warehouses of one month."""
    with duckdb.connect(str(ours), read_only=True) as one:
        names, left = _tables(one), _marks(one)
    with duckdb.connect(str(theirs), read_only=True) as other:
        names |= _tables(other)
        right = _marks(other)
    differ = [name for name in sorted(names) if left.get(name) != right.get(name)]
    return Compared(len(names), tuple(differ))


def _tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    rows = con.execute(
        "select table_schema || '.' || table_name from information_schema.tables"
    ).fetchall()
    return {name for (name,) in rows if name.partition(".")[0] not in (*_GIVEN, "main")}


def _marks(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """Return for each table what its columns are, how many rows it has, and what they hash to."""
    return {name: _mark(con, name) for name in sorted(_tables(con))}


def _mark(con: duckdb.DuckDBPyConnection, table: str) -> tuple[object, ...]:
    named = ".".join(f'"{part}"' for part in table.split(".", 1))
    columns = [row[:2] for row in con.execute(f"describe {named}").fetchall()]
    asked = f"select count(*), sum(hash(one)) from {named} as one"
    return (*columns, *con.execute(asked).fetchall())


def main(arguments: Sequence[str] | None = None) -> None:
    """Tell what differs; end with 1 where anything does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("releases", type=Path, nargs=2, metavar="RELEASE")
    parser.add_argument("--warehouses", type=Path, nargs=2, metavar="WAREHOUSE")
    options = parser.parse_args(arguments)
    found = [compare_releases(*options.releases)]
    if options.warehouses:
        found.append(compare_warehouses(*options.warehouses))
    for what, compared in zip(("files", "tables"), found, strict=False):
        print(f"{compared.count} {what}, {len(compared.differ)} differ", *compared.differ)
    sys.exit(any(compared.differ for compared in found))


if __name__ == "__main__":
    main()
