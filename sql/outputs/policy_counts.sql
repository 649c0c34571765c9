-- title: 政策对照的结果
-- description: 有人要对照的每项政策，每种结果各有几件、几人、几户，没有的写明为零；对照了几条、每件几条，供核对
with statuses as (
    select 'may_qualify' as status
    union all
    select 'already_receives' as status
    union all
    select 'cannot_tell' as status
    union all
    select 'does_not' as status
),

counted as (
    select
        policy,
        status,
        count(*) as cases_count,
        count(distinct person_id) as persons_count,
        count(distinct household_id) as households_count
    from matches.entitlements
    group by policy, status
),

answers as (
    select
        policy,
        count(*) as answers_count
    from entitlements.all_conditions
    group by policy
),

asked as (
    select
        policy,
        count(*) as conditions_count
    from policy.benefit_conditions
    group by policy
)

select
    benefits.policy,
    benefits.title,
    benefits.grain,
    statuses.status,
    coalesce(counted.cases_count, 0) as cases_count,
    coalesce(counted.persons_count, 0) as persons_count,
    coalesce(counted.households_count, 0) as households_count,
    answers.answers_count,
    asked.conditions_count
from policy.benefits as benefits
inner join answers on benefits.policy = answers.policy
inner join asked on benefits.policy = asked.policy
cross join statuses
left join counted
    on benefits.policy = counted.policy and statuses.status = counted.status
