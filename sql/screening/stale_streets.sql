-- title: 指标在哪些镇街用的是旧数据
-- description: 来源本月缺某个镇街的数据、沿用上次的，用到它的指标在该镇街按旧数据评估
select
    indicator_sources.indicator,
    stale_towns.street_code,
    min(stale_towns.delivery_month) as stale_month,
    last_day(cast(min(stale_towns.delivery_month) || '-01' as date)) as last_date
from screening.indicator_sources
inner join inputs.stale_towns on indicator_sources.source = stale_towns.source
group by indicator_sources.indicator, stale_towns.street_code
