"""What a column of a received table is: the words in which a contract is written.

A source's contract is one pandera class whose fields are made by `column`. The field carries
everything the project knows of the column: its Chinese title, the headers it arrives under, its
kind (which decides how its text is read), why it is processed and where it may be stored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

import polars as pl
from pandera.polars import DataFrameModel, Field

from schemas.forbidden import FORBIDDEN_HEADERS

Kind = Literal[
    "identity_number",
    "other_person",
    "certificate_number",
    "name",
    "phone",
    "address",
    "date",
    "month",
    "time",
    "money",
    "decimal",
    "integer",
    "boolean",
    "code",
    "codes",
    "reference_number",
    "hashed",
    "text",
]
Where = Literal["staging", "identities", "reading"]
Unknown = Literal["reject", "keep", "drop"]
Words = Mapping[str, Sequence[str]]
Yuan = Annotated[pl.Decimal, 16, 2]
"""The type of a sum of money, exact to the fen."""

# A contract that asks for one of these does not load (PIPL art. 6, 28).
FORBIDDEN_FACTS = frozenset(FORBIDDEN_HEADERS)

PERSONAL_KINDS = frozenset({"identity_number", "certificate_number", "name", "phone", "address"})

# Read as they are, staged only as a keyed hash: the number of another person (a spouse), and
# numbers under which anybody can look up whose thing it is (a plate, a property, a boat).
HASHED_KINDS = frozenset({"other_person", "hashed"})

_META = "sanse"


@dataclasses.dataclass(frozen=True)
class ColumnSpec:
    """One column of a received table.

    `aliases` are the headers it arrives under, the best first: where a table brings two of them,
    the earlier one is the column. `words` says, for coded columns, which words mean which value.
    `dtype` is its polars type after staging. `where` it stands afterwards: in the staged table, in
    the table of identities, or nowhere (`reading`: only used to read its row). `volatile`: of most
    persons the value is another one in the next delivery, so that a repeated column is a stale
    one. `plausible_from`: a positive sum of fewer yuan looks as if it were in 万元.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    kind: Kind
    purpose: str
    required: bool
    where: Where
    sensitive: bool
    unit: str | None
    words: Words | None
    unknown: Unknown
    several: str | None
    default: str | bool | None
    whole_fen: bool
    volatile: bool
    plausible_from: Decimal | int | None
    missing_rule: str
    dtype: pl.DataType
    nullable: bool

    @property
    def is_money(self) -> bool:
        """Whether the header or a unit line may scale it (元, 万元)."""
        return self.kind == "money"

    @property
    def is_identity_number(self) -> bool:
        """Whether it holds identity numbers, which a spreadsheet damages by storing numbers."""
        return self.kind in {"identity_number", "other_person"}

    @property
    def is_hashed(self) -> bool:
        """Whether only a keyed hash of it is staged."""
        return self.kind in HASHED_KINDS


def column(
    title: str,
    *,
    kind: Kind,
    purpose: str,
    aliases: Sequence[str] = (),
    required: bool = False,
    nullable: bool | None = None,
    where: Where | None = None,
    unit: str | None = None,
    words: Words | None = None,
    unknown: Unknown = "keep",
    several: str | None = None,
    default: str | bool | None = None,
    whole_fen: bool = True,
    volatile: bool = False,
    plausible_from: Decimal | int | None = None,
    missing_rule: str = "value_missing",
    **checks: Any,
) -> Any:
    """A field of a contract.

    `required` means that a table without the column is not this source's. A required column may
    not be blank in a row either, unless `nullable` says so. `unknown` says what becomes of a word
    that `words` does not know: the row is rejected, the word is kept as it stands, or dropped.
    `several` is the value of a cell that holds more than one known word (肢体、视力 is 多重).
    `default` stands for a blank or an absent column. `whole_fen=False` is for money that is a
    quotient: parts of a fen are rounded, where elsewhere they are a fault. `volatile` and
    `plausible_from` are as in `ColumnSpec`. `missing_rule` is told where a blank cell costs the
    row. `checks` are pandera's (ge, le, isin …).
    """
    personal = kind in PERSONAL_KINDS
    described = {
        "aliases": tuple(aliases),
        "kind": kind,
        "purpose": purpose,
        "required": required,
        "where": where or ("identities" if personal else "staging"),
        "sensitive": personal or kind in HASHED_KINDS,
        "unit": unit or ("元" if kind == "money" else None),
        "words": words,
        "unknown": unknown,
        "several": several,
        "default": default,
        "whole_fen": whole_fen,
        "volatile": volatile,
        "plausible_from": plausible_from,
        "missing_rule": missing_rule,
    }
    blank_allowed = (not required and default is None) if nullable is None else nullable
    return Field(title=title, nullable=blank_allowed, metadata={_META: described}, **checks)


class ReceivedRow(DataFrameModel):
    """What the typed frame of every source has: its row's number in the sheet it came from."""

    row_number: pl.Int32 = Field(title="行号", ge=1)

    class Config:
        """Columns that the contract does not name are never there."""

        strict = True


class Received(ReceivedRow):
    """What every list about persons has beside it.

    Sex and birth date arrive in many tables beside the identity number that holds them already:
    they are compared with it and not kept.
    """

    stated_sex: pl.String = column(
        "性别", kind="code", where="reading", unknown="drop", aliases=("gend", "男女"),
        words={"男": ("1", "男性", "M"), "女": ("2", "女性", "F")},
        purpose="核对身份证号有没有写错",
    )  # fmt: skip
    stated_birth_date: pl.Date = column(
        "出生日期", kind="date", where="reading", aliases=("出生年月日", "brdy", "生日"),
        purpose="核对身份证号有没有写错",
    )  # fmt: skip


def columns_of(contract: type[DataFrameModel]) -> tuple[ColumnSpec, ...]:
    """The columns of a contract in the order in which it names them.

    Raises ValueError, naming the column and the cure, where a column has no stated purpose
    (PIPL art. 6) or asks for a fact that is never processed.
    """
    schema = contract.to_schema()
    found = [
        _column_of(contract.__name__, str(name), field)
        for name, field in schema.columns.items()
        if name != "row_number"
    ]
    return tuple(found)


def _column_of(contract: str, name: str, field: Any) -> ColumnSpec:
    described = (field.metadata or {}).get(_META)
    if described is None:
        raise ValueError(
            f"{contract}.{name}: not made by schemas.columns.column, so nothing says what it is "
            f"for. Write it as `{name} = column(title, kind=…, purpose=…)`."
        )
    if not described["purpose"].strip():
        raise ValueError(
            f"{contract}.{name}: no purpose is stated. A column is loaded only for a stated purpose"
            " (个人信息保护法 art. 6): say in `purpose` what it is needed for, or remove it."
        )
    aliases = tuple(dict.fromkeys((field.title, *described["aliases"], name)))
    forbidden = sorted(FORBIDDEN_FACTS.intersection(aliases))
    if forbidden:
        raise ValueError(
            f"{contract}.{name}: {'、'.join(forbidden)} is never processed (see "
            "schemas/forbidden.py). Remove the column from the contract."
        )
    return ColumnSpec(
        name=name,
        title=field.title,
        dtype=field.dtype.type,
        nullable=field.nullable,
        **{**described, "aliases": aliases},
    )
