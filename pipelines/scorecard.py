"""The scorecard: reading policy/scorecard.yaml strictly, and the tables that SQL scores with.

One file, dated versions; a version holds as a whole from its date until the next. What the
loader refuses is what would let one dimension, or disability with household structure, make a
household red alone: the promise is arithmetic, so it is checked before anything is scored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import polars as pl

from pipelines.errors import SanseError
from pipelines.policy import Reference, Value, load_parameters, policy_at, text_of
from pipelines.policy_folder import policy_folder
from pipelines.strict_yaml import YamlNotReadable, read_yaml

FILE_NAME = "scorecard.yaml"
COLOURS = ("red", "orange", "yellow")
RANKS = {"red": 3, "orange": 2, "yellow": 1}

_DIMENSION_LINE = re.compile(r"^-- dimension: *(?P<dimension>\S+)", re.MULTILINE)


class ScorecardNotReadable(SanseError):
    """The scorecard is not of its form, or breaks a promise it makes; `fault` says which."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(
            f"policy/{FILE_NAME} 写得不对：{fault}。颜色按它认定，所以没有继续；改正后再运行。"
        )


@dataclass(frozen=True)
class Colour:
    """When points make a colour; `only_fresh`: values of stale sources do not count for it."""

    name: str
    title: str
    minimum_score: int
    minimum_dimensions: int
    only_fresh: bool


@dataclass(frozen=True)
class Dimension:
    """A side of need, and the most points (integer) that it may give."""

    name: str
    title: str
    cap: int


@dataclass(frozen=True)
class ScoredIndicator:
    """An indicator's bands [(amount from which, points)] and for how many months it holds."""

    name: str
    expires_months: int
    bands: tuple[tuple[Decimal, int], ...]
    reference: Reference


@dataclass(frozen=True)
class Sign:
    """One grave sign; no indicator: the household draws no basic assistance."""

    name: str
    title: str
    indicator: str | None
    at_least: Decimal | None
    of_parameter: str | None


@dataclass(frozen=True)
class DirectRule:
    """So many signs together list a household in a colour, whatever its points."""

    name: str
    title: str
    colour: str
    minimum_signs: int
    reference: Reference
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Scorecard:
    """One dated version of the scorecard."""

    since: date
    reference: Reference
    colours: tuple[Colour, ...]
    dimensions: tuple[Dimension, ...]
    never_red_together: tuple[tuple[str, ...], ...]
    basic_assistance: tuple[str, ...]
    indicators: tuple[ScoredIndicator, ...]
    direct_rules: tuple[DirectRule, ...]


def scorecard_at(day: date, *, folder: Traversable | None = None) -> Scorecard:
    """Return the version that holds on a day; raises ScorecardNotReadable."""
    holding = [version for version in load_scorecards(folder) if version.since <= day]
    if not holding:
        raise _unreadable(f"没有 {day} 以前的版本，请补一个更早的日期")
    return holding[-1]


def load_scorecards(folder: Traversable | None = None) -> tuple[Scorecard, ...]:
    """Read all versions of policy/scorecard.yaml, the oldest first."""
    text = text_of(policy_folder(folder) / FILE_NAME, f"policy/{FILE_NAME}")
    dimensions = tuple(indicator_dimensions().items())
    return _read_once(text, dimensions, frozenset(load_parameters()))


@cache
def _read_once(
    text: str, dimensions: tuple[tuple[str, str], ...], parameters: frozenset[str]
) -> tuple[Scorecard, ...]:
    """Read a text once: a run asks for its scorecard many times."""
    return read_scorecards(text, dict(dimensions), parameters)


def written_head(folder: Traversable | None = None) -> tuple[str, date | None]:
    """Return the scorecard's title, and by when it must be reviewed."""
    written = read_yaml(text_of(policy_folder(folder) / FILE_NAME, f"policy/{FILE_NAME}"))
    return written["title"], written["review_by"]


