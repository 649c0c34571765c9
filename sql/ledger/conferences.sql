-- title: 个案会商
-- description: 每户每次会商：何时、谁牵头、决定、涉及几人、几项任务办成几项；户数和人数按文章000的口径数
with newest_places as (
    select
        household_id,
        street_code,
        street_name,
        community_name,
        grid_code,
        members_count
    from releases.listings
    qualify row_number() over (partition by household_id order by list_month desc) = 1
),

-- Of what the rows of one conference say of it as a whole, the word told last counts.
said as (
    select
        household_id,
        conference_date,
        lead_department,
        decision
    from ledger.conference_tasks
    qualify
        row_number() over (
            partition by household_id, conference_date
            order by known_month desc, task_id desc
        ) = 1
),

counted as (
    select
        household_id,
        conference_date,
        max(persons_count) as persons_count,
        min(decision) <> max(decision)
        or max(case when is_decision_changed then 1 else 0 end) = 1 as is_decision_changed,
        count(task) as tasks_count,
        count(case when task is not null and not is_open then 1 end) as tasks_done,
        count(case when is_overdue then 1 end) as tasks_overdue,
        min(case when is_open then task_due end) as next_due,
        max(done_date) as last_done,
        min(known_month) as known_month
    from ledger.conference_tasks
    group by household_id, conference_date
)

select
    substring(
        md5(concat_ws('|', counted.household_id, cast(counted.conference_date as varchar))), 1, 16
    ) as conference_id,
    counted.household_id,
    counted.conference_date,
    places.street_code,
    places.street_name,
    places.community_name,
    places.grid_code,
    said.lead_department,
    said.decision,
    counted.is_decision_changed,
    said.decision = '一事一议纳入救助' as is_admitted,
    -- Who wrote no number meant the household.
    cast(coalesce(counted.persons_count, places.members_count, 1) as integer) as persons_count,
    cast(counted.tasks_count as integer) as tasks_count,
    cast(counted.tasks_done as integer) as tasks_done,
    cast(counted.tasks_overdue as integer) as tasks_overdue,
    counted.next_due,
    counted.last_done,
    counted.known_month
from counted
inner join said
    on
        counted.household_id = said.household_id
        and counted.conference_date = said.conference_date
left join newest_places as places on counted.household_id = places.household_id
