"""The same rows from DuckDB and Spark in every table: sample, made-up districts, stories."""

import importlib.util
import os
import tempfile
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from parity.conftest import NOVEMBER, OCTOBER, Disturbed
from parity.tables import differences, empty_tables, lacks_recursion, layer_differences
from pipelines.bulletin.basis import LAYER as BULLETIN
from pipelines.bulletin.basis import _reasons, basis_of
from pipelines.district.make import make_district
from pipelines.ledger import LAYER as LEDGER
from pipelines.ledger import ledger_parameters
from pipelines.ledger_inputs import load_ledger_inputs
from pipelines.months import Month
from pipelines.policy import policy_at
from pipelines.release import list_dates
from pipelines.run import (
    LAYERS,
    begin_warehouse,
    build,
    ingest_inbox,
    load,
    publish,
)
from pipelines.settings import Home, make_private_folder
from pipelines.spark.session import Session
from pipelines.spark.warehouse import SparkWarehouse
from pipelines.warehouse import IN_MEMORY_LAYER, create_table, open_warehouse
from tests.cases.test_cases import STORIES, _key, _load
from tests.end_to_end.test_same_bytes import _checksums
from tests.sql_cases import empty_warehouse


def _bound(month: Month) -> dict[str, object]:
    policy = policy_at(month.as_of_date)
    return {**policy.bound, **list_dates(month.as_of_date, policy.parameters)}


def _screen_on_spark(home: Home, month: Month, session: Session) -> None:
    """Do what `screen_month` does, in the session that stands already."""
    with closing(begin_warehouse(home, month)) as con:
        load(con, home, month)
        spark = SparkWarehouse(session, make_private_folder(home.spark_path(month)))
        for layer in LAYERS:
            build(con, layer, month, build_tables=spark.build_layer)
        publish(con, home, month, started=datetime.now(UTC))


def test_the_sample_has_the_same_tables_and_the_same_release(
    home: Home, disturbed: Disturbed, session: Session
) -> None:
    """On Spark where Spark had been lost in the middle: a repeat gives the same bytes."""
    other = disturbed.home
    _screen_on_spark(other, OCTOBER, session)
    with (
        closing(open_warehouse(home.warehouse_path(OCTOBER))) as ours,
        closing(open_warehouse(other.warehouse_path(OCTOBER))) as theirs,
    ):
        layers = [layer for layer in LAYERS if layer != IN_MEMORY_LAYER]
        assert [told for layer in layers for told in layer_differences(ours, theirs, layer)] == []
    assert _checksums(home.release_path(OCTOBER)) == _checksums(other.release_path(OCTOBER))


def test_the_ledger_and_the_bulletin_of_the_sample_have_the_same_tables(
    home: Home, session: Session, folder: Path
) -> None:
    """What a server does not know is known of it: the day it learns it, nothing is left out."""
    assert lacks_recursion(session) is (importlib.util.find_spec("pysail") is not None)
    day, layers = NOVEMBER.as_of_date, (LEDGER, BULLETIN)
    with closing(open_warehouse(None, threads=1)) as con:
        load_ledger_inputs(con, home, day)
        create_table(con, "releases.reasons", _reasons(con, home))
        assert differences(con, ledger_parameters(day), session, folder, layers) == []
    with closing(basis_of(home, NOVEMBER).con) as con:
        # Tables without rows are equal whatever the engines do.
        assert [table for layer in layers for table in empty_tables(con, layer)] == []


@settings(max_examples=int(os.environ.get("PARITY_DISTRICTS", "1")))
@given(seed=st.integers(min_value=1, max_value=2**31 - 1))
def test_made_up_districts_have_the_same_tables(session: Session, seed: int) -> None:
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        make_district(1000, 1, seed, place / "district", settlements_per_year=3000)
        home = Home(place / "home")
        ingest_inbox(home, place / "district" / "inbox", OCTOBER)
        folder = make_private_folder(place / "tables")
        with closing(open_warehouse(None, threads=1)) as con:
            load(con, home, OCTOBER)
            assert differences(con, _bound(OCTOBER), session, folder) == []


def test_the_stories_have_the_same_tables(session: Session, folder: Path) -> None:
    """The households of the articles, with their neighbours on either side of each limit."""
    ((key, count),) = Counter(map(_key, STORIES)).most_common(1)
    assert count > 50
    stories = [story for story in STORIES if _key(story) == key]
    con = empty_warehouse()
    con.begin()
    try:
        _load(con, stories)
        bound = {**_bound(stories[0].month), **stories[0].supposed}
        assert differences(con, bound, session, folder) == []
    finally:
        con.rollback()
