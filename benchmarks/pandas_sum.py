"""What an analyst does who trusts the files: read, sum, merge, write. Nothing is checked.

    python -m benchmarks.pandas_sum INBOX OUT

Of every file only the columns that are needed are kept. A damaged number is nobody's, an
unreadable amount nothing, a settlement that comes twice counts twice.
"""

import json
import sys
from pathlib import Path

import pandas as pd

from benchmarks.pandas_files import KINDS, files_of, tables_of

WANTED = ("id", "name", "burden", "town", "village", "household", "room", "category", "grade")
# The columns by which a table is known are needed to know it.
KNOWN_BY = tuple(column for column, _ in KINDS)


def read(inbox: Path) -> dict[str, list[pd.DataFrame]]:
    """Every table, of the settlements only what each person bore by file."""
    tables: dict[str, list[pd.DataFrame]] = {}
    for path in files_of(inbox):
        for kind, rows in tables_of(path, lambda name: name in WANTED + KNOWN_BY):
            kept = rows
            if kind == "medical_insurance__settlements":
                yuan = pd.to_numeric(rows["burden"], errors="coerce")
                kept = yuan.groupby(rows["id"]).sum().reset_index()
            tables.setdefault(kind, []).append(kept)
    return tables


def merge(tables: dict[str, list[pd.DataFrame]]) -> pd.DataFrame:
    """The residents with what they bore, what they draw and how disabled they are."""
    whole = {kind: pd.concat(parts, ignore_index=True) for kind, parts in tables.items()}
    burdens = whole["medical_insurance__settlements"].groupby("id")["burden"].sum().reset_index()
    people = whole["community__residents"].merge(burdens, on="id", how="left")
    for kind, columns in (
        ("disabled_federation__certificates", ["id", "category", "grade"]),
        ("civil_affairs__assistance", ["id", "assistance"]),
    ):
        people = people.merge(whole[kind][columns].drop_duplicates("id"), on="id", how="left")
    people["poor"] = people["id"].isin(whole["rural_affairs__poverty_roster"]["id"])
    return people[~people["id"].isin(whole["civil_affairs__deaths"]["id"])]


def main(inbox: Path, out: Path, least_yuan: int = 10_000) -> None:
    """Write one csv file a town with those who are poor, disabled or bore much."""
    out.mkdir(parents=True, exist_ok=True)
    people = merge(read(inbox))
    shown = people[people["poor"] | people["grade"].notna() | (people["burden"] >= least_yuan)]
    for town, rows in shown.groupby("town"):
        rows.to_csv(out / f"{town or '未匹配'}.csv", index=False, encoding="utf-8-sig")
    print(json.dumps({"people": len(shown)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
