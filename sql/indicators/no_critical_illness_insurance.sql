-- title: 未参加大病保险
-- dimension: health
-- grain: household
-- unit: count
-- sources: rural_affairs__poverty_roster
-- description: 名册写明未参加大病保险的成员人数；未填写的不算
with uninsured as (
    select
        screened_members.household_id,
        sum(case when roster.has_critical_illness_insurance then 0 else 1 end) as uninsured_count
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.has_critical_illness_insurance is not null
    group by screened_members.household_id
)

select
    uninsured.household_id,
    cast(null as varchar) as person_id,
    cast(uninsured.uninsured_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case
        when uninsured.uninsured_count > 0
            then cast(uninsured.uninsured_count as varchar) || '人未参加大病保险'
        else '名册所记成员均已参加大病保险'
    end as evidence
from uninsured
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
