"""Facts that are never processed: they decide nothing about need, and were used against people.

A contract that asks for one does not load. A table that brings one loses that column before
anything is stored; a list of people with such facts that is no source's is not kept at all.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class ForbiddenFact:
    """One fact: the headers it arrives under, why it is refused, and by which rule (Chinese)."""

    title: str
    headers: tuple[str, ...]
    reason: str
    law: str


FORBIDDEN = (
    ForbiddenFact(
        "民族",
        ("民族", "民族成分", "民族名称", "民族代码", "族别", "少数民族", "是否少数民族"),
        "困难程度与民族无关，不得据此区别对待", "宪法第四条、个人信息保护法第六条",
    ),
    ForbiddenFact(
        "宗教信仰",
        (
            "宗教信仰", "宗教", "信仰", "宗教信仰情况", "是否信教", "信教情况", "信仰宗教",
            "宗教类别", "有无宗教信仰", "是否有宗教信仰", "教派",
        ),
        "困难程度与信仰无关，宗教信仰是敏感个人信息", "宪法第三十六条、个人信息保护法第二十八条",
    ),
    ForbiddenFact(
        "政治面貌",
        (
            "政治面貌", "政治面貌代码", "党派", "是否党员", "党员", "中共党员", "党员身份",
            "入党时间", "入党日期", "所属党支部", "政治表现", "政治态度",
        ),
        "困难程度与政治面貌无关", "个人信息保护法第六条",
    ),
    ForbiddenFact(
        "国籍、籍贯和血型",
        ("国籍", "籍贯", "血型"),
        "困难程度与出身无关", "个人信息保护法第六条",
    ),
    ForbiddenFact(
        "对人的印象和评价",
        (
            "综合评价", "印象", "总体印象", "入户印象", "走访印象", "思想表现", "现实表现",
            "一贯表现", "群众评议", "群众评价", "群众反映", "邻里评价", "邻居评价", "家庭评价",
            "品行评价", "品行", "个人品行", "道德表现", "性格", "性格特点", "主观评价", "口碑",
            "干部评价", "村干部评价",
        ),
        "印象和评价说不清依据，本人也无法申辩",
        "个人信息保护法第八条（保证个人信息的质量）、第六条",
    ),
)  # fmt: skip

FORBIDDEN_HEADERS = {header: fact for fact in FORBIDDEN for header in fact.headers}
"""Header → what it is."""
