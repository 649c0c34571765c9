-- title: 防返贫监测对象风险未消除
-- dimension: roster
-- grain: household
-- unit: code
-- sources: rural_affairs__poverty_roster
-- description: 名册列为监测对象且风险未消除的家庭：突发严重困难户=2，其他监测对象=1；
--   没有写明“已消除”的一律算未消除
with monitored as (
    select
        screened_members.household_id,
        max(case when roster.monitoring_category = '突发严重困难户' then 2 else 1 end) as severity
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where
        roster.monitoring_category is not null
        and roster.monitoring_category not in ('', '无')
        and not coalesce(roster.is_risk_removed, false)
    group by screened_members.household_id
)

select
    monitored.household_id,
    cast(null as varchar) as person_id,
    cast(monitored.severity as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case
        when monitored.severity = 2 then '突发严重困难户，风险未消除'
        else '监测对象，风险未消除'
    end as evidence
from monitored
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
