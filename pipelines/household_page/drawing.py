"""Drawing one household's page: heading, colour, tables, the box to write in, the last word."""

from collections.abc import Sequence

from pipelines.household_page.layout import Band, Laid, fit
from pipelines.household_page.line_breaks import break_lines, cut_lines
from pipelines.household_page.paper import BAND, FAINT, HEIGHT, INK, LINE, POINT, Paper
from pipelines.household_page.sheet import Sheet
from pipelines.household_page.tables import FULL, tables_of
from pipelines.summary import COLOURS
from pipelines.workbook.look import FILL

LEFT = 14.0
RIGHT = LEFT + FULL
TOP = 11.0
_BAND_TOP, _BAND_HEIGHT = TOP + 19.5, 17.0
TABLES_TOP = _BAND_TOP + _BAND_HEIGHT + 5.0
FOOT_HEIGHT, BOTTOM = 13.5, HEIGHT - 9.0
LEAST_BOX = 41.0
ROOM = BOTTOM - FOOT_HEIGHT - LEAST_BOX - TABLES_TOP
_CHIP = 24.0
_NOT_LISTED = ("#FFFFFF", INK)
_SIGNING = 9.0
_RULES = 8.5
TITLE = "入户核实单"
BOX_TITLE = "这里写得不对，因为："
LEAD = (
    "列入名单只是请您上门看一看的线索，不是救助决定；任何人不得仅凭它批准、拒绝、减少或停止救助。"
)


def draw_page(paper: Paper, sheet: Sheet) -> None:
    """Add the page of a household: one page, whatever the sheet holds."""
    paper.add_page()
    bands = fit(paper, tables_of(sheet, paper.printable), ROOM)
    draw_heading(paper, sheet)
    draw_colour(paper, sheet)
    y = TABLES_TOP
    for band in bands:
        y = draw_band(paper, band, y)
    _draw_box(paper, y, BOTTOM - FOOT_HEIGHT - y)
    draw_foot(paper, sheet)


def draw_heading(paper: Paper, sheet: Sheet, title: str = TITLE) -> None:
    """Write whose page it is, and of which month."""
    paper.write(LEFT, TOP + 3, "三色　政策找人", 9, ink=FAINT)
    month = f"{sheet.month.year}年{sheet.month.month}月"
    said = f"{month}　数据截至 {sheet.month.as_of_date}"
    paper.write(RIGHT, TOP + 3, said, 9, ink=FAINT, align="right")
    paper.write(LEFT, TOP + 13, title, 22, bold=True)
    left = LEFT + paper.width_of(22, bold=True)(title) + 7
    width = RIGHT - left - 40
    paper.write(left, TOP + 9, "户主", 9, ink=FAINT)
    write_short(paper, left + 10, TOP + 9, sheet.head, 13, width - 10, bold=True)
    where = "　".join(filter(None, [sheet.place, sheet.address]))
    write_short(paper, left, TOP + 14.2, where, 10, width)
    paper.write(RIGHT, TOP + 9, "户编号", 8, ink=FAINT, align="right")
    paper.write(RIGHT, TOP + 14.2, sheet.household_id, 11, bold=True, align="right")


def write_short(
    paper: Paper, x: float, y: float, text: str, size: float, width: float, *, bold: bool = False
) -> None:
    """Write a text on one line; what does not fit is smaller, and then cut."""
    told = paper.printable(text).replace("\n", " ")
    for smaller in (size, size * 0.85, size * 0.7):
        measure = paper.width_of(smaller, bold=bold)
        if measure(told) <= width:
            break
    line = cut_lines(break_lines(told, measure, width), 1, measure, width)[0]
    paper.write(x, y, line, smaller, bold=bold)


def draw_colour(paper: Paper, sheet: Sheet) -> None:
    """Draw the band that tells the colour, what it means and the score."""
    paint, ink = FILL[sheet.colour] if sheet.colour else _NOT_LISTED
    top, height = _BAND_TOP, _BAND_HEIGHT
    paper.fill(LEFT, top, FULL, height, BAND)
    paper.fill(LEFT, top, _CHIP, height, paint)
    # The word and the frames tell the colour where the print has none.
    paper.frame(LEFT, top, FULL, height, INK, 0.4)
    paper.frame(LEFT, top, _CHIP, height, INK, 0.4)
    word = COLOURS[sheet.colour] if sheet.colour else "未列入"
    size = 30 if len(word) == 1 else 14
    middle = top + height / 2 + size * POINT * 0.37
    paper.write(LEFT + _CHIP / 2, middle, word, size, bold=True, ink=ink, align="center")
    left, width = LEFT + _CHIP + 5, FULL - _CHIP - 42
    write_short(paper, left, top + 6.4, sheet.standing, 13, width, bold=True)
    for number, line in enumerate(sheet.meaning):
        write_short(paper, left, top + 11 + 4.1 * number, line, 9, width)
    paper.write(RIGHT - 4, top + 8.6, f"{sheet.score} 分", 17, bold=True, align="right")
    paper.write(RIGHT - 4, top + 13.8, sheet.border, 8.5, ink=FAINT, align="right")


