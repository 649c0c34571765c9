"""What a month has to work with: which deliveries count, and in what state each source is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from pipelines.feeds import COPIED_FROM, Finding, Tolerances, Verdict, age_in_months, judge_feed
from pipelines.last_known import LastKnown, last_known
from pipelines.mended import (
    closed_rows,
    corrections_among,
    with_corrections,
    with_mended_counts,
)
from pipelines.months import Month, parse_month
from pipelines.places import Gazetteer, load_reference
from pipelines.policy import policy_at
from pipelines.profiles import Month as DeliveryMonth
from pipelines.profiles import prepare
from pipelines.register import Register, Taken, load_register
from pipelines.settings import Home
from pipelines.stage import Entry, Unreadable
from schemas.sources import Cadence, Source, all_sources, source_named

if TYPE_CHECKING:
    from pipelines.policy import Policy

DeliveryState = Literal["used", "copy", "superseded", "skipped"]
EXPECTED_MONTHS: dict[Cadence, int] = {"monthly": 0, "quarterly": 3, "yearly": 12}
"""For how many months after its own a delivery is the newest that can be expected."""


@dataclasses.dataclass(frozen=True)
class Delivery:
    """A received file as a month sees it.

    `status`: its rows are used; it is a copy of content that came before (all rows repeated); a
    later file of the same path and month has superseded it; or it was skipped, not read at all.
    A returned file (it `corrects` others) neither supersedes nor is superseded. `turn` is the
    place of its content in the order in which files were taken.
    """

    path: str
    sha256: str
    size: int
    delivery_month: str
    status: DeliveryState
    entries: tuple[Entry, ...]
    unread: tuple[Unreadable, ...]
    corrects: tuple[str, ...] = ()
    turn: int = 0

    @property
    def closed(self) -> int:
        """How many rejected rows of it returned files have mended since."""
        return sum(entry.closed for entry in self.entries)

    @property
    def file_id(self) -> str:
        """The short name of its content in staged tables."""
        return self.sha256[:16]


@dataclasses.dataclass(frozen=True)
class UsedFile:
    """A staged content that a month uses, with the delivery that decides its rank.

    `places`: only the rows of these towns are used (as written; "\\t" and a community where the
    row has no town); None: all rows.
    """

    file_id: str
    sha256: str
    delivery_month: str
    path: str
    places: tuple[str, ...] | None = None


@dataclasses.dataclass(frozen=True)
class SourceStatus:
    """The state of a source in a month.

    `present`; `stale`: what was delivered last is of an earlier month, or cannot be used, and the
    last known rows stand in for it; `missing`: nothing was delivered, too much of it had to be
    rejected, or what is known is too old. `delivery_month` is that of the newest delivery (None:
    the source was never connected), `data_month` the month that the rows in use speak of,
    `age_months` how long ago that is. `files` are in the order of delivery (month, path). Where
    the source is missing they are the last known ones: nothing is assessed by them, but nobody
    drops out of the screening because a department stopped sending, or sent badly. The counts are
    of all that was delivered. `towns`: towns whose rows are of an earlier month than the others',
    with that month.
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
    data_month: str | None = None
    age_months: int = 0
    findings: tuple[Finding, ...] = ()
    towns: tuple[tuple[str, str], ...] = ()

    @property
    def is_connected(self) -> bool:
        """Whether the department ever delivered it."""
        return self.delivery_month is not None

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
    return _with_closed(home, _as_seen(register, taken))


def _with_closed(home: Home, deliveries: list[Delivery]) -> list[Delivery]:
    closed = closed_rows(home, deliveries)
    if not closed:
        return deliveries
    return [_closing(one, closed) if one.status == "used" else one for one in deliveries]


def _closing(delivery: Delivery, closed: Mapping[tuple[str, str], int]) -> Delivery:
    entries = tuple(
        dataclasses.replace(entry, closed=closed.get((delivery.file_id, entry.source), 0))
        for entry in delivery.entries
    )
    return dataclasses.replace(delivery, entries=entries)


