"""A page for officials: one HTML file that needs no network, no script and no other file.

What stands in it is a function of what it is given: the same facts give the same bytes.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

STYLE = """
:root { --ink: #22262b; --faint: #6b7480; --line: #d8dee6; --band: #f3f6fa; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; line-height: 1.65; font-size: 16px;
  font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 28px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 40px 0 10px; }
p { margin: 6px 0; } .faint { color: var(--faint); font-size: 14px; }
.verdict { margin: 22px 0; padding: 16px 20px; border-left: 6px solid; border-radius: 4px; }
.verdict strong { font-size: 20px; } .yes { border-color: #2e7d4f; background: #eef7f1; }
.no { border-color: #c8102e; background: #fdf0f1; }
.cards { display: flex; gap: 14px; flex-wrap: wrap; }
.card { flex: 1 1 150px; border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; }
.card b { display: block; font-size: 26px; line-height: 1.3; }
.red { border-top: 5px solid #c8102e; } .orange { border-top: 5px solid #f08a24; }
.yellow { border-top: 5px solid #ffd84d; } .all { border-top: 5px solid #7b8794; }
table { width: 100%; border-collapse: collapse; font-size: 15px; }
th { text-align: left; background: var(--band); font-weight: 600; white-space: nowrap; }
th, td { border-bottom: 1px solid var(--line); padding: 8px 10px; vertical-align: top; }
th.number { text-align: right; }
td:first-child { min-width: 6.5em; overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tag { display: inline-block; padding: 1px 10px; border-radius: 999px; font-size: 14px;
  white-space: nowrap; }
.passed { background: #e2f2e8; color: #1f6b40; }
.failed { background: #c8102e; color: #fff; }
.warned { background: #fdeacc; color: #8a5200; }
.not_judged { background: #eceff3; color: #56606c; }
@media print { main { padding: 0; } .verdict, .card, tr { break-inside: avoid; } }
"""


def document(title: str, parts: Sequence[str], style: str = "") -> str:
    """Return a whole page; empty parts are left out, `style` is added to that of every page."""
    # The browser itself is told to fetch nothing, whatever a cell may hold.
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n"
        "<body>\n<main>\n" + "\n".join(filter(None, parts)) + "\n</main>\n</body>\n</html>\n"
    )


def faint(text: str) -> str:
    """Return a paragraph of lesser weight."""
    return f'<p class="faint">{escape(text)}</p>'


def month_words(month: str) -> str:
    """Return 2026-10 as 2026年10月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table; cells are HTML, whole numbers are set right with thousands apart."""
    told = list(rows)
    numeric = [all(isinstance(row[x], int) for row in told) for x in range(len(headings))]
    head = "".join(
        f'<th class="number">{heading}</th>' if is_number else f"<th>{heading}</th>"
        for heading, is_number in zip(headings, numeric, strict=True)
    )
    body = "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in told)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return f'<td class="number">{value:,}</td>'
    return f"<td>{value}</td>"
