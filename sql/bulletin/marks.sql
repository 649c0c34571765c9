-- title: 计数的事
-- description: 每个范围里的一户在哪些项目里各计一次；同一组里几项相加等于另一项，程序逐组核对
with episodes as (
    select
        households.scope,
        households.household_id,
        case
            when states.is_verified_in_time then 'in_time'
            when states.is_verified then 'late'
            when states.visit_result is not null then 'not_seen'
            else 'waiting'
        end as progress
    from bulletin.households
    inner join ledger.states on households.household_id = states.household_id
    where households.scope in ('due', 'list')
)

select
    scope,
    household_id,
    scope as figure
from bulletin.households
union all
select
    scope,
    household_id,
    scope || '_' || progress as figure
from episodes
union all
select
    'year' as scope,
    household_id,
    case when conclusion is null then 'unverified' else 'found_' || conclusion end as figure
from bulletin.findings
union all
select
    'year' as scope,
    household_id,
    'verified' as figure
from bulletin.findings
where conclusion is not null
union all
select
    'year' as scope,
    household_id,
    'eligible' as figure
from bulletin.findings
where conclusion <> 'no_risk'
union all
select
    'year' as scope,
    household_id,
    case when is_helped then 'helped' else 'unhelped' end as figure
from bulletin.findings
