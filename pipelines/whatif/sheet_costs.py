"""What the households of each list may cost a year, policy by policy, as ranges."""

from typing import Any

from pipelines.whatif.book_look import BookLook
from pipelines.whatif.costs import REST, Costs, costs_of, told_range
from pipelines.whatif.figures import Amount
from pipelines.whatif.study import Study
from pipelines.whatif.summary import NOT_ESTIMATED, names, pictures

COSTS = "费用"
_NO_MATCHES = "不可估计：这个月的数据没有与政策对照。先运行 sanse screen 再试算，就有金额。"
_TOO_FEW = "不足 5 户，不列。"


def write_costs(look: BookLook, study: Study) -> None:
    """Write two tables: households on the list, and compared households off it."""
    widths = (30, *(width for _ in names(study) for width in (9, 22)))
    note = "只计“可能符合”的；按月发的乘以12，一次性的计一次。没有金额的（服务、减免等）不计。"
    sheet = look.sheet(COSTS, widths, "每年可能的费用（范围）", note)
    row = 3
    for title, is_listed in (("名单内的户", True), ("不在名单、但对照过政策的户", False)):
        sheet.write_string(row, 0, title, look.text(font_name="黑体", font_size=12))
        row = _write_table(look, sheet, row + 1, study, is_listed=is_listed) + 2


def _write_table(look: BookLook, sheet: Any, row: int, study: Study, *, is_listed: bool) -> int:
    costs = costs_of(pictures(study), is_listed=is_listed)
    if costs is None or costs.total is None:
        told = _NO_MATCHES if costs is None else f"{NOT_ESTIMATED}：{_TOO_FEW}"
        sheet.write_string(row, 0, told, look.text())
        return row
    headings = [f"{name}：{word}" for name in names(study) for word in ("件数", "每年")]
    look.headings(sheet, row, ("政策", *headings))
    for line in _lines(costs, study):
        row += 1
        _write_line(look, sheet, row, *line)
    return row


def _lines(costs: Costs, study: Study) -> list[tuple[str, tuple[Amount, ...]]]:
    told = [
        (name if name == REST else study.policies.get(name, name), amounts)
        for name, amounts in costs.lines
    ]
    return [*told, ("合计", costs.total or ())]


def _write_line(
    look: BookLook, sheet: Any, row: int, name: str, amounts: tuple[Amount, ...]
) -> None:
    sheet.write_string(row, 0, name, look.words())
    for place, amount in enumerate(amounts):
        sheet.write_number(row, 1 + 2 * place, amount.cases, look.number())
        sheet.write_string(row, 2 + 2 * place, told_range(amount), look.cell(align="right"))
