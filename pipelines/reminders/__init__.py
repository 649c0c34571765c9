"""Reminders: what is due or overdue, told to the streets and, where it stays so, the district."""

from pipelines.reminders.due import Item, read_due
from pipelines.reminders.remind import Reminders, StreetReminder, remind

__all__ = ["Item", "Reminders", "StreetReminder", "read_due", "remind"]
