"""Releasing a month: written aside, accepted, and then there as a whole or not at all."""

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.acceptance import Acceptance, accept, judge_written, load_great_expectations
from pipelines.acceptance_page import acceptance_page
from pipelines.errors import SanseError
from pipelines.manifest import (
    MANIFEST,
    RUN,
    CountsDisagree,
    Json,
    earlier_manifests,
    run_record,
    told_colours,
    told_files,
    told_indicators,
    told_late,
    told_outputs,
    told_screened,
    told_sources,
    told_streets,
    write_json,
)
from pipelines.months import Month
from pipelines.parquet import write_parquet
from pipelines.policy import Policy, policy_checksums
from pipelines.policy_counts import told_likely, told_policies
from pipelines.policy_gaps import told_not_compared, told_placeholders
from pipelines.quality_page import PAGE as QUALITY_PAGE
from pipelines.quality_page import quality_page
from pipelines.second_process import begun, second_process, shared
from pipelines.selection_counts import told_selection
from pipelines.settings import Home, make_private_folder
from pipelines.transparency.page import record_page
from pipelines.transparency.signing import told_page, write_page
from pipelines.workbook import StreetList, write_workbook
from pipelines.workbook.district import write_district_book
from pipelines.workbook.nominated import NOMINATED, file_names, nominated_rows
from pipelines.workbook.street import Row
from pipelines.workbook.visits import write_visits_book
from pipelines.workdays import add_months, add_workdays, first_workday_after
from schemas.outputs import Output, all_outputs
from schemas.sources import all_sources

PAGE = "acceptance.html"
_ROWS_AT_A_TIME = 65_536
# Fewer households are written before another process has begun.
_WORTH_A_PROCESS = 1_000


class ReleaseRefused(SanseError):
    """The month's result was not accepted; `page` says why, in words an official can read."""

    exit_code = 3

    def __init__(self, month: Month, page: Path, faults: int) -> None:
        self.page = page
        super().__init__(
            f"{month} 的名单没有通过验收（{faults} 项不合格），没有发布；上一次发布的名单保持不变。"
            f"原因和处理办法见 {page}。"
        )


@dataclass(frozen=True)
class Released:
    """An accepted release: where it lies, and what its manifest says."""

    month: Month
    path: Path
    manifest: Json
    acceptance: Acceptance

    def __str__(self) -> str:
        colours = self.manifest["colours"]
        warnings = len(self.acceptance.warnings)
        told = f"列入名单 {sum(colours.values())} 户"
        return f"{told}，验收提醒 {warnings} 项" if warnings else told


def list_dates(as_of_date: date, parameters: Mapping[str, Any]) -> dict[str, date]:
    """Return the dates of a month's list, by the name under which SQL binds them.

    The list is dated the first working day after the month; from that day, itself not counted,
    run the working days to verify and the months to visit. Raises CalendarNotAnnounced.
    """
    listed = first_workday_after(as_of_date)
    visits = {
        f"visit_by_{colour}": add_months(listed, int(parameters[f"visit_months_{colour}"]))
        for colour in ("red", "orange", "yellow")
    }
    verify_by = add_workdays(listed, int(parameters["verify_workdays"]))
    return {"list_date": listed, "verify_by": verify_by, **visits}


def release(
    con: Any, home: Home, month: Month, policy: Policy, *, started: datetime | None = None
) -> Released:
    """Release a month from the tables of the outputs layer; see `release_tables`."""
    from pipelines.ingest import deliveries_for, sources_for

    received = told_files(deliveries_for(home, month))
    titles = {source.name: source.title for source in all_sources()}
    sources = told_sources(sources_for(home, month), titles)
    told = {"files": received, "sources": sources, "checks": _told_checks(con)}
    return release_tables(con, home, policy, told, started or datetime.now(UTC))


def _told_checks(con: Any) -> list[Json]:
    """Return how many rows of a source each comparison with other sources throws doubt on."""
    rows = con.execute(
        "select source, rule, level, reason, count(*) as rows from checks.all_doubts "
        "group by all order by source, level, rule"
    ).fetchall()
    names = ("source", "rule", "level", "reason", "rows")
    return [dict(zip(names, row, strict=True)) for row in rows]


def release_tables(
    con: Any, home: Home, policy: Policy, received: Json, started: datetime
) -> Released:
    """Write the release of the policy's month, and put it in its place if it is accepted.

    `received` holds `files` and `sources` as the manifest tells them. Raises ReleaseRefused
    where it was not accepted (the last release stays, the page and the manifest go to
    `refused/<month>`), CountsDisagree where rows were lost on the way.
    """
    month = Month.of(policy.day)
    make_private_folder(home.releases)
    _mend_interrupted(home, month)
    aside = _empty_folder(home.releases / f".building-{month}")
    with second_process(is_worth_it=_listed(con) >= _WORTH_A_PROCESS) as other:
        if other is not None:
            other.submit(load_great_expectations)
        manifest, acceptance = _write_aside(con, home, policy, received, aside, other)
    record = record_page(manifest, policy)
    manifest |= {"transparency": told_page(record)}
    write_json(aside / MANIFEST, manifest)
    write_page(record, aside, home, month)
    write_json(aside / RUN, run_record(month, started, datetime.now(UTC)))
    if not acceptance.is_accepted:
        page = _keep_refusal(aside, home, month)
        raise ReleaseRefused(month, page, len(acceptance.faults))
    _put_in_place(aside, home, month)
    return Released(month, home.release_path(month), manifest, acceptance)


