"""People in listed households by age, sex and disability, now and in every scenario."""

from pipelines.whatif.book_look import SERIES, BookLook
from pipelines.whatif.charts import place_chart, series_style
from pipelines.whatif.counts import AFTER, ALL, BEFORE, ENTER, LEAVE, group_places
from pipelines.whatif.figures import GROUPS
from pipelines.whatif.study import Study
from pipelines.whatif.summary import PRESENT

GROUPS_SHEET = "人群"
_GROUP_ROW, _HEADER_ROW = 2, 3
_AFTER_HEADINGS = ("人数", "进入", "离开")


def write_groups(look: BookLook, study: Study) -> None:
    """Write a line a group: its people on the list, and who comes and goes in each scenario."""
    widths = (10, 18, 11, *(9 for _ in study.outcomes for _ in _AFTER_HEADINGS))
    note = "列入名单的家庭里的人，不只是有困难的那一位。"
    sheet = look.sheet(GROUPS_SHEET, widths, "按年龄、性别、残疾的变化（人）", note)
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    look.headings(sheet, _HEADER_ROW, ("", "", PRESENT), height=20)
    for place, one in enumerate(study.outcomes):
        first = 3 + place * len(_AFTER_HEADINGS)
        sheet.merge_range(
            _GROUP_ROW, first, _GROUP_ROW, first + 2, one.scenario.name, look.heading()
        )
        for column, word in enumerate(_AFTER_HEADINGS, start=first):
            sheet.write_string(_HEADER_ROW, column, word, look.heading())
    for row, (group, name) in enumerate(group_places(), start=_HEADER_ROW + 1):
        sheet.write_string(row, 0, group, look.cell())
        sheet.write_string(row, 1, "" if name == ALL else name, look.cell())
        told = [study.people[BEFORE, group, name]]
        for one in study.outcomes:
            told += [one.people[way, group, name] for way in (AFTER, ENTER, LEAVE)]
        for column, value in enumerate(told, start=2):
            sheet.write(row, column, value, look.number())
    _place_chart(look, sheet, study)


def _place_chart(look: BookLook, sheet: object, study: Study) -> None:
    chart = look.book.add_chart({"type": "column"})
    first, last = _HEADER_ROW + 1, _HEADER_ROW + len(GROUPS["年龄"])
    columns = [(PRESENT, 2)]
    columns += [(one.scenario.name, 3 + 3 * place) for place, one in enumerate(study.outcomes)]
    for place, (name, column) in enumerate(columns):
        style = series_style(SERIES[place % len(SERIES)])
        chart.add_series(
            {
                "name": name,
                "categories": [GROUPS_SHEET, first, 1, last, 1],
                "values": [GROUPS_SHEET, first, column, last, column],
                **style,
            }
        )
    row = _HEADER_ROW + sum(map(len, GROUPS.values())) + 3
    place_chart(sheet, chart, (row, 0), "名单里各年龄段的人数", "人", size=(760, 320))
