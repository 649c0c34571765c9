"""A request written as YAML.

scenarios:
  放宽医疗费:
    parameters: {medical_burden_threshold_yuan: 25000}
    scorecard:
      colours: {yellow: {minimum_score: 26}}
      indicators: {medical_burden: {bands: {1: {points: 16}}}}
    capacities: {"370211001": 120}
capacities: {"370211001": 100}       # the present's
sweeps:
  - {number: scorecard.colours.yellow.minimum_score, from: 20, to: 36, step: 2}
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.strict_yaml import YamlNotReadable, read_yaml
from pipelines.whatif.numbers import SCORECARD
from pipelines.whatif.scenarios import Asked, Sweep
from pipelines.whatif.written import (
    Draft,
    Known,
    asked_of,
    capacity_of,
    change,
    not_readable,
    number_named,
    street_named,
    sweep_of,
)

_PARTS = frozenset({"scenarios", "sweeps", "capacities"})
_SCENARIO_PARTS = frozenset({"parameters", "scorecard", "capacities"})
_SWEEP_PARTS = frozenset({"number", "from", "to", "step"})


def read_request(path: Path, known: Known) -> Asked:
    """Read a YAML request; raises ScenarioNotReadable naming the place and the cure."""
    try:
        written = read_yaml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise not_readable(path.name, "不是 UTF-8 编码的文字，请另存为 UTF-8") from None
    except YamlNotReadable as error:
        raise not_readable(path.name, str(error)) from None
    _check_parts(path.name, written, _PARTS)
    capacities = _capacities(known, "capacities", written.get("capacities", {}))
    scenarios = _entries("scenarios", written.get("scenarios", {}))
    drafts = [_draft(known, str(name), entry) for name, entry in scenarios]
    sweeps = _sweeps(known, written.get("sweeps", []))
    return asked_of(path.name, drafts, sweeps, capacities)


def _draft(known: Known, name: str, written: Any) -> Draft:
    draft, place = Draft(name), f"scenarios.{name}"
    _check_parts(place, written, _SCENARIO_PARTS)
    for key, value in _entries(f"{place}.parameters", written.get("parameters", {})):
        at = f"{place}.parameters.{key}"
        number = number_named(known, at, key)
        if number.path:
            raise not_readable(at, "评分表的数值要写在 scorecard 下面")
        change(draft, number, value, at)
    for key, value in _flat(SCORECARD, written.get("scorecard", {})):
        at = f"{place}.{key}"
        change(draft, number_named(known, at, key), value, at)
    at = f"{place}.capacities"
    draft.capacities.update(_capacities(known, at, written.get("capacities", {})))
    return draft


def _flat(place: str, written: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(written, dict):
        yield place, written
        return
    for key, value in written.items():
        yield from _flat(f"{place}.{key}", value)


def _capacities(known: Known, place: str, written: Any) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for key, value in _entries(place, written):
        at = f"{place}.{key}"
        street = street_named(known, str(key), at)
        if street in found:
            raise not_readable(at, "这个镇街写了两次，只留一个")
        found[street] = capacity_of(value, at)
    return found


def _sweeps(known: Known, written: Any) -> list[Sweep]:
    if not isinstance(written, list):
        raise not_readable("sweeps", "应当是一个列表，每项写 number、from、to、step")
    found = []
    for count, entry in enumerate(written, start=1):
        place = f"sweeps 第{count}项"
        _check_parts(place, entry, _SWEEP_PARTS)
        if missing := sorted(_SWEEP_PARTS - entry.keys()):
            raise not_readable(place, f"缺少 {'、'.join(missing)}")
        found.append(sweep_of(known, entry["number"], entry, place))
    return found


def _entries(place: str, written: Any) -> list[tuple[Any, Any]]:
    if not isinstance(written, dict):
        raise not_readable(place, "应当由“名称: 内容”组成")
    return list(written.items())


def _check_parts(place: str, written: Any, parts: frozenset[str]) -> None:
    entries: Mapping[Any, Any] = dict(_entries(place, written))
    if unknown := sorted(str(key) for key in entries.keys() - parts):
        told = f"不认识的项 {'、'.join(unknown)}，这里只能有 {'、'.join(sorted(parts))}"
        raise not_readable(place, told)
