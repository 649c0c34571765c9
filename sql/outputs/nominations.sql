-- title: 镇街补报的户
-- description: 走访名单上手工添加的户：对得上哪一户、这一户本月筛查过没有、列入没有；不含姓名、电话、住址
select
    cast($month as varchar) as month,
    nominations.file_id,
    nominations.sheet,
    nominations.row_number,
    nominations.nomination_key,
    nominations.delivery_month,
    nominations.visited_date,
    nominations.household_id,
    nominations.person_id,
    nominations.matched_by,
    households.street_code,
    nominations.sender_street_code,
    assessed.household_id is not null as is_screened,
    assessed.colour
from core.nominations as nominations
left join core.households as households on nominations.household_id = households.household_id
left join screening.households as assessed
    on nominations.household_id = assessed.household_id
