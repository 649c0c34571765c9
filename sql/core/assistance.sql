-- title: 在享救助
-- description: 在世的人享受的每一类救助，每人每类一行；同类多行的，以最后送来的为准
with listed as (
    select assistance.*
    from staging.civil_affairs__assistance as assistance
    left join core.deaths as deaths on assistance.person_id = deaths.person_id
    where assistance.person_id is not null and deaths.person_id is null
),

by_category as (
    select
        person_id,
        start_month,
        end_month,
        monthly_amount_yuan,
        support_mode,
        delivery_month,
        delivery_rank,
        is_alternative,
        row_number,
        sheet,
        unnest(string_split(assistance_categories, '、')) as category
    from listed
),

counted as (
    select *
    from by_category
    qualify
        row_number() over (
            partition by person_id, category
            order by delivery_rank desc, is_alternative asc, row_number desc, sheet desc
        ) = 1
)

select
    person_id,
    category,
    start_month,
    end_month,
    monthly_amount_yuan,
    case when category = '特困人员' then support_mode end as support_mode,
    delivery_month as observed_month,
    coalesce(start_month <= $as_of_date, true)
    -- Both months are told by their first day, and the last one is drawn to its end.
    and coalesce(end_month >= cast(date_trunc('month', $as_of_date) as date), true) as is_current
from counted
