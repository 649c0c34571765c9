-- title: 脱贫人口和监测对象
-- description: 名单上在世的人，每人一行；写在成员里的赡养人等不在内
with listed as (
    select roster.*
    from staging.rural_affairs__poverty_roster as roster
    left join core.relationships as relationships
        on roster.relationship = relationships.relationship
    left join core.deaths as deaths on roster.person_id = deaths.person_id
    where
        roster.person_id is not null
        and deaths.person_id is null
        and coalesce(relationships.role, 'member') <> 'supporter'
    qualify
        row_number() over (
            partition by roster.person_id
            order by
                roster.delivery_rank desc,
                roster.is_alternative asc,
                roster.row_number desc,
                roster.sheet desc
        ) = 1
)

select
    listed.person_id,
    listed.household_number,
    listed.town_name,
    listed.community_name,
    listed.household_size,
    listed.relationship,
    listed.student_status,
    listed.health_status,
    listed.labour_skill,
    listed.work_months,
    listed.has_critical_illness_insurance,
    listed.cause,
    listed.is_unsafe_dwelling,
    listed.has_safe_water,
    listed.income_per_capita_yuan,
    listed.first_identified_date,
    listed.person_identified_date,
    listed.household_type,
    listed.monitoring_category,
    listed.is_risk_removed,
    listed.risk_identified_date,
    listed.risk_removed_date,
    listed.draws_policy,
    case when places.is_retired then '未匹配' else places.street_code end as street_code
from listed
inner join reference.places as places
    on
        coalesce(listed.town_name, '') = places.town_name
        and coalesce(listed.community_name, '') = places.community_name
