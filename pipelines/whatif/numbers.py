"""The numbers that a scenario may change: their names, present values, units and documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipelines.policy import Parameter, Policy, load_parameters
from pipelines.scorecard import RANKS, Scorecard, ScoredIndicator
from pipelines.whatif.stored import CATALOGUE, Stored, texts_today

Value = int | Decimal | str | bool
PARAMETERS, BORDERS, CAPS, POINTS, RULES, VISITS = (
    "政策数值",
    "颜色界限",
    "维度上限",
    "指标分数",
    "直接列入",
    "走访间隔",
)
VISIT_MONTHS = {colour: f"visit_months_{colour}" for colour in RANKS}
SCORECARD = "scorecard"
_MOST = 1_000_000_000
# Units of sql/indicators as an official writes them.
_UNITS = {
    "count": "个（次、人）",
    "code": "级别代号",
    "months": "个月",
    "percent": "%",
    "persons_per_able_adult": "人",
    "years": "周岁",
    "yuan": "元",
}
_WORD = re.compile(r"when\s+'([^']*)'")


@dataclass(frozen=True)
class Number:
    """One changeable number: `key` is a parameter's name, or `scorecard.` and a path in it."""

    key: str
    group: str
    title: str
    unit: str
    value: Value
    document: str
    # Words that a text may be; nothing for numbers.
    words: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in the scorecard; nothing for a parameter."""
        first, *rest = self.key.split(".")
        return tuple(rest) if first == SCORECARD else ()

    def fault_of(self, value: Any) -> str | None:
        """Return what is wrong with a value for this number, and the cure; None if nothing."""
        if isinstance(self.value, bool):
            return None if isinstance(value, bool) else "这里只能写 TRUE（是）或 FALSE（否）"
        if isinstance(self.value, str):
            return None if value in self.words else f"这里只能写 {'、'.join(self.words)} 之一"
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return "这里要写一个数，不带单位、引号和空格"
        return self._fault_of_number(value)

    def _fault_of_number(self, value: int | Decimal) -> str | None:
        if value < 0:
            return "这里的数不能小于 0"
        if self.group == VISITS and value < 1:
            return "走访间隔至少为 1（月）"
        if value > _MOST:
            return f"这里的数不能大于 {_MOST}"
        if isinstance(self.value, int) and value != int(value) and "元" not in self.unit:
            return f"这里要写整数（单位：{self.unit}）"
        return None if value == round(Decimal(value), 2) else "这里最多写两位小数"

    def exact(self, value: Value) -> Value:
        """Return a sound value in the kind that the policy writes it in: whole numbers as such."""
        if isinstance(value, Decimal) and value == int(value):
            return int(value)
        return value


def changeable(stored: Stored, policy: Policy, scorecard: Scorecard) -> dict[str, Number]:
    """Return every number that a scenario may change, by key, in the order of the template."""
    numbers = [
        *_borders(scorecard),
        *_visits(policy),
        *_parameters(stored, policy, scorecard),
        *_caps(scorecard),
        *_points(stored, scorecard),
        *_rules(scorecard),
    ]
    return {number.key: number for number in numbers}


def _borders(scorecard: Scorecard) -> Iterator[Number]:
    document = scorecard.reference.told
    for colour in scorecard.colours:
        place = f"{SCORECARD}.colours.{colour.name}"
        for key, title, unit in (
            ("minimum_score", "至少多少分", "分"),
            ("minimum_dimensions", "至少几个维度有分", "个"),
        ):
            value = getattr(colour, key)
            yield Number(
                f"{place}.{key}", BORDERS, f"{colour.title}：{title}", unit, value, document
            )


def _caps(scorecard: Scorecard) -> Iterator[Number]:
    document = scorecard.reference.told
    for side in scorecard.dimensions:
        title = f"{side.title}：最多多少分"
        yield Number(
            f"{SCORECARD}.dimensions.{side.name}.cap", CAPS, title, "分", side.cap, document
        )


def _points(stored: Stored, scorecard: Scorecard) -> Iterator[Number]:
    told = stored.con.execute(
        f"select indicator, title, unit from {CATALOGUE}.inputs.indicators"
    ).fetchall()
    headers = {indicator: (title, unit) for indicator, title, unit in told}
    for indicator in scorecard.indicators:
        yield from _bands(indicator, *headers[indicator.name])


def _bands(indicator: ScoredIndicator, title: str, unit: str) -> Iterator[Number]:
    place = f"{SCORECARD}.indicators.{indicator.name}"
    document = indicator.reference.told
    told = f"{title}：观察多少个月内有效"
    months = indicator.expires_months
    yield Number(f"{place}.expires_months", POINTS, told, "月", months, document)
    for count, (amount, points) in enumerate(indicator.bands, start=1):
        band, told = f"{place}.bands.{count}", f"{title}：第{count}段"
        yield Number(f"{band}.from", POINTS, f"{told}从多少起", _UNITS[unit], amount, document)
        yield Number(f"{band}.points", POINTS, f"{told}得几分", "分", points, document)


def _rules(scorecard: Scorecard) -> Iterator[Number]:
    for rule in scorecard.direct_rules:
        place, document = f"{SCORECARD}.direct_rules.{rule.name}", rule.reference.told
        told = f"{rule.title}：凑够几个情形"
        yield Number(f"{place}.minimum_signs", RULES, told, "个", rule.minimum_signs, document)


def _visits(policy: Policy) -> Iterator[Number]:
    parameters = load_parameters()
    for name in VISIT_MONTHS.values():
        yield _parameter(parameters[name], policy, VISITS)


def _parameters(stored: Stored, policy: Policy, scorecard: Scorecard) -> Iterator[Number]:
    selects = (stored.built_with.selects.get(table) for table in stored.needed())
    used = {name for select in selects if select for name in select.binds}
    signs = (sign.of_parameter for rule in scorecard.direct_rules for sign in rule.signs)
    used |= {name for name in signs if name is not None}
    parameters = load_parameters()
    for name in sorted(used & policy.dated.keys()):
        if policy[name] is not None:
            yield _parameter(parameters[name], policy, PARAMETERS)


def _parameter(parameter: Parameter, policy: Policy, group: str) -> Number:
    dated = policy.dated[parameter.name]
    value: Any = dated.value
    told = dated.reference.told
    return Number(
        key=parameter.name,
        group=group,
        title=parameter.title,
        unit=parameter.unit,
        value=value,
        document=f"（暂定）{told}" if dated.is_placeholder else told,
        words=_words(parameter) if isinstance(value, str) else (),
    )


def _words(parameter: Parameter) -> tuple[str, ...]:
    """The words that a text may be: those of its dated values, and those that the SQL asks for."""
    words = {str(one.value) for one in parameter.values if isinstance(one.value, str)}
    asked = re.compile(rf"case\s+\${parameter.name}\b(.*?)\bend\b", re.DOTALL)
    for text in texts_today().values():
        for cases in asked.findall(text):
            words |= set(_WORD.findall(cases))
    return tuple(sorted(words))
