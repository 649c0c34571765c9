-- title: 风险消除不久
-- dimension: roster
-- grain: household
-- unit: count
-- sources: rural_affairs__poverty_roster
-- description: 名册记载风险已消除且有消除时间的监测对象人数；时间为最近一次消除，过期由评分表规定
with removed as (
    select
        screened_members.household_id,
        count(*) as removed_count,
        max(roster.risk_removed_date) as removed_date
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where
        roster.is_risk_removed
        and roster.risk_removed_date is not null
        and roster.risk_removed_date <= $as_of_date
    group by screened_members.household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(removed_count as decimal(18, 2)) as amount,
    removed_date as observed_date,
    '监测对象风险消除不久，需防反复' as evidence
from removed
