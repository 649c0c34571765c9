-- title: 指标能否评估
-- description: 任何一组来源缺数据，指标就不评估；任何一组来源未更新，指标就按旧数据评估
with sources as (
    select
        indicator,
        max(case when status = 'missing' then 1 else 0 end) as missing,
        max(case when status = 'stale' then 1 else 0 end) as stale,
        array_to_string(list_sort(list(source_title)), '、') as source_titles
    from screening.indicator_sources
    group by indicator
)

select
    indicators.indicator,
    indicators.title,
    indicators.dimension,
    sources.missing = 1 as is_missing,
    sources.stale = 1 as is_stale,
    sources.source_titles
from inputs.indicators
inner join sources on indicators.indicator = sources.indicator
