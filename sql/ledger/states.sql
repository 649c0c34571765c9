-- title: 台账状态
-- description: 上过名单的每一户现在的状态：何日起、颜色、见到没有、结论、下次何时走访、有没有结果
with newest as (
    select *
    from releases.listings
    qualify row_number() over (partition by household_id order by list_month desc) = 1
),

earliest as (
    select
        household_id,
        list_month,
        list_date,
        verify_by
    from releases.listings
    qualify row_number() over (partition by household_id order by list_month asc) = 1
),

lists as (
    select max(list_month) as list_month
    from releases.lists
),

merged as (
    select *
    from ledger.answers
    where standing = 'merged'
),

last_attempts as (
    select *
    from merged
    qualify
        row_number() over (
            partition by household_id
            order by visited_date desc, delivery_rank desc, answer_id desc
        ) = 1
),

last_conclusions as (
    select *
    from merged
    where conclusion is not null
    qualify
        row_number() over (
            partition by household_id
            order by visited_date desc, delivery_rank desc, answer_id desc
        ) = 1
),

visits as (
    select
        household_id,
        max(case when visit_result = '已见到' then visited_date end) as last_visit_date,
        min(case when conclusion is not null then visited_date end) as outcome_date
    from merged
    group by household_id
),

counts as (
    select
        household_id,
        count(*) as lists_count
    from releases.listings
    group by household_id
),

joined as (
    select
        newest.*,
        earliest.list_month as first_list_month,
        earliest.list_date as first_list_date,
        earliest.verify_by as first_verify_by,
        visits.last_visit_date,
        visits.outcome_date,
        last_attempts.visit_result,
        last_attempts.visited_date as last_attempt_date,
        last_conclusions.conclusion,
        counts.lists_count,
        lists.list_month as newest_list_month,
        case newest.colour
            when 'red' then $visit_months_red
            when 'orange' then $visit_months_orange
            else $visit_months_yellow
        end as visit_months,
        case
            when last_conclusions.conclusion in ('not_delivered', 'not_covered') then 'referred'
            when last_conclusions.conclusion = 'complex' then 'in_conference'
            when last_conclusions.conclusion = 'review' then 'to_review'
            when last_conclusions.conclusion = 'no_risk' then 'no_risk'
            when last_attempts.visit_result = '未遇到' then 'not_reached'
            when last_attempts.visit_result = '已搬走' then 'moved'
            when last_attempts.visit_result = '拒绝' then 'refused'
            else 'waiting'
        end as state
    from newest
    inner join earliest on newest.household_id = earliest.household_id
    inner join counts on newest.household_id = counts.household_id
    cross join lists
    left join visits on newest.household_id = visits.household_id
    left join last_attempts on newest.household_id = last_attempts.household_id
    left join last_conclusions on newest.household_id = last_conclusions.household_id
),

-- So many months later: the same day, or the month's last where it has none.
counted as (
    select
        *,
        coalesce(last_visit_date, first_list_date) as counted_from,
        year(coalesce(last_visit_date, first_list_date)) * 12
        + month(coalesce(last_visit_date, first_list_date)) - 1 + visit_months as month_number
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
    coalesce(outcome_date, last_attempt_date, first_list_date) as since_date,
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
    outcome_date is not null as is_verified,
    coalesce(outcome_date <= first_verify_by, false) as is_verified_in_time,
    cast(case when outcome_date is null then lists_count else 0 end as integer)
        as months_without_outcome,
    state in ('no_risk', 'moved', 'stable', 'left') as is_closed,
    cast(0 as decimal(18, 2)) as helped_amount_yuan,
    list_month = newest_list_month as listed_now
from placed
