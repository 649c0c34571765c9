"""Staging: one file's content from the department's words to our names, types and units.

Every row that is received is accepted, rejected with a reason, or repeated: this is counted, and
a count that does not agree stops the run. Rows stream batch by batch, so that memory does not
grow with the file.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from pandera.errors import SchemaErrors
from pandera.polars import DataFrameModel

from pipelines.corrections import (
    Outcomes,
    SourceReturns,
    find_numbered,
    judge_returned,
    named_files,
    parts_of,
    unchanged_records,
)
from pipelines.doubts import FoundDoubts, Place, row_records
from pipelines.errors import SanseError
from pipelines.forbidden import refused_columns, why_refused, without_unasked_text
from pipelines.formats import NotReadable
from pipelines.identity import hash_identities
from pipelines.origins import NOTHING_KNOWN, KnownContents
from pipelines.passwords import load_passwords
from pipelines.read import Block, Unread, read_blocks
from pipelines.rejects import FAULT_SCHEMA, count_by_rule, first_faults, reject_records
from pipelines.repeats import Repeats, SeenRows
from pipelines.return_numbers import GUIDE_SHEET
from pipelines.settings import Home
from pipelines.staged_files import StagedFiles
from pipelines.table_names import hide_numbers, with_table_names
from pipelines.typed import TypedBatch, read_batch
from schemas.sources import IDENTITY_SCHEMA, Source, all_sources

_FAULTS_AT_ONCE = 50_000
_NOT_NUMBERED = (
    "这像是一份退回表，但没有“退回编号”，各行都按新报的数据处理，原来退回的行仍待更正。"
    "请在原来的退回表上改，保留“退回编号”一列，再交一次。"
)
_NOT_KNOWN = (
    "这份表有的“退回编号”所指的文件没有收到过（例如是试读得到的表），那些行按新报的数据处理。"
    "原来的文件如果也要报，请一并放进收件夹。"
)


class CountsDoNotAgree(SanseError):
    """Rows were lost or made while a file was staged."""


class ContractNotChecked(Exception):
    """A contract could not be applied to a frame of its own source: a mistake in our code."""


@dataclasses.dataclass(frozen=True)
class Entry:
    """What became of the rows of one source in one file.

    `reasons` counts rejected rows by the rule they break first, `warnings` rows that are taken and
    to be looked at, `notes` rows that are told of for another reason; `blocks` says where in the
    file the rows stood. `corrects` are the files (ids) to which returned rows among them belong,
    `closed` counts rejected rows that have come back mended, as a month sees it.
    """

    source: str
    received: int
    accepted: int
    rejected: int
    repeated: int
    reasons: dict[str, int]
    notes: dict[str, int]
    blocks: tuple[dict[str, Any], ...]
    warnings: dict[str, int] = dataclasses.field(default_factory=dict)
    corrects: tuple[str, ...] = ()
    closed: int = 0


@dataclasses.dataclass(frozen=True)
class Unreadable:
    """A file (sheet "") or sheet that gave no rows, and why, in Chinese."""

    sheet: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Staged:
    """One content, staged: an entry a source found in it, and what could not be read.

    `unknown_origins` are files that its rows name as theirs and that nobody has received.
    `is_refused`: a list of facts that nobody may process, of which not even the bytes are kept.
    """

    entries: tuple[Entry, ...]
    unread: tuple[Unreadable, ...]
    unknown_origins: tuple[str, ...] = ()
    is_refused: bool = False

    @property
    def corrects(self) -> tuple[str, ...]:
        """The files to which returned rows belong."""
        return tuple(sorted({file_id for entry in self.entries for file_id in entry.corrects}))


class OriginsNeeded(Exception):
    """A returned file can only be staged after the files that its rows came from."""

    def __init__(self, file_ids: frozenset[str]) -> None:
        super().__init__(len(file_ids))
        self.file_ids = file_ids


@dataclasses.dataclass(frozen=True)
class Context:
    """What all rows of a content share."""

    file_id: str
    as_of: date
    key: bytes
    known: KnownContents = NOTHING_KNOWN
    returns: Mapping[str, SourceReturns] = dataclasses.field(default_factory=dict)
    taken_by: date = date.min


@dataclasses.dataclass
class _Counts:
    received: int = 0
    rejected: int = 0
    clean: int = 0
    returned: int = 0
    reasons: Counter[str] = dataclasses.field(default_factory=Counter)


def stage_content(
    home: Home,
    path: Path,
    sha256: str,
    as_of: date,
    key: bytes,
    known: KnownContents = NOTHING_KNOWN,
    taken_by: date = date.min,
) -> Staged:
    """Read a file and write what it holds to staging, identities, rejects and doubts.

    `as_of` is the last day of the delivery month: nobody is born after it. `known` are the
    contents to which returned rows may belong. `taken_by` is the last day of the month in which
    the file was taken: what it tells of has happened by then, or by `as_of` where that is later.
    Nothing is written where reading breaks off.
    Raises OriginsNeeded, CountsDoNotAgree, and OSError where the disk fails.
    """
    passwords = load_passwords(home)
    found = read_blocks(path, all_sources(), passwords=passwords)
    numbered = find_numbered(with_table_names(found))
    if not numbered:
        # Tables that might have borne numbers have been used up to look for them.
        is_used_up = any(isinstance(one, Block) and one.has_return_numbers for one in found)
        if is_used_up:
            found = read_blocks(path, all_sources(), passwords=passwords)
        staged = stage_found(home, found, sha256, as_of, key, taken_by)
        return _told_of_guide(staged, _NOT_NUMBERED)
    named = named_files(numbered)
    if known.contents is None and named & known.file_ids:
        raise OriginsNeeded(named)
    returns = judge_returned(home, numbered, known)
    context = Context(sha256[:16], as_of, key, known, returns, taken_by)
    # The rows have been used up to look at their numbers.
    found = with_table_names(read_blocks(path, all_sources(), passwords=passwords))
    staged = _stage(home, found, sha256, context)
    unknown = tuple(sorted(named - (known.contents or {}).keys()))
    staged = _told_of_guide(staged, _NOT_KNOWN if unknown else None)
    return dataclasses.replace(staged, unknown_origins=unknown)


def _told_of_guide(staged: Staged, reason: str | None) -> Staged:
    """Say instead of a returned file's first sheet, which is ours, what became of its numbers."""
    unread = tuple(
        Unreadable(one.sheet, reason) if one.sheet == GUIDE_SHEET and reason else one
        for one in staged.unread
        if one.sheet != GUIDE_SHEET or reason or not staged.entries
    )
    return dataclasses.replace(staged, unread=unread) if staged.entries else staged


