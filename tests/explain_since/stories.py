"""Writes the releases that a story tells of: one household, month by month, in small files.

A story of months.yaml gives, by month, the household's `members` (names; `elsewhere`: name → the
household where a person is otherwise), its `points` by indicator, its `colour`, the `files` in use
by source (name → the month it came; another name is another content), what came `late`, what was
`missing`, its place in the `queue`, and the `events` of its ledger. `scorecard` and `parameter`
give the policy another dated version. What is expected are lines of the text, in their order.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.manifest import write_json
from pipelines.months import Month, parse_month
from pipelines.policy import policy_checksums
from pipelines.settings import Home
from pipelines.since.rules import indicators
from pipelines.strict_yaml import read_yaml
from schemas.sources import source_named

HERE = Path(__file__).parent
HOUSEHOLD = "H00000000001"
_POLICY = HERE.parents[1] / "policy"

Told = Mapping[str, Any]

_HOUSEHOLDS = {
    "household_id": pl.String, "is_screened": pl.Boolean, "cohorts": pl.String,
    "score": pl.Int32, "colour": pl.String, "reasons": pl.String, "selection": pl.String,
}  # fmt: skip
_CONTRIBUTIONS = {
    "household_id": pl.String, "dimension": pl.String, "indicator": pl.String,
    "person_id": pl.String, "observed_date": pl.Date, "evidence": pl.String,
    "points": pl.Int32, "reason": pl.String,
}  # fmt: skip
_REGISTRY = {"person_id": pl.String, "household_id": pl.String}
_LATE = {
    "household_id": pl.String, "source": pl.String, "source_title": pl.String,
    "late_rows_count": pl.Int64, "earliest_date": pl.Date,
}  # fmt: skip
_QUEUE = {"household_id": pl.String, "why": pl.String}
_EVENTS = {
    "event_id": pl.String, "household_id": pl.String, "event_date": pl.Date,
    "known_month": pl.String, "seq": pl.Int32, "event": pl.String, "detail": pl.String,
    "department": pl.String, "policy": pl.String, "amount_yuan": pl.Decimal(18, 2),
}  # fmt: skip
_MOVED = {"household_id": pl.String, "event_id": pl.String, "to_state": pl.String}


def load_stories() -> list[dict[str, Any]]:
    """Return the stories in the order in which they are written."""
    stories: list[dict[str, Any]] = read_yaml((HERE / "months.yaml").read_text("utf-8"))
    return stories


def policy_of(story: Told, folder: Path) -> Path:
    """Return the policy folder of a story: the shipped one, or a copy with its changes."""
    if not story.keys() & {"scorecard", "parameter"}:
        return _POLICY
    shutil.copytree(_POLICY, folder)
    if told := story.get("scorecard"):
        _add_scorecard(folder / "scorecard.yaml", told)
    if told := story.get("parameter"):
        _add_value(folder / f"{told['name']}.yaml", told)
    return folder


def _add_scorecard(file: Path, told: Told) -> None:
    """Copy the newest version below a later date, with one thing in it changed."""
    text = file.read_text("utf-8")
    newest = text[text.rindex("\n  20") + 1 :]
    body = newest.split("\n", 1)[1]
    assert body.count(told["old"]) == 1, f"{told['old']} is to stand once in the newest version"
    changed = body.replace(told["old"], told["new"])
    file.write_text(f"{text.rstrip()}\n  {told['since']}:\n{changed}", "utf-8")


def _add_value(file: Path, told: Told) -> None:
    text = file.read_text("utf-8")
    (head, last) = text.rsplit("\n  - scope:", 1)
    lines = [f"\n  - scope:{last}".rstrip()]
    for line in lines[0].split("\n"):
        key = line.strip().split(":")[0]
        lines.append({"from": f"    from: {told['since']}", "value": f"    value: {told['value']}"}
                     .get(key, line))  # fmt: skip
    file.write_text(head + lines[0] + "\n".join(lines[1:]) + "\n", "utf-8")


def write_home(story: Told, root: Path) -> Home:
    """Write the releases and the ledger of a story below a folder."""
    home = Home(root)
    checksums = policy_checksums()
    events: list[dict[str, Any]] = []
    for written, told in story["months"].items():
        month = parse_month(str(written))
        events += [
            {"known_month": str(month), "event_id": f"E{len(events) + number}", **event}
            for number, event in enumerate(told.get("events") or [])
        ]
        _write_release(home.release_path(month), month, told, checksums)
        _write_ledger(home.ledger_path(month), events)
    return home


def _write_release(path: Path, month: Month, told: Told, checksums: dict[str, str]) -> None:
    path.mkdir(parents=True)
    points = [_point(name, said) for name, said in (told.get("points") or {}).items()]
    _write(path / "contributions.parquet", _CONTRIBUTIONS, points)
    _write(path / "households.parquet", _HOUSEHOLDS, _household(told, points))
    members = [{"person_id": name} for name in told.get("members", ["甲"])]
    elsewhere = [
        {"person_id": name, "household_id": household}
        for name, household in (told.get("elsewhere") or {}).items()
    ]
    _write(path / "household_registry.parquet", _REGISTRY, [*members, *elsewhere])
    late = [
        {
            "source": name, "source_title": source_named(name).title,
            "late_rows_count": said["rows"], "earliest_date": said["from"],
        }
        for name, said in (told.get("late") or {}).items()
    ]  # fmt: skip
    _write(path / "late_changes.parquet", _LATE, late)
    queue = [{"why": told["queue"]}] if "queue" in told else []
    _write(path / "queue.parquet", _QUEUE, queue)
    write_json(path / "manifest.json", _manifest(month, told, checksums))


def _point(name: str, said: Told) -> dict[str, Any]:
    day: date | None = said.get("date")
    return {
        "indicator": name,
        "dimension": indicators()[name].header["dimension"],
        "person_id": said.get("person"),
        "observed_date": day,
        "evidence": said["says"],
        "points": said["points"],
        "reason": f"{indicators()[name].header['title']}（{day}）：{said['says']}",
    }


def _household(told: Told, points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not told.get("screened", True):
        return []
    reasons = [point["reason"] for point in points] + list(told.get("notes") or [])
    return [
        {
            "is_screened": True,
            "cohorts": told.get("cohorts", "disability"),
            "score": told.get("score", sum(point["points"] for point in points)),
            "colour": told.get("colour"),
            "reasons": "；".join(reasons) or None,
            "selection": told.get("selection"),
        }
    ]


def _manifest(month: Month, told: Told, checksums: dict[str, str]) -> dict[str, Any]:
    files = [
        {
            "source": source,
            "sha256": hashlib.sha256(f"{source} {name}".encode()).hexdigest(),
            "delivery_month": str(came),
            "status": "used",
        }
        for source, contents in (told.get("files") or {}).items()
        for name, came in contents.items()
    ]
    sources = {
        name: {"status": "missing", "delivery_month": "2026-01"}
        for name in told.get("missing") or []
    }
    used = {
        entry["source"]: {"status": "present", "delivery_month": entry["delivery_month"]}
        for entry in files
    }
    return {
        "month": str(month),
        "files": files,
        "sources": {**sources, **used},
        "policy": {**checksums, **(told.get("checksums") or {})},
        "selection": {"capacity": told.get("capacity", 0)},
    }


def _write_ledger(path: Path, events: list[dict[str, Any]]) -> None:
    path.mkdir(parents=True)
    rows = [{"seq": number, **event} for number, event in enumerate(events, start=1)]
    moved = [
        {"event_id": row["event_id"], "to_state": row["state"]} for row in rows if "state" in row
    ]
    _write(path / "events.parquet", _EVENTS, [{**row, "state": None} for row in rows])
    _write(path / "transitions.parquet", _MOVED, moved)


def _write(file: Path, schema: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    own = [{"household_id": HOUSEHOLD, **row} for row in rows]
    whole = [{name: row.get(name) for name in schema} for row in own]
    pl.DataFrame(whole, schema=dict(schema)).write_parquet(file)
