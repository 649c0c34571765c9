-- title: 在享救助
-- description: 在世的人享受的每一类救助，每人每类一行；同类多行的，以最后送来的为准；特困人员的供养方式，先看单独
--   的一列，没有的看类别里写的
with listed as (
    select assistance.*
    from staging.civil_affairs__assistance as assistance
    left join core.deaths as deaths on assistance.person_id = deaths.person_id
    where assistance.person_id is not null and deaths.person_id is null
),

by_word as (
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
        unnest(string_split(assistance_categories, '、')) as word
    from listed
),

by_category as (
    select
        person_id,
        start_month,
        end_month,
        monthly_amount_yuan,
        delivery_month,
        delivery_rank,
        is_alternative,
        row_number,
        sheet,
        case when word like '特困人员（%' then '特困人员' else word end as category,
        case
            when word not like '特困人员%' then null
            when support_mode is not null then support_mode
            when word = '特困人员（分散供养）' then '分散供养'
            when word = '特困人员（集中供养）' then '集中供养'
        end as support_mode
    from by_word
),

counted as (
    select *
    from by_category
    qualify
        row_number() over (
            partition by person_id, category
            order by
                delivery_rank desc,
                is_alternative asc,
                row_number desc,
                sheet desc,
                -- One cell may say it twice, with how and without; never both ways.
                support_mode asc nulls last
        ) = 1
)

select
    person_id,
    category,
    start_month,
    end_month,
    monthly_amount_yuan,
    support_mode,
    delivery_month as observed_month,
    coalesce(start_month <= $as_of_date, true)
    -- Both months are told by their first day, and the last one is drawn to its end.
    and coalesce(end_month >= cast(date_trunc('month', $as_of_date) as date), true) as is_current
from counted
