-- title: 同一人在两户名单里
-- description: 同一个月送来的几份名单里，同一人写在不同的户编号下
-- source: rural_affairs__poverty_roster
-- level: warn
-- reason: 同一人在本月名单里写在两个户编号下，两家的人口和人均收入都会算错。请核实此人属于哪一户，从另一户删去。
with repeated as (
    select person_id
    from staging.rural_affairs__poverty_roster
    where person_id is not null
    group by person_id
    having min(household_number) <> max(household_number)
)

select
    roster.file_id,
    roster.sheet,
    roster.row_number,
    'household_number' as column_name
from staging.rural_affairs__poverty_roster as roster
inner join repeated on roster.person_id = repeated.person_id
where not roster.is_alternative
