"""The catalogue of all kinds of data, as the contracts tell it: for a terminal and as a page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from schemas.columns import ColumnSpec
from schemas.forbidden import FORBIDDEN
from schemas.sources import Source, all_sources

CADENCES = {"monthly": "每月", "quarterly": "每季", "yearly": "每年"}
KINDS = {"snapshot": "名册（以最新一期为准）", "events": "流水（各期累计）"}
_WHERE = {
    "staging": "留存",
    "identities": "另存，不进分析",
    "reading": "只在读取时用，不留存",
}
_NAMES_SHOWN = 5


@dataclasses.dataclass(frozen=True)
class KindLine:
    """One kind of data in a line."""

    name: str
    title: str
    department: str
    cadence: str
    oldest: str
    use: str
    legal_basis: str


def kind_lines() -> tuple[KindLine, ...]:
    """All kinds, those of one department together."""
    ordered = sorted(all_sources(), key=lambda source: (source.department, source.name))
    return tuple(_line(source) for source in ordered)


def _line(source: Source) -> KindLine:
    return KindLine(
        name=source.name,
        title=source.title,
        department=source.department,
        cadence=CADENCES[source.cadence],
        oldest=f"{source.age_limit_months} 个月",
        use=source.use,
        legal_basis=source.legal_basis,
    )


def counts_line() -> str:
    """How many kinds of data there are, and from how many departments."""
    sources = all_sources()
    departments = {source.department for source in sources}
    return f"共 {len(sources)} 种数据，来自 {len(departments)} 个部门。"


def catalogue_page() -> str:
    """The catalogue as Markdown: every kind with its columns, and what is refused."""
    sources = [
        source for line in kind_lines() for source in all_sources() if source.name == line.name
    ]
    parts = [
        "# 数据目录",
        f"{counts_line()}由 `sanse sources --markdown` 按 `schemas/sources/` 生成，不要手工改。",
        _table(
            ("数据", "部门", "多久一次", "最长沿用", "用来做什么"),
            ((o.title, o.department, o.cadence, o.oldest, o.use) for o in kind_lines()),
        ),
        *(part for source in sources for part in _kind(source)),
        "## 不处理的内容",
        "任何部门交来的表里有下面这些列，一律不存；整张表就是这类内容的，文件也不留。",
        _table(
            ("内容", "列名", "为什么", "依据"),
            ((f.title, "、".join(f.headers), f.reason, f.law) for f in FORBIDDEN),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _kind(source: Source) -> Iterator[str]:
    yield f"## {source.title}"
    facts = [
        f"- 来源名：`{source.name}`",
        f"- 部门：{source.department}，{CADENCES[source.cadence]}交，{KINDS[source.kind]}",
        f"- 没有新的时最长沿用：{source.age_limit_months} 个月",
        f"- 用来做什么：{source.use}",
        f"- 法律依据：{source.legal_basis}",
    ]
    if source.tolerated_reject_share is not None:
        facts.append(f"- 退回超过 {source.tolerated_reject_share:.0%} 的，这一期不用")
    yield "\n".join(facts)
    yield _table(
        ("列", "也认得的列名", "必需", "敏感", "怎样存", "用途"), map(_column, source.columns)
    )
    if source.known_not_kept:
        told = "；".join(f"{header}（{why}）" for header, why in source.known_not_kept.items())
        yield f"认得而不采用的列：{told}。"


def _column(spec: ColumnSpec) -> tuple[str, ...]:
    others = [alias for alias in spec.aliases if alias not in {spec.title, spec.name}]
    shown = "、".join(others[:_NAMES_SHOWN])
    title = f"{spec.title}（{spec.unit}）" if spec.unit else spec.title
    return (
        title,
        f"{shown} 等 {len(others)} 种" if len(others) > _NAMES_SHOWN else shown,
        "是" if spec.required else "",
        "是" if spec.sensitive else "",
        "只存密钥散列" if spec.is_hashed else _WHERE[spec.where],
        spec.purpose,
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
