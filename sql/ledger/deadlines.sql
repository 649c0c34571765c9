-- title: 期限
-- description: 台账上每一件有期限的事：核实、走访、线索、半年核查、去世后复核、残疾证提醒、渐退期满、连续列入没有结果、会商任务；
--   何日起算、何日到期、办了没有、超期几天、该由谁来催
with visits as (
    select
        household_id,
        visited_date
    from ledger.answers
    where standing = 'merged' and visit_result = '已见到'
),

last_visits as (
    select
        household_id,
        max(visited_date) as visited_date
    from visits
    group by household_id
),

verifying as (
    select
        states.household_id,
        states.verify_by,
        lists.list_date as started_date,
        case
            when states.is_verified then states.outcome_date
            when states.is_closed then states.since_date
        end as done_date
    from ledger.states
    inner join releases.lists on states.first_list_month = lists.list_month
),

listed_months as (
    select
        household_id,
        list_date,
        row_number() over (partition by household_id order by list_month desc) as months_ago
    from releases.listings
),

-- The list with which it stood there for the third time without an outcome.
without_outcome as (
    select
        states.household_id,
        listed_months.list_date as due_date,
        lists.list_date as started_date
    from ledger.states
    inner join releases.lists on states.first_list_month = lists.list_month
    inner join listed_months
        on
            states.household_id = listed_months.household_id
            and listed_months.months_ago
            = states.months_without_outcome - cast($no_outcome_months as integer) + 1
    where states.listed_now and states.months_without_outcome >= $no_outcome_months
),

-- A clue that goes with an earlier one is answered with it.
leaders as (
    select
        clue_id,
        case
            when duplicate_of is null or duplicate_of = 'list' then clue_id
            else duplicate_of
        end as leader_id
    from ledger.clues
),

clue_checks as (
    select
        leaders.leader_id,
        min(answers.checked_date) as checked_date
    from ledger.clue_answers as answers
    inner join leaders on answers.clue_id = leaders.clue_id
    where answers.standing = 'merged' and answers.visit_result in ('已见到', '已搬走', '拒绝')
    group by leaders.leader_id
),

clues as (
    select
        clues.*,
        cast(clues.received_at as date) as received_date,
        coalesce(clues.outcome_date, checks.checked_date) as done_date,
        -- Midnight is the end of the day before.
        hour(clues.urgent_due_at) = 0 and minute(clues.urgent_due_at) = 0 as is_midnight
    from ledger.clues as clues
    inner join leaders
        on clues.clue_id = leaders.clue_id and leaders.clue_id = leaders.leader_id
    left join clue_checks as checks on clues.clue_id = checks.leader_id
),

clue_days as (
    select
        clues.clue_id,
        min(later.day) as due_date
    from clues
    inner join reference.workdays as received on clues.received_date = received.day
    inner join reference.workdays as later
        on later.ordinal = received.ordinal + cast($verify_workdays as integer)
    group by clues.clue_id
),

half_years as (
    select
        duties.*,
        greatest(duties.started_date, coalesce(last_visits.visited_date, duties.started_date))
            as from_date,
        coalesce(last_visits.visited_date > duties.started_date, false) as is_moved
    from releases.duties
    left join last_visits on duties.household_id = last_visits.household_id
    where duties.kind = 'half_year_review'
),

-- The same day six months on, or that month's last day where it has none.
half_year_ends as (
    select
        *,
        year(from_date) * 12 + month(from_date) - 1
        + cast(coalesce($dibao_review_unstable_months, 6) as integer) as last_month
    from half_years
),

-- What was looked into when it fell due is done; a review after a death at any time since.
other_duties as (
    select
        duties.household_id,
        duties.person_id,
        duties.kind,
        duties.started_date,
        duties.due_date,
        duties.street_code,
        duties.street_name,
        duties.community_name,
        duties.grid_code,
        min(visits.visited_date) as done_date
    from releases.duties
    left join visits
        on
            duties.household_id = visits.household_id
            and visits.visited_date >= case
                when duties.kind = 'death_review' then duties.started_date
                else cast(date_trunc('month', duties.due_date) as date)
            end
    where duties.kind <> 'half_year_review'
    group by
        duties.household_id,
        duties.person_id,
        duties.kind,
        duties.started_date,
        duties.due_date,
        duties.street_code,
        duties.street_name,
        duties.community_name,
        duties.grid_code
),

of_listed as (
    select
        'verify' as kind,
        'verify_workdays' as parameter,
        household_id,
        started_date,
        verify_by as due_date,
        done_date
    from verifying
    union all
    select
        'visit' as kind,
        'visit_months_' || colour as parameter,
        household_id,
        last_visit_date as started_date,
        next_visit_by as due_date,
        cast(null as date) as done_date
    from ledger.states
    where
        last_visit_date is not null
        and state not in ('moved', 'left')
        and (listed_now or not is_closed)
    union all
    select
        'no_outcome' as kind,
        'no_outcome_months' as parameter,
        household_id,
        started_date,
        due_date,
        cast(null as date) as done_date
    from without_outcome
),