def _listed(con: Any) -> int:
    ((households,),) = con.execute("select count(*) from outputs.watchlists").fetchall()
    return int(households)


def _write_aside(
    con: Any, home: Home, policy: Policy, received: Json, aside: Path, other: Executor | None
) -> tuple[Json, Acceptance]:
    """Write tables, workbooks and pages, and have them judged; the manifest as far as it goes."""
    month = Month.of(policy.day)
    tables = read_outputs(con)
    rows = write_tables(tables, aside)
    selection = told_selection(tables, _capacities(con))
    earlier = earlier_manifests(home, month)
    manifest = {**received, **_counted(con, month, tables, earlier), **selection}
    manifest |= _matched(tables, policy, manifest["sources"])
    previous = earlier[-1] if earlier else None
    judging = begun(other, judge_written, aside, manifest, previous, policy.parameters)
    nominated = nominated_rows(con, tables["nominations"], file_names(received["files"]))
    rows |= write_workbooks(tables, aside, month, policy, selection["selection"], nominated, other)
    acceptance = accept(aside, manifest, previous, policy, judging)
    (aside / PAGE).write_text(acceptance_page(manifest, acceptance), encoding="utf-8")
    manifest |= {"acceptance": acceptance.told}
    (aside / QUALITY_PAGE).write_text(quality_page(manifest), encoding="utf-8")
    return manifest | {"outputs": told_outputs(aside, rows)}, acceptance


def read_outputs(con: Any) -> dict[str, pa.Table]:
    """Read every table of the outputs layer, by name, in a total order."""
    return {name: _read_output(con, output) for name, output in all_outputs().items()}


def _read_output(con: Any, output: Output) -> pa.Table:
    names = [column.name for column in output.columns]
    # Where the order does not hold the key, the other columns come after it: no two rows stand
    # as they like.
    rest = () if output.key and set(output.key) <= set(output.order) else names
    columns = ", ".join(f'"{name}"' for name in names)
    by = ", ".join(f'"{name}" nulls first' for name in dict.fromkeys((*output.order, *rest)))
    found = con.cursor().sql(f"select {columns} from outputs.{output.table} order by {by}")
    if not output.repeats:
        table: pa.Table = found.to_arrow_table()
        return table
    reader = found.to_arrow_reader(_ROWS_AT_A_TIME)
    encoded = [_texts_once(pa.Table.from_batches([batch])) for batch in reader]
    if not encoded:
        return _texts_once(reader.schema.empty_table())
    return pa.concat_tables(encoded).unify_dictionaries()


