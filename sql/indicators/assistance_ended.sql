-- title: 救助刚停发
-- dimension: income
-- grain: household
-- unit: count
-- sources: civil_affairs__assistance
-- description: 低保、特困或低保边缘已经停发，而家中现在没有人享受其中任何一项；值为停发的人数，时间为最近一次停发
with basic as (
    select
        screened_members.household_id,
        screened_members.person_id,
        assistance.is_current,
        assistance.end_month
    from core.screened_members
    inner join core.assistance on screened_members.person_id = assistance.person_id
    where assistance.category in ('最低生活保障', '特困人员', '低保边缘家庭')
),

ended as (
    select
        household_id,
        count(distinct person_id) as ended_count,
        max(end_month) as end_month,
        sum(case when is_current then 1 else 0 end) as current_count
    from basic
    group by household_id
)

select
    household_id,
    cast(null as varchar) as person_id,
    cast(ended_count as decimal(18, 2)) as amount,
    last_day(end_month) as observed_date,
    cast(ended_count as varchar) || '人的基本救助已停发' as evidence
from ended
where current_count = 0 and end_month is not null
