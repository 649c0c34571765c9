-- title: 未成年人缺少监护
-- dimension: household
-- grain: household
-- unit: code
-- sources: community__residents
-- description: 有未成年人的家庭：没有劳动年龄成年人=2，只有一名=1，两名以上=0
with counts as (
    select
        screened_members.household_id,
        count(*) as known_count,
        sum(case when persons.age_years < $adult_age_years then 1 else 0 end) as children_count,
        sum(
            case
                when
                    persons.age_years >= $adult_age_years and persons.age_years < $elder_age_years
                    then 1
                else 0
            end
        ) as adults_count
    from core.screened_members
    inner join core.persons on screened_members.person_id = persons.person_id
    group by screened_members.household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(
        case
            when counts.adults_count = 0 then 2
            when counts.adults_count = 1 then 1
            else 0
        end as decimal(18, 2)
    ) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    cast(counts.children_count as varchar) || '名未成年人，家中'
    || case
        when counts.adults_count = 0 then '没有劳动年龄的成年人'
        when counts.adults_count = 1 then '只有1名劳动年龄的成年人'
        else '有2名以上劳动年龄的成年人'
    end as evidence
from counts
inner join core.households on counts.household_id = households.household_id
inner join inputs.sources on sources.source = 'community__residents'
where
    counts.children_count > 0
    and counts.known_count = households.members_count
    and not households.is_provisional
