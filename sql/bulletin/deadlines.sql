-- title: 到期和逾期
-- description: 每类期限本月到期几件、按时办了几件、办晚了几件、还没办几件；到本月末逾期未办共几件，由谁催
with due as (
    select
        kind,
        is_done,
        is_late,
        is_overdue,
        coalesce(escalated_to, 'grid') as escalated_to,
        coalesce(
            due_date >= make_date(year($on_date), month($on_date), 1) and due_date <= $on_date,
            false
        ) as is_due_in_month
    from ledger.deadlines
)

select
    kind,
    cast(sum(case when is_due_in_month then 1 else 0 end) as bigint) as due_count,
    cast(sum(case when is_due_in_month and is_done and not is_late then 1 else 0 end) as bigint)
        as in_time_count,
    cast(sum(case when is_due_in_month and is_done and is_late then 1 else 0 end) as bigint)
        as late_count,
    cast(sum(case when is_due_in_month and not is_done then 1 else 0 end) as bigint) as open_count,
    cast(sum(case when is_overdue then 1 else 0 end) as bigint) as overdue_count,
    cast(sum(case when is_overdue and escalated_to = 'grid' then 1 else 0 end) as bigint)
        as overdue_grid_count,
    cast(sum(case when is_overdue and escalated_to = 'street' then 1 else 0 end) as bigint)
        as overdue_street_count,
    cast(sum(case when is_overdue and escalated_to = 'district' then 1 else 0 end) as bigint)
        as overdue_district_count
from due
group by kind
