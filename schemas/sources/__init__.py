"""The sources: one file each, found by being in this folder.

A source is added by adding `<department>__<dataset>.py` with one contract class and one `SOURCE`.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING, Literal

import polars as pl

from schemas.columns import ColumnSpec, columns_of
from schemas.doubts import Doubt, doubts_of_columns
from schemas.row_facts import Derived, Refusal
from schemas.sent_workbook import SentWorkbook

if TYPE_CHECKING:
    from pandera.polars import DataFrameModel

# The columns with which every staged table begins.
STAGING_KEYS: dict[str, pl.DataType] = {
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "person_id": pl.String(),
    "is_alternative": pl.Boolean(),
}

# One row a person and file. Only this table, the raw copies and the rejects identify anybody.
IDENTITY_SCHEMA: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "id_number": pl.String(),
    "name": pl.String(),
    "phone": pl.String(),
    "address": pl.String(),
    "row_number": pl.Int32(),
}

# Of lists about households a row a row taken: what identifies somebody in it, for people to read.
WORDS_KEYS: dict[str, pl.DataType] = {
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
}

# One row a fault: what goes back to the department.
REJECT_SCHEMA: dict[str, pl.DataType] = {
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "column": pl.String(),
    "header": pl.String(),
    "value": pl.String(),
    "rule": pl.String(),
    "reason": pl.String(),
    "row_text": pl.String(),
}

# One row a doubt: what was taken all the same. Without a row number it is of the whole file.
DOUBT_SCHEMA: dict[str, pl.DataType] = {
    "file_id": pl.String(),
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "column": pl.String(),
    "header": pl.String(),
    "rule": pl.String(),
    "level": pl.String(),
    "reason": pl.String(),
}

Cadence = Literal["monthly", "quarterly", "yearly"]

# For how many months the last delivery may stand in for one that is missing.
AGE_LIMITS: dict[Cadence, int] = {"monthly": 3, "quarterly": 6, "yearly": 18}


@dataclasses.dataclass(frozen=True)
class Source:
    """What a department hands over: its contract and how its deliveries are to be understood.

    `key` names the columns that make a row of one file unique; the person is `person_id`.
    `kind`: of a snapshot the newest delivery month counts, of events all deliveries do.
    `keeps_unlinked`: a row whose identity number cannot be read is kept without a person.
    `keeps_alternatives`: of rows with one key the losers stay, marked `is_alternative`.
    `known_not_kept`: headers that are expected and deliberately not loaded, and why.
    `tolerated_reject_share`: None means the policy's. `use` says, in Chinese, what the screening
    does with it. `maximum_age_months`: after as many months the last delivery is too old to say
    anything; None means by cadence. `doubts`: rules that a row may break and still be taken.
    `comes_in_bursts`: what one delivery brings says nothing of the next (disasters, relief): its
    volume and its shares are not compared. `subject`: what a row is about. A list about households
    has no identity number: its rows belong to nobody, and what identifies somebody in them is kept
    row by row beside the identities. `derived`: columns made of several; `refusals`: rules over
    several cells. `sent_as`: the workbook of ours in which it comes. Without a `key` a row repeats
    only one that is the same in every cell.
    """

    contract: type[DataFrameModel]
    title: str
    department: str
    legal_basis: str
    cadence: Cadence
    kind: Literal["snapshot", "events"]
    key: tuple[str, ...]
    keeps_unlinked: bool = False
    keeps_alternatives: bool = False
    known_not_kept: dict[str, str] = dataclasses.field(default_factory=dict)
    tolerated_reject_share: float | None = None
    name: str = ""
    use: str = ""
    maximum_age_months: int | None = None
    doubts: tuple[Doubt, ...] = ()
    comes_in_bursts: bool = False
    subject: Literal["person", "household"] = "person"
    derived: tuple[Derived, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    sent_as: SentWorkbook | None = None

    @functools.cached_property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """The contract's columns in its order."""
        return columns_of(self.contract)

    @functools.cached_property
    def all_doubts(self) -> tuple[Doubt, ...]:
        """The contract's own doubts, and those that follow from its columns."""
        return (*doubts_of_columns(self.columns), *self.doubts)

    @functools.cached_property
    def staged_columns(self) -> tuple[ColumnSpec, ...]:
        """The columns that are staged: those that identify nobody."""
        return tuple(spec for spec in self.columns if spec.where == "staging")

    @functools.cached_property
    def staging_schema(self) -> dict[str, pl.DataType]:
        """Names and polars types of the staged table, in order."""
        own = {spec.name: spec.dtype for spec in self.staged_columns}
        return STAGING_KEYS | own | self._derived("staging")

    @functools.cached_property
    def identity_schema(self) -> dict[str, pl.DataType]:
        """Names and polars types of what stands apart: a row a person, or a row a row taken."""
        if self.subject == "person":
            return IDENTITY_SCHEMA
        own = {spec.name: spec.dtype for spec in self.columns if spec.where == "identities"}
        return WORDS_KEYS | own | self._derived("identities")

    def _derived(self, where: str) -> dict[str, pl.DataType]:
        return {one.name: one.dtype for one in self.derived if one.where == where}

    @property
    def age_limit_months(self) -> int:
        """For how many months the last delivery counts where none follows."""
        return self.maximum_age_months or AGE_LIMITS[self.cadence]

    def column(self, name: str) -> ColumnSpec:
        """The column of this name; KeyError without one."""
        for spec in self.columns:
            if spec.name == name:
                return spec
        raise KeyError(name)


