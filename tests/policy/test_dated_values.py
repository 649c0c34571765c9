"""Of all values ever written, the one that holds on a day: against a scan of every entry."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.policy import SCOPES, Parameter, read_parameter

_FIRST = date(2020, 1, 1)


@dataclass(frozen=True)
class Entry:
    scope: str
    since: date
    until: date | None
    value: int | None

    @property
    def written(self) -> str:
        until = f"    to: {self.until}\n" if self.until else ""
        value = "null" if self.value is None else self.value
        return (
            f"  - scope: {self.scope}\n    from: {self.since}\n{until}    value: {value}\n"
            "    review_by: null\n"
            "    reference: {title: 某文件, article: null, href: null}\n"
        )


def _day(number: int) -> date:
    return _FIRST + timedelta(days=number)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Values of some scopes: in order within a scope, with gaps or without, scopes interleaved."""
    found: list[Entry] = []
    for scope in SCOPES:
        days = sorted(draw(st.sets(st.integers(0, 40), max_size=4)))
        for number, begins in enumerate(days):
            last = days[number + 1] - 1 if number + 1 < len(days) else 50
            ends = draw(st.none() | st.integers(begins, last))
            value = draw(st.none() | st.integers(0, 9))
            until = None if ends is None else _day(ends)
            found.append(Entry(scope, _day(begins), until, value))
    # Scopes may stand in any order, each with its own dates in order.
    order = draw(st.permutations(SCOPES))
    return sorted(found, key=lambda entry: order.index(entry.scope))


def _parameter(found: list[Entry]) -> Parameter:
    head = "title: 示例\ndescription: 例子。\nunit: 元\nvalues:\n"
    return read_parameter("example.yaml", head + "".join(entry.written for entry in found))


def _scanned(found: list[Entry], day: date) -> tuple[str, date, int | None] | None:
    """From the nearest scope outwards: its newest entry begun, unless that has ended."""
    for scope in reversed(SCOPES):
        begun = [entry for entry in found if entry.scope == scope and entry.since <= day]
        if begun:
            newest = max(begun, key=lambda entry: entry.since)
            if newest.until is None or newest.until >= day:
                return scope, newest.since, newest.value
    return None


@given(found=entries().filter(bool), number=st.integers(-2, 55))
def test_what_holds_is_what_a_scan_finds(found: list[Entry], number: int) -> None:
    day = _day(number)
    dated = _parameter(found).at(day)
    held = None if dated is None else (dated.scope, dated.since, dated.value)
    assert held == _scanned(found, day)


@given(found=entries().filter(bool))
def test_a_value_holds_from_its_first_day_to_its_last(found: list[Entry]) -> None:
    parameter = _parameter(found)
    assert len(parameter.values) == len(found)
    for dated in parameter.values:
        assert dated.is_in_force(dated.since)
        assert not dated.is_in_force(dated.since - timedelta(days=1))
        if dated.until:
            assert dated.is_in_force(dated.until)
            assert not dated.is_in_force(dated.until + timedelta(days=1))
