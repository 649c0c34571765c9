"""What a household already gets and what it may be due, as the release says it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.estimates import told_bounds

ENTITLEMENTS = "entitlements.parquet"
MAY_QUALIFY, CANNOT_TELL, RECEIVES = "may_qualify", "cannot_tell", "already_receives"
_MISSING = re.compile(
    r"(?P<what>[^（）]+(?:（[^（）]*）[^（）]+)*?)（(?P<supplier>[^（）]*)）(?:[、；]|$)"
)
_UNITS = {"monthly": "每月", "one_off": "一次"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Missing:
    """A proof that is not there yet, and who can supply it."""

    what: str
    supplier: str | None


@dataclass(frozen=True)
class Due:
    """One policy beside a household: a lead for the visitor, no decision.

    `articles` are the documents with their articles, `amount` is words (empty: no estimate),
    `person` the members it is about, joined (None: the household).
    """

    title: str
    department: str = ""
    articles: str = ""
    amount: str = ""
    status: str = MAY_QUALIFY
    person: str | None = None
    missing: tuple[Missing, ...] = ()
    ask: str = ""
    apply_at: str = ""
    bring: tuple[str, ...] = ()
    uses_placeholder: bool = False


@dataclass(frozen=True)
class Dues:
    """All policies of a household that the release tells; `are_computed` False: it has none."""

    entries: tuple[Due, ...] = ()
    are_computed: bool = False

    def of(self, *statuses: str) -> list[Due]:
        """Return those of these statuses, in the order of the release."""
        return [due for status in statuses for due in self.entries if due.status == status]


def read_dues(release: Path, household_id: str, names: dict[str, str]) -> Dues:
    """Return what a release's entitlements say of a household; `names`: person id → name.

    A release of before the entitlements has no such file: then nothing was computed.
    """
    file = release / ENTITLEMENTS
    if not file.is_file():
        return Dues()
    found = pl.scan_parquet(file).filter(pl.col("household_id") == household_id).collect()
    order = [name for name in ("rank", "policy", "title", "person_id") if name in found.columns]
    rows = found.sort(order, nulls_last=True).to_dicts() if order else found.to_dicts()
    # Two members with one policy are one entry: the page has room for few.
    together: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        together.setdefault((row["title"], row["status"]), []).append(row)
    return Dues(tuple(_due(alike, names) for alike in together.values()), are_computed=True)


def _due(alike: Sequence[Row], names: dict[str, str]) -> Due:
    """Return one entry for the rows of one policy and status, one a member."""
    row = alike[0]
    people = [person for one in alike if (person := one.get("person_id"))]
    named = dict.fromkeys(names.get(person, "家庭成员") for person in people)
    amount = amount_text(
        row.get("form"), _bound(alike, "low_yuan", min), _bound(alike, "high_yuan", max)
    )
    return Due(
        title=row["title"],
        department=row.get("department") or "",
        articles=row.get("articles") or "",
        amount=f"每人{amount}" if amount and len(people) > 1 else amount,
        status=row["status"],
        person="、".join(named) or None,
        missing=tuple(
            dict.fromkeys(proof for one in alike for proof in read_missing(one.get("missing")))
        ),
        ask=row.get("asks") or row.get("ask") or "",
        apply_at=row.get("apply_at") or "",
        bring=tuple(split_words(row.get("bring"))),
        uses_placeholder=bool(row.get("uses_placeholder")),
    )


def _bound(
    alike: Sequence[Row], column: str, choose: Callable[[list[Decimal]], Decimal]
) -> Decimal | None:
    """Return the widest bound of several estimates; None where one of them has none."""
    told = [row.get(column) for row in alike]
    known = [amount for amount in told if amount is not None]
    return choose(known) if known and len(known) == len(told) else None


def amount_text(form: str | None, low: Decimal | None, high: Decimal | None) -> str:
    """Return an estimate in words: a range of yuan, empty where nothing is known."""
    low, high = told_bounds(form, low, high)
    known = sorted({amount for amount in (low, high) if amount is not None})
    if not known:
        return ""
    bounds = "—".join(f"{amount:,.2f}".removesuffix(".00") for amount in known)
    limit = "" if low is not None and high is not None else ("至多" if low is None else "至少")
    return f"{_UNITS.get(form or '', '')}可能{limit}约{bounds}元"


def read_missing(text: str | None) -> tuple[Missing, ...]:
    """Return the proofs of a text 什么（谁提供）、什么（谁提供）; another form is one proof."""
    if not text:
        return ()
    parts = list(_MISSING.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text:
        return (Missing(text, None),)
    return tuple(Missing(part["what"], part["supplier"] or None) for part in parts)


def split_words(told: Sequence[str] | str | None) -> list[str]:
    """Return the entries of a list that may come joined by 、 or ；."""
    if told is None:
        return []
    parts = re.split("[、；\n]", told) if isinstance(told, str) else list(told)
    return [part.strip() for part in parts if part.strip()]
