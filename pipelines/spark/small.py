"""What is small is computed in one piece: planning and moving it would take longer than its rows.

A table of few bytes is one partition, so that what reads it needs no shuffle; a run of few bytes
is not compiled before it is computed. Nothing of this changes a row.
"""

from collections.abc import Iterable
from pathlib import Path

SMALL_TABLE = 4 * 2**20
SMALL_RUN = 64 * 2**20

SETTINGS = {
    "spark.sql.shuffle.partitions": "1",
    # Both sides of a join lie in one partition already.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
# Only a machine of our own is told how: a cluster stands already.
LOCAL_SETTINGS = {
    "spark.driver.extraJavaOptions": (
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m"
    )
}


def bytes_of(paths: Iterable[Path]) -> int:
    """Return how many bytes the files hold together; what is not there holds none."""
    return sum(path.stat().st_size for path in paths if path.is_file())


def is_small_run(staging: Path) -> bool:
    """Whether all that was staged is so little that Spark is told to take it in one piece."""
    return bytes_of(staging.rglob("*.parquet")) <= SMALL_RUN
