"""Contracts small enough to read at a glance, for the tests of reading."""

from __future__ import annotations

from dataclasses import dataclass

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Column:
    name: str
    aliases: tuple[str, ...]
    required: bool = False
    is_money: bool = False
    is_identity_number: bool = False


@dataclass(frozen=True)
class Source:
    name: str
    title: str
    columns: tuple[Column, ...]


ID = Column("id_number", ("身份证号", "公民身份号码", "证件号码"), True, is_identity_number=True)
NAME = Column("name", ("姓名", "人员姓名"), True)
TOWN = Column("town_name", ("镇街", "街道", "乡(镇)"))
COMMUNITY = Column("community_name", ("社区", "村居", "行政村"))

CERTIFICATES = Source(
    "federation__certificates",
    "持证残疾人",
    (
        NAME,
        ID,
        Column("category", ("残疾类别", "类别"), True),
        Column("grade", ("残疾等级", "等级"), True),
        Column("issued_date", ("发证日期", "审核日期")),
        TOWN,
        COMMUNITY,
        Column("guardian_name", ("监护人姓名",)),
    ),
)
ASSISTANCE = Source(
    "civil__assistance",
    "在享救助名册",
    (
        NAME,
        ID,
        Column("categories", ("救助类别",), True),
        Column("household_number", ("户号",)),
        Column("monthly_amount_yuan", ("月发放金额", "救助金额"), is_money=True),
        TOWN,
        COMMUNITY,
    ),
)
RESIDENTS = Source(
    "community__residents",
    "人口信息台账",
    (
        Column("town_name", ("镇街", "街道"), True),
        Column("community_name", ("社区", "村居"), True),
        Column("household_number", ("户号", "户编号"), True),
        NAME,
        ID,
    ),
)
SETTLEMENTS = Source(
    "insurance__settlements",
    "医保结算",
    (
        Column("setl_id", ("结算ID",), True),
        Column("certno", ("证件号码",), True, is_identity_number=True),
        Column("psn_name", ("姓名",)),
        Column("setl_time", ("结算时间",), True),
        Column("psn_part_amt", ("个人负担总金额",), True, is_money=True),
    ),
)
SOURCES = (CERTIFICATES, ASSISTANCE, RESIDENTS, SETTLEMENTS)


def made_up_id(birth: str = "19800101", sequence: int = 12) -> str:
    """A number of the unassigned county 370299, so that it belongs to nobody."""
    body = f"370299{birth}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
