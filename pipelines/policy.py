"""Dated parameters: reading policy/*.yaml strictly, and what holds on a date.

Each file is one parameter, called like the file. Money and shares are exact decimals, never
binary floats. The scorecard and the benefits have forms and loaders of their own.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from pipelines import yaml_parts as parts
from pipelines.errors import SanseError
from pipelines.months import Month
from pipelines.policy_folder import policy_folder
from pipelines.strict_yaml import YamlNotReadable, read_text, read_yaml

Value = int | Decimal | str | bool | None

# From the widest to the nearest: of the values in force the one of the nearest scope holds.
SCOPES = ("national", "province", "city", "district")
# The scope of a value that somebody tries out: no document stands behind it.
WHAT_IF = "whatif"

# What SQL may bind besides parameters: Policy.bound adds the first two, `list_dates` the rest.
COMPUTED = frozenset(
    {
        "as_of_date", "month", "on_date", "list_date", "verify_by", "visit_by_red",
        "visit_by_orange", "visit_by_yellow",
    }
)  # fmt: skip

# Files of the folder that are not parameters: each has a form and a loader of its own.
OTHER_FORMS = frozenset({"scorecard.yaml"})

_KEYS = frozenset({"title", "description", "unit", "values"})
_VALUE_KEYS = frozenset({"scope", "from", "value", "review_by", "reference"})
_OPTIONAL_VALUE_KEYS = frozenset({"to", "placeholder"})
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class PolicyNotReadable(SanseError):
    """A file of policy/ is not of the form that its folder explains."""


@dataclass(frozen=True)
class Reference:
    """The document that sets a value, the article in it and its address, where it has them."""

    title: str
    article: str | None
    href: str | None

    @property
    def told(self) -> str:
        """The document with its article, as a sentence names them."""
        return f"{self.title}{self.article or ''}"


@dataclass(frozen=True)
class DatedValue:
    """A value, the first and last day on which it holds in its scope, and what sets it.

    `until` None: no end is known. `is_placeholder`: no public document gives the value.
    """

    since: date
    until: date | None
    value: Value
    scope: str
    is_placeholder: bool
    review_by: date | None
    reference: Reference

    def is_in_force(self, day: date) -> bool:
        """Whether it holds in its scope on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Parameter:
    """One number or word that officials change, with all its dated values as they are written."""

    name: str
    title: str
    description: str
    unit: str
    values: tuple[DatedValue, ...]

    def at(self, day: date) -> DatedValue | None:
        """Return the value in force of the nearest scope on a day, or None where there is none."""
        holding = [dated for dated in self.values if dated.is_in_force(day)]
        return max(holding, key=lambda dated: SCOPES.index(dated.scope), default=None)


@dataclass(frozen=True)
class Policy:
    """What holds on one date: parameter name → value, with the documents that say so."""

    day: date
    dated: Mapping[str, DatedValue]

    @property
    def parameters(self) -> dict[str, Value]:
        """Parameter → value."""
        return {name: dated.value for name, dated in self.dated.items()}

    @property
    def references(self) -> dict[str, Reference]:
        """Parameter → the document that sets its value."""
        return {name: dated.reference for name, dated in self.dated.items()}

    def __getitem__(self, name: str) -> Any:
        try:
            return self.dated[name].value
        except KeyError:
            raise PolicyNotReadable(
                f"{self.day} 这一天没有参数 {name} 的值。"
                f"请新建 policy/{name}.yaml，或在其中补一个这一天有效的值。"
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
    told = overrides or {}
    if unknown := told.keys() - holding.keys():
        raise PolicyNotReadable(
            f"没有名为 {parts.joined(unknown)} 的参数，无法替换它的值。请核对拼写。"
        )
    return Policy(day, {**holding, **{name: _supposed(day, told[name]) for name in told}})


def _supposed(day: date, value: Value) -> DatedValue:
    reference = Reference("没有文件；假设的数值，只用于测算", None, None)
    return DatedValue(day, None, value, WHAT_IF, False, None, reference)


def policy_checksums(folder: Traversable | None = None) -> dict[str, str]:
    """Return path → SHA-256 of every YAML file of the policy folder and those in it, by path."""
    return {
        path: hashlib.sha256(entry.read_bytes()).hexdigest()
        for path, entry in sorted(_yaml_files(policy_folder(folder)))
    }


def _yaml_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from ((f"{entry.name}/{path}", inner) for path, inner in _yaml_files(entry))
        elif entry.name.endswith(".yaml"):
            yield entry.name, entry


def load_parameters(folder: Traversable | None = None) -> dict[str, Parameter]:
    """Read every parameter file of the policy folder, by name; raises PolicyNotReadable."""
    found = sorted(policy_folder(folder).iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".yaml"): read_parameter(
            entry.name, text_of(entry, f"policy/{entry.name}")
        )
        for entry in found
        if entry.name.endswith(".yaml") and entry.name not in OTHER_FORMS
    }


