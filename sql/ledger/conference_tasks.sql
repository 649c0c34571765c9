-- title: 会商任务
-- description: 每户每次会商定下的任务：哪个部门、办什么、何时办结、办得怎样；最后报来的为准
with told as (
    select
        household_id,
        conference_date,
        coalesce(department, '') as department,
        coalesce(task, '') as task,
        lead_department,
        decision,
        persons_count,
        task_due,
        result,
        done_date,
        delivery_month as known_month,
        delivery_rank,
        substring(
            md5(concat_ws('|', file_id, sheet, cast(row_number as varchar))), 1, 16
        ) as row_id
    from staging.field__conferences
    where
        is_filled
        and conference_date <= $on_date
),

-- A record comes back as often as something in it changes: what was written last counts.
newest as (
    select *
    from told
    qualify
        row_number() over (
            partition by household_id, conference_date, department, task
            order by known_month desc, delivery_rank desc, row_id desc
        ) = 1
),

-- What was done after the day is not known on it.
dated as (
    select
        household_id,
        conference_date,
        department,
        task,
        lead_department,
        decision,
        persons_count,
        task_due,
        case when coalesce(done_date <= $on_date, true) then result end as result,
        case when done_date <= $on_date then done_date end as done_date
    from newest
),

judged as (
    select
        *,
        task <> '' and coalesce(result not in ('已落实', '不能落实'), true) as is_open
    from dated
),

histories as (
    select
        household_id,
        conference_date,
        department,
        task,
        min(known_month) as known_month,
        count(*) as told_count,
        min(decision) <> max(decision) as is_decision_changed
    from told
    group by household_id, conference_date, department, task
)

select
    substring(
        md5(
            concat_ws(
                '|',
                judged.household_id,
                cast(judged.conference_date as varchar),
                judged.department,
                judged.task
            )
        ),
        1,
        16
    ) as task_id,
    judged.household_id,
    judged.conference_date,
    judged.lead_department,
    judged.decision,
    judged.persons_count,
    nullif(judged.department, '') as department,
    nullif(judged.task, '') as task,
    judged.task_due,
    judged.result,
    judged.done_date,
    judged.is_open,
    judged.is_open and coalesce(judged.task_due < $on_date, false) as is_overdue,
    histories.is_decision_changed,
    cast(histories.told_count as integer) as told_count,
    histories.known_month
from judged
inner join histories
    on
        judged.household_id = histories.household_id
        and judged.conference_date = histories.conference_date
        and judged.department = histories.department
        and judged.task = histories.task
