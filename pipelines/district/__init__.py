"""A made-up district: departments' files with their usual dirt, and the truth beside them.

Nobody in it exists: identity numbers carry the unassigned county code 370299, phones the prefix
1990000. The truth is worked out from what the generator knows about its people, never by asking
the pipeline, so that the two can be held against each other.
"""

from pipelines.district.make import make_district

__all__ = ["make_district"]
