"""One select of sql/ in Spark's words: the same text, its values written in, its tables renamed.

SQLGlot knows most of what the two engines call differently. What it does not know is changed
here in the tree, one small rule a difference, each with its reason.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

Value = Any


def to_spark(
    text: str,
    parameters: Mapping[str, Value] | None = None,
    file_view: Callable[[str], str] | None = None,
) -> str:
    """Return a select of sql/ as Spark SQL; raises SqlglotError where it cannot be said there.

    With `parameters`, the `$names` are replaced by their values: a cluster asked through Spark
    Connect gets one text, which says all that it computes. `layer.table` becomes the name of the
    session's view, see `view_name`; a file read becomes what `file_view` calls its path.
    """
    query = sqlglot.parse_one(text, dialect="duckdb")
    if parameters is not None:
        query = query.transform(_bound, parameters)
    if file_view is not None:
        query = query.transform(_read_by_view, file_view)
    query = query.transform(_plain_separator)
    for table in query.find_all(exp.Table):
        _name_view(table)
    return query.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE, comments=False)


def view_name(layer: str, name: str) -> str:
    """Return what a table is called among the views of a session, which have one name only.

    Views belong to the session: two districts on one cluster never see each other's tables.
    """
    return f"{layer}__{name}"


def _name_view(table: exp.Table) -> None:
    if not table.db:
        return
    # Columns are named after the table; the view is called otherwise.
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
    table.set("this", exp.to_identifier(view_name(table.db, table.name), quoted=True))
    table.set("db", None)


def _bound(node: exp.Expr, parameters: Mapping[str, Value]) -> exp.Expr:
    if not isinstance(node, exp.Placeholder):
        return node
    return _literal(parameters[node.name])


def _literal(value: Value) -> exp.Expr:
    """Return a value as it is written, with its type where a bare literal would not tell it."""
    if isinstance(value, Decimal):
        return exp.Literal.number(format(value, "f"))
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    written: exp.Expr = exp.convert(value)
    return written


def _read_by_view(node: exp.Expr, file_view: Callable[[str], str]) -> exp.Expr:
    if not (isinstance(node, exp.Table) and isinstance(node.this, exp.ReadParquet)):
        return node
    (path,) = node.this.expressions
    return exp.to_table(file_view(path.name))


def _plain_separator(node: exp.Expr) -> exp.Expr:
    """Write a separator as the pattern that means it: Spark splits by patterns.

    SQLGlot quotes it as Java does, which servers that speak Spark without Java do not read.
    """
    if not isinstance(node, exp.Split) or not isinstance(node.expression, exp.Literal):
        return node
    return exp.RegexpSplit(
        this=node.this, expression=exp.Literal.string(re.escape(node.expression.name))
    )
