-- title: 住房不安全
-- dimension: living
-- grain: household
-- unit: code
-- sources: rural_affairs__poverty_roster
-- description: 名册危房户栏：是=1，否=0；同户有一行为“是”即为是，未填写的不算
with dwellings as (
    select
        screened_members.household_id,
        max(case when roster.is_unsafe_dwelling then 1 else 0 end) as is_unsafe
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.is_unsafe_dwelling is not null
    group by screened_members.household_id
)

select
    dwellings.household_id,
    cast(null as varchar) as person_id,
    cast(dwellings.is_unsafe as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case when dwellings.is_unsafe = 1 then '名册记为危房户' else '名册记为住房安全' end as evidence
from dwellings
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