def written_at(day: date, folder: Traversable | None = None) -> tuple[date, dict[str, Any]]:
    """Return the version that holds on a day as it stands in the file: its date and entries."""
    since = scorecard_at(day, folder=folder).since
    text = text_of(policy_folder(folder) / FILE_NAME, f"policy/{FILE_NAME}")
    return since, read_yaml(text)["versions"][since]


def read_version(since: date, written: Any, folder: Traversable | None = None) -> Scorecard:
    """Read one version, held to the same form and promises as those of the file."""
    scorecard = _scorecard(since, written)
    _check_promises(scorecard, indicator_dimensions(), frozenset(load_parameters(folder)))
    return scorecard


def indicator_dimensions(root: Traversable | None = None) -> dict[str, str]:
    """Return indicator → dimension, as the headers of sql/indicators say."""
    found = {}
    for entry in ((root or files("sql")) / "indicators").iterdir():
        if entry.name.endswith(".sql"):
            said = _DIMENSION_LINE.search(entry.read_text(encoding="utf-8"))
            found[entry.name.removesuffix(".sql")] = said["dimension"] if said else ""
    return dict(sorted(found.items()))


def read_scorecards(
    text: str, dimensions: Mapping[str, str], parameters: frozenset[str]
) -> tuple[Scorecard, ...]:
    """Read the file's text; raises ScorecardNotReadable naming the place, fault and cure.

    `dimensions`: indicator → dimension of every indicator there is; `parameters`: the names of
    the dated parameters that a sign may be a multiple of.
    """
    try:
        written = read_yaml(text)
    except YamlNotReadable as error:
        raise _unreadable(str(error)) from None
    _check_keys("文件", written, {"title", "description", "review_by", "versions"})
    _text("title", written["title"])
    _text("description", written["description"])
    versions = _mapping("versions", written["versions"])
    dates = list(versions)
    if not all(type(day) is date for day in dates) or dates != sorted(dates):
        raise _unreadable("versions 的每一项要以日期开头，从早到晚排列，例如 2026-01-01")
    read = tuple(_scorecard(day, versions[day]) for day in dates)
    for scorecard in read:
        _check_promises(scorecard, dimensions, parameters)
    return read


def _scorecard(since: date, written: Any) -> Scorecard:
    place = str(since)
    keys = {
        "reference", "colours", "dimensions", "never_red_together", "basic_assistance",
        "indicators", "direct_rules",
    }  # fmt: skip
    _check_keys(place, written, keys)
    return Scorecard(
        since=since,
        reference=_reference(place, written["reference"]),
        colours=_colours(f"{place} colours", written["colours"]),
        dimensions=tuple(
            _dimension(f"{place} dimensions.{name}", name, entry)
            for name, entry in _mapping(f"{place} dimensions", written["dimensions"]).items()
        ),
        never_red_together=tuple(
            _words(f"{place} never_red_together", group)
            for group in _list(f"{place} never_red_together", written["never_red_together"])
        ),
        basic_assistance=_words(f"{place} basic_assistance", written["basic_assistance"]),
        indicators=tuple(
            _indicator(f"{place} indicators.{name}", name, entry)
            for name, entry in _mapping(f"{place} indicators", written["indicators"]).items()
        ),
        direct_rules=tuple(
            _direct_rule(f"{place} direct_rules.{name}", name, entry)
            for name, entry in _mapping(f"{place} direct_rules", written["direct_rules"]).items()
        ),
    )


def _colours(place: str, written: Any) -> tuple[Colour, ...]:
    _check_keys(place, written, set(COLOURS))
    colours = tuple(_colour(f"{place}.{name}", name, written[name]) for name in COLOURS)
    scores = [colour.minimum_score for colour in colours]
    if scores != sorted(set(scores), reverse=True) or scores[-1] < 1:
        raise _unreadable(f"{place}：minimum_score 要红色最高、黄色最低，各不相同，且大于 0")
    if colours[0].minimum_dimensions < 2:
        raise _unreadable(f"{place}.red：红色至少要两个维度，minimum_dimensions 不能小于 2")
    if not colours[0].only_fresh:
        raise _unreadable(f"{place}.red：旧数据不能单独使家庭变红，only_fresh 必须是 true")
    return colours


