"""The street offices' side of the loop: lists go out, filled workbooks come back a month later."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.district.world import World
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.simulation.acts import NO_RISK, NOT_COVERED, Act, Listed, Visit
from pipelines.simulation.filling import KEY, ListBook, open_list
from pipelines.simulation.homes import HomesOfHouseholds
from pipelines.simulation.visits import CONTRADICTED, Visitors
from pipelines.workdays import first_workday_after

LATE, AGAIN = "（补报）", "（再报）"
Found = tuple[Listed, Visit, str]
ASTRAY = {"other_street"}


@dataclass(frozen=True)
class Office:
    """One street's list of a month: the workbook, and the households in it."""

    street: str
    name: str
    month: Month
    workbook: Path
    rows: Sequence[Listed]

    def path(self, delivered: Month, suffix: str = "") -> str:
        """Where the filled workbook stands in the inbox."""
        folder = f"镇街/{delivered.year}年{delivered.month:02d}月"
        return f"{folder}/{self.name}走访名单{suffix}.xlsx"


@dataclass
class Offices:
    """All street offices: their visitors, and what they wrote."""

    world: World
    visitors: Visitors
    inbox: Path
    acts: list[Act] = field(default_factory=list)
    nominated: dict[int, Month] = field(default_factory=dict)
    listed_before: set[str] = field(default_factory=set)
    homes_listed: set[int | None] = field(default_factory=set)

    def answer(
        self, home: Home, month: Month, homes: HomesOfHouseholds, drawing: set[int]
    ) -> list[Act]:
        """Take a month's lists to the doors and put the filled workbooks into the inbox.

        A workbook stands in the folder of the month in which it is handed in, and counts then.
        """
        offices = _offices(self.world, home, month, homes)
        found = {office.street: self._visit(office, drawing) for office in offices}
        _send_astray(found)
        self.homes_listed |= {row.home for office in offices for row in office.rows}
        written = []
        for office in offices:
            if not self._happens("silent_office", office.street, month):
                known = self.homes_listed | drawing
                written += self._hand_in(office, found[office.street], known)
        self.listed_before |= {row.household for office in offices for row in office.rows}
        self.acts += written
        return written

    def _happens(self, name: str, *about: object) -> bool:
        behaviour = self.visitors.behaviour
        return self.visitors.chance.happens(getattr(behaviour, name), name, *about)

    def _visit(self, office: Office, drawing: set[int]) -> list[Found]:
        found = []
        for row in office.rows:
            is_first = row.household not in self.listed_before
            told = self.visitors.go(row, is_first=is_first, is_drawing=row.home in drawing)
            if told is not None:
                found.append((row, *told))
        return found

    def _hidden(self, office: Office, known: set[int | None]) -> list[int]:
        """Needy homes of the street that no list names, and whom the office now names itself."""
        streets = self.world.streets_of_homes()
        codes = [street.code for street in self.world.places.streets]
        needs = self.visitors.needs
        hidden = [
            home
            for home in sorted(needs)
            if codes[streets[home]] == office.street
            and needs[home].since <= office.month
            and home not in known
            and home not in self.nominated
            and self._happens("nominated", home, office.month)
        ]
        self.nominated |= dict.fromkeys(hidden, office.month)
        return hidden

    def _hand_in(self, office: Office, found: Sequence[Found], known: set[int | None]) -> list[Act]:
        asked = (office.street, office.month)
        month = office.month.plus(1)
        if self._happens("late_workbook", *asked):
            return self._write(office, found, (), month.plus(1), LATE)
        hidden = self._hidden(office, known)
        if not self._happens("sent_twice", *asked):
            return self._write(office, found, hidden, month)
        half = self._write(office, found[: len(found) // 2], (), month)
        again = [self._told_again(*one) for one in found]
        return half + self._write(office, again, hidden, month, AGAIN)

    def _told_again(self, row: Listed, visit: Visit, fault: str) -> Found:
        """The second workbook says the same, or once in a while something else."""
        if fault or not visit.conclusion:
            return row, visit, fault
        if not self._happens("contradicted", row.household, row.list_month):
            return row, visit, fault
        other = NOT_COVERED if visit.conclusion == NO_RISK else NO_RISK
        return row, dataclasses.replace(visit, conclusion=other, help=""), CONTRADICTED

    def _write(
        self,
        office: Office,
        found: Sequence[Found],
        hidden: Sequence[int],
        delivered: Month,
        suffix: str = "",
    ) -> list[Act]:
        book, path = open_list(office.workbook), office.path(delivered, suffix)
        acts = []
        for row, visit, fault in found:
            line = book.lines.get(row.household) or book.take_blank()
            if line is None:
                continue
            act = Act(row, visit, row.household, path, delivered, line, fault)
            if fault == "edited_id":
                act = dataclasses.replace(act, written=_slipped(row.household))
            book.fill(line, {**act.cells, KEY: act.written})
            acts.append(act)
        self._name(book, hidden)
        book.save(self.inbox / path)
        return acts

    def _name(self, book: ListBook, hidden: Sequence[int]) -> None:
        people = self.world.people
        for home in hidden:
            line = book.take_blank()
            if line is not None:
                head = int(people.firsts[home])
                book.fill(line, {"户主及电话": f"{people.names[head]} {people.phones[head]}"})


def _offices(world: World, home: Home, month: Month, homes: HomesOfHouseholds) -> list[Office]:
    names = {street.code: street.name for street in world.places.streets}
    offices, list_date = [], first_workday_after(month.as_of_date)
    for folder in sorted((home.release_path(month) / "watchlists").iterdir()):
        listed = pl.read_parquet(folder / "watchlist.parquet", hive_partitioning=False)
        rows = [
            Listed(
                row["household_id"],
                homes.get(row["household_id"]),
                row["street_code"],
                month,
                row["colour"],
                list_date,
                row["verify_by"],
            )
            for row in listed.to_dicts()
        ]
        code = folder.name.partition("=")[2]
        if not rows and code not in names:
            continue  # a street in which nobody of this small district lives
        offices.append(Office(code, names.get(code, code), month, folder / "watchlist.xlsx", rows))
    return offices


def _send_astray(found: dict[str, list[Found]]) -> None:
    """Rows that a visitor writes into the workbook of the next street instead."""
    streets = sorted(found)
    for place, street in enumerate(streets):
        lost = [one for one in found[street] if one[0].street == street and one[2] in ASTRAY]
        found[street] = [one for one in found[street] if one not in lost]
        found[streets[(place + 1) % len(streets)]] += lost


def _slipped(household: str) -> str:
    """The number with its last character mistyped."""
    last = household[-1]
    return household[:-1] + ("Z" if last != "Z" else "Y")
