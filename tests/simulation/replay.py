"""What the ledger must hold, told again from what the simulated people did: no SQL, no ledger.

The rules are written here as a person would explain them, not as the table of moves that the
ledger has; lists and the register of households are the released ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.months import Month
from pipelines.settings import Home
from pipelines.simulation import Simulated
from pipelines.simulation.acts import Act
from pipelines.workdays import add_months, first_workday_after

COLOURS = ("yellow", "orange", "red")
CONCLUSIONS = {
    "应享政策未落实，转办落实": "to_refer",
    "未纳入救助、可能符合条件，转办": "to_refer",
    "情况复杂，一事一议": "complex",
    "在享救助、情况有变，按程序复核": "review",
    "未发现风险": "no_risk",
}
ATTEMPTS = {"已见到": "seen", "未遇到": "not_reached", "已搬走": "moved", "拒绝": "refused"}
RANKS = {
    "delisted": 10, "listed": 20, "worsened": 20, "long_off": 30, "very_long_off": 40,
    **dict.fromkeys(ATTEMPTS.values(), 50), **dict.fromkeys(CONCLUSIONS.values(), 60), "helped": 80,
}  # fmt: skip
UNREADABLE = {"no_date", "in_future", "concluded_unseen", "unknown_word"}
"""Slips for which a row goes back to its street."""
UNMERGED = {"edited_id": "unknown_household", "before_listing": "before_listing"}
OPEN = {"waiting", "not_reached", "refused", "referred", "in_conference", "to_review"}
CLOSED = {"no_risk", "moved", "stable", "left"}


@dataclass(frozen=True)
class Fact:
    """Something that happened to a household on a day."""

    on: date
    what: str

    @property
    def order(self) -> tuple[date, int]:
        return self.on, RANKS[self.what]


def final_states(told: Simulated, on: date) -> dict[str, tuple[str, date | None]]:
    """State and last completed visit of every household listed up to a day."""
    lists = _lists(told.home, on)
    merged = standing(told.acts, on)
    helps = _helps(told, lists, on)
    states = {}
    for household in sorted({h for _, rows in lists for h in rows}):
        visits = [act.visit for act in merged if act.listed.household == household]
        facts = [*_listing_facts(household, lists, on), *helps.get(household, ())]
        for visit in visits:
            facts.append(Fact(visit.on, ATTEMPTS[visit.result]))
            if visit.conclusion:
                facts.append(Fact(visit.on, CONCLUSIONS[visit.conclusion]))
        state = "new"
        for fact in sorted(facts, key=lambda fact: fact.order):
            state = after(state, fact.what)
        met = [visit.on for visit in visits if visit.result == "已见到"]
        states[household] = (state, max(met, default=None))
    return states


def known(acts: Iterable[Act], on: date) -> list[Act]:
    """Rows that had been handed in by a day, in the order of their files."""
    had = [act for act in acts if act.delivered <= Month.of(on)]
    return sorted(had, key=lambda act: (act.delivered, act.path, act.line))


def standing(acts: Iterable[Act], on: date) -> list[Act]:
    """Of all rows that are taken the first about each visit; its own street goes before others."""
    first: dict[tuple[str, date], Act] = {}
    for act in known(acts, on):
        if act.fault in UNREADABLE or act.fault in UNMERGED:
            continue
        visit = (act.listed.household, act.visit.on)
        if visit not in first or (first[visit].fault == "other_street" != act.fault):
            first[visit] = act
    return list(first.values())


def after(state: str, what: str) -> str:
    """The state that follows; what changes nothing leaves it."""
    if what in {"listed", "worsened", "seen"}:
        return _looked_at_again(state, what)
    if what in CONCLUSIONS.values():
        return _concluded(state, what)
    if what in {"long_off", "very_long_off"}:
        return _off_the_list(state, what)
    weaker: dict[str, set[str]] = {
        "delisted": set(),
        "helped": OPEN | {"no_risk", "moved"},
        "not_reached": {"waiting"},
        "refused": {"waiting", "not_reached"},
        "moved": OPEN | {"no_risk", "helped", "stable"},
    }
    return what if state in weaker[what] else state


def _off_the_list(state: str, what: str) -> str:
    """Time closes nothing that somebody still has to do."""
    if what == "long_off":
        return "stable" if state == "helped" else state
    return state if state in {"referred", "in_conference", "to_review"} else "left"


def _looked_at_again(state: str, what: str) -> str:
    reopens = {
        "listed": {"new", *CLOSED},
        "worsened": {"no_risk"},
        "seen": {"not_reached", "refused", "moved", "stable", "left"},
    }
    return "waiting" if state in reopens[what] else state


def _concluded(state: str, what: str) -> str:
    if what == "complex":
        return "in_conference" if state != "not_reached" else state
    # Concluded is what somebody found at the door: who was seen before is open again by then.
    if what == "no_risk":
        return state if state == "helped" else "no_risk"
    return {"to_refer": "referred", "review": "to_review"}[what]


Lists = Sequence[tuple[date, Mapping[str, str]]]


def _lists(home: Home, on: date) -> Lists:
    """Date of each list that was out on the day, and the colour of each household on it."""
    lists = []
    for month in home.released_months():
        dated = first_workday_after(month.as_of_date)
        paths = sorted(home.release_path(month).glob("watchlists/*/watchlist.parquet"))
        rows = pl.concat(pl.read_parquet(p, columns=["household_id", "colour"]) for p in paths)
        if dated <= on:
            lists.append((dated, dict(rows.rows())))
    return lists


def _listing_facts(household: str, lists: Lists, on: date) -> list[Fact]:
    facts, before = [], None
    since_off: date | None = None
    for dated, rows in lists:
        colour = rows.get(household)
        if colour and not before:
            facts += [*_waited(since_off, dated, on), Fact(dated, "listed")]
        elif colour and before and COLOURS.index(colour) > COLOURS.index(before):
            facts.append(Fact(dated, "worsened"))
        elif before and not colour:
            facts.append(Fact(dated, "delisted"))
            since_off = dated
        before = colour
    return facts if before else [*facts, *_waited(since_off, None, on)]


def _waited(since: date | None, until: date | None, on: date) -> list[Fact]:
    if since is None:
        return []
    passed = [(add_months(since, 3), "long_off"), (add_months(since, 6), "very_long_off")]
    return [Fact(day, what) for day, what in passed if day <= on and (not until or day < until)]


def _helps(told: Simulated, lists: Lists, on: date) -> dict[str, list[Fact]]:
    """Grants as they showed in the assistance lists, for whoever lives in a listed household."""
    helps: dict[str, list[Fact]] = {}
    seen: set[tuple[str, int]] = set()
    for month in told.home.released_months():
        if month.as_of_date > on:
            continue
        for household, homes in told.homes_by_household(month).items():
            first = min((dated for dated, rows in lists if household in rows), default=None)
            for home in homes:
                since, _ = told.departments.granted.get(home, (month.plus(1), None))
                if first is None or since > month or (household, home) in seen:
                    continue
                if month.as_of_date < first or since.first_date < first.replace(day=1):
                    continue
                seen.add((household, home))
                day = max(since.first_date, first)
                helps.setdefault(household, []).append(Fact(day, "helped"))
    return helps
