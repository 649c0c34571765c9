-- title: 医疗年度累计
-- description: 已汇总的年度个人负担，每人每年一行；只有统计期恰是那个自然年、又没有送来此人当年任何
--   结算明细时，才代替明细计入
with listed as (
    select yearly.*
    from staging.medical_insurance__yearly_burdens as yearly
    left join core.deaths as deaths on yearly.person_id = deaths.person_id
    where yearly.person_id is not null and deaths.person_id is null
    qualify
        row_number() over (
            partition by yearly.person_id, yearly.year
            order by
                yearly.delivery_rank desc,
                yearly.is_alternative asc,
                yearly.row_number desc,
                yearly.sheet desc
        ) = 1
),

itemised as (
    select distinct
        settlements.person_id,
        year(settlements.setl_time) as year
    from staging.medical_insurance__settlements as settlements
    where settlements.person_id in (select person_id from listed)
)

select
    listed.person_id,
    cast(listed.year as integer) as year,
    cast(listed.burden_yuan as decimal(18, 2)) as burden_yuan,
    itemised.person_id is not null as is_itemised,
    itemised.person_id is null
    and month($as_of_date) = 12
    and $medical_burden_window_months = 12
    and year($as_of_date) = listed.year as is_counted
from listed
left join itemised
    on listed.person_id = itemised.person_id and listed.year = itemised.year
