"""What a month has to work with: which deliveries count, and in what state each source is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pipelines.months import Month, parse_month
from pipelines.register import Register, Taken, load_register
from pipelines.settings import Home
from pipelines.stage import Entry, Unreadable
from schemas.sources import Source, all_sources

DeliveryState = Literal["used", "copy", "superseded", "skipped"]
YEARLY_MONTHS = 12
"""A yearly list is stale after as many months."""


@dataclasses.dataclass(frozen=True)
class Delivery:
    """A received file as a month sees it.

    `status`: its rows are used; it is a copy of content that came before (all rows repeated); a
    later file of the same path and month has superseded it; or it was skipped, not read at all.
    """

    path: str
    sha256: str
    size: int
    delivery_month: str
    status: DeliveryState
    entries: tuple[Entry, ...]
    unread: tuple[Unreadable, ...]

    @property
    def file_id(self) -> str:
        """The short name of its content in staged tables."""
        return self.sha256[:16]


@dataclasses.dataclass(frozen=True)
class UsedFile:
    """A staged content that a month uses, with the delivery that decides its rank."""

    file_id: str
    sha256: str
    delivery_month: str
    path: str


@dataclasses.dataclass(frozen=True)
class SourceStatus:
    """The state of a source in a month.

    `present`; `stale`: its newest delivery is of an earlier month; `missing`: nothing was
    delivered, or too much of it had to be rejected. `files` are in the order of delivery (month,
    path) and empty where the source is missing; the counts are of all that was delivered.
    """

    source: str
    status: Literal["present", "missing", "stale"]
    delivery_month: str | None
    files: tuple[UsedFile, ...]
    received: int
    accepted: int
    rejected: int
    repeated: int
    reason: str

    @property
    def file_ids(self) -> tuple[str, ...]:
        """The staged contents to use, in the order of delivery."""
        return tuple(file.file_id for file in self.files)


def deliveries_for(home: Home, month: Month) -> list[Delivery]:
    """All files delivered up to a month, in the order of delivery month and path.

    A function of the register and the month: what came later changes nothing.
    """
    register = load_register(home)
    taken = [one for one in register.deliveries if parse_month(one.delivery_month) <= month]
    return _as_seen(register, taken)


def _as_seen(register: Register, taken: Sequence[Taken]) -> list[Delivery]:
    """Each delivery with its state: the last of a path and month counts, a content once."""
    last = {(one.path, one.delivery_month): place for place, one in enumerate(taken)}
    known: set[str] = set()
    seen = []
    for place, one in sorted(enumerate(taken), key=_original_first):
        is_last = last[one.path, one.delivery_month] == place
        state = _state(one, known, is_last=is_last)
        if state == "used":
            known.add(one.sha256)
        seen.append((place, _delivery(register, one, state)))
    seen.sort(key=lambda item: (item[1].delivery_month, item[1].path, item[0]))
    return [delivery for _, delivery in seen]


def _original_first(placed: tuple[int, Taken]) -> tuple[str, str, str, int]:
    """Order in which contents are known: by month and by the name without its extension.

    So `deaths.csv` is the original and `deaths again.csv` the copy, though a space sorts
    before the point of `.csv`.
    """
    place, one = placed
    name, _, _ = one.path.rpartition(".")
    return (one.delivery_month, name or one.path, one.path, place)


def _state(one: Taken, known: set[str], *, is_last: bool) -> DeliveryState:
    if not one.sha256:
        return "skipped"
    if not is_last:
        return "superseded"
    return "copy" if one.sha256 in known else "used"


def _delivery(register: Register, one: Taken, state: DeliveryState) -> Delivery:
    content = register.contents.get(one.sha256)
    entries = content.staged.entries if content else ()
    unread = content.staged.unread if content else ()
    if state == "skipped":
        unread = (Unreadable("", one.reason),)
    if state == "copy":
        entries = tuple(_wholly_repeated(entry) for entry in entries)
    return Delivery(one.path, one.sha256, one.size, one.delivery_month, state, entries, unread)


def _wholly_repeated(entry: Entry) -> Entry:
    """The counts of a content that came before under another name."""
    notes = {"repeated_content": entry.received} if entry.received else {}
    return dataclasses.replace(
        entry, accepted=0, rejected=0, repeated=entry.received, reasons={}, notes=notes
    )


def sources_for(
    home: Home,
    month: Month,
    tolerance: Callable[[str], float] | None = None,
    minimum_rows: int | None = None,
) -> dict[str, SourceStatus]:
    """The state of every known source in a month, by name.

    Of a snapshot all files of its newest delivery month count, of events all files. A source of
    whose rows more than `tolerance(source)` (a share) and at least `minimum_rows` were rejected
    is missing. Both default to the policy of the month's last day.
    """
    if tolerance is None or minimum_rows is None:
        tolerance, minimum_rows = _policy_tolerance(month)
    register = load_register(home)
    deliveries = deliveries_for(home, month)
    judge = _Judge(register, month, tolerance, minimum_rows)
    return {source.name: judge.status(source, deliveries) for source in all_sources()}


def _policy_tolerance(month: Month) -> tuple[Callable[[str], float], int]:
    from pipelines.policy import policy_at

    policy = policy_at(month.as_of_date)
    share = float(policy["reject_tolerance"])
    own = {source.name: source.tolerated_reject_share for source in all_sources()}

    def tolerance(name: str) -> float:
        share_of_source = own[name]
        return share if share_of_source is None else share_of_source

    return tolerance, int(policy["reject_minimum_rows"])


@dataclasses.dataclass(frozen=True)
class _Judge:
    """What the state of a source depends on besides its deliveries."""

    register: Register
    month: Month
    tolerance: Callable[[str], float]
    minimum_rows: int

    def status(self, source: Source, deliveries: Iterable[Delivery]) -> SourceStatus:
        held = [one for one in deliveries if _holds(one, source)]
        if not held:
            return _absent(source)
        newest = held[-1].delivery_month
        if source.kind == "snapshot":
            # A copy of an older file is this month's snapshot all the same.
            held = [one for one in held if one.delivery_month == newest]
        else:
            held = [one for one in held if one.status == "used"]
        files: dict[str, UsedFile] = {}
        for one in held:
            files.setdefault(one.sha256, _used_file(one))
        entries = [self._entry(sha256, source) for sha256 in files]
        counted = _add_up(source, newest, entries)
        return self._judged(source, counted, tuple(files.values()))

    def _entry(self, sha256: str, source: Source) -> Entry:
        """The content's own counts, whatever the delivery counts as."""
        entries = self.register.contents[sha256].staged.entries
        return next(entry for entry in entries if entry.source == source.name)

    def _judged(
        self, source: Source, counted: SourceStatus, files: tuple[UsedFile, ...]
    ) -> SourceStatus:
        tolerated = self.tolerance(source.name)
        rejected, received = counted.rejected, counted.received
        if rejected >= self.minimum_rows and rejected > tolerated * received:
            return dataclasses.replace(counted, reason=_too_many(source, counted, tolerated))
        if source.kind == "snapshot" and not received:
            return dataclasses.replace(counted, reason=_empty(source, counted))
        late = self._is_late(source, parse_month(counted.delivery_month or ""))
        return dataclasses.replace(
            counted,
            status="stale" if late else "present",
            files=files,
            reason=_late(source, counted) if late else "",
        )

    def _is_late(self, source: Source, newest: Month) -> bool:
        months = YEARLY_MONTHS if source.cadence == "yearly" else 0
        return newest.plus(months) < self.month


