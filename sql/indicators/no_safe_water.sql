-- title: 饮水不安全
-- dimension: living
-- grain: household
-- unit: code
-- sources: rural_affairs__poverty_roster
-- description: 名册“是否解决安全饮用水”栏：否=1，是=0；同户有一行为“否”即为否，未填写的不算
with waters as (
    select
        screened_members.household_id,
        max(case when roster.has_safe_water then 0 else 1 end) as is_unsafe
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.has_safe_water is not null
    group by screened_members.household_id
)

select
    waters.household_id,
    cast(null as varchar) as person_id,
    cast(waters.is_unsafe as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case
        when waters.is_unsafe = 1 then '名册记为未解决安全饮水'
        else '名册记为已解决安全饮水'
    end as evidence
from waters
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
