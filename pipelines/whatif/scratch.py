"""Building what a scenario's changes touch, and nothing else.

Every table has a print of what it is made of: its select's text, the values bound in it, the
prints of the tables it reads. Where the print is that of the stored warehouse, the stored table
is read; where another scenario has built a table of the same print, that one is; only what is
left is built, in a catalogue in memory of the scenario's own.
"""

from collections.abc import Mapping
from functools import partial
from graphlib import TopologicalSorter
from importlib.resources import files
from typing import Any

import duckdb
import polars as pl

from pipelines.built_with import fingerprint
from pipelines.selects import SelectNotUsable, read_select
from pipelines.warehouse import check_contract, quoted
from pipelines.whatif.rules import Rules, frame_fingerprint
from pipelines.whatif.stored import CATALOGUE, Stored, parents, stacked_parts
from schemas.tables import columns_in, contract_of, shared_contract, union_columns, union_labels


class Scratch:
    """Builds scenarios one after the other over one stored warehouse."""

    def __init__(self, stored: Stored, present: Rules) -> None:
        self.con, self._stored = stored.con, stored
        needed = stored.needed()
        graph = {table: parents(stored.built_with, table) for table in needed}
        self._order = tuple(TopologicalSorter(graph).static_order())
        self._for_lists = stored.needed_for_lists()
        self._readers: dict[str, list[str]] = {table: [] for table in self._order}
        for table, read in graph.items():
            for parent in read:
                self._readers[parent].append(table)
        self._present: dict[str, str] = {}
        tables = present.tables(stored.policy_tables)
        for table in self._order:
            self._present[table] = self._print(table, self._present, tables, present.bound)
        self._stands = {told: (CATALOGUE, table) for table, told in self._present.items()}
        # Prints of tables that came out as they are stored → the print of the stored one.
        self._alike: dict[str, str] = {}
        self._count = 0

    def build(self, rules: Rules, *, in_full: bool = True) -> str:
        """Build what differs under `rules` and return the catalogue where everything stands.

        Not `in_full`: only what the length of the list is counted from.
        """
        self._count += 1
        catalogue = f"scenario_{self._count}"
        self.con.execute(f"attach ':memory:' as {catalogue}")
        self.con.execute(f"use {catalogue}")
        for layer in sorted({table.partition(".")[0] for table in self._order}):
            self.con.execute(f'create schema if not exists "{layer}"')
        tables = rules.tables(self._stored.policy_tables)
        prints: dict[str, str] = {}
        for table in self._order:
            if not in_full and table not in self._for_lists:
                continue
            told = self._print(table, prints, tables, rules.bound)
            prints[table] = self._alike.get(told, told)
            self._stand(catalogue, table, prints, tables, rules.bound)
        return catalogue

    def drop(self, catalogue: str) -> None:
        """Forget a scenario, with what was built for it."""
        self.con.execute("use memory")
        self.con.execute(f"detach {catalogue}")
        self._stands = {
            told: place for told, place in self._stands.items() if place[0] != catalogue
        }

    def built(self, catalogue: str) -> tuple[str, ...]:
        """Return the tables that were built for a scenario, not read elsewhere; sorted."""
        return tuple(sorted(table for place, table in self._stands.values() if place == catalogue))

    def _print(
        self,
        table: str,
        prints: Mapping[str, str],
        tables: Mapping[str, pl.DataFrame],
        bound: Mapping[str, Any],
    ) -> str:
        layer, _, name = table.partition(".")
        if layer == "policy":
            return fingerprint(table, frame_fingerprint(tables[name]))
        select = self._stored.built_with.selects.get(table)
        of = [prints[parent] for parent in parents(self._stored.built_with, table)]
        values = [bound.get(one) for one in select.binds] if select else []
        return fingerprint(table, *of, *values)

    def _stand(
        self,
        catalogue: str,
        table: str,
        prints: dict[str, str],
        tables: Mapping[str, pl.DataFrame],
        bound: Mapping[str, Any],
    ) -> None:
        layer, _, name = table.partition(".")
        place = self._stands.get(prints[table])
        if place is not None:
            where, there = place
            self.con.execute(f"create view {quoted(table)} as from {where}.{quoted(there)}")
            return
        if layer == "policy":
            self._create_frame(table, tables[name])
        elif table in self._stored.built_with.selects:
            self._create_select(table, bound)
            if self._may_spare(table, prints) and self._is_as_stored(table):
                # What came out the same touches nothing that rests on it.
                self._alike[prints[table]] = prints[table] = self._present[table]
                return
        else:
            self._create_stack(table, prints)
        self._stands[prints[table]] = (catalogue, table)

    def _may_spare(self, table: str, prints: Mapping[str, str]) -> bool:
        """Whether a reader of the table might not have to be built, if it came out the same.

        A reader that has another changed table to read is built in any case.
        """
        parents_of = partial(parents, self._stored.built_with)
        return any(
            all(
                prints.get(parent, self._present[parent]) == self._present[parent]
                for parent in parents_of(reader)
                if parent != table
            )
            for reader in self._readers[table]
        )

    def _is_as_stored(self, table: str) -> bool:
        there = f"{CATALOGUE}.{quoted(table)}"
        counts = f"select (select count(*) from {quoted(table)}), (select count(*) from {there})"
        ((rows, stored_rows),) = self.con.execute(counts).fetchall()
        if rows != stored_rows:
            return False
        different = f"from {quoted(table)} except all from {there}"
        return not self.con.execute(f"select 1 from ({different}) limit 1").fetchall()

    def _create_frame(self, table: str, frame: pl.DataFrame) -> None:
        self.con.register("incoming_frame", frame)
        self.con.execute(f"create table {quoted(table)} as from incoming_frame")
        self.con.unregister("incoming_frame")

    def _create_select(self, table: str, bound: Mapping[str, Any]) -> None:
        layer, _, name = table.partition(".")
        values = {one: bound[one] for one in self._stored.built_with.selects[table].binds}
        try:
            self.con.execute(f"create table {quoted(table)} as {_text_of(layer, name)}", values)
        except duckdb.Error as error:
            error.add_note(f"while building {table} for what-if")
            raise
        check_contract(self.con, table, contract_of(layer, name))

    def _create_stack(self, table: str, prints: Mapping[str, str]) -> None:
        """Stack a layer: the stored stack's rows of the parts that stay, and the others anew."""
        layer = table.partition(".")[0]
        contract = shared_contract(layer)
        if contract is None:
            raise SelectNotUsable(f"{table}: stacks a layer whose tables have no form in common.")
        parts = stacked_parts(self._stored.built_with, table)
        anew = [one for one in parts if self._stands[prints[one]][0] != CATALOGUE]
        own = next(column for column, key in union_labels(layer).items() if key is None)
        everything = ", ".join(f'"{one}"' for one in union_columns(layer, contract))
        kept = ", ".join(_literal(_name(one)) for one in parts if one not in anew) or "null"
        selects = [f"select {everything} from {CATALOGUE}.{quoted(table)} where {own} in ({kept})"]
        columns = ", ".join(f'"{one}"' for one in columns_in(contract))
        for one in anew:
            labels = ", ".join(map(_literal, _labels(layer, _name(one))))
            selects.append(f"select {labels}, {columns} from {quoted(one)}")
        self.con.execute(f"create view {quoted(table)} as {' union all '.join(selects)}")


def _name(table: str) -> str:
    return table.partition(".")[2]


def _text_of(layer: str, name: str) -> str:
    return (files("sql") / layer / f"{name}.sql").read_text(encoding="utf-8")


def _labels(layer: str, name: str) -> list[str]:
    """What the stacked table says of each row's origin, as the warehouse says it."""
    keys = union_labels(layer).values()
    if not any(keys):
        return [name for _ in keys]
    header = read_select(layer, name, _text_of(layer, name)).header
    return [header[key] if key else name for key in keys]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
