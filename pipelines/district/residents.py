"""The grid ledger: who is entered with whom in which dwelling, one file a street."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.draft import Damage, Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.ledger import RESIDENCE
from pipelines.district.people import RELATIONSHIPS
from pipelines.district.world import World

SOURCE = "community__residents"
ENCODINGS = ("gb18030", "utf-8-sig", "gb18030", "utf-8")
WORKBOOK_ROWS = 20_000
HEADERS = (
    {
        "town_name": "镇街",
        "community_name": "社区",
        "grid_code": "网格编码",
        "building": "楼栋",
        "room": "房号",
        "household_number": "户号",
        "name": "姓名",
        "id_number": "身份证号",
        "relationship": "与户主关系",
        "phone": "联系电话",
        "residence_status": "居住状态",
        "resident_tags": "人员标签",
    },
    {
        "name": "姓名",
        "id_number": "公民身份号码",
        "household_number": "户编号",
        "relationship": "与户主关系",
        "town_name": "街道",
        "community_name": "居委会",
        "grid_code": "网格",
        "building": "楼栋",
        "room": "房屋",
        "residence_status": "居住状态",
        "phone": "联系电话",
        "resident_tags": "人员标签",
    },
)


@dataclass(frozen=True)
class _Rows:
    """Ledger rows of one street in the order in which they are written."""

    people: np.ndarray
    homes: np.ndarray
    relationships: pl.Series
    statuses: np.ndarray


def deliver_residents(world: World, inbox: Inbox, snapshot: int) -> None:
    """Write the ledger of one snapshot month, a file for every street."""
    month = world.calendar.snapshots[snapshot]
    streets = world.streets_of_homes()
    for index, street in enumerate(world.places.streets):
        rows = _rows_of(world, snapshot, streets == index)
        layout = Layout(HEADERS[index % len(HEADERS)], interrupted=index % 3 == 1)
        path = f"社区网格/{month.year}{month.month:02d}/人口信息台账_{street.name}"
        if index == 1 and len(rows.people) <= WORKBOOK_ROWS:
            draft = _damaged(world, snapshot, index, rows, is_workbook=True)
            title = (f"{street.name}网格人口信息台账",), (f"数据截至：{month.as_of_date}",)
            page = Page("人口台账", draft, Layout(layout.headers, title, (("制表人：",),)))
            inbox.workbook(f"{path}.xlsx", str(month), [page])
        else:
            draft = _damaged(world, snapshot, index, rows, is_workbook=False)
            page = Page("", draft, layout)
            inbox.text(f"{path}.csv", str(month), page, ENCODINGS[index % len(ENCODINGS)])


def _rows_of(world: World, snapshot: int, in_street: np.ndarray) -> _Rows:
    people, ledger = world.people, world.ledger
    own = np.flatnonzero(ledger.own_row[snapshot] & in_street[people.homes])
    guests = [g for g in ledger.guests if snapshot in g.snapshots and in_street[g.home]]
    persons = np.r_[own, np.array([g.person for g in guests], dtype="int64")]
    homes = np.r_[people.homes[own], np.array([g.home for g in guests], dtype="int64")]
    positions = np.r_[people.positions[own], np.full(len(guests), 99)]
    words = pl.Series(RELATIONSHIPS).gather(people.relationships[own])
    words = pl.concat([words, pl.Series([g.relationship for g in guests], dtype=pl.String)])
    statuses = np.r_[ledger.statuses[own], np.array([g.status for g in guests], dtype="int8")]
    # Home by home within each community: "the row standing last" follows from this order.
    order = np.lexsort((positions, homes, people.communities[homes]))
    return _Rows(persons[order], homes[order], words.gather(order), statuses[order])


def _frame(world: World, rows: _Rows) -> pl.DataFrame:
    people, places = world.people, world.places
    homes = rows.homes
    communities = people.communities[homes]
    codes = pl.Series([c.code for c in places.communities]).gather(communities)
    names = pl.Series([c.name for c in places.communities]).gather(communities)
    towns = pl.Series([places.streets[c.street].name for c in places.communities])
    grid = pl.Series(people.grids[homes]).cast(pl.String).str.zfill(2)
    return pl.DataFrame(
        {
            "town_name": towns.gather(communities),
            "community_name": names,
            "grid_code": codes + grid,
            "building": pl.Series(homes // 40 % 60 + 1).cast(pl.String) + "号楼",
            "room": _rooms(homes),
            "household_number": people.numbers.gather(homes),
            "name": people.names.gather(rows.people),
            "id_number": people.ids.gather(rows.people),
            "relationship": rows.relationships,
            "phone": people.phones.gather(rows.people),
            "residence_status": pl.Series(RESIDENCE).gather(rows.statuses),
            "resident_tags": _tags(world, rows.people),
        }
    )


def _rooms(homes: np.ndarray) -> pl.Series:
    units = pl.Series(homes % 4 + 1).cast(pl.String)
    return units + "单元" + pl.Series((homes // 4 % 10 + 1) * 100 + 1).cast(pl.String)


def _tags(world: World, persons: np.ndarray) -> pl.Series:
    people = world.people
    is_holder = np.zeros(len(people), dtype=bool)
    is_holder[world.holders.people] = True
    ages = people.ages_on(world.calendar.start_of(len(world.calendar.months)))
    alone = people.sizes[people.homes] == 1
    on_roster = world.roster.listed[0]
    # Bits: holder, on the roster, old and alone; the words of each combination.
    kinds = is_holder * 1 + on_roster * 2 + ((ages >= 70) & alone) * 4
    words = ["", "残疾人", "脱贫户", "残疾人,脱贫户", "独居老人", "残疾人、独居老人"]
    words += ["脱贫户、独居老人", "残疾人、脱贫户、独居老人"]
    return pl.Series(words).gather(kinds[persons])


def _damaged(
    world: World,
    snapshot: int,
    street: int,
    rows: _Rows,
    *,
    is_workbook: bool,
) -> Draft:
    rng = world.dice("residents", snapshot, street)
    draft = Draft(SOURCE, _frame(world, rows), rows.people)
    _write_towns(world, draft, rows, street, rng)
    _mark_people_entered_twice(draft)
    seen = world.seen[snapshot]
    tied = world.ledger.reserved | world.roster.listed[0] | seen.assisted
    free = ~tied[rows.people]
    everyone = np.ones(len(free), dtype=bool)
    dirt.write_ids_oddly(
        draft, dirt.choose(draft, 0.015, 6, rng, everyone), is_workbook=is_workbook
    )
    broken = dirt.choose(draft, 0.004, 1, rng, free)
    dirt.break_ids(draft, broken, Fate.UNLINKED, street + snapshot, is_workbook=is_workbook)
    homeless = dirt.choose(draft, 0.0008, 1, rng, free)
    for row in homeless:
        draft.edit(row, "household_number", "", "household_number_missing", Fate.REJECTED)
    dirt.repeat_rows(draft, dirt.choose(draft, 0.002, 2, rng, free), "phone", "19900000000")
    seen.in_ledger[rows.people[broken + homeless]] = False
    return draft.finish()


def _shorten_communities(world: World, draft: Draft, rows: _Rows, rng: np.random.Generator) -> None:
    """Leave 居民委员会 off here and there: in whole homes, so that they stay together."""
    places, people = world.places, world.people
    shortened = rng.random(len(people.sizes)) < 0.03
    for row in np.flatnonzero(shortened[rows.homes]):
        community = places.communities[people.communities[rows.homes[row]]]
        draft.edit(int(row), "community_name", community.short_name)


def _mark_people_entered_twice(draft: Draft) -> None:
    """Of two rows of one person in one file the later is counted, whichever decides the home."""
    _, counts = np.unique(draft.people, return_counts=True)
    if (counts == 1).all():
        return
    latest = {int(person): row for row, person in enumerate(draft.people)}
    for row, person in enumerate(draft.people):
        if latest[int(person)] != row:
            draft.mark(row, "", "person_in_two_households", Fate.REPEATED)


def _write_towns(
    world: World, draft: Draft, rows: _Rows, street: int, rng: np.random.Generator
) -> None:
    spellings = world.places.streets[street].spellings
    if len(spellings) > 1:
        for row in np.flatnonzero(rng.random(len(rows.people)) < 0.02):
            if int(rows.homes[row]) not in world.ledger.towns:
                spelling = spellings[1 + int(row) % (len(spellings) - 1)]
                draft.edit(int(row), "town_name", spelling)
    _shorten_communities(world, draft, rows, rng)
    cases = np.isin(rows.homes, list(world.ledger.towns))
    for row in np.flatnonzero(cases):
        word = world.ledger.towns[int(rows.homes[row])]
        kind = "town_blank" if not word else "town_unknown"
        draft.edit(int(row), "town_name", word)
        draft.damages.append(Damage(int(row), "town_name", kind, Fate.ACCEPTED))