def text_of(entry: Traversable, told: str) -> str:
    """Return the text of a policy file, `told` is its name; raises PolicyNotReadable."""
    try:
        return read_text(entry.read_bytes())
    except YamlNotReadable as error:
        raise PolicyNotReadable(f"{told} 读不出：{error}。名单按它计算，所以没有继续。") from None


@cache
def read_parameter(file_name: str, text: str) -> Parameter:
    """Read one file's text; raises PolicyNotReadable naming the file, the fault and the cure."""
    try:
        return _parameter(file_name.removesuffix(".yaml"), read_yaml(text))
    except YamlNotReadable as error:
        raise PolicyNotReadable(
            f"policy/{file_name} 写得不对：{error}。名单按它计算，所以没有继续；"
            "请照 policy/ 里别的文件的写法改正。"
        ) from None


def _parameter(name: str, written: Any) -> Parameter:
    if _NAME.fullmatch(name) is None:
        raise YamlNotReadable("文件名就是参数名，只用小写英文字母、数字和下划线")
    parts.check_keys("文件", written, _KEYS)
    return Parameter(
        name=name,
        title=parts.text("title", written["title"]),
        description=parts.text("description", written["description"]),
        unit=parts.text("unit", written["unit"]),
        values=_dated_values(written["values"]),
    )


def _dated_values(written: Any) -> tuple[DatedValue, ...]:
    if not isinstance(written, list) or not written:
        raise YamlNotReadable("values 应当是一个列表，至少有一个以“- scope: …”开头的值")
    read = [_dated_value(number, entry) for number, entry in enumerate(written, start=1)]
    if len({_kind(dated.value) for dated in read if dated.value is not None}) > 1:
        raise YamlNotReadable("各日期的值要么都是数，要么都是文字，要么都是 true/false")
    return tuple(dated for scope in SCOPES for dated in _succeeding(scope, read))


def _kind(value: Value) -> type:
    return Decimal if type(value) is int else type(value)


def _succeeding(scope: str, read: Iterable[DatedValue]) -> Iterator[DatedValue]:
    """A scope's values, each ending the day before the next begins unless it says its end."""
    values = [dated for dated in read if dated.scope == scope]
    for one, following in pairwise(values):
        if one.since >= following.since:
            raise YamlNotReadable(
                f"{scope} 的值要按 from 从早到晚排列，一天只能一个；"
                f"{following.since} 不能排在 {one.since} 后面"
            )
        if one.until is not None and one.until >= following.since:
            raise YamlNotReadable(
                f"{scope} 的值有两个同时有效：一个到 {one.until} 为止，"
                f"下一个从 {following.since} 开始"
            )
        yield one if one.until else _ending(one, following.since - timedelta(days=1))
    yield from values[-1:]


def _ending(dated: DatedValue, until: date) -> DatedValue:
    return DatedValue(**{**vars(dated), "until": until})


def _dated_value(number: int, written: Any) -> DatedValue:
    place = f"第 {number} 个值"
    parts.check_keys(place, written, _VALUE_KEYS, _OPTIONAL_VALUE_KEYS)
    since = parts.day(f"{place}的 from", written["from"])
    place = f"{since} 的值"
    until = parts.day(f"{place}的 to", written["to"]) if "to" in written else None
    if until is not None and until < since:
        raise YamlNotReadable(f"{place}的 to（{until}）早于 from")
    review_by = parts.day_or_none(f"{place}的 review_by", written["review_by"])
    return DatedValue(
        since=since,
        until=until,
        value=_value(place, written["value"]),
        scope=parts.one_of(f"{place}的 scope", written["scope"], SCOPES),
        is_placeholder=_is_placeholder(place, written, review_by),
        review_by=review_by,
        reference=read_reference(f"{place}的 reference", written["reference"]),
    )


def _value(place: str, written: Any) -> Value:
    if written is not None and not isinstance(written, int | Decimal | str | bool):
        raise YamlNotReadable(f"{place}的 value 应当是一个数、一段文字、true/false 或 null")
    if isinstance(written, int | Decimal) and written < 0:
        raise YamlNotReadable(f"{place}的 value 是负数（{written}），标准不会是负数，请核对")
    return written


def _is_placeholder(place: str, written: Any, review_by: date | None) -> bool:
    if "placeholder" not in written:
        return False
    if written["placeholder"] is not True:
        raise YamlNotReadable(f"{place}的 placeholder 只能写 true；有文件依据就删去这一行")
    if review_by is None:
        raise YamlNotReadable(f"{place}是占位数，review_by 要写明到哪天前换成有依据的数")
    return True


def read_reference(place: str, written: Any) -> Reference:
    """Read a reference of title, article and href; raises YamlNotReadable."""
    parts.check_keys(place, written, ("title", "article", "href"))
    return Reference(
        title=parts.text(f"{place}.title", written["title"]),
        article=parts.text_or_none(f"{place}.article", written["article"]),
        href=parts.text_or_none(f"{place}.href", written["href"]),
    )