def _colour(place: str, name: str, written: Any) -> Colour:
    _check_keys(place, written, {"title", "minimum_score", "minimum_dimensions", "only_fresh"})
    if not isinstance(written["only_fresh"], bool):
        raise _unreadable(f"{place}.only_fresh 应当是 true 或 false")
    return Colour(
        name=name,
        title=_text(f"{place}.title", written["title"]),
        minimum_score=_count(f"{place}.minimum_score", written["minimum_score"]),
        minimum_dimensions=_count(f"{place}.minimum_dimensions", written["minimum_dimensions"]),
        only_fresh=written["only_fresh"],
    )


def _dimension(place: str, name: str, written: Any) -> Dimension:
    _check_keys(place, written, {"title", "cap"})
    return Dimension(name, _text(f"{place}.title", written["title"]), _count(place, written["cap"]))


def _indicator(place: str, name: str, written: Any) -> ScoredIndicator:
    _check_keys(place, written, {"expires_months", "reference", "bands"})
    bands = tuple(_band(f"{place}.bands", band) for band in _list(place, written["bands"]))
    amounts, points = [band[0] for band in bands], [band[1] for band in bands]
    if amounts != sorted(set(amounts)) or points != sorted(set(points)):
        raise _unreadable(f"{place}.bands：from 和 points 都要一段比一段大")
    return ScoredIndicator(
        name=name,
        expires_months=_count(f"{place}.expires_months", written["expires_months"]),
        bands=bands,
        reference=_reference(place, written["reference"]),
    )


def _band(place: str, written: Any) -> tuple[Decimal, int]:
    _check_keys(place, written, {"from", "points"})
    return _amount(f"{place}.from", written["from"]), _count(f"{place}.points", written["points"])


def _direct_rule(place: str, name: str, written: Any) -> DirectRule:
    _check_keys(place, written, {"title", "colour", "minimum_signs", "reference", "signs"})
    if written["colour"] not in COLOURS:
        raise _unreadable(f"{place}.colour 应当是 {'、'.join(COLOURS)} 之一")
    signs = tuple(
        _sign(f"{place}.signs.{sign}", sign, entry)
        for sign, entry in _mapping(f"{place}.signs", written["signs"]).items()
    )
    minimum = _count(f"{place}.minimum_signs", written["minimum_signs"])
    if minimum > len(signs):
        raise _unreadable(f"{place}.minimum_signs 是 {minimum}，而 signs 只有 {len(signs)} 个")
    return DirectRule(
        name=name,
        title=_text(f"{place}.title", written["title"]),
        colour=written["colour"],
        minimum_signs=minimum,
        reference=_reference(place, written["reference"]),
        signs=signs,
    )


def _sign(place: str, name: str, written: Any) -> Sign:
    _check_keys(place, written, {"title", "indicator", "at_least", "of_parameter"})
    title = _text(f"{place}.title", written["title"])
    if written["indicator"] is None:
        if written["at_least"] is not None or written["of_parameter"] is not None:
            raise _unreadable(f"{place}：indicator 为 null 时，at_least 和 of_parameter 也写 null")
        return Sign(name, title, None, None, None)
    return Sign(
        name=name,
        title=title,
        indicator=_text(f"{place}.indicator", written["indicator"]),
        at_least=_amount(f"{place}.at_least", written["at_least"]),
        of_parameter=written["of_parameter"],
    )


def _check_promises(
    scorecard: Scorecard, dimensions: Mapping[str, str], parameters: frozenset[str]
) -> None:
    _check_indicators(scorecard, dimensions)
    _check_red_line(scorecard)
    for rule in scorecard.direct_rules:
        _check_rule(scorecard, rule, dimensions, parameters)


def _check_indicators(scorecard: Scorecard, dimensions: Mapping[str, str]) -> None:
    scored = {indicator.name for indicator in scorecard.indicators}
    if unknown := sorted(scored - dimensions.keys()):
        raise _unreadable(
            f"{scorecard.since} indicators 里的 {'、'.join(unknown)} 在 sql/indicators/ 没有文件"
        )
    capped = {dimension.name for dimension in scorecard.dimensions}
    if uncapped := sorted({dimensions[name] for name in scored} - capped):
        raise _unreadable(f"{scorecard.since} dimensions 里缺少 {'、'.join(uncapped)} 的上限")


