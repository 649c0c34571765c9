"""The scorecard's loader: one broken file for every way in which a scorecard can be wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.policy import load_parameters
from pipelines.scorecard import (
    FILE_NAME,
    ScorecardNotReadable,
    indicator_dimensions,
    load_scorecards,
    read_scorecards,
    scorecard_at,
    scorecard_tables,
)

HERE = Path(__file__).parent / "scorecards"
SOUND = (HERE / "sound.yaml").read_text(encoding="utf-8")
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


def read(text):
    return read_scorecards(text, indicator_dimensions(), frozenset(load_parameters()))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_scorecard_is_refused_with_its_fault(path):
    text = path.read_text(encoding="utf-8")
    expected = text.partition("\n")[0].removeprefix("# 期望：")
    with pytest.raises(ScorecardNotReadable) as refused:
        read(text)
    assert expected in str(refused.value)
    assert f"policy/{FILE_NAME}" in str(refused.value)


def test_every_broken_scorecard_differs_from_the_sound_one():
    assert len(BROKEN) > 20
    assert read(SOUND)[0].since == date(2026, 1, 1)


def test_versions_hold_from_their_date_and_must_be_in_order(tmp_path):
    version = SOUND.partition("versions:\n")[2]
    later = version.replace("2026-01-01", "2026-07-01").replace("cap: 40", "cap: 35")
    (tmp_path / FILE_NAME).write_text(SOUND + later, encoding="utf-8")
    caps = [
        scorecard_at(day, folder=tmp_path).dimensions[0].cap
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert caps == [40, 35]
    with pytest.raises(ScorecardNotReadable, match="2025-12-31 以前的版本"):
        scorecard_at(date(2025, 12, 31), folder=tmp_path)
    with pytest.raises(ScorecardNotReadable, match="从早到晚"):
        read(SOUND.replace("2026-01-01", "2026-08-01") + later)


def test_the_file_says_that_no_document_assigns_the_colours():
    text = " ".join(
        (Path(__file__).parents[2] / "policy" / FILE_NAME).read_text(encoding="utf-8").split()
    )
    assert "没有任何已公布的文件规定红、橙、黄三色怎样认定" in text


def test_the_shipped_scorecard_holds_from_the_first_policy_on():
    assert load_scorecards()[0].since <= date(2018, 1, 1)


def test_tables_have_the_types_that_sql_expects():
    tables = scorecard_tables(date(2026, 10, 31))
    assert set(tables) == {
        "scorecard_bands", "scorecard_indicators", "dimension_caps", "colour_thresholds",
        "direct_rules", "direct_signs", "basic_assistance",
    }  # fmt: skip
    assert tables["scorecard_bands"].schema["from_amount"] == pl.Decimal(18, 2)
    assert tables["colour_thresholds"]["colour_rank"].to_list() == [3, 2, 1]


def test_a_sign_of_a_parameter_is_its_multiple_on_the_day():
    def heavy(parameters):
        signs = scorecard_tables(date(2026, 10, 31), parameters=parameters)["direct_signs"]
        found = signs.filter(pl.col("sign") == "heavy_burden")["at_least"]
        return set(found.to_list())

    assert heavy({"medical_burden_threshold_yuan": 30000}) == {Decimal(90000)}
    assert heavy({"medical_burden_threshold_yuan": Decimal(6171)}) == {Decimal(18513)}
    with pytest.raises(ScorecardNotReadable, match="没有数值"):
        heavy({"medical_burden_threshold_yuan": None})
