"""In which order returned files are staged: after the files that their rows came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

from pipelines.origins import KnownContents, OriginContent
from pipelines.passwords import load_passwords
from pipelines.raw import raw_files
from pipelines.register import Register
from pipelines.settings import Home


@dataclasses.dataclass(frozen=True)
class Waiting:
    """A content that can only be staged after the files (by id) that its rows came from."""

    sha256: str
    file_ids: frozenset[str]


def ids_of(register: Register) -> frozenset[str]:
    """The short names of all contents that were ever taken."""
    return frozenset(taken.sha256[:16] for taken in register.deliveries if taken.sha256)


def in_turn(register: Register, waiting: Sequence[Waiting]) -> list[str]:
    """The contents that wait, by SHA-256, in the order in which they can be staged.

    That is the order in which they were taken, but for those whose rows came from another.
    """
    places = _places(register)
    left = sorted(waiting, key=lambda one: places[one.sha256])
    done: list[str] = []
    while left:
        ids = {one.sha256[:16] for one in left}
        ready = [one for one in left if not one.file_ids & (ids - {one.sha256[:16]})]
        # Checksums cannot name one another in a circle; were they to, the first taken goes first.
        left.remove(first := (ready or left)[0])
        done.append(first.sha256)
    return done


def known_to(home: Home, register: Register, sha256: str) -> KnownContents:
    """What a returned file is put against: all contents staged, and the corrections before it."""
    kept = raw_files(home)
    passwords = load_passwords(home)
    contents = {
        known[:16]: OriginContent(known, kept[known], date.fromisoformat(content.as_of), passwords)
        for known, content in register.contents.items()
        if content.staged.entries and known in kept and known != sha256
    }
    return KnownContents(ids_of(register), contents, _earlier(register, sha256))


def _earlier(register: Register, sha256: str) -> tuple[str, ...]:
    """Corrections taken before a content, of its month or an earlier one, in their order."""
    places, months = _places(register), _months(register)
    corrections = [one for one, content in register.contents.items() if content.staged.corrects]
    before = [
        one for one in corrections if places[one] < places[sha256] and months[one] <= months[sha256]
    ]
    return tuple(sorted(before, key=places.__getitem__))


def _places(register: Register) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, taken in enumerate(register.deliveries):
        places.setdefault(taken.sha256, place)
    return places


def _months(register: Register) -> dict[str, str]:
    months: dict[str, str] = {}
    for taken in register.deliveries:
        months[taken.sha256] = min(taken.delivery_month, months.get(taken.sha256, "9999"))
    return months
