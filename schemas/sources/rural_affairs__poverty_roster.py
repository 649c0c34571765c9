"""农业农村 脱贫人口与监测对象名单, as the national system exports it (October 2022)."""

from __future__ import annotations

from typing import Annotated

import polars as pl

from schemas.columns import Received, column
from schemas.doubts import Doubt, two_heads
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
        "人编号", kind="text", where="reading", purpose="认出这是系统导出的名单"
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
        "文化程度",
        kind="text",
        where="reading",
        aliases=("学历",),
        purpose="认出这是系统导出的名单",
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
        "人均纯收入", kind="money", whole_fen=False, plausible_from=100,
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
    is_guaranteed_household: pl.Boolean = column(
        "整户无劳动能力兜底保障户", kind="boolean", where="reading",
        aliases=("是否整户无劳动能力兜底保障户",), purpose="核对没有劳动力的户是否已兜底",
    )  # fmt: skip
    draws_policy: pl.Boolean = column(
        "是否享受政策", kind="boolean", aliases=("享受政策", "是否享受帮扶政策"), default=True,
        purpose="只筛查仍享受政策的脱贫人口",
    )  # fmt: skip


# Checks that a province ran on its own roster before this system did: what they find is a slip
# in the list, or a household that nobody has looked at closely.
_STUDENT = r"在校|在读|在学|年级|小学|初中|高中|中职|中专|技校|高职|大专|本科|大学|研究生"
_NO_STUDENT = r"非在校|不在校|非在读|辍学|失学|休学|退学|毕业|肄业|学龄前|学前|否"
_LABOUR = r"普通劳动力|技能劳动力|^劳动力$|^有劳动"
_NO_LABOUR = r"丧失|无劳动|没有劳动|^无$"
_VACATION_MONTHS = 2
_TOO_SOON = "2mo"

_IS_STUDENT = pl.col("student_status").str.contains(_STUDENT) & ~pl.col(
    "student_status"
).str.contains(_NO_STUDENT)
_IS_MONITORED = pl.col("monitoring_category").is_not_null() & ~pl.col("is_risk_removed").fill_null(
    value=False
)
_HAS_LABOUR = pl.col("labour_skill").str.contains(_LABOUR).fill_null(value=False)
_LACKS_LABOUR = pl.col("labour_skill").str.contains(_NO_LABOUR).fill_null(value=False)
_IS_HEALTHY = pl.col("health_status").str.contains("^健康").fill_null(value=False)
_IS_DISABLED = pl.col("health_status").str.contains("残").fill_null(value=True)
_IDENTIFIED, _REMOVED = pl.col("risk_identified_date"), pl.col("risk_removed_date")


def _names(cause: str) -> pl.Expr:
    return pl.col("cause").str.contains(cause)


def _of_household(fact: pl.Expr) -> pl.Expr:
    return fact.over("household_number")