def draw_band(paper: Paper, band: Band, top: float) -> float:
    """Draw tables side by side; return where the next band begins."""
    x = LEFT
    for laid in band:
        _draw_table(paper, laid, x, top)
        x = RIGHT - band[-1].table.width
    return top + max(laid.height for laid in band)


def _draw_table(paper: Paper, laid: Laid, x: float, top: float) -> None:
    table, scale = laid.table, laid.scale
    y = _draw_title(paper, laid, x, top)
    if table.has_headings:
        headings = [[column.heading] for column in table.columns]
        _draw_row(paper, laid, x, y, headings, size=scale.size * 0.85, ink=FAINT)
        y += scale.line
    for number, (row, height) in enumerate(zip(laid.rows, laid.heights, strict=True)):
        if number and table.is_ruled:
            paper.rule(x, y - scale.row_gap, table.width)
        _draw_row(paper, laid, x, y, row)
        y += height
    if laid.left_out:
        said = f"其余 {laid.left_out} 项见名单和说明（sanse explain）"
        paper.write(x, y + _base(scale.size, scale.line), said, scale.size * 0.9, ink=FAINT)
    elif not table.rows:
        paper.write(x, y + _base(scale.size, scale.line), table.nothing, scale.size, ink=FAINT)


def _draw_title(paper: Paper, laid: Laid, x: float, top: float) -> float:
    table, scale = laid.table, laid.scale
    size = scale.size * 1.1
    base = top + size * POINT * 0.95
    paper.fill(x, base - size * POINT * 0.82, 1.3, size * POINT * 0.95, INK)
    paper.write(x + 3, base, table.title, size, bold=True)
    left = x + 3 + paper.width_of(size, bold=True)(table.title) + 3
    room = table.width - (left - x)
    measure = paper.width_of(scale.size * 0.85)
    note = cut_lines(break_lines(table.note, measure, room), 1, measure, room)[0]
    paper.write(left, base, note, scale.size * 0.85, ink=FAINT)
    paper.rule(x, base + size * POINT * 0.35, table.width, INK, 0.2)
    return top + scale.title


def _draw_row(
    paper: Paper,
    laid: Laid,
    x: float,
    y: float,
    row: Sequence[Sequence[str]],
    *,
    size: float | None = None,
    ink: str = INK,
) -> None:
    scale = laid.scale
    for column, lines in zip(laid.table.columns, row, strict=True):
        edge = x + column.width if column.align == "right" else x
        for number, line in enumerate(lines):
            bold = size is None and (column.bold or (column.leads and number == 0))
            base = y + number * scale.line + _base(scale.size, scale.line)
            paper.write(edge, base, line, size or scale.size, bold=bold, ink=ink,
                        align=column.align)  # fmt: skip
        x += column.width


def _base(size: float, line: float) -> float:
    """Return how far below the upper edge of a line its letters stand."""
    return line / 2 + size * POINT * 0.36


def _draw_box(paper: Paper, top: float, height: float) -> None:
    """Draw the box in which residents and visitors write, as large as the page still is."""
    paper.frame(LEFT, top, FULL, height, INK, 0.5)
    paper.write(LEFT + 3, top + 6.5, f"「{BOX_TITLE}」", 11.5, bold=True)
    said = "请家里人或走访人写下不对的地方和实际情况，按此更正；写不下可写在背面。"
    paper.write(RIGHT - 3, top + 6.5, said, 8, ink=FAINT, align="right")
    signing = top + height - 3.5
    y = top + 9 + _RULES
    while y < signing - _SIGNING:
        paper.rule(LEFT + 4, y, FULL - 8, LINE, 0.15)
        y += _RULES
    x = LEFT + 4
    for word, width in (("家里人签名", 34.0), ("走访人签名", 34.0), ("日期", 40.0)):
        paper.write(x, signing, word, 9.5)
        after = x + paper.width_of(9.5)(word) + 2
        paper.rule(after, signing + 0.8, width, INK, 0.2)
        x = after + width + 5


def draw_foot(paper: Paper, sheet: Sheet) -> None:
    """Write the last word: what a listing is not, who may see the page, which signs it lacks."""
    top = BOTTOM - FOOT_HEIGHT
    write_short(paper, LEFT, top + 5.2, LEAD, 9, FULL, bold=True)
    kept = "含个人信息：只限承办走访的人员使用，不得公示、转发、张贴，用毕交回或销毁。"
    write_short(paper, LEFT, top + 9.4, f"接收单位：{sheet.receiver}　{kept}", 8, FULL)
    if paper.lacking:
        signs = "、".join(f"U+{ord(sign):04X}" for sign in list(paper.lacking)[:6])
        more = "等" if len(paper.lacking) > 6 else ""
        said = f"{paper.replacement} 处是字体里没有的字（{signs}{more}），请照户口簿手写补上。"
        write_short(paper, LEFT, top + 13.2, said, 8, FULL)
