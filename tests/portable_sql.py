"""What of a select another engine would read otherwise, or not at all.

Everything in sql/ is to run on Spark without a rewrite. The constructs below were tried: they
fail there, or give other values without a word. Each finding says what to write instead.
"""

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.spark.translate import to_spark

Rule = Callable[[exp.Expr], str | None]


def findings(text: str) -> list[str]:
    """Return what is not portable in a select, each with its cure, in the order of the text."""
    return list(dict.fromkeys(cure for _, cure in placed_findings(text)))


def placed_findings(text: str) -> list[tuple[int, str]]:
    """Return what is not portable in a select, as line and cure."""
    query = sqlglot.parse_one(text, dialect="duckdb")
    found = [
        (_line(node, text), cure)
        for node in query.walk()
        for rule in RULES
        if (cure := rule(node)) is not None
    ]
    try:
        sqlglot.parse_one(to_spark(text), dialect="spark")
    except SqlglotError as error:
        found.append((1, f"Spark SQL has no words for it: {error}"))
    return sorted(dict.fromkeys(found))


def _line(node: exp.Expr, text: str) -> int:
    """Return the first line on which a part of the construct stands, or of what it is part of.

    Counted in the text: the lines that sqlglot tells go astray after some comments.
    """
    starts = [start for part in node.walk() if (start := part.meta.get("start")) is not None]
    if not starts:
        return 1 if node.parent is None else _line(node.parent, text)
    return text.count("\n", 0, min(starts)) + 1


def _named(node: exp.Expr) -> str:
    """Return a function's name in lower case, whether sqlglot knows it or not."""
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower()
    return node.sql_name().lower() if isinstance(node, exp.Func) else ""


def _asof_join(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Join) and node.args.get("method") == "ASOF":
        return "ASOF JOIN: write a lateral join ordered by the date, limit 1."
    return None


def _pivot(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Pivot):
        return "PIVOT or UNPIVOT: write one `case` a column, or a `union all`."
    return None


def _star_changed(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Star) and (
        node.args.get("except_") or node.args.get("replace") or node.args.get("rename")
        or node.args.get("except")
    ):  # fmt: skip
        return "`*` with EXCLUDE, REPLACE or RENAME: name the columns."
    return None


def _by_name(node: exp.Expr) -> str | None:
    if isinstance(node, exp.SetOperation) and node.args.get("by_name"):
        return "UNION BY NAME: name the columns in the same order on both sides."
    return None


def _quantile(node: exp.Expr) -> str | None:
    if isinstance(node, exp.PercentileCont | exp.Quantile | exp.PercentileDisc) or _named(
        node
    ).startswith("quantile"):
        return "quantile: Spark approximates it; band the values with `case` instead."
    return None


def _list_length(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Length) and not isinstance(node.parent, exp.Anonymous):
        written = node.this
        if isinstance(written, exp.Array | exp.ArrayAgg | exp.Split | exp.List):
            return "len of a list: write array_length (`length` is for text)."
    return None


def _slice(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Slice):
        return "slices s[a:b]: write substring(s, a, n)."
    return None


def _ordered_list(node: exp.Expr) -> str | None:
    if isinstance(node, exp.ArrayAgg | exp.GroupConcat | exp.List) and list(
        node.find_all(exp.Order)
    ):
        return (
            "list(v order by w), string_agg(v order by w): the order is lost; write "
            "array_to_string(list_sort(list(v)), '；'), with a sort key in v where need be."
        )
    return None


def _distinct_list(node: exp.Expr) -> str | None:
    if isinstance(node, exp.ArrayAgg | exp.List) and isinstance(node.this, exp.Distinct):
        return "list(distinct v): nulls stay here and not there; select distinct rows before it."
    return None


def _date_diff(node: exp.Expr) -> str | None:
    if isinstance(node, exp.DateDiff | exp.TimestampDiff | exp.DatetimeDiff):
        unit = str(node.args.get("unit") or "DAY").strip("'").upper()
        if unit not in {"DAY", "D", "DAYS"}:
            return (
                "date_diff in months or years: boundaries here, full units there; count with "
                "year() * 12 + month()."
            )
    return None


def _interval(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Interval):
        outer = node.find_ancestor(exp.Cast, exp.Select)
        if not isinstance(outer, exp.Cast):
            return "date ± interval: a timestamp here, a date there; cast the sum to date."
        if not isinstance(node.this, exp.Literal):
            return "an interval of computed length: Spark has none; count with year() and month()."
    return None


