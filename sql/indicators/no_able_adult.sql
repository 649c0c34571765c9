-- title: 家庭无劳动力
-- dimension: household
-- grain: household
-- unit: count
-- sources: community__residents,disabled_federation__certificates
-- description: 没有一名劳动年龄内且非重度残疾的成员的家庭，值为成员人数；有成员身份不明或家庭为暂定的不计
with abilities as (
    select
        screened_members.household_id,
        case
            when persons.age_years < $minor_age_years then 0
            when persons.age_years >= $elder_age_years then 0
            when
                certificates.is_valid
                and certificates.disability_grade <= $severe_disability_grade
                then 0
            else 1
        end as is_able
    from core.screened_members
    inner join core.persons on screened_members.person_id = persons.person_id
    left join core.certificates on screened_members.person_id = certificates.person_id
),

counts as (
    select
        household_id,
        count(*) as known_count,
        sum(is_able) as able_count
    from abilities
    group by household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.known_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    '全家' || cast(counts.known_count as varchar) || '人，家中没有劳动力' as evidence
from counts
inner join core.households on counts.household_id = households.household_id
inner join inputs.sources on sources.source = 'community__residents'
where
    counts.able_count = 0
    and counts.known_count = households.members_count
    and not households.is_provisional
