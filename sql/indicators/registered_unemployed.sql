-- title: 登记失业
-- dimension: income
-- grain: household
-- unit: count
-- sources: human_resources__unemployment
-- description: 劳动年龄内、失业登记尚未注销也没有再就业的成员人数；网格台账已按失业计过的家庭不重复计
with listed as (
    select
        screened_members.household_id,
        unemployment.person_id,
        unemployment.status,
        unemployment.delivery_month
    from core.screened_members
    inner join staging.human_resources__unemployment as unemployment
        on screened_members.person_id = unemployment.person_id
    where unemployment.registered_date <= $as_of_date
    qualify
        row_number() over (
            partition by unemployment.person_id
            order by
                unemployment.delivery_rank desc,
                unemployment.is_alternative asc,
                unemployment.row_number desc,
                unemployment.sheet desc
        ) = 1
),

counts as (
    select
        listed.household_id,
        count(*) as unemployed_count,
        max(listed.delivery_month) as delivery_month
    from listed
    inner join core.persons on listed.person_id = persons.person_id
    where
        coalesce(listed.status, '登记失业') = '登记失业'
        and persons.age_years >= $adult_age_years
        and persons.age_years < $elder_age_years
    group by listed.household_id
)

select
    counts.household_id,
    cast(null as varchar) as person_id,
    cast(counts.unemployed_count as decimal(18, 2)) as amount,
    last_day(cast(counts.delivery_month || '-01' as date)) as observed_date,
    cast(counts.unemployed_count as varchar) || '名劳动年龄成员登记失业' as evidence
from counts
left join indicators.unemployment_tags on counts.household_id = unemployment_tags.household_id
where unemployment_tags.household_id is null
