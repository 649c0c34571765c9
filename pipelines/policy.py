"""Dated parameters: reading policy/*.yaml strictly, and what holds on a date.

Each file is one parameter, called like the file. Money and shares are exact decimals, never
binary floats. The scorecard has a form and a loader of its own.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.strict_yaml import YamlNotReadable, read_yaml

Value = int | Decimal | str | bool | None

# Files of the folder that are not parameters: each has a form and a loader of its own.
OTHER_FORMS = frozenset({"scorecard.yaml"})

_KEYS = frozenset({"title", "description", "unit", "review_by", "values"})
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class PolicyNotReadable(SanseError):
    """A file of policy/ is not of the form that its folder explains."""


@dataclass(frozen=True)
class Reference:
    """The document that sets a value; `href` may be None where it has no address."""

    title: str
    href: str | None


@dataclass(frozen=True)
class DatedValue:
    """A value, the first day on which it holds, and the document that sets it."""

    since: date
    value: Value
    reference: Reference


@dataclass(frozen=True)
class Parameter:
    """One number or word that officials change, with all its dated values in order."""

    name: str
    title: str
    description: str
    unit: str
    review_by: date | None
    values: tuple[DatedValue, ...]

    def at(self, day: date) -> DatedValue | None:
        """Return what holds on a day, or None before the first dated value."""
        holding = [dated for dated in self.values if dated.since <= day]
        return holding[-1] if holding else None


@dataclass(frozen=True)
class Policy:
    """What holds on one date: parameter name → value, with the documents that say so."""

    day: date
    parameters: Mapping[str, Value]
    references: Mapping[str, Reference]

    def __getitem__(self, name: str) -> Any:
        try:
            return self.parameters[name]
        except KeyError:
            raise PolicyNotReadable(
                f"{self.day} 这一天没有参数 {name} 的值。"
                f"请新建 policy/{name}.yaml，或在其中补一个更早日期的值。"
            ) from None

    @property
    def bound(self) -> dict[str, Value | date]:
        """What SQL may bind: every parameter, `as_of_date` and `month` (text)."""
        return {**self.parameters, "as_of_date": self.day, "month": str(Month.of(self.day))}


def policy_at(
    day: date,
    *,
    folder: Traversable | None = None,
    overrides: Mapping[str, Value] | None = None,
) -> Policy:
    """Return what holds on a day; `overrides` replace values of known parameters.

    Raises PolicyNotReadable where a file is not of the form, or an override names no parameter.
    """
    holding = {
        name: dated
        for name, parameter in load_parameters(folder).items()
        if (dated := parameter.at(day)) is not None
    }
    unknown = sorted((overrides or {}).keys() - holding.keys())
    if unknown:
        names = "、".join(unknown)
        raise PolicyNotReadable(f"没有名为 {names} 的参数，无法替换它的值。请核对拼写。")
    values = {name: dated.value for name, dated in holding.items()}
    return Policy(
        day=day,
        parameters={**values, **(overrides or {})},
        references={name: dated.reference for name, dated in holding.items()},
    )


def policy_checksums(folder: Traversable | None = None) -> dict[str, str]:
    """Return path → SHA-256 of every YAML file of the policy folder, calendars too, by path."""
    place = folder or files("policy")
    calendars = place / "calendar"
    found = {entry.name: entry for entry in place.iterdir()}
    if calendars.is_dir():
        found |= {f"calendar/{entry.name}": entry for entry in calendars.iterdir()}
    return {
        path: hashlib.sha256(entry.read_bytes()).hexdigest()
        for path, entry in sorted(found.items())
        if path.endswith(".yaml")
    }


def load_parameters(folder: Traversable | None = None) -> dict[str, Parameter]:
    """Read every parameter file of the policy folder, by name; raises PolicyNotReadable."""
    found = sorted((folder or files("policy")).iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".yaml"): read_parameter(
            entry.name, entry.read_text(encoding="utf-8")
        )
        for entry in found
        if entry.name.endswith(".yaml") and entry.name not in OTHER_FORMS
    }


def read_parameter(file_name: str, text: str) -> Parameter:
    """Read one file's text; raises PolicyNotReadable naming the file, the fault and the cure."""
    name = file_name.removesuffix(".yaml")
    if _NAME.fullmatch(name) is None:
        raise _unreadable(file_name, "文件名就是参数名，只用小写英文字母、数字和下划线")
    try:
        written = read_yaml(text)
    except YamlNotReadable as error:
        raise _unreadable(file_name, str(error)) from None
    _check_keys(file_name, "文件", written, _KEYS)
    return Parameter(
        name=name,
        title=_text(file_name, "title", written["title"]),
        description=_text(file_name, "description", written["description"]),
        unit=_text(file_name, "unit", written["unit"]),
        review_by=_day_or_none(file_name, written["review_by"]),
        values=_dated_values(file_name, written["values"]),
    )


