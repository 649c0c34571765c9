-- title: 医保范围内的费用
-- description: 要对照政策的人里享受救助的、在监测中的，和医疗负担可能达到医疗救助起付标准的，每人一行：统计期内符合
--   政策范围的费用，医保付过以后还剩多少，医疗救助、大病保险已付多少；退费冲抵，医保已付足的结算剩零，不抵别的结算；
--   没有写明金额的结算只计笔数
with classed as (
    select person_id
    from core.benefits
    where
        is_monthly
        and benefit in ('最低生活保障', '特困人员', '低保边缘家庭', '刚性支出困难家庭')
    union
    select person_id
    from core.roster
    where monitoring_category is not null
    union
    select person_id
    from core.medical_burdens
    where
        burden_yuan
        > 0.01 * $medical_aid_applied_deductible_percent * $local_income_yearly_yuan
)

select
    considered.household_id,
    considered.person_id,
    sums.left_yuan,
    sums.basic_left_yuan,
    sums.aided_yuan,
    sums.critical_paid_yuan,
    sums.untold_count,
    sums.is_resident_insured,
    sums.last_date
from core.considered_members as considered
inner join classed on considered.person_id = classed.person_id
inner join core.medical_sums as sums on considered.person_id = sums.person_id
