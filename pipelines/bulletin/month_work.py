"""The parts on the work itself: what came back, what is due, and what data lack."""

from collections.abc import Iterator

from pipelines.bulletin.blocks import Block, Grid, Line, Part, Section
from pipelines.bulletin.deadlines import COUNTS, DEADLINES, KIND_TITLES
from pipelines.bulletin.definitions import RETURN_TITLES
from pipelines.bulletin.gathered import Bulletin
from pipelines.bulletin.work import GAPS, RETURNS, handed_in

_STATES = ("present", "stale", "missing")


def work_sections(bulletin: Bulletin) -> list[Section]:
    """Return the parts in order."""
    return [
        Section("到期和逾期", [*_deadlines(bulletin)]),
        Section("走访结果的回收", [*_returns(bulletin)]),
        Section("数据缺口", [*_gaps(bulletin)]),
    ]


def _deadlines(bulletin: Bulletin) -> Iterator[Block]:
    get = bulletin.figures.get
    rows: list[list[Part]] = [
        [title, *(get(DEADLINES, name, "kind", kind) for name in COUNTS)]
        for kind, title in KIND_TITLES.items()
    ]
    yield Grid(["什么事（件）", *COUNTS.values()], rows, [*COUNTS.values()])
    for told in _DUE:
        yield Line([told], "faint")


_DUE = (
    "本月到期 = 按时办了 + 办晚了 + 还没有办；逾期未办：到本月末过了期限还没有办的，不论哪月到期。",
    "谁来催：先由网格办，逾期的镇街催，逾期久的、三次列入没有结果的区里催。",
    "核实的“按时办了”里也有搬走等已经办结、不用再核实的户。逐户的清单见催办表（sanse remind）。",
)


def _returns(bulletin: Bulletin) -> Iterator[Block]:
    get = bulletin.figures.get
    rows: list[list[Part]] = [
        [title, *(get(RETURNS, name, "standing", one) for name in ("month", "total")), meaning]
        for one, (title, meaning) in RETURN_TITLES.items()
    ]
    headings = ["结果", "本月送达（行）", "累计（行）", "说明"]
    yield Grid(headings, rows, headings[1:3])
    told = (
        "收到 = 采用 + 重复 + 两份不一致 + 对不上名单 + 新报的人 + 没有填 + 日期在后，逐次核对过。"
    )
    yield Line([told], "faint")


def _gaps(bulletin: Bulletin) -> Iterator[Block]:
    get = bulletin.figures.get
    parts: list[Part] = ["本期名单用到的数据来源："]
    for word, status in zip(("已交 ", " 种，沿用旧的 ", " 种，缺 "), _STATES, strict=True):
        parts += [word, get(GAPS, "sources", "status", status)]
    parts += [" 种；没有关联到人的记录 ", get(GAPS, "unlinked"), " 条；没有对照的政策 "]
    parts += [get(GAPS, "not_compared"), " 项；暂定的政策数值 ", get(GAPS, "placeholders"), " 项。"]
    yield Line(parts)
    yield from _sources(bulletin)
    unassessed = [one for one in bulletin.figures.of(GAPS) if one.name == "not_assessed"]
    if unassessed:
        told: list[list[Part]] = [[one.group_title, one] for one in unassessed]
        yield Grid(["指标", "未评估（户）"], told, ["未评估（户）"], "没有评估的指标")
        yield Line(["没有评估不等于没有困难：缺的数据补上以后自动评估。"], "faint")


def _sources(bulletin: Bulletin) -> Iterator[Block]:
    ages = {one.group: one for one in bulletin.figures.of(GAPS) if one.name == "age"}
    sources = handed_in(bulletin.basis.manifest)
    rows: list[list[Part]] = [
        [source["title"], "缺" if source["status"] == "missing" else "沿用旧的",
         ages.get(name, "—"), source["reason"]]
        for name, source in sorted(sources.items())
        if source["status"] != "present" and source["delivery_month"]
    ]  # fmt: skip
    never = [
        source["title"]
        for source in sources.values()
        if source["status"] == "missing" and not source["delivery_month"]
    ]
    if never:
        yield Line([f"从来没有交来过的数据：{'、'.join(sorted(never))}。"], "faint")
    if rows:
        yield Grid(["数据", "状态", "已过（月）", "说明"], rows, ["已过（月）"], "缺的和旧的数据")
