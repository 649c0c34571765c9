"""A second reading of the ledger's rules, in plain Python, from the same inputs: household by
household and fact by fact, without any of the ledger's SQL or its table of moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.months import parse_month
from pipelines.workdays import add_months, first_workday_after

Row = dict[str, Any]
CLOSED = {"no_risk", "moved", "stable", "left"}
AT_WORK = {"referred", "in_conference", "to_review"}
OTHERS = {"waiting", "not_reached", "refused", "helped"}
ALL = CLOSED | AT_WORK | OTHERS
RANK = {"red": 3, "orange": 2, "yellow": 1}
STABLE_MONTHS, LEAVE_MONTHS = 3, 6


# Fact → the states that it ends, and the one that it leads to. All others stay.
TURNS: dict[str, tuple[set[str], str]] = {
    "listed": (CLOSED | {"new"}, "waiting"),
    "worsened": ({"no_risk"}, "waiting"),
    "nominated": (CLOSED, "waiting"),
    "seen": ({"not_reached", "refused", "moved", "stable", "left"}, "waiting"),
    "not_reached": ({"waiting"}, "not_reached"),
    "refused": ({"waiting", "not_reached"}, "refused"),
    "moved": (ALL - {"left"}, "moved"),
    "no_risk": (ALL - {"helped"}, "no_risk"),
    "to_refer": (ALL, "referred"),
    "complex": (ALL, "in_conference"),
    "review": (ALL, "to_review"),
    "conferenced": ({"waiting", "not_reached", "refused"} | AT_WORK, "in_conference"),
    "helped": (ALL - {"stable", "left"}, "helped"),
    "long_off": ({"helped"}, "stable"),
    "very_long_off": (ALL - AT_WORK, "left"),
}


def after(state: str, fact: str) -> str:
    """Return the state that a fact leaves a household in."""
    ended, leads_to = TURNS[fact]
    return leads_to if state in ended else state


def replay(given: Row, on: date) -> dict[str, tuple[str, date]]:
    """Return household → its state on a day, and since when."""
    lists = {
        str(month): (listed, households)
        for month, households in given["lists"].items()
        if (listed := first_workday_after(parse_month(str(month)).as_of_date)) <= on
    }
    listings: dict[str, list[tuple[str, date, Row]]] = defaultdict(list)
    for month, (listed, households) in sorted(lists.items()):
        for name, told in households.items():
            listings[name].append((month, listed, told))
    spoken = merged_answers(given, listings, on)
    return {
        name: _walked(_facts(name, listings[name], lists, spoken[name], given, on))
        for name in listings
    }


def _walked(facts: list[tuple[date, int, str]]) -> tuple[str, date]:
    state, since = "new", date.min
    for day, _, fact in sorted(facts):
        then = after(state, fact)
        # What is reopened begins anew, though the state be called the same in the end.
        if then != state:
            state, since = then, day
    return state, since


def _facts(
    name: str,
    listings: list[tuple[str, date, Row]],
    lists: dict[str, tuple[date, Row]],
    answers: list[Row],
    given: Row,
    on: date,
) -> list[tuple[date, int, str]]:
    first = listings[0][1]
    facts = [*_of_lists(listings, lists, on)]
    for row in answers:
        facts.append((row["date"], 50, _attempt(row["result"])))
        if row["conclusion"]:
            facts.append((row["date"], 60, _concluded(row["conclusion"])))
    facts += [(day, 80, "helped") for day in helped_days(name, first, given, on)]
    last = f"{on:%Y-%m}"
    for row in given["conferences"]:
        known = row["household"] == name and row["delivered"] <= last
        if known and first <= row["date"] <= on:
            facts.append((row["date"], 70, "conferenced"))
    for row in given["nominations"]:
        told = parse_month(row["month"]).as_of_date
        if row["household"] == name and told <= on:
            facts.append((max(told, first), 25, "nominated"))
    return facts


def _of_lists(
    listings: list[tuple[str, date, Row]], lists: dict[str, tuple[date, Row]], on: date
) -> Iterator[tuple[date, int, str]]:
    colours = {month: RANK[told["colour"]] for month, _, told in listings}
    before = None
    off: date | None = None
    for month, (listed, _) in sorted(lists.items()):
        if month in colours and before is None:
            yield from _off(off, listed, on)
            off = None
            yield (listed, 20, "listed")
        elif month in colours and before is not None and colours[month] > before:
            yield (listed, 20, "worsened")
        elif month not in colours and before is not None:
            off = listed
        before = colours.get(month)
    yield from _off(off, None, on)


def _off(off: date | None, until: date | None, on: date) -> Iterator[tuple[date, int, str]]:
    spans = ((STABLE_MONTHS, 30, "long_off"), (LEAVE_MONTHS, 40, "very_long_off"))
    for months, rank, fact in spans:
        day = add_months(off, months) if off else date.max
        if day <= on and (until is None or day < until):
            yield (day, rank, fact)


def _attempt(result: str) -> str:
    words = {"已见到": "seen", "未遇到": "not_reached", "已搬走": "moved", "拒绝": "refused"}
    return words[result]


def _concluded(conclusion: str) -> str:
    return "to_refer" if conclusion in {"not_delivered", "not_covered"} else conclusion


def merged_answers(
    given: Row, listings: dict[str, list[tuple[str, date, Row]]], on: date
) -> dict[str, list[Row]]:
    """Return household → the answers that speak for it."""
    last = f"{on:%Y-%m}"
    rows = [dict(row) for row in given["answers"] if row["delivered"] <= last]
    order: dict[str, int] = {}
    for number, row in enumerate(rows):
        row["number"] = number
        row["rank"] = order.setdefault(row["file"], len(order) + 1)
    known = [row for row in rows if row["date"] <= on and _belongs(row, listings)]
    _name_senders(known)
    by_household: dict[str, list[Row]] = defaultdict(list)
    for row in known:
        by_household[row["household"]].append(row)
    return defaultdict(list, {name: _standing(rows) for name, rows in by_household.items()})


def _belongs(row: Row, listings: dict[str, list[tuple[str, date, Row]]]) -> bool:
    before = [one for one in listings.get(row["household"], ()) if one[1] <= row["date"]]
    if not before:
        return False
    asked = [one for one in before if one[0] == row.get("list")]
    month, _, told = (asked or before)[-1]
    row["list"], row["street"] = month, told["street"]
    return True


def _name_senders(rows: list[Row]) -> None:
    order = ("甲街", "乙街", "丙街")
    votes: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(order, 0))
    for row in rows:
        votes[row["file"]][row["street"]] += 1
    for row in rows:
        counted = votes[row["file"]]
        row["is_own"] = max(order, key=lambda street: counted[street]) == row["street"]


def _standing(rows: list[Row]) -> list[Row]:
    """Of what was said of each day one version stands, and of each list one conclusion."""
    days: dict[date, list[list[Row]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["rank"]):
        said = (row["result"], row["conclusion"], row["help"])
        for claim in days[row["date"]]:
            if (claim[0]["result"], claim[0]["conclusion"], claim[0]["help"]) == said:
                claim.append(row)
                break
        else:
            days[row["date"]].append([row])
    winners = [_winner(claims) for claims in days.values()]
    lists: dict[str, list[list[Row]]] = defaultdict(list)
    for claim in winners:
        if claim[0]["conclusion"]:
            lists[claim[0]["list"]].append(claim)
    dropped = [id(claim) for claims in lists.values() for claim in _overruled(claims)]
    return [claim[0] for claim in winners if id(claim) not in dropped]


def _overruled(claims: list[list[Row]]) -> list[list[Row]]:
    others = [claim[0]["date"] for claim in claims if claim[0]["conclusion"] != "complex"]
    bound = [
        claim
        for claim in claims
        if not (claim[0]["conclusion"] == "complex" and others and max(others) > claim[0]["date"])
    ]
    stands = _winner(bound)[0]["conclusion"]
    return [claim for claim in bound if claim[0]["conclusion"] != stands]


def _winner(claims: list[list[Row]]) -> list[Row]:
    newest = max(claim[0]["rank"] for claim in claims)

    def weight(claim: list[Row]) -> tuple[int, bool, int, int]:
        last = max(row["rank"] for row in claim)
        is_foreign = not any(row["is_own"] for row in claim)
        return (-last if last > newest else 0, is_foreign, claim[0]["rank"], claim[0]["number"])

    return min(claims, key=weight)


def helped_days(name: str, first: date, given: Row, on: date) -> set[date]:
    """Return the days from which a household drew something that it did not draw before."""
    months = sorted(m for m in given["coverage"] if parse_month(m).as_of_date <= on)
    days: set[date] = set()
    before: set[str] = set()
    told: set[date] = set()
    for number, month in enumerate(months):
        end = parse_month(month).as_of_date
        rows = [row for row in given["coverage"][month] if row["household"] == name]
        now = {row["benefit"] for row in rows if "monthly" in row}
        new = [row for row in rows if "monthly" in row and row["benefit"] not in before]
        new += [row for row in rows if "once" in row and row["since"] not in told]
        told |= {row["since"] for row in rows if "once" in row}
        before = now
        for row in new:
            since = row["since"]
            counts = number > 0 if since is None else since >= first.replace(day=1)
            if end >= first and counts:
                days.add(max(since or end, first))
    return days
