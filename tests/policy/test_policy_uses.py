"""Every parameter is used by somebody, and every use has a value on the day."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.ledger import ledger_parameters
from pipelines.months import parse_month
from pipelines.policy import COMPUTED, PolicyNotReadable, load_parameters, policy_at
from pipelines.policy_uses import READ_BY_PYTHON, check_uses, uses
from pipelines.release import list_dates
from pipelines.run import run_month
from pipelines.settings import Home

ROOT = Path(__file__).parents[2]
OCTOBER = date(2026, 10, 31)
# An f-string that begins with this much names a parameter; less is a name of something else.
_TELLING = 5


def test_the_shipped_policy_fits_its_uses_on_every_month_end_since_2020() -> None:
    for year in range(2020, 2027):
        for month in range(1, 13):
            check_uses(parse_month(f"{year}-{month:02}").as_of_date)


def _policy(tmp_path: Path) -> Path:
    """A copy of the shipped policy that a test may spoil."""
    folder = tmp_path / "policy"
    for path in (ROOT / "policy").rglob("*.yaml"):
        copied = folder / path.relative_to(ROOT / "policy")
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def _refusal(folder: Path, day: date = OCTOBER) -> str:
    with pytest.raises(PolicyNotReadable) as refused:
        check_uses(day, folder=folder)
    return str(refused.value)


def test_a_parameter_that_nobody_uses_is_told(tmp_path: Path) -> None:
    folder = _policy(tmp_path)
    sound = (folder / "elder_age_years.yaml").read_text(encoding="utf-8")
    (folder / "elder_age_year.yaml").write_text(sound, encoding="utf-8")
    assert "policy/elder_age_year.yaml 没有任何地方用到：请核对文件名的拼写" in _refusal(folder)


def test_a_use_without_a_file_is_told(tmp_path: Path) -> None:
    folder = _policy(tmp_path)
    (folder / "elder_age_years.yaml").unlink()
    message = _refusal(folder)
    assert "没有 policy/elder_age_years.yaml：请新建这个文件" in message
    assert re.search(r"sql/\w+/\w+\.sql 用到 elder_age_years", message)


def test_a_condition_that_only_the_sql_or_only_the_benefit_knows_is_told(tmp_path: Path) -> None:
    """Unknown to the benefit, it would fall out of the match: more would seem to qualify."""
    folder = _policy(tmp_path)
    path = folder / "benefits" / "minimum_living_guarantee.yaml"
    said = path.read_text(encoding="utf-8").replace("\n  income:", "\n  incomes:")
    path.write_text(said, encoding="utf-8")
    message = _refusal(folder)
    assert "policy/benefits/minimum_living_guarantee.yaml 的 conditions 里没有 income" in message
    assert "conditions 里的 incomes 没有判断的办法（sql/entitlements/" in message


def test_a_use_without_a_value_on_the_day_is_told(tmp_path: Path) -> None:
    folder = _policy(tmp_path)
    path = folder / "elder_age_years.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2018-01-01", "2026-11-01"))
    message = _refusal(folder)
    assert "policy/elder_age_years.yaml 在 2026-10-31 没有有效的值" in message
    assert "请补一个 from 不晚于这一天的值" in message
    check_uses(date(2026, 11, 30), folder=folder)


def test_a_run_stops_before_it_takes_anything_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _policy(tmp_path)
    (folder / "elder_age_years.yaml").unlink()
    monkeypatch.setenv("SANSE_POLICY_DIR", str(folder))
    home = Home(tmp_path / "home")
    with pytest.raises(PolicyNotReadable, match="elder_age_years"):
        run_month(home, tmp_path, parse_month("2026-10"))
    assert not home.root.exists()


def test_a_multiple_in_the_scorecard_is_a_use() -> None:
    assert "medical_burden_threshold_yuan" in uses(OCTOBER)


def test_what_sql_binds_besides_parameters_is_computed() -> None:
    policy = policy_at(OCTOBER)
    bound = ledger_parameters(OCTOBER).keys() - policy.parameters.keys()
    assert bound | list_dates(OCTOBER, policy.parameters).keys() == COMPUTED


def _named_by_python() -> Iterator[str]:
    """The texts of the source that may name a parameter; of those put together their patterns."""
    for folder in ("pipelines", "schemas"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name == "policy_uses.py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
                elif isinstance(node, ast.JoinedStr) and _begins_telling(node):
                    yield "".join(map(_pattern, node.values))


def _begins_telling(text: ast.JoinedStr) -> bool:
    first = text.values[0] if text.values else None
    return isinstance(first, ast.Constant) and len(str(first.value)) >= _TELLING


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"


def test_the_list_of_what_python_reads_is_what_its_source_names() -> None:
    found = set(_named_by_python())
    # Each pattern is compiled once: most texts are plain names, and those are only looked up.
    put_together = [re.compile(one) for one in found if re.fullmatch(r"\w*(\\w\+\w*)+", one)]
    assert {
        name
        for name in load_parameters()
        if name in found or any(pattern.fullmatch(name) for pattern in put_together)
    } == READ_BY_PYTHON
