"""Households told in words (the YAML files beside this one), as the rows that departments send.

The keys of a story are Chinese, for officials read and write them:

    题目: …
    出处: …
    人家: {一家: [{称呼: …}]}                    # 几户都用的成员，下面写 成员: 一家
    户:
      - 名称: 一句话：是什么边界
        月份: 2026-10                  # 筛查到这个月的最后一天
        选定: 文章没有写、这里选定的数
        标准: {dibao_line_monthly_yuan: 632}   # 不写的按“标准”文件夹，再按 policy/ 那天的值
        没收到: [civil_affairs__assistance]    # 这个月没有送来的表
        成员:
          - {称呼: 女儿, 关系: 女, 年龄: 31, 性别: 女, 残疾: 肢体1级, 自理: 不能自理, 就业: 无业}
        核对: {月收入: 2000, 财产: 符合}         # 不写就是没有核对：收入不知道
        结果:
          - {政策: 单人保, 谁: 女儿, 判断: 说不清, 金额: 至多900, 还缺: [低保边缘家庭认定]}

Whoever is named in 结果 but has no row there is told by 判断: 不涉及.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.months import Month, parse_month
from pipelines.strict_yaml import read_yaml

HERE = Path(__file__).parent
TOWN = {"town_name": "珠海街道", "community_name": "向阳社区"}

Row = dict[str, Any]
Tables = dict[str, list[Row]]
# What a story leaves to the rows: a number of their own, the number of the household.
NUMBER, HOUSEHOLD = object(), object()

_FILE_KEYS = {"题目", "出处", "说明", "人家", "户"}
# The amounts that stories are told with, whatever policy/ says of today.
_AMOUNTS = HERE / "标准" / "标准.yaml"
_AS_POLICY = "按政策"
_STORY_KEYS = {"名称", "月份", "选定", "标准", "没收到", "成员", "核对", "结果", "应享未享", "复核"}
_EXPECTED_KEYS = {"政策", "谁", "判断", "金额", "还缺", "不符合在", "暂定"}
_MEANS_KEYS = {"谁", "月收入", "财产", "超出", "人数", "刚性支出", "授权", "报告"}


class StoryNotReadable(ValueError):
    """A story uses a word that no rule below turns into rows."""


@dataclass(frozen=True)
class Story:
    """One household in one month, and how it should stand to the policies."""

    file: str
    number: str
    name: str
    month: Month
    supposed: Mapping[str, Any]
    missing: tuple[str, ...]
    members: tuple[Mapping[str, Any], ...]
    means: Mapping[str, Any] | None
    expected: tuple[Mapping[str, Any], ...]
    undelivered: tuple[Mapping[str, Any], ...] | None
    reviews: tuple[Mapping[str, Any], ...] | None

    def __str__(self) -> str:
        return f"{self.file}：{self.name}"

    def person(self, called: str | None) -> str | None:
        """The id of a member by what the story calls him; None stands for the household."""
        if called is None:
            return None
        if called not in {member["称呼"] for member in self.members}:
            raise StoryNotReadable(f"{self}: 没有叫“{called}”的成员")
        return f"{self.number}/{called}"


def load_stories() -> list[Story]:
    """Every story of the folder, in order; StoryNotReadable where one is misspelt."""
    return [story for path in sorted(HERE.glob("*.yaml")) for story in _read(path)]


def _read(path: Path) -> Iterator[Story]:
    written = read_yaml(path.read_text(encoding="utf-8"))
    _known(path.name, written, _FILE_KEYS)
    for number, told in enumerate(written["户"], start=1):
        _known(f"{path.name} {told.get('名称')}", told, _STORY_KEYS)
        for expected in told["结果"]:
            _known(f"{path.name} {told['名称']} 结果", expected, _EXPECTED_KEYS)
        yield Story(
            file=path.stem,
            number=f"{path.stem}-{number}",
            name=told["名称"],
            month=parse_month(told["月份"]),
            supposed=_supposed(told.get("标准") or {}),
            missing=tuple(told.get("没收到") or ()),
            members=_members(written, told),
            means=told.get("核对"),
            expected=tuple(told["结果"]),
            undelivered=_optional(told, "应享未享"),
            reviews=_optional(told, "复核"),
        )


def _supposed(told: Mapping[str, Any] | str) -> Row:
    if told == _AS_POLICY:
        return {}
    return {**read_yaml(_AMOUNTS.read_text(encoding="utf-8")), **dict(told)}


def _members(written: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[Row, ...]:
    """The members told, or those of a household that the file names under 人家."""
    members = told["成员"]
    return tuple(written["人家"][members] if isinstance(members, str) else members)


def _optional(told: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...] | None:
    return tuple(told[key]) if key in told else None


def _known(place: str, written: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(written.keys() - known)
    if unknown:
        raise StoryNotReadable(f"{place}: 不认得 {unknown}；可以写 {sorted(known)}")


def rows_of(story: Story, serial: int) -> Tables:
    """What the departments would send of a story's household; `serial` tells it from others."""
    tables: Tables = defaultdict(list)
    for place, member in enumerate(story.members):
        _known(f"{story} 成员", member, _MEMBER_KEYS)
        person = f"{story.number}/{member['称呼']}"
        born = _birth_date(story, member)
        sequence = 20 * serial + 2 * place + (member.get("性别", "男") == "男")
        tables["identities.identities"].append(_identity(person, born, sequence))
        if member.get("关系") != "不在台账":
            tables["staging.community__residents"].append(
                {"person_id": person, "household_number": story.number, **_resident(member)}
            )
        for key in member.keys() & _TOLD_BY.keys():
            table, rows_told = _TOLD_BY[key]
            for number, row in enumerate(rows_told(member)):
                tables[f"staging.{table}"].append({"person_id": person, **row})
                _fill(tables[f"staging.{table}"][-1], story, f"{person}/{number}")
    if story.means is not None:
        tables["staging.civil_affairs__means_checks"].append(_means(story, story.means))
    for table, rows in tables.items():
        if table.startswith("staging."):
            for row in rows:
                row["delivery_month"] = str(story.month)
    return tables


