"""What each figure of the bulletin counts, of what it is a part, and where it is taken from."""

from collections.abc import Mapping
from dataclasses import dataclass

LEDGER = "台账"
LISTS = "名单"
RELEASE = "发布清单（manifest.json）"


@dataclass(frozen=True)
class Definition:
    """A figure: its title, what is counted, the figure that it is a part of, and its source."""

    title: str
    counted: str
    whole: str | None = None
    source: str = LEDGER


# Households whose verification fell due in the month; on the newest list; on any list of the year.
HOUSEHOLD_FIGURES: Mapping[str, Definition] = {
    "due": Definition("本月应核实", "列入名单后的核实期限落在本月的户"),
    "due_in_time": Definition("按时核实", "见到了人、填了结论，并且在期限以内", "due"),
    "due_late": Definition("超期核实", "见到了人、填了结论，但过了期限", "due"),
    "due_not_seen": Definition("去过、还没有结论", "去过，未遇到、已搬走、拒绝或没有填结论", "due"),
    "due_waiting": Definition("还没有走访记录", "没有收到走访结果", "due"),
    "list": Definition("本期名单", "最近一期名单上的户", source=LISTS),
    "list_in_time": Definition("按时核实", "这一次列入以后，在期限以内核实的", "list"),
    "list_late": Definition("超期核实", "这一次列入以后，过了期限才核实的", "list"),
    "list_not_seen": Definition("去过、还没有结论", "去过，还没有见到人或没有填结论", "list"),
    "list_waiting": Definition("还没有走访记录", "没有收到走访结果", "list"),
    "year": Definition("本年台账", "本年上过名单的户，一户一条"),
    "verified": Definition("已核实", "本年见到了人、填了结论的户", "year"),
    "unverified": Definition("未核实", "本年还没有结论的户", "year"),
    "eligible": Definition("核实符合", "最近一次结论是四类处置之一的户", "verified"),
    "found_not_delivered": Definition("应享未享", "已在救助、有政策没有落实到位", "verified"),
    "found_not_covered": Definition("未纳入、可能符合", "未享受救助、可能符合条件", "verified"),
    "found_complex": Definition("情况复杂", "要几个部门一起办，转个案会商", "verified"),
    "found_review": Definition("可能不再符合", "请原审批部门复核，不由本系统停发", "verified"),
    "found_no_risk": Definition("未发现困难", "走访没有发现困难", "verified"),
    "helped": Definition("新纳入", "列入名单以后新享受了至少一项政策的户", "year"),
    "unhelped": Definition("尚未新纳入", "列入名单以后还没有新享受政策的户", "year"),
}

# A figure and the parts that make it up: held by the counts themselves, whatever the group.
PARTS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_in_time", "due_late", "due_not_seen", "due_waiting"),
    "list": ("list_in_time", "list_late", "list_not_seen", "list_waiting"),
    "year": ("verified", "unverified"),
    "verified": ("eligible", "found_no_risk"),
    "eligible": ("found_not_delivered", "found_not_covered", "found_complex", "found_review"),
}
# The same whole, parted in another way.
HELP_PARTS = ("helped", "unhelped")

# Figures that hang together: (whole, parts). Between two families nothing adds up.
Family = tuple[tuple[str, tuple[str, ...]], ...]
FAMILIES: tuple[Family, ...] = (
    (("due", PARTS["due"]),),
    (("list", PARTS["list"]),),
    (
        ("year", PARTS["year"]),
        ("year", HELP_PARTS),
        ("verified", PARTS["verified"]),
        ("eligible", PARTS["eligible"]),
    ),
)
# Of a group less is told, so that less must be left out; REST completes a sum and stands nowhere.
REST = "rest"
GROUP_FAMILIES: tuple[Family, ...] = (
    (("due", ("due_in_time", REST)),),
    (("list", ()),),
    (("year", PARTS["year"]), ("year", HELP_PARTS), ("verified", PARTS["verified"])),
)

# Shares that are told with an interval: figure → (title, part, whole).
SHARES: Mapping[str, tuple[str, str, str]] = {
    "due_in_time_share": ("按时核实率", "due_in_time", "due"),
    "verified_share": ("核实率", "verified", "year"),
    "eligible_share": ("核实符合率", "eligible", "verified"),
    "ledger_eligible_share": ("台账符合率", "eligible", "year"),
    "helped_share": ("新纳入率", "helped", "year"),
}

DIMENSION_TITLES: Mapping[str, str] = {
    "all": "全区",
    "colour": "颜色",
    "street": "镇街",
    "cohort": "筛查人群",
    "reason": "列入原因",
}

RETURN_TITLES: Mapping[str, tuple[str, str]] = {
    "accepted": ("收到", "读得出、合要求的行"),
    "merged": ("采用", "并入台账"),
    "repeated": ("重复", "同样的内容又报了一次"),
    "conflict": ("两份不一致", "与已采用的一份说法不同，并排交给人看，不覆盖"),
    "unmerged": ("对不上名单", "户编号、日期与任何一期名单都对不上，留着，退回问"),
    "nominated": ("新报的人", "名单上没有、镇街自己补报的"),
    "unfilled": ("没有填", "名单里的一行，走访结果还空着"),
    "later": ("日期在后", "走访日期晚于本月，下个月再算"),
    "sent_back": ("退回更正", "写得不合要求、没有采用，标好问题退回镇街，还没有改好；不在收到之内"),
}


def figures_in(family: Family) -> tuple[str, ...]:
    """Return the figures of a family, each once, in order."""
    return tuple(dict.fromkeys(name for whole, parts in family for name in (whole, *parts)))


GROUP_FIGURES = frozenset(
    name for family in GROUP_FAMILIES for name in figures_in(family) if name != REST
)
