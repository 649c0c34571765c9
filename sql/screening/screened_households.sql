-- title: 筛查范围
-- description: 本月有成员在筛查人群的家庭，以及本月不在范围、但上月在名单上且仍有在世成员的家庭
with cohorts as (
    select distinct
        household_id,
        cohort
    from core.cohorts
),

screened as (
    select
        household_id,
        array_to_string(list_sort(list(cohort)), ',') as cohorts
    from cohorts
    group by household_id
),

previous as (
    select
        previous_households.household_id,
        previous_households.months_listed,
        colour_thresholds.colour_rank
    from releases.previous_households
    inner join policy.colour_thresholds
        on previous_households.colour = colour_thresholds.colour
)

select
    households.household_id,
    screened.household_id is not null as is_screened,
    coalesce(screened.cohorts, '') as cohorts,
    cast(coalesce(previous.colour_rank, 0) as integer) as previous_rank,
    cast(coalesce(previous.months_listed, 0) as integer) as previous_months_listed
from core.households
left join screened on households.household_id = screened.household_id
left join previous on households.household_id = previous.household_id
where screened.household_id is not null or previous.household_id is not null