def _check_keys(file_name: str, where: str, written: Any, wanted: frozenset[str]) -> None:
    if not isinstance(written, dict):
        raise _unreadable(file_name, f"{where}应当由“名称: 内容”组成，要有 {_joined(wanted)}")
    unknown = written.keys() - wanted
    if unknown:
        fault = f"{where}里有不认识的项 {_joined(unknown)}，请核对拼写或删去"
        raise _unreadable(file_name, fault)
    missing = wanted - written.keys()
    if missing:
        raise _unreadable(file_name, f"{where}里缺少 {_joined(missing)}")


def _joined(names: Iterable[object]) -> str:
    return "、".join(sorted(map(str, names)))


def _dated_values(file_name: str, written: Any) -> tuple[DatedValue, ...]:
    if not isinstance(written, dict) or not written:
        raise _unreadable(file_name, "values 里至少要有一个“日期: 值”")
    dates = list(written)
    if not all(type(day) is date for day in dates):
        raise _unreadable(file_name, "values 的每一项要以日期开头，例如 2021-09-24")
    if dates != sorted(dates):
        raise _unreadable(file_name, "values 的日期要从早到晚排列")
    values = tuple(_dated_value(file_name, day, written[day]) for day in dates)
    if len({_kind(dated.value) for dated in values if dated.value is not None}) > 1:
        raise _unreadable(file_name, "各日期的值要么都是数，要么都是文字，要么都是 true/false")
    return values


def _kind(value: Value) -> type:
    return Decimal if type(value) is int else type(value)


def _dated_value(file_name: str, since: date, written: Any) -> DatedValue:
    _check_keys(file_name, f"{since} 的值", written, frozenset({"value", "reference"}))
    value = written["value"]
    if value is not None and not isinstance(value, int | Decimal | str | bool):
        raise _unreadable(file_name, f"{since} 的 value 应当是一个数、一段文字、true/false 或 null")
    return DatedValue(since, value, _reference(file_name, since, written["reference"]))


def _reference(file_name: str, since: date, written: Any) -> Reference:
    where = f"{since} 的 reference"
    _check_keys(file_name, where, written, frozenset({"title", "href"}))
    href = written["href"]
    return Reference(
        title=_text(file_name, f"{where}.title", written["title"]),
        href=None if href is None else _text(file_name, f"{where}.href", href),
    )


def _text(file_name: str, key: str, written: Any) -> str:
    if not isinstance(written, str) or not written.strip():
        raise _unreadable(file_name, f"{key} 应当是一段文字，不能空着")
    return written.strip()


def _day_or_none(file_name: str, written: Any) -> date | None:
    if written is not None and type(written) is not date:
        raise _unreadable(file_name, "review_by 应当是日期（到哪天前要复核），没有就写 null")
    return written


def _unreadable(file_name: str, fault: str) -> PolicyNotReadable:
    return PolicyNotReadable(
        f"policy/{file_name} 写得不对：{fault}。名单按它计算，所以没有继续；"
        "请照 policy/ 里别的文件的写法改正。"
    )
