-- title: 老人只领居民养老金
-- dimension: income
-- grain: household
-- unit: count
-- sources: human_resources__pensions,community__residents
-- description: 家中没有劳动年龄成年人、也没有人领职工或机关事业养老金，只领居民养老金的老人人数；成员不全的家庭不计量
with drawing as (
    select
        screened_members.household_id,
        benefits.person_id,
        benefits.observed_date,
        case when benefits.benefit = '城乡居民基本养老金' then 0 else 1 end as is_larger
    from core.screened_members
    inner join core.benefits on screened_members.person_id = benefits.person_id
    where benefits.source = 'human_resources__pensions'
),

pensioned as (
    select distinct household_id
    from drawing
),

counts as (
    select
        screened_members.household_id,
        count(distinct screened_members.person_id) as known_count,
        count(
            distinct case
                when capacities.is_adult_of_working_age then screened_members.person_id
            end
        ) as working_count,
        count(
            distinct case when capacities.is_elder then drawing.person_id end
        ) as elders_count,
        max(coalesce(drawing.is_larger, 0)) as has_larger,
        max(drawing.observed_date) as observed_date
    from core.screened_members
    inner join pensioned on screened_members.household_id = pensioned.household_id
    inner join core.capacities on screened_members.person_id = capacities.person_id
    left join drawing on screened_members.person_id = drawing.person_id
    group by screened_members.household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.elders_count as decimal(18, 2)) as amount,
    counts.observed_date,
    '家中没有劳动年龄成年人，' || cast(counts.elders_count as varchar)
    || '名老人只领居民养老金' as evidence
from counts
inner join core.households on counts.household_id = households.household_id
where
    counts.elders_count > 0
    and counts.working_count = 0
    and counts.has_larger = 0
    and counts.known_count = households.members_count
    and not households.is_provisional
