-- title: 职工养老金
-- description: 成员在领职工或机关事业单位养老金
-- source: human_resources__pensions
-- question: 请核实养老金数额和家中还有没有别的收入
with drawn as (
    select
        screened_members.household_id,
        benefits.person_id,
        benefits.observed_date
    from core.screened_members
    inner join core.benefits on screened_members.person_id = benefits.person_id
    where
        benefits.benefit in ('职工基本养老金', '机关事业单位基本养老金')
        and benefits.source = 'human_resources__pensions'
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(observed_date) as observed_date,
    cast(count(distinct person_id) as varchar) || '名成员在领职工或机关事业养老金' as evidence
from drawn
group by household_id
