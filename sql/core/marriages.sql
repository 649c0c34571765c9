-- title: 婚姻登记状况
-- description: 截止日以前最近一次登记的结婚或离婚，每人一行，双方都算；补领、撤销不看
with sides as (
    select
        person_id,
        registration_kind,
        registered_date,
        delivery_rank,
        row_number,
        sheet
    from staging.civil_affairs__marriages
    where person_id is not null
    union all
    select
        spouse_person_id as person_id,
        registration_kind,
        registered_date,
        delivery_rank,
        row_number,
        sheet
    from staging.civil_affairs__marriages
    where spouse_person_id is not null
),

newest as (
    select
        person_id,
        registration_kind,
        registered_date
    from sides
    where registration_kind in ('结婚', '离婚') and registered_date <= $as_of_date
    qualify
        row_number() over (
            partition by person_id
            order by registered_date desc, delivery_rank desc, row_number desc, sheet desc
        ) = 1
)

select
    person_id,
    registration_kind,
    registered_date,
    registration_kind = '离婚' as is_divorced
from newest
