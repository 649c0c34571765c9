"""Contracts of the screening layer: one class a table, see `schemas.tables`."""
