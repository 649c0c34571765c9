-- title: 低保家庭人口
-- description: 每户按低保审核确认办法第七条计入的人数；身份证号不可用的成员也计入，走访时核实
with known as (
    select
        household_id,
        count(*) as known_count,
        sum(case when is_counted then 1 else 0 end) as counted_count
    from core.guarantee_members
    group by household_id
)

select
    known.household_id,
    cast(
        known.counted_count
        + greatest(coalesce(households.members_count, 0) - known.known_count, 0) as integer
    ) as counted_count
from known
left join core.households as households on known.household_id = households.household_id