def _as_seen(register: Register, taken: Sequence[Taken]) -> list[Delivery]:
    """Each delivery with its state: the last of a path and month counts, a content once.

    What street offices answered stays, though the workbook came again under its name: what was
    written first is not lost, and whether the two agree is for the ledger to see.
    """
    returned = {
        sha256
        for sha256, one in register.contents.items()
        if one.staged.corrects or _holds_answers(one.staged.entries)
    }
    last = {
        (one.path, one.delivery_month): place
        for place, one in enumerate(taken)
        if one.sha256 and one.sha256 not in returned  # what was left unread replaces nothing
    }
    turns: dict[str, int] = {}
    for place, one in enumerate(taken):
        turns.setdefault(one.sha256, place)
    known: set[str] = set()
    seen = []
    for place, one in sorted(enumerate(taken), key=_original_first):
        is_last = one.sha256 in returned or last.get((one.path, one.delivery_month)) == place
        state = _state(one, known, is_last=is_last)
        if state == "used":
            known.add(one.sha256)
        seen.append((place, _delivery(register, one, state, turns[one.sha256])))
    seen.sort(key=lambda item: (item[1].delivery_month, item[1].path, item[0]))
    return [delivery for _, delivery in seen]


def _holds_answers(entries: Sequence[Entry]) -> bool:
    return any(source_named(entry.source).subject == "household" for entry in entries)


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


