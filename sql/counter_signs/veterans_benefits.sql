-- title: 优待抚恤
-- description: 成员在领优待抚恤金
-- source: veterans__benefits
-- question: 核算收入时请不要计入优待抚恤金，并请核实优抚医疗待遇是否落实
with listed as (
    select
        screened_members.household_id,
        benefits.person_id,
        benefits.benefit_kind,
        benefits.monthly_amount_yuan,
        benefits.delivery_month
    from core.screened_members
    inner join staging.veterans__benefits as benefits
        on screened_members.person_id = benefits.person_id
    qualify
        row_number() over (
            partition by benefits.person_id, benefits.benefit_kind
            order by
                benefits.delivery_rank desc,
                benefits.is_alternative asc,
                benefits.row_number desc,
                benefits.sheet desc
        ) = 1
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(last_day(cast(delivery_month || '-01' as date))) as observed_date,
    cast(count(distinct person_id) as varchar) || '名成员在领优待抚恤金' as evidence
from listed
where monthly_amount_yuan > 0
group by household_id
