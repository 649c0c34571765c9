"""`sanse explain --since`: why a household is on or off the list, month by month."""

from pipelines.since.told import explain_since

__all__ = ["explain_since"]
