-- title: 已享受的救助
-- description: 筛查范围内各户成员截至月末在享的救助；享受低保或特困的不作为该项线索
with drawn as (
    select distinct
        members.household_id,
        assistance.category
    from core.assistance
    inner join core.members on assistance.person_id = members.person_id
    inner join screening.screened_households
        on members.household_id = screened_households.household_id
    inner join inputs.sources on sources.source = 'civil_affairs__assistance'
    where assistance.is_current and sources.status <> 'missing'
)

select
    drawn.household_id,
    array_to_string(list_sort(list(drawn.category)), '；') as already_receives,
    max(case when basic_assistance.category is null then 0 else 1 end)
    = 1 as draws_basic_assistance
from drawn
left join policy.basic_assistance on drawn.category = basic_assistance.category
group by drawn.household_id