def _fill(row: Row, story: Story, number: str) -> None:
    """Give a row the number, the day and the household that the story need not tell."""
    for column, value in row.items():
        if value is NUMBER:
            row[column] = number
        elif value is HOUSEHOLD:
            row[column] = story.number
    if "setl_time" in row and row["setl_time"] is None:
        row["setl_time"] = story.month.as_of_date


def _birth_date(story: Story, member: Mapping[str, Any]) -> datetime.date:
    if "出生" in member:
        born: datetime.date = member["出生"]
        return born
    # Whole years are told of people, not birthdays: the first of January stands for them.
    return datetime.date(story.month.as_of_date.year - int(member["年龄"]), 1, 1)


def _identity(person: str, born: datetime.date, sequence: int) -> Row:
    return {
        "person_id": person,
        "id_number": f"370299{born:%Y%m%d}{sequence % 1000:03d}0",
        "source": "community__residents",
        "delivery_rank": 1,
    }


def _resident(member: Mapping[str, Any]) -> Row:
    return {
        "relationship": member.get("关系"),
        "residence_status": member.get("居住", "人户一致"),
        **TOWN,
    }


def _certificate(member: Mapping[str, Any]) -> list[Row]:
    """残疾: 肢体1级."""
    return [
        {
            "disability_category": member["残疾"][:-2],
            "disability_grade": int(member["残疾"][-2]),
            "self_care": member.get("自理"),
            "employment": member.get("就业"),
            "certificate_status": member.get("证状态", "有效"),
            "issued_date": member.get("发证"),
            "expires_date": member.get("证至"),
            **TOWN,
        }
    ]


