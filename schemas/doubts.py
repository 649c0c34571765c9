"""Doubts: what looks wrong in a row that is taken all the same, and goes back to be looked at.

A doubt stands in the contract of the source that it is about, as an expression over the typed
frame of one batch (the contract's columns, those for reading only and `id_number` among them).
Null means that nothing can be said of a row. Doubts that follow from a column alone (a stated sex
that the identity number contradicts, sums that look like 万元) need no line in a contract.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from schemas.columns import ColumnSpec

Level = Literal["warn", "note"]
Scope = Literal["row", "table", "most"]


# Two expressions cannot be compared for being equal: a doubt is only itself.
@dataclasses.dataclass(frozen=True, eq=False)
class Doubt:
    """One rule that a row may break and still be taken.

    `column` is the cell that is coloured, `reason` what the sender reads (what is wrong, how to
    mend it), `english` the same for those who ask for English. `level`: a warning goes back in
    colour, a note is told beside the row. `scope` says over what `broken` is evaluated:

    - `row`: row by row;
    - `table`: over all rows of the source in the file that `among` holds for, so that rows of one
      household can be compared (`.over("household_number")`);
    - `most`: row by row, and the whole column is doubted, once, where it is true of more than half
      of the rows of which it says anything.

    `needs` are the columns that the table must have brought; None means all that `broken` and
    `among` read.
    """

    rule: str
    column: str
    broken: pl.Expr
    reason: str
    english: str
    level: Level = "warn"
    scope: Scope = "row"
    among: pl.Expr | None = None
    needs: tuple[str, ...] | None = None

    @functools.cached_property
    def reads(self) -> tuple[str, ...]:
        """The columns that the rule looks at."""
        found = self.broken.meta.root_names()
        if self.among is not None:
            found += self.among.meta.root_names()
        return tuple(sorted(set(found)))

    @functools.cached_property
    def asks_for(self) -> frozenset[str]:
        """The columns without which the rule says nothing."""
        return frozenset(self.reads if self.needs is None else self.needs)

    @property
    def fingerprint(self) -> str:
        """Changes with what the rule finds, not with how it is worded."""
        parts = [part for part in (self.broken, self.among) if part is not None]
        written = b"".join(part.meta.serialize(format="binary") for part in parts)
        told = (self.rule, self.column, self.level, self.scope, sorted(self.asks_for))
        return hashlib.blake2b(written + repr(told).encode(), digest_size=8).hexdigest()


def doubts_of_columns(columns: Sequence[ColumnSpec]) -> tuple[Doubt, ...]:
    """The doubts that follow from a contract's columns alone."""
    names = {spec.name for spec in columns}
    stated = {"stated_sex": SEX_DIFFERS, "stated_birth_date": BIRTH_DIFFERS}
    found = [doubt for name, doubt in stated.items() if name in names]
    for spec in columns:
        if spec.plausible_from is not None:
            found.append(looks_like_ten_thousands(spec.name, spec.plausible_from))
            found.append(mostly_like_ten_thousands(spec.name, spec.plausible_from))
    return tuple(found)


def looks_like_ten_thousands(column: str, plausible_from: Decimal | int) -> Doubt:
    """A positive sum of fewer yuan than anybody gets or pays."""
    amount = pl.col(column)
    return Doubt(
        rule="amount_in_ten_thousands",
        column=column,
        broken=(amount > 0) & (amount < plausible_from),
        reason=(
            "金额小得不像是元，可能填成了万元。请核对；确实是万元的，请改成元，"
            "或在列名里写明“（万元）”后重报。"
        ),
        english=(
            "The amount is too small to be in yuan and may be in 10,000 yuan (万元). Check it; "
            "write it in yuan, or say 万元 in the column's header."
        ),
    )


def mostly_like_ten_thousands(column: str, plausible_from: Decimal | int) -> Doubt:
    """A column whose positive sums have a median that looks like 万元."""
    amount = pl.col(column)
    return Doubt(
        rule="column_in_ten_thousands",
        column=column,
        broken=pl.when(amount > 0).then(amount < plausible_from),
        reason=(
            "这一列的金额多数小得不像是元，整列可能是以万元填的。请核对单位；确实是万元的，"
            "请在列名里写明“（万元）”后重报，程序会自动换算。"
        ),
        english=(
            "Most amounts of this column are too small to be in yuan: it may be in 10,000 yuan "
            "(万元) as a whole. If so, say 万元 in its header and send it again."
        ),
        scope="most",
    )


def two_heads(*household: str) -> Doubt:
    """A household, told by these columns, of which two persons are called the head.

    Sets the same words aside as core.relationships does.
    """
    words = pl.col("relationship").str.replace_all(r"[\s()（）]|户主|之|的", "")
    return Doubt(
        rule="two_heads",
        column="relationship",
        broken=pl.col("id_number").n_unique().over(household) > 1,
        among=words.is_in(["", "本人", "小集体", "01", "02", "03"]) & _stated(household[-1:]),
        scope="table",
        reason="同一户有两个户主。请核对，只留一个户主，其他人改为与户主的关系；分了户的请改户号。",
        english=(
            "The household has two heads. Keep one, and write how the other is related to "
            "them; if the household has split, change its number."
        ),
    )


def _stated(columns: Sequence[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).is_not_null() for name in columns)


_IS_MALE = pl.col("id_number").str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1

SEX_DIFFERS = Doubt(
    rule="sex_differs_from_id",
    column="stated_sex",
    broken=(pl.col("stated_sex") == "男") != _IS_MALE,
    reason=(
        "性别与身份证号不一致（身份证号倒数第二位单数为男、双数为女）。"
        "请对照证件，更正性别或身份证号。"
    ),
    english=(
        "The sex differs from the identity number (its last digit but one is odd for men, even "
        "for women). Correct whichever is wrong."
    ),
)

BIRTH_DIFFERS = Doubt(
    rule="birth_differs_from_id",
    column="stated_birth_date",
    broken=pl.col("stated_birth_date").dt.strftime("%Y%m%d") != pl.col("id_number").str.slice(6, 8),
    reason=(
        "出生日期与身份证号第7至14位不一致。请对照证件，更正出生日期或身份证号；"
        "农历生日请换成证件上的日期。"
    ),
    english=(
        "The birth date differs from digits 7 to 14 of the identity number. Correct whichever is "
        "wrong; write the date on the card, not a lunar birthday."
    ),
)
