"""Whether a month's release is told as it stands, without computing anything.

The command asks here before it loads what a run needs: that takes longer than the answer.
"""

import logging
from pathlib import Path

from pipelines.lock import lock_home
from pipelines.months import Month
from pipelines.settings import Home
from pipelines.standing import Basis, basis_of, inbox_digest, stands

# One line a stage, as those that a run tells.
log = logging.getLogger("sanse.run")


def engine_name(spark: str | None) -> str:
    """Return what a release keeps of the engine; `spark` is the address of one."""
    return "duckdb" if spark is None else "spark"


def stands_unread(home: Home, inbox: Path, month: Month, spark: str | None) -> bool:
    """Whether the release stands, as far as can be told without opening a file of the inbox."""
    if month not in home.released_months():
        return False
    with lock_home(home):
        seen = inbox_digest(home, inbox)
        return told_stands(home, month, basis_of(home, month, engine_name(spark), seen))


def told_stands(home: Home, month: Month, basis: Basis, *, is_read: bool = False) -> bool:
    """Tell a log whether the release stands on a basis; see `stands`."""
    found = stands(home, month, basis, is_read=is_read)
    if found:
        log.info(
            "没有新内容：收到的文件、政策、区划资料、以前的名单和程序都和上次一样，"
            "%s 的名单不变，没有重新计算（要重新计算，加 --again）",
            month,
        )
    return found
