"""One batch of a recognised table, from text to types, with a note of every cell that would not.

What a column's kind is decides how its cells are read; the kinds are in `schemas/columns.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from pipelines.cells import blank_to_null, without_invisible, without_text_marks
from pipelines.codes import read_booleans, read_code_sets, read_codes
from pipelines.counts import read_decimals, read_integers
from pipelines.dates import read_dates
from pipelines.identity import read_certificates, read_identities
from pipelines.money import read_money
from pipelines.rejects import FAULT_SCHEMA
from schemas.columns import ColumnSpec
from schemas.sources import Source

_ROUNDED = r"^\d(?:\.\d+[Ee]\+?|[Ee]\+)\d{2}$"
"""A long number as a spreadsheet shows it: 3.70200202610010E+17."""
_MARKS = r"[^\p{L}\p{N}]"
_FAILED_FORMULA = (
    r"^\s*#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|ERROR!)\s*$"
)
"""A cell that shows only that its formula failed, as spreadsheets write it."""


@dataclasses.dataclass(frozen=True)
class Reading:
    """What became of one column: its values, and rules that cells broke or were mended by."""

    value: pl.Series
    problem: pl.Series | None = None
    note: pl.Series | None = None


@dataclasses.dataclass(frozen=True)
class Note:
    """A rule that is told of rows that are taken all the same, and the column it is about."""

    rule: str
    column: str
    rows: pl.Series


@dataclasses.dataclass
class TypedBatch:
    """A batch in its contract's types.

    `frame` has `row_number` and the contract's columns, null where a cell could not be read.
    `faults` names row (0-based index in the batch), column (its place in the contract) and rule.
    `unlinked` are rows kept without a person; `notes` are what is worth telling of others.
    """

    frame: pl.DataFrame
    faults: pl.DataFrame
    unlinked: pl.Series
    notes: list[Note]

    def notes_of(self, kept: pl.Series) -> list[Note]:
        """The notes of the rows that are kept, as these stand without the others."""
        own = [Note(one.rule, one.column, one.rows.filter(kept)) for one in self.notes]
        return [one for one in own if one.rows.any()]


def read_batch(
    source: Source, batch: pl.DataFrame, unit_scale: Mapping[str, int], as_of: date
) -> TypedBatch:
    """Read every cell of a batch of text columns as its contract says.

    Columns that the table did not bring are null, or their contract's default.
    """
    batch = _without_text_marks(source, batch)
    readings = {
        spec.name: _read(spec, batch, unit_scale.get(spec.name, 1), as_of)
        for spec in source.columns
    }
    _fill_from_certificate(readings, batch)
    _tell_failed_formulas(source, readings, batch)
    unlinked = _unlink(source, readings, batch.height)
    frame = pl.DataFrame(
        [batch["row_number"].cast(pl.Int32)]
        + [readings[spec.name].value.cast(spec.dtype).alias(spec.name) for spec in source.columns]
    )
    return TypedBatch(frame, _faults(source, readings), unlinked, _notes(readings))


def _without_text_marks(source: Source, batch: pl.DataFrame) -> pl.DataFrame:
    named = [spec.name for spec in source.columns if spec.name in batch.columns]
    return batch.with_columns(without_text_marks(batch[name]) for name in named)


def _read(spec: ColumnSpec, batch: pl.DataFrame, scale: int, as_of: date) -> Reading:
    if spec.name not in batch.columns:
        return Reading(pl.repeat(spec.default, batch.height, dtype=spec.dtype, eager=True))
    if spec.kind == "identity_number":
        return _read_identity(spec, batch, as_of)
    if spec.kind == "other_person":
        return _read_other_person(spec, batch, as_of)
    values = batch[spec.name]
    if spec.kind == "money":
        read = _of(read_money(values, scale, whole_fen=spec.whole_fen))
    else:
        read = _READERS.get(spec.kind, _read_text)(values, spec)
    if spec.where == "reading":
        # What is not kept costs no row: a cell that cannot be read says nothing.
        return dataclasses.replace(read, problem=None)
    if spec.default is None:
        return read
    return dataclasses.replace(read, value=read.value.fill_null(pl.lit(spec.default)))


def _of(read: pl.DataFrame) -> Reading:
    return Reading(read["value"], read["problem"])


def _read_identity(spec: ColumnSpec, batch: pl.DataFrame, as_of: date) -> Reading:
    is_number = f"{spec.name}__is_number"
    certificate = "certificate_number"
    read = read_identities(
        batch[spec.name],
        is_number=batch[is_number] if is_number in batch.columns else None,
        certificate_numbers=batch[certificate] if certificate in batch.columns else None,
        as_of=as_of,
    )
    return Reading(read["id_number"], read["problem"], read["note"])


def _read_other_person(spec: ColumnSpec, batch: pl.DataFrame, as_of: date) -> Reading:
    """Somebody else's number; one that cannot be read costs the row nothing but that tie."""
    is_number = f"{spec.name}__is_number"
    read = read_identities(
        batch[spec.name],
        is_number=batch[is_number] if is_number in batch.columns else None,
        as_of=as_of,
    )
    note = read.select(
        pl.when(pl.col("problem") != "id_missing").then(pl.lit("other_person_unreadable"))
    )
    return Reading(read["id_number"], note=note.to_series())