everything as (
    select
        of_listed.kind,
        of_listed.parameter,
        of_listed.household_id,
        cast(null as varchar) as person_id,
        cast(null as varchar) as clue_id,
        states.street_code,
        states.street_name,
        states.community_name,
        states.grid_code,
        states.colour,
        of_listed.started_date,
        of_listed.due_date,
        cast(null as varchar) as due_time,
        of_listed.done_date,
        cast(null as varchar) as task_id,
        cast(null as varchar) as task
    from of_listed
    inner join ledger.states as states on of_listed.household_id = states.household_id
    union all
    select
        'clue' as kind,
        case when clues.is_urgent then 'urgent_clue_hours' else 'verify_workdays' end as parameter,
        clues.household_id,
        clues.person_id,
        clues.clue_id,
        clues.street_code,
        clues.street_name,
        cast(null as varchar) as community_name,
        cast(null as varchar) as grid_code,
        cast(null as varchar) as colour,
        clues.received_date as started_date,
        case
            when clues.is_urgent
                then
                    cast(clues.urgent_due_at as date)
                    - case when clues.is_midnight then 1 else 0 end
            -- What came before the calendar begins is long overdue.
            when clues.received_date < make_date(year($on_date) - 1, 1, 1)
                then clues.received_date
            else clue_days.due_date
        end as due_date,
        case
            when clues.is_urgent and clues.is_midnight then '24:00'
            when clues.is_urgent
                then
                    lpad(cast(hour(clues.urgent_due_at) as varchar), 2, '0') || ':'
                    || lpad(cast(minute(clues.urgent_due_at) as varchar), 2, '0')
        end as due_time,
        clues.done_date,
        cast(null as varchar) as task_id,
        cast(null as varchar) as task
    from clues
    left join clue_days on clues.clue_id = clue_days.clue_id
    union all
    select
        kind,
        'dibao_review_unstable_months' as parameter,
        household_id,
        person_id,
        cast(null as varchar) as clue_id,
        street_code,
        street_name,
        community_name,
        grid_code,
        cast(null as varchar) as colour,
        from_date as started_date,
        case
            when is_moved
                then
                    make_date(
                        last_month // 12,
                        last_month % 12 + 1,
                        least(
                            day(from_date),
                            day(last_day(make_date(last_month // 12, last_month % 12 + 1, 1)))
                        )
                    )
            else due_date
        end as due_date,
        cast(null as varchar) as due_time,
        cast(null as date) as done_date,
        cast(null as varchar) as task_id,
        cast(null as varchar) as task
    from half_year_ends
    union all
    select
        kind,
        case kind
            when 'death_review' then 'death_review_months'
            when 'certificate_reminder' then 'certificate_apply_months'
            else 'grace_months'
        end as parameter,
        household_id,
        person_id,
        cast(null as varchar) as clue_id,
        street_code,
        street_name,
        community_name,
        grid_code,
        cast(null as varchar) as colour,
        started_date,
        due_date,
        cast(null as varchar) as due_time,
        done_date,
        cast(null as varchar) as task_id,
        cast(null as varchar) as task
    from other_duties
    union all
    select
        'conference' as kind,
        cast(null as varchar) as parameter,
        tasks.household_id,
        cast(null as varchar) as person_id,
        cast(null as varchar) as clue_id,
        coalesce(states.street_code, '未匹配') as street_code,
        coalesce(states.street_name, '不详') as street_name,
        states.community_name,
        states.grid_code,
        states.colour,
        tasks.conference_date as started_date,
        tasks.task_due as due_date,
        cast(null as varchar) as due_time,
        case when not tasks.is_open then coalesce(tasks.done_date, tasks.task_due) end
            as done_date,
        tasks.task_id,
        concat_ws('：', tasks.department, tasks.task) as task
    from ledger.conference_tasks as tasks
    left join ledger.states as states on tasks.household_id = states.household_id
    where tasks.task_due is not null
),

-- On the last day itself there is still time; who did it, did it in time by that day.
judged as (
    select
        *,
        done_date is not null as is_done,
        coalesce(done_date > due_date, false) as is_late,
        done_date is null and coalesce(due_date < $on_date, false) as is_overdue,
        done_date is null
        and coalesce(
            due_date between $on_date and $on_date + cast($remind_ahead_days as integer), false
        ) as is_due_soon
    from everything
),

counted as (
    select
        judged.*,
        -- Beyond the calendar's beginning it is long overdue.
        today.ordinal - coalesce(due.ordinal, 0) as workdays_overdue
    from judged
    inner join reference.workdays as today on today.day = $on_date
    left join reference.workdays as due on judged.due_date = due.day
)

select
    kind,
    household_id,
    person_id,
    clue_id,
    task_id,
    task,
    street_code,
    street_name,
    community_name,
    grid_code,
    colour,
    started_date,
    due_date,
    due_time,
    done_date,
    is_done,
    is_late,
    is_due_soon,
    is_overdue,
    cast(
        case
            when is_overdue then date_diff('day', due_date, $on_date)
            when is_late then date_diff('day', due_date, done_date)
            else 0
        end as integer
    ) as days_overdue,
    case
        when is_done then null
        when kind = 'no_outcome' then 'district'
        when
            is_overdue
            and workdays_overdue > case
                when coalesce(parameter, '') = 'urgent_clue_hours' then $urgent_escalation_workdays
                else $escalation_workdays
            end
            then 'district'
        when is_overdue then 'street'
        else 'grid'
    end as escalated_to,
    parameter
from counted
