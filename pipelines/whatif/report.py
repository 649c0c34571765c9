"""The result as a workbook: an overview with charts, the details, what to keep in mind."""

from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.whatif.book_look import BookLook
from pipelines.whatif.sheet_changes import write_changes
from pipelines.whatif.sheet_costs import write_costs
from pipelines.whatif.sheet_groups import write_groups
from pipelines.whatif.sheet_moves import write_moves
from pipelines.whatif.sheet_overview import write_overview
from pipelines.whatif.sheet_streets import write_streets
from pipelines.whatif.sheet_sweep import write_sweep
from pipelines.whatif.sheet_visits import write_visits
from pipelines.whatif.study import Study

NOTES = "说明"
_NOTES = """\
这是试算，不是名单：没有改动任何名单、政策文件和存下的数据。列入名单只是走访线索，不是救助决定。
比较的是同一个月的数据在不同规则下的结果。上月的名单照旧；每月最多降一级，所以收紧以后名单要几个月才退完，\
“不看上月”一列是退完以后大致的户数。
小于 5 的户数、人数写作“<5”；“…”是为了不让人倒推出小数目而不列的数，可能是任何数。\
由它们算出的数也写“…”。
走访户次按各色的走访间隔折算：红橙黄户数分别除以间隔月数，再相加。
费用只计“可能符合”的，是线索不是决定：按月发的乘以 12，一次性的计一次；最低是多少不知道的写“至多”；\
没有对照政策或没有金额的，写“不可估计”。只能享一项的几项没有互相扣减，合计的高端偏高。
预计查实按别处公布过的比例折算（{low}至{high}），不是本地测得的：{documents}。
“镇街”“人群”按本月住户和成员计；年龄为月末周岁。
改了医疗费界限、年龄这类数值，筛查范围本身也会变，所以进出里有些户是新进了筛查范围，有些是退出了范围。
"""


def write_report(path: Path, study: Study) -> None:
    """Write the workbook of a study."""
    options = {"in_memory": True, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        look = BookLook(book, study.month.as_of_date)
        write_overview(look, study)
        if study.outcomes:
            write_streets(look, study)
            write_visits(look, study)
            write_moves(look, study)
            write_groups(look, study)
            write_costs(look, study)
        for place, curve in enumerate(study.curves, start=1):
            write_sweep(look, study, curve, place)
        write_changes(look, study)
        _write_notes(look, study)


def _write_notes(look: BookLook, study: Study) -> None:
    sheet: Any = look.sheet(NOTES, (120,), "怎样看这份结果")
    policy = study.rules.policy
    names = ("expected_yield_share_low", "expected_yield_share_high")
    told = _NOTES.format(
        low=f"{policy['expected_yield_share_low']:.0%}",
        high=f"{policy['expected_yield_share_high']:.0%}",
        documents="；".join(policy.references[name].told for name in names),
    )
    for row, line in enumerate(told.splitlines(), start=2):
        sheet.set_row(row, 40)
        sheet.write_string(row, 0, line, look.text(text_wrap=True, font_size=11))
