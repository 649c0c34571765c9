"""No data is taken without use: every source is read by some select of sql/ (PIPL art. 6)."""

import pytest

from pipelines.run import LAYERS
from pipelines.selects import selects_of
from schemas.sources import all_sources

READ = {
    name
    for layer in LAYERS
    for select in selects_of(layer)
    for schema, name in select.tables
    if schema == "staging"
}


@pytest.mark.parametrize("source", [source.name for source in all_sources()])
def test_every_source_is_read_by_some_select(source: str) -> None:
    assert source in READ, (
        f"schemas/sources/{source}.py is taken in, and no file of sql/ reads staging.{source}. "
        "Write the indicator, check or counter-sign that it was asked for, or remove the contract."
    )


def test_no_select_reads_a_source_that_has_no_contract() -> None:
    assert {source.name for source in all_sources()} >= READ
