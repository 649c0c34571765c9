"""Spark as the second engine: the same sql/, the same results, on a cluster that stands already."""

import os
from typing import Literal

Engine = Literal["duckdb", "spark"]
# Named by the environment where no address is told.
ADDRESS_VARIABLE = "SANSE_SPARK"
LOCAL_SPARK = "local[*]"


def spark_address(engine: Engine, told: str | None = None) -> str | None:
    """Return the address of the Spark that computes; None where DuckDB does."""
    if engine != "spark":
        return None
    return told or os.environ.get(ADDRESS_VARIABLE) or LOCAL_SPARK
