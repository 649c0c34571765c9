-- title: 公租房保障
-- description: 成员在享公租房实物配租或租赁补贴；轮候、退出的不问
-- source: housing__public_rental
-- question: 请核实是否仍住在公租房里、补贴是否到账、是否拖欠租金
with drawn as (
    select
        screened_members.household_id,
        benefits.person_id,
        benefits.benefit,
        benefits.observed_date
    from core.screened_members
    inner join core.benefits on screened_members.person_id = benefits.person_id
    where
        benefits.source = 'housing__public_rental'
)

select
    household_id,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    max(observed_date) as observed_date,
    case
        when min(benefit) = '公租房租赁补贴' and max(benefit) = '公租房租赁补贴'
            then '在领公租房租赁补贴'
        else '住在公租房'
    end as evidence
from drawn
group by household_id
