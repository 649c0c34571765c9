"""What stands in a bulletin, in order: it opens with what came of the lists."""

from collections.abc import Iterator

from pipelines.bulletin.blocks import Block, Cards, Forest, Funnel, Grid, Line, Part, Section
from pipelines.bulletin.comparison import PUBLISHED
from pipelines.bulletin.definitions import DIMENSION_TITLES, HOUSEHOLD_FIGURES, SHARES
from pipelines.bulletin.figure import Figure
from pipelines.bulletin.gathered import Bulletin
from pipelines.bulletin.households import BEFORE, GROUPS, PAID, POLICIES, YIELD
from pipelines.bulletin.month_work import work_sections
from pipelines.bulletin.report_form import report_section
from pipelines.page import month_words

_SHARE_OF = {part: name for name, (_, part, _) in SHARES.items() if name != "ledger_eligible_share"}
_PROGRESS = (
    ("本月应核实的户", ("due", "due_in_time", "due_late", "due_not_seen", "due_waiting")),
    ("本期名单上的户", ("list", "list_in_time", "list_late", "list_not_seen", "list_waiting")),
    ("本年上过名单的户", ("year", "verified", "unverified")),
    ("走访的结论", (
        "eligible", "found_not_delivered", "found_not_covered", "found_complex", "found_review",
        "found_no_risk",
    )),
    ("名单带来的帮扶", ("helped", "unhelped")),
)  # fmt: skip
# Heading → figure, of the tables by group.
_COLUMNS = {
    "本期名单": "list",
    "本月应核实": "due",
    "按时核实": "due_in_time",
    "按时核实率": "due_in_time_share",
    "本年台账": "year",
    "已核实": "verified",
    "核实符合": "eligible",
    "核实符合率": "eligible_share",
    "新纳入": "helped",
    "新纳入率": "helped_share",
    "到位资金（元）": PAID,
}
_GROUP_NOTES = {
    "colour": "红、橙、黄是走访的先后，不是困难的结论。",
    "street": "按镇街代码排，不排名次：户数少的地方区间宽，差别多半是偶然，也受底数影响。",
    "cohort": "一户可以属于几个人群，各行相加会超过合计。",
    "reason": "一户可以有几条原因。核实符合率低的原因，是规则要改的线索，不是走访的问题。",
}


def sections_of(bulletin: Bulletin) -> list[Section]:
    """Return the parts of a bulletin."""
    return [
        Section("办成了什么", [*_opening(bulletin)]),
        Section("新纳入了哪些政策", [*_policies(bulletin)]),
        Section("名单和规则准不准", [*_groups(bulletin)]),
        Section("与公开的数字比", [*_published(bulletin)]),
        report_section(bulletin.figures),
        *work_sections(bulletin),
        Section("怎样读这份月报", [*_reading()]),
    ]


def _opening(bulletin: Bulletin) -> Iterator[Block]:
    def get(name: str) -> Figure:
        return bulletin.figures.get(YIELD, name)

    yield Line(
        ["本年上过名单 ", get("year"), " 户，已核实 ", get("verified"), " 户，其中核实符合 ",
         get("eligible"), " 户，占已核实的 ", get("eligible_share"), "；列入名单以后新纳入 ",
         get("helped"), " 户，到位资金 ", get(PAID), " 元。本月应核实 ", get("due"),
         " 户，按时核实 ", get("due_in_time"), " 户。"],
        "lead",
    )  # fmt: skip
    yield Cards(
        [
            ("本期名单（户）", get("list"), "all"),
            ("本月按时核实（户）", get("due_in_time"), "yellow"),
            ("本年核实符合（户）", get("eligible"), "orange"),
            ("本年新纳入（户）", get("helped"), "red"),
            ("本年到位资金（元）", get(PAID), "red"),
        ]
    )
    funnel = ("year", "verified", "eligible", "helped")
    yield Funnel([(get(name).title, get(name)) for name in funnel])
    yield Line(["新纳入不都来自走访：有的户自己申请、没有走访就享受了政策，也算在内。"], "faint")
    yield _progress(bulletin)