def _delivery(register: Register, one: Taken, state: DeliveryState, turn: int) -> Delivery:
    content = register.contents.get(one.sha256)
    entries = content.staged.entries if content else ()
    unread = content.staged.unread if content else ()
    if state == "skipped":
        unread = (Unreadable("", one.reason),)
    if state == "copy":
        entries = tuple(_wholly_repeated(entry) for entry in entries)
    corrects = content.staged.corrects if content else ()
    told = (one.path, one.sha256, one.size, one.delivery_month, state, entries, unread, corrects)
    return Delivery(*told, turn)


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

    Of a snapshot all files of its newest sound delivery month count, of events all files: see
    `pipelines.feeds` for what is sound. A source of whose rows more than `tolerance(source)` (a
    share) and at least `minimum_rows` were rejected is missing. Both default to the policy of the
    month's last day. Figures of contents are computed once and kept (`Home.profiles`).
    """
    policy = policy_at(month.as_of_date)
    if tolerance is None or minimum_rows is None:
        tolerance, minimum_rows = _policy_tolerance(policy)
    judge = _Judge(home, load_register(home), month, tolerance, minimum_rows, Tolerances.of(policy))
    deliveries = deliveries_for(home, month)
    return {source.name: judge.status(source, deliveries) for source in all_sources()}


def _policy_tolerance(policy: Policy) -> tuple[Callable[[str], float], int]:
    share = float(policy["reject_tolerance"])
    own = {source.name: source.tolerated_reject_share for source in all_sources()}

    def tolerance(name: str) -> float:
        share_of_source = own[name]
        return share if share_of_source is None else share_of_source

    return tolerance, int(policy["reject_minimum_rows"])


@dataclasses.dataclass(frozen=True)
class _Judge:
    """What the state of a source depends on besides its deliveries."""

    home: Home
    register: Register
    month: Month
    tolerance: Callable[[str], float]
    minimum_rows: int
    tolerances: Tolerances
    gazetteer: list[Gazetteer] = dataclasses.field(default_factory=list)

    def status(self, source: Source, deliveries: Sequence[Delivery]) -> SourceStatus:
        """The state of one source: its counts, then what of it can be used."""
        held = [one for one in deliveries if _holds(one, source)]
        if not held:
            return _absent(source)
        corrections = corrections_among(deliveries, source.name)
        counted = self._counted(source, held, corrections)
        if source.subject == "household":
            return _answers(source, counted, held, corrections)
        months = self._months(source, held, corrections)
        prepare(months, COPIED_FROM)
        verdicts = judge_feed(source, months, self.tolerances, self._place_of)
        known = last_known(source, verdicts)
        files = with_corrections(source.name, self._files(held, months, known), corrections)
        refusal = self._refusal(source, counted, held, corrections)
        if refusal:
            return dataclasses.replace(refusal, files=files)
        is_resent = _is_resent(source, known, verdicts, counted)
        found = () if is_resent else _findings_now(verdicts, counted)
        if not is_resent and not any(finding.kind == "copied" for finding in found):
            least = self.tolerances.copied_minimum_rows
            found = (*_sent_before(source, held, least), *found)
        findings = (*_empty_findings(source, counted), *found, *_given_up(source, known))
        return self._judged(source, counted, known, files, findings, is_resent=is_resent)

    def _counted(
        self, source: Source, held: Sequence[Delivery], corrections: Sequence[Delivery]
    ) -> SourceStatus:
        """The counts of a snapshot's newest month, of all files of events."""
        newest = held[-1].delivery_month
        if source.kind == "snapshot":
            # A copy of an older file is this month's snapshot all the same.
            counting = [one for one in held if one.delivery_month == newest]
        else:
            counting = [one for one in held if one.status == "used"]
        contents = tuple(dict.fromkeys(one.sha256 for one in counting))
        return self._added_up(source, newest, contents, corrections)

    def _added_up(
        self,
        source: Source,
        month: str,
        contents: Sequence[str],
        corrections: Sequence[Delivery],
    ) -> SourceStatus:
        counted = _add_up(source, month, [self._entry(sha256, source) for sha256 in contents])
        return with_mended_counts(self.home, counted, contents, corrections)

    def _entry(self, sha256: str, source: Source) -> Entry:
        """The content's own counts, whatever the delivery counts as."""
        entries = self.register.contents[sha256].staged.entries
        return next(entry for entry in entries if entry.source == source.name)

    def _refusal(
        self,
        source: Source,
        counted: SourceStatus,
        held: Sequence[Delivery],
        corrections: Sequence[Delivery],
    ) -> SourceStatus | None:
        """The state where too much of the newest month had to be rejected, else None."""
        month = held[-1].delivery_month
        own = [one for one in held if one.delivery_month == month]
        used = own if source.kind == "snapshot" else [one for one in own if one.status == "used"]
        contents = tuple(dict.fromkeys(one.sha256 for one in used))
        newest = self._added_up(source, month, contents, corrections)
        tolerated = self.tolerance(source.name)
        if not self._is_rejected(tolerated, newest):
            return None
        reason = _too_many(source, newest, tolerated)
        figures = {"received": newest.received, "rejected": newest.rejected}
        findings = (Finding("rejected", reason, figures),)
        return dataclasses.replace(counted, reason=reason, findings=findings)

    def _is_rejected(self, tolerated: float, counted: SourceStatus) -> bool:
        rejected = counted.rejected
        return rejected >= self.minimum_rows and rejected > tolerated * counted.received

    def _months(
        self, source: Source, held: Sequence[Delivery], corrections: Sequence[Delivery]
    ) -> list[DeliveryMonth]:
        """The delivery months that can be judged and used, in order."""
        by_month: dict[str, list[Delivery]] = {}
        for one in held:
            by_month.setdefault(one.delivery_month, []).append(one)
        found = []
        for month, deliveries in sorted(by_month.items()):
            used = [one for one in deliveries if one.status == "used"]
            if source.kind == "snapshot" or not used:
                used = deliveries
            contents = tuple(dict.fromkeys(one.sha256 for one in used))
            counted = self._added_up(source, month, contents, corrections)
            is_rejected = self._is_rejected(self.tolerance(source.name), counted)
            if source.kind == "events" or (counted.received and not is_rejected):
                found.append(DeliveryMonth(self.home, source, month, contents))
        return found

    def _place_of(self, written: str) -> str:
        """One key for all spellings of a town."""
        if not self.gazetteer:
            self.gazetteer.append(Gazetteer(load_reference()))
        town, _, community = written.partition("\t")
        place = self.gazetteer[0].find(town, community)
        return place.street_code or place.town_key

    def _files(
        self, held: Sequence[Delivery], months: Sequence[DeliveryMonth], known: LastKnown
    ) -> tuple[UsedFile, ...]:
        """The contents of the months in use, each once, in the order of delivery."""
        by_month = {one.month: one for one in months}
        files: dict[str, UsedFile] = {}
        for part in known.parts:
            places = None
            if part.towns is not None:
                written = sorted(by_month[part.month].profile.places)
                places = tuple(one for one in written if self._place_of(one) in part.towns)
            for one in held:
                if one.delivery_month == part.month and self._counts(one, by_month[part.month]):
                    files.setdefault(one.sha256, _used_file(one, places))
        return tuple(files.values())

    @staticmethod
    def _counts(delivery: Delivery, month: DeliveryMonth) -> bool:
        """Whether the delivery's rows are this month's; of events a copy's never are."""
        is_copy = month.source.kind == "events" and delivery.status == "copy"
        return delivery.sha256 in month.contents and not is_copy

    def _judged(
        self,
        source: Source,
        counted: SourceStatus,
        known: LastKnown,
        files: tuple[UsedFile, ...],
        findings: tuple[Finding, ...],
        *,
        is_resent: bool,
    ) -> SourceStatus:
        """The state by how old the rows are that can be used."""
        reasons = _telling(findings)
        if not known.data_month:
            return dataclasses.replace(counted, reason="".join(reasons), findings=findings)
        age = age_in_months(known.data_month, str(self.month))
        newest = counted.delivery_month or known.data_month
        if is_resent:
            newest = known.data_month
        is_late = parse_month(newest).plus(EXPECTED_MONTHS[source.cadence]) < self.month
        if is_late:
            reason = _late(source, newest)
            reasons.append(reason)
            findings = (*findings, Finding("late", reason, {"newest": newest, "age_months": age}))
        status: Literal["present", "stale", "missing"] = "present"
        if is_late or known.data_month != newest:
            status = "stale"
        if status == "stale" and age > source.age_limit_months:
            status = "missing"
            reasons.append(_too_old(source, known, age))
            figures = {"age_months": age, "limit_months": source.age_limit_months}
            findings = (*findings, Finding("too_old", reasons[-1], figures))
        elif status == "stale":
            reasons.append(_carried(known, age))
        return dataclasses.replace(
            counted,
            status=status,
            files=files,
            reason="".join(reasons),
            data_month=known.data_month,
            age_months=age,
            findings=findings,
            towns=tuple(sorted(known.towns.items())),
        )


