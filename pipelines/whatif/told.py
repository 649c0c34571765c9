"""What a person at a terminal sees of a study: the overview, and each sweep in a line."""

from rich.table import Table
from rich.text import Text

from pipelines.terminal import console, print_text
from pipelines.whatif.counts import ALL
from pipelines.whatif.study import Curve, Study
from pipelines.whatif.summary import Line, lines

_COLUMNS = ("红", "橙", "黄", "合计", "进入", "离开", "每月走访", "每年费用")


def print_study(study: Study) -> None:
    """Print scenarios beside the present, and each sweep's ends."""
    if study.outcomes:
        console.print(_table(study))
    for curve in study.curves:
        print_text(_sweep_line(curve))
    if not study.is_released:
        print_text(f"注意：{study.month} 的名单没有发布，这里用的是那次计算的数据。")
    print_text(
        "小于 5 的户数写作“<5”；“…”是为了不让人倒推而不列的数。试算不是名单，也不是救助决定。"
    )


def _table(study: Study) -> Table:
    table = Table(title=f"{study.month} 试算（户）", title_justify="left")
    table.add_column("", overflow="fold")
    for title in _COLUMNS:
        table.add_column(title, justify="right", overflow="fold")
    for line in lines(study):
        table.add_row(Text(line.name), *_cells(line))
    return table


def _cells(line: Line) -> list[str]:
    counts = [*line.colours.values(), line.listed, line.enter, line.leave]
    told = ["" if count is None else _told(count) for count in counts]
    return [*told, str(line.visits_a_month), line.costs]


def _told(count: int | str) -> str:
    return count if isinstance(count, str) else f"{count:,}"


def _sweep_line(curve: Curve) -> str:
    first, last = curve.points[0], curve.points[-1]
    return (
        f"{curve.number.title}：从 {first.value} 到 {last.value}{curve.number.unit}，"
        f"名单从 {_told(first.listed[ALL])} 户到 {_told(last.listed[ALL])} 户"
        f"（共 {len(curve.points)} 步，曲线见结果）"
    )
