"""The words that a visitor chooses from."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.workbook.look import Look, protect

CHOICES_SHEET = "选项"

# 国办发〔2023〕39号 三(四) names four ways to settle a warning; the fifth is: nothing found.
# The fourth says 复核: whether anything ends is decided by the procedure, never by a list.
CHOICES: Mapping[str, Sequence[str]] = {
    "走访结果": ("已见到", "未遇到", "已搬走", "拒绝"),
    "核实结论": (
        "应享政策未落实，转办落实",
        "未纳入救助、可能符合条件，转办",
        "情况复杂，一事一议",
        "在享救助、情况有变，按程序复核",
        "未发现风险",
    ),
    "需要的帮扶": (
        "无需",
        "最低生活保障",
        "特困供养",
        "低保边缘认定",
        "刚性支出困难认定",
        "临时救助",
        "医疗救助",
        "残疾人补贴或康复",
        "照护或探访",
        "就业",
        "其他（见备注）",
    ),
}
# People need more than one help, and not all helps are listed: other words are taken too.
OPEN_CHOICES = frozenset({"需要的帮扶"})


def write_choices(look: Look) -> None:
    """Write the drop-downs' words on a hidden sheet, a column a list."""
    sheet = look.book.add_worksheet(CHOICES_SHEET)
    for x, (heading, words) in enumerate(CHOICES.items()):
        for y, word in enumerate((heading, *words)):
            sheet.write_string(y, x, word)
    protect(sheet)
    sheet.hide()


def drop_down(heading: str) -> dict[str, Any]:
    """Return the validation of a column: a list on the hidden sheet."""
    letter = chr(ord("A") + list(CHOICES).index(heading))
    return {
        "validate": "list",
        "source": f"={CHOICES_SHEET}!${letter}$2:${letter}${len(CHOICES[heading]) + 1}",
        "error_title": "请从列表中选",
        "error_message": f"“{heading}”请从下拉列表中选一项；说不清的写在备注里。",
        "show_error": heading not in OPEN_CHOICES,
    }