def _holds(delivery: Delivery, source: Source) -> bool:
    used = delivery.status in {"used", "copy"}
    return used and any(entry.source == source.name for entry in delivery.entries)


def _used_file(delivery: Delivery) -> UsedFile:
    return UsedFile(delivery.file_id, delivery.sha256, delivery.delivery_month, delivery.path)


def _add_up(source: Source, newest: str, entries: Sequence[Entry]) -> SourceStatus:
    return SourceStatus(
        source=source.name,
        status="missing",
        delivery_month=newest,
        files=(),
        received=sum(entry.received for entry in entries),
        accepted=sum(entry.accepted for entry in entries),
        rejected=sum(entry.rejected for entry in entries),
        repeated=sum(entry.repeated for entry in entries),
        reason="",
    )


def _absent(source: Source) -> SourceStatus:
    reason = (
        f"{source.department}没有交“{source.title}”。用到它的指标本月记为“未评估”，不等于没有风险。"
    )
    return SourceStatus(source.name, "missing", None, (), 0, 0, 0, 0, reason)


def _too_many(source: Source, counted: SourceStatus, tolerated: float) -> str:
    share = counted.rejected / counted.received
    return (
        f"“{source.title}”{counted.received} 行中有 {counted.rejected} 行（{share:.1%}）不合要求，"
        f"超过容许的 {tolerated:.1%}，本月不用。用到它的指标记为“未评估”；"
        f"请把退回的行交{source.department}更正后重报。"
    )


def _empty(source: Source, counted: SourceStatus) -> str:
    """A list of nobody is far more likely an export that went wrong than a district in no need."""
    return (
        f"{source.department} {counted.delivery_month} 交来的“{source.title}”一行数据也没有，"
        "按没有交处理。请确认导出是否完整后重报。"
    )


def _late(source: Source, counted: SourceStatus) -> str:
    return (
        f"{source.department}最近一次交“{source.title}”是 {counted.delivery_month}，"
        "本月仍用这一次的数据，可能已经过时。请催交。"
    )