def _check_red_line(scorecard: Scorecard) -> None:
    red = scorecard.colours[0].minimum_score
    caps = {dimension.name: dimension.cap for dimension in scorecard.dimensions}
    groups = [(name,) for name in caps] + list(scorecard.never_red_together)
    for group in groups:
        if unknown := sorted(set(group) - caps.keys()):
            raise _unreadable(
                f"{scorecard.since} never_red_together 里的 {'、'.join(unknown)} 不是维度"
            )
        if (total := sum(caps[name] for name in group)) >= red:
            raise _unreadable(
                f"{scorecard.since} {'、'.join(group)} 的上限合计 {total} 分，够到了红线 {red} 分，"
                "单凭它们就能列红；请降低上限或提高红线"
            )


def _check_rule(
    scorecard: Scorecard,
    rule: DirectRule,
    dimensions: Mapping[str, str],
    parameters: frozenset[str],
) -> None:
    place = f"{scorecard.since} direct_rules.{rule.name}"
    used = [sign.indicator for sign in rule.signs if sign.indicator is not None]
    scored = {indicator.name for indicator in scorecard.indicators}
    if unscored := sorted(set(used) - scored):
        raise _unreadable(f"{place}：{'、'.join(unscored)} 不在 indicators 里，没有有效月数可用")
    for sign in rule.signs:
        if sign.of_parameter is not None and sign.of_parameter not in parameters:
            raise _unreadable(f"{place}.signs.{sign.name}：没有 policy/{sign.of_parameter}.yaml")
    # A sign outside the scored ones (no assistance) is no side of need: leave it out here.
    needed = rule.minimum_signs - (len(rule.signs) - len(used))
    sides = sorted(_counts(dimensions[name] for name in used).values(), reverse=True)
    if rule.colour == "red" and (needed < 2 or (sides and sides[0] >= needed)):
        raise _unreadable(f"{place}：只凭一个维度的情形就能列红，请提高 minimum_signs")


