-- title: 指标得分
-- description: 筛查家庭每项观察按评分表分段得到的分数（未计维度上限），以及观察是否仍有效、来源是否新
with measured as (
    select
        all_measurements.household_id,
        all_measurements.indicator,
        all_measurements.person_id,
        all_measurements.amount,
        -- Rows that stand in for a town's missing ones were observed no later than they came.
        case
            when all_measurements.observed_date > stale_streets.last_date
                then stale_streets.last_date
            else all_measurements.observed_date
        end as observed_date,
        all_measurements.evidence,
        indicator_states.dimension,
        indicator_states.source_titles,
        indicator_states.is_stale or stale_streets.stale_month is not null as is_stale,
        -- The oldest of what it rests on.
        case
            when indicator_states.stale_month <= stale_streets.stale_month
                then indicator_states.stale_month
            else coalesce(stale_streets.stale_month, indicator_states.stale_month)
        end as stale_month,
        scorecard_indicators.expires_months,
        12 * (extract(year from $as_of_date) - extract(year from all_measurements.observed_date))
        + extract(month from $as_of_date)
        - extract(month from all_measurements.observed_date) as age_months
    from indicators.all_measurements
    inner join screening.screened_households
        on all_measurements.household_id = screened_households.household_id
    inner join screening.indicator_states
        on all_measurements.indicator = indicator_states.indicator
    inner join policy.scorecard_indicators
        on all_measurements.indicator = scorecard_indicators.indicator
    left join core.households
        on all_measurements.household_id = households.household_id
    left join screening.stale_streets
        on
            all_measurements.indicator = stale_streets.indicator
            and households.street_code = stale_streets.street_code
    where screened_households.is_screened and not indicator_states.is_missing
),

banded as (
    select
        measured.household_id,
        measured.indicator,
        max(scorecard_bands.points) as points
    from measured
    inner join policy.scorecard_bands
        on
            measured.indicator = scorecard_bands.indicator
            and measured.amount >= scorecard_bands.from_amount
    group by measured.household_id, measured.indicator
)

select
    measured.household_id,
    measured.dimension,
    measured.indicator,
    measured.person_id,
    measured.amount,
    measured.observed_date,
    measured.evidence,
    measured.source_titles,
    measured.is_stale,
    measured.stale_month,
    cast(
        12 * (
            extract(year from $as_of_date) - cast(substring(measured.stale_month, 1, 4) as integer)
        )
        + extract(month from $as_of_date)
        - cast(substring(measured.stale_month, 6, 2) as integer) as integer
    ) as stale_age_months,
    -- Of a value without a date nobody can say that it still holds: it counts like a stale one.
    not measured.is_stale and measured.observed_date is not null as is_fresh,
    coalesce(measured.age_months > measured.expires_months, false) as is_expired,
    cast(coalesce(banded.points, 0) as integer) as points
from measured
left join banded
    on
        measured.household_id = banded.household_id
        and measured.indicator = banded.indicator
