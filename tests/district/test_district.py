"""Districts are made-up, reproducible, and of the published proportions."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pipelines.district import dirt, identity, make_district
from pipelines.district.identity import number_people, spread_births
from pipelines.district.kinds import KINDS
from pipelines.district.make import DistrictNotPossible
from pipelines.district.places import read_places
from pipelines.district.situations import PUBLISHED
from pipelines.district.world import make_world
from pipelines.months import Month, parse_month
from pipelines.read import Block, read_blocks
from schemas.sources import all_sources

OCTOBER = Month(2026, 10)
TOLERATED_REJECTS = 0.05


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("district")
    make_district(1500, 13, 3, out, OCTOBER, settlements_per_year=2000)
    return out


def _checksums(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield path.relative_to(folder).as_posix(), digest


def test_the_same_seed_gives_the_same_bytes(district: Path, tmp_path: Path) -> None:
    make_district(1500, 13, 3, tmp_path / "again", OCTOBER, settlements_per_year=2000)
    assert dict(_checksums(tmp_path / "again")) == dict(_checksums(district))


def test_another_seed_gives_another_district(district: Path, tmp_path: Path) -> None:
    make_district(1500, 13, 4, tmp_path / "other", OCTOBER, settlements_per_year=2000)
    assert dict(_checksums(tmp_path / "other")) != dict(_checksums(district))


def test_numbers_belong_to_nobody_and_to_one_person_each(district: Path) -> None:
    ids = pl.read_csv(district / "truth" / "people.csv", infer_schema=False)["id_number"]
    assert ids.str.starts_with(str(identity.COUNTY)).all()
    assert ids.n_unique() == len(ids) == 1500
    assert all(identity.has_sound_check(number) for number in ids)


def test_two_million_people_find_numbers_of_their_own() -> None:
    rng = np.random.default_rng(1)
    births = np.datetime64("1930-01-01") + rng.integers(0, 34_000, 1_900_000).astype("m8[D]")
    males = rng.random(len(births)) < 0.5
    ids = number_people(births, males)
    assert ids.n_unique() == len(ids)
    assert ((ids.str.slice(16, 1).cast(pl.Int8) % 2 == 1) == pl.Series(males)).all()


def test_a_city_too_large_for_its_days_is_spread_over_earlier_ones() -> None:
    births = np.repeat(np.datetime64("1970-06-01"), 1_200)
    males = np.arange(len(births)) % 2 == 0
    spread = spread_births(births, males)
    assert number_people(spread, males).n_unique() == len(births)
    assert (spread == births).sum() == 1_000
    assert (births - spread).max() == np.timedelta64(1, "D")


def test_every_source_stays_under_the_tolerance(district: Path) -> None:
    files = pl.read_csv(district / "truth" / "files.csv").filter(pl.col("source").is_not_null())
    shares = files.group_by("source", "delivery_month").agg(
        share=pl.col("rejected").sum() / pl.col("received").sum(),
        rejected=pl.col("rejected").sum(),
    )
    # Fewer than five rejected rows never make a source missing.
    over = shares.filter((pl.col("share") >= TOLERATED_REJECTS) & (pl.col("rejected") >= 5))
    assert over.is_empty()


def test_a_file_has_rows_of_every_fate(district: Path) -> None:
    damage = pl.read_csv(district / "truth" / "damage.csv")
    assert set(damage["fate"]) == {"accepted", "rejected", "repeated", "unlinked"}
    states = set(pl.read_csv(district / "truth" / "files.csv")["state"])
    assert states == {"recognised", "copy", "unrecognised", "unreadable"}


def test_proportions_are_those_of_article_000() -> None:
    residents = 200_000
    world = make_world(residents, 12, 7, OCTOBER)
    share = residents / 1_900_000
    ends = world.calendar.end_of(11)
    valid = world.holders.valid_on(ends, world.holders.statuses[-1])
    alive = ~np.isin(world.holders.people, world.deaths.people)
    drawing = world.roster.listed[-1] & world.roster.draws[-1]
    assert (valid & alive).sum() == pytest.approx(PUBLISHED["disabled"] * share, rel=0.03)
    assert drawing.sum() == pytest.approx(PUBLISHED["roster"] * share, rel=0.04)


def test_a_large_district_has_the_published_streets_and_grids() -> None:
    places = read_places(1_900_000)
    assert len(places.streets) == 23
    assert sum(community.grids for community in places.communities) == 1309


@pytest.mark.parametrize(("last", "months"), [("2026-07", 1), ("2026-09", 4), ("2026-12", 2)])
def test_a_district_may_end_in_any_month(tmp_path: Path, last: str, months: int) -> None:
    make_district(1000, months, 5, tmp_path, parse_month(last), settlements_per_year=300)
    files = pl.read_csv(tmp_path / "truth" / "files.csv")
    assert {kind.source for kind in KINDS} < set(files["source"])
    assert set(files["delivery_month"]) <= {
        str(parse_month(last).plus(-ago)) for ago in range(months)
    }


def test_the_core_kinds_are_the_same_with_and_without_the_others(
    district: Path, tmp_path: Path
) -> None:
    make_district(1500, 13, 3, tmp_path, OCTOBER, settlements_per_year=2000, kinds="core")
    alone, together = (dict(_checksums(root / "inbox")) for root in (tmp_path, district))
    assert alone.items() < together.items()
    files = pl.read_csv(tmp_path / "truth" / "files.csv")
    assert files["source"].drop_nulls().n_unique() == 7


@pytest.mark.parametrize(("residents", "months"), [(999, 12), (2000, 0)])
def test_impossible_districts_are_refused(tmp_path: Path, residents: int, months: int) -> None:
    with pytest.raises(DistrictNotPossible):
        make_district(residents, months, 1, tmp_path)


def test_a_folder_that_holds_a_district_is_not_written_into(district: Path) -> None:
    with pytest.raises(DistrictNotPossible, match="空目录"):
        make_district(1500, 13, 3, district)


def test_damaged_numbers_cannot_be_taken_for_sound_ones() -> None:
    number = identity.COUNTY * 10**11 + 19800101 * 10**3 + 11
    whole = f"{number}{identity.check_character(str(number))}"
    for kind, write in dirt.BROKEN_IDS:
        broken = write(whole)
        sound = len(broken) == 18 and broken.isalnum() and identity.has_sound_check(broken)
        assert not sound or kind == "id_birth"
    assert identity.has_sound_check(identity.with_impossible_birth(whole))


def test_money_is_written_exactly() -> None:
    assert dirt.yuan(-123405) == "-1234.05"
    assert dirt.ten_thousands(123456) == "0.123456"
    assert dirt.money_forms(1234567) == (
        "12,345.67", "¥12,345.67", "12345.67元", "１２３４５.６７", " 12345.67 ",
    )  # fmt: skip


def test_no_file_of_the_truth_is_taken_for_a_delivery() -> None:
    truth = Path(__file__).parents[2] / "data" / "sample" / "truth"
    files = sorted(truth.rglob("*.csv"))
    taken = [
        file.name
        for file in files
        for found in read_blocks(file, all_sources())
        if isinstance(found, Block)
    ]
    assert files
    assert not taken
