"""A scenario: what somebody would change, where they wrote it, and the rules that come of it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.policy import policy_at
from pipelines.scorecard import ScorecardNotReadable, read_version, scorecard_at, written_at
from pipelines.whatif.numbers import Number, Value
from pipelines.whatif.rules import Rules

MOST_STEPS = 60
MOST_SCENARIOS = 12


class ScenarioNotReadable(SanseError):
    """What was asked for is not of the form, or breaks a promise; says the place and the cure."""


@dataclass(frozen=True)
class Scenario:
    """Changes by number's key, and each street's visits a month by its code.

    `places` says where each change was written, for messages.
    """

    name: str
    changes: Mapping[str, Value]
    capacities: Mapping[str, Decimal] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sweep:
    """One number taken from one value to another by equal steps, all else as at present."""

    key: str
    start: Decimal
    stop: Decimal
    step: Decimal
    place: str

    def values(self) -> tuple[Decimal, ...]:
        """Return the values on the way, the last no further than `stop`."""
        count = int((self.stop - self.start) / self.step) + 1
        return tuple(self.start + self.step * place for place in range(count))


@dataclass(frozen=True)
class Asked:
    """All that one workbook or YAML file asks for; `capacities` are those of the present."""

    scenarios: tuple[Scenario, ...]
    sweeps: tuple[Sweep, ...]
    capacities: Mapping[str, Decimal]


def present_rules(month: Month) -> Rules:
    """Return the rules that hold in a month."""
    day = month.as_of_date
    return Rules(policy_at(day), scorecard_at(day))


def rules_of(scenario: Scenario, month: Month, numbers: Mapping[str, Number]) -> Rules:
    """Return the rules of a scenario; raises ScenarioNotReadable where they cannot stand."""
    day = month.as_of_date
    overrides = {
        key: value for key, value in scenario.changes.items() if not numbers[key].path
    }  # fmt: skip
    since, written = written_at(day)
    changed = deepcopy(written)
    paths = {key: numbers[key].path for key in scenario.changes if numbers[key].path}
    for key, path in paths.items():
        _put(changed, path, scenario.changes[key])
    try:
        scorecard = read_version(since, changed)
    except ScorecardNotReadable as error:
        raise _does_not_stand(scenario, error.fault, paths) from None
    return Rules(policy_at(day, overrides=overrides), scorecard, overrides)


def _put(written: Any, path: tuple[str, ...], value: Value) -> None:
    *way, last = path
    for name in way:
        written = written[int(name) - 1] if isinstance(written, list) else written[name]
    written[last] = value


def _does_not_stand(
    scenario: Scenario, fault: str, paths: Mapping[str, Any]
) -> ScenarioNotReadable:
    places = "、".join(scenario.places.get(key, key) for key in paths)
    return ScenarioNotReadable(
        f"“{scenario.name}”改过以后，评分表就不成立了：{fault}。"
        f"改动写在：{places}。请改正这几处再试算。"
    )