def stage_found(
    home: Home,
    found: Sequence[Block | Unread],
    sha256: str,
    as_of: date,
    key: bytes,
    taken_by: date = date.min,
) -> Staged:
    """Stage what reading found in a content that is nobody's correction; as stage_content."""
    context = Context(sha256[:16], as_of, key, taken_by=taken_by)
    return _stage(home, with_table_names(found), sha256, context)


def _stage(home: Home, found: Sequence[Block | Unread], sha256: str, context: Context) -> Staged:
    blocks = [block for block in found if isinstance(block, Block)]
    parts = [part for part in found if isinstance(part, Unread)]
    is_refused = not blocks and any(part.refused for part in parts)
    unread = [
        Unreadable(hide_numbers(part.sheet), hide_numbers(_reason(part, is_refused=is_refused)))
        for part in parts
    ]
    if is_refused:
        return Staged((), tuple(unread), is_refused=True)
    entries = []
    try:
        with contextlib.ExitStack() as stack:
            staged = []
            for source in _sources_of(blocks):
                files = stack.enter_context(StagedFiles(home, source, sha256))
                own = [block for block in blocks if block.source == source.name]
                entries.append(_stage_source(source, own, files, context))
                staged.append(files)
            for files in staged:
                files.commit()
    except NotReadable as problem:  # found only on the way through the rows; nothing is stored
        return Staged((), (Unreadable("", hide_numbers(str(problem))),))
    return Staged(tuple(entries), tuple(unread))


def _reason(part: Unread, *, is_refused: bool) -> str:
    if not part.refused:
        return part.reason
    why = why_refused(part.refused, is_whole=is_refused)
    return f"{why}另外，{part.reason}" if part.missing else why


def _sources_of(blocks: Sequence[Block]) -> list[Source]:
    names = {block.source for block in blocks}
    return [source for source in all_sources() if source.name in names]