DOUBTS = (
    two_heads("household_number"),
    Doubt(
        rule="student_works",
        column="work_months",
        broken=_IS_STUDENT & (pl.col("work_months") > _VACATION_MONTHS),
        reason="在校生却有三个月以上的务工时间。请核对在校生状况和务工时间，更正其中一项。",
        english="A pupil or student who works for three months or more. Correct one of the two.",
    ),
    Doubt(
        rule="risk_removed_too_soon",
        column="risk_removed_date",
        broken=(_REMOVED >= _IDENTIFIED) & (_IDENTIFIED.dt.offset_by(_TOO_SOON) >= _REMOVED),
        reason="识别风险后不到两个月就标注风险消除。请核实帮扶是否落实、收入是否稳定，日期有误请更正。",
        english="The risk is called removed within two months. Verify, or correct the dates.",
    ),
    Doubt(
        rule="risk_removed_before_identified",
        column="risk_removed_date",
        broken=_REMOVED < _IDENTIFIED,
        reason="风险消除时间早于风险识别时间。请核对后更正。",
        english="The risk was removed before it was identified. Correct the dates.",
    ),
    Doubt(
        rule="risk_removed_without_date",
        column="risk_removed_date",
        broken=pl.col("is_risk_removed") & _REMOVED.is_null(),
        reason="标注风险已消除，但没有填风险消除时间。请补填；没有消除的请更正。",
        english="The risk is called removed but no date is given. Fill it in, or correct it.",
    ),
    Doubt(
        rule="monitored_without_risk",
        column="cause",
        broken=_IS_MONITORED & pl.col("cause").is_null(),
        needs=("monitoring_category", "is_risk_removed", "cause"),
        reason="监测对象没有填致贫返贫风险。请补填风险类型，才能对应帮扶措施。",
        english="A monitored household without a stated risk. Fill in which risk it is.",
    ),
    Doubt(
        rule="monitored_without_insurance",
        column="has_critical_illness_insurance",
        broken=_IS_MONITORED & ~pl.col("has_critical_illness_insurance"),
        reason="监测对象没有参加大病保险。请核实参保情况；已参保的请更正，未参保的请帮助参保。",
        english="Monitored but without critical illness insurance. Verify, and help to enrol.",
    ),
    Doubt(
        rule="labour_short_though_present",
        column="cause",
        broken=_names("缺劳动力|缺劳力") & (_of_household(_HAS_LABOUR.mean()) >= 0.5),
        scope="table",
        reason="风险写的是缺劳动力，但家里有一半以上的人有劳动能力。请核对风险类型或各人的劳动技能。",
        english="The risk is a lack of labour, but half of the household can work. Correct one.",
    ),
    Doubt(
        rule="no_labour_not_guaranteed",
        column="is_guaranteed_household",
        broken=_IS_MONITORED
        & ~pl.col("is_guaranteed_household").fill_null(value=False)
        & _of_household(_LACKS_LABOUR.all()),
        scope="table",
        reason="监测对象全家没有劳动力，却没有标为整户无劳动能力兜底保障户。请核实是否应当兜底。",
        english="Nobody in the monitored household can work, yet it is not marked as guaranteed.",
    ),
    Doubt(
        rule="illness_though_healthy",
        column="cause",
        broken=_IS_MONITORED & _names("因病|患病|疾病") & _of_household(_IS_HEALTHY.all()),
        scope="table",
        reason="风险写的是因病，但全家人的健康状况都是健康。请核对风险类型或健康状况。",
        english="The risk is illness, but all of the household are called healthy. Correct one.",
    ),
    Doubt(
        rule="disability_though_none",
        column="cause",
        broken=_IS_MONITORED & _names("因残|残疾") & _of_household(~_IS_DISABLED.any()),
        scope="table",
        reason="风险写的是因残，但家里没有人的健康状况是残疾。请核对风险类型或健康状况。",
        english="The risk is disability, but nobody in the household has one. Correct one.",
    ),
    Doubt(
        rule="housing_risk_though_safe",
        column="is_unsafe_dwelling",
        broken=_IS_MONITORED & _names("住房") & ~pl.col("is_unsafe_dwelling"),
        reason="风险写的是住房安全，但这户没有标为危房。请核对；住房已经改造的，请更新风险。",
        english="The risk is housing, but the dwelling is not called unsafe. Correct one.",
    ),
    Doubt(
        rule="water_risk_though_safe",
        column="has_safe_water",
        broken=_IS_MONITORED & _names("饮水|饮用水") & pl.col("has_safe_water"),
        reason="风险写的是饮水安全，但这户已标为解决安全饮水。请核对；已经解决的，请更新风险。",
        english="The risk is drinking water, but it is called safe. Correct one.",
    ),
    Doubt(
        rule="household_size_differs",
        column="household_size",
        broken=pl.col("household_size") != _of_household(pl.col("id_number").n_unique()),
        scope="table",
        level="note",
        reason="人数与名单上这一户的人数不同。请核对是否有家庭成员没有列上。",
        english="The stated number of persons is not the number of rows of this household.",
    ),
)

SOURCE = Source(
    contract=PovertyRoster,
    title="脱贫人口和监测对象名单",
    department="农业农村局",
    legal_basis="国办发〔2023〕39号（低收入人口动态监测与防止返贫监测信息共享）",
    cadence="monthly",
    kind="snapshot",
    key=("person_id",),
    use="仍享受政策的脱贫人口和监测对象列入筛查；收入、住房、饮水、就学、健康各项计入相应风险",
    doubts=DOUBTS,
    known_not_kept={
        "民族": "与困难程度无关，不处理",
        "自然村": "行政村已能派单",
        "序号": "没有含义",
    },
)
