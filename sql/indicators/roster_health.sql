-- title: 名册记载患病
-- dimension: health
-- grain: household
-- unit: code
-- sources: rural_affairs__poverty_roster
-- description: 名册健康状况栏：2=记有大病，1=记有长期慢性病；只说明程度，不写病种
with graded as (
    select
        screened_members.household_id,
        screened_members.person_id,
        case
            when roster.health_status like '%大病%' then 2
            when roster.health_status like '%慢性病%' then 1
            else 0
        end as severity
    from core.screened_members
    inner join core.roster on screened_members.person_id = roster.person_id
    where roster.health_status is not null
),

ranked as (
    select
        household_id,
        person_id,
        severity,
        row_number() over (
            partition by household_id
            order by severity desc, person_id asc
        ) as severity_rank
    from graded
)

select
    ranked.household_id,
    ranked.person_id,
    cast(ranked.severity as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case
        when ranked.severity = 2 then '名册记有成员患大病'
        when ranked.severity = 1 then '名册记有成员长期患病'
        else '名册未记患病'
    end as evidence
from ranked
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
where ranked.severity_rank = 1
