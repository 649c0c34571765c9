"""Who came into a household and who left it: from the registers of persons of two releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipelines.since.snapshots import Snapshot


def moves(before: Snapshot, after: Snapshot) -> list[str]:
    """Return who came into a household between two releases and who left it, in sentences."""
    joined, left = after.members - before.members, before.members - after.members
    was, now = before.households_of(joined), after.households_of(left)
    return [
        *(_came(person, was) for person in sorted(joined)),
        *(_went(person, now) for person in sorted(left)),
        *([] if before.members or not was else [f"本户从 {_named(was.values())} 分出"]),
        *([] if after.members or not now else [f"本户并入 {_named(now.values())}"]),
    ]


def _came(person: str, was: Mapping[str, str]) -> str:
    known = f"以前在 {was[person]}" if person in was else "以前的数据里没有这个人"
    return f"人员 {person} 来到本户，{known}"


def _went(person: str, now: Mapping[str, str]) -> str:
    gone = "已不在人户对应表里（去世、迁出或台账不再登记）"
    return f"人员 {person} 离开本户，{f'现在在 {now[person]}' if person in now else gone}"


def _named(households: Iterable[str]) -> str:
    return "、".join(sorted(set(households)))
