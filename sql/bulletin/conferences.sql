-- title: 个案会商
-- description: 本年会商过几户、几人，其中一事一议纳入救助的几户、几人；一户会商几次只算一户，以最近一次为准
with this_year as (
    select
        household_id,
        persons_count,
        is_admitted
    from ledger.conferences
    where
        conference_date >= make_date(year($on_date), 1, 1)
        and conference_date <= $on_date
    qualify
        row_number() over (
            partition by household_id
            order by conference_date desc, conference_id asc
        ) = 1
)

select
    count(*) as households_count,
    cast(coalesce(sum(persons_count), 0) as bigint) as persons_count,
    cast(coalesce(sum(case when is_admitted then 1 else 0 end), 0) as bigint)
        as admitted_households_count,
    cast(coalesce(sum(case when is_admitted then persons_count else 0 end), 0) as bigint)
        as admitted_persons_count
from this_year
