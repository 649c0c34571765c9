"""Write the further kinds of data: facts as text, the usual dirt, files in every format."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.calendar import Calendar
from pipelines.district.draft import Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.kinds.lives import Lives
from pipelines.district.kinds.shape import Kind, Scene, Told
from pipelines.district.world import World
from pipelines.months import Month

LARGEST_WORKBOOK = 20_000
DATE_FORMS = ("%Y-%m-%d", "%Y/%-m/%-d", "%Y%m%d", "%Y年%-m月%-d日", "%Y.%-m.%-d")
MONTH_FORMS = ("%Y%m", "%Y年%m月", "%Y-%m", "%Y年%-m月", "%Y.%-m")
MONTH_COLUMNS = ("_month", "benefit_until")
QUARTER = 3
TURNOVER = 0.015


def deliver_kind(world: World, lives: Lives, inbox: Inbox, kind: Kind) -> Iterator[Told]:
    """Write every delivery of a kind; yields what can be read of each."""
    first, *_ = months = delivered_in(world.calendar, kind)
    for month in months:
        facts = kind.draw(Scene(world, lives, month, is_first=month == first))
        if kind.is_snapshot and len(months) > 1:
            facts = _come_and_gone(world, kind, facts, is_first=month == first)
        # Months without an event bring no file.
        if facts.height:
            facts = _deliver(world, inbox, kind, month, facts)
        yield Told(kind.source, month, facts)


def delivered_in(calendar: Calendar, kind: Kind) -> tuple[Month, ...]:
    """The months of a kind's deliveries: the last two, or the last that ends its quarter or year.

    A district that begins later gets it in its first month.
    """
    if kind.cadence == "monthly":
        return calendar.snapshots
    due = [
        month
        for month in calendar.months
        if (
            month.month % QUARTER == 0
            if kind.cadence == "quarterly"
            else month.month == kind.cadence
        )
    ]
    return (due[-1] if due else calendar.months[0],)


def _come_and_gone(
    world: World, kind: Kind, facts: pl.DataFrame, *, is_first: bool
) -> pl.DataFrame:
    """Leave a few out of the first list and a few others out of the last: nothing stands still."""
    if not facts.height:
        return facts
    fortune = world.dice("kinds", kind.source, "turnover").random(len(world.people))
    listed = facts["person"].to_numpy()
    fortune[listed[0]], fortune[listed[-1]] = 0.0, 1.0
    own = fortune[listed]
    stays = own >= TURNOVER if is_first else own <= 1 - TURNOVER
    return facts.filter(pl.Series(stays))


def _deliver(
    world: World, inbox: Inbox, kind: Kind, month: Month, facts: pl.DataFrame
) -> pl.DataFrame:
    """Write one file; returns the facts whose rows can be read."""
    form = "gb18030" if kind.form == "xlsx" and facts.height > LARGEST_WORKBOOK else kind.form
    draft = _damaged(world, kind, month, facts, is_workbook=form == "xlsx")
    read = draft.fates[: facts.height] == Fate.ACCEPTED
    title = f"{month.year}年{month.month}月{kind.title}"
    path = f"{kind.folder}/{month.year}年{month.month:02d}月/{kind.title}"
    below = (("合计", f"{facts.height}"),) if form == "xlsx" else ()
    page = Page(kind.title, draft, Layout(dict(kind.headers), ((title,),), below))
    if form == "xlsx":
        inbox.workbook(f"{path}.xlsx", str(month), [page])
    elif form == "html":
        inbox.web_page(f"{path}.xls", str(month), page)
    elif form == "utf-16":
        inbox.text(f"{path}.txt", str(month), page, form, "\t")
    else:
        inbox.text(f"{path}.csv", str(month), page, form)
    return facts.filter(pl.Series(read))


def _damaged(
    world: World, kind: Kind, month: Month, facts: pl.DataFrame, *, is_workbook: bool
) -> Draft:
    rng = world.dice("kinds", kind.source, "dirt", month)
    people = facts["person"].to_numpy()
    draft = Draft(kind.source, _as_written(world, kind, month, facts), people)
    free = np.ones(len(people), dtype=bool)
    kind.spoil(draft, rng)
    lost = Fate.UNLINKED if kind.keeps_unlinked else Fate.REJECTED
    several = int(len(people) >= LEAST_ROWS)
    dirt.write_ids_oddly(
        draft, dirt.choose(draft, 0.015, several, rng, free), is_workbook=is_workbook
    )
    broken = dirt.choose(draft, 0.006, several, rng, free)
    dirt.break_ids(draft, broken, lost, month.month, is_workbook=is_workbook)
    if kind.fatal:
        for row in dirt.choose(draft, 0.002, 0, rng, free):
            draft.edit(row, kind.fatal, "2026年13月45日", "date_unreadable", Fate.REJECTED)
    for row in dirt.choose(draft, 0.004, several, rng, free):
        draft.repeat(row)
    return draft.finish()


LEAST_ROWS = 25
"""In shorter lists nothing is damaged: one row of ten would be a tenth of it."""


def _as_written(world: World, kind: Kind, month: Month, facts: pl.DataFrame) -> pl.DataFrame:
    people = facts["person"]
    known = _of_people(world, people.to_numpy())
    blank = pl.Series([""]).gather(np.zeros(len(people), dtype="int64"))
    shown = {}
    for column in kind.headers:
        if column in facts.columns:
            written = _text(facts[column], month.month)
            shown[column] = _spelled(written, kind.spellings.get(column, {}))
        else:
            shown[column] = known.get(column, blank)
    return pl.DataFrame(shown)


def _of_people(world: World, persons: np.ndarray) -> dict[str, pl.Series]:
    people, places = world.people, world.places
    homes = people.homes[persons]
    at = people.communities[homes]
    births = pl.Series(people.births[persons].astype("datetime64[ms]")).cast(pl.Date)
    towns = [places.streets[community.street].name for community in places.communities]
    names = pl.Series([community.name for community in places.communities])
    return {
        "serial": pl.Series(np.arange(len(persons)) + 1).cast(pl.String),
        "name": people.names.gather(persons),
        "id_number": people.ids.gather(persons),
        "stated_sex": pl.Series(["女", "男"]).gather(people.males[persons].astype(int)),
        "stated_birth_date": births.dt.strftime("%Y-%m-%d"),
        "town_name": pl.Series(towns).gather(at),
        "community_name": names.gather(at),
        "address": names.gather(at) + pl.Series(homes % 90 + 1).cast(pl.String) + "号",
        "phone": people.phones.gather(persons),
    }


def _text(cells: pl.Series, variant: int) -> pl.Series:
    """Write typed cells as a department does: one form of dates in a file."""
    if cells.dtype == pl.Date:
        is_month = cells.name.endswith(MONTH_COLUMNS)
        forms = MONTH_FORMS if is_month else DATE_FORMS
        written = cells.dt.strftime(forms[variant % len(forms)])
    elif cells.dtype == pl.Int64:
        hundredths = (cells % 100).cast(pl.String).str.zfill(2)
        written = (cells // 100).cast(pl.String) + "." + hundredths
    elif cells.dtype == pl.Boolean:
        written = cells.replace_strict({True: "是", False: "否"}, return_dtype=pl.String)
    else:
        written = cells.cast(pl.String)
    return written.fill_null("")


def _spelled(cells: pl.Series, spellings: dict[str, str] | object) -> pl.Series:
    """Every third row says it in the department's other words."""
    if not spellings:
        return cells
    frame = cells.to_frame("cell").with_row_index("row")
    other = pl.col("cell").replace(spellings)  # type: ignore[arg-type]
    return frame.select(
        pl.when(pl.col("row") % 3 == 1).then(other).otherwise("cell").alias("cell")
    )["cell"]
