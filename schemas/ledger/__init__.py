"""Contracts of the ledger (台账): what became of each household that a list named.

Everything is derived anew from releases and from what came back from the field; nothing is edited
in place. No table holds a name, a number, a phone or an address.
"""

from typing import Literal, get_args

VisitResult = Literal["已见到", "未遇到", "已搬走", "拒绝"]
Conclusion = Literal["not_delivered", "not_covered", "complex", "review", "no_risk"]
State = Literal[
    "waiting",
    "not_reached",
    "moved",
    "refused",
    "referred",
    "in_conference",
    "to_review",
    "no_risk",
    "helped",
    "stable",
    "left",
]
Event = Literal[
    "listed",
    "delisted",
    "visited",
    "not_reached",
    "moved",
    "refused",
    "concluded",
    "referred",
    "helped",
    "conferenced",
    "stable",
    "left",
    "reopened",
    "nominated",
]
Unmerged = Literal[
    "no_household",
    "unknown_household",
    "never_listed",
    "no_date",
    "before_listing",
]

VISIT_RESULTS: tuple[str, ...] = get_args(VisitResult)
CONCLUSIONS: tuple[str, ...] = get_args(Conclusion)
STATES: tuple[str, ...] = get_args(State)
EVENTS: tuple[str, ...] = get_args(Event)
UNMERGED_REASONS: tuple[str, ...] = get_args(Unmerged)
