-- title: 逐项评估
-- description: 每个筛查家庭每项指标的结论：触发、未触发、未评估；缺来源、旧数据过期、家庭不全都算未评估
with wanted as (
    select
        screened_households.household_id,
        indicator_states.indicator,
        indicator_states.dimension,
        indicator_states.is_missing
    from screening.screened_households
    cross join screening.indicator_states
    where screened_households.is_screened
)

select
    wanted.household_id,
    wanted.indicator,
    case
        when wanted.is_missing then 'not_assessed'
        when scored_measurements.is_expired and scored_measurements.is_stale then 'not_assessed'
        when scored_measurements.points > 0 and not scored_measurements.is_expired
            then 'triggered'
        when
            scored_measurements.household_id is null
            and wanted.dimension = 'household'
            and incomplete_households.household_id is not null
            then 'not_assessed'
        else 'not_triggered'
    end as status,
    cast(coalesce(contributions.points, 0) as integer) as points
from wanted
left join screening.scored_measurements
    on
        wanted.household_id = scored_measurements.household_id
        and wanted.indicator = scored_measurements.indicator
left join screening.contributions
    on
        wanted.household_id = contributions.household_id
        and wanted.indicator = contributions.indicator
left join screening.incomplete_households
    on wanted.household_id = incomplete_households.household_id
