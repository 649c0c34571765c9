"""What a month's SQL starts from: staged files, reference, policy tables, the last release.

Everything the SQL reads that no SQL computes is put into the warehouse here, always with the
same tables and columns: what was not delivered is an empty table, and `inputs.sources` says so.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.capacities import capacities_at
from pipelines.mended import replaced_rows
from pipelines.months import Month
from pipelines.places import Gazetteer, Reference, load_reference
from pipelines.policy import Policy
from pipelines.received import SourceStatus, UsedFile
from pipelines.selects import selects_of
from pipelines.settings import Home
from pipelines.warehouse import Connection, create_table, quoted
from schemas.sources import IDENTITY_SCHEMA, Source, all_sources

DELIVERY_COLUMNS: dict[str, pl.DataType] = {
    "delivery_rank": pl.Int32(),
    "delivery_month": pl.String(),
}
SOURCES_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "title": pl.String(),
    "status": pl.String(),
    "delivery_month": pl.String(),
    "kind": pl.String(),
    "department": pl.String(),
}
STALE_TOWNS_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "street_code": pl.String(),
    "delivery_month": pl.String(),
}
INDICATORS_SCHEMA: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "title": pl.String(),
    "dimension": pl.String(),
    "grain": pl.String(),
    "unit": pl.String(),
    "sources": pl.String(),
    # What a reason calls the source, where its title would tell more than the visitor needs.
    "told_source": pl.String(),
    "description": pl.String(),
}
STREETS_SCHEMA: dict[str, pl.DataType] = {
    "street_code": pl.String(),
    "street_name": pl.String(),
}
PLACES_SCHEMA: dict[str, pl.DataType] = {
    "town_name": pl.String(),
    "community_name": pl.String(),
    "street_code": pl.String(),
    "is_retired": pl.Boolean(),
    "town_key": pl.String(),
    "community_key": pl.String(),
}
RELEASES_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "previous_households": {
        "household_id": pl.String(),
        "colour": pl.String(),
        "score": pl.Int32(),
        "months_listed": pl.Int32(),
        "month": pl.String(),
    },
    "previous_members": {"person_id": pl.String(), "household_id": pl.String()},
    "previous_queue": {
        "household_id": pl.String(),
        "colour": pl.String(),
        "months_waiting": pl.Int32(),
        "place_in_queue": pl.Int32(),
    },
}


def load_inputs(
    con: Connection,
    home: Home,
    month: Month,
    policy: Policy,
    sources: Mapping[str, SourceStatus],
) -> None:
    """Put into the warehouse what the SQL of a month reads: see the module.

    `sources` says, by source name, which staged files this month uses; a source that is not
    named, or is missing, becomes an empty table. Schemas: staging, identities, reference,
    inputs, policy, releases.
    """
    from pipelines.benefits import benefit_tables
    from pipelines.late import load_late_rows
    from pipelines.scorecard import scorecard_tables

    load_staging(con, home, {name: status.files for name, status in sources.items()})
    load_source_list(con, sources)
    load_stale_towns(con, sources)
    load_late_rows(con, home, month, sources)
    load_indicator_list(con)
    reference = load_reference()
    load_places(con, reference)
    load_capacities(con, reference, month)
    for name, frame in {**scorecard_tables(policy.day), **benefit_tables(policy.day)}.items():
        create_table(con, f"policy.{name}", frame)
    load_last_release(con, home, month)


def load_staging(con: Connection, home: Home, files: Mapping[str, Sequence[UsedFile]]) -> None:
    """Create `staging.<source>` views and `identities.identities` over the files to use."""
    con.execute("create schema if not exists staging")
    con.execute("create schema if not exists identities")
    con.execute("create schema if not exists inputs")
    identities = []
    for source in all_sources():
        used = files.get(source.name, ())
        create_staging_view(con, home, source, used)
        if source.subject == "person":
            identities += _identity_selects(home, source, used)
        else:
            create_words_view(con, home, source, used)
    schema = {**IDENTITY_SCHEMA, "source": pl.String(), "delivery_rank": pl.Int32()}
    _create_union_view(con, "identities.identities", schema, identities)


def create_staging_view(
    con: Connection, home: Home, source: Source, files: Sequence[UsedFile]
) -> None:
    """Create `staging.<source>` over the files to use, in their order; empty without any."""
    columns = ", ".join(f'"{name}"' for name in source.staging_schema)
    replaced = replaced_rows(home, source.name, files)
    if replaced.height:
        create_table(con, f"inputs.replaced_{source.name}", replaced)
    selects = [
        f"select {columns}, {rank}::integer as delivery_rank, "
        f"'{file.delivery_month}' as delivery_month "
        f"from read_parquet({_literal(_path(home.staging, source, file))}){_of_places(file)}"
        f"{_not_replaced(source, file, replaced)}"
        for rank, file in enumerate(files, start=1)
    ]
    schema = {**source.staging_schema, **DELIVERY_COLUMNS}
    _create_union_view(con, f"staging.{source.name}", schema, selects)


def _identity_selects(home: Home, source: Source, files: Sequence[UsedFile]) -> list[str]:
    columns = ", ".join(IDENTITY_SCHEMA)
    return [
        f"select {columns}, '{source.name}' as source, {rank}::integer as delivery_rank "
        f"from read_parquet({_literal(_path(home.identities, source, file))})"
        f"{_of_people(home, source, file)}"
        for rank, file in enumerate(files, start=1)
    ]


def create_words_view(
    con: Connection, home: Home, source: Source, files: Sequence[UsedFile]
) -> None:
    """Create `identities.<source>`: who is meant in the rows of a list about households."""
    columns = ", ".join(f'"{name}"' for name in source.identity_schema)
    replaced = replaced_rows(home, source.name, files)
    selects = [
        f"select {columns}, {rank}::integer as delivery_rank "
        f"from read_parquet({_literal(_path(home.identities, source, file))})"
        f"{_not_replaced(source, file, replaced)}"
        for rank, file in enumerate(files, start=1)
    ]
    schema = {**source.identity_schema, "delivery_rank": pl.Int32()}
    _create_union_view(con, f"identities.{source.name}", schema, selects)


def _of_places(file: UsedFile) -> str:
    """The condition that leaves the rows of some towns only, where no more of a file is used."""
    if file.places is None:
        return ""
    places = ", ".join(_quoted_text(place) for place in file.places) or "null"
    return f" where coalesce(town_name, chr(9) || coalesce(community_name, '')) in ({places})"


def _not_replaced(source: Source, file: UsedFile, replaced: pl.DataFrame) -> str:
    """The condition that leaves out rows in whose place a corrected one stands."""
    if file.file_id not in replaced["file_id"]:
        return ""
    place = "where" if file.places is None else "and"
    rows = f"select file_id, sheet, row_number from inputs.replaced_{source.name}"
    return f" {place} (file_id, sheet, row_number) not in ({rows})"


def _of_people(home: Home, source: Source, file: UsedFile) -> str:
    """The condition that leaves the people of those towns."""
    if file.places is None:
        return ""
    staged = _literal(_path(home.staging, source, file))
    rows = f"select person_id from read_parquet({staged}){_of_places(file)}"
    return f" where person_id in ({rows})"


def _path(folder: Path, source: Source, file: UsedFile) -> Path:
    path = folder / source.name / f"{file.sha256}.parquet"
    if not path.is_file():
        raise FileNotFoundError(
            f"{source.name}: {folder.name}/ holds no file for content {file.file_id}, though the "
            "register names it. Run ingest again: it stages anew what is missing."
        )
    return path


def _create_union_view(
    con: Connection, name: str, schema: Mapping[str, pl.DataType], selects: Sequence[str]
) -> None:
    if not selects:
        create_table(con, name, pl.DataFrame(schema=schema))
        return
    con.execute(f"create or replace view {quoted(name)} as {' union all '.join(selects)}")


def _literal(path: Path) -> str:
    return _quoted_text(str(path))


def _quoted_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def load_source_list(con: Connection, sources: Mapping[str, SourceStatus]) -> None:
    """Create `inputs.sources`: one row a known source, delivered or not.

    `delivery_month` is the month that the rows in use speak of; null where the source was never
    connected.
    """
    rows = [
        {
            "source": source.name,
            "title": source.title,
            "status": status.status if status else "missing",
            "delivery_month": (status.data_month or status.delivery_month) if status else None,
            "kind": source.kind,
            "department": source.department,
        }
        for source in all_sources()
        for status in [sources.get(source.name)]
    ]
    create_table(con, "inputs.sources", pl.DataFrame(rows, schema=SOURCES_SCHEMA))


def load_stale_towns(con: Connection, sources: Mapping[str, SourceStatus]) -> None:
    """Create `inputs.stale_towns`: where a town's rows are of an earlier month than the others'."""
    rows = [
        (name, town, month)
        for name, status in sorted(sources.items())
        for town, month in status.towns
        if status.status != "missing"
    ]
    frame = pl.DataFrame(rows, schema=STALE_TOWNS_SCHEMA, orient="row")
    create_table(con, "inputs.stale_towns", frame)


def load_indicator_list(con: Connection) -> None:
    """Create `inputs.indicators`: what each file of sql/indicators says of itself."""
    rows = [{"indicator": select.name, **select.header} for select in selects_of("indicators")]
    create_table(con, "inputs.indicators", pl.DataFrame(rows, schema=INDICATORS_SCHEMA))


def load_places(con: Connection, reference: Reference) -> None:
    """Create `reference.streets`, and `reference.places` for every spelling in staging.

    `reference.places` has one row a pair of town and community as written in staging (blank is
    the empty text): the street where it can be told, and keys equal for all spellings of it.
    """
    streets = pl.DataFrame(reference.streets, schema=STREETS_SCHEMA)
    create_table(con, "reference.streets", streets)
    gazetteer = Gazetteer(reference)
    rows = []
    for town, community in _written_places(con):
        place = gazetteer.find(town, community)
        rows.append((town, community, place.street_code, place.is_retired, place.town_key,
                     place.community_key))  # fmt: skip
    frame = pl.DataFrame(rows, schema=PLACES_SCHEMA, orient="row")
    create_table(con, "reference.places", frame)


def load_capacities(con: Connection, reference: Reference, month: Month) -> None:
    """Create `reference.capacities`: the visits that each office has declared for the month."""
    codes = frozenset(street["street_code"] for street in reference.streets)
    create_table(con, "reference.capacities", capacities_at(month, codes))


def _written_places(con: Connection) -> list[tuple[str, str]]:
    selects = [
        "select distinct coalesce(town_name, '') as town_name, "
        f"coalesce(community_name, '') as community_name from staging.{source.name}"
        for source in all_sources()
        if {"town_name", "community_name"} <= source.staging_schema.keys()
    ]
    return con.execute(f"{' union '.join(selects)} order by 1, 2").fetchall()


def load_last_release(con: Connection, home: Home, month: Month) -> None:
    """Create `releases.previous_households`, `previous_members` and `previous_queue`.

    They hold the newest release before `month`, however long ago, and nothing without one.
    """
    earlier = [released for released in home.released_months() if released < month]
    for table, schema in RELEASES_SCHEMAS.items():
        create_table(con, f"releases.{table}", pl.DataFrame(schema=schema))
    if not earlier:
        return
    previous = home.release_path(earlier[-1])
    for table, file_name in (
        ("previous_households", "households.parquet"),
        ("previous_members", "household_registry.parquet"),
        ("previous_queue", "queue.parquet"),
    ):
        # Releases of before offices could declare their visits have no queue.
        if table == "previous_queue" and not (previous / file_name).is_file():
            continue
        columns = ", ".join(RELEASES_SCHEMAS[table])
        con.execute(
            f"insert into releases.{table} "
            f"select {columns} from read_parquet({_literal(previous / file_name)})"
        )
