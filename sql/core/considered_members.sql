-- title: 要对照政策的人
-- description: 筛查家庭和有人在享救助、残疾人补贴或儿童保障的家庭的全部在世成员：该享受什么、已享受什么，
--   只对照他们；is_screened 为筛查家庭的成员，指标仍只计量他们
with drawing as (
    select person_id
    from core.assistance
    where is_current
    union
    select person_id
    from staging.civil_affairs__disability_subsidies
    where monthly_amount_yuan > 0
    union
    select person_id
    from staging.civil_affairs__orphans
),

assisted as (
    select distinct members.household_id
    from core.members
    inner join drawing on members.person_id = drawing.person_id
),

screened as (
    select distinct household_id
    from core.screened_members
)

select
    person_id,
    household_id,
    true as is_screened
from core.screened_members
union all
select
    members.person_id,
    members.household_id,
    false as is_screened
from core.members
inner join assisted on members.household_id = assisted.household_id
left join screened on members.household_id = screened.household_id
where screened.household_id is null
