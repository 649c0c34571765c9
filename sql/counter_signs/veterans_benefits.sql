-- title: 优待抚恤
-- description: 成员在领优待抚恤金
-- source: veterans__benefits
-- question: 核算收入时请不要计入优待抚恤金，并请核实优抚医疗待遇是否落实
with drawn as (
    select
        screened_members.household_id,
        benefits.person_id,
        benefits.observed_date
    from core.screened_members
    inner join core.benefits on screened_members.person_id = benefits.person_id
    where
        benefits.source = 'veterans__benefits'
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(observed_date) as observed_date,
    cast(count(distinct person_id) as varchar) || '名成员在领优待抚恤金' as evidence
from drawn
group by household_id
