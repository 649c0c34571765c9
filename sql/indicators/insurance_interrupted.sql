-- title: 社会保险中断缴费
-- dimension: income
-- grain: household
-- unit: count
-- sources: human_resources__social_insurance
-- description: 劳动年龄内、职工类社会保险中断缴费达到规定月数、也没有别的职工类险种正常缴费的成员人数；居民类一年缴一次，
--   不看
with listed as (
    select
        screened_members.household_id,
        insurance.person_id,
        insurance.payment_status,
        insurance.last_paid_month,
        insurance.delivery_month
    from core.screened_members
    inner join staging.human_resources__social_insurance as insurance
        on screened_members.person_id = insurance.person_id
    where insurance.insurance_kind not like '%居民%'
    qualify
        row_number() over (
            partition by insurance.person_id, insurance.insurance_kind
            order by
                insurance.delivery_rank desc,
                insurance.is_alternative asc,
                insurance.row_number desc,
                insurance.sheet desc
        ) = 1
),

payers as (
    select
        household_id,
        person_id,
        max(delivery_month) as delivery_month,
        max(case when payment_status = '中断' then last_paid_month end) as last_paid_month,
        max(case when payment_status = '正常缴费' then 1 else 0 end) as is_paying,
        max(case when payment_status = '中断' then 1 else 0 end) as is_interrupted
    from listed
    group by household_id, person_id
),

counts as (
    select
        payers.household_id,
        count(*) as interrupted_count,
        max(payers.delivery_month) as delivery_month
    from payers
    inner join core.persons on payers.person_id = persons.person_id
    where
        payers.is_paying = 0
        and payers.is_interrupted = 1
        and 12 * (year($as_of_date) - year(payers.last_paid_month))
        + month($as_of_date) - month(payers.last_paid_month) >= $insurance_interrupted_months
        and persons.age_years >= $adult_age_years
        and persons.age_years < $elder_age_years
    group by payers.household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(interrupted_count as decimal(18, 2)) as amount,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    cast(interrupted_count as varchar) || '名劳动年龄成员社会保险中断缴费'
    || cast($insurance_interrupted_months as varchar) || '个月以上' as evidence
from counts
