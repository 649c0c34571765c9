"""What the program loads before it has to: help comes at once, a run loads what a run needs."""

import subprocess
import sys

import pytest

_LOADED = "import sys, {module}; print(*sorted(name for name in sys.modules))"
_DATA = {"numpy", "pandas", "polars", "pyarrow", "duckdb", "pandera", "pydantic", "xlsxwriter"}


@pytest.mark.parametrize(
    ("module", "not_loaded"),
    [
        ("pipelines.cli", {*_DATA, "rich", "multiprocessing", "socket", "yaml"}),
        ("pipelines.run", {"great_expectations", "hypothesis", "prefect", "pyspark", "scipy"}),
        (
            "pipelines.terminal, pipelines.unchanged",  # where nothing new has come
            {"duckdb", "sqlglot", "xlsxwriter", "python_calamine", "pipelines.run"},
        ),
    ],
)
def test_only_what_is_needed_is_loaded(module: str, not_loaded: set[str]) -> None:
    program = _LOADED.format(module=module)
    words = [sys.executable, "-W", "ignore", "-c", program]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    assert not not_loaded.intersection(told.split())