def _read_text(values: pl.Series, _: ColumnSpec) -> Reading:
    return Reading(blank_to_null(values))


def _read_reference_number(values: pl.Series, spec: ColumnSpec) -> Reading:
    """A number by which rows are told apart or belong together; rounded, it would mix them up."""
    text = blank_to_null(values)
    is_rounded = text.str.contains(_ROUNDED).fill_null(value=False)
    if not is_rounded.any():
        return Reading(text)
    rows = pl.DataFrame({"text": text, "is_rounded": is_rounded}).select(
        value=pl.when(~pl.col("is_rounded")).then("text"),
        rule=pl.when("is_rounded").then(pl.lit("number_rounded")),
    )
    if spec.required:
        return Reading(rows["value"], rows["rule"])
    return Reading(rows["value"], note=rows["rule"])


def _read_hashed(values: pl.Series, spec: ColumnSpec) -> Reading:
    """A number that is only ever compared: without the marks that each system sets otherwise."""
    read = _read_reference_number(values, spec)
    letters = without_invisible(pl.col("text")).str.to_uppercase().str.replace_all(_MARKS, "")
    cleaned = read.value.alias("text").to_frame().select(letters).to_series()
    return dataclasses.replace(read, value=cleaned.replace("", None))


def _read_certificate(values: pl.Series, _: ColumnSpec) -> Reading:
    """A certificate number that cannot be read costs nothing: its row has an ID of its own."""
    text = blank_to_null(values)
    return Reading(text, note=read_certificates(text)["problem"])


def _read_code(values: pl.Series, spec: ColumnSpec) -> Reading:
    return _of(read_codes(values, spec.words or {}, spec.unknown, several=spec.several))


def _read_boolean(values: pl.Series, spec: ColumnSpec) -> Reading:
    """A word that is neither yes nor no leaves the fact unknown (or its default): no fault."""
    words = spec.words or {}
    read = read_booleans(
        values, true_words=words.get("是", ()), false_words=words.get("否", ()), unknown="reject"
    )
    return Reading(read["value"], note=read["problem"])


def _read_number(values: pl.Series, spec: ColumnSpec) -> Reading:
    if isinstance(spec.dtype, pl.Decimal):
        return _of(read_decimals(values, spec.dtype.precision or 38, spec.dtype.scale))
    return _of(read_integers(values))


def _read_word_lists(values: pl.Series, spec: ColumnSpec) -> Reading:
    """Several codes in one cell: each by its word, each once, sorted, joined by 、."""
    return _of(read_code_sets(values, spec.words or {}, spec.unknown))


def _read_phone(values: pl.Series, _: ColumnSpec) -> Reading:
    cells = blank_to_null(values, "value").alias("cell").to_frame()
    return Reading(cells.select(without_invisible(pl.col("cell"))).to_series())


_READERS: dict[str, Callable[[pl.Series, ColumnSpec], Reading]] = {
    "certificate_number": _read_certificate,
    "reference_number": _read_reference_number,
    "hashed": _read_hashed,
    "phone": _read_phone,
    "date": lambda values, spec: _of(read_dates(values, "date", words=spec.words)),
    "month": lambda values, spec: _of(read_dates(values, "month", words=spec.words)),
    "time": lambda values, spec: _of(read_dates(values, "time", words=spec.words)),
    "boolean": _read_boolean,
    "code": _read_code,
    "codes": _read_word_lists,
    "integer": _read_number,
    "decimal": _read_number,
}


