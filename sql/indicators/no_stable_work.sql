-- title: 务工时间不足
-- dimension: income
-- grain: household
-- unit: months
-- sources: rural_affairs__poverty_roster
-- description: 十二个月减去家中劳动年龄成员里务工最久者的务工月数；写明无劳动力、丧失劳动力的成员和在校生不算，
--   务工时间都未填写的家庭不计
with workers as (
    select
        screened_members.household_id,
        max(roster.work_months) as work_months
    from core.screened_members
    inner join core.persons on screened_members.person_id = persons.person_id
    inner join core.roster on screened_members.person_id = roster.person_id
    where
        persons.age_years >= $minor_age_years
        and persons.age_years < $elder_age_years
        and roster.work_months is not null
        and coalesce(roster.labour_skill, '') not in ('无劳动力', '丧失劳动力')
        and coalesce(roster.student_status, '非在校生') in ('', '无', '否', '非在校生')
    group by screened_members.household_id
)

select
    workers.household_id,
    cast(null as varchar) as person_id,
    cast(12 - workers.work_months as decimal(18, 2)) as amount,
    last_day(cast(sources.delivery_month || '-01' as date)) as observed_date,
    case
        when workers.work_months <= 0 then '名册记载家中劳动力一年没有务工'
        when workers.work_months <= 6 then '名册记载家中务工最久者一年不超过6个月'
        else '名册记载家中有人一年务工6个月以上'
    end as evidence
from workers
inner join inputs.sources on sources.source = 'rural_affairs__poverty_roster'
