-- title: 老人独居或空巢
-- dimension: household
-- grain: household
-- unit: years
-- sources: community__residents
-- description: 全部成员都已到老年的家庭中最年长者的年龄；有成员身份不明或家庭为暂定的不计
with ages as (
    select
        screened_members.household_id,
        count(*) as known_count,
        min(persons.age_years) as youngest_years,
        max(persons.age_years) as oldest_years
    from core.screened_members
    inner join core.persons on screened_members.person_id = persons.person_id
    group by screened_members.household_id
)

select
    ages.household_id,
    cast(null as varchar) as person_id,
    cast(ages.oldest_years as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case when ages.known_count = 1 then '老人独居' else '家中只有老人' end
    || '，最年长者' || cast(ages.oldest_years as varchar) || '岁' as evidence
from ages
inner join core.households on ages.household_id = households.household_id
inner join inputs.sources on sources.source = 'community__residents'
where
    ages.youngest_years >= $elder_age_years
    and ages.known_count = households.members_count
    and not households.is_provisional
