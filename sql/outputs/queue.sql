-- title: 排队等候走访的住户
-- description: 有颜色、本月走访数内没有排进名单的户：颜色照旧，同色中排第几、等了几个月、为什么
with counted as (
    select
        count(case when selection = 'red' then 1 end) as red_count,
        count(case when is_selected then 1 end) as selected_count
    from outputs.selection
    where visits_per_month is not null
),

declared as (
    select cast(sum(visits_per_month) as integer) as capacity_count
    from reference.capacities
)

select
    cast($month as varchar) as month,
    households.household_id,
    households.street_code,
    households.street_name,
    households.community_name,
    households.grid_code,
    cast(households.members_count as integer) as members_count,
    selection.colour,
    selection.score,
    selection.expected_benefit_yuan,
    selection.place_in_queue,
    selection.place_in_street,
    selection.months_waiting,
    assessed.months_listed,
    assessed.reasons,
    '各镇街本月申报共能走访' || cast(declared.capacity_count as varchar) || '户，名单共'
    || cast(counted.selected_count as varchar) || '户（其中红色' || cast(counted.red_count as varchar)
    || '户）；本户' || case selection.colour when 'orange' then '橙色' else '黄色' end
    || '，在全区同色户中排第' || cast(selection.place_in_queue as varchar) || '位，已等'
    || cast(selection.months_waiting as varchar) || '个月。颜色不变，先后保留；情况变急的，随时报区民政部门。'
        as why
from outputs.selection
inner join core.households
    on selection.household_id = households.household_id
inner join screening.households as assessed
    on selection.household_id = assessed.household_id
cross join counted
cross join declared
where selection.selection = 'waiting'