def _progress(bulletin: Bulletin) -> Grid:
    before = bulletin.before
    headings = ["范围", "项目", "户数", "占比（95%区间）"]
    headings += [f"上月（{month_words(str(before.month))}）"] if before else []
    rows: list[list[Part]] = []
    for scope, names in _PROGRESS:
        # A scope is named once, above its figures.
        told = (scope, *("" for _ in names))
        rows += [_progress_row(bulletin, *pair) for pair in zip(told, names, strict=False)]
    rows.append(["", "到位资金（元）", bulletin.figures.get(YIELD, PAID), ""])
    if before:
        rows[-1].append(bulletin.figures.get(BEFORE, PAID))
    return Grid(headings, rows, headings[2:], "进展")


def _progress_row(bulletin: Bulletin, scope: str, name: str) -> list[Part]:
    figures = bulletin.figures
    share = _SHARE_OF.get(name)
    row: list[Part] = [scope, HOUSEHOLD_FIGURES[name].title, figures.get(YIELD, name)]
    row.append(figures.get(YIELD, share) if share else "")
    if bulletin.before:
        row.append(figures.get(BEFORE, name))
    return row


def _policies(bulletin: Bulletin) -> Iterator[Block]:
    counted = bulletin.basis.counted.policies
    if not counted:
        yield Line(["到今天为止，本年上过名单的户还没有新享受的政策。"])
        return
    rows: list[list[Part]] = [
        [policy, department or "—", *(bulletin.figures.get(POLICIES, name, "policy", policy)
                                      for name in ("helped", PAID))]
        for policy, (department, _) in counted.items()
    ]  # fmt: skip
    headings = ["政策", "部门", "新纳入（户）", "到位资金（元）"]
    yield Grid(headings, rows, headings[2:])
    told = "一户可以新享受几项政策，各行相加会超过新纳入的户数；资金各行相加等于合计。"
    yield Line([told], "faint")


def _groups(bulletin: Bulletin) -> Iterator[Block]:
    for dimension, note in _GROUP_NOTES.items():
        codes = bulletin.basis.counted.groups[dimension]
        headings = [DIMENSION_TITLES[dimension], *_COLUMNS]
        rows = [_group_row(bulletin, dimension, code) for code in codes]
        yield Grid(headings, rows, headings[1:], f"按{DIMENSION_TITLES[dimension]}")
        yield Line([note], "faint")


def _group_row(bulletin: Bulletin, dimension: str, code: str) -> list[Part]:
    title = bulletin.titles[dimension].get(code, code)
    names = _COLUMNS.values()
    return [title, *(bulletin.figures.get(GROUPS, name, dimension, code) for name in names)]


def _published(bulletin: Bulletin) -> Iterator[Block]:
    figures = bulletin.figures
    ours = figures.get(YIELD, "ledger_eligible_share")
    shares = [("本区本年：核实符合／台账", ours)]
    rows: list[list[Part]] = []
    for one in bulletin.published:
        numbers = [figures.get(PUBLISHED, name, "place", one.name) for name in _PUBLISHED]
        shares.append((one.name, numbers[-1]))
        limit = "（至多）" if one.bound == "at_most" else ""
        rows.append([one.name, one.period, one.counted + limit, *numbers, one.told_of])
    yield Forest(shares)
    headings = ["哪里", "时期", "算的是什么", "查的", "有结果的", "比例（95%区间）", "来源"]
    yield Grid(headings, rows, headings[3:6])
    told = "各地算法不同（户、人次、行），只看数量级；没有公布个数的只有范围。"
    yield Line([told], "faint")


_PUBLISHED = ("checked", "found", "share")


def _reading() -> Iterator[Block]:
    rows = [
        [one.title, one.counted, HOUSEHOLD_FIGURES[one.whole].title if one.whole else "—",
         one.source]
        for one in HOUSEHOLD_FIGURES.values()
    ]  # fmt: skip
    yield Grid(["项目", "算的是什么", "是哪一项的一部分", "来源"], rows)
    for told in _RULES:
        yield Line([told])


_RULES = (
    "占比后面括号里是95%的威尔逊区间：户数越少越宽。两个区间重叠，就不能说谁高谁低。",
    "1到4户写作“<5”；能由别的数推算出来的写作“…”，资金不足5户的也不写。“—”是没有可算的。",
    "新纳入：发布名单以后，部门数据里新出现的待遇；资金按部门数据逐月累计，到本月末为止。",
    "本月以后才收到的走访结果，算在下一期月报里；上月的数是上月末当时知道的。",
    "月报看的是名单和规则好不好用，不用来给镇街和工作人员排名、考核。",
    "列入名单只是走访线索，不是救助决定，也不作为停发、减发的依据。",
)
