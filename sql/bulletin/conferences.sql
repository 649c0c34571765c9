-- title: 个案会商
-- description: 本年会商过几户、几人；一户会商几次只算一户，人数以最近一次为准
with newest as (
    select
        household_id,
        persons_count
    from staging.field__conferences
    where
        conference_date >= make_date(year($on_date), 1, 1)
        and conference_date <= $on_date
    qualify
        row_number() over (
            partition by household_id
            order by
                conference_date desc, delivery_rank desc, file_id asc, sheet asc, row_number asc
        ) = 1
)

select
    count(*) as households_count,
    cast(coalesce(sum(persons_count), 0) as bigint) as persons_count
from newest
