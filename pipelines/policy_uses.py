"""Whether every parameter is used, and every use has a value on the day of a run."""

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from pipelines.benefits import load_benefits, parameters_of
from pipelines.policy import COMPUTED, Parameter, PolicyNotReadable, load_parameters
from pipelines.scorecard import load_scorecards
from pipelines.selects import selects_of

_LISTED = re.compile(r"\(\s*values\s+(.*?)\)\s+as conditions", re.DOTALL)

# Parameters that Python reads itself; a test compares this list with the source.
READ_BY_PYTHON = frozenset(
    {
        "acceptance_colour_minimum",
        "acceptance_linked_minimum",
        "acceptance_linked_share",
        "acceptance_not_assessed_rise",
        "acceptance_not_assessed_share",
        "acceptance_orange_share",
        "acceptance_red_share",
        "acceptance_volume_change_share",
        "acceptance_volume_minimum",
        "acceptance_yellow_share",
        "escalation_workdays",
        "expected_yield_share_high",
        "expected_yield_share_low",
        "feed_copied_change_fall",
        "feed_copied_column_share",
        "feed_copied_minimum_rows",
        "feed_history_months",
        "feed_jump_ratio",
        "feed_jump_share",
        "feed_minimum_rows",
        "feed_partial_fall_events",
        "feed_partial_fall_snapshot",
        "feed_spread_factor",
        "feed_town_fall",
        "feed_town_fall_learned",
        "medical_burden_threshold_yuan",
        "no_outcome_months",
        "nomination_months",
        "reject_minimum_rows",
        "reject_tolerance",
        "urgent_clue_hours",
        "urgent_escalation_workdays",
        "verify_workdays",
        "visit_months_orange",
        "visit_months_red",
        "visit_months_yellow",
    }
)


def check_uses(
    day: date, *, folder: Traversable | None = None, sql: Traversable | None = None
) -> None:
    """Raise PolicyNotReadable where a parameter is used by nobody, or has no value on a day.

    Nor may a benefit's conditions be others than those that its SQL answers. A value may be null:
    a rule that does not hold on that day says so itself.
    """
    parameters = load_parameters(folder)
    used = uses(day, folder=folder, sql=sql)
    faults = [_fault(name, place, parameters, day) for name, place in sorted(used.items())]
    faults += [_unused(name) for name in sorted(parameters.keys() - used.keys())]
    faults += list(_condition_faults(folder, sql))
    if found := [fault for fault in faults if fault]:
        raise PolicyNotReadable("政策数值和用到它们的地方对不上，没有继续。\n" + "\n".join(found))


def uses(
    day: date, *, folder: Traversable | None = None, sql: Traversable | None = None
) -> dict[str, str]:
    """Return parameter → the first place that uses it on a day."""
    found: dict[str, str] = {}
    for name, place, _ in _uses(day, folder, sql):
        found.setdefault(name, place)
    return found


def used_for(day: date) -> dict[str, tuple[str, ...]]:
    """Return parameter → what it is used for on a day, as titles that officials know."""
    found: dict[str, dict[str, None]] = {}
    for name, _, title in _uses(day, None, None):
        found.setdefault(name, {})[title] = None
    return {name: tuple(titles) for name, titles in found.items()}


def _uses(
    day: date, folder: Traversable | None, sql: Traversable | None
) -> Iterator[tuple[str, str, str]]:
    """Yield (parameter, the file that uses it, what that file is called)."""
    root = sql or files("sql")
    layers = (entry.name for entry in root.iterdir() if entry.is_dir() and entry.name[0] != "_")
    for layer in sorted(layers):
        for select in selects_of(layer, root):
            title = select.header["title"]
            names = sorted(select.parameters - COMPUTED)
            yield from ((name, select.path, title) for name in names)
    for benefit in load_benefits(folder).values():
        if benefit.is_in_force(day):
            place = f"policy/benefits/{benefit.policy}.yaml"
            yield from ((name, place, benefit.title) for _, name in parameters_of(benefit))
    for scorecard in load_scorecards(folder):
        signs = (sign for rule in scorecard.direct_rules for sign in rule.signs)
        multiples = (sign.of_parameter for sign in signs if sign.of_parameter)
        yield from ((name, "policy/scorecard.yaml", "红橙黄评分表") for name in multiples)
    yield from ((name, "程序", "程序") for name in sorted(READ_BY_PYTHON))


def _fault(name: str, place: str, parameters: dict[str, Parameter], day: date) -> str | None:
    if name not in parameters:
        return f"{place} 用到 {name}，但没有 policy/{name}.yaml：请新建这个文件，或核对拼写。"
    if parameters[name].at(day) is None:
        return (
            f"policy/{name}.yaml 在 {day} 没有有效的值（{place} 要用）："
            "请补一个 from 不晚于这一天的值；当时还没有这项规定的，写 value: null 和依据。"
        )
    return None


def _condition_faults(folder: Traversable | None, sql: Traversable | None) -> Iterator[str]:
    """Yield where SQL and benefit differ: what only one of them knows would be judged by nobody."""
    root = sql or files("sql")
    selects = selects_of("entitlements", root) if (root / "entitlements").is_dir() else ()
    benefits = load_benefits(folder)
    for select in selects:
        if select.name not in benefits:
            continue
        said = {condition.name for condition in benefits[select.name].conditions}
        told = answered_conditions(select.text)
        place = f"policy/benefits/{select.name}.yaml 的 conditions"
        for name in sorted(told - said):
            yield f"{place} 里没有 {name}，而 {select.path} 要判断它：请补上，或核对拼写。"
        for name in sorted(said - told):
            yield f"{place} 里的 {name} 没有判断的办法（{select.path}）：请核对拼写，或删去。"


def answered_conditions(text: str) -> set[str]:
    """Return the conditions that a file of sql/entitlements lists in its last values."""
    told = _LISTED.findall(text)
    return set(re.findall(r"'(\w+)'", told[-1])) if told else set()


def _unused(name: str) -> str:
    return f"policy/{name}.yaml 没有任何地方用到：请核对文件名的拼写，或删去这个文件。"