def _days_between(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Sub) and _is_date(node.this) and _is_date(node.expression):
        return "a - b of dates: days here, an interval there; write date_diff('day', b, a)."
    return None


def _is_date(node: exp.Expr) -> bool:
    """Whether it is a date by its cast, or by its name: a column of dates ends in _date."""
    if isinstance(node, exp.Cast):
        return node.to.this == exp.DataType.Type.DATE
    return isinstance(node, exp.Column | exp.Placeholder) and node.name.endswith("_date")


def _extreme_argument(node: exp.Expr) -> str | None:
    if isinstance(node, exp.ArgMax | exp.ArgMin) or _named(node) in {"max_by", "min_by"}:
        return (
            "arg_max, arg_min: nulls and ties differ; use qualify row_number() over a total order."
        )
    return None


def _any_value(node: exp.Expr) -> str | None:
    if isinstance(node, exp.AnyValue | exp.First | exp.Last | exp.Mode) or _named(node) == "mode":
        return (
            "first, last, any_value, mode: any row will do for them; use min, max or row_number()."
        )
    return None


def _epoch(node: exp.Expr) -> str | None:
    if _named(node).startswith("epoch") or isinstance(node, exp.TimeToUnix):
        return "epoch: a float here, an integer there; compare dates as dates."
    return None


def _division(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Div) and not _never_zero(node.expression):
        return "x / y: an error there where y is 0; write x / nullif(y, 0)."
    return None


def _inexact_division(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Div) and not _is_settled(node):
        return (
            "x / y of decimals: a float here, a decimal there; round it, or cast it to a decimal, "
            "before it is compared or shown."
        )
    return None


def _is_settled(node: exp.Expr) -> bool:
    """Whether what a division gives is rounded or cast within the same expression."""
    settling = (exp.Round, exp.Floor, exp.Ceil, exp.Cast)
    outer = node.find_ancestor(*settling, exp.Select)
    return isinstance(outer, settling)


def _average(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Avg):
        return (
            "avg of decimals: a float here, a decimal there; write "
            "cast(sum(x) / nullif(count(x), 0) as decimal(…))."
        )
    return None


_WHOLE = frozenset({exp.DataType.Type.INT, exp.DataType.Type.BIGINT, exp.DataType.Type.SMALLINT})


def _rounding_cast(node: exp.Expr) -> str | None:
    """Say that a decimal cast to a whole number is rounded here and cut off there."""
    if not isinstance(node, exp.Cast) or node.to.this not in _WHOLE:
        return None
    if any(_is_broken(part) for part in _shown_parts(node.this)):
        return (
            "a decimal cast to a whole number: rounded here, cut off there; write "
            "cast(floor(x) as integer) or cast(round(x, 0) as integer)."
        )
    return None


def _shown_parts(node: exp.Expr) -> Iterator[exp.Expr]:
    """Yield what an expression computes with, as far as nothing makes it whole."""
    if isinstance(node, exp.Round | exp.Floor | exp.Ceil | exp.Func | exp.Case | exp.Subquery):
        return
    yield node
    for child in node.iter_expressions():
        yield from _shown_parts(child)


def _is_broken(node: exp.Expr) -> bool:
    if isinstance(node, exp.Literal):
        return node.is_number and "." in node.name
    return isinstance(node, exp.Div) or (
        isinstance(node, exp.Placeholder) and node.name.endswith("_yuan")
    )


def _list_with_nulls(node: exp.Expr) -> str | None:
    if isinstance(node, exp.ArrayAgg | exp.List) and not isinstance(
        node.find_ancestor(exp.ArrayToString, exp.Select), exp.ArrayToString
    ):
        return (
            "list(v) by itself: nulls stay here and not there; count rows with count(*), or make "
            "it a text: array_to_string(list_sort(list(v)), '；')."
        )
    return None


_HASHES = frozenset({"hash", "standard_hash", "farm_fingerprint", "xxhash64"})


def _own_hash(node: exp.Expr) -> str | None:
    """Say that a hash is each engine's own; it may narrow a search whose values decide later."""
    if _named(node) in _HASHES and not _narrows(node):
        return (
            "hash: another number there, of half the bits; compare the value itself, or its md5. "
            "`hash(x) in (select hash(x) …)` may narrow a search, where the values decide after it."
        )
    return None


def _narrows(node: exp.Expr) -> bool:
    looked_for = node.find_ancestor(exp.In)
    if looked_for is None:
        return False
    query = looked_for.args.get("query")
    sides = [looked_for.this, *(query.unnest().selects if query is not None else [])]
    return len(sides) == 2 and all(_named(side) in _HASHES for side in sides)


