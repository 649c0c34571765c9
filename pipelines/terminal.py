"""What a person at a terminal sees: progress while it works, and closing tables."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipelines.summary import COHORTS, COLOURS, STATUSES, MonthSummary

_STYLES = {"red": "bold red", "orange": "dark_orange", "yellow": "yellow"}

console = Console(highlight=False)


class _StageLines(logging.Handler):
    """Prints each stage's log line above the moving progress line."""

    def emit(self, record: logging.LogRecord) -> None:
        console.print(f"[green]✔[/] {escape(record.getMessage())}")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done now on one moving line, and each finished stage above it."""
    log = logging.getLogger("sanse")
    lines = _StageLines(logging.INFO)
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        with console.status("开始……") as status:
            yield lambda text: status.update(escape(text))
    finally:
        log.removeHandler(lines)


def print_text(text: str) -> None:
    """Print a text as it is."""
    console.print(Text(text))


def print_summary(summary: MonthSummary) -> None:
    """Print who was screened, the colours per street, what was rejected, where the lists lie."""
    console.print()
    console.print(_screened(summary))
    console.print(_streets(summary))
    if summary.rejected:
        console.print(_rejected(summary))
    for line in _notes(summary):
        console.print(Text(line))


def _screened(summary: MonthSummary) -> Table:
    table = Table(title=f"{summary.month} 筛查对象", title_justify="left")
    table.add_column("人群")
    table.add_column("人数", justify="right")
    table.add_column("户数", justify="right")
    for cohort, title in COHORTS.items():
        counted = summary.screened[cohort]
        table.add_row(title, f"{counted['persons']:,}", f"{counted['households']:,}")
    return table


def _streets(summary: MonthSummary) -> Table:
    table = Table(title="各镇街名单（户）", title_justify="left", show_footer=True)
    table.add_column("镇街", footer="合计")
    for colour, title in COLOURS.items():
        total = sum(street.colours[colour] for street in summary.streets)
        table.add_column(title, str(total), justify="right", style=_STYLES[colour])
    table.add_column("户数", str(sum(s.listed for s in summary.streets)), justify="right")
    for status, title in STATUSES.items():
        total = sum(street.statuses[status] for street in summary.streets)
        table.add_column(title, str(total), justify="right")
    for street in summary.streets:
        counts = (*street.colours.values(), street.listed, *street.statuses.values())
        table.add_row(street.street_name, *map(str, counts))
    return table


def _rejected(summary: MonthSummary) -> Table:
    table = Table(title="退回的行", title_justify="left")
    table.add_column("来源")
    table.add_column("原因")
    table.add_column("行数", justify="right")
    for (source, reason), rows in sorted(summary.rejected.items()):
        table.add_row(source, reason, str(rows))
    return table


def _notes(summary: MonthSummary) -> Iterator[str]:
    for name, source in sorted(summary.sources.items()):
        if source["status"] != "present":
            yield f"注意：来源 {name} 本月{_ABSENT[source['status']]}，用到它的指标记为“未评估”。"
    for file in summary.files:
        if file.source is None:
            yield f"没有识别的文件：{file.name}（{'；'.join(file.reasons)}）"
    yield f"名单在：{summary.release / 'watchlists'}"
    yield f"验收说明：{summary.release / 'acceptance.html'}"


_ABSENT = {"missing": "没有可用的数据", "stale": "没有新数据，用的是较早交来的"}
