"""What both forms of a request share: each value is checked where it stands, in one way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipelines.policy import load_parameters
from pipelines.whatif.numbers import Number, Value
from pipelines.whatif.scenarios import (
    MOST_SCENARIOS,
    MOST_STEPS,
    Asked,
    Scenario,
    ScenarioNotReadable,
    Sweep,
)

_MOST_VISITS = 100_000


@dataclass(frozen=True)
class Known:
    """What a request may name: changeable numbers by key, streets' names by code."""

    numbers: Mapping[str, Number]
    streets: Mapping[str, str]


@dataclass
class Draft:
    """One scenario while it is read."""

    name: str
    changes: dict[str, Value] = field(default_factory=dict)
    capacities: dict[str, Decimal] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def not_readable(place: str, fault: str) -> ScenarioNotReadable:
    """Return the error that names a place and what to do there."""
    return ScenarioNotReadable(f"{place}：{fault}。没有试算，请改正后再来。")


def number_named(known: Known, place: str, key: Any) -> Number:
    """Return the number of a key; raises ScenarioNotReadable where none is changeable so."""
    if isinstance(key, str) and key in known.numbers:
        return known.numbers[key]
    if isinstance(key, str) and key in load_parameters():
        fault = f"{key} 在收件或验收时就用掉了，试算不重新收件，改了也看不出结果，请删去"
        raise not_readable(place, fault)
    told = key if isinstance(key, str) else "这里的内容"
    cure = "请照 sanse whatif --template 给出的模板里“代码”一列来写"
    raise not_readable(place, f"没有名为 {told} 的可改数值，{cure}")


def change(draft: Draft, number: Number, value: Any, place: str) -> None:
    """Put one change into a draft; what equals the present is none."""
    fault = number.fault_of(value)
    if fault:
        raise not_readable(place, f"{number.title}——{fault}")
    if value != number.value:
        draft.changes[number.key] = number.exact(value)
        draft.places[number.key] = place


def capacity_of(value: Any, place: str) -> Decimal:
    """Return a street's visits a month."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_number or value < 0 or value > _MOST_VISITS:
        raise not_readable(place, "每月能走访几户，要写 0 以上的数")
    return Decimal(value)


def street_named(known: Known, written: Any, place: str) -> str:
    """Return the code of a street written as its code or its name."""
    if isinstance(written, str) and written in known.streets:
        return written
    codes = [code for code, name in known.streets.items() if name == written]
    if len(codes) != 1:
        raise not_readable(place, "没有这个镇街，请写镇街代码，或与名单上相同的名称")
    return codes[0]


def sweep_of(known: Known, key: Any, numbers: Mapping[str, Any], place: str) -> Sweep:
    """Return a sweep; `numbers` are its from, to and step as written."""
    number = number_named(known, place, key)
    if isinstance(number.value, bool | str):
        raise not_readable(place, f"{number.title} 不是数，不能逐步试算")
    for name in ("from", "to"):
        fault = number.fault_of(numbers[name])
        if fault:
            raise not_readable(place, f"{_NAMES[name]}——{fault}")
    step = numbers["step"]
    if number.fault_of(step) or step <= 0:
        raise not_readable(place, "每次加多少，要写大于 0 的数（原来是整数的也写整数）")
    start, stop = Decimal(numbers["from"]), Decimal(numbers["to"])
    if stop <= start:
        raise not_readable(place, "“到”要大于“从”")
    sweep = Sweep(number.key, start, stop, Decimal(step), place)
    if len(sweep.values()) > MOST_STEPS:
        fault = f"一共 {len(sweep.values())} 步，最多 {MOST_STEPS} 步；请把“每次加”写大些"
        raise not_readable(place, fault)
    return sweep


_NAMES = {"from": "从", "to": "到"}


def asked_of(
    place: str,
    drafts: list[Draft],
    sweeps: list[Sweep],
    capacities: Mapping[str, Decimal],
) -> Asked:
    """Return what is asked for; a scenario without any change is none."""
    changed = [draft for draft in drafts if draft.changes or draft.capacities]
    if len(changed) > MOST_SCENARIOS:
        raise not_readable(place, f"一次最多试算 {MOST_SCENARIOS} 个方案，这里有 {len(changed)} 个")
    scenarios = (
        Scenario(one.name, one.changes, {**capacities, **one.capacities}, one.places)
        for one in changed
    )
    return Asked(tuple(scenarios), tuple(sweeps), capacities)
