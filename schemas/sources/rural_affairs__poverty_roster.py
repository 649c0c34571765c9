"""农业农村 脱贫人口与监测对象名单, as the national system exports it (October 2022)."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.columns import Received, column
from schemas.people import HOUSEHOLD_NUMBERS, ID_NUMBERS, RELATIONSHIPS, TOWNS, VILLAGES
from schemas.sources import Source

HOUSEHOLD_TYPES = {
    "脱贫户": ("已脱贫户", "脱贫人口", "建档立卡脱贫户"),
    "一般农户": ("普通农户", "一般户"),
}
MONITORING = {
    "脱贫不稳定户": ("脱贫不稳定",),
    "边缘易致贫户": ("边缘易致贫", "边缘户"),
    "突发严重困难户": ("突发严重困难", "突发严重困难家庭"),
    "防止返贫致贫对象": ("防返贫致贫对象",),
}


class PovertyRoster(Received):
    """One row a person; the household's facts are repeated in each member's row."""

    town_name: pl.String = column(
        "乡(镇)", kind="text", aliases=TOWNS, purpose="网格台账没有此人时，按名单派给镇街"
    )
    community_name: pl.String = column(
        "行政村", kind="text", aliases=VILLAGES, purpose="网格台账没有此人时，按名单找到村居"
    )
    household_number: pl.String = column(
        "户编号",
        kind="reference_number",
        aliases=HOUSEHOLD_NUMBERS,
        required=True,
        purpose="归并家庭成员",
    )
    person_number: pl.String = column(
        "人编号", kind="reference_number", purpose="与系统里的记录核对"
    )
    name: pl.String = column(
        "姓名", kind="name", required=True, purpose="上门时称呼本人，核对是否同一人"
    )
    id_number: pl.String = column(
        "证件号码", kind="identity_number", aliases=("身份证号", *ID_NUMBERS), required=True,
        purpose="与其他部门的记录对应到同一人",
    )  # fmt: skip
    household_size: pl.Int32 = column(
        "人数", kind="integer", unit="人", ge=0, le=99,
        aliases=("家庭人口数", "家庭人口", "家庭成员数", "户人数"),
        purpose="核对家庭成员是否齐全",
    )  # fmt: skip
    relationship: pl.String = column(
        "与户主关系", kind="text", aliases=RELATIONSHIPS, purpose="确定户主，排除赡养人"
    )
    education: pl.String = column(
        "文化程度", kind="text", aliases=("学历",), purpose="判断就业和增收能力"
    )
    student_status: pl.String = column(
        "在校生状况", kind="text", aliases=("在校生情况",), purpose="判断就学负担与义务教育保障"
    )
    health_status: pl.String = column(
        "健康状况", kind="text", aliases=("健康情况",), purpose="判断因病致贫风险"
    )
    labour_skill: pl.String = column(
        "劳动技能", kind="text", aliases=("劳动能力",), purpose="判断家庭有没有劳动力"
    )
    work_months: Annotated[pl.Decimal, 5, 1] = column(
        "务工时间(月)", kind="decimal", unit="月", aliases=("务工时间", "务工月数"),
        ge=0, le=12, purpose="判断务工收入是否稳定",
    )  # fmt: skip
    has_critical_illness_insurance: pl.Boolean = column(
        "是否参加大病保险", kind="boolean", purpose="判断医疗保障是否落实"
    )
    cause: pl.String = column(
        "致贫原因1", kind="text", aliases=("致贫原因", "主要致贫原因", "致贫返贫风险1", "返贫风险"),
        purpose="在理由中说明原致贫原因",
    )  # fmt: skip
    is_unsafe_dwelling: pl.Boolean = column(
        "危房户",
        kind="boolean",
        aliases=("是否危房户", "是否危房"),
        purpose="判断住房安全",
        words={
            "是": ("C级", "D级", "C", "D", "危房"),
            "否": ("A级", "B级", "A", "B", "安全", "非危房"),
        },
    )
    has_safe_water: pl.Boolean = column(
        "是否解决安全饮用水", kind="boolean", aliases=("是否解决安全饮水",), purpose="判断饮水安全"
    )
    income_per_capita_yuan: Annotated[pl.Decimal, 16, 2] = column(
        "人均纯收入", kind="money", whole_fen=False,
        aliases=("家庭年人均纯收入", "家庭人均纯收入", "年人均纯收入"),
        purpose="判断收入是否接近监测线",
    )  # fmt: skip
    phone: pl.String = column(
        "人联系电话", kind="phone", aliases=("联系电话", "本人联系电话"), purpose="上门前联系"
    )
    household_phone: pl.String = column("户联系电话", kind="phone", purpose="上门前联系")
    first_identified_date: pl.Date = column(
        "首次识别时间", kind="date", purpose="说明列入名单的时间"
    )
    person_identified_date: pl.Date = column(
        "人员识别时间", kind="date", purpose="说明本人列入名单的时间"
    )
    household_type: pl.String = column(
        "户类型", kind="code", words=HOUSEHOLD_TYPES, purpose="区分脱贫户与一般农户"
    )
    monitoring_category: pl.String = column(
        "监测对象类别", kind="code", words=MONITORING,
        aliases=("易返贫致贫户(监测对象)类型", "监测对象类型", "易返贫致贫户类型"),
        purpose="判断是否在监测中",
    )  # fmt: skip
    is_risk_removed: pl.Boolean = column(
        "风险是否消除", kind="boolean", aliases=("风险是否已消除", "风险消除"),
        purpose="判断监测风险是否解除",
    )  # fmt: skip
    risk_identified_date: pl.Date = column(
        "风险识别时间", kind="date", aliases=("识别监测时间",), purpose="说明风险何时出现"
    )
    risk_removed_date: pl.Date = column(
        "风险消除时间", kind="date", aliases=("消除监测时间",), purpose="说明风险何时解除"
    )
    draws_policy: pl.Boolean = column(
        "是否享受政策", kind="boolean", aliases=("享受政策", "是否享受帮扶政策"), default=True,
        purpose="只筛查仍享受政策的脱贫人口",
    )  # fmt: skip


SOURCE = Source(
    contract=PovertyRoster,
    title="脱贫人口和监测对象名单",
    department="农业农村局",
    legal_basis="国办发〔2023〕39号（低收入人口动态监测与防止返贫监测信息共享）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    known_not_kept={
        "民族": "与困难程度无关，不处理",
        "自然村": "行政村已能派单",
        "序号": "没有含义",
    },
)
