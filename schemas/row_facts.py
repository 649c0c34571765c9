"""What a contract says of a row beyond its cells: facts made of several, and what does not go.

Both are expressions over the typed frame of one batch: the contract's columns, those for reading
only among them, and for refusals `as_of`, the last day of which the file can tell anything: that
of the delivery month, or of the month in which it was taken.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Literal

import polars as pl


# Two expressions cannot be compared for being equal: each of these is only itself.
@dataclasses.dataclass(frozen=True, eq=False)
class Derived:
    """A column that no table brings: it is made of those that were read.

    It takes the place of a column of its own name. `where` is as in `ColumnSpec`; of a column
    that `is_hashed` only a keyed hash is kept.
    """

    name: str
    value: pl.Expr
    dtype: pl.DataType
    where: Literal["staging", "identities"] = "staging"
    is_hashed: bool = False

    @property
    def fingerprint(self) -> str:
        """Changes with what the column holds."""
        told = (self.name, str(self.dtype), self.where, self.is_hashed)
        return _hash(self.value, told)


@dataclasses.dataclass(frozen=True, eq=False)
class Refusal:
    """A rule over several cells of a row: a row that breaks it goes back to its sender.

    `column` is the cell that is coloured; `rule` is explained in `pipelines.reasons`. A row that
    cannot be read goes back for that alone.
    """

    rule: str
    column: str
    broken: pl.Expr

    @property
    def fingerprint(self) -> str:
        """Changes with which rows go back."""
        return _hash(self.broken, (self.rule, self.column))


def _hash(expression: pl.Expr, told: tuple[object, ...]) -> str:
    written = expression.meta.serialize(format="binary") + repr(told).encode()
    return hashlib.blake2b(written, digest_size=8).hexdigest()
