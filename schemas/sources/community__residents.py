"""网格 人口信息台账 (社区—网格—楼栋—房屋—人员): who lives with whom, and where to knock."""

from __future__ import annotations

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import two_heads
from schemas.people import HOUSEHOLD_NUMBERS, ID_NUMBERS, PHONES, RELATIONSHIPS, TOWNS, VILLAGES
from schemas.sources import Source

RESIDENCE = {
    "人户一致": ("人户同在", "人在户在", "常住户籍", "人户合一"),
    "人在户不在": ("人在户不在本地", "人在户外", "有人无户", "外来常住"),
    "户在人不在": ("户在人外出", "有户无人", "空挂户", "外出"),
}
# Tags with a purpose here. A ledger's other tags (belief, offences, impressions of a person)
# are left in the raw copy.
TAGS = {
    "低保户": ("低保", "低保对象", "低保家庭", "城市低保", "农村低保", "最低生活保障"),
    "特困人员": ("特困", "特困供养", "特困供养人员", "五保", "五保户"),
    "低保边缘户": ("低保边缘", "低保边缘家庭", "低边", "低边户"),
    "刚性支出困难户": ("刚性支出困难家庭", "支出型困难家庭"),
    "脱贫户": ("脱贫人口", "建档立卡户", "建档立卡"),
    "监测户": ("监测对象", "三类户", "防返贫监测对象", "防返贫监测户"),
    "残疾人": ("残疾", "持证残疾人", "残疾人家庭"),
    "重度残疾人": ("重残", "重度残疾"),
    "独居老人": ("独居", "独居老年人"),
    "空巢老人": ("空巢", "空巢老年人"),
    "孤寡老人": ("孤寡", "孤老"),
    "高龄老人": ("高龄", "高龄老年人"),
    "失能老人": ("失能", "失能半失能老人", "失能人员", "半失能老人"),
    "留守老人": ("留守老年人",),
    "留守儿童": ("农村留守儿童",),
    "困境儿童": (),
    "孤儿": (),
    "事实无人抚养儿童": ("事孤儿童",),
    "留守妇女": (),
    "单亲家庭": ("单亲",),
    "失独家庭": ("失独", "计生特殊家庭", "计划生育特殊家庭"),
    "大病患者": ("重病", "重病患者", "重大疾病患者", "患大病", "大病"),
    "慢性病患者": ("慢病", "慢性病", "慢病患者"),
    "失业人员": ("失业", "登记失业人员", "无业"),
    "零就业家庭": (),
    "租住公租房": ("公租房", "公租房家庭", "廉租房"),
    "优抚对象": (),
    "流动人口": ("外来人口", "外来务工人员"),
}


class Residents(Received):
    """One row a person and dwelling; a person may stand in two ledgers."""

    # A blank town is placed by its community, a blank community by its town: neither is refused.
    town_name: pl.String = column(
        "镇街", kind="text", aliases=TOWNS, required=True, nullable=True, purpose="派给镇街"
    )
    community_name: pl.String = column(
        "社区", kind="text", aliases=VILLAGES, required=True, nullable=True, purpose="派给村居"
    )
    grid_code: pl.String = column(
        "网格编码", kind="text", aliases=("网格", "网格编号", "网格代码", "所属网格"),
        purpose="派给网格员",
    )  # fmt: skip
    building: pl.String = column(
        "楼栋", kind="address", aliases=("楼栋号", "楼号", "楼幢"), purpose="上门走访"
    )
    room: pl.String = column(
        "房号", kind="address", aliases=("房屋", "房间号", "门牌号", "室号"), purpose="上门走访"
    )
    household_number: pl.String = column(
        "户号",
        kind="reference_number",
        aliases=HOUSEHOLD_NUMBERS,
        required=True,
        purpose="归并家庭成员",
    )
    name: pl.String = column(
        "姓名", kind="name", required=True, purpose="上门时称呼本人，核对是否同一人"
    )
    id_number: pl.String = column(
        "身份证号", kind="identity_number", aliases=ID_NUMBERS, required=True, nullable=True,
        purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    relationship: pl.String = column(
        "与户主关系", kind="text", aliases=RELATIONSHIPS, purpose="确定户主，判断家庭结构"
    )
    phone: pl.String = column("联系电话", kind="phone", aliases=PHONES, purpose="上门前联系")
    residence_status: pl.String = column(
        "居住状态", kind="code", aliases=("居住状况", "人户状态", "人户情况"),
        words=RESIDENCE, purpose="同一人登记在两处时，认定实际居住处",
    )  # fmt: skip
    resident_tags: pl.String = column(
        "人员标签", kind="codes", aliases=("标签", "人员类别标签", "特殊人群标签"),
        words=TAGS, unknown="drop", purpose="发现独居、失能、留守等照料风险",
    )  # fmt: skip


SOURCE = Source(
    contract=Residents,
    title="网格人口信息台账",
    department="社区网格",
    legal_basis="国办发〔2023〕39号（基层主动发现、铁脚板摸排）；社会救助暂行办法第五十九条",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="知道谁与谁同住、住在哪里、派给哪个镇街；独居、失能、留守等标签计入照料风险",
    keeps_unlinked=True,
    keeps_alternatives=True,
    doubts=(two_heads("town_name", "community_name", "household_number"),),
    known_not_kept={"民族": "与困难程度无关，不处理", "政治面貌": "与困难程度无关，不处理"},
)