def _texts_once(table: pa.Table) -> pa.Table:
    """Hold each text once, and say by number where it stands."""
    return pa.table(
        {
            name: column.dictionary_encode() if pa.types.is_string(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> dict[str, int]:
    """Write the tables that are released; return path below the folder → rows.

    Raises CountsDisagree where the parts of a table hold other rows than the table.
    """
    rows: dict[str, int] = {}
    for output in all_outputs().values():
        if output.file is None:
            continue
        parts = _parts(tables[output.table], output, tables["streets"])
        for path, part in parts.items():
            (folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_parquet(part, output, folder / path)
            rows[path] = part.num_rows
        if sum(part.num_rows for part in parts.values()) != tables[output.table].num_rows:
            raise CountsDisagree(
                f"{output.title}：分镇街写出的行数与总表不符，没有发布。请保留现场并报告开发人员。"
            )
    return rows


def _parts(table: pa.Table, output: Output, streets: pa.Table) -> dict[str, pa.Table]:
    folder = f"{output.folder}/" if output.folder else ""
    if output.partition_by is None:
        return {f"{folder}{output.file}": table}
    column = table[output.partition_by]
    return {
        f"{folder}{output.partition_by}={value}/{output.file}": table.filter(
            pc.equal(column, value)
        )
        for value in streets[output.partition_by].to_pylist()
    }


def write_workbooks(
    tables: Mapping[str, pa.Table],
    folder: Path,
    month: Month,
    policy: Policy,
    selection: Json,
    nominated: Sequence[Row] = (),
    other: Executor | None = None,
) -> dict[str, int]:
    """Write one workbook a street beside its list, and the district's; return path → rows.

    `selection` is what the manifest tells of the lists' length, `nominated` the households that
    streets wrote onto their lists; `other` is a process that shares the work.
    """
    dates = list_dates(month.as_of_date, policy.parameters)
    books = _street_books(tables, folder, month, dates)
    shared(other, _write_street_book, books)
    rows = {book.path.relative_to(folder).as_posix(): book.households.num_rows for book in books}
    rows |= _district_book(tables, folder, month, dates["list_date"], nominated)
    if not selection["offices"]:
        return rows
    path = "district/visits.xlsx"
    misses = tables["near_misses"].to_pylist()
    write_visits_book(folder / path, month, dates["list_date"], selection, misses)
    return rows | {path: len(selection["streets"]) + len(misses)}


@dataclass(frozen=True)
class _StreetBook:
    """A street's workbook that is to be written, its rows still as Arrow holds them."""

    path: Path
    month: Month
    street_name: str
    dates: Mapping[str, date]
    households: pa.Table
    members: pa.Table


def _street_books(
    tables: Mapping[str, pa.Table], folder: Path, month: Month, dates: Mapping[str, date]
) -> list[_StreetBook]:
    """The workbooks of all streets, the longest first: who shares the work ends at one time."""
    books = [
        _StreetBook(
            path=folder / f"watchlists/street_code={office['street_code']}/watchlist.xlsx",
            month=month,
            street_name=office["street_name"],
            dates=dates,
            households=_rows_of(tables["watchlists"], office["street_code"]),
            members=_rows_of(tables["members"], office["street_code"]),
        )
        for office in tables["streets"].to_pylist()
    ]
    return sorted(books, key=lambda book: -book.households.num_rows)


def _write_street_book(book: _StreetBook) -> None:
    street = StreetList(
        month=book.month,
        street_name=book.street_name,
        list_date=book.dates["list_date"],
        verify_by=book.dates["verify_by"],
        households=book.households.to_pylist(),
        members=book.members.to_pylist(),
    )
    write_workbook(book.path, street)


def _district_book(
    tables: Mapping[str, pa.Table],
    folder: Path,
    month: Month,
    list_date: date,
    nominated: Sequence[Row],
) -> dict[str, int]:
    """Write the district's own workbook; no street gets it."""
    reviews, undelivered = tables["reviews"].to_pylist(), tables["undelivered"].to_pylist()
    path = "district/reviews.xlsx"
    (folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_district_book(
        folder / path, month, list_date, reviews, undelivered, [(NOMINATED, nominated)]
    )
    return {path: len(reviews) + len(undelivered) + len(nominated)}


def _rows_of(table: pa.Table, street_code: str) -> pa.Table:
    return table.filter(pc.equal(table["street_code"], street_code))


def _counted(
    con: Any, month: Month, tables: Mapping[str, pa.Table], earlier: Sequence[Json]
) -> Json:
    # All is fetched: DuckDB runs no other query beside a result of which more could come.
    ((unlinked,),) = con.execute("select count(*) from core.unlinked_records").fetchall()
    this_year = [told["month"] for told in earlier if told["month"].startswith(f"{month.year}-")]
    return {
        "month": str(month),
        "as_of_date": month.as_of_date.isoformat(),
        "policy": policy_checksums(),
        "screened": told_screened(tables["cohort_counts"].to_pylist(), earlier, month.year),
        "person_times_months": [*this_year, str(month)],
        "colours": told_colours(tables["watchlists"]),
        "streets": told_streets(tables["watchlists"]),
        "indicators": told_indicators(tables["indicator_coverage"].to_pylist()),
        "unlinked_records": unlinked,
        "late": told_late(
            tables["late_changes"].to_pylist(), earlier[-1]["month"] if earlier else None
        ),
    }


def _capacities(con: Any) -> list[tuple[str, int]]:
    found = con.execute("select street_code, visits_per_month from reference.capacities")
    capacities: list[tuple[str, int]] = found.fetchall()
    return capacities


def _matched(tables: Mapping[str, pa.Table], policy: Policy, sources: Json) -> Json:
    entitlements = tables["entitlements"]
    counted = told_policies(tables["policy_counts"].to_pylist(), entitlements, policy.day)
    return {
        "policies": counted,
        "likely": told_likely(entitlements, tables["watchlists"]),
        "policies_not_compared": told_not_compared(policy, sources, counted),
        "placeholders": told_placeholders(policy),
    }


def _empty_folder(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    return make_private_folder(path)


def _replaced(home: Home, month: Month) -> Path:
    return home.releases / f".replaced-{month}"


def _mend_interrupted(home: Home, month: Month) -> None:
    """Bring back a release that a run had moved away when it was cut off."""
    old, place = _replaced(home, month), home.release_path(month)
    if old.exists() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _put_in_place(aside: Path, home: Home, month: Month) -> None:
    """Rename the new release into its place; the one that stood there stays until it is."""
    old, place = _replaced(home, month), home.release_path(month)
    if place.exists():
        place.rename(old)
    try:
        aside.rename(place)
    except OSError:
        _mend_interrupted(home, month)
        raise
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(home.refused_path(month), ignore_errors=True)


def _keep_refusal(aside: Path, home: Home, month: Month) -> Path:
    """Keep why a release was refused, and none of its lists; return the page."""
    refused = _empty_folder(home.refused_path(month))
    for name in (PAGE, QUALITY_PAGE, MANIFEST, RUN):
        (aside / name).rename(refused / name)
    shutil.rmtree(aside)
    return refused / PAGE