def _weekday(node: exp.Expr) -> str | None:
    if isinstance(node, exp.DayOfWeek) or _named(node) in {"dayofweek", "weekday"}:
        return (
            "dayofweek: Sunday is 0 here and 1 there; write "
            "date_diff('day', date '2024-01-01', d) % 7 (a Monday)."
        )
    return None


def _truncated_date(node: exp.Expr) -> str | None:
    if isinstance(node, exp.DateTrunc | exp.TimestampTrunc) and not isinstance(
        node.find_ancestor(exp.Cast, exp.Select), exp.Cast
    ):
        return "date_trunc: a timestamp here, a date there; cast it to date."
    return None


def _substring_from_zero(node: exp.Expr) -> str | None:
    start = node.args.get("start") if isinstance(node, exp.Substring) else None
    if isinstance(start, exp.Literal) and start.name == "0":
        return "substring from 0: one sign less here; count from 1."
    return None


def _never_zero(divisor: exp.Expr) -> bool:
    plain = divisor.unnest()
    if isinstance(plain, exp.Literal):
        return plain.is_number and float(plain.name) != 0
    return isinstance(plain, exp.Nullif)


_CLOCKS = frozenset({"today", "now", "get_current_timestamp", "transaction_timestamp", "random"})


def _zone_or_clock(node: exp.Expr) -> str | None:
    clocks = (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Rand, exp.Uuid)
    if isinstance(node, clocks) or _named(node) in _CLOCKS:
        return "clocks and chance: bind $as_of_date, and order by a key or a hash of one."
    if isinstance(node, exp.AtTimeZone | exp.ConvertTimezone) or _named(node) == "timezone":
        return "at time zone: times are kept as they were written, without a zone."
    if isinstance(node, exp.DataType) and node.this in {
        exp.DataType.Type.TIMESTAMPTZ,
        exp.DataType.Type.TIMESTAMPLTZ,
    }:
        return "timestamps with a zone: times are kept as they were written, without one."
    return None


def _unordered_choice(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Select) and node.args.get("limit") and not node.args.get("order"):
        return "limit without order by: not the same rows each time."
    numbered = isinstance(node, exp.Window) and isinstance(node.this, exp.RowNumber)
    if numbered and not node.args.get("order"):
        return "row_number() without order by: not the same row each time."
    return None


def _file_reading(node: exp.Expr) -> str | None:
    if isinstance(node, exp.ReadCSV | exp.ReadParquet) or _named(node).startswith(
        ("read_", "glob")
    ):
        return "reading files: the loader does it; read a staging table."
    return None


def _anonymous_window(node: exp.Expr) -> str | None:
    """Say that a select with qualify names all it selects: it becomes a subselect there."""
    if isinstance(node, exp.Select) and node.args.get("qualify") is not None:
        unnamed = [one for one in node.selects if not one.alias_or_name]
        if unnamed:
            return "qualify beside an unnamed expression: name it with `as`."
    return None


def _having_of_an_alias(node: exp.Expr) -> str | None:
    """Say that a name in `having` may mean the column or the aggregate called like it."""
    if not isinstance(node, exp.Having) or not isinstance(node.parent, exp.Select):
        return None
    counted = {
        one.alias
        for one in node.parent.selects
        if isinstance(one, exp.Alias) and list(one.find_all(exp.AggFunc))
    }
    if any(not column.table and column.name in counted for column in node.find_all(exp.Column)):
        return (
            "having over a name that an aggregate of the select bears: another column for some "
            "engines; write table.column, or filter in the next CTE."
        )
    return None


RULES: tuple[Rule, ...] = (
    _asof_join,
    _pivot,
    _star_changed,
    _by_name,
    _quantile,
    _list_length,
    _slice,
    _ordered_list,
    _distinct_list,
    _date_diff,
    _interval,
    _days_between,
    _extreme_argument,
    _any_value,
    _epoch,
    _division,
    _inexact_division,
    _average,
    _rounding_cast,
    _list_with_nulls,
    _own_hash,
    _weekday,
    _truncated_date,
    _substring_from_zero,
    _zone_or_clock,
    _unordered_choice,
    _file_reading,
    _anonymous_window,
    _having_of_an_alias,
)


def all_findings(texts: dict[str, str]) -> Iterator[str]:
    """Yield path, line and cure of all that is not portable."""
    for path, text in sorted(texts.items()):
        for line, cure in placed_findings(text):
            yield f"{path}:{line}: {cure}"
