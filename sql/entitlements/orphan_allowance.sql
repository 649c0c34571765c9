-- title: 孤儿基本生活费
-- description: 未成年人一人一个：家里没有到老年以前的成年人的，或者已在孤儿名册上的；父母在不在，名册以外没有登记，
--   要走访时问
-- sources: civil_affairs__orphans,community__residents
with homes as (
    select
        household_id,
        bool_or(age_years >= $adult_age_years and not is_elder) as has_adult
    from core.capacities
    group by household_id
),

listed as (
    select distinct person_id
    from core.benefits
    where benefit = '孤儿'
),

cases as (
    select
        capacities.household_id,
        capacities.person_id,
        homes.has_adult,
        listed.person_id is not null as is_listed
    from core.capacities as capacities
    inner join homes on capacities.household_id = homes.household_id
    left join listed on capacities.person_id = listed.person_id
    where capacities.is_minor and (not homes.has_adult or listed.person_id is not null)
)

select
    cases.household_id,
    cases.person_id,
    conditions.condition,
    case conditions.condition
        when 'parents' then case when cases.is_listed then true end
        when 'no_adult' then not cases.has_adult
    end as is_met,
    case
        when conditions.condition = 'parents' and cases.is_listed then '在孤儿名册上'
        when conditions.condition = 'no_adult' and not cases.has_adult
            then '登记在一起的没有老人以外的成年人'
    end as evidence,
    cast(null as date) as observed_date,
    cast($orphan_allowance_monthly_yuan as decimal(18, 2)) as low_yuan,
    cast($orphan_allowance_monthly_yuan as decimal(18, 2)) as high_yuan
from cases
cross join (values ('parents'), ('no_adult')) as conditions (condition)
