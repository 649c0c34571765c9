"""The words by which offices mark what is no record: totals, signatures, notes, group titles."""

from __future__ import annotations

import re

BLANK, REPEATED_HEADER, TOTAL, NOTE = "blank", "repeated_header", "total", "note"

_TOTAL = re.compile(
    r"^(?:\S{0,20}?(?:合计|小计|总计|共计|累计)|总人数|总户数|汇总|(?i:(?:grand|sub)?[- ]?total))"
    r"(?:\([^()]*\))?(?:\S{0,4}:)?(?:金额|人数|户数)?[-+\d,.:;人次户元万条笔名个例数]*"
    r"(?:/?(?i:(?:grand|sub)?[- ]?total)|/?合计)?$"
    r"|^(?:合计|总计|小计|共计)\S{0,6}\((?:人民币)?[大小]写\):?\S*$"
    r"|^(?:以上|本表|本页|全表)?[总共](?:有|计)?\d+(?:人|户|名|笔|条|行|例|人次)[。.]?$"
)
_SIGNATURE = re.compile(
    r"^(?:制表|填表|填报|审核|复核|经办|统计|负责)人"
    r"|^(?:制表|填表|填报|报送|统计)单位"
    r"|^(?:制表|填表|填报|编制|审核|复核|审批|审签|负责|经办|主管|分管|主要领导|领导|单位|科室|部门|"
    r"联系|打印|导出|报送|上报|提取|日期|时间|盖章|签字|签章|签名|公章|数据)"
    r"\S{0,10}?(?::|\((?:盖章|公章|签字|签章|签名)\))"
)
_NOTE = re.compile(
    r"^[(*※]*(?:备?注|附?注|说明|数据来源|资料来源|来源|填表说明|填报说明|备注说明|注意事项|附)\d*:"
    r"|^\(?(?:以下空白|以下无正文|以下无内容|此页无正文)\)?$"
    r"|^(?:第\d+页|共\d+页),?(?:第\d+页|共\d+页)?$"
    r"|^\S*\(?(?:盖章|公章|签字|签章)\)?$"
)
# What says enough only where it is all that stands in a row: who signs, a rule drawn with signs.
_ALONE = re.compile(
    r"^\S{2,}(?:局|残联|联合会|办事处|政府|委员会|中心|殡仪馆|民政办)$|^备?注$|^[-=—_*~]{2,}$"
)
# What marks a title as printed again on a further page.
_CONTINUED = re.compile(r"\(?(?:续表?|接上页|第\d+页|共\d+页)\d*\)?")
_BARE_TOTAL = re.compile(r"^(?:合计|小计|总计|共计|累计|汇总):?$")
# What stands alone over the records of a village, a class, a batch: 一、城镇居民, 某某村.
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])\S{1,40}$"
    r"|^第[一二三四五六七八九十\d]{1,3}(?:组|批|类|部分|网格|片)\S{0,20}$"
    r"|^\S{1,20}(?:村|社区|居委会|村委会|街道|镇|乡|办事处|小组|片区|网格|园区|学校|中心|县|区|市|队)"
    r"(?:\([^()]*\))?(?:名单|名册)?:?(?:\(?共?\d+[人户]\)?)?$"
)
# Cells that in no table of ours are a value: a label with a colon, a day in words, a sentence.
_LABEL = re.compile(r"^[\u4e00-\u9fff()]{2,12}:|^\d{4}年\d{1,2}月\d{1,2}日$|[。;]$")


def kind_of_words(words: tuple[str, ...]) -> str | None:
    """What a row that holds these texts (squeezed) says it is: a total, a note, or nothing."""
    if any(map(_TOTAL.match, words[:3])):
        return TOTAL
    if _NOTE.match(words[0]) or _SIGNATURE.match(words[0]) or all(map(_LABEL.search, words)):
        return NOTE
    return NOTE if len(words) == 1 and _ALONE.match(words[0]) else None


def is_total(text: str) -> bool:
    """Whether a text alone says that its row is a total: 合计, 某某街道小计, 共计35人."""
    return bool(_TOTAL.match(text))


def is_bare_total(text: str) -> bool:
    """Whether a text is nothing but the word for a total."""
    return bool(_BARE_TOTAL.match(text))


def is_group(text: str) -> bool:
    """Whether a text that stands alone in a row may be the title of a group of records."""
    return bool(_GROUP.match(text))


def without_page(text: str) -> str:
    """A title without what says that it goes on: 续表, 第2页."""
    return _CONTINUED.sub("", text)
