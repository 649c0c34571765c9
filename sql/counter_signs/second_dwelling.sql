-- title: 两处以上住房
-- description: 全家登记有两处以上住宅（夫妻共有的一处算一处），或有商业用房
-- source: natural_resources__real_estate
-- question: 请核实房屋是否还在、由谁居住、有没有出租收入，拆迁安置和农村老宅记明
with listed as (
    select
        screened_members.household_id,
        estate.person_id,
        estate.property_number,
        estate.usage,
        estate.registered_date,
        estate.delivery_month
    from core.screened_members
    inner join staging.natural_resources__real_estate as estate
        on screened_members.person_id = estate.person_id
    qualify
        row_number() over (
            partition by estate.person_id, estate.property_number
            order by
                estate.delivery_rank desc,
                estate.is_alternative asc,
                estate.row_number desc,
                estate.sheet desc
        ) = 1
),

counts as (
    select
        household_id,
        case when min(person_id) = max(person_id) then min(person_id) end as person_id,
        max(delivery_month) as delivery_month,
        count(distinct case when usage = '住宅' then property_number end) as dwellings_count,
        count(distinct case when usage = '商业' then property_number end) as premises_count
    from listed
    where coalesce(registered_date <= $as_of_date, true)
    group by household_id
)

select
    household_id,
    person_id,
    last_day(cast(delivery_month || '-01' as date)) as observed_date,
    case
        when dwellings_count >= 2 and premises_count >= 1
            then '登记有' || cast(dwellings_count as varchar) || '处住宅，另有商业用房'
        when dwellings_count >= 2
            then '登记有' || cast(dwellings_count as varchar) || '处住宅'
        else '登记有商业用房'
    end as evidence
from counts
where dwellings_count >= 2 or premises_count >= 1
