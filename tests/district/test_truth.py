"""The sample district, two months: the pipeline must find what the generator knows to be true.

The truth is worked out from the made-up people, the pipeline's answer from the files: each
figure compared here was reached twice, on two ways that share no code.
"""

import json
from contextlib import closing
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.district.kinds.signs import SIGNS
from pipelines.months import Month
from pipelines.settings import Home
from schemas.sources import all_sources
from tests.conftest import SAMPLE

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
COUNTS = ["received", "accepted", "rejected", "repeated"]


class Run:
    """A district's truth, and the home in which both of its months were run."""

    def __init__(self, truth: Path, home: Home) -> None:
        self.truth = truth
        self.home = home

    def expected(self, month: Month, table: str) -> pl.DataFrame:
        return pl.read_csv(self.truth / str(month) / f"{table}.csv", infer_schema=False)

    def found(self, month: Month, query: str) -> pl.DataFrame:
        path = str(self.home.warehouse_path(month))
        with closing(duckdb.connect(path, read_only=True)) as con:
            return con.sql(query).pl()

    def manifest(self, month: Month) -> dict[str, object]:
        text = (self.home.release_path(month) / "manifest.json").read_text("utf-8")
        manifest = json.loads(text)
        assert isinstance(manifest, dict)
        return manifest


@pytest.fixture(scope="module")
def run(sample_home: Home) -> Run:
    return Run(SAMPLE.parent / "truth", sample_home)


@pytest.fixture(params=[SEPTEMBER, OCTOBER], ids=str)
def month(request: pytest.FixtureRequest) -> Month:
    chosen = request.param
    assert isinstance(chosen, Month)
    return chosen


IDS = "(select distinct person_id, id_number from identities.identities) as identities"


def test_every_file_has_the_counts_that_were_put_into_it(run: Run, month: Month) -> None:
    written = pl.read_csv(run.truth / "files.csv", infer_schema=False)
    expected = {
        row["path"]: (row["source"] or None, *(int(row[count]) for count in COUNTS))
        for row in written.filter(pl.col("delivery_month") <= str(month)).to_dicts()
    }
    listed = run.manifest(month)["files"]
    assert isinstance(listed, list)
    found = {row["name"]: (row["source"], *(row[count] for count in COUNTS)) for row in listed}
    assert found == expected


def test_every_person_of_a_cohort_is_found_and_nobody_else(run: Run, month: Month) -> None:
    expected = run.expected(month, "cohorts").select("cohort", "id_number")
    found = run.found(
        month, f"select cohort, id_number from core.cohorts join {IDS} using (person_id)"
    )
    assert set(found.rows()) == set(expected.rows())
    assert found.height == expected.height


def test_households_hold_the_people_who_live_together(run: Run, month: Month) -> None:
    expected = run.expected(month, "cohorts").select("id_number", "household").unique()
    found = run.found(
        month,
        f"select distinct id_number, household_id from core.cohorts join {IDS} using (person_id)",
    )
    pairs = expected.join(found, on="id_number", how="full", coalesce=True)
    assert pairs.null_count().sum_horizontal().item() == 0
    pairs = pairs.select("household", "household_id").unique()
    assert pairs["household"].n_unique() == pairs["household_id"].n_unique() == pairs.height


def test_every_household_goes_to_its_street(run: Run, month: Month) -> None:
    expected = run.expected(month, "cohorts").select("id_number", "street_code").unique()
    found = run.found(
        month,
        f"select distinct id_number, street_code from core.cohorts join {IDS} using (person_id)"
        " join core.households using (household_id)",
    )
    assert set(found.select("id_number", "street_code").rows()) == set(expected.rows())


def test_the_manifest_counts_the_screened_as_the_truth_does(run: Run, month: Month) -> None:
    expected = {
        row["cohort"]: (int(row["persons"]), int(row["households"]))
        for row in run.expected(month, "counts").to_dicts()
    }
    screened = run.manifest(month)["screened"]
    assert isinstance(screened, dict)
    found = {cohort: (row["persons"], row["households"]) for cohort, row in screened.items()}
    assert found == expected


def test_the_dead_are_those_whose_record_came_in_time(run: Run, month: Month) -> None:
    expected = set(run.expected(month, "dead")["id_number"])
    found = run.found(month, f"select id_number from core.deaths join {IDS} using (person_id)")
    assert set(found["id_number"]) == expected


def test_those_nobody_can_place_stand_on_a_list_of_their_own(run: Run, month: Month) -> None:
    expected = set(run.expected(month, "unplaced")["id_number"])
    found = run.found(
        month,
        f"select distinct id_number from core.cohorts join {IDS} using (person_id)"
        " join core.households using (household_id) where street_code = '未匹配'",
    )
    assert set(found["id_number"]) == expected
    assert expected


