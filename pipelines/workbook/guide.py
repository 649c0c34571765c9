"""The first sheet: how many households, by when, how to fill, and what a listing is not."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pipelines.summary import COLOURS, STATUSES
from pipelines.workbook.choices import CHOICES
from pipelines.workbook.lists import LIST_SHEET, TO_BE_FILLED
from pipelines.workbook.look import FILL, TITLE_FONT, Look, lines, protect
from pipelines.workbook.street import MARKS, Row, StreetList, written

GUIDE_SHEET = "说明"
_WIDTHS = (22, 12, 12, 12, 12, 12, 58)
_LAST = len(_WIDTHS) - 1
_LIKELY = (
    "可能符合的政策",
    "数据比对下来，这户可能该享受而没有享受的，最多三项：政策｜可能多少钱｜还缺什么（谁提供）｜问什么。",
    "前一项说过缺的、要问的，后一项写“同上”。",
    "也只是线索，不是决定：收入、财产授权核对以前谁也不知道，以受理部门审核为准。",
    "没有写的也可能符合，请照常询问、照常受理。",
    "“标准未公布，按暂定值估算”：公开文件里没有当地的数值，数额只供参考，不要对群众承诺。",
)


def write_guide(look: Look, street: StreetList) -> None:
    """Write the counts by colour and community, and the words to the people who visit."""
    sheet = look.sheet(GUIDE_SHEET)
    for x, width in enumerate(_WIDTHS):
        sheet.set_column(x, x, width)
    sheet.set_row(0, 40)
    sheet.merge_range(0, 0, 0, _LAST, street.title, look.title(20))
    below = _write_colours(look, sheet, street, 1)
    below = _write_words(look, sheet, street, below + 1)
    below = _write_communities(look, sheet, street, below + 1)
    sheet.print_area(0, 0, below - 1, _LAST)
    protect(sheet)


def _write_colours(look: Look, sheet: Any, street: StreetList, top: int) -> int:
    look.write_headings(sheet, top, ["颜色", "户数", *STATUSES.values(), "怎么走访"])
    for y, (colour, word) in enumerate(COLOURS.items(), start=top + 1):
        rows = [row for row in street.households if row["colour"] == colour]
        paper, ink = FILL[colour]
        sheet.set_row(y, 26)
        chip = {"bg_color": paper, "font_color": ink, "font_name": TITLE_FONT, "font_size": 14}
        sheet.write_string(y, 0, word, look.cell(align="center", **chip))
        by_status = Counter(row["status"] for row in rows)
        counts = [len(rows), *(by_status[status] for status in STATUSES)]
        for x, count in enumerate(counts, start=1):
            sheet.write_number(y, x, count, look.cell(align="center", font_size=12))
        sheet.write_string(y, _LAST, _how(street, rows), look.cell(font_size=11, indent=1))
    return top + len(COLOURS) + 1


def _how(street: StreetList, rows: Sequence[Row]) -> str:
    if not rows:
        return "本月没有"
    visit_by = max(row["next_visit_by"] for row in rows)
    return f"{written(street.verify_by)}前核实线索，{written(visit_by)}前至少走访一次"


def _write_words(look: Look, sheet: Any, street: StreetList, top: int) -> int:
    told = _words(street)
    for y, (is_heading, line) in enumerate(told, start=top):
        if is_heading:
            look_of_it, height = look.text(font_name=TITLE_FONT, font_size=12), 26.0
        else:
            look_of_it = look.text(font_size=11, text_wrap=True, indent=1)
            height = 16.5 * lines(line, sum(_WIDTHS) - 14)
        sheet.set_row(y, height)
        sheet.merge_range(y, 0, y, _LAST, line, look_of_it)
    return top + len(told)


def _words(street: StreetList) -> list[tuple[bool, str]]:
    filled = "、".join(column.heading for column in TO_BE_FILLED)
    chosen = "；".join(CHOICES["核实结论"])
    told = [
        (True, "这是什么"),
        (False, "各部门数据比对后，请您上门看一看的家庭。列入名单只是线索，不是救助决定。"),
        (False, "任何人不得仅凭名单拒绝、减少或停止救助。"),
        (False, "红、橙、黄只表示走访的先后，没有公开文件规定怎样划分；序号靠前的先走。"),
        *((number == 0, line) for number, line in enumerate(_LIKELY)),
        (True, "怎么填"),
        (False, f"只填“{LIST_SHEET}”页右侧六格：{filled}。其余不用再填、再抄。"),
        (False, f"核实结论从五种里选：{chosen}。"),
        (False, "家庭对列入原因有异议的，请记在备注里，作为更正的依据。"),
        (False, "名单上没有、您知道有困难的户，补写在名单最下面的空行里，户编号留空。"),
        (False, "填好后把本表原样传回（另存、排序、筛选都可以），不要改动名单月份和户编号。"),
        (True, "保密"),
        (
            False,
            "名单含个人敏感信息，只限承办走访的人员使用；不得公示、转发、张贴，用毕交回或销毁。",
        ),
    ]
    if marked := [words for column, words in MARKS.items() if _any(street, column)]:
        told.append((True, "按申报的走访数定的名单"))
        told += [(False, f"{word}：{meaning}。") for word, meaning in marked]
    if street.shared_gaps:
        told.append((True, "本月全部住户都没有评估的方面（请在走访时问一问）"))
        told += [(False, f"{gap}。") for gap in street.shared_gaps]
    return told


def _any(street: StreetList, column: str) -> bool:
    return any(row.get(column) for row in street.households)


def _write_communities(look: Look, sheet: Any, street: StreetList, top: int) -> int:
    headings = ["社区（村居）", *(f"{word}色户" for word in COLOURS.values()), "合计"]
    look.write_headings(sheet, top, headings)
    for y, (community, rows) in enumerate(street.communities.items(), start=top + 1):
        by_colour = Counter(row["colour"] for row in rows)
        sheet.set_row(y, 18)
        sheet.write_string(y, 0, community, look.cell(indent=1))
        counts = [*(by_colour[colour] for colour in COLOURS), len(rows)]
        for x, count in enumerate(counts, start=1):
            sheet.write_number(y, x, count, look.cell(align="center"))
    return top + 1 + len(street.communities)
