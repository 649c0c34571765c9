"""Contracts of the matches layer: one class a table, see `schemas.tables`."""
