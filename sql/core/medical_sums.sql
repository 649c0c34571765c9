-- title: 结算合计
-- description: 需要细算的人、名单和救助名册上的人在统计期内的医保结算合计，每人一行：退费冲抵，作废的不算，同一结算
--   只算最后送来的一次；医疗负担和医保范围内的费用都从这里取，千万行结算因此只细看一遍
with people as (
    select person_id
    from core.followed_persons
    union
    select person_id
    from core.roster
    union
    select person_id
    from core.assistance
),

own as (
    select
        settlements.person_id,
        settlements.setl_id,
        settlements.delivery_rank,
        settlements.row_number,
        settlements.sheet,
        cast(settlements.setl_time as date) as settled_date,
        settlements.vali_flag = '1' as is_valid,
        settlements.medfee_sumamt < 0 as is_refund,
        starts_with(settlements.med_type, '2')
        or (
            settlements.med_type like '%住院%' and settlements.med_type not like '%生育%'
        ) as is_inpatient,
        starts_with(settlements.med_type, '14') or settlements.med_type like '%慢%' as is_chronic,
        case
            when settlements.insutype is null then null
            when
                settlements.insutype in ('380', '390', '391', '392')
                or settlements.insutype like '%居民%'
                or settlements.insutype like '%农合%'
                then 'resident'
            when settlements.insutype like '31%' or settlements.insutype like '%职工%'
                then 'employee'
            else 'other'
        end as insurance,
        case $medical_burden_basis
            when 'B1' then settlements.psn_part_amt
            -- A row that does not say the narrower amount counts with the whole one: what is
            -- not known must not read as nothing spent.
            when 'B2' then coalesce(settlements.psn_cash_pay, settlements.psn_part_amt)
            when 'B3'
                then
                    coalesce(
                        settlements.inscp_scp_amt - settlements.fund_pay_sumamt,
                        settlements.psn_part_amt
                    )
        end as burden_yuan,
        settlements.inscp_scp_amt - settlements.fund_pay_sumamt + coalesce(settlements.maf_pay, 0)
            as left_yuan,
        settlements.maf_pay,
        settlements.hifmi_pay
    from staging.medical_insurance__settlements as settlements
    inner join people on settlements.person_id = people.person_id
),

-- A correction may have moved a settlement to another person: all its versions are looked at.
-- Hashes find them among tens of millions; the ids themselves decide below.
versions as (
    select
        setl_id,
        delivery_rank,
        is_alternative,
        row_number,
        sheet
    from staging.medical_insurance__settlements
    where hash(setl_id) in (select hash(setl_id) from own)
),

-- Few settlements came more than once: only those are ranked.
repeated as (
    select setl_id
    from versions
    group by setl_id
    having count(*) > 1
),

superseded as (
    select
        versions.delivery_rank,
        versions.sheet,
        versions.row_number
    from versions
    inner join repeated on versions.setl_id = repeated.setl_id
    qualify
        row_number() over (
            partition by versions.setl_id
            order by
                versions.delivery_rank desc,
                versions.is_alternative asc,
                versions.row_number desc,
                versions.sheet desc
        ) > 1
),

counted as (
    select
        own.person_id,
        own.settled_date,
        own.is_refund,
        own.is_inpatient,
        own.is_chronic,
        own.insurance,
        own.burden_yuan,
        own.left_yuan,
        own.left_yuan + coalesce(own.hifmi_pay, 0) as basic_left_yuan,
        own.maf_pay,
        own.hifmi_pay,
        case when own.is_refund then -1 else 1 end as direction,
        own.settled_date >= windows.recent_first_date as is_recent
    from own
    inner join core.medical_windows as windows on own.settled_date >= windows.first_date
    left join superseded
        on
            own.delivery_rank = superseded.delivery_rank
            and own.row_number = superseded.row_number
            and own.sheet = superseded.sheet
    where superseded.row_number is null and own.is_valid and own.settled_date <= $as_of_date
)

select
    person_id,
    cast(sum(burden_yuan) as decimal(18, 2)) as burden_yuan,
    cast(sum(case when is_inpatient then direction else 0 end) as integer) as inpatient_count,
    cast(sum(case when is_chronic then direction else 0 end) as integer) as chronic_count,
    cast(sum(case when is_recent then burden_yuan else 0 end) as decimal(18, 2))
        as recent_3m_yuan,
    cast(
        sum(
            case
                when left_yuan is null then null
                when is_refund then least(left_yuan, 0)
                else greatest(left_yuan, 0)
            end
        ) as decimal(18, 2)
    ) as left_yuan,
    cast(
        sum(
            case
                when basic_left_yuan is null then null
                when is_refund then least(basic_left_yuan, 0)
                else greatest(basic_left_yuan, 0)
            end
        ) as decimal(18, 2)
    ) as basic_left_yuan,
    cast(coalesce(sum(maf_pay), 0) as decimal(18, 2)) as aided_yuan,
    cast(coalesce(sum(hifmi_pay), 0) as decimal(18, 2)) as critical_paid_yuan,
    -- A settlement of medical aid alone tells no other amounts, and need not.
    cast(
        sum(case when left_yuan is null and coalesce(maf_pay, 0) = 0 then 1 else 0 end) as integer
    ) as untold_count,
    case
        when bool_and(insurance = 'resident') then true
        when bool_and(insurance = 'employee') then false
    end as is_resident_insured,
    max(settled_date) as last_date
from counted
group by person_id