def _stage_source(
    source: Source, blocks: Sequence[Block], files: StagedFiles, context: Context
) -> Entry:
    staging = _SourceStaging(
        source, files, context, FoundDoubts(source), _outcomes(source, context)
    )
    for block in blocks:
        for batch in block.batches:
            staging.take(block, batch)
    repeats = staging.seen.find_repeats(keeps_alternatives=source.keeps_alternatives)
    files.doubts.write(staging.doubts.finish())
    if staging.outcomes is not None:
        files.corrections = staging.outcomes.finish(files.home, source, context.known)
        others = staging.outcomes.others
        staging.doubts.warnings["mended_is_another"] += others.height
        files.doubts.write(row_records("mended_is_another", others, context.file_id))
    files.finish(repeats)
    return _entry(source, blocks, staging, repeats)


def _outcomes(source: Source, context: Context) -> Outcomes | None:
    returns = context.returns.get(source.name)
    return Outcomes(returns) if returns is not None else None


def _without_unknown_words(
    source: Source, batch: pl.DataFrame, frame: pl.DataFrame
) -> pl.DataFrame:
    """The cells as received, but of columns that keep known words only no more than these."""
    known = [spec.name for spec in source.columns if spec.words and spec.unknown == "drop"]
    return batch.with_columns(frame[name] for name in known if name in batch.columns)


def _assert_all_taken(source: Source, received: int, taken: int) -> None:
    if received != taken:
        raise CountsDoNotAgree(
            f"{source.title}：读到 {received} 行，处理了 {taken} 行，合计对不上，说明程序丢了记录。"
            "没有存下这个文件；请保留收件原样并报告开发人员。"
        )


