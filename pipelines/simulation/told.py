"""The rounds as a person reads them: a table, a page that needs no network, a csv."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path

from pipelines import page
from pipelines.simulation.figures import MonthFigures

TITLE = "模拟年：一轮一轮的名单走下来，得到什么"
WORK_HEADS = (
    "月份", "月末名单", "新列入", "报来走访", "见到", "查实困难", "命中率", "新纳入救助",
    "按期核实", "逾期未核实", "最忙镇街",
)  # fmt: skip
TRUTH_HEADS = ("月份", "真有困难", "上过名单", "查实困难", "得到救助")
NOTES = (
    (
        "人和事都是虚构的，走访怎样进行由一份写明的比例（behaviour.yaml）决定；"
        "数字只说明闭环怎样转，不代表任何地方。"
    ),
    (
        "名单月末以后发出，下个月走访、回收；所以每行的走访、核实、救助说的是以前各期名单，"
        "最后一期名单还没到回收的时候。"
    ),
    (
        "命中率：查实有困难的户÷见到的户次。按期核实：本月到期的户里，十个工作日内核实的。"
        "逾期未核实：到期应核实的户里，月末还没有结论的（已搬走的不算）。"
    ),
    (
        "真有困难：按真相，截至当月有困难而原先没有救助的户，平时没有人知道；"
        "上过名单、查实困难、得到救助是其中的户数和比例（召回）。"
    ),
)
_COLOURS = {"上过名单": "#7b8794", "查实": "#f08a24", "得到救助": "#2e7d4f"}


def share(part: int, whole: int) -> str:
    """A share in percent, and a dash where there is nothing to share."""
    return f"{part / whole:.0%}" if whole else "—"


def work_rows(months: Sequence[MonthFigures]) -> list[tuple[str, ...]]:
    """What was done and what came of it, a month a row."""
    return [_work(month) for month in months]


def _work(figures: MonthFigures) -> tuple[str, ...]:
    told = figures.round
    return (
        str(figures.month),
        *map(str, (told.listed, told.new, told.visits, told.met, told.found)),
        share(told.found, told.met),
        str(told.covered),
        f"{told.in_time}/{told.due}",
        f"{told.overdue}/{told.to_verify}（{share(told.overdue, told.to_verify)}）",
        f"{told.busiest_office} 户次",
    )


def truth_rows(months: Sequence[MonthFigures]) -> list[tuple[str, ...]]:
    """How much of what is true was found, a month a row."""
    return [_truth(month) for month in months]


def _truth(figures: MonthFigures) -> tuple[str, ...]:
    truth = figures.truth
    found = (truth.listed, truth.found, truth.covered)
    return (
        str(figures.month),
        f"{truth.needy} 户",
        *(f"{count}（{share(count, truth.needy)}）" for count in found),
    )


def as_csv(months: Sequence[MonthFigures]) -> str:
    """Every figure as a plain number, a month a row."""
    told = [
        {"month": str(one.month), **asdict(one.round)}
        | {f"true_{name}": count for name, count in asdict(one.truth).items()}
        for one in months
    ]
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(told[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(told)
    return buffer.getvalue()


def write(out: Path, months: Sequence[MonthFigures]) -> list[str]:
    """Write page and csv; returns where they stand."""
    page_path, csv_path = out / "simulated.html", out / "simulated.csv"
    page_path.write_text(as_page(months), "utf-8")
    csv_path.write_text(as_csv(months), "utf-8")
    return [*NOTES, f"网页：{page_path}", f"数据：{csv_path}"]


def as_page(months: Sequence[MonthFigures]) -> str:
    """One page with cards, a chart of recall and the table."""
    parts = [
        f"<h1>{escape(TITLE)}</h1>",
        *map(page.faint, NOTES[:1]),
        _cards(months),
        "<h2>真有困难的户，找到了多少</h2>",
        _chart(months),
        page.table(TRUTH_HEADS, _escaped(truth_rows(months))),
        "<h2>每月做了什么，得到什么</h2>",
        page.table(WORK_HEADS, _escaped(work_rows(months))),
        *map(page.faint, NOTES[1:]),
    ]
    return page.document(TITLE, parts, "main { max-width: 1200px; } svg { max-width: 100%; }")


def _escaped(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(map(escape, row)) for row in rows]


def _cards(months: Sequence[MonthFigures]) -> str:
    visits, met, found, covered = (
        sum(getattr(month.round, name) for month in months)
        for name in ("visits", "met", "found", "covered")
    )
    last = months[-1].truth
    cards = (
        ("走访", f"{visits} 户次", f"见到 {met} 户次"),
        ("查实有困难", f"{found} 户次", f"见到的 {share(found, met)}"),
        ("新纳入救助", f"{covered} 户", f"真有困难的 {share(last.covered, last.needy)}"),
        ("真有困难", f"{last.needy} 户", f"上过名单 {share(last.listed, last.needy)}"),
    )
    told = "".join(
        f'<div class="card all">{title}<b>{number}</b>{below}</div>'
        for title, number, below in cards
    )
    return f'<div class="cards">{told}</div>'


def _chart(months: Sequence[MonthFigures]) -> str:
    """Three lines from 0 to 100 %: listed, found in need, covered."""
    width, height, left, top = 900, 260, 44, 12
    step = (width - left - 90) / max(len(months) - 1, 1)
    lines = [_axis(y, width, height, left, top) for y in (0, 25, 50, 75, 100)]
    told = (("上过名单", "listed"), ("查实", "found"), ("得到救助", "covered"))
    for row, (title, name) in enumerate(told):
        shares = [getattr(m.truth, name) / max(m.truth.needy, 1) for m in months]
        points = [
            (left + place * step, top + height * (1 - one)) for place, one in enumerate(shares)
        ]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        lines.append(
            f'<polyline points="{drawn}" fill="none" stroke="{_COLOURS[title]}" stroke-width="3"/>'
            # Named beside the chart in a fixed order: lines that end together do not hide a name.
            f'<text x="{width - 70}" y="{top + 24 + row * 24}" font-size="14" '
            f'fill="{_COLOURS[title]}">{title}</text>'
        )
    for place, month in enumerate(months):
        lines.append(
            f'<text x="{left + place * step:.1f}" y="{height + top + 20}" font-size="12" '
            f'text-anchor="middle" fill="#6b7480">{month.month.month}月</text>'
        )
    return (
        f'<svg viewBox="0 0 {width} {height + top + 28}" width="{width}" role="img" '
        f'aria-label="召回">{"".join(lines)}</svg>'
    )


def _axis(percent: int, width: int, height: int, left: int, top: int) -> str:
    y = top + height * (1 - percent / 100)
    return (
        f'<line x1="{left}" x2="{width - 80}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8dee6"/>'
        f'<text x="{left - 8}" y="{y + 4:.1f}" font-size="12" text-anchor="end" '
        f'fill="#6b7480">{percent}%</text>'
    )
