-- title: 指标得分
-- description: 筛查家庭每项观察按评分表分段得到的分数（未计维度上限），以及观察是否仍有效、来源是否新
with measured as (
    select
        all_measurements.household_id,
        all_measurements.indicator,
        all_measurements.person_id,
        all_measurements.amount,
        all_measurements.observed_date,
        all_measurements.evidence,
        indicator_states.dimension,
        indicator_states.source_titles,
        indicator_states.is_stale,
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
    -- Of a value without a date nobody can say that it still holds: it counts like a stale one.
    not measured.is_stale and measured.observed_date is not null as is_fresh,
    coalesce(measured.age_months > measured.expires_months, false) as is_expired,
    cast(coalesce(banded.points, 0) as integer) as points
from measured
left join banded
    on
        measured.household_id = banded.household_id
        and measured.indicator = banded.indicator