def _counts(names: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def scorecard_tables(
    day: date,
    *,
    folder: Traversable | None = None,
    parameters: Mapping[str, Value] | None = None,
) -> dict[str, pl.DataFrame]:
    """Return the tables of schema `policy` that screening reads, by name.

    `parameters` (default: those that hold on the day) turn a sign's multiple into an amount.
    """
    held = parameters if parameters is not None else policy_at(day).parameters
    return tables_of(scorecard_at(day, folder=folder), held)


def tables_of(scorecard: Scorecard, held: Mapping[str, Value]) -> dict[str, pl.DataFrame]:
    """Return one version as the tables of schema `policy`; `held`: the parameters of its day."""
    return {
        "scorecard_bands": _bands_frame(scorecard),
        "scorecard_indicators": _indicators_frame(scorecard),
        "dimension_caps": _caps_frame(scorecard),
        "colour_thresholds": _thresholds_frame(scorecard),
        "direct_rules": _rules_frame(scorecard),
        "direct_signs": _signs_frame(scorecard, held),
        "basic_assistance": pl.DataFrame({"category": list(scorecard.basic_assistance)}),
    }


def _bands_frame(scorecard: Scorecard) -> pl.DataFrame:
    rows = [
        (indicator.name, amount, points)
        for indicator in scorecard.indicators
        for amount, points in indicator.bands
    ]
    schema = {"indicator": pl.String(), "from_amount": pl.Decimal(18, 2), "points": pl.Int32()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _indicators_frame(scorecard: Scorecard) -> pl.DataFrame:
    rows = [(indicator.name, indicator.expires_months) for indicator in scorecard.indicators]
    schema = {"indicator": pl.String(), "expires_months": pl.Int32()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _caps_frame(scorecard: Scorecard) -> pl.DataFrame:
    rows = [(side.name, side.title, side.cap) for side in scorecard.dimensions]
    schema = {"dimension": pl.String(), "title": pl.String(), "cap": pl.Int32()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _thresholds_frame(scorecard: Scorecard) -> pl.DataFrame:
    rows = [
        (
            colour.name, colour.title, RANKS[colour.name], colour.minimum_score,
            colour.minimum_dimensions, colour.only_fresh,
        )
        for colour in scorecard.colours
    ]  # fmt: skip
    schema = {
        "colour": pl.String(), "title": pl.String(), "colour_rank": pl.Int32(),
        "minimum_score": pl.Int32(), "minimum_dimensions": pl.Int32(),
        "is_fresh_only": pl.Boolean(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _rules_frame(scorecard: Scorecard) -> pl.DataFrame:
    # Signs made up with stale values list a household, but not in red.
    rows = [
        (
            rule.name, rule.title, RANKS[rule.colour],
            min(RANKS[rule.colour], RANKS["orange"]), rule.minimum_signs,
        )
        for rule in scorecard.direct_rules
    ]  # fmt: skip
    schema = {
        "rule": pl.String(), "title": pl.String(), "colour_rank": pl.Int32(),
        "stale_rank": pl.Int32(), "minimum_signs": pl.Int32(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _signs_frame(scorecard: Scorecard, parameters: Mapping[str, Value]) -> pl.DataFrame:
    rows = [
        (rule.name, sign.name, sign.title, sign.indicator, _least(sign, parameters))
        for rule in scorecard.direct_rules
        for sign in rule.signs
    ]
    schema = {
        "rule": pl.String(), "sign": pl.String(), "title": pl.String(),
        "indicator": pl.String(), "at_least": pl.Decimal(18, 2),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _least(sign: Sign, parameters: Mapping[str, Value]) -> Decimal | None:
    if sign.at_least is None or sign.of_parameter is None:
        return sign.at_least
    value = parameters.get(sign.of_parameter)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _unreadable(f"signs.{sign.name}：参数 {sign.of_parameter} 在这一天没有数值")
    return sign.at_least * value


def _check_keys(place: str, written: Any, wanted: set[str]) -> None:
    entries = _mapping(place, written)
    if unknown := sorted(str(key) for key in entries.keys() - wanted):
        raise _unreadable(f"{place}里有不认识的项 {'、'.join(unknown)}，请核对拼写或删去")
    if missing := sorted(wanted - entries.keys()):
        raise _unreadable(f"{place}里缺少 {'、'.join(missing)}")


def _mapping(place: str, written: Any) -> dict[Any, Any]:
    if not isinstance(written, dict) or not written:
        raise _unreadable(f"{place} 应当由“名称: 内容”组成，不能空着")
    return written


def _list(place: str, written: Any) -> list[Any]:
    if not isinstance(written, list) or not written:
        raise _unreadable(f"{place} 应当是一个列表，至少一项")
    return written


def _words(place: str, written: Any) -> tuple[str, ...]:
    return tuple(_text(place, word) for word in _list(place, written))


def _text(place: str, written: Any) -> str:
    if not isinstance(written, str) or not written.strip():
        raise _unreadable(f"{place} 应当是一段文字，不能空着")
    return written.strip()


def _count(place: str, written: Any) -> int:
    if type(written) is not int or written < 1:
        raise _unreadable(f"{place} 应当是不小于 1 的整数")
    return written


def _amount(place: str, written: Any) -> Decimal:
    if isinstance(written, bool) or not isinstance(written, int | Decimal):
        raise _unreadable(f"{place} 应当是一个数")
    return Decimal(written)


def _reference(place: str, written: Any) -> Reference:
    _check_keys(f"{place} reference", written, {"title", "href"})
    href = written["href"]
    return Reference(
        title=_text(f"{place} reference.title", written["title"]),
        article=None,
        href=None if href is None else _text(f"{place} reference.href", href),
    )


def _unreadable(fault: str) -> ScorecardNotReadable:
    return ScorecardNotReadable(fault)
