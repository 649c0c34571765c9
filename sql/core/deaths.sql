-- title: 去世人员
-- description: 截至截止日已有死亡日期的人，每人一行；同一人多次报送的，以最后送来的为准
with reported as (
    select
        person_id,
        death_date
    from staging.civil_affairs__deaths
    where person_id is not null
    qualify
        row_number() over (
            partition by person_id
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
)

select
    person_id,
    death_date
from reported
where death_date <= $as_of_date
