"""Part 1: what the list is for, and what a listing is not."""

from collections.abc import Iterator
from html import escape

from pipelines.manifest import Json
from pipelines.summary import COHORTS
from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import Row, bullets, ledger, paragraph, people

_PURPOSE = (
    "这份名单只有一个用途：在群众开口求助之前，找出可能遇到困难的家庭，请镇街上门看一看，"
    "帮助符合条件的家庭提出申请。红、橙、黄只表示走访的先后。"
)
_IS_NOT = (
    (
        "不是救助决定。没有本人申请、家庭经济状况调查和审核确认，谁也不能被纳入救助"
        "（《最低生活保障审核确认办法》第二十八条）。"
    ),
    "不是拒绝、减发、停发或追回救助的依据。名单里没有这样的结论、状态或栏目；任何人不得据此这样做。",
    (
        "不是收入证明。提出申请、签署授权以前，没有经过核对的收入和财产数据，一律记为“未知”；"
        "名册上登记的收入、部门登记的房和车，只是走访时要核实的线索。"
    ),
    "不是事实认定。分数来自各部门登记的数据，可能过时、可能有错；旧数据不能单独使一户列为红色。",
    "不是对干部的考核。各种比例用来评价名单准不准，不用来给镇街、村居排名。",
    "没有列入不等于没有困难。任何家庭随时可以申请，与是否在名单上无关。",
    "不公开。名单只发给本镇街的走访人员，不得张贴、公示、转发。",
)
_KEYS = (("persons", "人数"), ("households", "户数"))


def purpose(facts: Facts) -> Iterator[str]:
    """Yield the part."""
    yield paragraph(_PURPOSE)
    yield "<h3>列入名单不是什么</h3>"
    yield bullets(map(escape, _IS_NOT))
    yield "<h3>本月筛查了谁</h3>"
    yield paragraph(
        "只筛查下面三类人和他们的家庭；三类以外的家庭不在筛查之内，要靠群众申请和走访发现。"
    )
    screened = facts.manifest["screened"]
    titles = [title for _, title in _KEYS]
    rows = [_row(name, title, screened[name]) for name, title in COHORTS.items()]
    yield ledger(["人群", *titles], rows, titles)


def _row(name: str, title: str, counted: Json) -> Row:
    counts = [people(counted[key]) for key, _ in _KEYS]
    return Row([escape(title), *counts], "cohort", name)
