"""A scenario gives what a full run under the changed policy gives, household by household."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

import policy
from pipelines.months import Month
from pipelines.release import ReleaseRefused
from pipelines.run import screen_month
from pipelines.settings import Home
from pipelines.whatif.scenarios import Scenario, present_rules, rules_of
from pipelines.whatif.scratch import Scratch
from pipelines.whatif.stored import TARGETS, NothingStored, open_stored
from pipelines.whatif.study import known_of

OCTOBER = Month(2026, 10)
POLICY = Path(next(iter(policy.__path__)))
CHANGES: dict[str, Any] = {
    "medical_burden_threshold_yuan": 20000,
    "elder_age_years": 65,
    "monitoring_line_yuan": 9000,
    "dibao_line_monthly_yuan": 1100,
    "low_income_edge_multiple": 2,
    "scorecard.colours.yellow.minimum_score": 15,
    "scorecard.colours.orange.minimum_score": 30,
    "scorecard.dimensions.household.cap": 12,
    "scorecard.indicators.medical_burden.bands.1.from": 20000,
    "scorecard.indicators.medical_burden.bands.1.points": 18,
    "scorecard.indicators.monitored_risk_open.expires_months": 3,
    "scorecard.direct_rules.grave_signs_some.minimum_signs": 2,
}


def _scenario(changes: dict[str, Any]) -> Scenario:
    return Scenario("甲", changes)


def _changed_policy(folder: Path, day: Any) -> Path:
    """A copy of policy/ in which an official has written the changes."""
    shutil.copytree(POLICY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for key, value in CHANGES.items():
        if not key.startswith("scorecard."):
            _write(folder / f"{key}.yaml", lambda told, value=value: _set_value(told, value))
    _write(folder / "scorecard.yaml", lambda told: _set_scorecard(told, day))
    return folder


def _write(path: Path, change: Callable[[Any], None]) -> None:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(told)
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _set_value(told: Any, value: Any) -> None:
    for dated in told["values"]:
        dated["value"] = value


def _set_scorecard(told: Any, day: Any) -> None:
    version = told["versions"][max(since for since in told["versions"] if since <= day)]
    for key, value in CHANGES.items():
        _, *way = key.split(".")
        place = version
        if key.startswith("scorecard."):
            for name in way[:-1]:
                place = place[int(name) - 1] if isinstance(place, list) else place[name]
            place[way[-1]] = value


def _rows(con: Any, place: str, table: str) -> list[str]:
    return sorted(map(str, con.execute(f"select * from {place}.{table}").fetchall()))


def test_a_scenario_gives_what_a_full_run_gives(
    sample_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = present_rules(OCTOBER)
    stored = open_stored(sample_home, OCTOBER, present)
    numbers = known_of(stored, present).numbers
    scratch = Scratch(stored, present)
    place = scratch.build(rules_of(_scenario(CHANGES), OCTOBER, numbers))

    other = Home(tmp_path / "home")
    shutil.copytree(sample_home.root, other.root)
    folder = _changed_policy(tmp_path / "policy", OCTOBER.as_of_date)
    monkeypatch.setenv("SANSE_POLICY_DIR", str(folder))
    with suppress(ReleaseRefused):
        screen_month(other, OCTOBER)
    full = duckdb.connect(str(other.warehouse_path(OCTOBER)), read_only=True)
    name = other.warehouse_path(OCTOBER).stem
    for table in TARGETS:
        if table in stored.built_with.selects:
            assert _rows(stored.con, place, table) == _rows(full, f'"{name}"', table), table
    assert "matches.entitlements" in scratch.built(place)
    ranks = "select count(*) from {}.screening.ranks where colour_rank > 0"
    assert (
        stored.con.execute(ranks.format(place)).fetchall()
        != stored.con.execute(ranks.format("stored")).fetchall()
    )


def test_nothing_changed_builds_nothing(sample_home: Home) -> None:
    present = present_rules(OCTOBER)
    scratch = Scratch(open_stored(sample_home, OCTOBER, present), present)
    assert scratch.built(scratch.build(present)) == ()


def test_only_what_depends_on_a_change_is_built_and_only_once(sample_home: Home) -> None:
    present = present_rules(OCTOBER)
    stored = open_stored(sample_home, OCTOBER, present)
    numbers = known_of(stored, present).numbers
    scratch = Scratch(stored, present)

    def built(changes: dict[str, Any]) -> set[str]:
        rules = rules_of(_scenario(changes), OCTOBER, numbers)
        return set(scratch.built(scratch.build(rules)))

    border = built({"scorecard.colours.yellow.minimum_score": 20})
    assert "screening.ranks" in border
    assert not {table for table in border if table.startswith(("core.", "indicators."))}
    line = built({"monitoring_line_yuan": 9000})
    assert "indicators.low_income" in line
    both = built({"monitoring_line_yuan": 9000, "scorecard.colours.yellow.minimum_score": 20})
    assert "screening.scores" in both
    assert not both & {"indicators.low_income", "screening.contributions"}


def test_a_step_of_a_sweep_builds_the_list_alone_and_the_same_list(sample_home: Home) -> None:
    present = present_rules(OCTOBER)
    stored = open_stored(sample_home, OCTOBER, present)
    numbers = known_of(stored, present).numbers
    rules = rules_of(_scenario({"medical_burden_threshold_yuan": 20000}), OCTOBER, numbers)
    step, full = (Scratch(stored, present) for _ in range(2))
    place = step.build(rules, in_full=False)
    layers = {table.partition(".")[0] for table in step.built(place)}
    assert "screening" in layers
    assert not layers & {"entitlements", "matches"}
    alone = _rows(stored.con, place, "screening.ranks")
    step.drop(place)
    assert alone == _rows(stored.con, full.build(rules), "screening.ranks")


def test_a_month_that_was_never_computed_is_told_with_the_cure(sample_home: Home) -> None:
    month = Month(2026, 7)
    with pytest.raises(NothingStored, match="sanse screen --month 2026-07"):
        open_stored(sample_home, month, present_rules(month))


@pytest.mark.parametrize(
    "damage",
    [
        "drop table inputs.built_with",
        "update inputs.built_with set fingerprint = 'x' where name = 'screening.scores'",
        "drop table screening.scores",
    ],
)
def test_a_warehouse_of_another_program_is_told_with_the_cure(
    sample_home: Home, tmp_path: Path, damage: str
) -> None:
    home = _home_with_warehouse(sample_home, tmp_path)
    with duckdb.connect(str(home.warehouse_path(OCTOBER))) as con:
        con.execute(damage)
    with pytest.raises(NothingStored, match=r"另一版程序.*sanse screen --month 2026-10"):
        open_stored(home, OCTOBER, present_rules(OCTOBER))


def test_a_policy_changed_since_is_told_with_the_cure(sample_home: Home, tmp_path: Path) -> None:
    home = _home_with_warehouse(sample_home, tmp_path)
    with duckdb.connect(str(home.warehouse_path(OCTOBER))) as con:
        con.execute(
            "update inputs.built_with set fingerprint = 'x' where name = 'monitoring_line_yuan'"
        )
    with pytest.raises(NothingStored, match=r"monitoring_line_yuan 又改过.*sanse screen"):
        open_stored(home, OCTOBER, present_rules(OCTOBER))


def test_a_file_that_is_no_warehouse_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.warehouse_path(OCTOBER).parent.mkdir()
    home.warehouse_path(OCTOBER).write_bytes(b"not a warehouse" * 99)
    with pytest.raises(NothingStored, match="打不开"):
        open_stored(home, OCTOBER, present_rules(OCTOBER))


def _home_with_warehouse(sample_home: Home, tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.warehouse_path(OCTOBER).parent.mkdir(parents=True)
    shutil.copy(sample_home.warehouse_path(OCTOBER), home.warehouse_path(OCTOBER))
    return home
