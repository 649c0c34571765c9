-- title: 台账状态
-- description: 上过名单的每一户现在的状态：何日起、颜色、见到没有、结论、下次何时走访、有没有结果
with newest as (
    select *
    from releases.listings
    qualify row_number() over (partition by household_id order by list_month desc) = 1
),

last_list as (
    select max(list_month) as list_month
    from releases.lists
),

last_states as (
    select
        household_id,
        to_state as state,
        event_date as since_date
    from ledger.transitions
    qualify row_number() over (partition by household_id order by seq desc) = 1
),

visits as (
    select
        household_id,
        max(event_date) as last_visit_date
    from ledger.events
    where event = 'visited'
    group by household_id
),

attempts as (
    select
        household_id,
        detail as visit_result
    from ledger.events
    where event in ('visited', 'not_reached', 'moved', 'refused')
    qualify row_number() over (partition by household_id order by seq desc) = 1
),

-- What follows speaks of the present episode only.
since_start as (
    select
        events.household_id,
        events.seq,
        events.event_date,
        events.event,
        events.detail
    from ledger.events as events
    inner join ledger.episodes as episodes on events.household_id = episodes.household_id
    where events.seq >= episodes.first_seq
),

conclusions as (
    select
        household_id,
        detail as conclusion
    from since_start
    where event = 'concluded'
    qualify row_number() over (partition by household_id order by seq desc) = 1
),

outcomes as (
    select
        household_id,
        min(case when event in ('concluded', 'helped') then event_date end) as outcome_date,
        min(case when event = 'concluded' then event_date end) as verified_date
    from since_start
    group by household_id
),

counts as (
    select
        listings.household_id,
        count(*) as lists_count
    from releases.listings
    inner join ledger.episodes as episodes on listings.household_id = episodes.household_id
    where listings.list_month >= episodes.list_month
    group by listings.household_id
),

amounts as (
    select
        helps.household_id,
        sum(helps.total_yuan) as total_yuan
    from ledger.helps as helps
    inner join ledger.episodes as episodes on helps.household_id = episodes.household_id
    where helps.started_date >= episodes.started_date
    group by helps.household_id
),

joined as (
    select
        newest.*,
        last_states.state,
        last_states.since_date,
        episodes.list_month as first_list_month,
        episodes.verify_by as first_verify_by,
        episodes.opened_by,
        visits.last_visit_date,
        attempts.visit_result,
        conclusions.conclusion,
        outcomes.outcome_date,
        outcomes.verified_date,
        counts.lists_count,
        amounts.total_yuan,
        last_list.list_month as newest_list_month,
        case newest.colour
            when 'red' then $visit_months_red
            when 'orange' then $visit_months_orange
            else $visit_months_yellow
        end as visit_months,
        greatest(
            coalesce(visits.last_visit_date, episodes.started_date), episodes.started_date
        ) as counted_from
    from newest
    cross join last_list
    inner join last_states on newest.household_id = last_states.household_id
    inner join ledger.episodes as episodes on newest.household_id = episodes.household_id
    inner join counts on newest.household_id = counts.household_id
    inner join outcomes on newest.household_id = outcomes.household_id
    left join visits on newest.household_id = visits.household_id
    left join attempts on newest.household_id = attempts.household_id
    left join conclusions on newest.household_id = conclusions.household_id
    left join amounts on newest.household_id = amounts.household_id
),

-- So many months later: the same day, or the month's last where it has none.
counted as (
    select
        *,
        year(counted_from) * 12 + month(counted_from) - 1 + visit_months as month_number
    from joined
),

placed as (
    select
        *,
        make_date(
            cast(floor(month_number / 12) as integer), cast(month_number % 12 + 1 as integer), 1
        ) as visit_month
    from counted
)

select
    household_id,
    state,
    since_date,
    street_code,
    street_name,
    community_name,
    grid_code,
    colour,
    cast(score as integer) as score,
    first_list_month,
    list_month,
    list_date,
    first_verify_by as verify_by,
    last_visit_date,
    visit_result,
    conclusion,
    make_date(
        year(visit_month),
        month(visit_month),
        least(day(counted_from), day(last_day(visit_month)))
    ) as next_visit_by,
    outcome_date,
    verified_date is not null as is_verified,
    -- Who was found out again by a visit was verified by it.
    coalesce(
        verified_date <= first_verify_by or opened_by not in ('listed', 'worsened', 'nominated'),
        false
    ) and verified_date is not null as is_verified_in_time,
    cast(case when outcome_date is null then lists_count else 0 end as integer)
        as months_without_outcome,
    state in ('no_risk', 'moved', 'stable', 'left') as is_closed,
    cast(coalesce(total_yuan, 0) as decimal(18, 2)) as helped_amount_yuan,
    list_month = newest_list_month as listed_now
from placed