# Findings that stand in the reason; the others only stand among the findings.
_TOLD_AT_MOST = 3
_TELLING = frozenset({"copied", "copied_column", "partial_rows", "partial_towns", "jump", "empty"})


def _telling(findings: Sequence[Finding]) -> list[str]:
    """The sentences of the reason: where very much is wrong, the first of them."""
    told = [finding.sentence for finding in findings if finding.kind in _TELLING]
    more = len(told) - _TOLD_AT_MOST
    return [*told[:_TOLD_AT_MOST], f"另有 {more} 处类似。"] if more > 0 else told


def _holds(delivery: Delivery, source: Source) -> bool:
    """Whether a delivery is one of the source; what corrects others belongs to them."""
    used = delivery.status in {"used", "copy"}
    own = [entry for entry in delivery.entries if entry.source == source.name]
    return used and any(not entry.corrects for entry in own)


def _used_file(delivery: Delivery, places: tuple[str, ...] | None) -> UsedFile:
    return UsedFile(
        delivery.file_id, delivery.sha256, delivery.delivery_month, delivery.path, places
    )


def _answers(
    source: Source,
    counted: SourceStatus,
    held: Sequence[Delivery],
    corrections: Sequence[Delivery],
) -> SourceStatus:
    """The state of what street offices send back: all of it counts, however much or little it is.

    No month is like another, and the same blank list may well come back twice.
    """
    files = {one.sha256: _used_file(one, None) for one in held if one.status == "used"}
    return dataclasses.replace(
        counted,
        status="present",
        files=with_corrections(source.name, tuple(files.values()), corrections),
        data_month=counted.delivery_month,
    )


