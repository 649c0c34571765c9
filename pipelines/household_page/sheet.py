"""What the page of one household says, before anybody asks how it fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.household_page.dues import Dues
from pipelines.months import Month


@dataclass(frozen=True)
class Member:
    """One person as on the list: no number, no phone."""

    name: str
    relationship: str
    sex: str
    age: str
    disability: str
    burden: str


@dataclass(frozen=True)
class Told:
    """One line of the reasons: its number and points; both empty where it gives no points."""

    number: str
    points: str
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """All words of a page; `meaning` is at most two lines.

    `colour` is None for a household that was screened and not listed.
    """

    month: Month
    household_id: str
    head: str
    place: str
    address: str
    receiver: str
    colour: str | None
    meaning: Sequence[str]
    standing: str
    score: str
    border: str
    members: Sequence[Member]
    members_note: str
    reasons: Sequence[Told]
    counter_reasons: Sequence[str]
    receives: Sequence[str]
    to_verify: Sequence[str]
    dues: Dues
