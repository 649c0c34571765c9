-- title: 劳动力抚养负担
-- dimension: household
-- grain: household
-- unit: persons_per_able_adult
-- sources: community__residents,disabled_federation__certificates
-- description: 每名健全劳动力供养的老人、未成年人和重度残疾人人数；没有劳动力的家庭见“家庭无劳动力”
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
    cast(
        (counts.known_count - counts.able_count)
        / nullif(cast(counts.able_count as decimal(9, 2)), 0)
        as decimal(18, 2)
    ) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    cast(counts.able_count as varchar) || '名劳动力供养'
    || cast(counts.known_count - counts.able_count as varchar) || '人' as evidence
from counts
inner join core.households on counts.household_id = households.household_id
inner join inputs.sources on sources.source = 'community__residents'
where
    counts.able_count > 0
    and counts.known_count > counts.able_count
    and counts.known_count = households.members_count
    and not households.is_provisional