def _illness(member: Mapping[str, Any]) -> list[Row]:
    """大病: the day of diagnosis, or {确诊: …, 在治: false}."""
    told = member["大病"] if isinstance(member["大病"], dict) else {"确诊": member["大病"]}
    return [
        {
            "management_kind": told.get("管理", "大病专项救治"),
            "confirmed_date": told["确诊"],
            "is_in_treatment": told.get("在治", True),
        }
    ]


def _settlements(member: Mapping[str, Any]) -> list[Row]:
    """自付: yuan borne in the month's hospital stay; or a list of {元, 日, 总额, 政策内, 统筹}."""
    told = member["自付"]
    stays = told if isinstance(told, list) else [{"元": told}]
    return [_settlement(stay, stay["元"], stay.get("总额", 2 * stay["元"])) for stay in stays]


def _settlement(stay: Mapping[str, Any], borne: Decimal, total: Decimal) -> Row:
    return {
        "setl_id": NUMBER,
        "insutype": "城乡居民",
        "med_type": stay.get("类别", "21"),
        "setl_time": stay.get("日"),
        "medfee_sumamt": total,
        "inscp_scp_amt": stay.get("政策内", total),
        "fund_pay_sumamt": stay.get("统筹", total - borne),
        "psn_part_amt": borne,
        "psn_cash_pay": borne,
        "vali_flag": "1",
    }


def _school(member: Mapping[str, Any]) -> list[Row]:
    """上学: 初中, or 初中休学."""
    told = member["上学"]
    status = next((one for one in ("在读", "休学", "退学", "毕业") if told.endswith(one)), None)
    return [{"school_stage": told.removesuffix(status or ""), "enrolment_status": status or "在读"}]


def _insurance(member: Mapping[str, Any]) -> list[Row]:
    """参保: {职工养老: 正常缴费}."""
    return [
        {"insurance_kind": kind, "payment_status": status}
        for kind, status in member["参保"].items()
    ]


def _pensions(member: Mapping[str, Any]) -> list[Row]:
    """养老金: {居民养老: 200}."""
    return [
        {"pension_kind": kind, "monthly_amount_yuan": yuan, "status": "正常"}
        for kind, yuan in member["养老金"].items()
    ]


def _assistance(member: Mapping[str, Any]) -> list[Row]:
    """在享: [最低生活保障] or [{项目, 每月, 从, 到}], as the register of assistance writes them."""
    drawn = [told if isinstance(told, dict) else {"项目": told} for told in member["在享"]]
    return [
        {
            "assistance_categories": told["项目"],
            "monthly_amount_yuan": told.get("每月"),
            "start_month": told.get("从"),
            "end_month": told.get("到"),
            "household_number": HOUSEHOLD,
            **TOWN,
        }
        for told in drawn
    ]


def _subsidies(member: Mapping[str, Any]) -> list[Row]:
    """补贴: {困难残疾人生活补贴: 80}."""
    return [
        {"subsidy_kind": kind, "monthly_amount_yuan": yuan, **TOWN}
        for kind, yuan in member["补贴"].items()
    ]


def _child(member: Mapping[str, Any]) -> list[Row]:
    return [{"child_kind": member["儿童"], **TOWN}]


def _prison_term(member: Mapping[str, Any]) -> list[Row]:
    """服刑: {类别, 从, 到}."""
    told = member["服刑"]
    return [
        {
            "term_kind": told.get("类别", "在押"),
            "start_date": told["从"],
            "end_date": told["到"],
        }
    ]


def _roster(member: Mapping[str, Any]) -> list[Row]:
    """脱贫: {年人均收入, 就学, 户类型, 享受政策}."""
    told = member["脱贫"]
    return [
        {
            "household_number": HOUSEHOLD,
            "relationship": member.get("关系"),
            "income_per_capita_yuan": told.get("年人均收入"),
            "student_status": told.get("就学"),
            "household_type": told.get("户类型"),
            "draws_policy": told.get("享受政策", True),
            **TOWN,
        }
    ]


def _death(member: Mapping[str, Any]) -> list[Row]:
    return [{"death_date": member["去世"]}]


