"""Facts that are never processed: they decide nothing about need, and were used against people.

A contract that asks for one does not load. A table that brings one loses that column before
anything is stored; a list of people with such facts that is no source's is not kept at all.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class ForbiddenFact:
    """One fact: the headers it arrives under, why it is refused, and by which rule (Chinese).

    `within` is a regular expression of what a header says of it in other words (是否中共党员),
    over the header without spaces, in small letters.
    """

    title: str
    headers: tuple[str, ...]
    reason: str
    law: str
    within: str


FORBIDDEN = (
    ForbiddenFact(
        "民族",
        ("民族", "民族成分", "民族名称", "民族代码", "族别", "少数民族", "是否少数民族"),
        "困难程度与民族无关，不得据此区别对待", "宪法第四条、个人信息保护法第六条",
        r"民族(?!乡|镇|村|街|路|地区|区域|自治|宗教局|事务|小学|中学|学校|学院)|^(naty|nation|minzu|mz)$|ethnic",
    ),
    ForbiddenFact(
        "宗教信仰",
        (
            "宗教信仰", "宗教", "信仰", "宗教信仰情况", "是否信教", "信教情况", "信仰宗教",
            "宗教类别", "有无宗教信仰", "是否有宗教信仰", "教派",
        ),
        "困难程度与信仰无关，宗教信仰是敏感个人信息", "宪法第三十六条、个人信息保护法第二十八条",
        r"宗教(?!局|事务|场所|活动)|信教|信仰|信众|教徒|religio",
    ),
    ForbiddenFact(
        "政治面貌",
        (
            "政治面貌", "政治面貌代码", "党派", "是否党员", "党员", "中共党员", "党员身份",
            "入党时间", "入党日期", "所属党支部", "政治表现", "政治态度",
        ),
        "困难程度与政治面貌无关", "个人信息保护法第六条",
        # Who helps or looks after a household is somebody else's name.
        r"^(?!.*(帮扶|包户|包联|结对|联系|责任|网格|楼栋长)).*(政治面|政治身份|党派|党员|团员|入党|入团|党支部|党组织|党籍)"
        r"|^party$|^polit",
    ),
    ForbiddenFact(
        "国籍、籍贯和血型",
        ("国籍", "籍贯", "血型"),
        "困难程度与出身无关", "个人信息保护法第六条",
        r"国籍|籍贯|血型|^nationality$",
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
        r"印象|(群众|邻里|邻居|干部|村民|家庭|思想|综合|主观)(评价|评议)|评议意见|思想(表现|状况|动态)|品行|品德"
        r"|(道德|现实|一贯|平时)表现|性格",
    ),
)  # fmt: skip

FORBIDDEN_HEADERS = {header: fact for fact in FORBIDDEN for header in fact.headers}
"""Header → what it is."""
