"""The floor: the same files read once, typed, into DuckDB, and written once as Parquet.

This is the least that any program must do with the month's files: decode GB18030, parse every
column to its type, keep it; nothing is checked. Ratios to this figure say what the checks, links
and lists cost.
"""

from __future__ import annotations

import codecs
import csv
import sys
from pathlib import Path

import duckdb
import polars as pl

CHUNK_BYTES = 16 << 20
MONEY = {
    "medfee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_selfpay",
    "preselfpay_amt",
    "inscp_scp_amt",
    "fund_pay_sumamt",
    "hifp_pay",
    "hifmi_pay",
    "maf_pay",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "psn_cash_pay",
}
TYPES = {"setl_time": "TIMESTAMP", "begndate": "DATE", "enddate": "DATE"}
TYPES |= dict.fromkeys(MONEY, "DECIMAL(16,2)")


def encoding_of(path: Path) -> str:
    """UTF-8 where the first megabyte decodes as such, else GB18030."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as stream:
        try:
            decoder.decode(stream.read(1 << 20))
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def as_utf8(path: Path, target: Path) -> Path:
    """Transcode ``path`` to a UTF-8 file in constant memory."""
    decoder = codecs.getincrementaldecoder(encoding_of(path))()
    with path.open("rb") as source, target.open("wb") as sink:
        while chunk := source.read(CHUNK_BYTES):
            sink.write(decoder.decode(chunk).encode())
        sink.write(decoder.decode(b"", final=True).encode())
    return target


def header_of(path: Path) -> list[str]:
    """The first line's fields of a UTF-8 csv file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream), [])


def read_csv(connection: duckdb.DuckDBPyConnection, path: Path, table: str, scratch: Path) -> int:
    """Load one csv file, the settlements typed, anything else as text; return its rows."""
    plain = as_utf8(path, scratch / "plain.csv")
    types = {name: TYPES.get(name, "VARCHAR") for name in header_of(plain)}
    typed = "setl_id" in types and "psn_part_amt" in types
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    options = f"columns = {{{columns}}}, header = true" if typed else "all_varchar = true"
    connection.execute(
        f"create table {table} as select * from "
        f"read_csv('{plain}', {options}, quote = '\"', strict_mode = false, null_padding = true, "
        "ignore_errors = true, parallel = true)"
        if typed
        else f"create table {table} as select * from "
        f"read_csv('{plain}', {options}, null_padding = true, ignore_errors = true, "
        "strict_mode = false)"
    )
    rows = connection.execute(f"select count(*) from {table}").fetchone()
    return int(rows[0]) if rows else 0


def read_workbook(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> int:
    """Load every sheet of one workbook as text; return its rows."""
    sheets = pl.read_excel(
        path, sheet_id=0, has_header=False, read_options={"dtypes": "string"}, raise_if_empty=False
    )
    total = 0
    for number, frame in enumerate(sheets.values()):
        if frame.width:
            connection.register("frame", frame.to_arrow())
            connection.execute(f"create table {table}_{number} as select * from frame")
            connection.unregister("frame")
        total += frame.height
    return total


def write_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write every table as one Parquet file."""
    for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
        connection.execute(f"copy {table} to '{folder / table}.parquet' (format parquet)")


def main(inbox: Path, scratch: Path) -> None:
    """Read and write everything under ``inbox`` and print the rows read."""
    scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(scratch / "floor.duckdb"))
    connection.execute("set preserve_insertion_order = false")
    rows = unread = 0
    for number, path in enumerate(sorted(p for p in inbox.rglob("*") if p.is_file())):
        try:
            if path.suffix == ".csv":
                rows += read_csv(connection, path, f"t{number}", scratch)
            else:
                rows += read_workbook(connection, path, f"t{number}")
        except Exception:  # the floor checks nothing: a file that cannot be read costs it nothing
            unread += 1
    write_tables(connection, scratch)
    connection.close()
    print(f"{rows} rows, {unread} files unread")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
