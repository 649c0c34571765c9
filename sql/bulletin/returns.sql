-- title: 回填情况
-- description: 送达的每一行走访结果怎么样了：采用、重复、两份不一致、对不上名单、没有填、新报的人
with accepted as (
    select
        delivery_month,
        case
            when is_nomination then 'nominated'
            when not is_answered then 'unfilled'
            when coalesce(visited_date > $on_date, false) then 'later'
            else 'answered'
        end as standing
    from staging.field__visit_results
),

counted as (
    select
        delivery_month,
        standing
    from accepted
    where standing <> 'answered'
    union all
    select
        known_month as delivery_month,
        standing
    from ledger.answers
    union all
    select
        known_month as delivery_month,
        'unmerged' as standing
    from ledger.written
    where reason is not null
    union all
    select
        delivery_month,
        'accepted' as standing
    from accepted
)

select
    standing,
    count(*) as rows_count,
    cast(sum(case when delivery_month = $month then 1 else 0 end) as bigint) as rows_in_month_count
from counted
group by standing
