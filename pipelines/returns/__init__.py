"""The bounce-back workbook: a department's own file returned with what is wrong in colour.

For those who sent a file it is the whole of this system that they see: what was taken, what was
not and why, and how to mend it on the spot. What comes back is read by `pipelines.corrections`.
"""

from pipelines.returns.book import Listed
from pipelines.returns.problems import PROBLEM_SCHEMA, problems_of
from pipelines.returns.tray import Returning, ReturnsReport, begin_returns, write_returns
from pipelines.returns.writing import write_return

__all__ = [
    "PROBLEM_SCHEMA",
    "Listed",
    "Returning",
    "ReturnsReport",
    "begin_returns",
    "problems_of",
    "write_return",
    "write_returns",
]
