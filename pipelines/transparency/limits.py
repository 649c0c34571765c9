"""Part 7: what the list does not know. From the manifest where it can be counted."""

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from pipelines.summary import COLOURS
from pipelines.transparency.facts import Facts
from pipelines.transparency.markup import Row, bullets, ledger, paragraph, people, strong

_FIXED = (
    (
        "提出申请、签署授权以前，没有经过核对的收入和财产数据：记为“未知”，不用别的数推算。"
        "花钱多不等于没有钱，没有花钱也不等于没有病。"
    ),
    "漏掉了多少户，没有人知道：各地都没有公布过，本系统也还没有测出来。没有列入名单不等于没有困难。",
    "分数没有经过本地走访结果的检验；多数列入名单的家庭，上门以后可能并不符合救助条件。",
    "人户分离、搬迁、婚姻变化登记得晚，户的划分会有错；走访时请先核对家里实际住着谁。",
    "每月只看已经交来的数据，刚发生的事要等部门交来才看得到。",
    "还没有自动删除过期数据的程序：保存多久、何时删除，由保管单位按第2部分的规定执行。",
)
_UNAUTHORISED = "依据要求家庭请求或授权，而表里没有授权编号，程序核对不了，由交来的部门负责"
_AUTHORISATION = "authorisation_number"


def limits(facts: Facts) -> Iterator[str]:
    """Yield the part."""
    yield paragraph("下面的数来自本月的 manifest.json。")
    rows = [Row([strong(title), *told], "limit", name) for name, title, *told in _counted(facts)]
    yield ledger(["项目", "本月情况", "意味着什么"], rows)
    yield "<h3>数不出来的</h3>"
    yield bullets([*map(escape, _FIXED), _yield_elsewhere(facts)])


def _counted(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    for state, title, meaning in (
        ("missing", "应当有而没有的数据", "用到它们的指标记为“未评估”"),
        ("stale", "沿用旧的数据", "可能已经变了；不能单独使一户列为红色"),
        ("unconnected", "还没有接入的数据", "这些方面的困难看不到"),
    ):
        titles = [one.title for one in facts.sources.values() if facts.state_of(one.name) == state]
        told = f"{len(titles)} 种" + (f"：{'、'.join(titles)}" if titles else "")
        yield state, title, escape(told), meaning
    yield (
        "unlinked",
        "对应不到人的记录",
        _unlinked(facts),
        "计入家庭人口，但不知道是谁，可能漏看困难",
    )
    yield (
        "not_assessed",
        "未评估的比例",
        _not_assessed(facts),
        "户数乘以指标数的比例；未评估不等于没有",
    )
    yield "rejected", "退回的行", _rejected(facts), "没有采用，更正后重报才算"
    yield "late", "迟到的记录", _late(facts), "上一次的名单没有看到它们"
    yield "capacity", "没有排进走访名单的户", *_capacity(facts)
    yield "unauthorised", "看不出有没有授权的数据", _unauthorised(facts), _UNAUTHORISED
    placeholders = f"{len(facts.placeholders)} 个，共 {len(facts.policy.dated)} 个数值"
    yield "placeholders", "占位的数值", placeholders, "用到它们的结果不能当作标准，见第6部分"
    others = f"{len(facts.benefits) - len(facts.compared)} 项，共 {len(facts.benefits)} 项"
    yield "not_compared", "没有对照的政策", others, "走访时要另外询问"


def _unlinked(facts: Facts) -> str:
    unlinked = facts.manifest["unlinked_records"]
    records = sum(told["accepted"] or 0 for told in facts.manifest["sources"].values())
    share = f"，占采用行数的 {Decimal(unlinked) / records:.2%}" if records else ""
    return f"{unlinked:,} 条{share}"


def _not_assessed(facts: Facts) -> str:
    counted = facts.manifest["indicators"].values()
    unknown = sum(one["not_assessed"] for one in counted)
    every = sum(
        one[key] for one in counted for key in ("triggered", "not_triggered", "not_assessed")
    )
    return f"约 {Decimal(unknown) / every:.0%}" if every else "没有可以评估的户"


def _capacity(facts: Facts) -> tuple[str, str]:
    """What the visits that offices can make kept off the lists, and what that means."""
    told = facts.manifest["selection"]
    if not told["offices"]:
        return "没有镇街申报走访数，有颜色的户全部列入", "名单没有因走访力量不够而缩短"
    waiting = told["waiting"]
    counts = "、".join(
        f"{COLOURS[name]}色 {people(waiting[name])} 户" for name in COLOURS if waiting[name]
    )
    cut = f"在排队：{counts}" if counts else "全部排进"
    how = (
        f"{told['offices']} 个镇街申报每月共能走访 {told['capacity']:,} 户；{cut}；"
        f"超出本镇街申报、请区里支援的 {people(told['supported'])} 户，"
        f"抽样走访的 {people(told['sample'])} 户"
    )
    return how, "没有排进是走访力量不够，不是没有困难；颜色和先后保留，下月先排，红色户从不排队"


def _unauthorised(facts: Facts) -> str:
    titles = [
        source.title
        for source in facts.sources.values()
        if "授权" in source.legal_basis
        and not any(spec.name == _AUTHORISATION for spec in source.columns)
        and facts.state_of(source.name) in {"present", "stale"}
    ]
    return f"{len(titles)} 种" + (f"：{'、'.join(map(escape, titles))}" if titles else "")


def _rejected(facts: Facts) -> str:
    month = facts.manifest["month"]
    files = [one for one in facts.manifest["files"] if one["delivery_month"] == month]
    received, rejected = (sum(one[key] for one in files) for key in ("received", "rejected"))
    return f"本月收到 {received:,} 行，退回 {rejected:,} 行"


def _late(facts: Facts) -> str:
    late = facts.manifest["late"]
    if not late["households"]:
        return "没有"
    counts = [people(late[key]) for key in ("households", "changed_households")]
    return f"涉及 {counts[0]} 户，其中 {counts[1]} 户的分数或颜色变了"


def _yield_elsewhere(facts: Facts) -> str:
    low, high = (facts.policy.dated[f"expected_yield_share_{end}"] for end in ("low", "high"))
    shares = f"{_percent(low.value)} 至 {_percent(high.value)}"
    return escape(
        f"别处公布过的结果：推送的线索里，最后查实的占 {shares}"
        f"（{low.reference.told}；{high.reference.told}）。本地还没有自己的数。"
    )


def _percent(value: object) -> str:
    return f"{Decimal(str(value)):.0%}"
