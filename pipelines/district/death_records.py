"""Records of deaths: a csv every month, some dates in odd forms, some records twice."""

import numpy as np
import polars as pl

from pipelines.district import dirt
from pipelines.district.draft import Draft, Fate
from pipelines.district.inbox import Inbox, Layout, Page
from pipelines.district.world import World

SOURCE = "civil_affairs__deaths"
HEADERS = ({"name": "姓名", "id_number": "身份证号", "death_date": "死亡日期"},
           {"id_number": "证件号码", "name": "姓名", "death_date": "火化日期"})  # fmt: skip


def deliver_deaths(world: World, inbox: Inbox, position: int) -> None:
    """Write the records that the month at this position brings."""
    deaths, people = world.deaths, world.people
    month = world.calendar.months[position]
    rng = world.dice("deaths", position)
    brought = np.flatnonzero(deaths.delivered == position)
    persons = deaths.people[brought]
    frame = pl.DataFrame(
        {
            "name": people.names.gather(persons),
            "id_number": people.ids.gather(persons),
            "death_date": pl.Series(
                dirt.dates_as(deaths.dates[brought], position % 7), dtype=pl.String
            ),
        }
    )
    draft = Draft(SOURCE, frame, persons)
    free = np.ones(len(brought), dtype=bool)
    for index, row in enumerate(dirt.choose(draft, 0.1, 0, rng, free)):
        forms = dirt.date_forms(deaths.dates[brought[row]])
        draft.edit(row, "death_date", forms[index % len(forms)], "date_form")
    dirt.write_ids_oddly(draft, dirt.choose(draft, 0.05, 0, rng, free))
    lost = dirt.choose(draft, 0.005, 0, rng, free)
    dirt.break_ids(draft, lost, Fate.REJECTED, position)
    deaths.read[brought[lost]] = False
    for row in dirt.choose(draft, 0.02, int(position % 4 == 0), rng, free):
        draft.repeat(row)
    layout = Layout(HEADERS[position % 2], above=(("死亡人员信息",),) if position % 3 else ())
    path = f"民政/{month.year}年{month.month}月/死亡人员信息_{month.year}{month.month:02d}.csv"
    encoding = "gb18030" if position % 2 else "utf-8"
    inbox.text(path, str(month), Page("", draft.finish(), layout), encoding)
