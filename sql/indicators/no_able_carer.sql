-- title: 重残成员无人照料
-- dimension: household
-- grain: household
-- unit: count
-- sources: community__residents,disabled_federation__certificates
-- description: 有重度残疾或生活不能自理的成员，而家中没有劳动年龄内的健全成年人照料；值为需照料人数
with needs as (
    select
        screened_members.household_id,
        capacities.has_severe_disability or capacities.self_care = 'unable' as needs_care,
        capacities.is_adult_of_working_age
    from core.screened_members
    inner join core.capacities on screened_members.person_id = capacities.person_id
),

counts as (
    select
        household_id,
        count(*) as known_count,
        sum(case when needs_care then 1 else 0 end) as care_count,
        sum(case when is_adult_of_working_age and not needs_care then 1 else 0 end) as carer_count
    from needs
    group by household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.care_count as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    cast(counts.care_count as varchar) || '人需要照料，家中没有可照料的成年人' as evidence
from counts
inner join core.households on counts.household_id = households.household_id
inner join inputs.sources on sources.source = 'community__residents'
where
    counts.care_count > 0
    and counts.carer_count = 0
    and counts.known_count = households.members_count
    and not households.is_provisional
