-- title: 分组
-- description: 每个范围里的一户属于哪些组：全部、颜色、镇街、筛查人群、列入原因；人群和原因一户可以有几个
with cohort_names as (
    select 'disability' as cohort
    union all
    select 'medical' as cohort
    union all
    select 'poverty_roster' as cohort
)

select
    scope,
    household_id,
    'all' as dimension,
    'all' as group_code
from bulletin.households
union all
select
    scope,
    household_id,
    'colour' as dimension,
    colour as group_code
from bulletin.households
union all
select
    scope,
    household_id,
    'street' as dimension,
    street_code as group_code
from bulletin.households
union all
select
    households.scope,
    households.household_id,
    'cohort' as dimension,
    cohort_names.cohort as group_code
from bulletin.households
inner join cohort_names
    on ',' || households.cohorts || ',' like '%,' || cohort_names.cohort || ',%'
union all
select
    households.scope,
    households.household_id,
    'reason' as dimension,
    reasons.indicator as group_code
from bulletin.households
inner join releases.reasons
    on
        households.household_id = reasons.household_id
        and households.list_month = reasons.list_month