def _vehicle(member: Mapping[str, Any]) -> list[Row]:
    return [
        {"plate_number": NUMBER, "vehicle_kind": member["车"], "usage": "非营运", "status": "正常"}
    ]


def _rental(member: Mapping[str, Any]) -> list[Row]:
    """公租房: 租赁补贴 or 实物配租."""
    return [{"guarantee_kind": member["公租房"], "status": "在保"}]


def _job_seeking(member: Mapping[str, Any]) -> list[Row]:
    """失业登记: the day."""
    return [{"registered_date": member["失业登记"], "status": "登记失业"}]


def _disaster(member: Mapping[str, Any]) -> list[Row]:
    """受灾: {种类, 日, 损失, 房屋}."""
    told = member["受灾"]
    return [
        {
            "disaster_kind": told.get("种类", "火灾"),
            "disaster_date": told["日"],
            "house_damage": told.get("房屋"),
            "loss_yuan": told.get("损失"),
        }
    ]


def _clue(member: Mapping[str, Any]) -> list[Row]:
    """求助: the day of a call to the hotline."""
    return [{"clue_number": NUMBER, "received_date": member["求助"], "topic": "困难求助"}]


def _dwelling(member: Mapping[str, Any]) -> list[Row]:
    """房: square metres owned, or {面积, 用途, 份额}."""
    told = member["房"] if isinstance(member["房"], dict) else {"面积": member["房"]}
    return [
        {
            "property_number": NUMBER,
            "usage": told.get("用途", "住宅"),
            "floor_area_square_metres": told["面积"],
            "co_ownership": told.get("份额"),
            "registered_date": datetime.date(2010, 1, 1),
        }
    ]


# What is told of a member, by the table that would hold it.
_TOLD_BY: dict[str, tuple[str, Callable[[Mapping[str, Any]], list[Row]]]] = {
    "残疾": ("disabled_federation__certificates", _certificate),
    "大病": ("health__severe_illness", _illness),
    "自付": ("medical_insurance__settlements", _settlements),
    "上学": ("education__student_rolls", _school),
    "参保": ("human_resources__social_insurance", _insurance),
    "养老金": ("human_resources__pensions", _pensions),
    "在享": ("civil_affairs__assistance", _assistance),
    "补贴": ("civil_affairs__disability_subsidies", _subsidies),
    "儿童": ("civil_affairs__orphans", _child),
    "服刑": ("justice__prison_terms", _prison_term),
    "去世": ("civil_affairs__deaths", _death),
    "脱贫": ("rural_affairs__poverty_roster", _roster),
    "车": ("public_security__vehicles", _vehicle),
    "公租房": ("housing__public_rental", _rental),
    "失业登记": ("human_resources__unemployment", _job_seeking),
    "受灾": ("emergency__disaster_records", _disaster),
    "求助": ("hotline__clues", _clue),
    "房": ("natural_resources__real_estate", _dwelling),
}
_MEMBER_KEYS = {
    "称呼", "关系", "年龄", "出生", "性别", "居住", "自理", "就业", "证状态", "发证", "证至",
    *_TOLD_BY,
}  # fmt: skip


def _means(story: Story, told: Mapping[str, Any]) -> Row:
    """核对: what the centre reports of a home that authorised it."""
    _known(f"{story} 核对", told, _MEANS_KEYS)
    return {
        "person_id": story.person(told.get("谁", story.members[0]["称呼"])),
        "authorisation_number": "授权1",
        "authorisation_date": told.get("授权", _first_day(story.month)),
        "report_date": told.get("报告", story.month.as_of_date),
        "household_members_count": told.get("人数"),
        "household_monthly_income_yuan": told["月收入"],
        "is_property_within": {"符合": True, "超出": False}[told.get("财产", "符合")],
        "property_excess": told.get("超出"),
        "rigid_spending_year_yuan": told.get("刚性支出"),
    }


def _first_day(month: Month) -> datetime.date:
    return month.as_of_date.replace(day=1)
