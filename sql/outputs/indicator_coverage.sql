-- title: 指标评估情况
-- description: 每项指标触发、未触发和没有评估的户数，以及来源是否都已接入
with counted as (
    select
        indicator,
        count(case when status = 'triggered' then 1 end) as triggered_count,
        count(case when status = 'not_triggered' then 1 end) as not_triggered_count,
        count(case when status = 'not_assessed' then 1 end) as not_assessed_count
    from screening.assessments
    group by indicator
)

select
    cast($month as varchar) as month,
    indicators.indicator,
    indicators.title,
    indicators.dimension,
    coalesce(counted.triggered_count, 0) as triggered_count,
    coalesce(counted.not_triggered_count, 0) as not_triggered_count,
    coalesce(counted.not_assessed_count, 0) as not_assessed_count,
    -- Without a household, or a state, there is nothing that could be lost.
    coalesce(indicator_states.is_connected, true) as is_connected
from inputs.indicators
left join counted
    on indicators.indicator = counted.indicator
left join screening.indicator_states
    on indicators.indicator = indicator_states.indicator
