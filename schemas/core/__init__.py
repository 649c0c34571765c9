"""Contracts of the linked tables: persons, households, what is known of them."""
