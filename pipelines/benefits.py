"""The policies that a household may be due: policy/benefits/*.yaml, read strictly.

One file is one entitlement, called like the file. Those with a select in sql/entitlements are
compared with households; the others stand in the catalogue only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

import polars as pl

from pipelines import yaml_parts as parts
from pipelines.policy import (
    COMPUTED,
    Policy,
    PolicyNotReadable,
    Reference,
    Value,
    load_parameters,
    policy_at,
    read_reference,
    text_of,
)
from pipelines.policy_folder import policy_folder
from pipelines.selects import selects_of
from pipelines.strict_yaml import YamlNotReadable, read_yaml
from schemas.sources import source_names

GRAINS = ("household", "person")
# monthly: money each month; one_off: money once; service: something done; relief: less to pay.
FORMS = ("monthly", "one_off", "service", "relief")
# fact: data decide it; means: known after authorisation or a visit; sign: no legal condition.
KINDS = ("fact", "means", "sign")

_KEYS = frozenset(
    {
        "title", "department", "grain", "form", "since", "until", "summary", "rank",
        "received_as", "received_by", "excluded_by", "exclusion_article", "apply_at", "bring",
        "documents", "conditions",
    }
)  # fmt: skip
# Optional: who draws one of these benefits should draw this one, too.
_FOLLOWS = "follows_from"
# Optional: the sources that tell who draws it (core.benefits), where no condition asks for them.
_RECEIVED_FROM = "received_from"
# How a policy is answered is packed in base four, two bits a condition, into 64 bits.
MOST_CONDITIONS = 29
_CONDITION_KEYS = frozenset(
    {"title", "kind", "parameters", "missing", "supplier", "ask", "article"}
)
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)

BENEFIT_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "benefits": {
        "policy": pl.String(),
        "title": pl.String(),
        "department": pl.String(),
        "grain": pl.String(),
        "form": pl.String(),
        "rank": pl.Int32(),
        "received_by": pl.String(),
        "exclusion_article": pl.String(),
        "since_date": pl.Date(),
        "until_date": pl.Date(),
        "summary": pl.String(),
        # The documents with their articles, the papers to bring: each as one text.
        "articles": pl.String(),
        "apply_at": pl.String(),
        "bring": pl.String(),
    },
    "benefit_conditions": {
        "policy": pl.String(),
        "condition": pl.String(),
        "position": pl.Int32(),
        "title": pl.String(),
        "kind": pl.String(),
        "missing": pl.String(),
        "supplier": pl.String(),
        "ask": pl.String(),
        "article": pl.String(),
    },
    "received_as": {"policy": pl.String(), "benefit": pl.String()},
    "received_from": {"policy": pl.String(), "source": pl.String()},
    "excluded_by": {"policy": pl.String(), "benefit": pl.String()},
    "follows_from": {"policy": pl.String(), "benefit": pl.String()},
    "benefit_parameters": {
        "policy": pl.String(),
        "condition": pl.String(),
        "parameter": pl.String(),
        "title": pl.String(),
        "value": pl.String(),
        "unit": pl.String(),
        "since_date": pl.Date(),
        "reference": pl.String(),
        "is_placeholder": pl.Boolean(),
    },
}


@dataclass(frozen=True)
class Condition:
    """One condition: its kind, the parameters it is judged by, and what to do where unknown.

    `missing` is what is not known then, `supplier` who can supply it, `ask` what a visitor asks.
    """

    name: str
    title: str
    kind: str
    parameters: tuple[str, ...]
    missing: str
    supplier: str
    ask: str
    article: str | None


@dataclass(frozen=True)
class Benefit:
    """One entitlement: who decides, for whom, since when, by which documents."""

    policy: str
    title: str
    department: str
    grain: str
    form: str
    since: date
    until: date | None
    summary: str
    rank: int
    received_as: tuple[str, ...]
    received_by: str
    received_from: tuple[str, ...]
    excluded_by: tuple[str, ...]
    exclusion_article: str | None
    follows_from: tuple[str, ...]
    apply_at: str
    bring: tuple[str, ...]
    documents: tuple[Reference, ...]
    conditions: tuple[Condition, ...]

    def is_in_force(self, day: date) -> bool:
        """Whether there is such a policy on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def load_benefits(folder: Traversable | None = None) -> dict[str, Benefit]:
    """Read every file of policy/benefits, by name; raises PolicyNotReadable."""
    place = policy_folder(folder) / "benefits"
    if not place.is_dir():
        return {}
    return {
        entry.name.removesuffix(".yaml"): read_benefit(
            entry.name, text_of(entry, f"policy/benefits/{entry.name}")
        )
        for entry in sorted(place.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }


@cache
def read_benefit(file_name: str, text: str) -> Benefit:
    """Read one file's text; raises PolicyNotReadable naming the file, the fault and the cure."""
    try:
        return _benefit(file_name.removesuffix(".yaml"), read_yaml(text))
    except YamlNotReadable as error:
        raise PolicyNotReadable(
            f"policy/benefits/{file_name} 写得不对：{error}。政策对照按它进行，所以没有继续；"
            "请照 policy/benefits/ 里别的文件的写法改正。"
        ) from None


def _benefit(policy: str, written: Any) -> Benefit:
    if _NAME.fullmatch(policy) is None:
        raise YamlNotReadable("文件名就是政策的代号，只用小写英文字母、数字和下划线")
    parts.check_keys("文件", written, _KEYS, {_FOLLOWS, _RECEIVED_FROM})
    texts = {
        key: parts.text(key, written[key]) for key in ("title", "department", "summary", "apply_at")
    }
    benefit = Benefit(
        policy=policy,
        **texts,
        grain=parts.one_of("grain", written["grain"], GRAINS),
        form=parts.one_of("form", written["form"], FORMS),
        since=parts.day("since", written["since"]),
        until=parts.day_or_none("until", written["until"]),
        rank=parts.number("rank", written["rank"]),
        received_as=parts.words("received_as", written["received_as"]),
        received_by=parts.one_of("received_by", written["received_by"], GRAINS),
        received_from=_received_from(written.get(_RECEIVED_FROM, [])),
        excluded_by=parts.words("excluded_by", written["excluded_by"]),
        exclusion_article=parts.text_or_none("exclusion_article", written["exclusion_article"]),
        follows_from=parts.words(_FOLLOWS, written.get(_FOLLOWS, [])),
        bring=parts.words("bring", written["bring"]),
        documents=_documents(written["documents"]),
        conditions=_conditions(written["conditions"]),
    )
    _check_sense(benefit)
    return benefit


def _documents(written: Any) -> tuple[Reference, ...]:
    entries = parts.entries("documents", written)
    if not entries:
        raise YamlNotReadable("documents 里至少要有一份文件")
    return tuple(
        read_reference(f"documents 的第 {number} 份", entry)
        for number, entry in enumerate(entries, start=1)
    )


def _received_from(written: Any) -> tuple[str, ...]:
    sources = parts.words(_RECEIVED_FROM, written)
    if unknown := set(sources) - set(source_names()):
        raise YamlNotReadable(
            f"{_RECEIVED_FROM} 里的 {parts.joined(unknown)} 不是已登记的数据源（schemas/sources）"
        )
    return sources


def _conditions(written: Any) -> tuple[Condition, ...]:
    if not isinstance(written, dict):
        raise YamlNotReadable("conditions 应当由“名称: 内容”组成（只进目录的政策写 {}）")
    if len(written) > MOST_CONDITIONS:
        raise YamlNotReadable(
            f"conditions 有 {len(written)} 条，最多 {MOST_CONDITIONS} 条；请合并，或者分成两项政策"
        )
    return tuple(_condition(name, entry) for name, entry in written.items())


def _condition(name: Any, written: Any) -> Condition:
    place = f"conditions.{name}"
    if not isinstance(name, str) or _NAME.fullmatch(name) is None:
        raise YamlNotReadable(f"{place} 的名称只用小写英文字母、数字和下划线")
    parts.check_keys(place, written, _CONDITION_KEYS)
    texts = {
        key: parts.text(f"{place}.{key}", written[key])
        for key in ("title", "missing", "supplier", "ask")
    }
    return Condition(
        name=name,
        **texts,
        kind=parts.one_of(f"{place}.kind", written["kind"], KINDS),
        parameters=parts.words(f"{place}.parameters", written["parameters"]),
        article=parts.text_or_none(f"{place}.article", written["article"]),
    )


def _check_sense(benefit: Benefit) -> None:
    if benefit.until is not None and benefit.until < benefit.since:
        raise YamlNotReadable(f"until（{benefit.until}）早于 since（{benefit.since}）")
    if benefit.grain == "household" and benefit.received_by == "person":
        raise YamlNotReadable("grain 是 household 的，received_by 也要写 household")
    if benefit.excluded_by and benefit.exclusion_article is None:
        raise YamlNotReadable("写了 excluded_by，就要写明依据 exclusion_article")
    if both := set(benefit.received_as) & set(benefit.excluded_by):
        fault = f"{parts.joined(both)} 既在 received_as 又在 excluded_by"
        raise YamlNotReadable(f"{fault}，只能留一处")
    if benefit.follows_from and not benefit.received_as:
        raise YamlNotReadable("写了 follows_from，就要写明在名册上叫什么（received_as）")
    if benefit.received_from and not benefit.received_as:
        raise YamlNotReadable(f"写了 {_RECEIVED_FROM}，就要写明在这些名册上叫什么（received_as）")


def benefit_tables(
    day: date, *, policy: Policy | None = None, folder: Traversable | None = None
) -> dict[str, pl.DataFrame]:
    """Return the tables policy.<name> of the policies in force on a day that have SQL.

    `policy` holds the values that are told (default: those of the day).
    """
    benefits = load_benefits(folder)
    held = policy or policy_at(day, folder=folder)
    titles = load_parameters(folder)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in BENEFIT_SCHEMAS}
    for select in selects_of("entitlements"):
        benefit = benefits.get(select.name)
        if benefit is None:
            raise PolicyNotReadable(
                f"{select.path} 对照的政策没有说明。请新建 policy/benefits/{select.name}.yaml。"
            )
        if benefit.is_in_force(day):
            _add_rows(rows, benefit)
            rows["benefit_parameters"] += [
                {
                    "policy": benefit.policy,
                    "condition": condition,
                    "parameter": name,
                    **_told_parameter(held, name),
                    "title": titles[name].title,
                    "unit": titles[name].unit,
                }
                for condition, name in parameters_of(benefit, select.parameters)
            ]
    return {
        name: pl.DataFrame(rows[name], schema=schema) for name, schema in BENEFIT_SCHEMAS.items()
    }


