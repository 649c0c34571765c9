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
),

chosen as (
    select
        considered.household_id,
        considered.person_id
    from core.considered_members as considered
    inner join classed on considered.person_id = classed.person_id
),

-- Of people whose costs no indicator follows, too, the last version of a settlement counts.
versions as (
    select
        chosen.household_id,
        settlements.person_id,
        settlements.insutype,
        settlements.setl_time,
        settlements.vali_flag,
        settlements.medfee_sumamt,
        settlements.inscp_scp_amt,
        settlements.fund_pay_sumamt,
        settlements.maf_pay,
        settlements.hifmi_pay
    from staging.medical_insurance__settlements as settlements
    inner join chosen on settlements.person_id = chosen.person_id
    left join core.superseded_settlements as superseded
        on
            settlements.delivery_rank = superseded.delivery_rank
            and settlements.row_number = superseded.row_number
            and settlements.sheet = superseded.sheet
    where superseded.row_number is null
    qualify
        row_number() over (
            partition by settlements.setl_id
            order by
                settlements.delivery_rank desc,
                settlements.is_alternative asc,
                settlements.row_number desc,
                settlements.sheet desc
        ) = 1
),

reckoned as (
    select
        versions.household_id,
        versions.person_id,
        versions.insutype,
        versions.maf_pay,
        versions.hifmi_pay,
        cast(versions.setl_time as date) as settled_date,
        versions.medfee_sumamt < 0 as is_refund,
        versions.inscp_scp_amt - versions.fund_pay_sumamt + coalesce(versions.maf_pay, 0)
            as left_yuan,
        versions.inscp_scp_amt - versions.fund_pay_sumamt + coalesce(versions.maf_pay, 0)
        + coalesce(versions.hifmi_pay, 0) as basic_left_yuan
    from versions
    where versions.vali_flag = '1' and cast(versions.setl_time as date) <= $as_of_date
)

select
    reckoned.household_id,
    reckoned.person_id,
    cast(
        sum(
            case
                when reckoned.left_yuan is null then null
                when reckoned.is_refund then least(reckoned.left_yuan, 0)
                else greatest(reckoned.left_yuan, 0)
            end
        ) as decimal(18, 2)
    ) as left_yuan,
    cast(
        sum(
            case
                when reckoned.basic_left_yuan is null then null
                when reckoned.is_refund then least(reckoned.basic_left_yuan, 0)
                else greatest(reckoned.basic_left_yuan, 0)
            end
        ) as decimal(18, 2)
    ) as basic_left_yuan,
    cast(coalesce(sum(reckoned.maf_pay), 0) as decimal(18, 2)) as aided_yuan,
    cast(coalesce(sum(reckoned.hifmi_pay), 0) as decimal(18, 2)) as critical_paid_yuan,
    -- A settlement of medical aid alone tells no other amounts, and need not.
    cast(
        sum(
            case
                when reckoned.left_yuan is null and coalesce(reckoned.maf_pay, 0) = 0 then 1
                else 0
            end
        ) as integer
    ) as untold_count,
    case
        when
            bool_and(
                reckoned.insutype in ('380', '390', '391', '392')
                or reckoned.insutype like '%居民%'
                or reckoned.insutype like '%农合%'
            )
            then true
        when bool_and(reckoned.insutype like '31%' or reckoned.insutype like '%职工%') then false
    end as is_resident_insured,
    max(reckoned.settled_date) as last_date
from reckoned
inner join core.medical_windows as windows
    on reckoned.settled_date >= windows.first_date
group by reckoned.household_id, reckoned.person_id
