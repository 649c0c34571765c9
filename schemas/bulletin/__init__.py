"""Contracts of what the monthly bulletin (工作月报) counts.

No table of the layer leaves it: the bulletin tells counts only, small ones not at all.
"""

# due: whose verification fell due in the month; list: on the newest list; year: on any of the year.
SCOPES = ("due", "list", "year")
DIMENSIONS = ("all", "colour", "street", "cohort", "reason")
# A household belongs to exactly one group of these.
PARTITIONS = ("colour", "street")
RETURN_STANDINGS = (
    "accepted",
    "merged",
    "repeated",
    "conflict",
    "unmerged",
    "nominated",
    "unfilled",
    "later",
)
