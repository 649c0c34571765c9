-- title: 家庭无劳动力
-- dimension: household
-- grain: household
-- unit: count
-- sources: community__residents,disabled_federation__certificates
-- description: 没有一名劳动年龄内且非重度残疾的成员的家庭，值为成员人数；有成员身份不明或家庭为暂定的不计
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
