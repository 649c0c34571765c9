-- title: 筛查人群规模
-- description: 三类筛查人群的人数、户数和本月人次；没有人的人群也写明为零；镇街补报的不是其中一类，不计在内
with cohort_names as (
    select 'disability' as cohort
    union all
    select 'medical' as cohort
    union all
    select 'poverty_roster' as cohort
),

each_cohort as (
    select
        cohort_names.cohort,
        count(distinct cohorts.person_id) as persons_count,
        count(distinct cohorts.household_id) as households_count
    from cohort_names
    left join core.cohorts
        on cohort_names.cohort = cohorts.cohort
    group by cohort_names.cohort
),

any_cohort as (
    select
        count(distinct cohorts.person_id) as persons_count,
        count(distinct cohorts.household_id) as households_count
    from core.cohorts
    inner join cohort_names
        on cohorts.cohort = cohort_names.cohort
)

select
    cohort,
    persons_count,
    households_count,
    persons_count as person_times_count
from each_cohort
union all
select
    'any' as cohort,
    any_cohort.persons_count,
    any_cohort.households_count,
    cast((select sum(each_cohort.persons_count) from each_cohort) as bigint) as person_times_count
from any_cohort