def _fill_from_certificate(readings: dict[str, Reading], batch: pl.DataFrame) -> None:
    """Take a blank category or grade from the certificate number; note where the two disagree.

    The certificate number sometimes stands in the column of the identity number.
    """
    certificate = readings.get("certificate_number")
    if certificate is None:
        return
    numbers = pl.select(pl.coalesce(certificate.value, batch["id_number"])).to_series()
    held = read_certificates(numbers)
    for name in ("disability_category", "disability_grade"):
        if name not in readings:
            continue
        told = readings[name]
        value = told.value.cast(held[name].dtype, strict=False)
        blank = (
            value.is_null() if told.problem is None else value.is_null() & told.problem.is_null()
        )
        differs = (value != held[name]).fill_null(value=False)
        frame = pl.DataFrame(
            {"value": value, "held": held[name], "blank": blank, "differs": differs}
        )
        filled = frame.select(
            value=pl.when("blank").then("held").otherwise("value"),
            note=pl.when(pl.col("blank") & pl.col("held").is_not_null())
            .then(pl.lit("read_from_certificate"))
            .when("differs")
            .then(pl.lit("certificate_disagrees")),
        )
        readings[name] = Reading(filled["value"], told.problem, filled["note"])


def _tell_failed_formulas(
    source: Source, readings: dict[str, Reading], batch: pl.DataFrame
) -> None:
    """Where a cell shows only that its formula failed, say so: it is no blank and no value."""
    for spec in source.columns:
        if spec.name in batch.columns and batch[spec.name].str.starts_with("#").any():
            failed = batch[spec.name].str.contains(_FAILED_FORMULA).fill_null(value=False)
            if failed.any():
                readings[spec.name] = _failed_told(spec, readings[spec.name], failed)


def _failed_told(spec: ColumnSpec, read: Reading, failed: pl.Series) -> Reading:
    """A cell whose value is known from elsewhere (the certificate number) needs no telling."""
    has_default = pl.repeat(spec.default is not None, len(failed), eager=True)
    nothing = pl.repeat(None, len(failed), dtype=pl.String, eager=True)
    cells = pl.DataFrame(
        {
            "value": read.value,
            "problem": nothing if read.problem is None else read.problem.cast(pl.String),
            "note": nothing if read.note is None else read.note.cast(pl.String),
            "failed": failed & (read.value.is_null() | _is_error(read.value) | has_default),
        }
    )
    rule = pl.lit("formula_error")
    told = cells.select(
        value=pl.when("failed").then(pl.lit(spec.default)).otherwise("value"),
        problem=pl.when("failed").then(rule if spec.required else None).otherwise("problem"),
        note=pl.when("failed").then(None if spec.required else rule).otherwise("note"),
    )
    is_kept = spec.where != "reading"
    return Reading(told["value"], told["problem"], told["note"] if is_kept else read.note)


def _is_error(values: pl.Series) -> pl.Series:
    """Where an error's text was taken for a value."""
    return values.cast(pl.String).str.starts_with("#").fill_null(value=False)


def _unlink(source: Source, readings: dict[str, Reading], rows: int) -> pl.Series:
    """Mark rows kept without a person; in such a source a damaged number is a note, no fault.

    Where the column need not be there, neither need the number: callers are not asked for it.
    """
    identity = readings.get("id_number")
    if identity is None:
        return pl.repeat(value=True, n=rows, eager=True)
    if not source.keeps_unlinked or identity.problem is None:
        return pl.repeat(value=False, n=rows, eager=True)
    note = identity.problem
    if not source.column("id_number").required:
        note = note.replace({"id_missing": "id_not_given"})
    readings["id_number"] = Reading(identity.value, note=note)
    return identity.value.is_null()


def _faults(source: Source, readings: dict[str, Reading]) -> pl.DataFrame:
    found = [pl.DataFrame(schema=FAULT_SCHEMA)]
    for place, spec in enumerate(source.columns):
        problem = readings[spec.name].problem
        if problem is None or problem.null_count() == len(problem):
            continue
        broken = problem.is_not_null().arg_true()
        found.append(
            pl.DataFrame({"index": broken, "rule": problem.gather(broken)})
            .with_columns(place=pl.lit(place, pl.Int32))
            .select(pl.col(name).cast(dtype) for name, dtype in FAULT_SCHEMA.items())
        )
    return pl.concat(found)


def _notes(readings: dict[str, Reading]) -> list[Note]:
    return [
        Note(rule, name, (read.note == rule).fill_null(value=False))
        for name, read in readings.items()
        if read.note is not None and read.note.null_count() < len(read.note)
        for rule in sorted(read.note.drop_nulls().unique())
    ]