SourceSpec = Source


def source_names() -> tuple[str, ...]:
    """The names of all sources, sorted, without loading their contracts."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@functools.cache
def all_sources() -> tuple[Source, ...]:
    """Every source of this folder, by name.

    Raises ValueError, naming the file and the cure, where a source breaks a rule of contracts.
    """
    return tuple(_load(name) for name in source_names())


def source_named(name: str) -> Source:
    """The source of this name; KeyError with the known names where there is none."""
    for source in all_sources():
        if source.name == name:
            return source
    known = ", ".join(source.name for source in all_sources())
    raise KeyError(f"No source is called {name}. Known: {known}.")


def _load(name: str) -> Source:
    declared = getattr(importlib.import_module(f"{__name__}.{name}"), "SOURCE", None)
    if not isinstance(declared, Source):
        raise ValueError(
            f"schemas/sources/{name}.py: no SOURCE = Source(…) in it. "
            "Declare one, or move the file out of the folder."
        )
    source = dataclasses.replace(declared, name=name)
    _check(source)
    return source


def _check(source: Source) -> None:
    """Refuse a contract that staging could not keep."""
    where = f"schemas/sources/{source.name}.py"
    department, separator, dataset = source.name.partition("__")
    if not (department and separator and dataset):
        raise ValueError(f"{where}: name the file <department>__<dataset>.py.")
    numbers = [spec.name for spec in source.columns if spec.kind == "identity_number"]
    if source.subject == "household" and numbers:
        raise ValueError(f"{where}: a list about households has no column for identity numbers.")
    if source.subject == "person" and numbers != ["id_number"]:
        raise ValueError(
            f"{where}: one column of kind identity_number is needed, called id_number; "
            f"it has {numbers or 'none'}."
        )
    unknown = [key for key in source.key if key not in source.staging_schema]
    if unknown:
        raise ValueError(f"{where}: key columns that are not staged: {', '.join(unknown)}.")
    if not source.legal_basis.strip():
        raise ValueError(f"{where}: no legal_basis. Say which rule lets the data be shared.")
    if not source.use.strip():
        raise ValueError(
            f"{where}: no use. Say in Chinese what the screening does with the data: what nobody "
            "uses is not to be collected (个人信息保护法 art. 6)."
        )
