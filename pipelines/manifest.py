"""The manifest: what went in, what became of it, and what came out. Counts only, no people.

`manifest.json` is a function of the run's inputs, byte for byte; what is not (when it ran, how
long, on which versions) stands in `run.json` beside it.
"""

import dataclasses
import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.summary import COLOURS

MANIFEST, RUN = "manifest.json", "run.json"
# Packages whose version may change a result or its bytes.
PACKAGES = (
    "sanse",
    "chinesecalendar",
    "duckdb",
    "python-calamine",
    "great-expectations",
    "pandera",
    "polars",
    "pyarrow",
    "xlsxwriter",
)

ASSESSMENTS = ("triggered", "not_triggered", "not_assessed")

Json = dict[str, Any]


class CountsDisagree(SanseError):
    """Rows were lost or doubled between two places that must agree."""


def write_json(path: Path, content: Json) -> None:
    """Write JSON that people can read and that does not depend on the order of making."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def read_manifest(release: Path) -> Json:
    """Read the manifest of a release folder."""
    content: Json = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    return content


def earlier_manifests(home: Home, month: Month) -> list[Json]:
    """Return the manifests of the accepted releases before a month, in order of months."""
    earlier = (released for released in home.released_months() if released < month)
    return [read_manifest(home.release_path(released)) for released in earlier]


def told_files(deliveries: Iterable[Any]) -> list[Json]:
    """Return one entry a file and source, in the order given; an unread file has none (null).

    `reasons` says by rule how many rows were rejected; of an unread file, by sentence, none.
    `closed` counts rejected rows that have come back mended, `corrects` names (by file id) the
    files to which a returned file belongs.
    Raises CountsDisagree where received is not accepted + rejected + repeated.
    """
    return [entry for delivery in deliveries for entry in _told_file(delivery)]


def _told_file(delivery: Any) -> list[Json]:
    told = {
        "name": delivery.path,
        "sha256": delivery.sha256,
        "delivery_month": str(delivery.delivery_month),
        "status": delivery.status,
    }
    unread = [{"sheet": sheet.sheet, "reason": sheet.reason} for sheet in delivery.unread]
    if not delivery.entries:
        nothing: Json = dict.fromkeys(("received", "accepted", "rejected", "repeated"), 0)
        reason = "；".join(sheet["reason"] for sheet in unread)
        state = "unread" if delivery.status == "used" else delivery.status
        unknown: Json = {"status": state, "source": None, "reason": reason}
        unknown["reasons"] = {sheet["reason"]: 0 for sheet in unread}
        return [{**told, **nothing, **unknown}]
    return [{**told, **_told_entry(entry), "unread": unread} for entry in delivery.entries]


def _told_entry(entry: Any) -> Json:
    told: Json = {
        "source": entry.source,
        "received": entry.received,
        "accepted": entry.accepted,
        "rejected": entry.rejected,
        "repeated": entry.repeated,
        "closed": entry.closed,
        "corrects": list(entry.corrects),
        "reasons": dict(entry.reasons),
        "warnings": dict(entry.warnings),
        "notes": dict(entry.notes),
        "blocks": list(entry.blocks),
    }
    if told["received"] != told["accepted"] + told["rejected"] + told["repeated"]:
        raise CountsDisagree(
            f"{told['source']}：收到 {told['received']} 行，采用 {told['accepted']}、"
            f"退回 {told['rejected']}、重复 {told['repeated']} 行，合计对不上，说明有记录丢失。"
            "没有发布。请保留现场并报告开发人员。"
        )
    return told


def told_sources(statuses: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Json]:
    """Return each source's state in this month, by name; `titles` are their Chinese names.

    `data_month` is the month that the rows in use speak of, `age_months` how long ago it is,
    `towns` those whose rows are older, `findings` what was found of the newest delivery.
    """
    return {
        name: {
            "status": status.status,
            "delivery_month": str(status.delivery_month) if status.delivery_month else None,
            "data_month": status.data_month,
            "age_months": status.age_months,
            "towns": dict(status.towns),
            "findings": [dataclasses.asdict(finding) for finding in status.findings],
            "accepted": status.accepted,
            "reason": status.reason,
            "title": titles.get(name, name),
        }
        for name, status in sorted(statuses.items())
    }


def told_screened(counts: Sequence[Mapping[str, Any]], earlier: Sequence[Json], year: int) -> Json:
    """Return persons, households and person-times by cohort, as article 000 counts them.

    `counts` are rows of outputs.cohort_counts. Person-times of the year are this month's and
    those of the year's earlier releases together.
    """
    this_year = [told["screened"] for told in earlier if told["month"].startswith(f"{year}-")]
    return {
        row["cohort"]: {
            "persons": row["persons_count"],
            "households": row["households_count"],
            "person_times_month": row["person_times_count"],
            "person_times_year": row["person_times_count"]
            + sum(screened[row["cohort"]]["person_times_month"] for screened in this_year),
        }
        for row in counts
    }


def told_colours(watchlists: pa.Table) -> dict[str, int]:
    """Return how many households are listed in each colour."""
    counted = Counter(watchlists["colour"].to_pylist())
    return {colour: counted[colour] for colour in COLOURS}


def told_streets(watchlists: pa.Table) -> dict[str, Json]:
    """Return each street's name and colours, by street code."""
    codes, streets = (watchlists[name].to_pylist() for name in ("street_code", "street_name"))
    names = dict(zip(codes, streets, strict=True))
    return {
        code: {
            "street_name": names[code],
            "colours": told_colours(watchlists.filter(pc.equal(watchlists["street_code"], code))),
        }
        for code in sorted(names)
    }


def told_indicators(coverage: Sequence[Mapping[str, Any]]) -> dict[str, Json]:
    """Return by indicator how many households triggered it, did not, or were not assessed.

    `is_connected`: whether all sources that it needs were ever delivered.
    """
    return {
        row["indicator"]: {
            **{state: row[f"{state}_count"] for state in ASSESSMENTS},
            "is_connected": row["is_connected"],
        }
        for row in coverage
    }


def told_late(rows: Sequence[Mapping[str, Any]], released: str | None) -> Json:
    """Return what the manifest says of late records.

    `rows` are those of outputs.late_changes, `released` the month of the release before.
    """
    households = {row["household_id"] for row in rows}
    changed = {row["household_id"] for row in rows if row["is_changed"]}
    coloured = {row["household_id"] for row in rows if row["previous_colour"] != row["colour"]}
    sources = sorted({row["source"] for row in rows})
    return {
        "since": released,
        "households": len(households),
        "changed_households": len(changed),
        "coloured_households": len(coloured),
        "rows": {
            name: sum(row["late_rows_count"] for row in rows if row["source"] == name)
            for name in sources
        },
    }


def told_outputs(folder: Path, rows: Mapping[str, int]) -> list[Json]:
    """Return path, checksum and rows of every file of a release but the two that tell of it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    paths = sorted(path.relative_to(folder).as_posix() for path in found)
    return [
        {
            "path": path,
            "sha256": hashlib.sha256((folder / path).read_bytes()).hexdigest(),
            "rows": rows.get(path),
        }
        for path in paths
        if path not in {MANIFEST, RUN}
    ]


def run_record(month: Month, started: datetime, finished: datetime) -> Json:
    """Return when a run was, how long it took, and on which versions."""
    return {
        "month": str(month),
        "started_at": started.isoformat(timespec="seconds"),
        "finished_at": finished.isoformat(timespec="seconds"),
        "seconds": round((finished - started).total_seconds(), 1),
        "versions": {
            "python": platform.python_version(),
            **{name: _version(name) for name in PACKAGES},
        },
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