def test_burdens_agree_to_the_fen(run: Run, month: Month) -> None:
    expected = set(run.expected(month, "medical_burdens").rows())
    found = run.found(
        month,
        f"select id_number, cast(burden_yuan as varchar) as burden_yuan"
        f" from core.medical_burdens join {IDS} using (person_id) where burden_yuan <> 0",
    )
    followed = run.found(
        month, f"select id_number from core.screened_members join {IDS} using (person_id)"
    )
    asked = set(followed["id_number"]) | set(run.expected(month, "cohorts")["id_number"])
    assert set(found.rows()) <= expected
    assert set(found.rows()) >= {row for row in expected if row[0] in asked}


def test_rejected_rows_are_the_damaged_ones(run: Run) -> None:
    damage = pl.read_csv(run.truth / "damage.csv").with_columns(pl.col("sheet").fill_null(""))
    expected = damage.filter(pl.col("fate") == "rejected").select("path", "sheet", "row_number")
    listed = run.manifest(OCTOBER)["files"]
    assert isinstance(listed, list)
    names = pl.DataFrame(
        [(row["name"], row["sha256"][:16]) for row in listed if row["rejected"]],
        schema=["path", "file_id"],
        orient="row",
    )
    rejects = pl.read_parquet(f"{run.home.root}/rejects/*/*.parquet")
    found = rejects.join(names, on="file_id").select("path", "sheet", "row_number").unique()
    assert set(found.rows()) == set(expected.unique().rows())


def test_the_followed_are_the_living_of_screened_households(run: Run, month: Month) -> None:
    expected = run.expected(month, "followed").select("id_number", "household")
    found = run.found(
        month,
        f"select id_number, household_id from core.screened_members join {IDS} using (person_id)",
    )
    assert set(found["id_number"]) == set(expected["id_number"])
    pairs = expected.join(found, on="id_number").select("household", "household_id").unique()
    assert pairs["household"].n_unique() == pairs["household_id"].n_unique() == pairs.height


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_an_indicator_finds_what_the_departments_told(run: Run, month: Month, sign: str) -> None:
    households = run.expected(month, "followed").select("id_number", "household")
    amounts = run.expected(month, "signs").filter(pl.col("sign") == sign)
    expected = households.join(amounts, on="household").select("id_number", "weight")
    found = run.found(
        month,
        f"select id_number, cast(cast(amount as integer) as varchar) as weight"
        f" from indicators.{sign}"
        f" join core.screened_members using (household_id)"
        f" join {IDS} on screened_members.person_id = identities.person_id",
    )
    assert set(found.rows()) == set(expected.rows())
    assert found.height == expected.height


PLANTED_DOUBTS = (
    "sex_differs_from_id",
    "birth_differs_from_id",
    "amount_in_ten_thousands",
    "two_heads",
)


def test_rows_that_look_wrong_are_asked_about_and_no_others(run: Run) -> None:
    damage = pl.read_csv(run.truth / "damage.csv").with_columns(pl.col("sheet").fill_null(""))
    planted = damage.filter(pl.col("kind").is_in(PLANTED_DOUBTS))
    listed = run.manifest(OCTOBER)["files"]
    assert isinstance(listed, list)
    names = pl.DataFrame(
        [(row["name"], row["sha256"][:16]) for row in listed],
        schema=["path", "file_id"],
        orient="row",
    )
    doubts = pl.read_parquet(f"{run.home.root}/doubts/*__*/*.parquet")
    found = doubts.filter(pl.col("rule").is_in(PLANTED_DOUBTS)).join(names, on="file_id")
    places = ("path", "sheet", "row_number", "column", "rule")
    assert set(found.select(places).rows()) == set(
        planted.rename({"kind": "rule"}).select(places).rows()
    )
    assert set(planted["kind"]) == set(PLANTED_DOUBTS)


def test_no_delivery_looks_stale_partial_or_jumping(run: Run, month: Month) -> None:
    sources = run.manifest(month)["sources"]
    assert isinstance(sources, dict)
    found = {(name, one["kind"]) for name, told in sources.items() for one in told["findings"]}
    assert found == {(name, "sent_before") for name in _sent_once_more(run, month)}


def _sent_once_more(run: Run, month: Month) -> set[str]:
    """The sources of events of which a file with rows came again in a month."""
    files = pl.read_csv(run.truth / "files.csv")
    copies = files.filter((pl.col("state") == "copy") & (pl.col("delivery_month") == str(month)))
    first = files.filter((pl.col("state") != "copy") & (pl.col("received") > 0))
    again = set(copies.join(first, on="sha256", how="semi")["source"])
    return {source.name for source in all_sources() if source.kind == "events"} & again


def test_every_sign_is_found_somewhere(run: Run) -> None:
    told = pl.concat([run.expected(month, "signs") for month in (SEPTEMBER, OCTOBER)])
    assert set(told["sign"]) == set(SIGNS)
