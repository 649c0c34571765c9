"""The contracts of computed tables: one pandera class a table, found by the table's name.

`schemas/<layer>/<table>.py` holds the contract of `<layer>.<table>`. A layer whose tables all
have one form says so with `EVERY_TABLE` in its `__init__.py` (and `UNION_NAME`, the table that
stacks them all, with `UNION_LABELS`, what it says of each row's origin).
"""

import importlib
import pkgutil
from importlib.util import find_spec

import polars as pl
from pandera.polars import DataFrameModel


class ContractMissing(Exception):
    """A computed table has no contract; the message says where to write it."""


def contract_of(layer: str, table: str) -> type[DataFrameModel]:
    """Return the contract of `<layer>.<table>`; raises ContractMissing naming the cure."""
    shared = shared_contract(layer)
    if shared is not None:
        return shared
    name = f"schemas.{layer}.{table}"
    if find_spec(f"schemas.{layer}") is None or find_spec(name) is None:
        raise ContractMissing(
            f"{layer}.{table} has no contract, so nobody can rely on its columns. "
            f"Write one pandera class in schemas/{layer}/{table}.py."
        )
    declared = [
        value
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, type)
        and issubclass(value, DataFrameModel)
        and value.__module__ == name
    ]
    if len(declared) != 1:
        raise ContractMissing(
            f"schemas/{layer}/{table}.py declares {len(declared)} contract classes; "
            f"one is needed: that of {layer}.{table}."
        )
    return declared[0]


def shared_contract(layer: str) -> type[DataFrameModel] | None:
    """Return the contract that all tables of a layer share, if they do."""
    if find_spec(f"schemas.{layer}") is None:
        return None
    return getattr(importlib.import_module(f"schemas.{layer}"), "EVERY_TABLE", None)


def union_name(layer: str) -> str | None:
    """Return the name of the table that stacks all tables of a layer, if it has one."""
    if find_spec(f"schemas.{layer}") is None:
        return None
    return getattr(importlib.import_module(f"schemas.{layer}"), "UNION_NAME", None)


def union_labels(layer: str) -> dict[str, str | None]:
    """Return the columns that say, in the stacked table, where a row comes from.

    Column → the header key of the file that it repeats; None is the file's name. A layer that
    says nothing in `UNION_LABELS` has one such column, called like the layer in the singular.
    """
    package = importlib.import_module(f"schemas.{layer}")
    labels: dict[str, str | None] = getattr(
        package, "UNION_LABELS", {layer.removesuffix("s"): None}
    )
    return labels


def union_columns(layer: str, contract: type[DataFrameModel]) -> dict[str, pl.DataType]:
    """Return the columns of a layer's stacked table: the labels first, then the contract's."""
    return {**dict.fromkeys(union_labels(layer), pl.String()), **columns_in(contract)}


def tables_of(layer: str) -> tuple[str, ...]:
    """Return the names of a layer's tables that have a contract of their own, sorted."""
    if find_spec(f"schemas.{layer}") is None:
        return ()
    package = importlib.import_module(f"schemas.{layer}")
    return tuple(sorted(module.name for module in pkgutil.iter_modules(package.__path__)))


def columns_in(contract: type[DataFrameModel]) -> dict[str, pl.DataType]:
    """Return a contract's column names and polars types, in order."""
    return {str(name): column.dtype.type for name, column in contract.to_schema().columns.items()}
