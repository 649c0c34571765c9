"""What a person at a terminal sees: progress while it works, and closing tables."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from operator import add
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipelines.summary import COHORTS, COLOURS, STATUSES, MonthSummary
from pipelines.wrapping import wrap

if TYPE_CHECKING:
    from pipelines.catalogue import KindLine
    from pipelines.checked_text import Line
    from pipelines.ingest import IngestReport
    from pipelines.policy_catalogue import DueLine, MissingLine, ValueLine

_STYLES = {"red": "bold red", "orange": "dark_orange", "yellow": "yellow"}

_LINE_STYLES = {
    "title": "bold",
    "faint": "dim",
    "block": "red",
    "warn": "yellow",
    "note": "",
    "good": "green",
}

# How many policies the closing table names.
_MOST_FREQUENT = 8

console = Console(highlight=False)


class _StageLines(logging.Handler):
    """Prints each stage's log line above the moving progress line."""

    def emit(self, record: logging.LogRecord) -> None:
        console.print(f"[green]✔[/] {escape(record.getMessage())}", soft_wrap=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done now on one moving line, and each finished stage above it."""
    log = logging.getLogger("sanse.run")
    lines = _StageLines(logging.INFO)
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    propagated, log.propagate = log.propagate, False
    try:
        with console.status("开始……") as status:
            yield lambda text: status.update(escape(text))
    finally:
        log.removeHandler(lines)
        log.propagate = propagated


def print_text(text: str) -> None:
    """Print a text as it is."""
    _print_line(text)


def print_lines(lines: Iterable["Line"]) -> None:
    """Print what a check found: marks at the left, what they stand for beside them."""
    for line in lines:
        indent = "  " * line.depth
        mark = f"{line.mark} " if line.mark else ""
        room = console.width - cell_len(indent + mark)
        # Into a file a sentence is one line: what reads it counts on that.
        told = wrap(line.text, room) if console.is_terminal else [line.text]
        hanging = " " * cell_len(mark)
        for place, text in enumerate(told):
            beginning = indent + (hanging if place else mark)
            style = _LINE_STYLES.get(line.style, "")
            console.print(Text(beginning + text, style=style), soft_wrap=True)


def print_kinds(kinds: Iterable["KindLine"], counts: str) -> None:
    """Print every kind of data with its department, cadence, use and legal basis."""
    table = Table(show_lines=True)
    table.add_column("数据", overflow="fold", ratio=2)
    table.add_column("多久一次", overflow="fold", ratio=1)
    table.add_column("用来做什么，凭什么依据", overflow="fold", ratio=5)
    for one in kinds:
        table.add_row(
            Text.assemble((one.title, "bold"), "\n", one.department),
            Text.assemble(one.cadence, "\n", (f"最长沿用 {one.oldest}", "dim")),
            Text.assemble(one.use, "\n", (f"依据：{one.legal_basis}", "dim")),
        )
    console.print(table)
    _print_line(counts)


def print_policy_values(day: date, values: Iterable["ValueLine"]) -> None:
    """Print what holds on a day, with the documents behind it."""
    print_table(
        f"{day} 的政策数值",
        ("数值", "是多少", "自何时", "依据"),
        (
            (f"{one.title}\n{one.name}", one.value, f"{one.since}\n{one.scope}",
             f"占位：{one.reference}" if one.kind == "占位" else one.reference)
            for one in values
        ),
    )  # fmt: skip


def print_policy_due(due: Sequence["DueLine"]) -> None:
    """Print what is to be reviewed, the most urgent first."""
    if not due:
        _print_line("90 天内没有要复核的数值。")
        return
    rows = ((one.when, one.title, one.value, f"{one.kind}\n{one.file}") for one in due)
    print_table("该复核的数值", ("复核期限", "数值", "是多少", "性质和文件"), rows)
    _print_line(f"共 {len(due)} 个。核对新文件后，在对应的文件里补新的值，或改 review_by。")


def print_policy_missing(missing: Sequence["MissingLine"]) -> None:
    """Print the placeholders, and what they are used for."""
    if not missing:
        _print_line("没有占位的数值。")
        return
    rows = ((f"{one.title}\n{one.file}", one.value, one.reference, one.used_for) for one in missing)
    print_table("占位的数值", ("数值", "暂用", "说明", "用在哪里"), rows)
    _print_line(
        f"共 {len(missing)} 个，都没有公开文件可依。请主管部门提供数值和文件，"
        "写进对应的文件，删去 placeholder 一行。"
    )


def print_table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print lines of words under their heads; long words go on in the next line."""
    table = Table(title=title, title_justify="left", show_lines=True)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(table)


def print_summary(summary: MonthSummary) -> None:
    """Print who was screened, the colours per street, what was rejected, where the lists lie."""
    console.print()
    console.print(_screened(summary))
    console.print(_streets(summary))
    if summary.policies:
        console.print(_policies(summary))
    if summary.rejected:
        console.print(
            _by_rule("退回的行（退回表在 returns 目录，更正后放回收件夹）", summary.faults)
        )
    if summary.warned:
        console.print(_by_rule("请核对的行（已采用；退回表里标成黄色）", summary.doubts))
    for line in _notes(summary):
        _print_line(line)


def print_ingested(report: "IngestReport") -> None:
    """Print what was received of each source, and which files were not read and why."""
    table = Table(title="已接收（累计）", title_justify="left")
    table.add_column("来源", no_wrap=True)
    for title in ("文件", "收到", "采用", "退回", "重复"):
        table.add_column(title, justify="right")
    for source, counts in sorted(_received(report).items()):
        table.add_row(source, *(f"{count:,}" for count in counts))
    console.print(table)
    for delivery in report.deliveries:
        for unread in delivery.unread:
            place = f"{delivery.path} {unread.sheet}".strip()
            _print_line(f"没有读的文件：{place}——{unread.reason}")


def _received(report: "IngestReport") -> dict[str, list[int]]:
    """Count files, received, accepted, rejected and repeated rows by the source's title."""
    from schemas.sources import source_named

    received: dict[str, list[int]] = {}
    for delivery in report.deliveries:
        for entry in delivery.entries:
            told = (1, entry.received, entry.accepted, entry.rejected, entry.repeated)
            counts = received.setdefault(source_named(entry.source).title, [0] * len(told))
            counts[:] = map(add, counts, told)
    return received


def _print_line(text: str) -> None:
    # Chinese has no spaces to break at: the terminal folds the line where it ends.
    console.print(Text(text), soft_wrap=True)


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


def _policies(summary: MonthSummary) -> Table:
    told = summary.policies[:_MOST_FREQUENT]
    heading = "可能符合的政策" if len(told) == len(summary.policies) else "最多见的可能符合的政策"
    table = Table(title=f"{heading}（只是线索）", title_justify="left")
    table.add_column("政策", overflow="fold")
    table.add_column("户数", justify="right", no_wrap=True)
    table.add_column("人数", justify="right", no_wrap=True)
    for policy in told:
        table.add_row(
            policy.title,
            f"{policy.households:,}",
            f"{policy.persons:,}" if policy.persons else "按户",
        )
    return table


def _by_rule(title: str, counted: Iterable[tuple[str, str, int]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("来源", no_wrap=True)
    table.add_column("原因", overflow="fold")
    table.add_column("行数", justify="right", no_wrap=True)
    for source, fault, rows in counted:
        table.add_row(source, fault, f"{rows:,}")
    return table


def _notes(summary: MonthSummary) -> Iterator[str]:
    yield from _source_notes(summary)
    if summary.likely:
        yield (
            f"可能符合某项政策而还没有享受的：{summary.likely['households']:,} 户，"
            f"其中在名单上的 {summary.likely['listed_households']:,} 户；"
            "由人核实，以受理部门审核为准。"
        )
    if summary.late:
        yield f"说明：{summary.late}"
    for file in summary.files:
        if file.source is None:
            yield f"没有读的文件：{file.name}——{file.reason}"
    yield f"名单在：{summary.release / 'watchlists'}"
    yield f"验收说明：{summary.release / 'acceptance.html'}"
    yield f"数据质量：{summary.release / 'quality.html'}"
    yield f"名单生成说明：{summary.release / 'transparency.html'}"
    yield f"签发：{summary.signing}"


def _source_notes(summary: MonthSummary) -> Iterator[str]:
    """What is to be known of the sources; of those that were never delivered, how many."""
    connected = {name: one for name, one in summary.sources.items() if one["delivery_month"]}
    for name, source in sorted(connected.items()):
        told = source["reason"]
        if source["status"] != "present":
            told = told or f"{summary.title_of(name)}{_ABSENT[source['status']]}"
        if told:
            yield f"注意：{told}"
        for finding in source.get("findings", ()):
            if finding["kind"] in _TOLD_FINDINGS:
                yield f"说明：{finding['sentence']}"
    others = len(summary.sources) - len(connected)
    if others:
        yield f"另有 {others} 个来源还没有接入，用到它们的指标不评估，也不算缺口。"


# Findings that change nothing this month, and are therefore not part of the reason.
_TOLD_FINDINGS = frozenset({"settled", "sent_before"})

_ABSENT = {
    "missing": "没有可用的数据，用到它的指标记为“未评估”（不等于没有风险）。",
    "stale": "本月没有新数据，用的是较早交来的。",
}