def _empty_findings(source: Source, counted: SourceStatus) -> tuple[Finding, ...]:
    if source.kind == "events" or counted.received:
        return ()
    return (Finding("empty", _empty(source, counted), {"rows": 0}),)


def _findings_now(verdicts: Sequence[Verdict], counted: SourceStatus) -> tuple[Finding, ...]:
    """What was found of the newest delivery; an alarm that has ended is told as ended."""
    if not verdicts or verdicts[-1].month != counted.delivery_month:
        return ()
    found = verdicts[-1].findings
    ended = tuple(finding for finding in found if finding.kind == "settled")
    return ended or found


def _is_resent(
    source: Source, known: LastKnown, verdicts: Sequence[Verdict], counted: SourceStatus
) -> bool:
    """Whether a list that is not due every month has come once more before the next one is due."""
    if not known.data_month or verdicts[-1].month != counted.delivery_month:
        return False
    age = age_in_months(known.data_month, verdicts[-1].month)
    is_same = verdicts[-1].same_as >= known.data_month
    return verdicts[-1].state == "copied" and is_same and age < EXPECTED_MONTHS[source.cadence]


def _sent_before(source: Source, held: Sequence[Delivery], least: int) -> tuple[Finding, ...]:
    """Files of the newest month whose content came before under another name.

    Of a snapshot only those of at least so many rows: a small list may well stay as it is.
    """
    newest = held[-1].delivery_month
    copies = {
        one.sha256: one for one in held if one.delivery_month == newest and one.status == "copy"
    }
    rows = {sha256: _received(source, one) for sha256, one in copies.items()}
    least = least if source.kind == "snapshot" else 1
    told = sorted(sha256 for sha256, count in rows.items() if count >= least)
    if not told:
        return ()
    first = min(one.delivery_month for one in held if one.sha256 in told)
    total = sum(rows[sha256] for sha256 in told)
    sentence = (
        f"“{source.title}”{newest} 有 {len(told)} 个文件（共 {total} 行）的内容 {first} 已经交过，"
        "是换了名字或日期的同一份。请确认是不是交错了。"
    )
    figures = {"files": len(told), "rows": total, "first_month": first}
    return (Finding("sent_before", sentence, figures),)


def _received(source: Source, delivery: Delivery) -> int:
    return sum(entry.received for entry in delivery.entries if entry.source == source.name)


def _given_up(source: Source, known: LastKnown) -> tuple[Finding, ...]:
    if not known.given_up:
        return ()
    count, limit = len(known.given_up), source.age_limit_months
    sentence = (
        f"“{source.title}”有 {count} 个镇街超过 {limit} 个月没有数据，不再沿用旧的。"
        "这些镇街没有数据不等于没有困难，请催交。"
    )
    return (Finding("too_old", sentence, {"towns": count, "limit_months": limit}),)


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
    if source.subject == "household":
        reason = f"还没有收到“{source.title}”。"
        return SourceStatus(source.name, "missing", None, (), 0, 0, 0, 0, reason)
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


def _late(source: Source, newest: str) -> str:
    return f"{source.department}最近一次交“{source.title}”是 {newest}，之后没有新的，请催交。"


def _carried(known: LastKnown, age: int) -> str:
    return f"本月沿用 {known.data_month} 的数据（已过 {age} 个月），可能已经过时。"


def _too_old(source: Source, known: LastKnown, age: int) -> str:
    return (
        f"可用的数据只到 {known.data_month}，已过 {age} 个月，超过容许的 "
        f"{source.age_limit_months} 个月，用到它的指标本月记为“未评估”，不等于没有风险。"
    )