@dataclasses.dataclass
class _SourceStaging:
    """What grows while the batches of one source in one file go by."""

    source: Source
    files: StagedFiles
    context: Context
    doubts: FoundDoubts
    outcomes: Outcomes | None = None
    seen: SeenRows = dataclasses.field(default_factory=SeenRows)
    counts: _Counts = dataclasses.field(default_factory=_Counts)

    def take(self, block: Block, batch: pl.DataFrame) -> None:
        """Take a batch; of a returned file the rows that came back as they were are counted."""
        returns = self.outcomes.returns if self.outcomes else None
        batch = without_unasked_text(block, batch)
        before = self.counts.received
        for part in parts_of(returns, block, batch):
            if part.verdict == "judge":
                self._judge(block, part.batch, part.unit_scale)
            elif part.verdict == "unchanged":
                self._reject_again(block, part.batch)
            else:
                self.counts.received += part.batch.height
                self.counts.returned += part.batch.height
        _assert_all_taken(self.source, batch.height, self.counts.received - before)

    def _reject_again(self, block: Block, batch: pl.DataFrame) -> None:
        self.counts.received += batch.height
        self.counts.rejected += batch.height
        self.counts.reasons["return_unchanged"] += batch.height
        if self.outcomes is not None:
            told = (self.outcomes.returns, self.context.file_id, block.sheet, batch)
            self.files.rejects.write(unchanged_records(*told))

    def _judge(self, block: Block, batch: pl.DataFrame, unit_scale: Mapping[str, int]) -> None:
        """Type rows, set aside those that break the contract, keep the others."""
        as_of = self.outcomes.returns.as_of if self.outcomes else self.context.as_of
        typed = read_batch(self.source, batch, unit_scale, as_of)
        faults = _all_faults(self.source, batch, typed, max(as_of, self.context.taken_by))
        broken = faults["index"].unique()
        sound = pl.repeat(value=True, n=batch.height, eager=True).scatter(broken, False)
        self._count(batch.height, faults, len(broken))
        frame, notes = typed.frame, typed.notes
        if len(broken):
            self._reject(block, _without_unknown_words(self.source, batch, frame), faults)
            frame, notes = frame.filter(sound), typed.notes_of(sound)
        place = Place(self.context.file_id, block.sheet, block.columns)
        self.files.doubts.write(self.doubts.take(place, batch.columns, frame, notes))
        self._keep(block, frame, lambda: batch.filter(sound).drop("row_number"))

    def _count(self, rows: int, faults: pl.DataFrame, broken: int) -> None:
        self.counts.received += rows
        self.counts.rejected += broken
        self.counts.reasons += count_by_rule(faults)

    def _reject(self, block: Block, batch: pl.DataFrame, faults: pl.DataFrame) -> None:
        place = {"file_id": self.context.file_id, "sheet": block.sheet}
        names = [spec.name for spec in self.source.columns]
        # A slice at a time: of a file in which everything is wrong, all cells are records.
        for some in faults.iter_slices(_FAULTS_AT_ONCE):
            self.files.rejects.write(reject_records(batch, some, names, block.columns, place))
        if self.outcomes is not None:
            self.outcomes.add_broken(block.sheet, batch["row_number"][faults["index"].unique()])

    def _keep(self, block: Block, frame: pl.DataFrame, raw: Callable[[], pl.DataFrame]) -> None:
        """Write sound rows: who they are about to identities, everything else to staging."""
        contents = frame.select(spec.name for spec in self.source.columns)
        frame = self._as_staged(block, frame)
        self.counts.clean += frame.height
        if self.outcomes is not None:
            self.outcomes.add_sound(self.source, frame)
        self.files.add_rows(frame)
        self.files.identities.add(_identities(self.source, frame))
        self.seen.add(frame.select(self.source.key), contents, raw)

    def _as_staged(self, block: Block, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows with the keys of a staged table, derived columns, and hashes in place of numbers."""
        key, source = self.context.key, self.source
        persons = frame["id_number"] if source.subject == "person" else _nobody(frame.height)
        frame = frame.with_columns(
            file_id=pl.lit(self.context.file_id),
            sheet=pl.lit(block.sheet),
            person_id=hash_identities(persons, key),
            is_alternative=pl.lit(value=False),
            **{one.name: one.value.cast(one.dtype) for one in source.derived},
        )
        hashed = [spec.name for spec in source.columns if spec.is_hashed]
        hashed += [one.name for one in source.derived if one.is_hashed]
        return frame.with_columns(hash_identities(frame[name], key).alias(name) for name in hashed)


def _nobody(rows: int) -> pl.Series:
    return pl.repeat(None, rows, dtype=pl.String, eager=True)


def _identities(source: Source, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that tell who a person is; several of a kind become one.

    Of a list about households they stay row by row as they are.
    """
    if source.subject == "household":
        return frame.select(source.identity_schema.keys())

    def of(kind: str) -> list[str]:
        return [spec.name for spec in source.columns if spec.kind == kind]

    columns = {
        "person_id": pl.col("person_id"),
        "id_number": pl.col("id_number"),
        "name": pl.coalesce(*of("name"), pl.lit(None, pl.String)),
        "phone": pl.coalesce(*of("phone"), pl.lit(None, pl.String)),
        # Building and room are parts of one address.
        "address": pl.concat_str(
            *of("address"), pl.lit(None, pl.String), separator=" ", ignore_nulls=True
        ),
        "row_number": pl.col("row_number"),
    }
    people = frame.select(**columns).with_columns(
        address=pl.when(pl.col("address") != "").then("address")
    )
    return people.select(IDENTITY_SCHEMA.keys())


def _all_faults(
    source: Source, batch: pl.DataFrame, typed: TypedBatch, last_day: date
) -> pl.DataFrame:
    """What conversion, contract and the reader have against the batch, by row and column."""
    torn = batch["row_fault"].is_not_null()
    faults = [typed.faults, _contract_faults(source, typed.frame)]
    faults.append(_refusals(source, typed.frame, pl.concat(faults), last_day))
    if not torn.any():
        return first_faults(pl.concat(faults))
    # Of a torn line no cell can be trusted to stand in its column: that is its one fault.
    lines = pl.DataFrame(
        {"index": torn.arg_true(), "place": -1, "rule": batch["row_fault"].drop_nulls()},
        schema=FAULT_SCHEMA,
    )
    others = pl.concat(faults).filter(~pl.col("index").is_in(lines["index"].implode()))
    return first_faults(pl.concat([lines, others]))


def _refusals(
    source: Source, frame: pl.DataFrame, known: pl.DataFrame, last_day: date
) -> pl.DataFrame:
    """The rules over several cells that rows break of which every cell could be read."""
    rows = frame.with_columns(as_of=pl.lit(last_day))
    places = [spec.name for spec in source.columns]
    found = [pl.DataFrame(schema=FAULT_SCHEMA)]
    for one in source.refusals:
        broken = rows.select(one.broken.fill_null(value=False).alias("broken"))["broken"]
        found.append(
            pl.DataFrame({"index": broken.arg_true()}).select(
                pl.col("index").cast(pl.UInt32),
                place=pl.lit(places.index(one.column), pl.Int32),
                rule=pl.lit(one.rule),
            )
        )
    return pl.concat(found).filter(~pl.col("index").is_in(known["index"].implode()))


def _contract_faults(source: Source, frame: pl.DataFrame) -> pl.DataFrame:
    """Where a typed frame breaks its contract. The one place that applies pandera.

    pandera's own report quotes the offending values: only row, column and rule leave this
    function.
    """
    cases = _failure_cases(source.contract, frame)
    if cases is None:
        return pl.DataFrame(schema=FAULT_SCHEMA)
    if cases["index"].null_count():
        broken = sorted(set(cases.filter(pl.col("index").is_null())["check"]))
        raise ContractNotChecked(f"{source.name}: {', '.join(broken)}")
    places = {spec.name: place for place, spec in enumerate(source.columns)}
    missing = {spec.name: spec.missing_rule for spec in source.columns}
    rule = pl.col("check").str.extract(r"^(\w+)").replace(_RULES)
    return cases.select(
        index=pl.col("index").cast(pl.UInt32),
        place=pl.col("column").replace_strict(places, default=-1, return_dtype=pl.Int32),
        rule=pl.when(rule == "value_missing")
        .then(pl.col("column").replace(missing))
        .otherwise(rule),
    )


def _failure_cases(contract: type[DataFrameModel], frame: pl.DataFrame) -> pl.DataFrame | None:
    try:
        contract.validate(frame, lazy=True)
    except SchemaErrors as broken:
        cases: pl.DataFrame = broken.failure_cases
        return cases.select("index", "column", "check")
    return None


# pandera's names of checks → our rules; a check of our own is named after its rule.
_RULES = {
    "not_nullable": "value_missing",
    "isin": "code_unknown",
    "greater_than": "value_out_of_range",
    "greater_than_or_equal_to": "value_out_of_range",
    "less_than": "value_out_of_range",
    "less_than_or_equal_to": "value_out_of_range",
    "in_range": "value_out_of_range",
}


def _entry(
    source: Source, blocks: Sequence[Block], staging: _SourceStaging, repeats: Repeats
) -> Entry:
    counts, doubts = staging.counts, staging.doubts
    accepted = counts.clean - repeats.count
    repeated = repeats.count + counts.returned
    notes = doubts.notes + Counter(
        repeated_identical=repeats.identical, repeated_return=counts.returned
    )
    warnings = doubts.warnings + Counter(repeated_differing=len(repeats.differing))
    if counts.received != accepted + counts.rejected + repeated or accepted < 0:
        raise CountsDoNotAgree(
            f"{source.title}：收到 {counts.received} 行，采用 {accepted} 行、"
            f"退回 {counts.rejected} 行、重复 {repeated} 行，合计对不上，说明程序丢了记录。"
            "没有存下这个文件；请保留收件原样并报告开发人员。"
        )
    return Entry(
        source=source.name,
        received=counts.received,
        accepted=accepted,
        rejected=counts.rejected,
        repeated=repeated,
        reasons=_sorted(counts.reasons),
        notes=_sorted(notes),
        blocks=tuple(_block_entry(block) for block in blocks),
        warnings=_sorted(warnings),
        corrects=staging.outcomes.returns.file_ids if staging.outcomes else (),
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {rule: count for rule, count in sorted(counts.items()) if count}


def _block_entry(block: Block) -> dict[str, Any]:
    """Where rows stood and under which headers; complete once the block has been read."""
    refused = refused_columns(block.extra_columns)
    return {
        "sheet": hide_numbers(block.sheet),
        "is_hidden": block.is_hidden,
        "format": block.format,
        "encoding": block.encoding,
        "delimiter": block.delimiter,
        "header_row": block.header_row,
        "header_rows": block.header_rows,
        "first_column": block.first_column,
        "hidden_rows": block.hidden_rows,
        "has_return_numbers": block.has_return_numbers,
        "repeated_headers": {
            hide_numbers(header): count for header, count in block.repeated_headers.items()
        },
        "columns": {name: hide_numbers(header) for name, header in block.columns.items()},
        "extra_columns": [
            hide_numbers(header) for header in block.extra_columns if header not in refused
        ],
        "refused_columns": {hide_numbers(header): why for header, why in refused.items()},
        "unit_scale": dict(block.unit_scale),
        "skipped_lines": dict(block.skipped_lines),
    }
