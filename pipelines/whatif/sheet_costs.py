"""What the households of each list may cost a year, policy by policy, as ranges."""

from typing import Any

from pipelines.whatif.book_look import FAINT, TO_FILL, BookLook
from pipelines.whatif.costs import REST, Costs, costs_of, told_range
from pipelines.whatif.figures import Amount
from pipelines.whatif.study import Study
from pipelines.whatif.summary import NOT_ESTIMATED, names, pictures

COSTS = "费用"
_TOTAL = "合计"
_NO_MATCHES = "不可估计：这个月的数据没有与政策对照。先运行 sanse screen 再试算，就有金额。"
_TOO_FEW = "不足 5 户，不列。"
_NOTE = (
    "只计“可能符合”的；按月发的乘以12，一次性的计一次。最低是多少不知道的写“至多”，"
    "合计的低端不计；没有金额的（服务等）不计。"
)
_SECOND_NOTE = (
    "同一户可能符合几项、只能享其中一项（如最低生活保障和单人保），没有扣减，所以合计的高端偏高。"
    "浅黄的格子与现行规则不同。"
)


def write_costs(look: BookLook, study: Study) -> None:
    """Write two tables: households on the list, and compared households off it."""
    widths = (30, *(width for _ in names(study) for width in (9, 22)))
    sheet = look.sheet(COSTS, widths, "每年可能的费用（范围）", _NOTE)
    sheet.write_string(2, 0, _SECOND_NOTE, look.text(font_color=FAINT, font_size=9))
    sheet.freeze_panes(0, 1)
    row = 4
    for title, is_listed in (("名单内的户", True), ("不在名单、但对照过政策的户", False)):
        sheet.write_string(row, 0, title, look.text(font_name="黑体", font_size=12))
        row = _write_table(look, sheet, row + 1, study, is_listed=is_listed) + 2


def _write_table(look: BookLook, sheet: Any, row: int, study: Study, *, is_listed: bool) -> int:
    costs = costs_of(pictures(study), is_listed=is_listed)
    if costs is None or costs.total is None:
        told = _NO_MATCHES if costs is None else f"{NOT_ESTIMATED}：{_TOO_FEW}"
        sheet.write_string(row, 0, told, look.text())
        return row
    look.headings(sheet, row + 1, ("政策", *(("件数", "每年") * len(names(study)))), height=18)
    for place, name in enumerate(names(study)):
        sheet.merge_range(row, 1 + 2 * place, row, 2 + 2 * place, name, look.heading())
    row += 1
    for line in _lines(costs, study):
        row += 1
        _write_line(look, sheet, row, *line)
    return row


def _lines(costs: Costs, study: Study) -> list[tuple[str, tuple[Amount, ...]]]:
    told = [
        (name if name == REST else study.policies.get(name, name), amounts)
        for name, amounts in costs.lines
    ]
    return [*told, (_TOTAL, costs.total or ())]


def _write_line(
    look: BookLook, sheet: Any, row: int, name: str, amounts: tuple[Amount, ...]
) -> None:
    total: dict[str, Any] = {"bold": name == _TOTAL}
    sheet.write_string(row, 0, name, look.cell(text_wrap=True, **total))
    for place, amount in enumerate(amounts):
        differs: dict[str, Any] = {"bg_color": TO_FILL} if amount != amounts[0] else {}
        sheet.write_number(row, 1 + 2 * place, amount.cases, look.number(**total, **differs))
        told = told_range(amount)
        sheet.write_string(row, 2 + 2 * place, told, look.cell(align="right", **total, **differs))