def parameters_of(
    benefit: Benefit, bound: frozenset[str] = frozenset()
) -> Iterator[tuple[str | None, str]]:
    """Yield (condition, parameter); None before those that the SQL binds and no condition names."""
    named = set()
    for condition in benefit.conditions:
        for parameter in condition.parameters:
            named.add(parameter)
            yield condition.name, parameter
    for parameter in sorted(bound - named - COMPUTED):
        yield None, parameter


def _add_rows(rows: dict[str, list[dict[str, Any]]], benefit: Benefit) -> None:
    said = {key: getattr(benefit, key, None) for key in BENEFIT_SCHEMAS["benefits"]}
    rows["benefits"].append(
        {
            **said,
            "since_date": benefit.since,
            "until_date": benefit.until,
            "articles": "；".join(document.told for document in benefit.documents),
            "bring": "、".join(benefit.bring),
        }
    )
    for position, condition in enumerate(benefit.conditions, start=1):
        told = {key: getattr(condition, key, None) for key in BENEFIT_SCHEMAS["benefit_conditions"]}
        rows["benefit_conditions"].append(
            {**told, "policy": benefit.policy, "condition": condition.name, "position": position}
        )
    for table, column, words in (
        ("received_as", "benefit", benefit.received_as),
        ("received_from", "source", benefit.received_from),
        ("excluded_by", "benefit", benefit.excluded_by),
        ("follows_from", "benefit", benefit.follows_from),
    ):
        rows[table] += [{"policy": benefit.policy, column: word} for word in words]


def _told_parameter(policy: Policy, name: str) -> dict[str, Any]:
    value = policy[name]
    dated = policy.dated[name]
    return {
        "value": told_value(value),
        "since_date": dated.since,
        "reference": dated.reference.told,
        "is_placeholder": dated.is_placeholder,
    }


def told_value(value: Value) -> str | None:
    """A value as a person reads it; None where there is none."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
