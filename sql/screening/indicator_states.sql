-- title: 指标能否评估
-- description: 任何一组来源缺数据，指标就不评估；任何一组来源未更新，指标就按旧数据评估；
--   任何一组来源从未接入，指标就还没有接入
with sources as (
    select
        indicator,
        max(case when status = 'missing' then 1 else 0 end) as missing,
        max(case when status = 'stale' then 1 else 0 end) as stale,
        min(case when is_connected or status <> 'missing' then 1 else 0 end) as connected,
        min(case when status = 'stale' then delivery_month end) as stale_month,
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
    sources.connected = 1 as is_connected,
    sources.stale_month,
    -- What a reason calls them: of some sources the title alone tells too much of a person.
    coalesce(indicators.told_source, sources.source_titles) as source_titles
from inputs.indicators
inner join sources on indicators.indicator = sources.indicator
