"""What each scenario changes: the number now and then, and the document that sets it."""

from pipelines.whatif.book_look import BookLook
from pipelines.whatif.study import Study
from pipelines.whatif.template import write_value

CHANGED = "改了什么"
_HEADINGS = ("方案", "类别", "名称", "现在", "改为", "单位", "现在的依据", "代码")


def write_changes(look: BookLook, study: Study) -> None:
    """Write a line a change."""
    widths = (16, 10, 36, 11, 11, 11, 46, 40)
    sheet = look.sheet(CHANGED, widths, "各方案改了什么")
    look.headings(sheet, 2, _HEADINGS, height=20)
    row = 3
    for one in study.outcomes:
        for key, value in one.scenario.changes.items():
            number = study.known.numbers[key]
            told = (
                one.scenario.name, number.group, number.title, number.value, value, number.unit,
                number.document, key,
            )  # fmt: skip
            for column, cell in enumerate(told):
                write_value(sheet, row, column, cell, look.words())
            row += 1
        if not one.scenario.changes:
            told_none = (one.scenario.name, "走访能力", "只改了走访能力，见“走访”")
            for column, word in enumerate(told_none):
                sheet.write_string(row, column, word, look.words())
            row += 1
