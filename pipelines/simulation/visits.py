"""What visitors do with a list: whom they see, when, what they find and which slips they make."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.policy import policy_at
from pipelines.simulation.acts import (
    COMPLEX,
    MET,
    MOVED,
    NO_RISK,
    NOT_COVERED,
    NOT_DELIVERED,
    NOT_MET,
    REFUSED,
    REVIEW,
    Listed,
    Visit,
)
from pipelines.simulation.behaviour import Behaviour
from pipelines.simulation.chance import Chance
from pipelines.simulation.needs import Need
from pipelines.workdays import add_months, add_workdays

VERIFY_WORKDAYS, LATEST_WORKDAY = 10, 17
FAULTS = (
    "edited_id", "no_date", "in_future", "concluded_unseen", "unknown_word", "before_listing",
    "other_street",
)  # fmt: skip
TAKEN = frozenset({"", "other_street"})
"""Slips after which a row is still taken for what it says."""
CONTRADICTED = "contradicted"
"""No slip: another workbook said something else of the same visit, and a person decides."""
RESULTS = (MET, NOT_MET, MOVED, REFUSED)


@dataclass
class Visitors:
    """The street offices' people, and what they remember of each household."""

    behaviour: Behaviour
    chance: Chance
    needs: Mapping[int, Need]
    seen: dict[str, Visit] = field(default_factory=dict)

    def go(self, listed: Listed, *, is_first: bool, is_drawing: bool) -> tuple[Visit, str] | None:
        """Visit a household if its turn has come; what was found, and the slip in writing it."""
        due = listed.list_month.plus(1).as_of_date
        asked = ("visit", listed.household, listed.list_month)
        if not self._is_due(listed, due) or not self._happens("visited", *asked):
            return None
        visit = self._find(listed, due, is_drawing=is_drawing)
        fault = self._slip(listed, visit, is_first=is_first)
        if fault in TAKEN:
            self.seen[listed.household] = visit
        return _spoiled(visit, fault, listed), fault

    def _happens(self, name: str, *about: object) -> bool:
        return self.chance.happens(getattr(self.behaviour, name), name, *about)

    def _is_due(self, listed: Listed, by: date) -> bool:
        """Not verified yet, or the months of its colour are over; nobody seeks those who left."""
        last = self.seen.get(listed.household)
        if last is None or last.result in {NOT_MET, REFUSED}:
            return True
        if last.result == MOVED:
            return False
        months = int(str(policy_at(by).parameters[f"visit_months_{listed.colour}"]))
        return add_months(last.on, months) <= by

    def _find(self, listed: Listed, latest: date, *, is_drawing: bool) -> Visit:
        asked = (listed.household, listed.list_month)
        on = self._day(listed, latest)
        shares = [getattr(self.behaviour, name) for name in ("met", "not_met", "moved", "refused")]
        result = RESULTS[self.chance.place(shares, "result", *asked)]
        if result != MET:
            return Visit(on, result)
        need = self.needs.get(-1 if listed.home is None else listed.home)
        if need is not None and need.since > listed.list_month:
            need = None
        conclusion = self._conclude(need, asked, is_drawing=is_drawing)
        if conclusion in {NO_RISK, REVIEW}:
            return Visit(on, result, conclusion, "无需" if conclusion == NO_RISK else "")
        return Visit(on, result, conclusion, need.help if need else "临时救助")

    def _day(self, listed: Listed, latest: date) -> date:
        asked = ("day", listed.household, listed.list_month)
        is_early = self._happens("on_time", *asked)
        first, last = (1, VERIFY_WORKDAYS) if is_early else (VERIFY_WORKDAYS + 1, LATEST_WORKDAY)
        return min(latest, add_workdays(listed.list_date, self.chance.number(first, last, *asked)))

    def _conclude(self, need: Need | None, asked: tuple[object, ...], *, is_drawing: bool) -> str:
        if is_drawing:
            return REVIEW if self._happens("writes_review", *asked) else NO_RISK
        if not self._happens("sees_need" if need else "false_alarm", *asked):
            return NO_RISK
        shares = (self.behaviour.writes_not_delivered, self.behaviour.writes_complex, 0.0)
        words = (NOT_DELIVERED, COMPLEX, NOT_COVERED)
        return words[self.chance.place(shares, "conclusion", *asked)]

    def _slip(self, listed: Listed, visit: Visit, *, is_first: bool) -> str:
        shares = [getattr(self.behaviour, name) for name in FAULTS]
        slip = self.chance.place([*shares, 0.0], "slip", listed.household, listed.list_month)
        fault = (*FAULTS, "")[slip]
        # Before its first listing only: an earlier list would take the visit for its own.
        impossible = (fault == "before_listing" and not is_first) or (
            fault == "concluded_unseen" and visit.result == MET
        )
        return "" if impossible else fault


def _spoiled(visit: Visit, fault: str, listed: Listed) -> Visit:
    if fault == "in_future":
        # Later than the end of any month in which the workbook may come back.
        return dataclasses.replace(visit, on=visit.on + timedelta(days=100))
    if fault == "before_listing":
        return dataclasses.replace(visit, on=listed.list_date - timedelta(days=9))
    if fault == "concluded_unseen":
        return dataclasses.replace(visit, conclusion=NO_RISK)
    if fault == "unknown_word":
        return dataclasses.replace(visit, result="出门了")
    return visit
