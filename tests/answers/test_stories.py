"""Stories of filled lists, told so that an official can read and correct them: 走访结果.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.strict_yaml import read_yaml
from tests.answers.made_up import FIRST, Taken, added_row, filled, household_id, taken

STORIES: list[dict[str, Any]] = read_yaml(
    (Path(__file__).parent / "走访结果.yaml").read_text(encoding="utf-8")
)


def row_of(told: Mapping[str, Any]) -> int:
    return added_row(told["补"]) if "补" in told else FIRST - 1 + int(told["户"])


def cells(told: Mapping[str, Any]) -> dict[str, Any]:
    return {heading: value for heading, value in told.items() if heading not in {"户", "补"}}


def values(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in {"户", "补", "编号"}}


def holds(rows: pl.DataFrame, wanted: Mapping[str, Any]) -> bool:
    shown = [{k: _plain(v) for k, v in row.items()} for row in rows.to_dicts()]
    return any(all(row[k] == _plain(v) for k, v in wanted.items()) for row in shown)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module", params=STORIES, ids=lambda story: story["说"])
def story(request: pytest.FixtureRequest) -> dict[str, Any]:
    told: dict[str, Any] = request.param
    return told


@pytest.fixture(scope="module")
def outcome(story: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Taken:
    edits = [(row_of(told), cells(told)) for told in story["填"]]
    folder = tmp_path_factory.mktemp("story")
    return taken(filled(folder / "名单.xlsx", edits), folder / "home")


def test_what_was_written_becomes_what_is_told(story: dict[str, Any], outcome: Taken) -> None:
    answered = outcome.rows.filter(pl.col("is_answered") & ~pl.col("is_nomination"))
    wanted = story.get("采用", [])
    assert answered.height == len(wanted)
    for told in wanted:
        number = told.get("编号") or household_id(told["户"])
        assert holds(answered, {"household_id": number, **values(told)}), told


def test_the_rest_is_sent_back_blank_or_added(story: dict[str, Any], outcome: Taken) -> None:
    back = story.get("退回", [])
    found = outcome.rejects.select("row_number", "header", "reason").rows()
    assert len(found) == len(back)
    for told, (row, header, reason) in zip(sorted(back, key=row_of), found, strict=True):
        assert (row, header.split("/")[-1]) == (row_of(told), told["列"])
        assert told["因为"] in reason
        assert "请" in reason
    added = outcome.rows.filter("is_nomination").join(
        outcome.words, on=["file_id", "sheet", "row_number"], how="left"
    )
    assert added.height == len(story.get("补报", []))
    for told in story.get("补报", []):
        assert holds(added, {"row_number": row_of(told), **values(told)}), told
    blank = outcome.rows.filter(~pl.col("is_answered") & ~pl.col("is_nomination"))
    assert blank.height == story["没填"]
    assert outcome.entry.repeated == story.get("重复", 0)


def test_words_stand_apart_and_nobody_is_staged(story: dict[str, Any], outcome: Taken) -> None:
    for told in story.get("留话", []):
        assert holds(outcome.words, {"row_number": row_of(told), **values(told)})
    text = outcome.rows.write_csv()
    assert not any(word in text for word in ("测试户", "1990000", "兰亭路", "李网格", "电话空号"))
    assert outcome.rows["person_id"].null_count() == outcome.rows.height
    assert outcome.unread == ()
