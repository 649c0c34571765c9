-- title: 劳动力抚养负担
-- dimension: household
-- grain: household
-- unit: persons_per_able_adult
-- sources: community__residents,disabled_federation__certificates
-- description: 每名健全劳动力供养的老人、未成年人和重度残疾人人数；没有劳动力的家庭见“家庭无劳动力”
with counts as (
    select
        screened_members.household_id,
        count(*) as known_count,
        sum(case when capacities.is_able_adult then 1 else 0 end) as able_count
    from core.screened_members
    inner join core.capacities on screened_members.person_id = capacities.person_id
    group by screened_members.household_id
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
